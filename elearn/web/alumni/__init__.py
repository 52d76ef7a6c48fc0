"""Alumni: profile and directory."""
