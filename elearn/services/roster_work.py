"""The work on a roster: what would become of each row, and then all of it or nothing.

The dry run reads and computes without the write lock. What it rests on has a digest; the bulk
write takes the lock, looks whether the digest is still the same, and only then writes.
"""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from elearn.core import access, said
from elearn.core.access import RANKS, Action, Actor, Role
from elearn.core.errors import BadInput, NotFound
from elearn.core.learning import duty
from elearn.core.roster import columns, entries
from elearn.core.roster.columns import Field
from elearn.core.roster.places import Places
from elearn.core.roster.plan import Fate, Known, Line, Planner, Rules, Twins
from elearn.core.script import fold
from elearn.core.unit_tree import Node
from elearn.interop import table
from elearn.interop.table import ENCODINGS, SEPARATORS, WORKBOOK, NoTable, Reading
from elearn.services import compliance
from elearn.store import audit, bulk, reset_tokens, units
from elearn.store import roster_standing as standing_store
from elearn.store.db import begin_write
from elearn.store.roster_standing import Standing

__all__ = ["ENCODINGS", "SEPARATORS", "WORKBOOK", "Fate", "Line", "Reading", "Twins"]

ACTION = Action.EDIT_MEMBERS
"""What somebody must be allowed to do to import a roster."""

MOST_ROWS = 200_000
_STEP = 2500
"""So many rows are done before it is said how far the work is."""

Tell = Callable[[int, int], None]
"""Hears how many rows are done, and of how many; 0 where that is not known yet."""


@dataclass(frozen=True, slots=True)
class Setup:
    """How a file is to be understood.

    Attributes:
        reading: Encoding, separator, sheet.
        mapping: What each column holds.
        headed: Whether the first row holds headings.
        whole: Whether the file is the whole roster of the unit: who is not in it has left.
        twins: What to do with rows that are likely about somebody who is here already.
    """

    reading: Reading
    mapping: tuple[Field | None, ...]
    headed: bool = True
    whole: bool = False
    twins: Twins = Twins.SKIP

    def to_raw(self) -> dict[str, Any]:
        """As JSON holds it."""
        reading = self.reading
        return {
            "reading": [reading.encoding, reading.separator, reading.sheet],
            "mapping": [field.value if field else "" for field in self.mapping],
            "headed": self.headed,
            "whole": self.whole,
            "twins": self.twins.value,
        }

    @classmethod
    def from_raw(cls, raw: Any) -> "Setup":
        """What `to_raw` wrote."""
        return cls(
            Reading(*raw["reading"]),
            tuple(Field(name) if name else None for name in raw["mapping"]),
            raw["headed"],
            raw["whole"],
            Twins(raw["twins"]),
        )


@dataclass(frozen=True, slots=True)
class Worked:
    """What would become of a roster. `free`: those from nowhere who would join."""

    lines: dict[str, list[Line]]
    digest: str
    free: tuple[int, ...]
    day: date

    @property
    def counts(self) -> dict[str, int]:
        """How many rows have each fate."""
        return {fate: len(lines) for fate, lines in self.lines.items()}


def nothing(_done: int, _total: int) -> None:
    """Nobody wants to hear how far the work is."""


def work_out(
    actor: Actor, unit_id: int, data: bytes, setup: Setup, *, now: datetime, tell: Tell = nothing
) -> Worked:
    """What would become of each row. Reads only.

    Raises:
        NotFound: If there is no such unit for the actor.
        BadInput: If the columns name nobody, or the file cannot be read or is too long.
    """
    day = now.date()
    if not columns.can_be_read(setup.mapping):
        raise BadInput(
            "Choose a column for the name, and one for the service number or the e-mail address.",
            code="roster-columns",
        )
    found = _entries(data, setup, day, tell)
    scope = access.scope(actor, Action.EDIT_MEMBERS)
    standing = standing_store.read(scope, day)
    inside = units.below(unit_id, day) & {node.id for node in standing.units}
    if unit_id not in inside:
        raise NotFound("There is no such unit.")
    outside = standing_store.outside(
        standing,
        {entry.email for entry in found if entry.email},
        {entry.number for entry in found if entry.number},
        day,
    )
    standing = replace(standing, outside=outside)
    places = Places((node for node in standing.units if node.id in inside), unit_id)
    planner = Planner(
        _known(standing, actor, day), places, Rules(day, setup.twins, whole=setup.whole)
    )
    lines: dict[str, list[Line]] = {fate.value: [] for fate in Fate}
    for number, entry in enumerate(found, 1):
        line = planner.line(entry)
        lines[line.fate.value].append(line)
        if number % _STEP == 0:
            tell(number, len(found))
    for line in planner.missing(inside):
        lines[Fate.LEFT.value].append(line)
    joining = {line.person for line in lines[Fate.MOVED.value] if not line.ends}
    free = tuple(row[0] for row, closed in outside if not closed and row[0] in joining)
    kept = [(row, closed) for row, closed in outside if row[0] in set(free)]
    return Worked(lines, replace(standing, outside=kept).digest(), free, day)


