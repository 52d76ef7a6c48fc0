"""Indicators to share as files: rounded figures, tables of fixed shapes, as XLSX and PDF."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from elearn.core.indicator.disclosure import SharedTable
from elearn.core.indicator.figures import Figures
from elearn.core.indicator.logframe import Indicator, Logframe
from elearn.core.indicator.shapes import SHAPES, By, Shape
from elearn.core.spreadsheet import Cell
from elearn.interop.tables import pdf, xlsx
from elearn.interop.tables.xlsx import Sheet
from elearn.services import indicators
from elearn.services.indicators import Axes


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a file says, in one language.

    Attributes:
        tag: BCP 47 tag of the language.
        indicators: The title of the list of indicators.
        heading: Its columns: indicator, baseline, target, reached, next milestone, by.
        value, total: Headings of tables.
        by: What breakdowns are called.
        titles: What tables are called.
        keys: What the keys of breakdowns are called.
        too_few, not_collected: What stands where there is no number.
        about: The title of the sheet that says what the file is.
        about_heading: Its columns.
        told: Label and value of what the file is.
        day: A day in words.
        made: When it was made, in words.
    """

    tag: str
    indicators: str
    heading: tuple[str, str, str, str, str, str]
    value: str
    total: str
    by: Mapping[By, str]
    titles: Mapping[Shape, str]
    keys: Mapping[tuple[By, str], str]
    too_few: str
    not_collected: str
    about: str
    about_heading: tuple[str, str]
    told: tuple[tuple[str, Cell], ...]
    day: Callable[[date], str]
    made: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a file is made of: a logframe, its figures up to a day, and their keys."""

    frame: Logframe
    found: Figures
    axes: Axes
    last: date


def workbook(report: Report, words: Words, *, now: datetime) -> bytes:
    """The file as XLSX: indicators, a sheet a shape, a sheet about it."""
    sheets = [
        Sheet(words.indicators, _heading(report, words), _indicators(report, words)),
        *(Sheet(title[:31], head, rows) for title, head, rows in _tables(report, words)),
        Sheet(words.about, words.about_heading, list(words.told), filters=False),
    ]
    return xlsx.write(sheets, now=now)


def document(report: Report, words: Words, site: str, *, now: datetime) -> bytes:
    """The same as PDF, tagged.

    Raises:
        TooLong: If the tables have more rows than a file may have.
    """
    heading = _heading(report, words)
    parts = [
        pdf.Part(
            words.indicators, heading, _texts(_indicators(report, words), words), _from(heading)
        ),
        *(
            pdf.Part(title, head, _texts(rows, words), frozenset(range(2, len(head))))
            for title, head, rows in _tables(report, words)
        ),
    ]
    return pdf.draw(
        pdf.Tables(
            language=words.tag,
            day=now.date(),
            site=site,
            heading=report.frame.title,
            made=words.made,
            description=report.frame.title,
            about=tuple((label, _text(value, words)) for label, value in words.told),
            parts=tuple(parts),
        )
    )


def _from(heading: tuple[str, ...]) -> frozenset[int]:
    """Columns of numbers in the list of indicators: all but the title and the day."""
    return frozenset(set(range(1, len(heading))) - {5})


def _heading(report: Report, words: Words) -> tuple[str, ...]:
    return (*words.heading, *(words.keys[By.QUARTER, q] for q in report.axes[By.QUARTER]))


def _indicators(report: Report, words: Words) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for line in indicators.lines(report.frame, report.found, shared=True):
        one = line.indicator
        coming = one.next_milestone(report.last)
        cells = indicators.by_quarter(one, report.axes, report.found)
        rows.append(
            (
                one.title,
                _number(float(one.baseline)),
                _number(float(one.target)),
                _said(line.value, one, words),
                _number(float(coming.value)) if coming else None,
                coming.by if coming else None,
                *(_said(value, one, words) for value in cells),
            )
        )
    return rows


def _said(value: float | None, indicator: Indicator, words: Words) -> Cell:
    if value is not None:
        return _number(value)
    return words.too_few if indicator.collected else words.not_collected


def _number(value: float) -> float:
    return int(value) if float(value).is_integer() else value


def _tables(
    report: Report, words: Words
) -> Iterator[tuple[str, tuple[str, ...], list[tuple[Cell, ...]]]]:
    """Title, heading and rows of a table for each shape, of all indicators that have it."""
    shapes = dict.fromkeys(
        shape for one in report.frame.indicators for shape in SHAPES[one.measure]
    )
    for shape in shapes:
        columns = tuple(words.keys[shape[1], k] for k in report.axes[shape[1]]) if shape[1:] else ()
        head = (
            words.heading[0],
            words.by[shape[0]],
            *columns,
            words.total if columns else words.value,
        )
        rows = [
            row
            for one in report.frame.indicators
            if shape in SHAPES[one.measure]
            for row in _rows(one, shape, report, words)
        ]
        yield words.titles[shape], head, rows


def _rows(one: Indicator, shape: Shape, report: Report, words: Words) -> Iterator[tuple[Cell, ...]]:
    table: SharedTable = indicators.shared_table(one, shape, report.axes, report.found)
    for key, cells, end in zip(table.rows, table.cells, table.ends, strict=True):
        said = (_said(value, one, words) for value in (*cells, end))
        yield (one.title, words.keys[shape[0], key], *said)
    said = (_said(value, one, words) for value in (*table.totals, table.whole))
    yield (one.title, words.total, *said)


def _texts(rows: list[tuple[Cell, ...]], words: Words) -> list[tuple[str, ...]]:
    return [tuple(_text(cell, words) for cell in row) for row in rows]


def _text(cell: Cell, words: Words) -> str:
    if cell is None:
        return ""
    return words.day(cell) if isinstance(cell, date) else str(cell)


def file_name(report: Report, form: str) -> str:
    """What a file is called: the logframe and its last day."""
    return f"{report.frame.id}-{report.last.isoformat()}.{form}"
