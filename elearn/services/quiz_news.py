"""What My learning says of quizzes: whose marks wait for a trainer, have come, or changed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from elearn.services import shelf
from elearn.services.shelf import Text
from elearn.store.pages import quiz_news as store
from elearn.store.pages.quiz_news import News

NEW = timedelta(days=14)
"""So long something is news."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a correction did to a result, in per cent; `kept`: it would have fallen, and stays."""

    before: int
    after: int
    passed_before: bool
    passed_after: bool
    kept: bool


@dataclass(frozen=True, slots=True)
class QuizNews:
    """An attempt of a learner that waits for a trainer, has been marked, or was corrected.

    `state`: `waiting`, `marked` or `corrected`; `change` belongs to the last.
    """

    state: str
    attempt_key: str
    title: Text
    change: Change | None = None


def own_news(person_id: int, language: str, *, now: datetime) -> tuple[QuizNews, ...]:
    """What a learner waits for, and what came or changed in the last two weeks. One query."""
    return tuple(
        QuizNews(
            _state(found),
            found.attempt_key,
            shelf.read(found.digest, language, now.date()).text(f"{found.item_id}#title"),
            _change(found) if found.corrected else None,
        )
        for found in store.of_person(person_id, since=now - NEW)
    )


def _state(found: News) -> str:
    if found.corrected:
        return "corrected"
    return "waiting" if found.at is None else "marked"


def _change(found: News) -> Change:
    return Change(
        _percent(found.points_before, found.max_before),
        _percent(found.points_after, found.max_after),
        bool(found.passed_before),
        bool(found.passed_after),
        bool(found.kept),
    )


def _percent(points: str | None, most: str | None) -> int:
    of = Fraction(most or 0)
    return int(Fraction(points or 0) * 100 / of) if of else 0
