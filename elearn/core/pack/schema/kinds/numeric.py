"""A number, in a pack."""

from collections.abc import Iterator

from elearn.core.pack.schema import fields
from elearn.core.pack.schema.kinds.base import PLAIN, QuestionShape, Said, written_number
from elearn.core.quiz.kinds.numeric import Numeric


class NumericShape(QuestionShape):
    """A number."""

    makes = Numeric
    answer = fields.Number(required=True)
    tolerance = fields.Number(least=0)
    unit = fields.Plain(most=40)

    @staticmethod
    def said(question: Numeric) -> Iterator[Said]:
        """The unit."""
        yield Said(("unit",), "", "unit", question.unit, PLAIN)

    @staticmethod
    def partly(question: Numeric) -> bool:  # noqa: ARG004 - the same for all
        """Right or wrong."""
        return False

    @staticmethod
    def written(question: Numeric) -> dict[str, object]:
        """The number, how far off it may be, and its unit."""
        made: dict[str, object] = {"answer": written_number(question.answer)}
        if question.tolerance:
            made["tolerance"] = written_number(question.tolerance)
        return made | ({"unit": question.unit} if question.unit else {})
