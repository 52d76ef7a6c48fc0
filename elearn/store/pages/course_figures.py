"""How people went through a course: counted, never named."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from elearn.core.access import Scope
from elearn.store.db import db
from elearn.store.scopes import people_in
from elearn.store.tables.attempts import Attempt
from elearn.store.tables.enrolments import Enrolment, ItemState
from elearn.store.tables.gains import GainRow
from elearn.store.tables.people import Person

MOST_TIMES = 20_000
"""Times to complete are told from so many of the newest completions."""

MOST_GAINS = 20_000
"""The most people whose gains are told together, the newest ones."""

_DONE = ("read", "passed", "finished")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who is counted: those in a scope who began a release line of a course in a time.

    Attributes:
        scope: Whose figures they are, as they belong on `today`.
        today: Today.
        line_id: The release line.
        since, before: The beginning lies from the one on and before the other; None: whenever.
        quiet: Who did nothing from then on, and has not completed, has stopped.
    """

    scope: Scope
    today: date
    line_id: int
    since: datetime | None
    before: datetime | None
    quiet: datetime


@dataclass(frozen=True, slots=True)
class Through:
    """How far they came. The last three are by item, of those who did not complete."""

    began: int
    completed: int
    stopped: dict[str, int]
    opened: dict[str, int]
    done: dict[str, int]


def _counted(wanted: Wanted) -> list[ColumnElement[bool]]:
    """Who opened the course then, but for those who went on to another line of it."""
    later = aliased(Enrolment)
    found: list[Any] = [
        Enrolment.line_id == wanted.line_id,
        Enrolment.last_item.is_not(None),
        or_(
            Enrolment.completed_at.is_not(None),
            ~exists().where(later.moved_from_id == Enrolment.id),
        ),
    ]
    if wanted.since is not None:
        found.append(Enrolment.began_at >= wanted.since)
    if wanted.before is not None:
        found.append(Enrolment.began_at < wanted.before)
    if not wanted.scope.everybody:
        people = select(Person.id).where(people_in(wanted.scope, wanted.today))
        found.append(Enrolment.person_id.in_(people))
    return found


def through(wanted: Wanted) -> Through:
    """How far they came. Two queries."""
    quiet = or_(Enrolment.ended_at.is_not(None), Enrolment.last_at < wanted.quiet)
    stopped = case((and_(Enrolment.completed_at.is_(None), quiet), 1), else_=0)
    ends = db.session.execute(
        select(
            Enrolment.last_item,
            func.count(),
            func.count(Enrolment.completed_at),
            func.sum(stopped),
        )
        .where(*_counted(wanted))
        .group_by(Enrolment.last_item)
    ).all()
    did = func.sum(case((ItemState.state.in_(_DONE), 1), else_=0))
    states = db.session.execute(
        select(ItemState.item_id, func.count(), did)
        .join(Enrolment, Enrolment.id == ItemState.enrolment_id)
        .where(*_counted(wanted), Enrolment.completed_at.is_(None))
        .group_by(ItemState.item_id)
    ).all()
    return Through(
        began=sum(row[1] for row in ends),
        completed=sum(row[2] for row in ends),
        stopped={str(row[0]): int(row[3]) for row in ends if row[3]},
        opened={row[0]: row[1] for row in states},
        done={row[0]: int(row[2]) for row in states},
    )


def times(wanted: Wanted) -> list[timedelta]:
    """How long it took each from the beginning to completion, the newest ones."""
    rows = db.session.execute(
        select(Enrolment.began_at, Enrolment.completed_at)
        .where(*_counted(wanted), Enrolment.completed_at.is_not(None))
        .order_by(Enrolment.completed_at.desc(), Enrolment.id)
        .limit(MOST_TIMES)
    )
    return [max(timedelta(0), row.completed_at - row.began_at) for row in rows]


def gains(wanted: Wanted, items: list[str]) -> dict[str, list[tuple[str, str]]]:
    """Results before and after, by post-test: of each person the first attempt, as it stands now.

    Of all versions of the line. One query.
    """
    first = _first(wanted, items).subquery("first")
    newest = (
        select(func.max(GainRow.id).label("id"))
        .join(first, first.c.id == GainRow.post_attempt_id)
        .group_by(GainRow.post_attempt_id)
        .order_by(func.max(GainRow.id).desc())
        .limit(MOST_GAINS)
        .subquery("newest")
    )
    rows = db.session.execute(
        select(GainRow.item_id, GainRow.before, GainRow.after).join(
            newest, newest.c.id == GainRow.id
        )
    )
    found: dict[str, list[tuple[str, str]]] = {}
    for item_id, before, after in rows:
        found.setdefault(item_id, []).append((before, after))
    return found


def _first(wanted: Wanted, items: list[str]) -> Select[Any]:
    query: Select[Any] = (
        select(func.min(Attempt.id).label("id"))
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(GainRow, GainRow.post_attempt_id == Attempt.id)
        .where(*_counted(wanted), GainRow.item_id.in_(items))
        .group_by(Attempt.enrolment_id, Attempt.item_id)
    )
    return query
