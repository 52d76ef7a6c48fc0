"""The shapes of all kinds of question, and the choice among them."""

from collections.abc import Iterator, Mapping
from typing import Any, assert_never

from elearn.core.pack.schema import fields
from elearn.core.pack.schema.base import Fault, refuse, unknown_key
from elearn.core.pack.schema.kinds.base import BLOCK, QuestionShape, Said, said_beside
from elearn.core.pack.schema.kinds.calculation import CalculationShape
from elearn.core.pack.schema.kinds.categorise import CategoriseShape
from elearn.core.pack.schema.kinds.cloze import ClozeShape
from elearn.core.pack.schema.kinds.extended import ExtendedShape
from elearn.core.pack.schema.kinds.hotspot import HotspotShape
from elearn.core.pack.schema.kinds.matching import MatchingShape
from elearn.core.pack.schema.kinds.matrix import MatrixShape
from elearn.core.pack.schema.kinds.mrz import MrzShape
from elearn.core.pack.schema.kinds.multiple import MultipleShape
from elearn.core.pack.schema.kinds.numeric import NumericShape
from elearn.core.pack.schema.kinds.ordering import OrderingShape
from elearn.core.pack.schema.kinds.single import SingleShape
from elearn.core.pack.schema.kinds.text import ShortTextShape
from elearn.core.pack.schema.kinds.truefalse import TrueFalseShape
from elearn.core.quiz import questions as q

SHAPES: dict[str, type[QuestionShape]] = {
    "single": SingleShape,
    "multiple": MultipleShape,
    "truefalse": TrueFalseShape,
    "matching": MatchingShape,
    "ordering": OrderingShape,
    "numeric": NumericShape,
    "text": ShortTextShape,
    "mrz": MrzShape,
    "hotspot": HotspotShape,
    "calculation": CalculationShape,
    "cloze": ClozeShape,
    "categorise": CategoriseShape,
    "matrix": MatrixShape,
    "extended": ExtendedShape,
}
"""The shape of each kind of question."""


def shape_of(question: q.Question) -> type[QuestionShape]:  # noqa: C901, PLR0911, PLR0912 - one branch a kind
    """The shape of a question's kind."""
    match question:
        case q.Single():
            return SingleShape
        case q.Multiple():
            return MultipleShape
        case q.TrueFalse():
            return TrueFalseShape
        case q.Matching():
            return MatchingShape
        case q.Ordering():
            return OrderingShape
        case q.Numeric():
            return NumericShape
        case q.ShortText():
            return ShortTextShape
        case q.Extended():
            return ExtendedShape
        case q.Matrix():
            return MatrixShape
        case q.Categorise():
            return CategoriseShape
        case q.Cloze():
            return ClozeShape
        case q.Calculation():
            return CalculationShape
        case q.Hotspot():
            return HotspotShape
        case q.Mrz():
            return MrzShape
        case _:
            assert_never(question)


def has_parts(question: q.Question) -> bool:
    """Whether its kind knows several rules for what is right in part, and it has several parts."""
    if isinstance(question, q.Hotspot) and not question.several:
        return False
    return "credit" in shape_of(question)._declared_fields  # noqa: SLF001 - marshmallow's fields


def said(question: q.Question) -> Iterator[Said]:
    """All texts of a question, in reading order."""
    yield Said(("prompt",), "", "prompt", question.prompt, BLOCK)
    yield Said(("reason",), "", "reason", question.reason, BLOCK)
    yield from said_beside(question)
    yield from shape_of(question).said(question)


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
