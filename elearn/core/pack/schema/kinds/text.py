"""A word or a few words, in a pack."""

from collections.abc import Iterator

from elearn.core.pack.schema import fields
from elearn.core.pack.schema.kinds.base import PLAIN, QuestionShape, Said
from elearn.core.quiz.kinds.text import ShortText


class ShortTextShape(QuestionShape):
    """A few words."""

    makes = ShortText
    answers = fields.Many(fields.Plain(required=True, most=200), 1, 50, required=True)

    @staticmethod
    def said(question: ShortText) -> Iterator[Said]:
        """The accepted answers, which other languages have their own of."""
        for i, answer in enumerate(question.answers):
            yield Said(("answers", i), "", f"answer-{i + 1}", answer, PLAIN)

    @staticmethod
    def partly(question: ShortText) -> bool:  # noqa: ARG004 - the same for all
        """Right or wrong."""
        return False

    @staticmethod
    def written(question: ShortText) -> dict[str, object]:
        """The accepted answers."""
        return {"answers": list(question.answers)}
