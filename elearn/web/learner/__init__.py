"""Learning: catalogue, lessons, quizzes, cases, records."""
