"""Items to put into groups."""

from dataclasses import dataclass

from elearn.core.quiz.chance import Asked, Dice, Laid
from elearn.core.quiz.form import (
    BlankAnswer,
    Filled,
    Form,
    Raw,
    Unreadable,
    all_texts,
    chosen_pairs,
    read_pairs,
)
from elearn.core.quiz.mark import Mark, earned, marked
from elearn.core.quiz.question import Entry, QuestionBase


@dataclass(frozen=True, slots=True)
class Sorted:
    """An item, and the id of the group that it belongs to."""

    id: str
    text: str
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Categorise(QuestionBase):
    """Each item belongs to one group; a group may have any number of items."""

    groups: tuple[Entry, ...]
    items: tuple[Sorted, ...]


@dataclass(frozen=True, slots=True)
class CategoriseAnswer:
    """Item and group id of each item placed, sorted; at least one."""

    places: tuple[tuple[str, str], ...]


def truth(question: Categorise) -> CategoriseAnswer:
    """Every item in its group."""
    return CategoriseAnswer(tuple(sorted((item.id, item.group) for item in question.items)))


def to_raw(answer: CategoriseAnswer) -> Raw:
    """Its form in storage."""
    return {"kind": "categorise", "places": dict(answer.places)}


def from_raw(raw: Raw) -> CategoriseAnswer | None:
    """From there; None if it is something else."""
    match raw:
        case {"places": dict(places)} if places and all_texts([*places.values()]):
            return CategoriseAnswer(tuple(sorted((str(k), str(v)) for k, v in places.items())))
        case _:
            return None


def lay(question: Categorise, dice: Dice) -> Laid:
    """The items, always mixed, since they may be written group by group; the groups as written."""
    items = dice.mixed("items", [item.id for item in question.items], always=True)
    groups = [group.id for group in question.groups]
    return Laid(lefts=dice.slots("item", items), rights=dice.slots("group", groups))


def read(asked: Asked, form: Form) -> CategoriseAnswer | BlankAnswer | Unreadable:
    """There is a field for each item; it holds the token of a group."""
    found = read_pairs(asked, form)
    return CategoriseAnswer(found) if isinstance(found, tuple) else found


def to_form(asked: Asked, answer: CategoriseAnswer) -> Filled:
    """The fields that say so."""
    return chosen_pairs(asked, answer.places)


def grade(question: Categorise, answer: CategoriseAnswer) -> Mark:
    """A share for each item in its group, by the question's rule. The parts are the items."""
    chosen = dict(answer.places)
    parts = {item.id: chosen.get(item.id) == item.group for item in question.items}
    right, of = sum(parts.values()), len(parts)
    wrong = sum(item in chosen for item in parts) - right
    return marked(question, earned(question.credit, right, of, wrong), of, parts)
