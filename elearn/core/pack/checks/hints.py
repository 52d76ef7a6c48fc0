"""What questions have besides their answers: hints that cost, feedback by how the answer did."""

from collections.abc import Iterator

from elearn.core.pack.checks.look import Look, Placed, placed_questions
from elearn.core.pack.model import Course
from elearn.core.pack.schema.questions import shape_of
from elearn.core.problems import Problem


def check_hints(look: Look) -> Iterator[Problem]:
    """Hints that cost more than there is, and feedback that nobody will ever read."""
    if not isinstance(look.pack, Course):
        return
    for placed in placed_questions(look.pack):
        if placed.where == "lesson":
            yield from _free(look, placed)
        else:
            yield from _dear(look, placed)
        yield from _idle(look, placed)


def _free(look: Look, placed: Placed) -> Iterator[Problem]:
    for i, hint in enumerate(placed.question.hints):
        if hint.cost:
            say = 'The key "cost" is unknown in a self-check, which earns nothing; remove it.'
            yield look.say("key-unknown", placed.path, (*placed.keys, "hints", i, "cost"), say)


def _dear(look: Look, placed: Placed) -> Iterator[Problem]:
    question = placed.question
    cost = sum(hint.cost for hint in question.hints)
    if cost > 100:
        say = (
            f'The hints of "{question.id}" cost {cost} per cent of its points together; '
            "nothing is left to take after 100, so lower some."
        )
        yield look.say("hints-dear", placed.path, (*placed.keys, "hints"), say)


def _idle(look: Look, placed: Placed) -> Iterator[Problem]:
    question = placed.question
    if question.feedback.partly and not shape_of(question).partly(question):
        say = (
            f'An answer to "{question.id}" is right or wrong, never partly right; '
            "remove this feedback."
        )
        at = (*placed.keys, "feedback", "partly")
        yield look.say("feedback-idle", placed.path, at, say)
