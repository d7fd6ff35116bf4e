"""Captions as values: cues, tracks, profiles, and how words become cues. Pure: no files, no clock, no network."""
