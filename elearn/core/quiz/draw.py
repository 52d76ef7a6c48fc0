"""Chance from a seed: which questions an attempt holds, in which order, under which tokens.

Everything here can be redone by another program, in any language, from the seed alone.

**Numbers.** For a seed (16 bytes) and a label (UTF-8), block *i* (from 0) is ::

    SHA-256( "elearn-draw-1" 00 | seed | len(label) as 4 bytes | label | i as 8 bytes )

with big-endian numbers. A block is four 64-bit big-endian words, used in turn. A number below *n*
is `word mod n`; words at or above the greatest multiple of *n* that fits in 2**64 are thrown away,
so that every number is equally likely.

**Shuffle.** Fisher-Yates from the end: for i = len-1 … 1 swap item i with item `below(i + 1)`.
A sample is the beginning of a shuffle.

**Tokens.** `t` and the first 16 hexadecimal digits of ::

    HMAC-SHA256( key = seed, "elearn-token-1" 00 | each part as: 4 bytes length, UTF-8 )

where the parts are the role (`question`, `option`, `left`, `right`, `item`), the question's id and,
below a question, the part's id. Without the seed, which never leaves the server, a token says
nothing.
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar, assert_never

from elearn.core.quiz.model import Bank, Quiz
from elearn.core.quiz.questions import (
    Matching,
    Multiple,
    Numeric,
    Ordering,
    Question,
    ShortText,
    Single,
    TrueFalse,
)

DRAW_VERSION = 1
"""The version of everything that this page describes; kept with each attempt."""

SEED_BYTES = 16

T = TypeVar("T")

_WORDS = 1 << 64


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing that a form shows: the token in the form, and the author's id behind it.

    The id is for looking up the text. It must not be written into a page before the answer is
    given: both sides of a pair have the same one.
    """

    token: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperQuestion:
    """A question as it is asked in one attempt.

    Attributes:
        question: The question, in the source language.
        token: Names the question; for all kinds but matching and ordering also the form's field.
        options: Single, multiple: in the order shown. True/false: `true`, then `false`.
        lefts: Matching: left sides in the order shown; the token is the name of a form field.
        rights: Matching: what can be chosen for a left side; equal texts appear once.
        items: Ordering: in the order shown; the token is the name of a form field.
    """

    question: Question
    token: str
    options: tuple[Slot, ...] = ()
    lefts: tuple[Slot, ...] = ()
    rights: tuple[Slot, ...] = ()
    items: tuple[Slot, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """The questions of one attempt, in order."""

    version: int
    questions: tuple[PaperQuestion, ...]

    def question(self, question_id: str) -> PaperQuestion:
        """The question with that id.

        Raises:
            KeyError: If the paper does not hold it.
        """
        for asked in self.questions:
            if asked.question.id == question_id:
                return asked
        raise KeyError(question_id)

    def by_token(self, token: str) -> PaperQuestion:
        """The question behind that token.

        Raises:
            KeyError: If the paper does not hold it.
        """
        for asked in self.questions:
            if asked.token == token:
                return asked
        raise KeyError(token)


def shuffled(seed: str, label: str, items: Sequence[T]) -> tuple[T, ...]:
    """The items in an order drawn from the seed (hexadecimal) and the label.

    Raises:
        ValueError: If the seed is not 16 bytes in hexadecimal.
    """
    words = _words(_seed(seed), label)
    out = list(items)
    for i in range(len(out) - 1, 0, -1):
        j = _below(words, i + 1)
        out[i], out[j] = out[j], out[i]
    return tuple(out)


def sample(seed: str, label: str, items: Sequence[T], count: int) -> tuple[T, ...]:
    """`count` of the items, each at most once, in drawn order; all of them if there are fewer.

    Raises:
        ValueError: If the seed is not 16 bytes in hexadecimal, or `count` is negative.
    """
    if count < 0:
        raise ValueError("a sample cannot be smaller than nothing")
    return shuffled(seed, label, items)[:count]


def token(seed: str, *parts: str) -> str:
    """The opaque name, in this attempt, of the thing that the parts name.

    Raises:
        ValueError: If the seed is not 16 bytes in hexadecimal.
    """
    return _token(_seed(seed), *parts)


def paper(quiz: Quiz, banks: Iterable[Bank], seed: str) -> Paper:
    """What an attempt with this seed asks: the quiz's own questions and those drawn from banks.

    A question is never asked twice; a bank that is too small gives all it has.

    Raises:
        ValueError: If the seed is not 16 bytes in hexadecimal.
        KeyError: If the quiz draws from a bank that is not among `banks`.
    """
    by_id = {bank.id: bank for bank in banks}
    questions = list(quiz.questions)
    taken = {question.id for question in questions}
    for number, draw in enumerate(quiz.draw):
        pool = [q for q in by_id[draw.bank].questions if q.id not in taken]
        drawn = sample(seed, f"bank/{number}/{draw.bank}", pool, draw.count)
        taken.update(question.id for question in drawn)
        questions.extend(drawn)
    order = shuffled(seed, "questions", questions) if quiz.shuffle else tuple(questions)
    return Paper(
        DRAW_VERSION,
        tuple(paper_question(question, seed, shuffle=quiz.shuffle) for question in order),
    )


def paper_question(question: Question, seed: str, *, shuffle: bool = True) -> PaperQuestion:
    """One question as it is asked under this seed; for self-checks, and one at a time.

    Without `shuffle`, options and left sides stay as written. Right sides and items to order are
    always shuffled, since their written order is the key.

    Raises:
        ValueError: If the seed is not 16 bytes in hexadecimal.
    """
    key = _seed(seed)
    name = _token(key, "question", question.id)

    def slots(role: str, ids: Sequence[str]) -> tuple[Slot, ...]:
        return tuple(Slot(_token(key, role, question.id, part), part) for part in ids)

    def mixed(role: str, ids: Sequence[str], *, always: bool = False) -> tuple[str, ...]:
        label = f"{role}/{question.id}"
        return shuffled(seed, label, ids) if shuffle or always else tuple(ids)

    match question:
        case Single() | Multiple():
            options = mixed("options", [option.id for option in question.options])
            return PaperQuestion(question=question, token=name, options=slots("option", options))
        case TrueFalse():
            options = ("true", "false")
            return PaperQuestion(question=question, token=name, options=slots("option", options))
        case Matching():
            lefts = mixed("lefts", [pair.id for pair in question.pairs])
            rights = mixed("rights", _right_sides(question), always=True)
            return PaperQuestion(
                question=question,
                token=name,
                lefts=slots("left", lefts),
                rights=slots("right", rights),
            )
        case Ordering():
            items = _disordered(question, mixed("items", _ids(question), always=True))
            return PaperQuestion(question=question, token=name, items=slots("item", items))
        case Numeric() | ShortText():
            return PaperQuestion(question=question, token=name)
        case _:
            assert_never(question)


def _ids(question: Ordering) -> list[str]:
    return [item.id for item in question.items]


def _right_sides(question: Matching) -> list[str]:
    """Ids of right sides; of those that read the same the first: nobody could tell them apart."""
    first: dict[str, str] = {}
    for pair in question.pairs:
        first.setdefault(pair.right, pair.id)
    for extra in question.extra:
        first.setdefault(extra.text, extra.id)
    return list(first.values())


def _disordered(question: Ordering, ids: tuple[str, ...]) -> tuple[str, ...]:
    """The same ids; rotated by one where chance has put them in the right order.

    Two items stay as they fell: always showing them the wrong way round would tell the answer.
    """
    texts = {item.id: item.text for item in question.items}
    shown = [texts[i] for i in ids]
    right = [item.text for item in question.items]
    return ids[1:] + ids[:1] if len(ids) > 2 and shown == right else ids


def _seed(seed: str) -> bytes:
    key = bytes.fromhex(seed)
    if len(key) != SEED_BYTES:
        raise ValueError(f"a seed is {SEED_BYTES} bytes in hexadecimal")
    return key


def _words(seed: bytes, label: str) -> Iterator[int]:
    name = label.encode()
    start = b"elearn-draw-1\0" + seed + len(name).to_bytes(4, "big") + name
    counter = 0
    while True:
        block = hashlib.sha256(start + counter.to_bytes(8, "big")).digest()
        for at in range(0, 32, 8):
            yield int.from_bytes(block[at : at + 8], "big")
        counter += 1


def _below(words: Iterator[int], n: int) -> int:
    limit = _WORDS - _WORDS % n
    for word in words:
        if word < limit:
            return word % n
    raise AssertionError("the words never end")  # pragma: no cover


def _token(key: bytes, *parts: str) -> str:
    message = bytearray(b"elearn-token-1\0")
    for part in parts:
        name = part.encode()
        message += len(name).to_bytes(4, "big") + name
    return "t" + hmac.digest(key, bytes(message), "sha256").hex()[:16]
