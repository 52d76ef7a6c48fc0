"""What a correction makes of a question and of the marks on it.

A correction says that a published question was wrong, and what follows: another answer is the right
one, another answer is right, too, the question counts for nobody, or everybody gets its points.
Questions themselves never change; corrections are applied, in the order of their confirming, when
marks are given.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from elearn.core.errors import BadInput
from elearn.core.quiz.given import (
    Answer,
    BlankAnswer,
    ClozeAnswer,
    HotspotAnswer,
    MultipleAnswer,
    NumericAnswer,
    OrderingAnswer,
    SingleAnswer,
    TextAnswer,
    TrueFalseAnswer,
)
from elearn.core.quiz.grade import grade
from elearn.core.quiz.kinds.cloze import Gap
from elearn.core.quiz.mark import NO_PARTS, AnswerDoesNotFit, Mark, Verdict
from elearn.core.quiz.numbers import number_typed
from elearn.core.quiz.questions import (
    Calculation,
    Cloze,
    Extended,
    Hotspot,
    Mrz,
    Multiple,
    Numeric,
    Ordering,
    Question,
    ShortText,
    Single,
    TrueFalse,
)


class CorrectionKind(StrEnum):
    """What was wrong, and so what follows."""

    KEY = "key"
    ALSO = "also"
    WITHDRAWN = "withdrawn"
    EVERYBODY = "everybody"


NEEDS_ANSWER = frozenset({CorrectionKind.KEY, CorrectionKind.ALSO})


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction of one question; `answer` is the right one, or the one that is right, too."""

    kind: CorrectionKind
    answer: Answer | None = None


_RIGHT = Fraction(1)
_NOTHING = Fraction(0)


def corrected(question: Question, corrections: Sequence[Correction]) -> Question:
    """The question with its key as it should have been."""
    for correction in corrections:
        if correction.answer is None:
            continue
        if correction.kind is CorrectionKind.KEY:
            question = _rekeyed(question, correction.answer)
        elif isinstance(question, ShortText) and isinstance(correction.answer, TextAnswer):
            question = replace(question, answers=(*question.answers, correction.answer.text))
    return question


def may_rekey(question: Question) -> bool:
    """Whether questions of this kind have a key that is one answer."""
    return isinstance(
        question, Single | Multiple | TrueFalse | Ordering | Numeric | ShortText | Hotspot
    )


def may_be_also(question: Question) -> bool:
    """Whether another answer can be right, too: not where values are drawn or a person marks."""
    if isinstance(question, Mrz):
        return not question.draw
    return not isinstance(question, Calculation | Extended)


def require_fitting(question: Question, correction: Correction) -> None:
    """Refuse a correction that makes no sense for a question.

    Raises:
        BadInput: If it needs an answer and has none, the answer is of another kind or names what
            the question does not have, or the kind has no key that is one answer.
    """
    if correction.kind not in NEEDS_ANSWER:
        return
    if correction.answer is None or isinstance(correction.answer, BlankAnswer):
        raise BadInput("Give the answer that is right.", code="correction-answer-missing")
    may = may_rekey if correction.kind is CorrectionKind.KEY else may_be_also
    if not may(question):
        raise BadInput(
            "The key of such a question is not one answer. Say what is right, too, withdraw the "
            "question, or give everybody the points.",
            code="correction-no-key",
        )
    if not _fits(question, correction.answer):
        raise BadInput("This answer does not fit the question.", code="correction-answer-unfit")


def _fits(question: Question, answer: Answer) -> bool:
    """Whether the answer could be the right one: of the question's kind, with what it has."""
    try:
        mark = grade(_rekeyed(question, answer), answer)
    except (AnswerDoesNotFit, KeyError):
        return False
    return mark.share == 1 or not may_rekey(question)


def changes(question: Question, before: Sequence[Correction], wanted: Correction) -> bool:
    """Whether a correction that fits says anything that does not hold by those before it."""
    if wanted.answer is None:
        decided = (c.kind for c in reversed(before) if c.kind is not CorrectionKind.ALSO)
        return next(decided, None) is not wanted.kind
    if wanted.kind is CorrectionKind.KEY:
        now = corrected(question, before)
        return settled(question, before) is not None or _rekeyed(now, wanted.answer) != now
    of_answers = [c for c in before if c.kind in NEEDS_ANSWER]
    return mark_of(question, wanted.answer, of_answers).share < 1


