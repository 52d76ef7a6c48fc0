"""Lists as rows for a file: one tuple a row, days as days; `interop.tables` makes files of them."""

from collections.abc import Callable, Iterable, Iterator

from elearn.core.learning.readiness import Ready
from elearn.core.learning.standing_in_list import ListState
from elearn.core.quiz.statistics import Flag
from elearn.core.spreadsheet import Cell
from elearn.interop.tables.csv_rows import stream as csv_pieces
from elearn.interop.tables.csv_rows import write as csv_table
from elearn.interop.tables.xlsx import Sheet
from elearn.interop.tables.xlsx import stream as workbook_pieces
from elearn.interop.tables.xlsx import write as workbook
from elearn.services.overview import Line
from elearn.services.quiz_statistics import StatisticsPage
from elearn.services.readiness import Line as ReadyLine

__all__ = [
    "Cell",
    "Sheet",
    "cells",
    "csv_pieces",
    "csv_table",
    "option_rows",
    "question_rows",
    "ready_cells",
    "workbook",
    "workbook_pieces",
]


def cells(
    parts: Iterable[tuple[Line, ...]], word: Callable[[ListState], str]
) -> Iterator[tuple[Cell, ...]]:
    """The rows of the list of people.

    Name, unit, course, state, completed on, valid until, percent, last active on, renewed on.

    Args:
        parts: What `overview.export` gives.
        word: The reader's word for a state.
    """
    for part in parts:
        for line in part:
            yield (
                line.name,
                line.unit,
                line.course.plain,
                word(line.state),
                line.completed,
                line.valid_until,
                line.percent,
                line.last_day,
                line.completed if line.renewed else None,
            )


def ready_cells(
    parts: Iterable[tuple[ReadyLine, ...]], word: Callable[[Ready], str]
) -> Iterator[tuple[Cell, ...]]:
    """The rows of the list of who will be ready.

    Name, unit, course, how they stand on the day, version, law as of, valid until.

    Args:
        parts: What `readiness.export` gives.
        word: The reader's word for how somebody stands.
    """
    for part in parts:
        for line in part:
            yield (
                line.name,
                line.unit,
                line.course.plain,
                word(line.ready),
                line.version,
                line.law_checked,
                line.valid_until,
            )


def question_rows(page: StatisticsPage, words: Callable[[Flag], str]) -> Iterator[tuple[Cell, ...]]:
    """How the questions of a quiz did.

    Number, id, text, answers, facility, its standard error, discrimination, median seconds, why to
    look at it.

    Args:
        page: The figures.
        words: The reader's words for a flag.
    """
    for line in page.items:
        item = line.figures
        yield (
            line.number,
            item.id,
            line.prompt,
            item.answers,
            item.facility,
            item.standard_error,
            item.discrimination,
            item.seconds,
            " ".join(words(flag) for flag in item.flags),
        )


def option_rows(page: StatisticsPage, word: Callable[[str], str]) -> Iterator[tuple[Cell, ...]]:
    """What was chosen, done right, and typed by several.

    Question's id, id, text, what it is, how many, mean share of the others.

    Args:
        page: The figures.
        word: The reader's word for what a row is: `right`, `wrong`, `part`, `typed-right` or
            `typed-wrong`.
    """
    for line in page.items:
        for option in line.figures.options:
            what = word("right" if option.right else "wrong")
            label = line.labels.get(option.option, option.option)
            yield line.figures.id, option.option, label, what, option.count, option.rest
        for part in line.figures.parts:
            label = line.labels.get(part.part, part.part)
            yield line.figures.id, part.part, label, word("part"), part.count, part.rest
        for typed in line.figures.typed:
            what = word("typed-right" if typed.right else "typed-wrong")
            yield line.figures.id, "", typed.text, what, typed.count, typed.rest


__all__ = ["Cell", "Sheet", "cells", "option_rows", "question_rows", "ready_cells", "workbook"]
