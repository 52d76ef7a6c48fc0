"""The spreadsheet that trainers fill in: a template, and a reader of what they made of it."""
