"""Questions of ours from answers with shares, as GIFT and Moodle XML both have them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from elearn.core.pack.limits import OPTIONS
from elearn.core.quiz import questions as q
from elearn.interop.naming import letter
from elearn.interop.notes import Changes, LeftOut, shown

_FEW, _MANY = OPTIONS
_MAX_ANSWER = 200
_MAX_ANSWERS = 50
_NEAR = Fraction(1, 1000)
"""Moodle writes a third as 33.33333 per cent."""
_DECIMAL = re.compile(r"([+-]?)(\d{0,15})(?:[.,](\d{0,15}))?(?:[eE]([+-]?\d{1,2}))?")
_MAX_NUMBER = Fraction(10**15)
_PLACES = 10**12


@dataclass(frozen=True, slots=True)
class Head:
    """What all kinds have."""

    prompt: str
    points: int = 1
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with the share of the points that it earns (1 is all), and what is said to it."""

    text: str
    share: Fraction
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """A numeric answer; `value` None stands for any other number."""

    value: Fraction | None
    tolerance: Fraction
    share: Fraction
    feedback: str = ""


def number(text: str) -> Fraction:
    """A decimal number, with an exponent or not.

    Raises:
        LeftOut: If it is none, or has more digits than a pack can hold.
    """
    match = _DECIMAL.fullmatch(text.strip())
    if match is None or not (match[2] or match[3]):
        raise LeftOut(f"{shown(text, 40)!r} is not a number.")
    part = match[3] or ""
    value = Fraction(int((match[2] or "0") + part), 10 ** len(part))
    value *= Fraction(10) ** int(match[4] or 0)
    if value >= _MAX_NUMBER or (value * _PLACES).denominator != 1:
        raise LeftOut(f"The number {shown(text, 40)} has too many digits.")
    return -value if match[1] == "-" else value


def choice(head: Head, answers: Sequence[Answer], *, several: bool, changes: Changes) -> q.Question:
    """A single or multiple choice.

    Raises:
        LeftOut: If there are too few or too many options, or none is right.
    """
    answers = _with_text(answers, changes)
    _count(len(answers), "options")
    right = [a for a in answers if a.share > 0]
    if not several:
        right = _best(right, changes)
    if not right:
        raise LeftOut("No option is right.")
    keys = {id(a) for a in right}
    options = tuple(
        q.Option(letter(i), a.text, id(a) in keys, a.feedback) for i, a in enumerate(answers)
    )
    _different([o.text for o in options], "options")
    if not several and len(right) == 1:
        return q.Single(
            id="", prompt=head.prompt, points=head.points, reason=head.reason, options=options
        )
    if several:
        share = Fraction(1, len(right))
        wrong = [a.share for a in answers if id(a) not in keys]
        even = all(abs(a.share - share) < _NEAR for a in right)
        if not even or any(abs(s + share) >= _NEAR for s in wrong):
            changes.say(
                "The weights became equal shares: each right option earns one, each wrong one "
                "takes one away."
            )
    return q.Multiple(
        id="", prompt=head.prompt, points=head.points, reason=head.reason, options=options
    )


def _best(right: list[Answer], changes: Changes) -> list[Answer]:
    """Of a choice of one: what earns most."""
    if not right:
        return right
    most = max(a.share for a in right)
    best = [a for a in right if a.share == most]
    if len(best) > 1:
        changes.say(
            "Any one of several options was right; now all of them must be ticked. Look at the "
            "wording."
        )
    if most < 1:
        changes.say("The best option earned less than all points; now it earns all.")
    if len(best) < len(right):
        changes.say("Options that earned a part of the points are wrong now.")
    return best


def _with_text(answers: Sequence[Answer], changes: Changes) -> list[Answer]:
    kept = [a for a in answers if a.text.strip()]
    if len(kept) < len(answers):
        changes.say("Empty answers were left out.")
    return kept


def _count(count: int, what: str) -> None:
    if not _FEW <= count <= _MANY:
        raise LeftOut(f"It has {count} {what}; {_FEW} to {_MANY} can be kept.")


def _different(texts: Sequence[str], what: str) -> None:
    if len({" ".join(t.split()) for t in texts}) < len(texts):
        raise LeftOut(f"Two {what} read the same.")


def true_false(head: Head, answer: bool, said: tuple[str, str], changes: Changes) -> q.Question:  # noqa: FBT001
    """A statement. `said` is what is told to whoever was right, and to whoever was wrong."""
    reason = _joined(head.reason, said[0])
    if said[1].strip() and said[1].strip() != said[0].strip():
        changes.say("What was told after a wrong answer now stands in the reason, for all.")
        reason = _joined(head.reason, said[1], said[0])
    return q.TrueFalse(id="", prompt=head.prompt, points=head.points, reason=reason, answer=answer)


