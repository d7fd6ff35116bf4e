"""What the browser asks for besides the pages: tracks, videos, previews, uploads, the editor's files."""
