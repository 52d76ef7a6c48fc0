"""How long people spent on each question, from when their answers were kept.

An answer is kept when it is given. What lies between it and the one kept before it (or the begin of
the attempt) was spent on its question. A pause longer than `AWAY` says that somebody was away: the
question of that attempt is left out.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from statistics import median

AWAY = 600.0
"""Seconds."""


def seconds_spent(saves: Iterable[tuple[int, datetime, str, datetime]]) -> dict[str, float]:
    """The median time that a question took, in seconds, by its id.

    Args:
        saves: Attempt, when it was begun, question, when its answer was kept; attempt by attempt,
            in the order of keeping.
    """
    spent: dict[str, list[float]] = {}
    for _attempt, mine in groupby(saves, key=lambda save: save[0]):
        here: dict[str, float] = {}
        away: set[str] = set()
        before: datetime | None = None
        for _id, began, question, at in mine:
            seconds = (at - (before or began)).total_seconds()
            before = at
            here[question] = here.get(question, 0.0) + seconds
            if seconds > AWAY:
                away.add(question)
        for question, seconds in here.items():
            if question not in away:
                spent.setdefault(question, []).append(seconds)
    return {question: median(times) for question, times in spent.items()}
