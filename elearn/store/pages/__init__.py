"""Wide read-only queries, one file a page."""
