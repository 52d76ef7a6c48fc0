"""Questions whose key rests on law that lapsed, and what is left of a quiz without them.

A key rests on provisions (`core.pack.basis`). From the day on which the first of them no longer
applies, nobody knows whether the key is still right, so the question is asked no more: draws leave
it out, and so does the fixed part of a quiz. Where it was asked already, in an attempt under way,
it gives no marks and leaves the denominator, unless it was answered before that day: an answer is
judged by the law of the day on which it was given.

A quiz closes where less of it is left than the pack wants, or where its draws cannot be filled any
more though they could before.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from elearn.core.law import labels, refs
from elearn.core.law.refs import Nearness
from elearn.core.law.register import Register
from elearn.core.law.status import Standing, first_day, status
from elearn.core.quiz import blueprint
from elearn.core.quiz.mark import NO_PARTS, Mark, Verdict
from elearn.core.quiz.model import Bank, Quiz

_HOLDS = frozenset({Nearness.SAME, Nearness.PART})


@dataclass(frozen=True, slots=True)
class Lapse:
    """Why a question is asked no more: what its key cites that lapsed, and from which day on."""

    since: date
    cites: tuple[str, ...]


class Closing(StrEnum):
    """Why a quiz closed: too little is left of it, or its draws cannot be filled."""

    MINIMUM = "minimum"
    BLUEPRINT = "blueprint"


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a quiz on a day.

    Attributes:
        lapsed: The questions that it might have asked and does not, by id.
        out: How many of its own questions are among them; each attempt asks so many fewer.
        closing: Why it is closed; None while it is open.
        since: The first day on which it was closed.
    """

    lapsed: Mapping[str, Lapse] = field(default_factory=dict)
    out: int = 0
    closing: Closing | None = None
    since: date | None = None

    @property
    def since_when(self) -> datetime | None:
        """The moment at which it closed: the beginning of that day, UTC."""
        return datetime.combine(self.since, time.min, UTC) if self.since else None


WHOLE = Left()
"""Nothing lapsed."""


def lapse_of(cites: Collection[str], register: Register, day: date) -> Lapse | None:
    """Whether a key that rests on these citations has lapsed by that day.

    A paragraph lapses with its article and with its instrument. What the register does not know, or
    knows no end of, has not lapsed.
    """
    return _lapse(cites, {cite: _end(cite, register, day) for cite in cites})


def _lapse(cites: Collection[str], ends: Mapping[str, date | None]) -> Lapse | None:
    over = tuple(cite for cite in cites if ends[cite] is not None)
    since = min((end for cite in over if (end := ends[cite])), default=None)
    return Lapse(since, over) if since else None


def _end(cite: str, register: Register, day: date) -> date | None:
    """The day from which a citation no longer applies, if that has come."""
    name, ref = labels.split(cite)
    instrument = register.instruments.get(name)
    listed = tuple(p.ref for p in instrument.provisions) if instrument else ()
    found = [status(register, name, one, day) for one in _with_what_holds(ref, listed)]
    ends = [
        first_day(one.until) for one in found if one.standing is Standing.REPEALED and one.until
    ]
    return min(ends, default=None)


@lru_cache(maxsize=4096)
def _with_what_holds(ref: str, listed: tuple[str, ...]) -> frozenset[str]:
    """A provision, and those of the listed ones that it is a part of. The same on every day."""
    return frozenset({ref, *(one for one in listed if refs.nearness(ref, one) in _HOLDS)})


def lapses_of(
    bases: Mapping[str, tuple[str, ...]], register: Register, day: date
) -> dict[str, Lapse]:
    """The questions that have lapsed by that day.

    Args:
        bases: What the keys rest on, by question id (`core.pack.basis.bases_of`).
        register: The register that says what applies.
        day: The day.
    """
    cited = {cite for cites in bases.values() for cite in cites}
    ends = {cite: _end(cite, register, day) for cite in cited}
    found = {name: _lapse(cites, ends) for name, cites in bases.items()}
    return {name: lapse for name, lapse in found.items() if lapse is not None}


def what_is_left(
    quiz: Quiz, banks: Collection[Bank], lapses: Mapping[str, Lapse], minimum: int
) -> Left:
    """What is left of a quiz.

    Args:
        quiz: The quiz.
        banks: The banks of its course.
        lapses: The questions of the course that have lapsed, by id.
        minimum: Per cent of its questions that must be left.

    Raises:
        KeyError: If the quiz draws from a bank that is not among `banks`.
    """
    asked = [q.id for q in blueprint.askable(quiz, banks)]
    mine = {name: lapses[name] for name in asked if name in lapses}
    if not mine:
        return WHOLE
    own = {question.id for question in quiz.own_questions}
    for since in sorted({lapse.since for lapse in mine.values()}):
        gone = {name for name, lapse in mine.items() if lapse.since <= since}
        closing = _closing(quiz, banks, gone, len(gone & own), minimum)
        if closing is not None:
            return Left(mine, len(own & mine.keys()), closing, since)
    return Left(mine, len(own & mine.keys()))


def _closing(
    quiz: Quiz, banks: Collection[Bank], gone: Collection[str], out: int, minimum: int
) -> Closing | None:
    left = quiz.size - out
    if not left or left * 100 < minimum * quiz.size:
        return Closing.MINIMUM
    by_id = {bank.id: bank for bank in banks}
    before = blueprint.places_filled(blueprint.rules_of(quiz, by_id))
    after = blueprint.places_filled(blueprint.rules_of(quiz, by_id, without=gone))
    return Closing.BLUEPRINT if after < before else None


LAPSED = Mark(Fraction(0), Fraction(0), 0, Verdict.LAPSED, NO_PARTS)
"""What an answer is worth whose question lapsed: nothing, of nothing."""


def unmarked(
    asked: Collection[str],
    lapses: Mapping[str, Lapse],
    answered: Mapping[str, datetime],
    ended: datetime,
) -> frozenset[str]:
    """The questions on a paper that get no mark when an attempt ends.

    Args:
        asked: The ids of the questions on the paper.
        lapses: The questions of the course that have lapsed, by id.
        answered: When the answer that counts was given, by question id.
        ended: When the attempt ends.
    """

    def too_late(name: str) -> bool:
        given = answered.get(name, ended)
        return lapses[name].since <= given.astimezone(UTC).date()

    return frozenset(name for name in asked if name in lapses and too_late(name))


@dataclass(frozen=True, slots=True)
class KeptLapses:
    """What is kept with an attempt, so that it replays alike whatever the law is then.

    Attributes:
        left_out: Questions of the quiz's own that were not asked, since they had lapsed.
        unmarked: Questions that were asked and got no mark, since they lapsed meanwhile.
    """

    left_out: frozenset[str] = frozenset()
    unmarked: frozenset[str] = frozenset()

    def to_text(self) -> str | None:
        """A line for each of the two; None where nothing lapsed."""
        if not self.left_out and not self.unmarked:
            return None
        return f"{' '.join(sorted(self.left_out))}\n{' '.join(sorted(self.unmarked))}"

    @classmethod
    def from_text(cls, text: str | None) -> "KeptLapses":
        """What `to_text` gave."""
        left_out, _, without_mark = (text or "").partition("\n")
        return cls(frozenset(left_out.split()), frozenset(without_mark.split()))
