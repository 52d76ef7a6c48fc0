"""How a quiz is taken: the words that its file chooses from."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Layout(StrEnum):
    """What of a quiz stands on one page."""

    ALL = "all"
    ONE = "one"
    SECTIONS = "sections"


class Navigation(StrEnum):
    """Where a learner may go: anywhere, or on and never back."""

    FREE = "free"
    FORWARD = "forward"


class Counts(StrEnum):
    """Which of several attempts counts."""

    HIGHEST = "highest"
    LAST = "last"
    AVERAGE = "average"


class Feedback(StrEnum):
    """When the right answers are shown."""

    AT_ONCE = "at-once"
    AFTER = "after"
    AFTER_CLOSING = "after-closing"
    NEVER = "never"


class CertaintyRule(StrEnum):
    """What is done about certainty: nothing; asked for; asked for, and it decides about marks."""

    OFF = "off"
    ASK = "ask"
    MARKS = "marks"


@dataclass(frozen=True, slots=True)
class Marking:
    """How people mark what no machine can: whether two do, and how far apart they may be.

    `tolerance` is in points of the question. Up to it the mean counts; beyond it somebody has to
    settle the difference. `anonymous` is said by a quiz only: without it markers see names, as
    far as they may know them.
    """

    double: bool = False
    tolerance: Fraction = Fraction(0)
    anonymous: bool = True


ONE_MARKER = Marking()
