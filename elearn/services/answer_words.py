"""An answer in words, line by line: what was chosen, what belongs where, what was typed."""

from dataclasses import dataclass
from typing import assert_never

from elearn.core.quiz.given import (
    Answer,
    BlankAnswer,
    CalculationAnswer,
    CategoriseAnswer,
    ClozeAnswer,
    ExtendedAnswer,
    HotspotAnswer,
    MatchingAnswer,
    MatrixAnswer,
    MrzAnswer,
    MultipleAnswer,
    NumericAnswer,
    OrderingAnswer,
    SingleAnswer,
    TextAnswer,
    TrueFalseAnswer,
)
from elearn.core.quiz.questions import Cloze, Question
from elearn.services.shelf import Reading


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """A line of an answer: what it says, and of what, where it has parts.

    Attributes:
        value: The text of what was chosen, or what was typed.
        label: What it is said of: a left side, an item, a step.
        code: Where the words are the template's: `true`, `false`, or the name of a field of a zone.
    """

    value: str
    label: str = ""
    code: str = ""


def answer_words(  # noqa: C901, PLR0911, PLR0912 - one branch for each kind
    reading: Reading, question: Question, answer: Answer
) -> tuple[AnswerLine, ...]:
    """The lines of an answer, in the reader's language; none for a blank."""
    name = question.id

    def text(part: str, which: str = "text") -> str:
        return reading.plain(f"{name}/{part}#{which}") or part

    match answer:
        case BlankAnswer():
            return ()
        case SingleAnswer(option):
            return (AnswerLine(text(option)),)
        case MultipleAnswer(options):
            return tuple(AnswerLine(text(option)) for option in sorted(options))
        case HotspotAnswer(regions):
            return tuple(AnswerLine(text(region)) for region in sorted(regions))
        case TrueFalseAnswer(value):
            return (AnswerLine("", code=str(value).lower()),)
        case OrderingAnswer(items):
            return tuple(AnswerLine(text(item), f"{n}.") for n, item in enumerate(items, 1))
        case NumericAnswer(text=typed) | TextAnswer(text=typed) | ExtendedAnswer(text=typed):
            return (AnswerLine(typed),)
        case MatchingAnswer(pairs):
            return tuple(AnswerLine(_right(reading, name, r), text(p, "left")) for p, r in pairs)
        case CategoriseAnswer(places):
            return tuple(AnswerLine(text(group), text(item)) for item, group in places)
        case MatrixAnswer(cells):
            return tuple(AnswerLine(", ".join(map(text, to)), text(row)) for row, to in cells)
        case CalculationAnswer(steps):
            return tuple(AnswerLine(value, text(step)) for step, value in steps)
        case ClozeAnswer(gaps):
            return tuple(AnswerLine(_filled(reading, question, *gap), gap[0]) for gap in gaps)
        case MrzAnswer(fields):
            return tuple(AnswerLine(value, code=field) for field, value in fields)
        case _:
            assert_never(answer)


def _right(reading: Reading, name: str, part: str) -> str:
    """A right side: that of a pair, or one that belongs to none."""
    keys = (f"{name}/{part}#right", f"{name}/{part}#text")
    return next((found for key in keys if (found := reading.plain(key))), part)


def _filled(reading: Reading, question: Question, gap_id: str, value: str) -> str:
    gaps = question.gaps if isinstance(question, Cloze) else ()
    chosen = any(gap.id == gap_id and gap.options for gap in gaps)
    return reading.plain(f"{question.id}/{gap_id}/{value}#text") if chosen else value
