"""Pairs to match.

Nobody is hurt by texts that read the same: right sides are compared by text.
"""

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
class Pair:
    """Two sides that belong together."""

    id: str
    left: str
    right: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching(QuestionBase):
    """Each left side has one right side; `extra` are right sides that belong to none."""

    pairs: tuple[Pair, ...]
    extra: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class MatchingAnswer:
    """Left and right id of each match made, sorted; at least one. Left sides may be missing."""

    pairs: tuple[tuple[str, str], ...]


def truth(question: Matching) -> MatchingAnswer:
    """Every pair. Of right sides that read the same only the first can be chosen."""
    first: dict[str, str] = {}
    for pair in question.pairs:
        first.setdefault(pair.right, pair.id)
    return MatchingAnswer(tuple(sorted((p.id, first[p.right]) for p in question.pairs)))


def to_raw(answer: MatchingAnswer) -> Raw:
    """Its form in storage."""
    return {"kind": "matching", "pairs": dict(answer.pairs)}


def from_raw(raw: Raw) -> MatchingAnswer | None:
    """From there; None if it is something else."""
    match raw:
        case {"pairs": dict(pairs)} if pairs and all_texts([*pairs.values()]):
            return MatchingAnswer(tuple(sorted((str(k), str(v)) for k, v in pairs.items())))
        case _:
            return None


def lay(question: Matching, dice: Dice) -> Laid:
    """Both sides, mixed; the right ones always, since their written order is the key."""
    lefts = dice.mixed("lefts", [pair.id for pair in question.pairs])
    rights = dice.mixed("rights", _right_sides(question), always=True)
    return Laid(lefts=dice.slots("left", lefts), rights=dice.slots("right", rights))


def _right_sides(question: Matching) -> list[str]:
    """Ids of right sides; of those that read the same the first: nobody could tell them apart."""
    first: dict[str, str] = {}
    for pair in question.pairs:
        first.setdefault(pair.right, pair.id)
    for extra in question.extra:
        first.setdefault(extra.text, extra.id)
    return list(first.values())


def read(asked: Asked, form: Form) -> MatchingAnswer | BlankAnswer | Unreadable:
    """There is a field for each left side; it holds the token of a right side."""
    found = read_pairs(asked, form)
    return MatchingAnswer(found) if isinstance(found, tuple) else found


def to_form(asked: Asked, answer: MatchingAnswer) -> Filled:
    """The fields that say so."""
    return chosen_pairs(asked, answer.pairs)


def grade(question: Matching, answer: MatchingAnswer) -> Mark:
    """A share for each pair, by the question's rule. The parts are the left sides."""
    texts = {pair.id: pair.right for pair in question.pairs}
    texts.update((extra.id, extra.text) for extra in question.extra)
    chosen = dict(answer.pairs)
    parts = {
        pair.id: pair.id in chosen and texts.get(chosen[pair.id]) == pair.right
        for pair in question.pairs
    }
    right, of = sum(parts.values()), len(parts)
    wrong = sum(pair in chosen for pair in parts) - right
    return marked(question, earned(question.credit, right, of, wrong), of, parts)
