"""The screens, one module each: it reads the store, draws with Streamlit, and calls a step when it is told to."""
