"""Keep what a version would do to results, and find the attempts to look at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, delete, func, insert, select, update

from elearn.core.access import Scope
from elearn.store.db import db
from elearn.store.scopes import people_in
from elearn.store.tables.attempts import Attempt
from elearn.store.tables.enrolments import Enrolment
from elearn.store.tables.impacts import Impact, ImpactResult
from elearn.store.tables.packs import PackVersion, ReleaseLine
from elearn.store.tables.people import Person

MOST = 500
"""The most attempts that are listed."""


@dataclass(frozen=True, slots=True)
class KeptImpact:
    """How far the attempts were looked at. `changes` is how many results would be other ones."""

    id: int
    version_id: int
    began_at: datetime
    reached: int
    attempts: int
    differing: int
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class Changes:
    """How many results would be other ones: all, and those that would pass or fail instead."""

    all: int
    passes: int
    fails: int


@dataclass(frozen=True, slots=True)
class ChangedResult:
    """An attempt whose result would be another one. The name stands only in lists for a scope."""

    attempt_id: int
    key: str
    item_id: str
    version: str
    percent_before: int
    percent_after: int
    passed_before: bool
    passed_after: bool
    learner: str
    person_id: int
    person_key: str
    name: str


@dataclass(frozen=True, slots=True)
class ToLookAt:
    """A finished attempt at a quiz."""

    id: int
    item_id: str
    version_id: int


def of_version(version_id: int) -> KeptImpact | None:
    """What was worked out for a version."""
    row = db.session.execute(
        select(
            Impact.id,
            Impact.version_id,
            Impact.began_at,
            Impact.reached,
            Impact.attempts,
            Impact.differing,
            Impact.done_at,
        ).where(Impact.version_id == version_id)
    ).first()
    return KeptImpact(*row) if row else None


def begin(version_id: int, *, at: datetime) -> None:
    """Begin anew to work out what a version would do."""
    kept = of_version(version_id)
    if kept is not None:
        db.session.execute(delete(ImpactResult).where(ImpactResult.impact_id == kept.id))
        db.session.execute(delete(Impact).where(Impact.id == kept.id))
    db.session.add(Impact(version_id=version_id, began_at=at))
    db.session.flush()  # to meet the constraint here


def to_look_at(
    pack_id: str, older: Iterable[int], quizzes: Iterable[str], after: int, *, limit: int
) -> list[ToLookAt]:
    """Finished attempts of those who take a pack, by number, from after that one on.

    Args:
        pack_id: The pack.
        older: Numbers of the versions on which they were sat.
        quizzes: Ids of the quizzes that the new version has too.
        after: The number of the last attempt that was looked at.
        limit: At most so many.
    """
    query = (
        select(Attempt.id, Attempt.item_id, Attempt.version_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(ReleaseLine, ReleaseLine.id == Enrolment.line_id)
        .where(
            Attempt.id > after,
            Attempt.kind == "quiz",
            Attempt.finished_at.is_not(None),
            Attempt.passed.is_not(None),
            Attempt.version_id.in_(list(older)),
            Attempt.item_id.in_(list(quizzes)),
            ReleaseLine.pack_id == pack_id,
            Enrolment.ended_at.is_(None),
        )
        .order_by(Attempt.id)
        .limit(limit)
    )
    return [ToLookAt(*row) for row in db.session.execute(query)]


def keep(impact_id: int, results: list[Mapping[str, Any]]) -> None:
    """Keep results that would be other ones."""
    if results:
        db.session.execute(
            insert(ImpactResult), [{"impact_id": impact_id, **row} for row in results]
        )


def reach(
    kept: KeptImpact, attempt_id: int, *, attempts: int, differing: int, done_at: datetime | None
) -> None:
    """Keep how far the attempts were looked at, and how many more there were."""
    db.session.execute(
        update(Impact)
        .where(Impact.id == kept.id)
        .values(
            reached=attempt_id,
            attempts=Impact.attempts + attempts,
            differing=Impact.differing + differing,
            done_at=done_at,
        )
    )


def changes(impact_id: int) -> Changes:
    """How many results would be other ones. One query."""
    before, after = ImpactResult.passed_before, ImpactResult.passed_after
    row = db.session.execute(
        select(
            func.count(ImpactResult.attempt_id),
            func.count(ImpactResult.attempt_id).filter(after.is_(True), before.is_(False)),
            func.count(ImpactResult.attempt_id).filter(before.is_(True), after.is_(False)),
        ).where(ImpactResult.impact_id == impact_id)
    ).one()
    return Changes(*row)


def results(
    impact_id: int, *, scope: Scope | None, day: date, limit: int = MOST
) -> list[ChangedResult]:
    """Results that would be other ones, those that would pass or fail instead first. One query.

    With a scope only of those people whom it holds.
    """
    query: Select[*tuple[Any, ...]] = (
        select(
            ImpactResult.attempt_id,
            Attempt.key,
            Attempt.item_id,
            PackVersion.version,
            ImpactResult.percent_before,
            ImpactResult.percent_after,
            ImpactResult.passed_before,
            ImpactResult.passed_after,
            Enrolment.key,
            Person.id,
            Person.key,
            Person.name,
        )
        .join(Attempt, Attempt.id == ImpactResult.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .join(PackVersion, PackVersion.id == Attempt.version_id)
        .where(ImpactResult.impact_id == impact_id)
        .order_by(
            (ImpactResult.passed_before == ImpactResult.passed_after), ImpactResult.attempt_id
        )
        .limit(limit)
    )
    if scope is not None:
        query = query.where(people_in(scope, day), Person.left_at.is_(None))
    return [ChangedResult(*row) for row in db.session.execute(query)]
