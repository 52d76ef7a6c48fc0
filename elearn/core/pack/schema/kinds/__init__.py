"""How each kind of question is written in a pack, a file for each: read, checked and written.

A file holds the kind's shape: its keys; `said` gives the texts of a question, `parts` the ids
inside it, `faults` what a check finds wrong with it, `written` its keys as a file would have them.
`core.pack.schema.questions` chooses among them.
"""
