"""The question kinds, as an author wrote them. Texts are Markdown unless a field says otherwise."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a choice question."""

    id: str
    text: str
    right: bool = False
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sides that belong together."""

    id: str
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Entry:
    """Something with an id and a text: an item to order, an extra right-hand side."""

    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionBase:
    """What every question has."""

    id: str
    prompt: str
    points: int = 1
    outcomes: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Single(QuestionBase):
    """One right option."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiple(QuestionBase):
    """One or more right options."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueFalse(QuestionBase):
    """The prompt is a statement that is right or wrong."""

    answer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching(QuestionBase):
    """Each left side has one right side; `extra` are right sides that belong to none."""

    pairs: tuple[Pair, ...]
    extra: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordering(QuestionBase):
    """Items, written in the right order."""

    items: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeric(QuestionBase):
    """A number; right within `tolerance`. `unit` is plain text."""

    answer: Fraction
    tolerance: Fraction = Fraction(0)
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortText(QuestionBase):
    """A few words; any of `answers` (plain text) is right."""

    answers: tuple[str, ...]


Question = Single | Multiple | TrueFalse | Matching | Ordering | Numeric | ShortText

KINDS: dict[str, type[Question]] = {
    "single": Single,
    "multiple": Multiple,
    "truefalse": TrueFalse,
    "matching": Matching,
    "ordering": Ordering,
    "numeric": Numeric,
    "text": ShortText,
}
"""The name that a pack file uses for each kind."""


def kind_of(question: Question) -> str:
    """The name of a question's kind."""
    return next(name for name, cls in KINDS.items() if type(question) is cls)
