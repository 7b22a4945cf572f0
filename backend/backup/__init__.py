"""Saving a deployment on SQLite while it serves, and bringing it back up to its last letter (docs/operations.md)."""
