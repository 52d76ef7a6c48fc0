"""What people do: one function, one intention."""
