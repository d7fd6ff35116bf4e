"""The database and the media files beside it."""
