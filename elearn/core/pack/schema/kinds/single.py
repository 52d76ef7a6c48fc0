"""Single choice in a pack."""

from collections.abc import Iterator

from elearn.core.pack.schema import fields
from elearn.core.pack.schema.kinds import base
from elearn.core.pack.schema.kinds.base import OptionShape, QuestionShape, Said, Wrong
from elearn.core.pack.yaml_tree import Keys
from elearn.core.quiz.kinds.single import Single


class SingleShape(QuestionShape):
    """One right option."""

    makes = Single
    options = fields.Many(fields.Group(OptionShape), base.FEW, base.MANY, required=True)

    @staticmethod
    def said(question: Single) -> Iterator[Said]:
        """The options and their feedback."""
        return base.said_options(question.options)

    @staticmethod
    def parts(question: Single) -> Iterator[tuple[str, Keys]]:
        """The options."""
        return base.numbered(question.options, "options")

    @staticmethod
    def faults(question: Single) -> Iterator[Wrong]:
        """No right option, several, or two that read the same."""
        yield from base.none_right(question.id, question.options)
        right = [i for i, option in enumerate(question.options) if option.right]
        if len(right) > 1:
            say = (
                f'"{question.id}" has {len(right)} right options; keep one, or use '
                "`kind: multiple`."
            )
            yield Wrong(("options", right[1]), "question-many-right", say)
        yield from base.alike(question.id, "options", (o.text for o in question.options))

    @staticmethod
    def partly(question: Single) -> bool:  # noqa: ARG004 - the same for all
        """Right or wrong."""
        return False

    @staticmethod
    def written(question: Single) -> dict[str, object]:
        """The options."""
        return {"options": [base.written_option(option) for option in question.options]}
