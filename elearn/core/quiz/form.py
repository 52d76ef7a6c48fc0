"""What a form holds, and what can be said of it: read by each kind in its own way."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from elearn.core.quiz.chance import Asked, Slot

Raw = dict[str, object]
"""What JSON can hold."""

Form = Mapping[str, Sequence[str]]

Filled = dict[str, list[str]]
"""The fields of a form, with what stands in them."""


@dataclass(frozen=True, slots=True)
class BlankAnswer:
    """Nothing was given."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A form that is no answer to its question.

    Attributes:
        code: Stable name; translations go by it.
        text: A sentence for the learner, in English.
        field: Name of the form field that it is about.
    """

    code: str
    text: str
    field: str


def one(form: Form, field: str) -> str | Unreadable:
    """The one value of a field, stripped; empty if there is none."""
    values = [value for value in form.get(field, ()) if value.strip()]
    if len(values) > 1:
        return Unreadable("given-twice", "Give one answer here, not several.", field)
    return values[0].strip() if values else ""


def unknown(field: str) -> Unreadable:
    """The refusal of a value that is none of those offered."""
    return Unreadable(
        "unknown-option",
        "This answer does not belong to this question. Load the page again and choose once more.",
        field,
    )


def by_token(slots: tuple[Slot, ...]) -> dict[str, str]:
    """The ids behind tokens."""
    return {slot.token: slot.id for slot in slots}


def ticked(asked: Asked, ids: frozenset[str] | set[str]) -> Filled:
    """The field of a question in which these options are ticked."""
    tokens = [slot.token for slot in asked.options if slot.id in ids]
    return {asked.token: tokens} if tokens else {}


def read_one(asked: Asked, form: Form) -> str | BlankAnswer | Unreadable:
    """The id of the one option that is chosen."""
    value = one(form, asked.token)
    if isinstance(value, Unreadable):
        return value
    if not value:
        return BlankAnswer()
    option = by_token(asked.options).get(value)
    return option if option is not None else unknown(asked.token)


def read_several(asked: Asked, form: Form) -> frozenset[str] | BlankAnswer | Unreadable:
    """The ids of the options that are ticked."""
    ids = by_token(asked.options)
    given = {value.strip() for value in form.get(asked.token, ())} - {""}
    if not given:
        return BlankAnswer()
    if not given <= ids.keys():
        return unknown(asked.token)
    return frozenset(ids[value] for value in given)


def read_pairs(asked: Asked, form: Form) -> tuple[tuple[str, str], ...] | BlankAnswer | Unreadable:
    """The ids of left sides and of what was chosen for each, sorted. Some may be missing."""
    rights = by_token(asked.rights)
    pairs: list[tuple[str, str]] = []
    for left in asked.lefts:
        value = one(form, left.token)
        if isinstance(value, Unreadable):
            return value
        if value and value not in rights:
            return unknown(left.token)
        if value:
            pairs.append((left.id, rights[value]))
    return tuple(sorted(pairs)) if pairs else BlankAnswer()


def chosen_pairs(asked: Asked, pairs: tuple[tuple[str, str], ...]) -> Filled:
    """The fields in which these pairs are chosen."""
    rights = {slot.id: slot.token for slot in asked.rights}
    chosen = dict(pairs)
    return {
        left.token: [rights[chosen[left.id]]]
        for left in asked.lefts
        if chosen.get(left.id) in rights
    }


def all_texts(values: list[object]) -> bool:
    """Whether a list of a kept answer holds texts only."""
    return all(isinstance(value, str) for value in values)


def tidy(text: str) -> str:
    """NFC, one space between words, nothing that cannot be seen (nor kept by every database)."""
    words = " ".join(text.split())
    return unicodedata.normalize("NFC", "".join(c for c in words if c.isprintable())).strip()
