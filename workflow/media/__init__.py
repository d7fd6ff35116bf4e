"""A video file as data: probe, audio, waveform peaks, poster."""
