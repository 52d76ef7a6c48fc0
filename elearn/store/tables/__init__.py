"""One file a noun: the tables."""
