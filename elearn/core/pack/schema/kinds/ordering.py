"""Items to put in order, in a pack."""

from collections.abc import Iterator

from elearn.core.pack.schema import fields
from elearn.core.pack.schema.kinds import base
from elearn.core.pack.schema.kinds.base import EntryShape, QuestionShape, Said, Wrong
from elearn.core.pack.yaml_tree import Keys
from elearn.core.quiz.kinds.ordering import Ordering
from elearn.core.quiz.question import Credit


class OrderingShape(QuestionShape):
    """Items in the right order."""

    makes = Ordering
    items = fields.Many(fields.Group(EntryShape), base.FEW, base.MANY, required=True)
    credit = base.credit(Credit.SHARE, Credit.MINUS, Credit.ALL)

    @staticmethod
    def said(question: Ordering) -> Iterator[Said]:
        """The items."""
        return base.said_entries(question.items, "items")

    @staticmethod
    def parts(question: Ordering) -> Iterator[tuple[str, Keys]]:
        """The items."""
        return base.numbered(question.items, "items")

    @staticmethod
    def faults(question: Ordering) -> Iterator[Wrong]:
        """Two items that read the same."""
        return base.alike(question.id, "items", (e.text for e in question.items))

    @staticmethod
    def partly(question: Ordering) -> bool:
        """Where there are more than two items."""
        return len(question.items) > 2 and QuestionShape.partly(question)

    @staticmethod
    def written(question: Ordering) -> dict[str, object]:
        """The items."""
        return {"items": base.written_entries(question.items)}
