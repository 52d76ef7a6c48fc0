"""Progress, completion and records."""
