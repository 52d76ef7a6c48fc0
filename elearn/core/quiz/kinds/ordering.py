"""Items to put in order.

Nobody is hurt by texts that read the same: items are compared by text, so that two identical ones
can stand for each other.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from elearn.core.quiz.chance import Asked, Dice, Laid
from elearn.core.quiz.form import BlankAnswer, Filled, Form, Raw, Unreadable, all_texts, one
from elearn.core.quiz.mark import Mark, earned, marked
from elearn.core.quiz.question import Entry, QuestionBase


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordering(QuestionBase):
    """Items, written in the right order."""

    items: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class OrderingAnswer:
    """The ids of all items, in the order given."""

    items: tuple[str, ...]


def truth(question: Ordering) -> OrderingAnswer:
    """The order written."""
    return OrderingAnswer(tuple(item.id for item in question.items))


def to_raw(answer: OrderingAnswer) -> Raw:
    """Its form in storage."""
    return {"kind": "ordering", "items": list(answer.items)}


def from_raw(raw: Raw) -> OrderingAnswer | None:
    """From there; None if it is something else."""
    match raw:
        case {"items": list(items)} if items and all_texts(items):
            return OrderingAnswer(tuple(items))
        case _:
            return None


def lay(question: Ordering, dice: Dice) -> Laid:
    """The items, always mixed, since their written order is the key."""
    ids = dice.mixed("items", [item.id for item in question.items], always=True)
    return Laid(items=dice.slots("item", _disordered(question, ids)))


def _disordered(question: Ordering, ids: tuple[str, ...]) -> tuple[str, ...]:
    """The same ids; rotated by one where chance has put them in the right order.

    Two items stay as they fell: always showing them the wrong way round would tell the answer.
    """
    texts = {item.id: item.text for item in question.items}
    shown = [texts[i] for i in ids]
    right = [item.text for item in question.items]
    return ids[1:] + ids[:1] if len(ids) > 2 and shown == right else ids


def read(asked: Asked, form: Form) -> OrderingAnswer | BlankAnswer | Unreadable:
    """There is a field for each item; it holds its position from 1."""
    places = {str(n): n for n in range(1, len(asked.items) + 1)}
    at: dict[int, str] = {}
    missing = ""
    for item in asked.items:
        value = one(form, item.token)
        if isinstance(value, Unreadable):
            return value
        if not value:
            missing = missing or item.token
            continue
        place = places.get(value)
        if place is None:
            text = f"Choose a position from 1 to {len(places)}."
            return Unreadable("unknown-position", text, item.token)
        if place in at:
            text = f"Two items share position {place}. Give each item its own."
            return Unreadable("position-twice", text, item.token)
        at[place] = item.id
    if not at:
        return BlankAnswer()
    if missing:
        return Unreadable("position-missing", "Give every item a position.", missing)
    return OrderingAnswer(tuple(at[place] for place in sorted(at)))


def to_form(asked: Asked, answer: OrderingAnswer) -> Filled:
    """The fields that say so."""
    tokens = {slot.id: slot.token for slot in asked.items}
    return {
        tokens[item]: [str(place)] for place, item in enumerate(answer.items, 1) if item in tokens
    }


def grade(question: Ordering, answer: OrderingAnswer) -> Mark:
    """A share for each two neighbours that rightly follow one another, by the question's rule.

    The parts are the items but the last one given: whether the next one rightly follows it.
    """
    texts = {item.id: item.text for item in question.items}
    right = [item.text for item in question.items]
    left_over = Counter(pairwise(right))
    parts = {}
    for item, after in pairwise(answer.items):
        link = texts.get(item, ""), texts.get(after, "")
        parts[item] = left_over[link] > 0
        left_over[link] -= 1
    links, of = sum(parts.values()), len(right) - 1
    return marked(question, earned(question.credit, links, of, of - links), of, parts)
