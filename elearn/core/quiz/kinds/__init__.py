"""The kinds of question, a file for each.

A file holds the question and its answer as dataclasses and, under the same names in every file,
what is done with them: `truth` (the answer that earns everything), `to_raw` and `from_raw` (its
form in storage), `lay` (what a form shows, from a seed), `read` and `to_form` (from and to a form),
`grade`. The unions of all kinds, and the choice among them, stand in `core.quiz.questions`,
`given`, `draw`, `answers` and `grade`; the type checker names each place where a kind is missing.
"""
