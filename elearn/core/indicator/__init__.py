"""Programme indicators: what a programme promised, what was reached, and what may be told of it."""
