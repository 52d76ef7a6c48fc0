"""The daily review: when a question is asked again, and which ones fit into three minutes.

Days, not moments: a question is due on a day, so whoever learns in the evening today and in the
morning tomorrow is asked all the same. When is worked out by FSRS (py-fsrs) without its short
steps of minutes, without fuzz and with its published weights: the same answers on the same days
always give the same days.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from fractions import Fraction

from fsrs import Card, Scheduler, State
from fsrs import Rating as _Rating

from elearn.core.pack.texts import of_question
from elearn.core.quiz.grade import Mark
from elearn.core.quiz.questions import Extended, Question
from elearn.core.quiz.response import Certainty, Response

SCHEDULER = "fsrs-6"
"""Kept with each answer: by what its next day was worked out."""

BUDGET = 180
"""Seconds a day."""

LONGEST = 365
"""Days after which every question comes back, for the law may have moved."""

_LEAST, _MOST = 15, 90
_DECIDE = 8
_LETTERS_A_SECOND = 18
_NOT_READ = ("answer", "feedback", "hint")

_SCHEDULER = Scheduler(
    learning_steps=(), relearning_steps=(), maximum_interval=LONGEST, enable_fuzzing=False
)


class Rating(StrEnum):
    """How well something was remembered, as FSRS calls it. `easy` is for a person to say."""

    AGAIN = "again"
    HARD = "hard"
    GOOD = "good"


_RATINGS = {Rating.AGAIN: _Rating.Again, Rating.HARD: _Rating.Hard, Rating.GOOD: _Rating.Good}


@dataclass(frozen=True, slots=True)
class Memory:
    """How well a learner remembers one question.

    Attributes:
        stability: Days after which it is still remembered nine times in ten.
        difficulty: 1 to 10.
        last: The day of the latest answer (UTC).
        due: The day on which to ask again.
    """

    stability: float
    difficulty: float
    last: date
    due: date


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that may be asked: pack and question id, its time, and what is remembered."""

    key: tuple[str, str]
    seconds: int
    memory: Memory | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """What a day holds.

    Attributes:
        ask: What is to be asked still, in order.
        done: How many questions were answered on this day.
        next: The next day with a question once `ask` is answered; None if there will be none.
    """

    ask: tuple[Candidate, ...]
    done: int
    next: date | None


def rating_of(mark: Mark, response: Response) -> Rating:
    """What an answer says of memory. A right guess, or half of it right, was not easy to remember.

    Args:
        mark: What the answer was worth.
        response: The answer, and whether the learner said that they were guessing.
    """
    guessed = response.certainty is Certainty.GUESSING
    if mark.share == 1:
        return Rating.HARD if guessed else Rating.GOOD
    return Rating.HARD if mark.share >= Fraction(1, 2) and not guessed else Rating.AGAIN


def remember(memory: Memory | None, rating: Rating, now: datetime) -> Memory:
    """What is remembered after an answer. It is due at the earliest on the day after `now`.

    Args:
        memory: What was remembered before; None for a question that was never asked.
        rating: How well it was remembered.
        now: The moment of the answer.
    """
    today = now.astimezone(UTC).date()
    if memory is None:
        card = Card(card_id=0, due=_begin(today))
    else:
        card = Card(
            card_id=0,
            state=State.Review,
            stability=memory.stability,
            difficulty=memory.difficulty,
            due=_begin(memory.due),
            last_review=_begin(memory.last),
        )
    after, _log = _SCHEDULER.review_card(card, _RATINGS[rating], _begin(today))
    assert after.stability is not None
    assert after.difficulty is not None
    return Memory(after.stability, after.difficulty, today, after.due.date())


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def askable(question: Question) -> bool:
    """Whether a machine can mark it at once, and so the daily review can ask it."""
    return not isinstance(question, Extended)


def seconds_of(question: Question) -> int:
    """How long a question takes with its reason: to read it all once, and a moment to decide."""
    letters = sum(
        len(unit.source) for unit in of_question(question) if not unit.field.startswith(_NOT_READ)
    )
    return min(max(_LEAST, _DECIDE + letters // _LETTERS_A_SECOND), _MOST)


def plan(candidates: Sequence[Candidate], today: date) -> Day:
    """What is asked on that day: those due first, the longest waiting first, then new ones.

    It stops before three minutes are over, counting what was answered today; one question is asked
    in any case. Of those that have waited equally long, the order is that of `candidates`.
    """
    done = [c for c in candidates if c.memory is not None and c.memory.last >= today]
    waiting = [*_due(candidates, today), *(c for c in candidates if c.memory is None)]
    left = BUDGET - sum(c.seconds for c in done)
    ask: list[Candidate] = []
    for candidate in waiting:
        if candidate.seconds > left and (ask or done):
            break
        ask.append(candidate)
        left -= candidate.seconds
    later = [c.memory.due for c in candidates if c.memory and c.memory.due > today]
    if len(ask) < len(waiting):
        later.append(today + timedelta(days=1))
    return Day(tuple(ask), len(done), min(later, default=None))


def _due(candidates: Iterable[Candidate], today: date) -> list[Candidate]:
    due = [
        (c.memory.due, c)
        for c in candidates
        if c.memory is not None and c.memory.due <= today and c.memory.last < today
    ]
    return [c for _day, c in sorted(due, key=lambda pair: pair[0])]