def _entries(data: bytes, setup: Setup, day: date, tell: Tell) -> list[entries.Entry]:
    found: list[entries.Entry] = []
    first = setup.headed
    try:
        for at, cells in table.rows(data, setup.reading):
            if first:
                first = False
                continue
            entry = entries.read(at, cells, setup.mapping, day)
            if entry is not None:
                found.append(entry)
            if len(found) > MOST_ROWS:
                raise BadInput(
                    "A roster has at most %(most)s rows.",
                    code="roster-long",
                    values={"most": MOST_ROWS},
                )
            if at % _STEP == 0:
                tell(at, 0)
    except NoTable as error:
        raise BadInput(error.said.template, code="roster-unreadable") from None
    if not found:
        raise BadInput("There is nobody in this file.", code="roster-empty")
    return found


def _known(standing: Standing, actor: Actor, day: date) -> Iterable[Known]:
    memberships: dict[int, list[tuple[int, date]]] = {}
    for _number, person, unit, first in standing.members:
        memberships.setdefault(person, []).append((unit, first))
    ranks: dict[int, int] = {}
    for person, role in standing.roles:
        ranks[person] = max(ranks.get(person, 0), RANKS[Role(role)])
    admin = actor.has(Role.ADMIN)
    for row in standing.people:
        yield _person(
            row,
            day,
            units=tuple(memberships.get(row[0], ())),
            here=True,
            higher=not admin and ranks.get(row[0], 0) >= actor.rank,
        )
    for row, closed in standing.outside:
        yield _person(row, day, closed=closed)


def _person(row: Any, day: date, **more: Any) -> Known:
    number, key, name, email, service_number, language, country, function, sex, since = row
    return Known(
        number,
        key,
        name,
        email or "",
        service_number or "",
        language or "",
        country or "",
        function or "",
        sex or "",
        duty.full_years(since, day) if since is not None else None,
        **more,
    )


def line_to_raw(line: Line) -> list[Any]:
    """A line as JSON holds it."""
    return [
        line.fate.value,
        line.at,
        line.name,
        line.person,
        line.key,
        line.unit,
        list(line.ends),
        line.day.isoformat() if line.day else None,
        dict(line.change),
        [said.to_raw(why) for why in line.why],
        line.likely,
    ]


def line_from_raw(raw: list[Any]) -> Line:
    """What `line_to_raw` wrote."""
    fate, at, name, person, key, unit, ends, day, change, why, likely = raw
    return Line(
        Fate(fate),
        at,
        name,
        person,
        key,
        unit,
        tuple(ends),
        date.fromisoformat(day) if day else None,
        change,
        tuple(said.from_raw(text) for text in why),
        likely,
    )


@dataclass(frozen=True, slots=True)
class Ready:
    """What is to be written, in the form in which the driver takes it."""

    people: bulk.Rows
    places: list[tuple[int, date]]
    joins: list[tuple[int, int, date]]
    ends: list[tuple[int, int, date]]
    changes: dict[tuple[str, ...], list[tuple[Any, ...]]]
    named: list[tuple[int, str, list[str]]]


