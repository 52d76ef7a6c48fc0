"""Find and keep what trainers set for quizzes and give to people."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, or_, select, update

from elearn.core.quiz.policy import Dates, ExtraTime, Granted, GrantKind
from elearn.store.db import db, rows, table_of
from elearn.store.tables.enrolments import Enrolment
from elearn.store.tables.quiz_terms import ExtraTimeRow, QuizDates, QuizGrant

MOST = 200

_DATES, _GRANT, _EXTRA = table_of(QuizDates), table_of(QuizGrant), table_of(ExtraTimeRow)
_DATES_OF = (
    select(_DATES.c.opens_at, _DATES.c.closes_at)
    .where(_DATES.c.line_id == bindparam("line_id"), _DATES.c.item_id == bindparam("item_id"))
    .order_by(_DATES.c.id.desc())
    .limit(1)
)
_GRANTS_OF = (
    select(
        _GRANT.c.attempt_id,
        _GRANT.c.kind,
        _GRANT.c.amount,
        _GRANT.c.opens_at,
        _GRANT.c.closes_at,
        _GRANT.c.reason,
        _GRANT.c.at,
        _GRANT.c.by_id,
    )
    .where(
        _GRANT.c.enrolment_id == bindparam("enrolment_id"),
        _GRANT.c.item_id == bindparam("item_id"),
    )
    .order_by(_GRANT.c.id)
    .limit(MOST)
)
_EXTRA_TIME_OF = (
    select(
        _EXTRA.c.id,
        _EXTRA.c.percent,
        _EXTRA.c.minutes,
        _EXTRA.c.from_day,
        _EXTRA.c.to_day,
        _EXTRA.c.reason,
    )
    .where(
        _EXTRA.c.person_id == bindparam("person_id"),
        or_(_EXTRA.c.to_day.is_(None), _EXTRA.c.to_day > bindparam("since")),
    )
    .order_by(_EXTRA.c.id)
    .limit(MOST)
)


@dataclass(frozen=True, slots=True)
class KeptGrant:
    """Something granted, with its reason."""

    attempt_id: int | None
    kind: str
    amount: int
    opens_at: datetime | None
    closes_at: datetime | None
    reason: str
    at: datetime
    by_id: int | None = None

    @property
    def for_pause(self) -> bool:
        """Whether nobody granted it: it makes up for the time in which the quiz was closed."""
        return self.by_id is None

    @property
    def granted(self) -> Granted:
        """What the rules look at."""
        dates = Dates(self.opens_at, self.closes_at)
        return Granted(GrantKind(self.kind), self.at, self.amount, dates)


@dataclass(frozen=True, slots=True)
class KeptExtraTime:
    """Extra time that somebody always gets, from a day to a day."""

    id: int
    percent: int
    minutes: int
    from_day: date
    to_day: date | None
    reason: str

    def holds_on(self, day: date) -> bool:
        """Whether it holds on that day."""
        return self.from_day <= day and (self.to_day is None or day < self.to_day)


def dates_of(line_id: int, item_id: str) -> Dates:
    """From when until when a quiz of a release line is open."""
    row = rows(_DATES_OF, {"line_id": line_id, "item_id": item_id}).first()
    return Dates(*row) if row else Dates()


def dates_of_line(line_id: int) -> dict[str, Dates]:
    """The same for all quizzes of a release line, by item id."""
    newest = (
        select(func.max(QuizDates.id))
        .where(QuizDates.line_id == line_id)
        .group_by(QuizDates.item_id)
    )
    found = db.session.execute(
        select(QuizDates.item_id, QuizDates.opens_at, QuizDates.closes_at).where(
            QuizDates.id.in_(newest)
        )
    )
    return {item_id: Dates(*bounds) for item_id, *bounds in found}


def add_dates(line_id: int, item_id: str, dates: Dates, *, by: int | None, at: datetime) -> None:
    """Set from when until when a quiz is open; by nobody, to make up for a pause."""
    db.session.execute(
        insert(QuizDates).values(
            line_id=line_id,
            item_id=item_id,
            opens_at=dates.opens_at,
            closes_at=dates.closes_at,
            by_id=by,
            at=at,
        )
    )


def grants_of(enrolment_id: int, item_id: str) -> list[KeptGrant]:
    """What was granted to a learner for a quiz, oldest first."""
    found = rows(_GRANTS_OF, {"enrolment_id": enrolment_id, "item_id": item_id})
    return [KeptGrant(*row) for row in found]


def dates_granted(line_id: int, item_id: str) -> dict[int, datetime]:
    """Until when the quiz is open for those who were granted dates, by enrolment; the newest."""
    found = db.session.execute(
        select(QuizGrant.enrolment_id, QuizGrant.closes_at)
        .join(Enrolment, Enrolment.id == QuizGrant.enrolment_id)
        .where(
            Enrolment.line_id == line_id,
            QuizGrant.item_id == item_id,
            QuizGrant.kind == GrantKind.DATES.value,
            QuizGrant.closes_at.is_not(None),
        )
        .order_by(QuizGrant.id)
    )
    return {row.enrolment_id: row.closes_at for row in found if row.closes_at is not None}


def add_grant(**values: Any) -> None:
    """Keep what was granted."""
    db.session.execute(insert(QuizGrant).values(**values))


def extra_time_of(person_id: int, *, since: date) -> list[KeptExtraTime]:
    """Extra time of somebody that holds on that day or later, the oldest first."""
    found = rows(_EXTRA_TIME_OF, {"person_id": person_id, "since": since})
    return [KeptExtraTime(*row) for row in found]


def add_extra_time(**values: Any) -> None:
    """Keep extra time that somebody gets from a day on."""
    db.session.execute(insert(ExtraTimeRow).values(**values))


def end_extra_time(row_id: int, person_id: int, day: date) -> bool:
    """Let extra time of somebody end; False if there is none that still holds."""
    result = db.session.execute(
        update(ExtraTimeRow)
        .where(
            ExtraTimeRow.id == row_id,
            ExtraTimeRow.person_id == person_id,
            or_(ExtraTimeRow.to_day.is_(None), ExtraTimeRow.to_day > day),
        )
        .values(to_day=day)
    )
    return bool(result.rowcount)  # type: ignore[attr-defined]  # an update has a row count


def extra_time(rows: list[KeptExtraTime], day: date) -> ExtraTime:
    """What of it holds on a day: the most of each."""
    held = [row for row in rows if row.holds_on(day)]
    return ExtraTime(
        max((row.percent for row in held), default=0), max((row.minutes for row in held), default=0)
    )
