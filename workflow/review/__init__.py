"""What reviewing needs, as values: edits as they travel, whose edit an undo takes back. Pure."""
