"""Find and keep what lapsed with the law: questions, and the quizzes that closed for it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, func, insert, or_, select, update

from elearn.core.access import Role
from elearn.core.quiz.lapsed import Lapse
from elearn.store.attempts import MOST, KeptAttempt, all_columns
from elearn.store.db import db
from elearn.store.tables.attempts import Attempt
from elearn.store.tables.closings import LapsedQuestion, QuizClosing
from elearn.store.tables.enrolments import Enrolment, ItemState
from elearn.store.tables.packs import PackRow, PackVersion, ReleaseLine
from elearn.store.tables.people import Person
from elearn.store.tables.people import Role as RoleRow


@dataclass(frozen=True, slots=True)
class InUse:
    """A course version that somebody may stand on.

    `line_id` is its release line, if that leads to it; `held` says whether learners are held on it.
    """

    id: int
    pack_id: str
    version: str
    digest: str
    line_id: int | None
    held: bool


@dataclass(frozen=True, slots=True)
class KeptClosing:
    """A quiz of a version that is closed since law lapsed."""

    id: int
    version_id: int
    item_id: str
    since: date
    from_at: datetime
    opened_in: int | None = None


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody to write to; `id` is of the enrolment, or of the person for trainers."""

    id: int
    name: str
    email: str
    language: str | None


def in_use() -> list[InUse]:
    """The versions that release lines point at, on which learners are held, or attempts open."""
    under_way = set(
        db.session.scalars(
            select(Attempt.version_id)
            .where(Attempt.kind == "quiz", Attempt.finished_at.is_(None))
            .distinct()
        )
    )
    held = set(
        db.session.scalars(
            select(Enrolment.pinned_version_id)
            .where(
                Enrolment.pinned_version_id.is_not(None),
                Enrolment.ended_at.is_(None),
                Enrolment.completed_at.is_(None),
            )
            .distinct()
        )
    )
    found = db.session.execute(
        select(
            PackVersion.id,
            PackVersion.pack_id,
            PackVersion.version,
            PackVersion.digest,
            ReleaseLine.id,
        )
        .join(PackRow, PackRow.id == PackVersion.pack_id)
        .outerjoin(ReleaseLine, ReleaseLine.version_id == PackVersion.id)
        .where(PackRow.kind != "register")
        .order_by(PackVersion.id)
    )
    every = [InUse(*row, row[0] in held) for row in found]
    return [one for one in every if one.line_id or one.id in under_way or one.held]


def lapsed_in(version_id: int) -> set[str]:
    """The questions of a version that the trainers were told of."""
    query = select(LapsedQuestion.question_id).where(LapsedQuestion.version_id == version_id)
    return set(db.session.scalars(query))


def add_lapsed(version_id: int, question_id: str, lapse: Lapse, *, at: datetime) -> None:
    """Keep that a question of a version lapsed."""
    db.session.execute(
        insert(LapsedQuestion).values(
            version_id=version_id,
            question_id=question_id,
            since=lapse.since,
            cites=list(lapse.cites),
            at=at,
        )
    )


def open_closings() -> list[KeptClosing]:
    """The quizzes that are closed, as it was kept."""
    rows = db.session.execute(
        select(
            QuizClosing.id,
            QuizClosing.version_id,
            QuizClosing.item_id,
            QuizClosing.since,
            QuizClosing.from_at,
            QuizClosing.opened_in,
        )
        .where(QuizClosing.until_at.is_(None))
        .order_by(QuizClosing.id)
    )
    return [KeptClosing(*row) for row in rows]


def add(
    version_id: int, item_id: str, reason: str, since: date, *, from_at: datetime
) -> KeptClosing:
    """Keep that a quiz of a version closed."""
    row = QuizClosing(
        version_id=version_id, item_id=item_id, reason=reason, since=since, from_at=from_at
    )
    db.session.add(row)
    db.session.flush()  # for its number
    return KeptClosing(row.id, version_id, item_id, since, from_at)


def end(closing_id: int, *, at: datetime) -> None:
    """Keep that a quiz is not closed any more."""
    db.session.execute(update(QuizClosing).where(QuizClosing.id == closing_id).values(until_at=at))


def note_opened(closing_id: int, version_id: int) -> None:
    """Keep that learners were told of a later version in which the quiz is open."""
    db.session.execute(
        update(QuizClosing).where(QuizClosing.id == closing_id).values(opened_in=version_id)
    )


def pause_attempts(closing: KeptClosing, since: datetime) -> None:
    """Let the time of the open attempts at a quiz stand still that had not ended by `since`."""
    db.session.execute(
        update(Attempt)
        .where(
            Attempt.version_id == closing.version_id,
            Attempt.item_id == closing.item_id,
            Attempt.kind == "quiz",
            Attempt.finished_at.is_(None),
            Attempt.paused_at.is_(None),
            or_(Attempt.deadline_at.is_(None), Attempt.deadline_at > since),
        )
        .values(paused_at=closing.from_at)
    )


def paused(closing: KeptClosing, *, after: int, limit: int) -> list[tuple[int, KeptAttempt]]:
    """The attempts at a quiz whose time stands still, each with its release line.

    By number, from after that one on.
    """
    query = (
        all_columns()
        .add_columns(Enrolment.line_id)
        .where(
            Attempt.version_id == closing.version_id,
            Attempt.item_id == closing.item_id,
            Attempt.id > after,
            Attempt.finished_at.is_(None),
            Attempt.paused_at.is_not(None),
        )
        .order_by(Attempt.id)
        .limit(limit)
    )
    return [(line_id, KeptAttempt(*row)) for *row, line_id in db.session.execute(query)]


def go_on(attempt_id: int) -> None:
    """Let the time of an attempt run again."""
    db.session.execute(update(Attempt).where(Attempt.id == attempt_id).values(paused_at=None))


def learners_waiting(version_id: int, item_id: str, *, after: int, limit: int) -> list[Addressee]:
    """Learners on a version with an e-mail address who have not passed that quiz yet.

    By number of the enrolment, from after that one on.
    """
    passed = exists().where(
        ItemState.enrolment_id == Enrolment.id,
        ItemState.item_id == item_id,
        ItemState.state.in_(("passed", "finished")),
    )
    rows = db.session.execute(
        select(Enrolment.id, Person.name, Person.email, Person.language)
        .join(Person, Person.id == Enrolment.person_id)
        .join(ReleaseLine, ReleaseLine.id == Enrolment.line_id)
        .where(
            Enrolment.id > after,
            func.coalesce(Enrolment.pinned_version_id, ReleaseLine.version_id) == version_id,
            Enrolment.ended_at.is_(None),
            Enrolment.completed_at.is_(None),
            Person.left_at.is_(None),
            Person.email.is_not(None),
            ~passed,
        )
        .order_by(Enrolment.id)
        .limit(limit)
    )
    return [Addressee(row.id, row.name, row.email or "", row.language) for row in rows]


def trainers(day: date) -> list[Addressee]:
    """Those who are trainers on that day and have an e-mail address."""
    rows = db.session.execute(
        select(Person.id, Person.name, Person.email, Person.language)
        .where(
            Person.left_at.is_(None),
            Person.email.is_not(None),
            exists().where(
                RoleRow.person_id == Person.id,
                RoleRow.role == Role.TRAINER.value,
                RoleRow.from_day <= day,
                or_(RoleRow.to_day.is_(None), RoleRow.to_day > day),
            ),
        )
        .order_by(Person.id)
        .limit(MOST)
    )
    return [Addressee(row.id, row.name, row.email or "", row.language) for row in rows]
