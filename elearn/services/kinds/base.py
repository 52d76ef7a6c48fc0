"""What a question's form, review and key consist of."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from elearn.core.quiz.chance import Slot
from elearn.core.quiz.form import Filled
from elearn.core.quiz.question import Option
from elearn.services.shelf import Reading, Text


@dataclass(frozen=True, slots=True)
class FormRow:
    """An option, a left side, an item or a gap of a form.

    Attributes:
        value: The token of an option, or the name of the row's own field.
        label: Its text; None where there is none.
        chosen: What the learner said of it.
        kind: Where rows differ, what this one takes: `choice`, `text` or `number`.
        choices: Where rows differ, what can be chosen here, as (value, text).
        unit: What a number is counted in.
        letter: Names a place on a picture.
        code: Names a row whose words are the template's.
    """

    value: str
    label: Text | None
    chosen: str | bool | frozenset[str]
    kind: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    letter: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle on a picture, in the picture's pixels. `mark`: right, wrong or empty."""

    letter: str
    x: int
    y: int
    width: int
    height: int
    mark: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture (safe HTML of a figure), its size in pixels, and places on it."""

    html: str
    width: int
    height: int
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of safe HTML, which may end in the middle of an element; then a gap: its row."""

    html: str
    row: int | None


@dataclass(frozen=True, slots=True)
class LevelRow:
    """How well a criterion can be met; `chosen` where that was judged."""

    id: str
    label: Text
    points: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """What a text is looked at for, with the points of its best level."""

    id: str
    label: Text
    most: int
    levels: tuple[LevelRow, ...]


@dataclass(frozen=True, slots=True)
class FormParts:
    """What of a form depends on the kind.

    Attributes:
        rows: Options to tick, left sides to match, or items to order.
        choices: Right sides, as (value, text).
        typed: What was typed so far.
        unit: What the number is counted in.
        most: How many characters may be typed; 0 where nobody minds.
        criteria: What a text is marked by.
        pieces: A text, cut at its gaps.
        picture: What is to be looked at.
        lines: What is to be read.
        several: Whether a row may have several choices.
        by_row: Whether each row is a field of its own.
        alike: Whether all learners see the same, but for tokens and the order of rows and choices.
    """

    rows: tuple[FormRow, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    typed: str = ""
    unit: str = ""
    most: int = 0
    criteria: tuple[CriterionRow, ...] = ()
    pieces: tuple[Piece, ...] = ()
    picture: Picture | None = None
    lines: tuple[str, ...] = ()
    several: bool = False
    by_row: bool = False
    alike: bool = True


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One part of an answer looked back at. `mark`: right, wrong or empty."""

    label: Text | None
    chosen: bool
    mark: str
    answer: str = ""
    right: str = ""
    feedback: Text | None = None
    code: str = ""
    letter: str = ""


@dataclass(frozen=True, slots=True)
class BackParts:
    """What of a review depends on the kind. `answer` and `right` are what is typed.

    `criteria`, `comment` and `model` belong to what a person marks.
    """

    rows: tuple[ReviewRow, ...] = ()
    answer: str = ""
    right: str = ""
    criteria: tuple[CriterionRow, ...] = ()
    comment: str = ""
    model: Text | None = None
    pieces: tuple[Piece, ...] = ()
    picture: Picture | None = None
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A line of a key: an option, a pair, an item in its place. `right` is empty for a wrong one.

    For a true/false question `label` is None and `code` `true` or `false`.
    """

    label: Text | None
    right: str
    feedback: Text | None = None
    code: str = ""
    letter: str = ""


@dataclass(frozen=True, slots=True)
class KeyParts:
    """What of a key depends on the kind. `accepted` are the right numbers or words."""

    rows: tuple[KeyRow, ...] = ()
    accepted: tuple[str, ...] = ()
    criteria: tuple[CriterionRow, ...] = ()
    model: Text | None = None
    pieces: tuple[Piece, ...] = ()
    picture: Picture | None = None
    lines: tuple[str, ...] = ()


def values_of(parts: FormParts | BackParts | KeyParts) -> dict[str, Any]:
    """The values of a record by field, for the larger one that they go into."""
    return {field.name: getattr(parts, field.name) for field in fields(parts)}


def first(filled: Filled, name: str) -> str:
    """What stands in a field."""
    return (filled.get(name) or [""])[0]


def mark(*, right: bool, chosen: bool) -> str:
    """The mark of an option."""
    if right:
        return "right"
    return "wrong" if chosen else ""


def option_rows(
    reading: Reading, name: str, slots: Iterable[Slot], ticked: set[str]
) -> tuple[FormRow, ...]:
    """Options to tick; `ticked` are tokens."""
    return tuple(
        FormRow(s.token, reading.text(f"{name}/{s.id}#text"), s.token in ticked) for s in slots
    )


def option_back(
    reading: Reading,
    name: str,
    shown: Iterable[Slot],
    options: Iterable[Option],
    ticked: frozenset[str],
) -> tuple[ReviewRow, ...]:
    """Options looked back at; `ticked` are ids."""
    known = {option.id: option for option in options}
    return tuple(
        ReviewRow(
            reading.text(f"{name}/{slot.id}#text"),
            chosen=slot.id in ticked,
            mark=mark(right=known[slot.id].right, chosen=slot.id in ticked),
            feedback=reading.text(f"{name}/{slot.id}#feedback")
            if slot.id in ticked and known[slot.id].feedback
            else None,
        )
        for slot in shown
    )


def option_keys(reading: Reading, name: str, options: Iterable[Option]) -> tuple[KeyRow, ...]:
    """Options with the right ones marked."""
    return tuple(
        KeyRow(
            reading.text(f"{name}/{o.id}#text"),
            "right" if o.right else "",
            reading.text(f"{name}/{o.id}#feedback") if o.feedback else None,
        )
        for o in options
    )
