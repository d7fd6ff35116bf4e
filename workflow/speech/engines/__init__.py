"""Engines: each hears one section of sound at a time and answers with segments."""
