"""The speech stage: sections, languages, engines."""
