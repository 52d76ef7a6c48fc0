"""Kinds that other systems have as pairs only."""

from elearn.core.quiz import questions as q
from elearn.interop.notes import Changes, LeftOut

Sides = list[tuple[str, str]]
"""Left and right sides; an empty left side makes a right side that belongs to none."""


def sides_of(question: q.Matching | q.Categorise | q.Matrix, changes: Changes) -> Sides:
    """The sides of a question; what is no question about pairs here is said to be one there.

    Raises:
        LeftOut: If a row has several right columns.
    """
    if isinstance(question, q.Matching):
        pairs = [(pair.left, pair.right) for pair in question.pairs]
        return [*pairs, *(("", entry.text) for entry in question.extra)]
    if isinstance(question, q.Categorise):
        changes.remark("There it is a question about pairs: each item with its group.")
        groups = {group.id: group.text for group in question.groups}
        pairs = [(item.text, groups[item.group]) for item in question.items]
    else:
        if any(len(row.right) != 1 for row in question.rows):
            raise LeftOut("A row has several right columns, which cannot be said there.")
        changes.remark("There it is a question about pairs: each row with its column.")
        groups = {column.id: column.text for column in question.columns}
        pairs = [(row.text, groups[row.right[0]]) for row in question.rows]
    used = {right for _, right in pairs}
    return [*pairs, *(("", text) for text in groups.values() if text not in used)]
