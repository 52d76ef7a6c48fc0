"""Texts with gaps of other systems as ours."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from elearn.core.quiz import questions as q
from elearn.core.quiz.kinds.cloze import Gap
from elearn.core.said import Said
from elearn.interop import bounds, building, embedded
from elearn.interop.building import Answer, Head, Number, number
from elearn.interop.embedded import MARK, Embedded
from elearn.interop.markdown_text import one_line
from elearn.interop.naming import letter
from elearn.interop.notes import Changes, LeftOut, shown

MAX_GAPS = 20
_PLACE = re.compile(f"{MARK}([0-9]+){MARK}")
_BRACES = re.compile(r"\{(?=[a-z][a-z0-9-]*\})")
_LINE = "\\_\\_\\_\\_\\_"
PROMPT = "Fill in the gaps."
"""What is asked where the other system has no words of its own for it."""

Text = Callable[[str], str]
"""From a text of the other system to Markdown."""


@dataclass(frozen=True, slots=True)
class Gapped:
    """What became of a text with gaps: questions of their own stand behind the first."""

    question: q.Question
    further: tuple[q.Question, ...] = ()


def cloze(head: Head, raw: str, block: Text, changes: Changes) -> Gapped:
    """A text with embedded answers.

    Gaps that take several answers at once become questions of their own.

    Args:
        head: What all kinds have; its prompt does not matter.
        raw: The text as the other system holds it.
        block: Makes Markdown of it, and of what stands in a gap.
        changes: Told what could not be kept.

    Raises:
        LeftOut: If there is no gap, or one cannot be kept.
    """
    marked, found = embedded.taken_out(raw)
    if not found:
        raise LeftOut("It has no gaps.")
    text = block(marked)
    several = [i for i, gap in enumerate(found) if _is_several(gap)]
    further = tuple(_own_question(head, text, i, found[i], block, changes) for i in several)
    if several:
        changes.remark("Gaps that take several answers became questions of their own.")
    kept = [i for i in range(len(found)) if i not in several]
    if not kept:
        return Gapped(replace(further[0], hints=head.hints), further[1:])
    gaps = {i: _gap(found[i], block, changes) for i in kept}
    weights = [found[i].weight for i in kept]
    if len(set(weights)) > 1:
        changes.remark("Its gaps had different weights; here each is worth the same.")
    text = _without_lost(text, set(several))
    return Gapped(gapped(replace(head, points=_points(sum(weights), changes)), text, gaps), further)


def _points(weight: int, changes: Changes) -> int:
    points = min(100, max(1, weight))
    if points != weight:
        changes.remark(
            Said(
                "Its weights make %(weight)s points; it has %(points)s now.",
                weight=weight,
                points=points,
            )
        )
    return points


def gapped(head: Head, text: str, gaps: dict[int, Gap]) -> q.Cloze:
    """A cloze of a text in which marks stand for gaps; what comes before them is the prompt.

    Raises:
        LeftOut: If there are too many gaps, or one stands twice.
    """
    if len(gaps) > MAX_GAPS:
        raise LeftOut(
            Said(
                "It has %(count)s gaps; %(max_gaps)s can be kept.",
                count=len(gaps),
                max_gaps=MAX_GAPS,
            )
        )
    order = [int(n) for n in _PLACE.findall(text)]
    if sorted(order) != sorted(gaps):
        raise LeftOut("A gap stands twice, or where none can stand.")
    paragraphs = text.split("\n\n")
    first = next(i for i, part in enumerate(paragraphs) if MARK in part)
    prompt = "\n\n".join(paragraphs[:first]).strip() or PROMPT
    body = _BRACES.sub("{ ", "\n\n".join(paragraphs[first:]))
    names = {number: f"g{i}" for i, number in enumerate(order, 1)}
    body = _PLACE.sub(lambda match: f"{{{names[int(match[1])]}}}", body)
    made = tuple(replace(gaps[i], id=names[i]) for i in order)
    return q.Cloze(**replace(head, prompt=prompt).fields(), text=body, gaps=made)


def _is_several(gap: Embedded) -> bool:
    return gap.kind == "several" and sum(a.share > 0 for a in gap.alternatives) != 1


def _own_question(
    head: Head, text: str, index: int, gap: Embedded, block: Text, changes: Changes
) -> q.Question:
    """A gap for several answers as a question; the paragraph around it is what it asks.

    A line stands for this gap, and dots for each other one in the paragraph.
    """
    mark = embedded.mark(index)
    around = next((p for p in text.split("\n\n") if mark in p), mark)
    prompt = _PLACE.sub(lambda m: _LINE if int(m[1]) == index else "…", around)
    own = Head(prompt, _points(gap.weight, changes), head.reason)
    return building.choice(own, _answers(gap, block), several=True, changes=changes)


def _without_lost(text: str, lost: set[int]) -> str:
    """The text without the gaps that are none any more, and without what only led to them."""
    kept = []
    for part in text.split("\n\n"):
        numbers = {int(n) for n in _PLACE.findall(part)}
        if numbers and numbers <= lost:
            continue
        kept.append(_PLACE.sub(lambda m: _LINE if int(m[1]) in lost else m[0], part))
    return "\n\n".join(kept)


def _answers(gap: Embedded, block: Text) -> list[Answer]:
    return [Answer(one_line(block(a.text)), a.share, block(a.feedback)) for a in gap.alternatives]


def _gap(gap: Embedded, block: Text, changes: Changes) -> Gap:
    """A gap without its id.

    Raises:
        LeftOut: If it cannot be kept.
    """
    match gap.kind:
        case "choice" | "several":
            return _choice_gap(_answers(gap, block), changes)
        case "number":
            made = building.numeric(Head(""), [_number(a) for a in gap.alternatives], "", changes)
            _tell_lost(made, changes)
            return Gap("", answer=made.answer, tolerance=made.tolerance)
        case _:
            if gap.kind == "text-case":
                changes.remark("Capitals made a difference; here they make none.")
            answers = [
                Answer(embedded.words(a.text), a.share, a.feedback) for a in gap.alternatives
            ]
            words = building.short_text(Head(""), answers, changes)
            _tell_lost(words, changes)
            return Gap("", answers=words.answers)


def _tell_lost(question: q.Question, changes: Changes) -> None:
    for text in (question.feedback.right, question.feedback.wrong):
        if text:
            changes.remark(
                Said(
                    "Told after a gap and left out: %(text)s.",
                    text=repr(shown(embedded.words(text), 120)),
                )
            )


def _number(alternative: embedded.Alternative) -> Number:
    text = embedded.words(alternative.text)
    if text == "*":
        return Number(None, Fraction(0), Fraction(0), alternative.feedback)
    value, _, tolerance = text.partition(":")
    within = number(tolerance) if tolerance.strip() else Fraction(0)
    return Number(number(value), abs(within), alternative.share, alternative.feedback)


def _choice_gap(answers: Sequence[Answer], changes: Changes) -> Gap:
    made = building.choice(Head(""), answers, several=False, changes=changes)
    if not isinstance(made, q.Single):
        raise LeftOut("A gap has several right options of which one must be chosen.")
    return Gap("", options=made.options)


def choices(head: Head, raw: str, block: Text, words: Sequence[tuple[str, str]]) -> q.Cloze:
    """A text with `[[1]]` in it, and the words of which the first fills that gap.

    Args:
        head: What all kinds have; its prompt does not matter.
        raw: The text as the other system holds it.
        block: Makes Markdown of it.
        words: Each with its group: a gap offers those of the group of its own word.

    Raises:
        LeftOut: If there is no gap, or one offers too few or too many words.
    """
    found: list[int] = []

    def marked(match: re.Match[str]) -> str:
        found.append(int(match[1]))
        return embedded.mark(len(found) - 1)

    text = block(re.sub(r"\[\[([0-9]{1,3})\]\]", marked, raw))
    if not found:
        raise LeftOut("It has no gaps.")
    gaps = {i: _offered(number, words) for i, number in enumerate(found)}
    return gapped(head, text, gaps)


def _offered(number: int, words: Sequence[tuple[str, str]]) -> Gap:
    if not 1 <= number <= len(words):
        raise LeftOut(Said("The gap [[%(number)s]] has no word.", number=number))
    right, group = words[number - 1]
    texts = list(dict.fromkeys(text for text, of in words if of == group))
    few, many = bounds.FEW, bounds.MANY
    if not few <= len(texts) <= many:
        raise LeftOut(
            Said(
                "A gap offers %(count)s words; %(few)s to %(many)s can be kept.",
                count=len(texts),
                few=few,
                many=many,
            )
        )
    return Gap(
        "", options=tuple(q.Option(letter(i), text, text == right) for i, text in enumerate(texts))
    )
