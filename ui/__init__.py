"""The review screens: one web server with the Streamlit pages, the caption editor and the routes it talks to."""
