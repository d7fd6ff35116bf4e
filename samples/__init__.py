"""Sample stories that run offline, and the programs that make their videos."""
