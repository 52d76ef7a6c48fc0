"""Rows and columns in a pack."""

from collections.abc import Iterator
from typing import Any

from elearn.core.pack.schema import fields
from elearn.core.pack.schema.base import Shape
from elearn.core.pack.schema.kinds import base
from elearn.core.pack.schema.kinds.base import INLINE, EntryShape, QuestionShape, Said, Wrong
from elearn.core.pack.yaml_tree import Keys
from elearn.core.quiz.kinds.matrix import Matrix, Row
from elearn.core.quiz.question import Credit


class OneOrMore(fields.Many):
    """A list of ids, or one id by itself."""

    def _deserialize(self, value: object, attr: Any, data: Any, **more: Any) -> tuple[Any, ...]:
        listed = [value] if isinstance(value, str) else value
        return super()._deserialize(listed, attr, data, **more)


class RowShape(Shape):
    """A line."""

    makes = Row
    id = fields.Id(required=True)
    text = fields.Markdown(required=True)
    right = OneOrMore(fields.Id(), 1, 10, required=True)


class MatrixShape(QuestionShape):
    """Rows and columns."""

    makes = Matrix
    columns = fields.Many(fields.Group(EntryShape), 2, 6, required=True)
    rows = fields.Many(fields.Group(RowShape), 1, 20, required=True)
    several = fields.Flag()
    credit = base.credit(Credit.SHARE, Credit.ALL)

    @staticmethod
    def said(question: Matrix) -> Iterator[Said]:
        """The columns and the rows."""
        yield from base.said_entries(question.columns, "columns")
        for i, row in enumerate(question.rows):
            yield Said(("rows", i, "text"), row.id, "text", row.text, INLINE)

    @staticmethod
    def parts(question: Matrix) -> Iterator[tuple[str, Keys]]:
        """The columns and the rows."""
        yield from base.numbered(question.columns, "columns")
        yield from base.numbered(question.rows, "rows")

    @staticmethod
    def faults(question: Matrix) -> Iterator[Wrong]:
        """Columns that there are none of, too many right ones, and texts that read the same."""
        known = [column.id for column in question.columns]
        for i, row in enumerate(question.rows):
            at: Keys = ("rows", i, "right")
            for name in row.right:
                if name not in known:
                    say = f'"{name}" is none of the columns; write one of {", ".join(known)}.'
                    yield Wrong(at, "part-unknown", say)
            if len(set(row.right)) < len(row.right):
                say = f'"{row.id}" names a column twice; name it once.'
                yield Wrong(at, "answer-ambiguous", say)
            if len(row.right) > 1 and not question.several:
                say = f'"{row.id}" has {len(row.right)} right columns; write `several: true`.'
                yield Wrong(at, "question-many-right", say)
        yield from base.alike(question.id, "rows", (row.text for row in question.rows))
        yield from base.alike(question.id, "columns", (c.text for c in question.columns))

    @staticmethod
    def written(question: Matrix) -> dict[str, object]:
        """The columns and the rows."""
        rows = [
            {"id": row.id, "text": row.text, "right": _written(row.right)} for row in question.rows
        ]
        several = {"several": True} if question.several else {}
        return {**several, "columns": base.written_entries(question.columns), "rows": rows}


def _written(right: tuple[str, ...]) -> str | list[str]:
    return right[0] if len(right) == 1 else list(right)
