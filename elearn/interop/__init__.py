"""Codecs between outside standards and core."""
