"""`python -m bench exports`: how quickly lists are written, and how much memory that takes.

Each file is written in a process of its own, so that its memory is its own.
"""

import multiprocessing
import resource
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bench.report import Row, at_most, finish, machine
from elearn.core.spreadsheet import Cell
from elearn.interop.tables import csv_rows, xlsx
from elearn.interop.tables.xlsx import Sheet

CSV_ROWS, XLSX_ROWS = 2_000_000, 1_200_000
"""The second is more than a sheet holds."""
_EACH = 20
_HEADING = (
    "Name",
    "Unit",
    "Course",
    "Version",
    "Completed on",
    "Valid until",
    "Law as of",
    "State",
    "Renewed an older record",
)


def rows(number: int) -> Iterator[tuple[Cell, ...]]:
    """Completions as a report has them: twenty a person."""
    first = date(2024, 1, 1)
    days = [first + timedelta(days=n) for n in range(1_700)]
    courses = [f"Border checks, part {course}" for course in range(_EACH)]
    for person in range(number // _EACH):
        name, unit = f"Амра Хаџић {person}", f"Crossing point {person % 5_000}"
        for place, course in enumerate(courses):
            at = (person * 7 + place * 41) % 900
            renewed = "yes" if place % 9 == 0 else None
            yield name, unit, course, "1.2.0", days[at], days[at + 730], first, "Valid", renewed


def _write(form: str, number: int) -> int:
    """Write a file to nowhere; its length."""
    if form == "csv":
        return sum(map(len, csv_rows.stream(_HEADING, rows(number), "sr")))
    sheets = [Sheet("Completions", _HEADING, rows(number))]
    return sum(map(len, xlsx.stream(sheets, now=datetime.now(UTC))))


def _measured(form: str, number: int, pipe: object) -> None:
    began = time.perf_counter()
    size = _write(form, number)
    took = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pipe.send((number / took, peak, size / 1e6))  # type: ignore[attr-defined]  # one end of a pipe


def _alone(form: str, number: int) -> tuple[float, float, float]:
    """Rows a second, peak memory in MB, length in MB; in a process of its own."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_measured, args=(form, number, there))
    process.start()
    found: tuple[float, float, float] = here.recv()
    process.join()
    return found


def measure(*, quick: bool = False) -> list[Row]:
    """The figures of the writers, rows made on the way included, the database not."""
    found = []
    for form, number, least in (("csv", CSV_ROWS, 100_000), ("xlsx", XLSX_ROWS, 15_000)):
        rows_written = number // 20 if quick else number
        speed, peak, size = _alone(form, rows_written)
        name = f"{form.upper()}, {rows_written:,} rows"
        found += [
            Row(name, speed, "rows/s", target=f">= {least:,}", met=speed >= least),
            at_most(f"{name}: peak memory", peak, "MB", 200),
            Row(f"{name}: length", size, "MB"),
        ]
    return found


def run(*, json_file: Path | None, quick: bool) -> int:
    """Measure, print, write; 1 where a target is missed."""
    return finish(measure(quick=quick), machine(), json_file)
