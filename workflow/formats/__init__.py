"""Text into tracks and back. Pure: bytes or text in, values out, and the other way round."""
