"""How each kind of question is shown, a file for each.

A file holds, under the same names in every file: `form` (what is filled in), `back` (the answer
looked back at) and `key` (the question with its answers, for trainers). What they give is put into
the records of `services.question_forms` and `services.preview`; the template of the same name in
`learner/kinds` shows it.
"""
