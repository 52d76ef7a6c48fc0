"""Questions of ours from answers with shares, as GIFT and Moodle XML both have them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from elearn.core.quiz import questions as q
from elearn.core.quiz.kinds.categorise import Sorted
from elearn.core.said import Said
from elearn.interop import rubrics
from elearn.interop.bounds import FEW, MANY, require_count, require_different
from elearn.interop.naming import letter
from elearn.interop.notes import Changes, LeftOut, shown
from elearn.interop.shares import taken

_GROUPS = (2, 6)
_MAX_ITEMS = 20
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
    hints: tuple[q.Hint, ...] = ()
    feedback: q.AnswerFeedback = q.NO_FEEDBACK

    def fields(self) -> dict[str, Any]:
        """The fields of a question; its id comes later."""
        return {
            "id": "",
            "prompt": self.prompt,
            "points": self.points,
            "reason": self.reason,
            "hints": self.hints,
            "feedback": self.feedback,
        }

    def telling(self, right: str, wrong: str) -> "Head":
        """The same, with what is told to whoever was right and to whoever was wrong."""
        old = self.feedback
        feedback = q.AnswerFeedback(
            _joined(old.right, right), old.partly, _joined(old.wrong, wrong)
        )
        return replace(self, feedback=feedback)


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
        raise LeftOut(Said("%(text)s is not a number.", text=repr(shown(text, 40))))
    part = match[3] or ""
    value = Fraction(int((match[2] or "0") + part), 10 ** len(part))
    value *= Fraction(10) ** int(match[4] or 0)
    if value >= _MAX_NUMBER or (value * _PLACES).denominator != 1:
        raise LeftOut(Said("The number %(text)s has too many digits.", text=shown(text, 40)))
    return -value if match[1] == "-" else value


def choice(head: Head, answers: Sequence[Answer], *, several: bool, changes: Changes) -> q.Question:
    """A single or multiple choice.

    Raises:
        LeftOut: If there are too few or too many options, or none is right.
    """
    answers = _with_text(answers, changes)
    require_count(len(answers), "options")
    right = [a for a in answers if a.share > 0]
    if not several:
        right = _best(right, changes)
    if not right:
        raise LeftOut("No option is right.")
    keys = {id(a) for a in right}
    options = tuple(
        q.Option(letter(i), a.text, id(a) in keys, a.feedback) for i, a in enumerate(answers)
    )
    require_different([o.text for o in options], "options")
    if not several and len(right) == 1:
        return q.Single(**head.fields(), options=options)
    if several:
        share = Fraction(1, len(right))
        wrong = [a.share for a in answers if id(a) not in keys]
        even = all(abs(a.share - share) < _NEAR for a in right)
        less = taken(len(right), len(wrong))
        if not even or any(abs(s + less) >= _NEAR for s in wrong):
            changes.remark(
                "The weights became equal shares: each right option earns one, each wrong one "
                "takes one away, or so much that ticking everything earns nothing."
            )
    return q.Multiple(**head.fields(), options=options)


def _best(right: list[Answer], changes: Changes) -> list[Answer]:
    """Of a choice of one: what earns most."""
    if not right:
        return right
    most = max(a.share for a in right)
    best = [a for a in right if a.share == most]
    if len(best) > 1:
        changes.remark(
            "Any one of several options was right; now all of them must be ticked. Look at the "
            "wording."
        )
    if most < 1:
        changes.remark("The best option earned less than all points; now it earns all.")
    if len(best) < len(right):
        changes.remark("Options that earned a part of the points are wrong now.")
    return best


def _with_text(answers: Sequence[Answer], changes: Changes) -> list[Answer]:
    kept = [a for a in answers if a.text.strip()]
    if len(kept) < len(answers):
        changes.remark("Empty answers were left out.")
    return kept


def true_false(head: Head, answer: bool, said: tuple[str, str]) -> q.Question:  # noqa: FBT001
    """A statement. `said` is what is told to whoever was right, and to whoever was wrong."""
    return q.TrueFalse(**head.telling(*said).fields(), answer=answer)


def _joined(*texts: str) -> str:
    return "\n\n".join(dict.fromkeys(t.strip("\n") for t in texts if t.strip()))


def _telling(head: Head, answers: Sequence[Answer | Number], changes: Changes) -> Head:
    """The head with what was told after the answers; `*` stands for whatever else is given."""
    right, wrong = [], []
    for answer in answers:
        words = answer.feedback.strip()
        if answer.share >= 1:
            right.append(words)
        elif words and _is_other(answer):
            wrong.append(words)
        elif words:
            changes.remark(
                Said(
                    "Told after a single answer and left out: %(words)s.",
                    words=repr(shown(words, 120)),
                )
            )
    if len(set(right)) > 1:
        changes.remark("What was told after single right answers is told after all of them now.")
    return head.telling(_joined(*right), _joined(*wrong))


def _is_other(answer: Answer | Number) -> bool:
    """Whether it stands for every answer that is none of the others, and earns nothing."""
    other = answer.value is None if isinstance(answer, Number) else answer.text.strip() == "*"
    return other and answer.share <= 0


def short_text(head: Head, answers: Sequence[Answer], changes: Changes) -> q.ShortText:
    """Any of some texts.

    Raises:
        LeftOut: If no text is fully right, or there are too many.
    """
    head = _telling(head, answers, changes)
    answers = [answer for answer in answers if not _is_other(answer)]
    kept = _accepted(answers, changes)
    if not kept:
        raise LeftOut(_why_none(answers))
    if len(kept) > _MAX_ANSWERS:
        raise LeftOut(
            Said(
                "It has %(count)s right answers; %(max_answers)s can be kept.",
                count=len(kept),
                max_answers=_MAX_ANSWERS,
            )
        )
    return q.ShortText(**head.fields(), answers=tuple(kept))


def _accepted(answers: Sequence[Answer], changes: Changes) -> dict[str, None]:
    """The answers that can be compared with and earn all."""
    kept: dict[str, None] = {}
    for answer in answers:
        text = " ".join(answer.text.split())
        if not text or answer.share <= 0:
            changes.remark("Answers that earn nothing were left out.")
        elif answer.share < 1:
            changes.remark(
                Said(
                    "%(text)s earned a part of the points and was left out.", text=repr(shown(text))
                )
            )
        elif _is_pattern(text):
            changes.remark(
                Said("%(text)s holds a wildcard (*) and was left out.", text=repr(shown(text)))
            )
        elif len(text) > _MAX_ANSWER:
            changes.remark(
                Said(
                    "An answer longer than %(max_answer)s characters was left out.",
                    max_answer=_MAX_ANSWER,
                )
            )
        else:
            kept[text.replace("\\*", "*")] = None
    return kept


def _is_pattern(text: str) -> bool:
    return "*" in text.replace("\\*", "")


def _why_none(answers: Sequence[Answer]) -> str:
    patterns = [a.text for a in answers if a.share >= 1 and _is_pattern(a.text)]
    if patterns:
        return Said(
            "Its right answers hold wildcards (*): %(list)s.", list=shown(", ".join(patterns))
        )
    return Said("No text that could be compared with is fully right.")


def numeric(head: Head, answers: Sequence[Number], unit: str, changes: Changes) -> q.Numeric:
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
        changes.remark(
            "Numbers that earned a part of the points were left out; they are wrong now."
        )
    assert widest.value is not None
    for value in (widest.value, widest.tolerance):
        if abs(value) >= _MAX_NUMBER or (value * _PLACES).denominator != 1:
            raise LeftOut("Its number has too many digits.")
    return q.Numeric(
        **_telling(head, answers, changes).fields(),
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
        changes.remark("Pairs without a right side were left out.")
    if len(_distinct(right for _, right in pairs)) == len(pairs):
        require_count(len(pairs), "pairs")
    if len(more) > MANY:
        raise LeftOut(
            Said(
                "It has %(count)s right sides without a left one; %(many)s can be kept.",
                count=len(more),
                many=MANY,
            )
        )
    require_different([left for left, _ in pairs], "left sides")
    if len(_distinct(right for _, right in pairs)) < len(pairs):
        return _groups(head, pairs, more, changes)
    require_different([*(right for _, right in pairs), *more], "right sides")
    return q.Matching(
        **head.fields(),
        pairs=tuple(q.Pair(letter(i), *pair) for i, pair in enumerate(pairs)),
        extra=tuple(q.Entry(letter(len(pairs) + i), text) for i, text in enumerate(more)),
    )


def _distinct(texts: Iterable[str]) -> list[str]:
    """Each text once, as it stands first."""
    found: dict[str, str] = {}
    for text in texts:
        found.setdefault(" ".join(text.split()), text)
    return list(found.values())


def _groups(
    head: Head, pairs: Sequence[tuple[str, str]], more: Sequence[str], changes: Changes
) -> q.Question:
    """Pairs in which a right side stands several times, as items of groups."""
    made = categorise(head, [*pairs, *(("", text) for text in more)])
    changes.remark("Right sides stand several times, so they became groups to sort into.")
    return made


def categorise(head: Head, sides: Sequence[tuple[str, str]]) -> q.Categorise:
    """Items, each with the name of its group; an empty item makes a group without any.

    Raises:
        LeftOut: If there are too few or too many, or two items read the same.
    """
    pairs = [(left, right) for left, right in sides if left.strip()]
    texts = _distinct(right for _, right in sides)
    if not _GROUPS[0] <= len(texts) <= _GROUPS[1]:
        raise LeftOut(
            Said(
                "It has %(count)s different groups (right sides); %(fewest)s to %(most)s can be "
                "sorted into.",
                count=len(texts),
                fewest=_GROUPS[0],
                most=_GROUPS[1],
            )
        )
    if not FEW <= len(pairs) <= _MAX_ITEMS:
        raise LeftOut(
            Said(
                "It has %(count)s items; %(few)s to %(max_items)s can be sorted.",
                count=len(pairs),
                few=FEW,
                max_items=_MAX_ITEMS,
            )
        )
    require_different([left for left, _ in pairs], "items")
    names = {" ".join(text.split()): f"group-{letter(i)}" for i, text in enumerate(texts)}
    items = tuple(
        Sorted(letter(i), left, names[" ".join(right.split())])
        for i, (left, right) in enumerate(pairs)
    )
    groups = tuple(q.Entry(names[" ".join(text.split())], text) for text in texts)
    return q.Categorise(**head.fields(), groups=groups, items=items)


def ordering(head: Head, items: Sequence[str]) -> q.Question:
    """Items in the right order.

    Raises:
        LeftOut: If there are too few or too many, or two read the same.
    """
    require_count(len(items), "items")
    if not all(item.strip() for item in items):
        raise LeftOut("An item to put in order is empty.")
    require_different(items, "items")
    entries = tuple(q.Entry(letter(i), text) for i, text in enumerate(items))
    return q.Ordering(**head.fields(), items=entries)


def extended(head: Head, criteria: Sequence[str], changes: Changes) -> q.Extended:
    """A text that somebody marks, by a rubric that is a first draft."""
    changes.remark("Its rubric is a first draft; write what you look at, and its levels.")
    return q.Extended(**head.fields(), rubric=rubrics.drafted(criteria))
