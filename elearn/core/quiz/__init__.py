"""Questions, answers and marks."""
