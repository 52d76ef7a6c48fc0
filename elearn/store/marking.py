"""Find and keep answers that people mark, and what they found."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, update

from elearn.core.access import Scope
from elearn.store.db import db
from elearn.store.hold import hold as hold_row
from elearn.store.scopes import people_in
from elearn.store.tables.attempts import AnswerRow, Attempt
from elearn.store.tables.enrolments import Enrolment
from elearn.store.tables.marking import HumanMark, WrittenAnswer
from elearn.store.tables.packs import PackVersion
from elearn.store.tables.people import Person

MOST = 2000
"""The most answers, or attempts, that one question returns."""


@dataclass(frozen=True, slots=True)
class KeptWritten:
    """An answer that people mark. `learner_id` is for deciding, never for showing."""

    id: int
    key: str
    number: int
    learner_id: int
    attempt_id: int
    attempt_key: str
    question_id: str
    answer_id: int
    version_id: int
    pack_id: str
    version: str
    item_id: str
    digest: str
    language: str
    raw: dict[str, Any]
    state: str
    leased_by: int | None
    leased_until: datetime | None
    at: datetime
    released_at: datetime | None


@dataclass(frozen=True, slots=True)
class KeptHumanMark:
    """What a marker found; `settles`: the reason, where it ended a difference."""

    marker_id: int
    levels: dict[str, str]
    share: str
    comment: str
    settles: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many answers of a quiz of a version are in a state, and since when the oldest waits."""

    pack_id: str
    version: str
    digest: str
    item_id: str
    state: str
    count: int
    oldest: datetime


@dataclass(frozen=True, slots=True)
class Ready:
    """An attempt all of whose answers are marked, and whom to tell."""

    attempt_id: int
    attempt_key: str
    person_id: int
    name: str
    email: str | None
    language: str | None


_WRITTEN: Select[*tuple[Any, ...]] = (
    select(
        WrittenAnswer.id,
        WrittenAnswer.key,
        WrittenAnswer.number,
        Enrolment.person_id,
        WrittenAnswer.attempt_id,
        Attempt.key,
        WrittenAnswer.question_id,
        WrittenAnswer.answer_id,
        WrittenAnswer.version_id,
        PackVersion.pack_id,
        PackVersion.version,
        WrittenAnswer.item_id,
        WrittenAnswer.digest,
        Attempt.language,
        AnswerRow.raw,
        WrittenAnswer.state,
        WrittenAnswer.leased_by,
        WrittenAnswer.leased_until,
        WrittenAnswer.at,
        WrittenAnswer.released_at,
    )
    .join(Attempt, Attempt.id == WrittenAnswer.attempt_id)
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .join(AnswerRow, AnswerRow.id == WrittenAnswer.answer_id)
    .join(PackVersion, PackVersion.id == WrittenAnswer.version_id)
)


def add(**values: Any) -> None:
    """Keep that an answer waits for people, under the next number of its quiz."""
    db.session.flush()  # those added just before have their numbers
    number = db.session.scalar(
        select(func.coalesce(func.max(WrittenAnswer.number), 0) + 1).where(
            WrittenAnswer.version_id == values["version_id"],
            WrittenAnswer.item_id == values["item_id"],
        )
    )
    db.session.add(WrittenAnswer(number=number, state="waiting", **values))


def by_key(key: str) -> KeptWritten | None:
    """The answer with that key."""
    row = db.session.execute(_WRITTEN.where(WrittenAnswer.key == key)).first()
    return KeptWritten(*row) if row else None


def hold(key: str) -> None:
    """Let other writers at this answer wait until the commit."""
    hold_row(WrittenAnswer, key=key)


def hold_quiz(version_id: int) -> None:
    """Let others who release results of this version, or number its answers, wait."""
    hold_row(PackVersion, id=version_id)


def of_quiz(version_id: int, item_id: str) -> list[KeptWritten]:
    """The answers of a quiz that are not released, oldest first."""
    rows = db.session.execute(
        _WRITTEN.where(
            WrittenAnswer.version_id == version_id,
            WrittenAnswer.item_id == item_id,
            WrittenAnswer.released_at.is_(None),
        )
        .order_by(WrittenAnswer.at, WrittenAnswer.id)
        .limit(MOST)
    )
    return [KeptWritten(*row) for row in rows]


def waiting() -> list[Waiting]:
    """What waits, by quiz and state, the oldest first."""
    oldest = func.min(WrittenAnswer.at)
    rows = db.session.execute(
        select(
            PackVersion.pack_id,
            PackVersion.version,
            PackVersion.digest,
            WrittenAnswer.item_id,
            WrittenAnswer.state,
            func.count(WrittenAnswer.id),
            oldest,
        )
        .join(PackVersion, PackVersion.id == WrittenAnswer.version_id)
        .where(WrittenAnswer.released_at.is_(None))
        .group_by(
            PackVersion.pack_id,
            PackVersion.version,
            PackVersion.digest,
            WrittenAnswer.item_id,
            WrittenAnswer.state,
        )
        .order_by(oldest)
        .limit(MOST)
    )
    return [Waiting(*row) for row in rows]


