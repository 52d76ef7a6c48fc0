"""Schemas of the files of a pack."""
