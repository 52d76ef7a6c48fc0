"""Find and keep enrolments, events and what follows from them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Text,
    bindparam,
    cast,
    func,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from elearn.core.learning.progress import Done
from elearn.store.db import db, rows, table_of
from elearn.store.hold import hold as hold_row
from elearn.store.tables.attempts import Attempt
from elearn.store.tables.enrolments import Enrolment, Event, ItemState
from elearn.store.tables.packs import PackVersion, ReleaseLine
from elearn.store.tables.people import Person

MOST = 200
"""The most enrolments of one person that a page shows."""


@dataclass(frozen=True, slots=True)
class KeptEnrolment:
    """An enrolment with the version on which its learner stands now.

    Attributes:
        due_at: When the first of its open attempts ends by itself, if any does.
        state: Of that version (`core.learning.policy.State`).
        pinned_id: That version, where the learner does not follow the release line.
        version_sunset_on, line_sunset_on: From when on the version completes nothing for those who
            are held on it, and the line for anybody.
    """

    id: int
    key: str
    person_id: int
    pack_id: str
    version_id: int
    version: str
    digest: str
    began_at: datetime
    ended_at: datetime | None
    completed_at: datetime | None
    last_item: str | None
    last_at: datetime | None
    line_id: int = 0
    due_at: datetime | None = None
    state: str = "published"
    pinned_id: int | None = None
    version_sunset_on: date | None = None
    line_sunset_on: date | None = None

    @property
    def sunset_on(self) -> date | None:
        """The first day on which this completes nothing any more; None without."""
        ends = [day for day in (self.version_sunset_on, self.line_sunset_on) if day]
        return min(ends, default=None)

    @property
    def settled(self) -> bool:
        """Whether the learner is where everybody is, on a version that counts."""
        fine = self.state in ("published", "retired")
        return fine and self.pinned_id is None and self.line_sunset_on is None


@dataclass(frozen=True, slots=True)
class Standing:
    """An enrolment and what is done in it.

    `checks` has the latest answer to each self-check, by question id, of the item that was asked
    about; nothing where none was.
    """

    enrolment: KeptEnrolment
    done: Done
    opened: frozenset[str]
    checks: dict[str, dict[str, Any]] = field(default_factory=dict)


# Statements of hot pages are built once, on the tables: no objects are wanted, only rows.
_ENROLMENT = table_of(Enrolment)
_ATTEMPT = table_of(Attempt)
_VERSION = table_of(PackVersion)
_LINE = table_of(ReleaseLine)
_STATE = table_of(ItemState)
_EVENT = table_of(Event)

_COLUMNS = (
    _ENROLMENT.c.id,
    _ENROLMENT.c.key,
    _ENROLMENT.c.person_id,
    _VERSION.c.pack_id,
    _VERSION.c.id,
    _VERSION.c.version,
    _VERSION.c.digest,
    _ENROLMENT.c.began_at,
    _ENROLMENT.c.ended_at,
    _ENROLMENT.c.completed_at,
    _ENROLMENT.c.last_item,
    _ENROLMENT.c.last_at,
    _ENROLMENT.c.line_id,
    select(func.min(_ATTEMPT.c.deadline_at))
    .where(_ATTEMPT.c.enrolment_id == _ENROLMENT.c.id, _ATTEMPT.c.finished_at.is_(None))
    .correlate(_ENROLMENT)
    .scalar_subquery(),
    _VERSION.c.state,
    _ENROLMENT.c.pinned_version_id,
    _VERSION.c.sunset_on,
    _LINE.c.sunset_on,
)

# One row an enrolment, its states as one text: `lesson-a:read quiz-b:opened`. Ids and states are
# slugs. A row for each state would cost more than everything else on a lesson page.
_COLON: ColumnElement[str] = literal_column("':'")
_BLANK: ColumnElement[str] = literal_column("' '")
_STATES = (
    select(
        func.aggregate_strings(
            _STATE.c.item_id + _COLON + _STATE.c.state,
            _BLANK,  # type: ignore[arg-type]  # a text would be bound anew at each execution
        )
    )
    .where(_STATE.c.enrolment_id == _ENROLMENT.c.id)
    .correlate(_ENROLMENT)
    .scalar_subquery()
)
_WITH_STATES = (
    select(*_COLUMNS, _STATES.label("states"))
    .select_from(_ENROLMENT)
    .join(_LINE, _LINE.c.id == _ENROLMENT.c.line_id)
    .join(
        _VERSION, _VERSION.c.id == func.coalesce(_ENROLMENT.c.pinned_version_id, _LINE.c.version_id)
    )
)
_OF_PACK = (
    _WITH_STATES.where(
        _ENROLMENT.c.person_id == bindparam("person_id"),
        _ENROLMENT.c.ended_at.is_(None),
        _VERSION.c.pack_id == bindparam("pack_id"),
    )
    .order_by(_ENROLMENT.c.began_at.desc(), _ENROLMENT.c.id.desc())
    .limit(1)
)

# The latest answer to each self-check of an item, as JSON texts with a character between them that
# JSON does not have. With the rest in one statement, since a lesson page needs both.
_SEPARATOR = "\x1e"
_SEPARATED: ColumnElement[str] = literal_column(f"'{_SEPARATOR}'")
_ANSWERED = _EVENT.alias()
_CHECKS = (
    select(
        func.aggregate_strings(
            cast(_EVENT.c.data, Text),
            _SEPARATED,  # type: ignore[arg-type]  # as above
        )
    )
    .where(
        _EVENT.c.id.in_(
            select(func.max(_ANSWERED.c.id))
            .where(
                _ANSWERED.c.enrolment_id == _ENROLMENT.c.id,
                _ANSWERED.c.item_id == bindparam("item_id"),
                _ANSWERED.c.kind == "check-answered",
            )
            .group_by(_ANSWERED.c.data["check"].as_string())
            .limit(100)
            .correlate(_ENROLMENT)
        )
    )
    .correlate(_ENROLMENT)
    .scalar_subquery()
)
_AT_ITEM = _OF_PACK.add_columns(_CHECKS.label("checks"))
_OF_ENROLMENT = _WITH_STATES.where(_ENROLMENT.c.id == bindparam("enrolment_id"))
_OF_ENROLMENTS = _WITH_STATES.where(
    _ENROLMENT.c.id.in_(bindparam("enrolment_ids", expanding=True))
).order_by(_ENROLMENT.c.id)
_OF_PERSON = (
    _WITH_STATES.where(
        _ENROLMENT.c.person_id == bindparam("person_id"), _ENROLMENT.c.ended_at.is_(None)
    )
    .order_by(_ENROLMENT.c.last_at.desc(), _ENROLMENT.c.id.desc())
    .limit(MOST)
)

_DONE = {"read": 0, "passed": 1, "finished": 2, "checked": 3}


def _standing(row: Any, checks: str | None = None) -> Standing:
    *columns, states = row
    enrolment = KeptEnrolment(*columns)
    found: tuple[set[str], ...] = (set(), set(), set(), set(), set())
    for pair in (states or "").split():
        item_id, state = pair.split(":")
        found[_DONE.get(state, 4)].add(item_id)
    read, passed, finished, checked, opened = map(frozenset, found)
    done = Done(read, passed, finished, enrolment.last_item or "", checked)
    answered = [json.loads(text) for text in checks.split(_SEPARATOR)] if checks else []
    return Standing(enrolment, done, opened, {data["check"]: data for data in answered})


def open_standing(person_id: int, pack_id: str) -> Standing | None:
    """Where a person stands in a pack they are taking; the newest enrolment. One query."""
    row = rows(_OF_PACK, {"person_id": person_id, "pack_id": pack_id}).first()
    return _standing(row) if row else None


def standing_at(person_id: int, pack_id: str, item_id: str) -> Standing | None:
    """The same, with the answers to the self-checks of an item. One query."""
    values = {"person_id": person_id, "pack_id": pack_id, "item_id": item_id}
    row = rows(_AT_ITEM, values).first()
    return _standing(row[:-1], row[-1]) if row else None


def standing(enrolment_id: int) -> Standing | None:
    """Where that enrolment stands. One query."""
    row = rows(_OF_ENROLMENT, {"enrolment_id": enrolment_id}).first()
    return _standing(row) if row else None


def standings(enrolment_ids: Iterable[int]) -> list[Standing]:
    """Where those enrolments stand, by their numbers. One query."""
    found = rows(_OF_ENROLMENTS, {"enrolment_ids": list(enrolment_ids)})
    return [_standing(row) for row in found]


def standings_of(person_id: int) -> list[Standing]:
    """All that a person is taking or has completed and not left, latest first. One query."""
    return [_standing(row) for row in rows(_OF_PERSON, {"person_id": person_id})]


def person_with(key: str) -> int | None:
    """Whose enrolment has that key."""
    return db.session.scalar(select(Enrolment.person_id).where(Enrolment.key == key))


def hold(enrolment_id: int) -> None:
    """Let other writers at this enrolment wait until the commit."""
    hold_row(Enrolment, id=enrolment_id)


def hold_learner(person_id: int) -> None:
    """Let others who enrol this person wait until the commit."""
    hold_row(Person, id=person_id)


def enrol(key: str, person_id: int, line_id: int, *, at: datetime) -> int:
    """Keep a new enrolment; its number.

    Raises:
        IntegrityError: If the person already has an open one on that line.
    """
    row = Enrolment(key=key, person_id=person_id, line_id=line_id, began_at=at, last_at=at)
    db.session.add(row)
    db.session.flush()  # for its number, and to meet the constraint here
    return row.id


def take_up_again(person_id: int, line_id: int, *, at: datetime) -> bool:
    """Open the enrolment that a person left last on that line; False if none is unfinished.

    It follows the line, whatever version it was held on.
    """
    left = db.session.execute(
        select(Enrolment.id, Enrolment.completed_at)
        .where(Enrolment.person_id == person_id, Enrolment.line_id == line_id)
        .order_by(Enrolment.id.desc())
        .limit(1)
    ).first()
    if left is None or left.completed_at is not None:
        return False
    db.session.execute(
        update(Enrolment)
        .where(Enrolment.id == left.id)
        .values(ended_at=None, last_at=at, pinned_version_id=None)
    )
    return True


def end(enrolment_id: int, *, at: datetime) -> None:
    """The person leaves the course; what was done is kept."""
    db.session.execute(update(Enrolment).where(Enrolment.id == enrolment_id).values(ended_at=at))


# What every event keeps is made once for a database.


@cache
def _adding_event(dialect: str) -> Any:
    added = (postgresql_insert if dialect == "postgresql" else sqlite_insert)(_EVENT)
    once = added.on_conflict_do_nothing(index_elements=["enrolment_id", "client_id"])
    return once.returning(_EVENT.c.id)


@cache
def _setting_state(dialect: str, *, opened: bool) -> Any:
    added = (postgresql_insert if dialect == "postgresql" else sqlite_insert)(_STATE)
    keys = ["enrolment_id", "item_id"]
    if opened:
        return added.on_conflict_do_nothing(index_elements=keys)
    return added.on_conflict_do_update(
        index_elements=keys,
        set_={name: added.excluded[name] for name in ("state", "version_id", "at")},
        where=_STATE.c.state == "opened",
    )


_TOUCHING = (
    update(_ENROLMENT)
    .where(_ENROLMENT.c.id == bindparam("number"))
    .values(
        last_item=bindparam("item"), last_at=bindparam("moment", type_=_ENROLMENT.c.last_at.type)
    )
)
_COMPLETING = (
    update(_ENROLMENT)
    .where(_ENROLMENT.c.id == bindparam("number"), _ENROLMENT.c.completed_at.is_(None))
    .values(completed_at=bindparam("moment", type_=_ENROLMENT.c.completed_at.type))
)


def add_event(**values: Any) -> bool:
    """Keep an event; False if one with its client id is there already."""
    statement = _adding_event(db.engine.dialect.name)
    return db.session.execute(statement, values).first() is not None


def set_state(
    enrolment_id: int, item_id: str, state: str, *, version_id: int, at: datetime
) -> None:
    """Keep where a learner stands with an item, or that a self-check is answered (`checked`).

    What is done is not undone by opening it again.
    """
    values = {
        "enrolment_id": enrolment_id,
        "item_id": item_id,
        "state": state,
        "version_id": version_id,
        "at": at,
    }
    statement = _setting_state(db.engine.dialect.name, opened=state == "opened")
    db.session.execute(statement, values)


def reopen(enrolment_id: int, item_id: str) -> None:
    """A quiz that was passed is so no more, by its own rule."""
    db.session.execute(
        update(ItemState)
        .where(
            ItemState.enrolment_id == enrolment_id,
            ItemState.item_id == item_id,
            ItemState.state == "passed",
        )
        .values(state="opened")
    )


def touch(enrolment_id: int, item_id: str, *, at: datetime) -> None:
    """Remember the item that the learner was last at."""
    db.session.execute(_TOUCHING, {"number": enrolment_id, "item": item_id, "moment": at})


def complete(enrolment_id: int, *, at: datetime) -> bool:
    """Mark as completed; False if it was already."""
    result = db.session.execute(_COMPLETING, {"number": enrolment_id, "moment": at})
    return bool(result.rowcount)  # type: ignore[attr-defined]  # an update has a row count


def uncomplete(enrolment_id: int) -> None:
    """Mark as not completed: what it rested on does not hold any more."""
    db.session.execute(
        update(Enrolment).where(Enrolment.id == enrolment_id).values(completed_at=None)
    )
