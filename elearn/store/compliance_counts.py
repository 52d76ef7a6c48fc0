"""The sums of timelines by unit, day and pack: changed, added up to a day, made anew, compared."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    bindparam,
    case,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects import postgresql, sqlite

from elearn.core.learning.compliance import Status
from elearn.core.learning.compliance_counts import Cell, quarter
from elearn.store.db import db, table_of
from elearn.store.scopes import holds_on
from elearn.store.tables.compliance import (
    ComplianceDay,
    CompliancePlace,
    ComplianceQuarter,
    ComplianceSpan,
)
from elearn.store.tables.units import Unit, UnitParent

_FOR_EVER = date(9999, 12, 31)
COLUMNS = {status: status.value.replace("-", "_") for status in Status}
"""The column of each status."""

_DAYS, _QUARTERS = table_of(ComplianceDay), table_of(ComplianceQuarter)
_KEY = ("unit_id", "day", "pack_id")
Table = type[ComplianceDay] | type[ComplianceQuarter]


def add(changes: Mapping[Cell, int], emptied: Collection[Cell]) -> None:
    """Change the sums by that much. `emptied`: cells that may hold nothing any more.

    Needs a transaction that was begun with `compliance.begin_alone`.
    """
    for table, day_of in ((_DAYS, lambda day: day), (_QUARTERS, quarter)):
        rows: dict[tuple[int, date, str], Counter[str]] = defaultdict(Counter)
        for cell, number in changes.items():
            if number:
                key = (cell.unit_id, day_of(cell.day), cell.pack_id)
                rows[key][COLUMNS[cell.status]] += number
        _add(
            table, [_row(key, found) for key, found in sorted(rows.items()) if any(found.values())]
        )
        gone = {(cell.unit_id, day_of(cell.day), cell.pack_id) for cell in emptied}
        _sweep(table, sorted(gone & rows.keys()))


def _row(key: tuple[int, date, str], numbers: Mapping[str, int]) -> dict[str, Any]:
    given = dict(zip(_KEY, key, strict=True))
    return given | {column: numbers.get(column, 0) for column in COLUMNS.values()}


def _add(table: Any, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    made = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    statement = made(table)
    more = {name: table.c[name] + statement.excluded[name] for name in COLUMNS.values()}
    db.session.execute(statement.on_conflict_do_update(index_elements=_KEY, set_=more), rows)


def _sweep(table: Any, keys: Sequence[tuple[int, date, str]]) -> None:
    """Take away rows that change nothing any more."""
    if not keys:
        return
    names = {name: f"key_{name}" for name in _KEY}
    here = [table.c[name] == bindparam(given) for name, given in names.items()]
    nothing = [table.c[name] == 0 for name in COLUMNS.values()]
    rows = [dict(zip(names.values(), key, strict=True)) for key in keys]
    db.session.connection().execute(delete(table).where(*here, *nothing), rows)


def on_day(
    unit_ids: Collection[int], day: date, packs: Collection[str] | None = None
) -> dict[tuple[int, str], Counter[Status]]:
    """How many people stand how on a day, by unit and pack. One query.

    It reads the quarters before that of the day, and the days of that quarter; of these units only.
    """
    c = union_all(*_until(unit_ids, day, packs)).subquery("changes").c
    query = select(c.unit_id, c.pack_id, *_sums(c)).group_by(c.unit_id, c.pack_id)
    return {(row[0], row[1]): _numbers(row[2:]) for row in db.session.execute(query)}


def together(unit_ids: Collection[int], day: date) -> dict[str, Counter[Status]]:
    """How many stand how in all of these units together, by pack. One query.

    Whoever belongs to several of them is counted in each.
    """
    c = union_all(*_until(unit_ids, day, None)).subquery("changes").c
    query = select(c.pack_id, *_sums(c)).group_by(c.pack_id)
    return {row[0]: _numbers(row[1:]) for row in db.session.execute(query)}


def through(unit_ids: Collection[int], days: Sequence[date]) -> dict[str, list[Counter[Status]]]:
    """The same on each of several days, the first one first, by pack. One query.

    Args:
        unit_ids: The units.
        days: At least one day, in order.
    """
    steps = case(*((_DAYS.c.day <= day, n) for n, day in enumerate(days)), else_=len(days))
    after = select(*_DAYS.c, steps.label("step")).where(
        _DAYS.c.unit_id.in_(unit_ids), _DAYS.c.day > days[0], _DAYS.c.day <= days[-1]
    )
    before = (
        part.add_columns(literal(0).label("step")) for part in _until(unit_ids, days[0], None)
    )
    c = union_all(*before, after).subquery("changes").c
    query = select(c.pack_id, c.step, *_sums(c)).group_by(c.pack_id, c.step)
    found: dict[str, list[dict[Status, int]]] = {}
    for row in db.session.execute(query):
        changed = found.setdefault(row[0], [{} for _ in days])
        changed[row[1]] = dict(zip(COLUMNS, map(int, row[2:]), strict=True))
    return {pack_id: _added_up(changed) for pack_id, changed in found.items()}


def _added_up(changed: Sequence[Mapping[Status, int]]) -> list[Counter[Status]]:
    total: Counter[Status] = Counter()
    found = []
    for one in changed:
        total.update(one)
        found.append(+total)
    return found


def _until(
    unit_ids: Collection[int], day: date, packs: Collection[str] | None
) -> Iterator[Select[Any]]:
    """All changes of these units up to a day: quarters, and then days."""
    for table, within in (
        (_QUARTERS, _QUARTERS.c.day < quarter(day)),
        (_DAYS, _DAYS.c.day.between(quarter(day), day)),
    ):
        part = select(table).where(table.c.unit_id.in_(unit_ids), within)
        yield part if packs is None else part.where(table.c.pack_id.in_(packs))


def _sums(columns: Any) -> Iterator[ColumnElement[int]]:
    return (func.sum(columns[name]) for name in COLUMNS.values())


def _numbers(row: Sequence[Any]) -> Counter[Status]:
    return +Counter(dict(zip(COLUMNS, map(int, row), strict=True)))


def _later(one: Any, other: Any) -> ColumnElement[date]:
    return case((one > other, one), else_=other)


def _earlier(one: Any, other: Any) -> ColumnElement[date]:
    return case((one < other, one), else_=other)


def _recounted(unit_ids: Collection[int]) -> Select[Any]:
    """What the changes of these units have to be, from timelines and places."""
    end = literal(_FOR_EVER, Date)
    first = _later(ComplianceSpan.from_day, CompliancePlace.from_day)
    last = _earlier(
        func.coalesce(ComplianceSpan.to_day, end), func.coalesce(CompliancePlace.to_day, end)
    )
    overlaps = (
        select(
            CompliancePlace.unit_id,
            ComplianceSpan.pack_id,
            ComplianceSpan.status,
            first.label("first"),
            last.label("last"),
        )
        .join(ComplianceSpan, ComplianceSpan.person_id == CompliancePlace.person_id)
        .where(CompliancePlace.unit_id.in_(unit_ids), first < last)
        .cte("overlaps")
    )
    o = overlaps.c
    turns = union_all(
        select(o.unit_id, o.first.label("day"), o.pack_id, o.status, literal(1).label("n")),
        select(o.unit_id, o.last, o.pack_id, o.status, literal(-1)).where(o.last < end),
    ).subquery("turns")
    t = turns.c
    numbers = [
        func.sum(case((t.status == status.value, t.n), else_=0)).label(name)
        for status, name in COLUMNS.items()
    ]
    return (
        select(t.unit_id, t.day, t.pack_id, *numbers)
        .group_by(t.unit_id, t.day, t.pack_id)
        .having(or_(*(number != 0 for number in numbers)))
    )


def recount(unit_ids: Collection[int]) -> None:
    """Make the sums of these units anew.

    Needs a transaction that was begun with `compliance.begin_alone`.
    """
    for table in (_DAYS, _QUARTERS):
        db.session.execute(delete(table).where(table.c.unit_id.in_(unit_ids)))
    names = [*_KEY, *COLUMNS.values()]
    db.session.execute(insert(_DAYS).from_select(names, _recounted(unit_ids)))
    rows: dict[tuple[int, date, str], Counter[str]] = defaultdict(Counter)
    for row in db.session.execute(select(_DAYS).where(_DAYS.c.unit_id.in_(unit_ids))):
        found = rows[row.unit_id, quarter(row.day), row.pack_id]
        found.update(dict(zip(COLUMNS.values(), row[len(_KEY) :], strict=True)))
    kept = [_row(key, found) for key, found in rows.items() if any(found.values())]
    if kept:
        db.session.execute(insert(_QUARTERS), kept)


def differing(unit_ids: Collection[int]) -> set[int]:
    """Those of these units whose sums are not what timelines and places make of them."""
    wanted: set[Any] = {tuple(row) for row in db.session.execute(_recounted(unit_ids))}
    kept: set[Any] = {
        tuple(row)
        for row in db.session.execute(select(_DAYS).where(_DAYS.c.unit_id.in_(unit_ids)))
        if any(row[len(_KEY) :])
    }
    found = {row[0] for row in wanted ^ kept}
    quarters: dict[tuple[int, date, str], Counter[str]] = defaultdict(Counter)
    for row in kept:
        key = (row[0], quarter(row[1]), row[2])
        quarters[key].update(dict(zip(COLUMNS.values(), row[len(_KEY) :], strict=True)))
    summed: set[Any] = {
        (*key, *(numbers[name] for name in COLUMNS.values()))
        for key, numbers in quarters.items()
        if any(numbers.values())
    }
    there: set[Any] = {
        tuple(row)
        for row in db.session.execute(select(_QUARTERS).where(_QUARTERS.c.unit_id.in_(unit_ids)))
        if any(row[len(_KEY) :])
    }
    return found | {row[0] for row in summed ^ there}


def counted_on(unit_ids: Collection[int], day: date) -> dict[tuple[int, str], Counter[Status]]:
    """The same as `on_day`, counted from timelines and places one by one."""
    here = _holds(CompliancePlace, day) & _holds(ComplianceSpan, day)
    query = (
        select(CompliancePlace.unit_id, ComplianceSpan.pack_id, ComplianceSpan.status, func.count())
        .join(ComplianceSpan, ComplianceSpan.person_id == CompliancePlace.person_id)
        .where(CompliancePlace.unit_id.in_(unit_ids), here)
        .group_by(CompliancePlace.unit_id, ComplianceSpan.pack_id, ComplianceSpan.status)
    )
    found: dict[tuple[int, str], Counter[Status]] = defaultdict(Counter)
    for unit_id, pack_id, status, number in db.session.execute(query):
        found[unit_id, pack_id][Status(status)] = number
    return found


def _holds(table: Any, day: date) -> Any:
    return (table.from_day <= day) & or_(table.to_day.is_(None), table.to_day > day)


def units(after: int, *, limit: int) -> list[int]:
    """The numbers of units, closed ones too, from after one, in order."""
    query = select(Unit.id).where(Unit.id > after).order_by(Unit.id).limit(limit)
    return list(db.session.scalars(query))


def top_units(day: date, *, limit: int) -> list[int]:
    """The numbers of units that hang below none on that day."""
    query = select(UnitParent.unit_id).where(
        UnitParent.parent_id.is_(None), holds_on(UnitParent, day)
    )
    return list(db.session.scalars(query.order_by(UnitParent.unit_id).limit(limit)))
