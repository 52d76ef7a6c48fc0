"""Extended response: a text that a trainer marks by a rubric."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from elearn.core.errors import BadInput
from elearn.core.quiz.chance import Asked, Dice, Laid
from elearn.core.quiz.form import BlankAnswer, Filled, Form, Raw, Unreadable, one
from elearn.core.quiz.mark import Judged, Mark, marked, waiting
from elearn.core.quiz.options import Marking
from elearn.core.quiz.question import QuestionBase

MAX_LONG_TEXT = 20_000
"""Characters that an author may allow."""


@dataclass(frozen=True, slots=True)
class Level:
    """How well a criterion can be met. `points` weigh within the rubric."""

    id: str
    text: str
    points: int


@dataclass(frozen=True, slots=True)
class Criterion:
    """What an answer is looked at for."""

    id: str
    text: str
    levels: tuple[Level, ...]

    @property
    def most(self) -> int:
        """The points of the best level."""
        return max(level.points for level in self.levels)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extended(QuestionBase):
    """A text of at most `limit` characters; `model` is a good answer, shown after marking.

    `marking` says how it is marked, where that is not as in the rest of its quiz.
    """

    rubric: tuple[Criterion, ...]
    limit: int = 4000
    model: str = ""
    marking: Marking | None = None


@dataclass(frozen=True, slots=True)
class ExtendedAnswer:
    """A text: NFC, its lines kept, nothing that cannot be seen."""

    text: str


def truth(question: Extended) -> ExtendedAnswer:
    """The model answer; no answer is right before somebody says so."""
    text = tidy_lines(question.model or question.prompt)[: question.limit]
    return ExtendedAnswer(text.rstrip() or "…")


def to_raw(answer: ExtendedAnswer) -> Raw:
    """Its form in storage."""
    return {"kind": "extended", "text": answer.text}


def from_raw(raw: Raw) -> ExtendedAnswer | None:
    """From there; None if it is something else."""
    match raw:
        case {"text": str(text)}:
            return ExtendedAnswer(text)
        case _:
            return None


def lay(_question: Extended, _dice: Dice) -> Laid:
    """Nothing is shown but the field."""
    return Laid()


def read(question: Extended, asked: Asked, form: Form) -> ExtendedAnswer | BlankAnswer | Unreadable:
    """The question's field holds the text."""
    value = one(form, asked.token)
    if isinstance(value, Unreadable):
        return value
    # A text may shrink by tidying, so what is far too long is not tidied.
    text = value if len(value) > 4 * MAX_LONG_TEXT else tidy_lines(value)
    if len(text) > question.limit:
        say = f"Use at most {question.limit} characters; your text has {len(text)}."
        return Unreadable("too-long", say, asked.token)
    return ExtendedAnswer(text) if text else BlankAnswer()


def to_form(asked: Asked, answer: ExtendedAnswer) -> Filled:
    """The field that says so."""
    return {asked.token: [answer.text]}


def grade(question: Extended, _answer: ExtendedAnswer) -> Mark:
    """No mark yet: it waits for a trainer (`judge`)."""
    return waiting(question)


def judge(question: Extended, levels: Mapping[str, str], comment: str = "") -> Mark:
    """The mark that a trainer's judgement makes: the share of the rubric's points.

    Args:
        question: The question.
        levels: The level reached, for each criterion: ids.
        comment: For the learner.

    Raises:
        BadInput: If a criterion is not judged, or by a level that it does not have.
    """
    earned, of = 0, 0
    parts = {}
    for criterion in question.rubric:
        level = next((x for x in criterion.levels if x.id == levels.get(criterion.id)), None)
        if level is None:
            raise BadInput("Choose a level for every criterion.", code="criterion-not-judged")
        earned += level.points
        of += criterion.most
        parts[criterion.id] = level.points == criterion.most
    kept = tuple((criterion.id, levels[criterion.id]) for criterion in question.rubric)
    return marked(question, earned, of, parts, judged=Judged(kept, comment))


def tidy_lines(text: str) -> str:
    """NFC; line ends are LF; two empty lines at most; nothing that cannot be seen."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    seen = ["".join(c if c.isprintable() else " " * (c == "\t") for c in x).rstrip() for x in lines]
    kept = [x for i, x in enumerate(seen) if x or any(seen[max(0, i - 2) : i])]
    return unicodedata.normalize("NFC", "\n".join(kept)).strip()
