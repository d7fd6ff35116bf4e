"""Checks: a track and a profile in, findings out. Pure."""
