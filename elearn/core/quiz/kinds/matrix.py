"""Rows and columns: for each row one column, or several."""

from dataclasses import dataclass
from math import lcm

from elearn.core.quiz.chance import Asked, Dice, Laid
from elearn.core.quiz.form import (
    BlankAnswer,
    Filled,
    Form,
    Raw,
    Unreadable,
    all_texts,
    by_token,
    unknown,
)
from elearn.core.quiz.mark import Mark, marked
from elearn.core.quiz.question import Credit, Entry, QuestionBase


@dataclass(frozen=True, slots=True)
class Row:
    """A line, and the ids of the columns that are right for it."""

    id: str
    text: str
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix(QuestionBase):
    """Rows and columns; with `several` any number of columns may be right for a row."""

    rows: tuple[Row, ...]
    columns: tuple[Entry, ...]
    several: bool = False


@dataclass(frozen=True, slots=True)
class MatrixAnswer:
    """Row ids with the ids of the columns chosen, both sorted; at least one."""

    cells: tuple[tuple[str, tuple[str, ...]], ...]


def truth(question: Matrix) -> MatrixAnswer:
    """All that is right."""
    return MatrixAnswer(tuple(sorted((row.id, tuple(sorted(row.right))) for row in question.rows)))


def to_raw(answer: MatrixAnswer) -> Raw:
    """Its form in storage."""
    return {"kind": "matrix", "cells": {row: list(columns) for row, columns in answer.cells}}


def from_raw(raw: Raw) -> MatrixAnswer | None:
    """From there; None if it is something else."""
    match raw:
        case {"cells": dict(cells)} if cells and all(map(_columns, cells.values())):
            return MatrixAnswer(
                tuple(sorted((str(row), tuple(sorted(columns))) for row, columns in cells.items()))
            )
        case _:
            return None


def _columns(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all_texts(value)


def lay(question: Matrix, dice: Dice) -> Laid:
    """The rows, mixed, and the columns as they are written: they may be a scale."""
    rows = dice.mixed("rows", [row.id for row in question.rows])
    columns = [column.id for column in question.columns]
    return Laid(lefts=dice.slots("row", rows), rights=dice.slots("column", columns))


def read(question: Matrix, asked: Asked, form: Form) -> MatrixAnswer | BlankAnswer | Unreadable:
    """There is a field for each row; it holds the tokens of columns."""
    columns = by_token(asked.rights)
    cells: list[tuple[str, tuple[str, ...]]] = []
    for row in asked.lefts:
        given = {value.strip() for value in form.get(row.token, ())} - {""}
        if not given <= columns.keys():
            return unknown(row.token)
        if len(given) > 1 and not question.several:
            return Unreadable("given-twice", "Give one answer here, not several.", row.token)
        if given:
            cells.append((row.id, tuple(sorted(columns[value] for value in given))))
    return MatrixAnswer(tuple(sorted(cells))) if cells else BlankAnswer()


def to_form(asked: Asked, answer: MatrixAnswer) -> Filled:
    """The fields that say so."""
    tokens = {slot.id: slot.token for slot in asked.rights}
    rows = {slot.id: slot.token for slot in asked.lefts}
    filled = {
        rows[row]: [tokens[column] for column in columns if column in tokens]
        for row, columns in answer.cells
        if row in rows
    }
    return {field: values for field, values in filled.items() if values}


def grade(question: Matrix, answer: MatrixAnswer) -> Mark:
    """A share for each row, in which every wrong column takes away what a right one earns.

    Where a row has fewer wrong columns than right ones, each takes more, so that choosing all of
    them earns nothing. No row is worth less than nothing. The parts are the rows: all right or not.
    """
    given = dict(answer.cells)
    rows = [(row, len(row.right), _takers(question, row)) for row in question.rows]
    scale = lcm(*(of for _, of, _ in rows), *(less for _, _, less in rows))
    shares = 0
    parts = {}
    for row, of, less in rows:
        chosen = given.get(row.id, ())
        right = sum(column in row.right for column in chosen)
        wrong = len(chosen) - right
        shares += max(0, right * scale // of - wrong * scale // less)
        parts[row.id] = right == of and not wrong
    if question.credit is Credit.ALL:
        return marked(question, int(all(parts.values())), 1, parts)
    return marked(question, shares, scale * len(rows), parts)


def _takers(question: Matrix, row: Row) -> int:
    """How many wrong columns of a row take all that its right ones earn."""
    of = len(row.right)
    return min(of, len(question.columns) - of) or of
