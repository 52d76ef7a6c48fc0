"""Rosters of institutions: what a file says, and what would become of each of its rows."""
