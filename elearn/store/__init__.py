"""What is kept: database and disk."""
