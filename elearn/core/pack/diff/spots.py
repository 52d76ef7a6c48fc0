"""Where each text of a pack stands, and how careful one must be with its words."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from elearn.core.case.model import Case
from elearn.core.pack.diff.course import Placed
from elearn.core.pack.model import Course, Pack
from elearn.core.pack.texts import Unit


class Care(Enum):
    """What changed words may mean."""

    LOOSE = auto()
    """Spelling may be mended."""
    ASKED = auto()
    """A question or a case study: one letter can change the answer."""
    ACCEPTED = auto()
    """An accepted answer: it is the key itself."""
    OUTCOME = auto()
    """What people can do afterwards."""
    LAW = auto()
    """The wording of a provision or a judgment."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Item, part, and the care that its words need."""

    item: str
    part: str
    care: Care


_TOLD = frozenset({"title", "debrief", "consequence"})
"""Texts of a case that nothing is decided by."""


class Spots:
    """The places of a pack's texts."""

    def __init__(self, pack: Pack, questions: Mapping[str, Placed]) -> None:
        course = isinstance(pack, Course)
        self._questions = questions
        self._cases = (
            {item.id for item in pack.items if isinstance(item, Case)}
            if isinstance(pack, Course)
            else set()
        )
        self._course = course

    def of(self, unit: Unit) -> Spot:
        """Where a text stands."""
        head, _, rest = unit.context.partition("/")
        if head == "pack":
            outcome = self._course and bool(rest)
            return Spot("", rest, Care.OUTCOME if outcome else Care.LOOSE)
        if not self._course:
            return self._of_law(unit, head, rest)
        if head == "module":
            return Spot("", rest, Care.LOOSE)
        if head == "bank":
            return Spot(unit.context, "", Care.LOOSE)
        if head in self._questions:
            accepted = unit.field.startswith("answer-")
            care = Care.ACCEPTED if accepted else Care.ASKED
            return Spot(self._questions[head].item, unit.context, care)
        asked = head in self._cases and bool(rest) and unit.field not in _TOLD
        return Spot(head, rest, Care.ASKED if asked else Care.LOOSE)

    @staticmethod
    def _of_law(unit: Unit, head: str, rest: str) -> Spot:
        if head == "glossary":
            return Spot(unit.context, "", Care.LOOSE)
        care = Care.LAW if unit.field in ("text", "holding") else Care.LOOSE
        return Spot(head, rest, care)