def _rekeyed(question: Question, key: Answer) -> Question:  # noqa: PLR0911 - one for each kind
    match question, key:
        case Single(), SingleAnswer(option=right):
            options = tuple(replace(o, right=o.id == right) for o in question.options)
            return replace(question, options=options)
        case Multiple(), MultipleAnswer(options=ticked):
            options = tuple(replace(o, right=o.id in ticked) for o in question.options)
            return replace(question, options=options)
        case TrueFalse(), TrueFalseAnswer(value=value):
            return replace(question, answer=value)
        case Numeric(), NumericAnswer(value=number):
            return replace(question, answer=number)
        case ShortText(), TextAnswer(text=text):
            return replace(question, answers=(text,))
        case Hotspot(), HotspotAnswer(regions=marked):
            regions = tuple(replace(r, right=r.id in marked) for r in question.regions)
            return replace(question, regions=regions)
        case Ordering(), OrderingAnswer(items=order):
            items = {item.id: item for item in question.items}
            return replace(question, items=tuple(items[i] for i in order))
        case _:
            return question


def settled(question: Question, corrections: Sequence[Correction]) -> Mark | None:
    """The mark that everybody gets, whatever they answered; None if the answer decides.

    A new key that was found later lets the answers decide again.
    """
    for correction in reversed(corrections):
        if correction.kind is CorrectionKind.KEY:
            return None
        if correction.kind is CorrectionKind.WITHDRAWN:
            return Mark(_NOTHING, _NOTHING, 0, Verdict.WITHDRAWN, NO_PARTS)
        if correction.kind is CorrectionKind.EVERYBODY:
            points = Fraction(question.points)
            return Mark(_RIGHT, points, question.points, Verdict.RIGHT, NO_PARTS)
    return None


def mark_of(question: Question, answer: Answer, corrections: Sequence[Correction] = ()) -> Mark:
    """The mark of an answer, by the question as corrected.

    Raises:
        AnswerDoesNotFit: If the answer belongs to another kind of question.
    """
    if not corrections:
        return grade(question, answer)
    fixed = settled(question, corrections)
    if fixed is not None:
        return fixed
    question = corrected(question, corrections)
    mark = grade(question, answer)
    if any(
        c.kind is CorrectionKind.ALSO and _alike(question, c.answer, answer) for c in corrections
    ):
        points = Fraction(question.points)
        return replace(mark, share=_RIGHT, points=points, verdict=Verdict.RIGHT)
    return mark


def _alike(question: Question, right: Answer | None, given: Answer) -> bool:
    """Whether two answers say the same: numbers however they are written, words in any case."""
    if right is None or type(right) is not type(given):
        return False
    if right == given:
        return True
    if isinstance(right, ClozeAnswer) and isinstance(question, Cloze):
        question = replace(
            question, gaps=tuple(_refilled(g, dict(right.gaps)) for g in question.gaps)
        )
    elif may_rekey(question):
        question = _rekeyed(question, right)
    else:
        return False
    return grade(question, given).share == 1


def _refilled(gap: Gap, filled: Mapping[str, str]) -> Gap:
    """A gap in which nothing but this is right; one that was left empty cannot be right."""
    value = filled.get(gap.id, "")
    if gap.options:
        return replace(gap, options=tuple(replace(o, right=o.id == value) for o in gap.options))
    if gap.answer is None:
        return replace(gap, answers=(value,))
    number = number_typed(value, gap.unit)
    return gap if number is None else replace(gap, answer=number)


@dataclass(frozen=True, slots=True)
class Result:
    """What an attempt came to: points, of how many, and whether that passes."""

    points: Fraction
    max: Fraction
    passed: bool

    @property
    def share(self) -> Fraction:
        """Of the points to be had."""
        return self.points / self.max if self.max else _NOTHING


def stands(before: Result, after: Result, *, may_lower: bool) -> tuple[Result, bool]:
    """The result that stands after a correction, and whether it was kept from falling.

    It falls only if the act says so.
    """
    falls = after.share < before.share or (before.passed and not after.passed)
    return (before, True) if falls and not may_lower else (after, False)
