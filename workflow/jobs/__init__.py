"""Transcriptions started from a screen: a worker process takes them from the queue, one after the other."""
