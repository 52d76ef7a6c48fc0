"""Shapes of what is asked and answered, one file a noun."""
