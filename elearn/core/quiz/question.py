"""What every question has, and parts that several kinds share. Texts are Markdown."""

from dataclasses import dataclass
from enum import StrEnum

DIFFICULTIES = ("easy", "medium", "hard")


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a choice question."""

    id: str
    text: str
    right: bool = False
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something with an id and a text: an item to order, an extra right-hand side."""

    id: str
    text: str


class Credit(StrEnum):
    """What an answer earns that is right in part, for kinds that have parts.

    A share for each right part; a share for each right one less a share for each wrong one, but
    never less than nothing; or nothing unless all of it is right.
    """

    SHARE = "share"
    MINUS = "minus"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Hint:
    """Help that a learner may ask for; `cost` is in per cent of the question's points, 0 to 100."""

    text: str
    cost: int = 0


@dataclass(frozen=True, slots=True)
class AnswerFeedback:
    """What is said to everybody whose answer was right, partly right or wrong; may be empty."""

    right: str = ""
    partly: str = ""
    wrong: str = ""


NO_FEEDBACK = AnswerFeedback()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionBase:
    """What every question has.

    Attributes:
        id: Unique in the pack.
        prompt: What is asked.
        points: What the right answer earns.
        outcomes: Ids of the outcomes that it assesses.
        reason: Why the right answer is right.
        basis: Citations of the law that the key rests on; None where what is written tells.
        difficulty: One of `DIFFICULTIES`, or empty if nobody said.
        tags: Slugs by which draws choose.
        hints: Given one after the other, in this order.
        feedback: By how the answer did.
        credit: What is earned in part; without meaning for kinds that have no parts.
    """

    id: str
    prompt: str
    points: int = 1
    outcomes: tuple[str, ...] = ()
    reason: str = ""
    basis: tuple[str, ...] | None = None
    difficulty: str = ""
    tags: tuple[str, ...] = ()
    hints: tuple[Hint, ...] = ()
    feedback: AnswerFeedback = NO_FEEDBACK
    credit: Credit = Credit.SHARE
