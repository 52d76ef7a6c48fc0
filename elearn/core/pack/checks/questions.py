"""Questions: that they can be answered."""

from collections.abc import Iterator

from elearn.core.pack.checks.look import Look, placed_questions
from elearn.core.pack.model import Course
from elearn.core.pack.schema.questions import shape_of
from elearn.core.problems import Problem
from elearn.core.quiz.kinds.extended import Extended


def check_questions(look: Look) -> Iterator[Problem]:
    """Questions without a right answer, with too many, or with two that read the same."""
    if not isinstance(look.pack, Course):
        return
    for placed in placed_questions(look.pack):
        for wrong in shape_of(placed.question).faults(placed.question):
            yield look.say(wrong.code, placed.path, (*placed.keys, *wrong.keys), wrong.text)
        if placed.where == "lesson" and placed.question.outcomes:
            say = 'The key "outcomes" is unknown in a self-check, which assesses none; remove it.'
            yield look.say("key-unknown", placed.path, (*placed.keys, "outcomes"), say)
        if placed.where == "lesson" and isinstance(placed.question, Extended):
            say = "A trainer marks this kind, so that it cannot be a self-check; ask it in a quiz."
            yield look.say("check-kind", placed.path, (*placed.keys, "kind"), say)
