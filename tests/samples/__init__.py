"""The sample stories and the programs that make them."""
