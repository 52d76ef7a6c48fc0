"""Questions whose key rests on law that is repealed: nobody is asked them any more."""

from collections.abc import Iterator

from elearn.core.law import labels
from elearn.core.pack.basis import basis_of
from elearn.core.pack.checks.look import Look, Placed, placed_questions
from elearn.core.pack.model import Course
from elearn.core.problems import Problem
from elearn.core.quiz.lapsed import lapse_of


def check_keys(look: Look) -> Iterator[Problem]:
    """Every key rests on law that applies on the day."""
    if not isinstance(look.pack, Course) or look.pack.law is None or look.register is None:
        return
    for placed in placed_questions(look.pack):
        question = placed.question
        lapse = lapse_of(basis_of(question), look.register, look.as_of)
        if lapse is None:
            continue
        law = ", ".join(labels.label(cite, look.register, "en") for cite in lapse.cites)
        say = (
            f'The key of "{question.id}" rests on {law}, repealed as of {lapse.since.isoformat()}, '
            "so nobody is asked it any more; ask about the law as it is, or name under `basis` "
            "what the key rests on."
        )
        field = "basis" if question.basis is not None else "reason"
        yield look.say("key-lapsed", placed.path, (*placed.keys, field), say)


def named_bases(look: Look) -> frozenset[tuple[str, int, str]]:
    """Where keys name the law that they rest on: path, line and citation."""
    if not isinstance(look.pack, Course):
        return frozenset()
    return frozenset(
        (placed.path, line, cite)
        for placed in placed_questions(look.pack)
        for line, cite in _named(look, placed)
    )


def _named(look: Look, placed: Placed) -> Iterator[tuple[int, str]]:
    for index, cite in enumerate(placed.question.basis or ()):
        yield look.sources.line(placed.path, *placed.keys, "basis", index), cite
