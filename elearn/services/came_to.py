"""What finished attempts at a quiz came to, as they are kept."""

from collections.abc import Iterable
from fractions import Fraction

from elearn.core.quiz.policy import Past
from elearn.store.attempts import KeptAttempt


def is_waiting(kept: KeptAttempt) -> bool:
    """Whether a finished attempt waits for people: it has no result before that is released."""
    return kept.finished_at is not None and kept.passed is None and not kept.set_aside


def past(kept: Iterable[KeptAttempt]) -> list[Past]:
    """The finished ones, for the rules. Those that were set aside count for nothing."""
    return [
        Past(a.finished_at, share(a), bool(a.passed), waiting=is_waiting(a))
        for a in kept
        if a.finished_at and not a.set_aside
    ]


def share(kept: KeptAttempt) -> Fraction:
    """The result of a finished attempt in per cent, exactly."""
    if not kept.points or not kept.points_max or kept.points_max == "0":
        return Fraction(0)
    return Fraction(kept.points) * 100 / Fraction(kept.points_max)


def percent(kept: KeptAttempt) -> int:
    """The same, rounded down."""
    return int(share(kept))
