"""Shares: a link to one record that shows chosen facts until a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from elearn.core.errors import BadInput
from elearn.core.learning import record
from elearn.core.learning.record import Facts, Value

LONGEST_DAYS = 366
"""A link works at most so long."""

LONGEST_LABEL = 100
"""Letters."""


class Choice(StrEnum):
    """What the holder may add to what everybody with the code sees."""

    NAME = "name"
    MARKS = "marks"
    LANGUAGE = "language"
    COURSE = "course"
    CODE = "code"


_KEYS: Mapping[Choice, tuple[str, ...]] = {
    Choice.NAME: ("name",),
    Choice.MARKS: ("result",),
    Choice.LANGUAGE: ("language",),
    Choice.COURSE: (
        "outcomes",
        "hours",
        "eqf",
        "frameworks",
        "awarding_body",
        "awarding_country",
    ),
    Choice.CODE: (),
}
"""The facts that each choice adds; the code is no fact."""


class State(StrEnum):
    """How a share stands."""

    OPEN = "open"
    ENDED = "ended"
    TAKEN_BACK = "taken-back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants a link to do.

    Attributes:
        chosen: What it shows besides.
        until: The last day on which it works.
        label: For whom it is; only its maker reads that.
    """

    chosen: frozenset[Choice]
    until: date
    label: str = ""


def offered(facts: Facts) -> tuple[Choice, ...]:
    """What may be chosen for a record of these facts: what it has."""
    known = record.values(facts)
    return tuple(
        choice
        for choice, keys in _KEYS.items()
        if choice is Choice.CODE or any(known.get(key) for key in keys)
    )


def shown(facts: Facts, chosen: Iterable[Choice]) -> dict[str, Value]:
    """The facts that a share shows, by key; nothing else of the record may reach the page."""
    keys = {key for choice in chosen for key in _KEYS[choice]}
    return {key: value for key, value in record.values(facts).items() if key in keys and value}


def check(wish: Wish, facts: Facts, today: date) -> None:
    """Refuse a wish that cannot be.

    Raises:
        BadInput: With the code `share-day`, `share-label` or `share-choice`.
    """
    if not today <= wish.until <= today + timedelta(days=LONGEST_DAYS):
        raise BadInput(
            "Choose a day from today on, at most a year ahead.",
            code="share-day",
        )
    if len(wish.label) > LONGEST_LABEL:
        raise BadInput("Use at most 100 letters.", code="share-label")
    if not wish.chosen <= set(offered(facts)):
        raise BadInput("This record does not have that fact.", code="share-choice")


def state(until: date, *, taken_back: bool, today: date) -> State:
    """How a share stands today."""
    if taken_back:
        return State.TAKEN_BACK
    return State.OPEN if today <= until else State.ENDED
