"""Checks that need the whole pack, one subject a file."""
