"""Items to put into groups, in a pack."""

from collections.abc import Iterator

from elearn.core.pack.schema import fields
from elearn.core.pack.schema.base import Shape
from elearn.core.pack.schema.kinds import base
from elearn.core.pack.schema.kinds.base import INLINE, EntryShape, QuestionShape, Said, Wrong
from elearn.core.pack.yaml_tree import Keys
from elearn.core.quiz.kinds.categorise import Categorise, Sorted
from elearn.core.quiz.question import Credit


class SortedShape(Shape):
    """An item with its group."""

    makes = Sorted
    id = fields.Id(required=True)
    text = fields.Markdown(required=True)
    group = fields.Id(required=True)


class CategoriseShape(QuestionShape):
    """Items to put into groups."""

    makes = Categorise
    groups = fields.Many(fields.Group(EntryShape), 2, 6, required=True)
    items = fields.Many(fields.Group(SortedShape), 2, 20, required=True)
    credit = base.credit(Credit.SHARE, Credit.MINUS, Credit.ALL)

    @staticmethod
    def said(question: Categorise) -> Iterator[Said]:
        """The groups and the items."""
        yield from base.said_entries(question.groups, "groups")
        for i, item in enumerate(question.items):
            yield Said(("items", i, "text"), item.id, "text", item.text, INLINE)

    @staticmethod
    def parts(question: Categorise) -> Iterator[tuple[str, Keys]]:
        """The groups and the items."""
        yield from base.numbered(question.groups, "groups")
        yield from base.numbered(question.items, "items")

    @staticmethod
    def faults(question: Categorise) -> Iterator[Wrong]:
        """Groups that there are none of, and texts that read the same."""
        known = [group.id for group in question.groups]
        for i, item in enumerate(question.items):
            if item.group not in known:
                say = f'"{item.group}" is none of the groups; write one of {", ".join(known)}.'
                yield Wrong(("items", i, "group"), "part-unknown", say)
        yield from base.alike(question.id, "groups", (group.text for group in question.groups))
        yield from base.alike(question.id, "items", (item.text for item in question.items))

    @staticmethod
    def written(question: Categorise) -> dict[str, object]:
        """The groups and the items."""
        items = [{"id": x.id, "text": x.text, "group": x.group} for x in question.items]
        return {"groups": base.written_entries(question.groups), "items": items}
