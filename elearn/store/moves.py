"""Take somebody who is under way to another release line; what was done comes along."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    column,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
    values,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased

from elearn.core.learning.policy import ONLY_READ
from elearn.store.db import db, rows, table_of
from elearn.store.enrolments import KeptEnrolment
from elearn.store.hold import hold_all
from elearn.store.tables.attempts import Attempt
from elearn.store.tables.enrolments import Enrolment, Event, ItemState
from elearn.store.tables.packs import PackVersion, ReleaseLine
from elearn.store.tables.people import Person

_LONGEST_CHAIN = 50
"""So many moves of one enrolment are followed back."""


@dataclass(frozen=True, slots=True)
class KeptState:
    """An item or self-check in an enrolment: on which version it was done, and where one stood."""

    enrolment_id: int
    item_id: str
    state: str
    version_id: int
    at: datetime
    done_on: str
    stood_on: str


_stands_on = func.coalesce(Enrolment.pinned_version_id, ReleaseLine.version_id)


def _open_attempt() -> ColumnElement[bool]:
    return exists().where(Attempt.enrolment_id == Enrolment.id, Attempt.finished_at.is_(None))


def hold_all_of(enrolment_ids: Iterable[int]) -> None:
    """Let others who write to these enrolments, or enrol their learners, wait until the commit."""
    numbers = list(enrolment_ids)
    learners = select(Enrolment.person_id).where(Enrolment.id.in_(numbers)).distinct()
    if db.engine.dialect.name != "sqlite":
        hold_all(Person, db.session.scalars(learners))
        hold_all(Enrolment, numbers)


def ended_meanwhile(enrolment: KeptEnrolment) -> bool:
    """Whether an enrolment, open when it was read, was ended by somebody who held it before.

    Needs it held. On SQLite what was read in this transaction stands, so nothing is asked.
    """
    if enrolment.ended_at is not None or db.engine.dialect.name == "sqlite":
        return False
    ended = select(Enrolment.ended_at).where(Enrolment.id == enrolment.id)
    return db.session.scalar(ended) is not None


def next_of(enrolment_id: int) -> int | None:
    """The enrolment in which the learner went on from this one."""
    query = select(Enrolment.id).where(Enrolment.moved_from_id == enrolment_id)
    return db.session.scalar(query.order_by(Enrolment.id.desc()).limit(1))


def in_attempt(enrolment_ids: Iterable[int]) -> frozenset[int]:
    """Those of these enrolments in which an attempt at a quiz or a case is under way."""
    found = select(Attempt.enrolment_id).where(
        Attempt.enrolment_id.in_(list(enrolment_ids)), Attempt.finished_at.is_(None)
    )
    return frozenset(db.session.scalars(found))


def open_attempt(enrolment_id: int) -> tuple[str, str] | None:
    """Kind and key of an attempt that is under way there; the oldest."""
    found = (
        select(Attempt.kind, Attempt.key)
        .where(Attempt.enrolment_id == enrolment_id, Attempt.finished_at.is_(None))
        .order_by(Attempt.id)
        .limit(1)
    )
    row = db.session.execute(found).first()
    return (row[0], row[1]) if row else None


def came_from(enrolment_id: int) -> str:
    """The version on which the learner stood before they went on to this enrolment; or nothing."""
    before = aliased(Enrolment)
    query = (
        select(PackVersion.version)
        .join(before, before.pinned_version_id == PackVersion.id)
        .join(Enrolment, Enrolment.moved_from_id == before.id)
        .where(Enrolment.id == enrolment_id)
    )
    return db.session.scalar(query) or ""


def last_worked_on(enrolment_id: int) -> str:
    """The version on which something happened last in an enrolment; or nothing."""
    query = (
        select(PackVersion.version)
        .join(Event, Event.version_id == PackVersion.id)
        .where(Event.enrolment_id == enrolment_id)
        .order_by(Event.id.desc())
        .limit(1)
    )
    return db.session.scalar(query) or ""


def _candidates(today: date) -> Select[Any]:
    """Enrolments whose version may be over, or that have not begun while a later line is there."""
    over = or_(
        PackVersion.state.in_([state.value for state in ONLY_READ]),
        ReleaseLine.sunset_on <= today,
        and_(Enrolment.pinned_version_id.is_not(None), PackVersion.sunset_on <= today),
        and_(Enrolment.last_item.is_(None), ReleaseLine.sunset_on.is_not(None)),
    )
    return (
        select(Enrolment.id)
        .join(ReleaseLine, ReleaseLine.id == Enrolment.line_id)
        .join(PackVersion, PackVersion.id == _stands_on)
        .where(
            Enrolment.ended_at.is_(None),
            Enrolment.completed_at.is_(None),
            over,
            ~_open_attempt(),
        )
    )


def candidates(pack_id: str, after: int, today: date, *, limit: int) -> list[int]:
    """Numbers of the enrolments of a pack that may have to go on, from after that one."""
    query = (
        _candidates(today)
        .where(ReleaseLine.pack_id == pack_id, Enrolment.id > after)
        .order_by(Enrolment.id)
        .limit(limit)
    )
    return list(db.session.scalars(query))


def packs_to_look_at(today: date) -> list[str]:
    """The packs in which somebody may have to go on."""
    query = _candidates(today).with_only_columns(ReleaseLine.pack_id).distinct()
    return sorted(db.session.scalars(query))


def gone_on_to(line_id: int, after: int, *, limit: int) -> list[int]:
    """Numbers of the enrolments under way on a line that go on from others, from after that one."""
    query = (
        select(Enrolment.id)
        .where(
            Enrolment.line_id == line_id,
            Enrolment.id > after,
            Enrolment.moved_from_id.is_not(None),
            Enrolment.ended_at.is_(None),
            Enrolment.completed_at.is_(None),
        )
        .order_by(Enrolment.id)
        .limit(limit)
    )
    return list(db.session.scalars(query))


@cache
def _states_of_chains() -> Select[*tuple[Any, ...]]:
    """Built once: it is asked for everybody who goes on."""
    chain = (
        select(
            Enrolment.id.label("root"),
            Enrolment.id.label("id"),
            Enrolment.moved_from_id,
            literal(0).label("back"),
        )
        .where(Enrolment.id.in_(bindparam("enrolment_ids", expanding=True)))
        .cte("chain", recursive=True)
    )
    chain = chain.union_all(
        select(chain.c.root, Enrolment.id, Enrolment.moved_from_id, chain.c.back + 1)
        .join(chain, Enrolment.id == chain.c.moved_from_id)
        .where(chain.c.back < _LONGEST_CHAIN)
    )
    done_on, stood_on = table_of(PackVersion).alias(), table_of(PackVersion).alias()
    return (
        select(
            chain.c.root,
            Enrolment.id,
            ItemState.item_id,
            ItemState.state,
            ItemState.version_id,
            ItemState.at,
            done_on.c.version,
            stood_on.c.version,
        )
        .select_from(chain)
        .join(Enrolment, Enrolment.id == chain.c.id)
        .join(ReleaseLine, ReleaseLine.id == Enrolment.line_id)
        .join(stood_on, stood_on.c.id == _stands_on)
        .join(ItemState, ItemState.enrolment_id == Enrolment.id)
        .join(done_on, done_on.c.id == ItemState.version_id)
        .order_by(chain.c.root, chain.c.back, ItemState.at)
    )


def states_of_chain(enrolment_id: int) -> list[KeptState]:
    """What is done in an enrolment and in those that it goes on from, the newest first."""
    return states_of_chains([enrolment_id])[enrolment_id]


def states_of_chains(enrolment_ids: Iterable[int]) -> dict[int, list[KeptState]]:
    """The same for many enrolments, by their numbers. One query."""
    numbers = list(enrolment_ids)
    found: dict[int, list[KeptState]] = {number: [] for number in numbers}
    for root, *columns in rows(_states_of_chains(), {"enrolment_ids": numbers}):
        found[root].append(KeptState(*columns))
    return found


def later_than(enrolment_id: int) -> list[int]:
    """The enrolments in which a learner went on from this one, the next one first."""
    chain = (
        select(Enrolment.id, literal(0).label("on"))
        .where(Enrolment.moved_from_id == enrolment_id)
        .cte("later", recursive=True)
    )
    chain = chain.union_all(
        select(Enrolment.id, chain.c.on + 1)
        .join(chain, Enrolment.moved_from_id == chain.c.id)
        .where(chain.c.on < _LONGEST_CHAIN)
    )
    return list(db.session.scalars(select(chain.c.id).order_by(chain.c.on, chain.c.id)))


def open_enrolment_ids(person_ids: Iterable[int], line_id: int) -> dict[int, int]:
    """The open enrolments of these people on a release line, by person."""
    found = select(Enrolment.person_id, Enrolment.id).where(
        Enrolment.person_id.in_(list(person_ids)),
        Enrolment.line_id == line_id,
        Enrolment.ended_at.is_(None),
    )
    return {row.person_id: row.id for row in db.session.execute(found)}


def leave_behind(enrolments: Iterable[KeptEnrolment], *, at: datetime) -> None:
    """Enrolments end since their learners go on elsewhere; each stays on the version it was on."""
    by_version: dict[int, list[int]] = {}
    for one in enrolments:
        by_version.setdefault(one.version_id, []).append(one.id)
    for version_id, numbers in by_version.items():
        db.session.execute(
            update(Enrolment)
            .where(Enrolment.id.in_(numbers))
            .values(ended_at=at, pinned_version_id=version_id)
        )


def go_on(keys: Iterable[str], old: Iterable[KeptEnrolment], line_id: int) -> dict[int, int]:
    """Keep the enrolments in which learners go on from others, under new keys.

    Returns:
        Their numbers, by those of the others.
    """
    made = [
        {
            "key": key,
            "person_id": one.person_id,
            "line_id": line_id,
            "began_at": one.began_at,
            "last_item": one.last_item,
            "last_at": one.last_at,
            "moved_from_id": one.id,
        }
        for key, one in zip(keys, old, strict=True)
    ]
    if not made:
        return {}
    adding = insert(Enrolment).returning(Enrolment.id, Enrolment.moved_from_id)
    return {row.moved_from_id: row.id for row in db.session.execute(adding, made)}


def carry_states(states: Iterable[tuple[int, KeptState]]) -> None:
    """Keep states in other enrolments too, named first; what is done there stays done."""
    found = [
        {
            "enrolment_id": new_id,
            "item_id": one.item_id,
            "state": one.state,
            "version_id": one.version_id,
            "at": one.at,
        }
        for new_id, one in states
    ]
    if not found:
        return
    added = _made()(ItemState)
    db.session.execute(
        added.on_conflict_do_update(
            index_elements=["enrolment_id", "item_id"],
            set_={name: added.excluded[name] for name in ("state", "version_id", "at")},
            where=ItemState.state == "opened",
        ),
        found,
    )


def carry_events(pairs: Iterable[tuple[int, int]]) -> None:
    """Copy what happened to the items whose state came from one enrolment to another.

    Args:
        pairs: Of enrolments: from which, and to which.
    """
    found = list(pairs)
    if not found:
        return
    pair = values(column("old", Integer), column("new", Integer), name="pair").data(found).cte()
    was, now = aliased(ItemState), aliased(ItemState)
    event = (
        select(
            pair.c.new,
            Event.client_id,
            Event.kind,
            Event.item_id,
            Event.version_id,
            Event.at,
            Event.data,
        )
        .where(
            Event.enrolment_id == pair.c.old,
            was.enrolment_id == pair.c.old,
            was.item_id == Event.item_id,
            now.enrolment_id == pair.c.new,
            now.item_id == Event.item_id,
            now.version_id == was.version_id,
            now.at == was.at,
        )
        .order_by(Event.id)
    )
    names = ["enrolment_id", "client_id", "kind", "item_id", "version_id", "at", "data"]
    db.session.execute(_made()(Event).from_select(names, event).on_conflict_do_nothing())


def _made() -> Any:
    return sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
