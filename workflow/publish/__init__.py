"""Destinations: where readers get the story."""
