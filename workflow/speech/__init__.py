"""Sound into words: voice activity, engines, alignment."""
