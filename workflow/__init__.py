"""Storytrack's engine: a story and its video go in, a story page whose video carries captions comes out."""