def found(written_id: int) -> list[KeptHumanMark]:
    """What markers found in an answer, in the order in which they did."""
    rows = db.session.execute(
        select(
            HumanMark.marker_id,
            HumanMark.levels,
            HumanMark.share,
            HumanMark.comment,
            HumanMark.settles,
            HumanMark.at,
        )
        .where(HumanMark.written_id == written_id)
        .order_by(HumanMark.id)
        .limit(MOST)
    )
    return [KeptHumanMark(*row) for row in rows]


def marked_by(marker_id: int, written_ids: Iterable[int]) -> frozenset[int]:
    """Which of these answers somebody has marked."""
    return frozenset(
        db.session.scalars(
            select(HumanMark.written_id)
            .where(HumanMark.marker_id == marker_id, HumanMark.written_id.in_(list(written_ids)))
            .distinct()
        )
    )


def add_mark(**values: Any) -> None:
    """Keep what a marker found."""
    db.session.add(HumanMark(**values))
    db.session.flush()  # in the order in which it was found


def set_aside(pack_id: str, versions: list[str], question_id: str) -> None:
    """Let the answers to a question wait for nobody any more; those released stay as they are."""
    concerned = select(PackVersion.id).where(
        PackVersion.pack_id == pack_id, PackVersion.version.in_(versions)
    )
    db.session.execute(
        update(WrittenAnswer)
        .where(
            WrittenAnswer.version_id.in_(concerned),
            WrittenAnswer.question_id == question_id,
            WrittenAnswer.released_at.is_(None),
        )
        .values(state="marked", leased_by=None, leased_until=None)
    )


def set_state(written_id: int, state: str) -> None:
    """Keep how far the marking is; whoever had it, has it no more."""
    db.session.execute(
        update(WrittenAnswer)
        .where(WrittenAnswer.id == written_id)
        .values(state=state, leased_by=None, leased_until=None)
    )


def _free(marker_id: int, now: datetime) -> ColumnElement[bool]:
    return or_(
        WrittenAnswer.leased_by.is_(None),
        WrittenAnswer.leased_by == marker_id,
        WrittenAnswer.leased_until <= now,
    )


def lease(written_id: int, marker_id: int, *, now: datetime, until: datetime) -> bool:
    """Let somebody have an answer until then; False if somebody else has it."""
    result = db.session.execute(
        update(WrittenAnswer)
        .where(WrittenAnswer.id == written_id, _free(marker_id, now))
        .values(leased_by=marker_id, leased_until=until)
    )
    return bool(result.rowcount)  # type: ignore[attr-defined]  # an update has a row count


def give_back(written_id: int, marker_id: int) -> None:
    """Somebody does not mark this answer now."""
    db.session.execute(
        update(WrittenAnswer)
        .where(WrittenAnswer.id == written_id, WrittenAnswer.leased_by == marker_id)
        .values(leased_by=None, leased_until=None)
    )


def next_for(marker_id: int, version_id: int, item_id: str, *, now: datetime) -> KeptWritten | None:
    """The oldest answer of a quiz that wants a marker, and may be had by this one."""
    mine = exists().where(
        HumanMark.written_id == WrittenAnswer.id, HumanMark.marker_id == marker_id
    )
    row = db.session.execute(
        _WRITTEN.where(
            WrittenAnswer.version_id == version_id,
            WrittenAnswer.item_id == item_id,
            WrittenAnswer.released_at.is_(None),
            WrittenAnswer.state.in_(("waiting", "second")),
            Enrolment.person_id != marker_id,
            _free(marker_id, now),
            ~mine,
        )
        .order_by(WrittenAnswer.at, WrittenAnswer.id)
        .limit(1)
    ).first()
    return KeptWritten(*row) if row else None


def ready(version_id: int, item_id: str) -> list[Ready]:
    """The attempts at a quiz that can be released: every answer of theirs is marked."""
    unmarked = exists().where(
        WrittenAnswer.attempt_id == Attempt.id, WrittenAnswer.state != "marked"
    )
    waiting = select(WrittenAnswer.attempt_id).where(
        WrittenAnswer.version_id == version_id,
        WrittenAnswer.item_id == item_id,
        WrittenAnswer.released_at.is_(None),
    )
    rows = db.session.execute(
        select(Attempt.id, Attempt.key, Person.id, Person.name, Person.email, Person.language)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Attempt.id.in_(waiting), ~unmarked)
        .order_by(Attempt.id)
        .limit(MOST)
    )
    return [Ready(*row) for row in rows]


def names(person_ids: Iterable[int], scope: Scope, day: date) -> dict[int, str]:
    """The names of those among these people whom the scope holds on that day."""
    rows = db.session.execute(
        select(Person.id, Person.name).where(Person.id.in_(set(person_ids)), people_in(scope, day))
    )
    return {row.id: row.name for row in rows}


def of_attempt(attempt_id: int) -> list[KeptWritten]:
    """The answers of an attempt that people mark."""
    rows = db.session.execute(_WRITTEN.where(WrittenAnswer.attempt_id == attempt_id).limit(MOST))
    return [KeptWritten(*row) for row in rows]


def release(attempt_id: int, *, at: datetime) -> None:
    """The results of an attempt's answers are the learner's from now on."""
    db.session.execute(
        update(WrittenAnswer)
        .where(WrittenAnswer.attempt_id == attempt_id, WrittenAnswer.released_at.is_(None))
        .values(released_at=at)
    )
