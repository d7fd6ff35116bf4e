"""The story page: one HTML file, one style sheet, one script, no request to anybody else."""
