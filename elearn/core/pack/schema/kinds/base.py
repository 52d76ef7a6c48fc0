"""What the shapes of all kinds share."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from elearn.core.pack import limits
from elearn.core.pack.schema import fields
from elearn.core.pack.schema.base import Shape
from elearn.core.pack.yaml_tree import Keys
from elearn.core.quiz import question as q
from elearn.core.quiz.numbers import number_text
from elearn.core.quiz.options import Marking

FEW, MANY = limits.OPTIONS

PLAIN, INLINE, BLOCK = "plain", "inline", "block"


@dataclass(frozen=True, slots=True)
class Said:
    """A text of a question.

    Attributes:
        keys: Where it stands in the file, below the question.
        part: The id of the part that it belongs to; empty for the question itself.
        field: What it is there.
        text: The text in the source language; may be empty.
        kind: `plain`, `inline` (Markdown of one line) or `block` (Markdown).
    """

    keys: Keys
    part: str
    field: str
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """A fault of a question: a problem still without its file."""

    keys: Keys
    code: str
    text: str


class OptionShape(Shape):
    """One option of a choice question."""

    makes = q.Option
    id = fields.Id(required=True)
    text = fields.Markdown(required=True)
    right = fields.Flag()
    feedback = fields.Markdown()


class EntryShape(Shape):
    """Something with an id and a text."""

    makes = q.Entry
    id = fields.Id(required=True)
    text = fields.Markdown(required=True)


class HintShape(Shape):
    """A hint."""

    makes = q.Hint
    text = fields.Markdown(required=True)
    cost = fields.Whole(0, 100)


class AnswerFeedbackShape(Shape):
    """What is said by how the answer did."""

    makes = q.AnswerFeedback
    right = fields.Markdown()
    partly = fields.Markdown()
    wrong = fields.Markdown()


class MarkingShape(Shape):
    """How people mark a question."""

    makes = Marking
    double = fields.Flag()
    tolerance = fields.Number(least=0)


class QuestionShape(Shape):
    """What every question has."""

    id = fields.Id(required=True)
    kind = fields.Plain(required=True)
    prompt = fields.Markdown(required=True)
    points = fields.Whole(1, 100)
    outcomes = fields.Many(fields.Id())
    reason = fields.Markdown()
    basis = fields.Many(fields.Citation(), 0, limits.BASIS)
    difficulty = fields.OneOf(q.DIFFICULTIES)
    tags = fields.Many(fields.Id())
    hints = fields.Many(fields.Group(HintShape), 0, limits.HINTS)
    feedback = fields.Group(AnswerFeedbackShape)

    def make(self, data: dict[str, Any]) -> Any:
        """The question, without its kind, which its class tells."""
        return self.makes(
            **{key: value for key, value in data.items() if key != "kind" and value is not None}
        )

    @staticmethod
    def said(question: Any) -> Iterator[Said]:  # noqa: ARG004 - most kinds have some
        """The texts of a question, beside its prompt and reason."""
        return iter(())

    @staticmethod
    def parts(question: Any) -> Iterator[tuple[str, Keys]]:  # noqa: ARG004 - most kinds have some
        """The ids inside a question, with where each stands."""
        return iter(())

    @staticmethod
    def faults(question: Any) -> Iterator[Wrong]:  # noqa: ARG004 - most kinds have some
        """What is wrong with a question that could be read."""
        return iter(())

    @staticmethod
    def partly(question: Any) -> bool:
        """Whether an answer can be partly right."""
        return bool(question.credit is not q.Credit.ALL)

    @staticmethod
    def written(question: Any) -> dict[str, object]:
        """The keys that only this kind has, as a file holds them."""
        raise NotImplementedError


def credit(*words: q.Credit) -> fields.OneOf:
    """The key `credit` of a kind that has parts, with the rules that make sense for it."""
    return fields.OneOf(tuple(word.value for word in words), q.Credit)


def said_beside(question: q.QuestionBase) -> Iterator[Said]:
    """The texts of the hints, and what is said by how the answer did."""
    for i, hint in enumerate(question.hints):
        yield Said(("hints", i, "text"), "", f"hint-{i + 1}", hint.text, BLOCK)
    after = question.feedback
    for name, text in (("right", after.right), ("partly", after.partly), ("wrong", after.wrong)):
        yield Said(("feedback", name), "", f"if-{name}", text, BLOCK)


def said_options(options: Iterable[q.Option], key: str = "options") -> Iterator[Said]:
    """The texts of options."""
    for i, option in enumerate(options):
        yield Said((key, i, "text"), option.id, "text", option.text, INLINE)
        yield Said((key, i, "feedback"), option.id, "feedback", option.feedback, BLOCK)


def said_entries(entries: Iterable[q.Entry], key: str) -> Iterator[Said]:
    """The texts of entries."""
    for i, entry in enumerate(entries):
        yield Said((key, i, "text"), entry.id, "text", entry.text, INLINE)


def numbered(things: Iterable[Any], key: str) -> Iterator[tuple[str, Keys]]:
    """The ids of a list's entries, with where each stands."""
    for i, thing in enumerate(things):
        yield thing.id, (key, i, "id")


def alike(name: str, key: str, texts: Iterable[str]) -> Iterator[Wrong]:
    """Texts of one list that read the same."""
    counts: dict[str, int] = {}
    for text in texts:
        words = " ".join(text.split())
        counts[words] = counts.get(words, 0) + 1
    for words, count in counts.items():
        if count > 1:
            say = f'"{name}" has {count} answers that read {words[:60]!r}; change one.'
            yield Wrong((key,), "answer-ambiguous", say)


def none_right(name: str, options: Iterable[q.Option], key: str = "options") -> Iterator[Wrong]:
    """That no option is right."""
    if not any(option.right for option in options):
        say = f'No option of "{name}" is right; write `right: true` at one.'
        yield Wrong((key,), "question-no-right", say)


def written_beside(question: q.QuestionBase) -> dict[str, object]:
    """The rule for parts, hints and feedback as a file holds them."""
    made: dict[str, object] = {}
    if question.credit is not type(question).__dataclass_fields__["credit"].default:
        made["credit"] = question.credit.value
    if question.hints:
        made["hints"] = [
            {"text": hint.text, **({"cost": hint.cost} if hint.cost else {})}
            for hint in question.hints
        ]
    if question.feedback != q.NO_FEEDBACK:
        after = question.feedback
        texts = {"right": after.right, "partly": after.partly, "wrong": after.wrong}
        made["feedback"] = {name: text for name, text in texts.items() if text}
    return made


def written_option(option: q.Option) -> dict[str, object]:
    """An option as a file holds it."""
    made: dict[str, object] = {"id": option.id, "text": option.text}
    if option.right:
        made["right"] = True
    return made | ({"feedback": option.feedback} if option.feedback else {})


def written_entries(entries: Iterable[q.Entry]) -> list[dict[str, str]]:
    """Entries as a file holds them."""
    return [{"id": entry.id, "text": entry.text} for entry in entries]


def written_number(value: Fraction) -> int | str:
    """A number as a file holds it: a text keeps every decimal place; a float might not."""
    return int(value) if value.denominator == 1 else number_text(value)