def _joined(*texts: str) -> str:
    return "\n\n".join(dict.fromkeys(t.strip("\n") for t in texts if t.strip()))


def _reason(head: Head, answers: Sequence[Answer | Number], changes: Changes) -> str:
    """The reason, with what was told after each answer, where our kind tells nothing."""
    told = [a.feedback for a in answers if a.feedback.strip() and a.share > 0]
    if told:
        changes.say("What was told after single answers now stands in the reason, for all.")
    for answer in answers:
        if answer.feedback.strip() and answer.share <= 0:
            changes.say(f"Told after a wrong answer and left out: {shown(answer.feedback, 120)!r}.")
    return _joined(head.reason, *told)


def short_text(head: Head, answers: Sequence[Answer], changes: Changes) -> q.Question:
    """Any of some texts.

    Raises:
        LeftOut: If no text is fully right, or there are too many.
    """
    reason = _reason(head, answers, changes)
    kept: dict[str, None] = {}
    for answer in answers:
        text = " ".join(answer.text.split())
        if not text or answer.share <= 0:
            changes.say("Answers that earn nothing were left out.")
        elif answer.share < 1:
            changes.say(f"{shown(text)!r} earned a part of the points and was left out.")
        elif "*" in text.replace("\\*", ""):
            changes.say(f"{shown(text)!r} holds a wildcard (*) and was left out.")
        elif len(text) > _MAX_ANSWER:
            changes.say(f"An answer longer than {_MAX_ANSWER} characters was left out.")
        else:
            kept[text.replace("\\*", "*")] = None
    if not kept:
        raise LeftOut("No text that could be compared with is fully right.")
    if len(kept) > _MAX_ANSWERS:
        raise LeftOut(f"It has {len(kept)} right answers; {_MAX_ANSWERS} can be kept.")
    return q.ShortText(
        id="", prompt=head.prompt, points=head.points, reason=reason, answers=tuple(kept)
    )


def numeric(head: Head, answers: Sequence[Number], unit: str, changes: Changes) -> q.Question:
    """A number within a tolerance.

    Raises:
        LeftOut: If no number is fully right, or several apart from one another are.
    """
    full = [a for a in answers if a.share >= 1 and a.value is not None]
    if not full:
        raise LeftOut("No single number is fully right.")
    widest = max(full, key=lambda a: a.tolerance)
    if not all(_holds(widest, a) for a in full):
        raise LeftOut("Several numbers, apart from one another, are fully right.")
    if len(full) < sum(a.share > 0 for a in answers):
        changes.say("Numbers that earned a part of the points were left out; they are wrong now.")
    assert widest.value is not None
    for value in (widest.value, widest.tolerance):
        if abs(value) >= _MAX_NUMBER or (value * _PLACES).denominator != 1:
            raise LeftOut("Its number has too many digits.")
    return q.Numeric(
        id="",
        prompt=head.prompt,
        points=head.points,
        reason=_reason(head, answers, changes),
        answer=widest.value,
        tolerance=widest.tolerance,
        unit=unit[:40],
    )


def _holds(wide: Number, narrow: Number) -> bool:
    assert wide.value is not None
    assert narrow.value is not None
    return abs(wide.value - narrow.value) + narrow.tolerance <= wide.tolerance


def matching(head: Head, sides: Sequence[tuple[str, str]], changes: Changes) -> q.Question:
    """Pairs; an empty left side makes an extra right side.

    Raises:
        LeftOut: If there are too few or too many pairs, or two sides read the same.
    """
    pairs = [(left, right) for left, right in sides if left.strip() and right.strip()]
    more = [right for left, right in sides if not left.strip() and right.strip()]
    if len(pairs) + len(more) < len(sides):
        changes.say("Pairs without a right side were left out.")
    _count(len(pairs), "pairs")
    if len(more) > _MANY:
        raise LeftOut(f"It has {len(more)} right sides without a left one; {_MANY} can be kept.")
    _different([left for left, _ in pairs], "left sides")
    _different([*(right for _, right in pairs), *more], "right sides")
    return q.Matching(
        id="",
        prompt=head.prompt,
        points=head.points,
        reason=head.reason,
        pairs=tuple(q.Pair(letter(i), *pair) for i, pair in enumerate(pairs)),
        extra=tuple(q.Entry(letter(len(pairs) + i), text) for i, text in enumerate(more)),
    )


def ordering(head: Head, items: Sequence[str]) -> q.Question:
    """Items in the right order.

    Raises:
        LeftOut: If there are too few or too many, or two read the same.
    """
    _count(len(items), "items")
    if not all(item.strip() for item in items):
        raise LeftOut("An item to put in order is empty.")
    _different(items, "items")
    entries = tuple(q.Entry(letter(i), text) for i, text in enumerate(items))
    return q.Ordering(
        id="", prompt=head.prompt, points=head.points, reason=head.reason, items=entries
    )
