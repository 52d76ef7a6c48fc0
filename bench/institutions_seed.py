"""A country's institutions in rows: units in seven levels, people, packs, records, what is asked.

In bulk, since a hundred thousand people cannot be clicked through; the board's figures are then
compared with what the services work out from the same rows (`bench.institutions`).
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, text

from elearn.core.learning.compliance import Status
from elearn.core.learning.compliance_counts import quarter
from elearn.store import packs
from elearn.store.compliance_counts import COLUMNS
from elearn.store.db import begin_write, db, table_of
from elearn.store.tables.compliance import ComplianceDay, ComplianceQuarter
from elearn.store.tables.duties import AssignmentRow
from elearn.store.tables.people import Role
from elearn.store.tables.units import Unit, UnitParent

LEVELS = (1, 5, 20, 50, 200, 1000, 3724)
"""Units on each of seven levels: five thousand."""

PACKS = 20
ASKED = date(2024, 1, 1)
DUE = date(2024, 6, 29)
VALID_DAYS = 730
SOON = 60
COURSES_HELD = 4
"""In so many courses, a week apart, the people of a unit are trained."""

_START = datetime(2023, 12, 1, tzinfo=UTC)
_AT_ONCE = 50_000


@dataclass(frozen=True, slots=True)
class Country:
    """How large it is. `levels`: the first and last number of the units of each level."""

    people: int
    levels: tuple[tuple[int, int], ...]

    @property
    def leaves(self) -> int:
        """How many units hang lowest."""
        first, last = self.levels[-1]
        return last - first + 1


def country(people: int, share: int) -> Country:
    """A country with so many people, and one `share`th of the units."""
    levels, first = [], 1
    for number in LEVELS:
        last = first + max(1, number // share) - 1
        levels.append((first, last))
        first = last + 1
    return Country(people, tuple(levels))


def issued(leaf: int, pack: int, cohort: int) -> int:
    """On which day after it was asked those of a unit who sit together complete a pack."""
    return 40 + (leaf * 31 + pack * 67) % 320 + 7 * cohort


def add(made: Country) -> None:
    """All of it, into an empty installation. Needs an app context."""
    begin_write()
    names = _packs()
    parents = _units(made)
    _calendar()
    _people(made)
    _records()
    _spans()
    _sums(made, names, parents)
    _asked(names)
    db.session.commit()
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            connection.exec_driver_sql("ANALYZE")
            connection.commit()
    else:
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


def _packs() -> list[str]:
    names = [f"course-{number:02d}" for number in range(PACKS)]
    for number, name in enumerate(names):
        version = packs.keep_version(
            pack_id=name,
            kind="course",
            version="1.0.0",
            digest=f"{number:064x}",
            title=f"Course number {number + 1}",
            language="en",
            facts={"languages": ["en"], "items": 4, "lessons": 3, "minutes": 60},
            warnings=[],
            installed_at=_START,
            installed_by=None,
        )
        packs.publish(version, by=None, at=_START)
    return names


def _units(made: Country) -> dict[int, int | None]:
    """The units, each below one of the level above; who hangs below whom."""
    parents: dict[int, int | None] = {}
    for level, (first, last) in enumerate(made.levels):
        for number in range(first, last + 1):
            if level == 0:
                parents[number] = None
                continue
            above, highest = made.levels[level - 1]
            parents[number] = above + (number - first) % (highest - above + 1)
    units = [
        {
            "id": number,
            "key": f"unit-{number}",
            "name": f"Unit {number}",
            "kind": "station",
            "country": "BA",
            "created_at": _START,
        }
        for number in parents
    ]
    db.session.execute(insert(table_of(Unit)), units)
    rows = [
        {"unit_id": number, "parent_id": parent, "from_day": date(2020, 1, 1)}
        for number, parent in parents.items()
    ]
    db.session.execute(insert(table_of(UnitParent)), rows)
    return parents


def _calendar() -> None:
    """Days and numbers to join with, so that rows are made where they are kept."""
    run("CREATE TEMPORARY TABLE bench_days (n INTEGER PRIMARY KEY, day DATE)")
    days = [{"n": n, "day": (ASKED + timedelta(n)).isoformat()} for n in range(2000)]
    cast = "" if db.engine.dialect.name == "sqlite" else "CAST(:day AS DATE)"
    run(f"INSERT INTO bench_days VALUES (:n, {cast or ':day'})", days)


def _people(made: Country) -> None:
    first, _last = made.levels[-1]
    run(
        "CREATE TEMPORARY TABLE bench_people (id INTEGER PRIMARY KEY, leaf INTEGER, cohort INTEGER)"
    )
    for part in _parts(range(1, made.people + 1)):
        rows = [
            {
                "id": n,
                "leaf": first + (n - 1) % made.leaves,
                "cohort": (n - 1) // made.leaves % COURSES_HELD,
            }
            for n in part
        ]
        run("INSERT INTO bench_people VALUES (:id, :leaf, :cohort)", rows)
    run(
        "INSERT INTO people (id, key, name, name_fold, must_change_password, language, country,"
        " session_epoch, created_at) SELECT id, 'p' || id, 'Officer ' || id, 'officer ' || id,"
        " :no, 'en', 'BA', 0, :at FROM bench_people",
        {"no": False, "at": _START.replace(tzinfo=None)},
    )
    run(
        "INSERT INTO memberships (person_id, unit_id, from_day)"
        " SELECT id, leaf, :day FROM bench_people",
        {"day": _day(date(2020, 1, 1))},
    )
    rows = [
        {"person_id": 1, "role": "coordinator", "unit_id": None, "from_day": date(2020, 1, 1)},
        {
            "person_id": 2,
            "role": "manager",
            "unit_id": made.levels[4][0],
            "from_day": date(2020, 1, 1),
        },
    ]
    db.session.execute(insert(table_of(Role)), rows)


def _day(day: date) -> Any:
    return day.isoformat() if db.engine.dialect.name == "sqlite" else day


def _parts(numbers: range) -> Iterator[range]:
    for n in range(0, len(numbers), _AT_ONCE):
        yield numbers[n : n + _AT_ONCE]


_PAIRS = (
    "(SELECT p.id AS person_id, p.leaf, p.cohort, v.id AS version_id, v.pack_id,"
    " v.id - 1 AS pack, 40 + (p.leaf * 31 + (v.id - 1) * 67) % 320 + 7 * p.cohort AS n"
    " FROM bench_people p CROSS JOIN pack_versions v)"
)


def _records() -> None:
    """One record a person and pack, each of an enrolment."""
    run(
        "INSERT INTO enrolments (id, key, person_id, line_id, began_at, ended_at, completed_at)"
        " SELECT (x.person_id - 1) * 20 + x.version_id, 'e' || ((x.person_id - 1) * 20"
        " + x.version_id), x.person_id, l.id, d.day, d.day, d.day"
        f" FROM {_PAIRS} x JOIN bench_days d ON d.n = x.n"
        " JOIN release_lines l ON l.version_id = x.version_id"
    )
    run(
        "INSERT INTO records (id, key, code_hash, person_id, enrolment_id, issue, version_id, kind,"
        " language, issued_at, valid_until, commitments, digest)"
        " SELECT (x.person_id - 1) * 20 + x.version_id, 'r' || ((x.person_id - 1) * 20"
        " + x.version_id), 'c' || ((x.person_id - 1) * 20 + x.version_id), x.person_id,"
        " (x.person_id - 1) * 20 + x.version_id, 1, x.version_id, 'completion', 'en', d.day, u.day,"
        " '{}', 'd' || ((x.person_id - 1) * 20 + x.version_id)"
        f" FROM {_PAIRS} x JOIN bench_days d ON d.n = x.n"
        f" JOIN bench_days u ON u.n = x.n + {VALID_DAYS}"
    )


def turns(n: int) -> list[tuple[str, int, int | None]]:
    """Status, first day and day after the last, of somebody who completes on day n."""
    due = (DUE - ASKED).days
    end = n + VALID_DAYS
    soon = due - SOON
    found: list[tuple[str, int, int | None]] = [("open", 0, min(n, soon))]
    if n > soon:
        found.append(("due-soon", soon, min(n, due + 1)))
    if n > due + 1:
        found.append(("overdue", due + 1, n))
    found += [("current", n, end - SOON), ("due-soon", end - SOON, end + 1)]
    return [*found, ("expired", end + 1, None)]


def _spans() -> None:
    run("CREATE TEMPORARY TABLE bench_turns (n INTEGER, status VARCHAR(12), f INTEGER, t INTEGER)")
    rows = [
        {"n": n, "status": status, "f": first, "t": last}
        for n in range(40, 400)
        for status, first, last in turns(n)
    ]
    run("INSERT INTO bench_turns VALUES (:n, :status, :f, :t)", rows)
    run("CREATE INDEX bench_turns_n ON bench_turns (n)")
    run(
        "INSERT INTO compliance_spans (person_id, pack_id, from_day, to_day, status)"
        f" SELECT x.person_id, x.pack_id, a.day, b.day, t.status FROM {_PAIRS} x"
        " JOIN bench_turns t ON t.n = x.n JOIN bench_days a ON a.n = t.f"
        " LEFT JOIN bench_days b ON b.n = t.t"
    )


def _sums(made: Country, names: list[str], parents: dict[int, int | None]) -> None:
    """Places, and the sums of each unit, from how many of each lowest unit sit together."""
    run("CREATE TEMPORARY TABLE bench_above (leaf INTEGER, unit_id INTEGER)")
    first, last = made.levels[-1]
    rows = []
    for leaf in range(first, last + 1):
        at: int | None = leaf
        while at is not None:
            rows.append({"leaf": leaf, "unit_id": at})
            at = parents[at]
    run("INSERT INTO bench_above VALUES (:leaf, :unit_id)", rows)
    run("CREATE INDEX bench_above_leaf ON bench_above (leaf)")
    run(
        "INSERT INTO compliance_places (person_id, unit_id, from_day) SELECT p.id, a.unit_id, :day"
        " FROM bench_people p JOIN bench_above a ON a.leaf = p.leaf",
        {"day": _day(date(2020, 1, 1))},
    )
    cohorts = db.session.execute(
        text("SELECT leaf, cohort, count(*) FROM bench_people GROUP BY leaf, cohort")
    ).all()
    by_unit: dict[int, list[tuple[int, int, int]]] = {}
    above: dict[int, list[int]] = {}
    for row in rows:
        above.setdefault(row["leaf"], []).append(row["unit_id"])
    for leaf, cohort, number in cohorts:
        for unit_id in above[leaf]:
            by_unit.setdefault(unit_id, []).append((leaf, cohort, number))
    for unit_id in sorted(by_unit):
        _sums_of(unit_id, by_unit[unit_id], names)


def _sums_of(unit_id: int, cohorts: list[tuple[int, int, int]], names: list[str]) -> None:
    days: list[dict[str, Any]] = []
    quarters: list[dict[str, Any]] = []
    for pack, name in enumerate(names):
        changed = _changed(pack, cohorts)
        summed: dict[date, Counter[str]] = defaultdict(Counter)
        for day, numbers in changed.items():
            summed[quarter(day)].update(numbers)
        for found, rows in ((changed, days), (summed, quarters)):
            rows += [
                {"unit_id": unit_id, "day": day, "pack_id": name}
                | {column: numbers[column] for column in COLUMNS.values()}
                for day, numbers in sorted(found.items())
                if any(numbers.values())
            ]
    db.session.execute(insert(table_of(ComplianceDay)), days)
    db.session.execute(insert(table_of(ComplianceQuarter)), quarters)


def _changed(pack: int, cohorts: list[tuple[int, int, int]]) -> dict[date, Counter[str]]:
    """What changes on which day with a pack, where so many of these units sit together."""
    together: Counter[int] = Counter()
    for leaf, cohort, number in cohorts:
        together[issued(leaf, pack, cohort)] += number
    changed: dict[date, Counter[str]] = defaultdict(Counter)
    for n, number in together.items():
        for status, first, last in turns(n):
            column = COLUMNS[Status(status)]
            changed[ASKED + timedelta(first)][column] += number
            if last is not None:
                changed[ASKED + timedelta(last)][column] -= number
    return changed


def _asked(names: list[str]) -> None:
    rows = [
        {
            "key": f"assignment-{name}",
            "unit_id": 1,
            "pack_id": name,
            "from_day": ASKED,
            "first_day": ASKED,
            "due_on": DUE,
            "on_law_change": False,
            "compulsory": True,
            "note": "",
            "at": _START,
        }
        for name in names
    ]
    db.session.execute(insert(table_of(AssignmentRow)), rows)


def run(statement: str, values: Any = None) -> None:
    """A statement in the present transaction."""
    db.session.connection().execute(text(statement), values)
