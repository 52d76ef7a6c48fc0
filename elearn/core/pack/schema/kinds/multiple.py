"""Multiple choice in a pack."""

from collections.abc import Iterator

from elearn.core.pack.schema import fields
from elearn.core.pack.schema.kinds import base
from elearn.core.pack.schema.kinds.base import OptionShape, QuestionShape, Said, Wrong
from elearn.core.pack.yaml_tree import Keys
from elearn.core.quiz.kinds.multiple import Multiple
from elearn.core.quiz.question import Credit


class MultipleShape(QuestionShape):
    """One or more right options."""

    makes = Multiple
    options = fields.Many(fields.Group(OptionShape), base.FEW, base.MANY, required=True)
    credit = base.credit(Credit.MINUS, Credit.ALL)

    @staticmethod
    def said(question: Multiple) -> Iterator[Said]:
        """The options and their feedback."""
        return base.said_options(question.options)

    @staticmethod
    def parts(question: Multiple) -> Iterator[tuple[str, Keys]]:
        """The options."""
        return base.numbered(question.options, "options")

    @staticmethod
    def faults(question: Multiple) -> Iterator[Wrong]:
        """No right option, or two that read the same."""
        yield from base.none_right(question.id, question.options)
        yield from base.alike(question.id, "options", (o.text for o in question.options))

    @staticmethod
    def partly(question: Multiple) -> bool:
        """Where there are several right options."""
        several = sum(option.right for option in question.options) > 1
        return several and QuestionShape.partly(question)

    @staticmethod
    def written(question: Multiple) -> dict[str, object]:
        """The options."""
        return {"options": [base.written_option(option) for option in question.options]}
