"""How a quiz is taken, as its file says: for those who take it and for those who write it."""

from dataclasses import dataclass

from elearn.core.quiz.model import PRETEST, Quiz


@dataclass(frozen=True, slots=True)
class Rules:
    """How the quiz is taken, as its file says. `named`: who marks may see whose answer it is."""

    questions: int
    pass_percent: int
    minutes: int
    limit: int | None
    wait_minutes: int
    layout: str
    forward: bool
    counts: str
    feedback: str
    practice: bool
    pretest: bool
    named: bool


def rules_of(quiz: Quiz, *, left_out: int = 0) -> Rules:
    """How that quiz is taken; `left_out` of its questions are not asked any more."""
    return Rules(
        questions=quiz.size - left_out,
        pass_percent=quiz.pass_percent,
        minutes=quiz.minutes,
        limit=quiz.limit,
        wait_minutes=quiz.wait_minutes,
        layout=quiz.layout.value,
        forward=quiz.forward,
        counts=quiz.counts.value,
        feedback=quiz.shown.value,
        practice=quiz.practice,
        pretest=quiz.role == PRETEST,
        named=not quiz.marking.anonymous,
    )