def prepare(lines: Iterable[Line], day: date, *, now: datetime) -> Ready:
    """Make ready what is to be written; slow, and before the lock is taken."""
    people: list[tuple[Any, ...]] = []
    ready = Ready(people, [], [], [], {}, [])
    for line in lines:
        match line.fate:
            case Fate.NEW:
                people.append(_new(line, day, now))
                ready.places.append((line.unit or 0, line.day or day))
            case Fate.MOVED | Fate.CHANGED:
                if line.unit is not None:
                    ready.joins.append((line.person, line.unit, line.day or day))
                ready.ends.extend((line.person, unit, line.day or day) for unit in line.ends)
                _change(ready, line, day)
            case Fate.LEFT:
                ready.ends.extend((line.person, unit, day) for unit in line.ends)
            case Fate.SAME | Fate.REFUSED:
                pass
    return replace(ready, people=standing_store.ready_people(people))


def _new(line: Line, day: date, now: datetime) -> tuple[Any, ...]:
    told = line.change
    return (
        secrets.token_urlsafe(12),
        line.name,
        fold(line.name)[:200],
        told.get("email"),
        told.get("service_number"),
        told.get("language"),
        told.get("country"),
        told.get("function"),
        told.get("sex"),
        _since(day, told.get("years")),
        False,
        0,
        now,
    )


def _since(day: date, years: Any) -> date | None:
    """Since when somebody serves who has served so many full years on that day."""
    return None if years is None else day.replace(year=day.year - years, day=min(day.day, 28))


def _change(ready: Ready, line: Line, day: date) -> None:
    told = dict(line.change)
    if not told:
        return
    if "name" in told:
        told["name_fold"] = fold(str(told["name"]))[:200]
    if "years" in told:
        told["serves_since"] = _since(day, told.pop("years"))
    names = tuple(sorted(told))
    ready.changes.setdefault(names, []).append((*(told[name] for name in names), line.person))
    signs = [what for what in ("email", "service_number") if what in told]
    if signs:
        ready.named.append((line.person, line.key, [s.replace("_", "-") for s in signs]))


def write(actor: Actor, ready: Ready, digest: str, free: Iterable[int], *, now: datetime) -> bool:
    """Write all of it; False, with nothing written, if something changed that it rests on.

    Takes the write lock. The caller commits.
    """
    changes = {
        names: standing_store.ready_changes(names, rows) for names, rows in ready.changes.items()
    }
    begin_write()
    standing_store.hold()
    day = now.date()
    standing = standing_store.read(access.scope(actor, Action.EDIT_MEMBERS), day)
    standing = replace(standing, outside=standing_store.again(free, day))
    if standing.digest() != digest:
        return False
    try:
        numbers = _write(ready, changes, standing)
    except bulk.Taken:
        standing_store.undo()
        return False
    moved = {person for person, *_where in (*ready.joins, *ready.ends)}
    compliance.concern(moved.union(numbers), now=now)
    if ready.named:
        reset_tokens.void_of((person for person, _key, _changed in ready.named), now)
        acts = ((f"person:{key}", {"changed": changed}) for _person, key, changed in ready.named)
        audit.keep_acts(actor.person_id or None, "sign-in-names-changed", acts, at=now)
    return True


def _write(
    ready: Ready, changes: dict[tuple[str, ...], bulk.Rows], standing: Standing
) -> list[int]:
    """Write all of it; the numbers of those who are new."""
    memberships: dict[tuple[int, int], list[tuple[int, date]]] = {}
    for number, person, unit, first in standing.members:
        memberships.setdefault((person, unit), []).append((number, first))
    numbers = standing_store.add_people(ready.people)
    joins = [(n, unit, day) for n, (unit, day) in zip(numbers, ready.places, strict=True)]
    joins += ready.joins
    standing_store.end_members(
        [
            (max(day, first), number)
            for person, unit, day in ready.ends
            for number, first in memberships[person, unit]
        ]
    )
    standing_store.add_members(joins)
    for names, rows in changes.items():
        standing_store.change_people(names, rows)
    return numbers


def keep_act(
    actor: Actor, unit: Node, file_name: str, counts: dict[str, int], *, now: datetime
) -> None:
    """Keep in the audit trail that a roster was imported, and what it did."""
    details = {"file": file_name, **{fate: n for fate, n in counts.items() if n}}
    audit.keep_act(actor.person_id or None, "roster-imported", f"unit:{unit.key}", details, at=now)
