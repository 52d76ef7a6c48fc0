"""What is true: pure functions over plain data."""
