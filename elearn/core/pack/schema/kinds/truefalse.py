"""A statement that is right or wrong, in a pack."""

from elearn.core.pack.schema import fields
from elearn.core.pack.schema.kinds.base import QuestionShape
from elearn.core.quiz.kinds.truefalse import TrueFalse


class TrueFalseShape(QuestionShape):
    """A statement that is right or wrong."""

    makes = TrueFalse
    answer = fields.Flag(required=True)

    @staticmethod
    def partly(question: TrueFalse) -> bool:  # noqa: ARG004 - the same for all
        """Right or wrong."""
        return False

    @staticmethod
    def written(question: TrueFalse) -> dict[str, object]:
        """The answer."""
        return {"answer": question.answer}
