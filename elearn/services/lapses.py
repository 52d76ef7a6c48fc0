"""What lapsed with the law: questions that are asked no more, quizzes that are closed for it.

Everything follows from the pack, the newest published register and the day, so nothing is asked of
the database here beyond which register is the newest, which a process knows for a while.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache

from elearn.core.pack.basis import bases_of
from elearn.core.pack.model import Quiz
from elearn.core.quiz import lapsed
from elearn.core.quiz.lapsed import WHOLE, Lapse, Left
from elearn.services import shelf

_NONE: Mapping[str, Lapse] = {}


def lapses(digest: str, *, now: datetime) -> Mapping[str, Lapse]:
    """The questions of a course version that have lapsed, by id."""
    register = shelf.register_digest(shelf.take(digest).course)
    return under(digest, register, now.astimezone(UTC).date()) if register else _NONE


def left_of(digest: str, item_id: str, *, now: datetime) -> Left:
    """What is left of a quiz of a course version."""
    register = shelf.register_digest(shelf.take(digest).course)
    return _left(digest, item_id, register, now.astimezone(UTC).date()) if register else WHOLE


def closed_in(digest: str, *, now: datetime) -> Mapping[str, Left]:
    """The quizzes of a course version that are closed since law lapsed, by id."""
    register = shelf.register_digest(shelf.take(digest).course)
    return _closed(digest, register, now.astimezone(UTC).date()) if register else {}


@lru_cache(maxsize=64)
def _bases(digest: str) -> Mapping[str, tuple[str, ...]]:
    return bases_of(shelf.take(digest).course)


@lru_cache(maxsize=256)
def under(digest: str, register: str, day: date) -> Mapping[str, Lapse]:
    """The questions that have lapsed by that day under the register with that digest, by id."""
    law = shelf.law_at(register, day)
    return lapsed.lapses_of(_bases(digest), law.register, day) if law else _NONE


@lru_cache(maxsize=1024)
def _left(digest: str, item_id: str, register: str, day: date) -> Left:
    found = under(digest, register, day)
    shelved = shelf.take(digest)
    quiz, course = shelved.item(item_id), shelved.course
    if not found or not isinstance(quiz, Quiz) or course.law is None:
        return WHOLE
    return lapsed.what_is_left(quiz, course.banks, found, course.law.minimum)


@lru_cache(maxsize=256)
def _closed(digest: str, register: str, day: date) -> Mapping[str, Left]:
    course = shelf.take(digest).course
    every = {
        item.id: _left(digest, item.id, register, day)
        for item in course.items
        if isinstance(item, Quiz)
    }
    return {item_id: left for item_id, left in every.items() if left.closing is not None}
