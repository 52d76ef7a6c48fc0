"""A place to mark on a picture."""

from dataclasses import dataclass

from elearn.core.quiz.chance import Asked, Dice, Laid
from elearn.core.quiz.form import (
    BlankAnswer,
    Filled,
    Form,
    Raw,
    Unreadable,
    all_texts,
    one,
    read_several,
    ticked,
)
from elearn.core.quiz.mark import Mark, earned, marked
from elearn.core.quiz.question import Credit, QuestionBase


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle on the picture: `at` is left, top, width and height in per cent of it.

    `text` says what is there; nobody reads it before they have answered.
    """

    id: str
    at: tuple[int, int, int, int]
    text: str
    right: bool = False
    feedback: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hotspot(QuestionBase):
    """A picture (Markdown: a figure) and regions, of which one or more are right."""

    picture: str
    regions: tuple[Region, ...]
    credit: Credit = Credit.MINUS

    @property
    def several(self) -> bool:
        """Whether more than one region may be marked."""
        return sum(region.right for region in self.regions) > 1

    @property
    def placed(self) -> tuple[Region, ...]:
        """The regions from top to bottom and left to right; so they get their letters."""
        return tuple(sorted(self.regions, key=lambda region: (region.at[1], region.at[0])))


@dataclass(frozen=True, slots=True)
class HotspotAnswer:
    """The ids of the regions marked; at least one."""

    regions: frozenset[str]


def truth(question: Hotspot) -> HotspotAnswer:
    """All right regions."""
    return HotspotAnswer(frozenset(region.id for region in question.regions if region.right))


def to_raw(answer: HotspotAnswer) -> Raw:
    """Its form in storage."""
    return {"kind": "hotspot", "regions": sorted(answer.regions)}


def from_raw(raw: Raw) -> HotspotAnswer | None:
    """From there; None if it is something else."""
    match raw:
        case {"regions": list(regions)} if regions and all_texts(regions):
            return HotspotAnswer(frozenset(regions))
        case _:
            return None


def lay(question: Hotspot, dice: Dice) -> Laid:
    """The regions by their place on the picture, never as written: the right one may come first."""
    return Laid(options=dice.slots("option", [region.id for region in question.placed]))


def read(question: Hotspot, asked: Asked, form: Form) -> HotspotAnswer | BlankAnswer | Unreadable:
    """The question's field holds the tokens of regions."""
    if not question.several:
        value = one(form, asked.token)
        if isinstance(value, Unreadable):
            return value
    found = read_several(asked, form)
    return HotspotAnswer(found) if isinstance(found, frozenset) else found


def to_form(asked: Asked, answer: HotspotAnswer) -> Filled:
    """The field that says so."""
    return ticked(asked, answer.regions)


def grade(question: Hotspot, answer: HotspotAnswer) -> Mark:
    """Every right region earns its share, every wrong one takes one share away.

    Where there are fewer wrong regions than right ones, each takes more, so that marking everything
    earns nothing. The parts are the regions, marked or not.
    """
    given = answer.regions
    of, right = 0, 0
    parts = {}
    for region in question.regions:
        of += region.right
        right += region.right and region.id in given
        parts[region.id] = region.right == (region.id in given)
    wrong = len(given) - right
    feedback = tuple(r.id for r in question.regions if r.feedback and r.id in given)
    there = len(question.regions) - of
    if question.credit is Credit.MINUS and 0 < there < of:
        return marked(question, right * there - wrong * of, of * there, parts, feedback)
    return marked(question, earned(question.credit, right, of, wrong), of, parts, feedback)
