"""Questions, quizzes and banks."""

from collections.abc import Mapping
from typing import Any

from elearn.core.pack import limits
from elearn.core.pack.model import Bank, BankDraw, Quiz
from elearn.core.pack.schema import fields
from elearn.core.pack.schema.base import Fault, Shape, refuse, unknown_key
from elearn.core.quiz import questions as q

_FEW, _MANY = limits.OPTIONS


class OptionShape(Shape):
    """One option of a choice question."""

    makes = q.Option
    id = fields.Id(required=True)
    text = fields.Markdown(required=True)
    right = fields.Flag()
    feedback = fields.Markdown()


class PairShape(Shape):
    """Two sides that belong together."""

    makes = q.Pair
    id = fields.Id(required=True)
    left = fields.Markdown(required=True)
    right = fields.Markdown(required=True)


class EntryShape(Shape):
    """Something with an id and a text."""

    makes = q.Entry
    id = fields.Id(required=True)
    text = fields.Markdown(required=True)


class QuestionShape(Shape):
    """What every question has."""

    id = fields.Id(required=True)
    kind = fields.OneOf(tuple(q.KINDS), required=True)
    prompt = fields.Markdown(required=True)
    points = fields.Whole(1, 100)
    outcomes = fields.Many(fields.Id())
    reason = fields.Markdown()

    def make(self, data: dict[str, Any]) -> Any:
        """The question, without its kind, which its class tells."""
        return self.makes(
            **{key: value for key, value in data.items() if key != "kind" and value is not None}
        )


class SingleShape(QuestionShape):
    """One right option."""

    makes = q.Single
    options = fields.Many(fields.Group(OptionShape), _FEW, _MANY, required=True)


class MultipleShape(QuestionShape):
    """One or more right options."""

    makes = q.Multiple
    options = fields.Many(fields.Group(OptionShape), _FEW, _MANY, required=True)


class TrueFalseShape(QuestionShape):
    """A statement that is right or wrong."""

    makes = q.TrueFalse
    answer = fields.Flag(required=True)


class MatchingShape(QuestionShape):
    """Pairs."""

    makes = q.Matching
    pairs = fields.Many(fields.Group(PairShape), _FEW, _MANY, required=True)
    extra = fields.Many(fields.Group(EntryShape), 0, _MANY)


class OrderingShape(QuestionShape):
    """Items in the right order."""

    makes = q.Ordering
    items = fields.Many(fields.Group(EntryShape), _FEW, _MANY, required=True)


class NumericShape(QuestionShape):
    """A number."""

    makes = q.Numeric
    answer = fields.Number(required=True)
    tolerance = fields.Number(least=0)
    unit = fields.Plain(most=40)


class ShortTextShape(QuestionShape):
    """A few words."""

    makes = q.ShortText
    answers = fields.Many(fields.Plain(required=True, most=200), 1, 50, required=True)


SHAPES: dict[str, type[QuestionShape]] = {
    "single": SingleShape,
    "multiple": MultipleShape,
    "truefalse": TrueFalseShape,
    "matching": MatchingShape,
    "ordering": OrderingShape,
    "numeric": NumericShape,
    "text": ShortTextShape,
}
"""The shape of each kind of question."""


class AnyQuestion(fields.Value):
    """A question of any kind; its `kind` chooses the shape."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.shapes = {kind: shape() for kind, shape in SHAPES.items()}

    def _deserialize(self, value: object, *_: Any, **__: Any) -> Any:
        if not isinstance(value, Mapping):
            raise refuse('must hold questions, each with "id", "kind" and "prompt".')
        kind = value.get("kind")
        if isinstance(kind, str) and kind in self.shapes:
            return self.shapes[kind].load(value)
        if kind is None:
            text = f'The key "kind" is missing; write one of {", ".join(SHAPES)}.'
            raise refuse(text, "key-missing")
        raise self.wrong_kind(str(kind)[:40])

    def wrong_kind(self, kind: str) -> Exception:
        """The refusal of a kind that there is none of."""
        hint = unknown_key(kind, list(SHAPES)).partition("unknown. ")[2]
        error = refuse("")
        error.messages = {"kind": [Fault(f"is {kind!r}, which is unknown. {hint}", "value-choice")]}
        return error


class SelfCheckShape(Shape):
    """A question by itself; `question` is put around it for reading."""

    makes = dict
    question = AnyQuestion(required=True)


class DrawShape(Shape):
    """So many questions from a bank."""

    makes = BankDraw
    bank = fields.Id(required=True)
    count = fields.Whole(1, 1000, required=True)


class QuizShape(Shape):
    """A quiz."""

    makes = Quiz
    id = fields.Id(required=True)
    title = fields.Plain(required=True)
    minutes = fields.Whole(1, 600, required=True)
    intro = fields.Markdown()
    pass_percent = fields.Whole(1, 1000, required=True, data_key="pass")
    attempts = fields.Whole(1, 100)
    shuffle = fields.Flag()
    draw = fields.Many(fields.Group(DrawShape))
    questions = fields.Many(AnyQuestion(), load_default=())


class BankShape(Shape):
    """Questions that quizzes draw from."""

    makes = Bank
    id = fields.Id(required=True)
    title = fields.Plain(required=True)
    questions = fields.Many(AnyQuestion(), 1, required=True)
