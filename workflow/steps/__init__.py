"""One module per step of the workflow: read, decide, write."""
