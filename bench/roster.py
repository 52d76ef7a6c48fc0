"""A roster of 50,000 rows: read, planned and written, and for how long others could not write.

`measure()` gives the figures; `python -m bench.roster [ROWS]` prints them.
"""

import io
import json
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import flask_migrate

from bench import seed
from elearn.app import create_app
from elearn.core.access import Actor, Grant, Role
from elearn.core.roster.plan import Fate
from elearn.services import roster_work, rosters
from elearn.services.roster_work import Worked
from elearn.services.transaction import transaction
from elearn.store import rosters as store
from elearn.store import units
from elearn.store.db import begin_write, db

ROWS, UNITS = 50_000, 500
TOTAL_S, LOCK_S = 30.0, 2.0
"""What a roster of 50,000 rows may take in all, and for how long the write lock may be held."""

_HEADINGS = [
    *("Name", "Service number", "E-mail address", "Unit", "Language", "Country", "Function"),
    *("Sex", "In the unit since", "Years of experience"),
]
_GIVEN = ("Amra", "Драган", "Ivana", "Gëzim", "Јелена", "Mirza", "Živka", "Ненад", "Selma", "Besa")
_FAMILY = ("Hadžić", "Петровић", "Marić", "Krasniqi", "Савић", "Delić", "Ѓорѓиев", "Ilić", "Hoxha")
_ACTOR = Actor(person_id=0, key="bench", name="bench", grants=(Grant(Role.COORDINATOR),))
_KEY = "0" * 32


def measure(rows: int = ROWS, *, database_url: str = "") -> dict[str, float]:
    """Seconds for each step of importing so many rows of new people into 500 units.

    Args:
        rows: Rows of the file.
        database_url: Where the site is kept; a new SQLite file if empty.

    Returns:
        `csv_check` and `xlsx_check`: the dry run, from the bytes of the file to the kept plan;
        `write`: reading the plan, making ready and writing; `lock`: for how long others could not
        write; `total`: the dry run of the workbook and the write; `again`: the dry run of the same
        file afterwards, and `changed`: how many rows it would change (none).
    """
    with _site(database_url) as (unit, names):
        table = list(_table(rows, names))
        workbook = _workbook([_HEADINGS, *table])
        text = "\n".join(";".join(map(str, row)) for row in [_HEADINGS, *table]).encode()
        figures: dict[str, float] = {}
        _timed(figures, "csv_check", lambda: _planned(unit, text))
        found = _timed(figures, "xlsx_check", lambda: _planned(unit, workbook))
        _timed(figures, "write", lambda: _write(found, figures))
        again = _timed(figures, "again", lambda: _planned(unit, text))
        same = again.counts[Fate.SAME.value]
        figures["changed"] = float(sum(again.counts.values()) - same)
        figures["total"] = figures["xlsx_check"] + figures["write"]
    return figures


def _now() -> datetime:
    return datetime.now(UTC)


def _timed(figures: dict[str, float], name: str, work: Callable[[], Any]) -> Any:
    began = time.perf_counter()
    made = work()
    figures[name] = time.perf_counter() - began
    return made


@contextmanager
def _site(database_url: str) -> Iterator[tuple[int, list[str]]]:
    """The number of a ministry, and the names of the stations below it, in a site of its own."""
    with TemporaryDirectory(prefix="elearn-bench-") as folder:
        settings = seed.settings(Path(folder) / "instance")
        if database_url:
            settings["database_url"] = database_url
        app = create_app(settings)
        with app.app_context():
            flask_migrate.upgrade()
            with transaction():
                made = _units()
            yield made
            db.session.remove()
            db.engine.dispose()


def _units() -> tuple[int, list[str]]:
    begin_write()
    day = _now().date()
    top = units.add("ministry", "Ministry", "ministry", "BA", at=_now())
    units.place(top, None, day)
    names = [f"Station {n}" for n in range(1, UNITS + 1)]
    for n, name in enumerate(names):
        number = units.add(f"station-{n}", name, "station", "BA", at=_now())
        units.place(number, top, day)
    return top, names


def _table(rows: int, names: list[str]) -> Iterator[list[str | int]]:
    for n in range(rows):
        name = f"{_GIVEN[n % 10]} {_FAMILY[n // 10 % 9]} {n // 90}"
        number, mail = f"BP-{n:06}", f"officer{n}@example.org"
        sex, day = "fm"[n % 2], f"{2000 + n % 26}-0{1 + n % 9}-15"
        yield [name, number, mail, names[n % UNITS], "sr", "BA", "First line", sex, day, n % 40]


_SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    "%s</sheetData></worksheet>"
)
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    "</Types>"
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="%s/%s" Target="%s"/></Relationships>'
)


def _workbook(table: list[Any]) -> bytes:
    """The table as a plain workbook. Written by hand: openpyxl takes minutes for 50,000 rows."""
    rows = (
        f'<row r="{at}">'
        + "".join(
            f'<c r="{chr(64 + n)}{at}" t="inlineStr"><is><t>{cell}</t></is></c>'
            for n, cell in enumerate(row, 1)
        )
        + "</row>"
        for at, row in enumerate(table, 1)
    )
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATION % (_OFFICE, "officeDocument", "xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels": _RELATION % (_OFFICE, "worksheet", "worksheets/sheet1.xml"),
        "xl/workbook.xml": (
            '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
            f'xmlns:r="{_OFFICE}"><sheets><sheet name="Roster" sheetId="1" r:id="r1"/></sheets>'
            "</workbook>"
        ),
        "xl/worksheets/sheet1.xml": _SHEET % "".join(rows),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


def _planned(unit: int, data: bytes) -> Worked:
    """The dry run as the worker does it, the plan kept in its files."""
    setup = rosters.guessed(data, ())
    found = roster_work.work_out(_ACTOR, unit, data, setup, now=_now())
    raw = {fate: list(map(roster_work.line_to_raw, some)) for fate, some in found.lines.items()}
    store.keep_plan(_KEY, {"digest": found.digest}, raw)
    return found


def _write(found: Worked, figures: dict[str, float]) -> None:
    lines = [roster_work.line_from_raw(raw) for raw in store.read_lines(_KEY)]
    ready = roster_work.prepare(lines, found.day, now=_now())
    with transaction():
        began = time.perf_counter()
        if not roster_work.write(_ACTOR, ready, found.digest, found.free, now=_now()):
            raise RuntimeError("the plan went stale")
        written = time.perf_counter()
        db.session.commit()
        figures["commit"] = time.perf_counter() - written
        figures["lock"] = time.perf_counter() - began


def main() -> int:
    """Print the figures; 1 if a target is missed."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    figures = measure(rows)
    print(json.dumps({name: round(value, 3) for name, value in figures.items()}, indent=1))
    missed = figures["total"] > TOTAL_S or figures["lock"] > LOCK_S or figures["changed"]
    return int(bool(missed))


if __name__ == "__main__":
    raise SystemExit(main())
