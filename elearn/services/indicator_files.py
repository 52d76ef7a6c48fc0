"""Indicators to share as files: rounded figures, tables of fixed shapes, as XLSX and PDF."""

from collections.abc import Iterator
from datetime import date, datetime

from elearn.core.indicator.disclosure import SharedTable
from elearn.core.indicator.figures import SHAPES, Figures
from elearn.core.indicator.logframe import Logframe
from elearn.core.spreadsheet import Cell
from elearn.interop.tables import pdf, xlsx
from elearn.interop.tables.xlsx import Sheet
from elearn.services import indicators

_HEADING = ("Indicator", "Baseline", "Target", "Reached", "Next milestone", "By")
NOT_COLLECTED, TOO_FEW = "not collected yet", "not shown: of fewer than 20, or of nobody known"
_ROUNDED = (
    "Counts are rounded to 5, totals from exact values; shares are made from rounded counts, and "
    "shown of 20 people or more."
)


def workbook(frame: Logframe, found: Figures, last: date, *, now: datetime) -> bytes:
    """The file as XLSX: indicators, a sheet a table, a sheet about it."""
    sheets = [
        Sheet("Indicators", _HEADING, _indicators(frame, found, last)),
        *(
            Sheet(title, heading, rows, filters=False)
            for title, heading, rows in _tables(frame, found, last)
        ),
        Sheet("About", ("What", "Value"), list(_about(frame, found, last, now)), filters=False),
    ]
    return xlsx.write(sheets, now=now)


def document(frame: Logframe, found: Figures, last: date, site: str, *, now: datetime) -> bytes:
    """The same as PDF, tagged."""
    parts = [
        pdf.Part("Indicators", _HEADING, _texts(_indicators(frame, found, last))),
        *(
            pdf.Part(title, heading, _texts(rows), frozenset(range(1, len(heading))))
            for title, heading, rows in _tables(frame, found, last)
        ),
    ]
    about = tuple((label, str(value)) for label, value in _about(frame, found, last, now))
    return pdf.draw(
        pdf.Tables(
            language="en",
            day=now.date(),
            site=site,
            heading=frame.title,
            made=f"{now:%Y-%m-%d %H:%M} UTC",
            description=frame.title,
            about=about,
            parts=tuple(parts),
        )
    )


def _indicators(frame: Logframe, found: Figures, last: date) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for line in indicators.lines(frame, found, shared=True):
        one = line.indicator
        reached: Cell = line.value
        if not line.collected:
            reached = NOT_COLLECTED
        elif line.value is None:
            reached = TOO_FEW
        coming = next((m for m in sorted(one.milestones, key=lambda m: m.by) if m.by > last), None)
        rows.append(
            (
                one.title,
                _number(float(one.baseline)),
                _number(float(one.target)),
                _number(reached) if isinstance(reached, float) else reached,
                _number(float(coming.value)) if coming else None,
                coming.by if coming else None,
            )
        )
    return rows


def _number(value: float) -> float:
    return int(value) if float(value).is_integer() else value


def _tables(
    frame: Logframe, found: Figures, last: date
) -> Iterator[tuple[str, tuple[str, ...], list[tuple[Cell, ...]]]]:
    """Title, heading and rows of every table of people trained."""
    for shape, table in zip(SHAPES, indicators.shared_tables(frame, found, last), strict=True):
        title = f"{shape[0].value} by {shape[1].value}".capitalize()
        yield title, (shape[0].value.capitalize(), *table.columns, "Total"), list(_rows(table))


def _rows(table: SharedTable) -> Iterator[tuple[Cell, ...]]:
    for name, cells, end in zip(table.rows, table.cells, table.ends, strict=True):
        yield (name, *cells, end)
    yield ("Total", *table.totals, table.whole)


def _about(
    frame: Logframe, found: Figures, last: date, now: datetime
) -> Iterator[tuple[str, Cell]]:
    yield "Logframe", frame.title
    yield "From", frame.first
    yield "Until", last
    yield "Made on", now.date()
    yield "Tables count", "people trained: distinct people with a completion record"
    yield "Rounded", _ROUNDED
    yield "Set of records (SHA-256)", found.digest


def _texts(rows: list[tuple[Cell, ...]]) -> list[tuple[str, ...]]:
    return [tuple("" if cell is None else str(cell) for cell in row) for row in rows]
