"""Find and keep attempts, answers, marks and steps."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Update,
    and_,
    bindparam,
    case,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from elearn.store.db import db, rows, table_of
from elearn.store.hold import hold as hold_row
from elearn.store.tables.attempts import AnswerRow, Attempt, MarkRow, QuestionState
from elearn.store.tables.enrolments import Enrolment

MOST = 500
"""The most rows of one attempt, or attempts of one item."""

ASIDE = "law"
"""The ending of an attempt at a quiz that was set aside."""

IN_A_CROWD = "crowd"
"""The ending of an attempt that was handed in while very many were, and is put away later."""


@dataclass(frozen=True, slots=True)
class KeptAttempt:
    """An attempt, and whose it is."""

    id: int
    key: str
    enrolment_id: int
    person_id: int
    item_id: str
    kind: str
    number: int
    version_id: int
    digest: str
    language: str
    seed: str
    draw_version: int
    drawn: str | None
    started_at: datetime
    finished_at: datetime | None
    points: str | None
    points_max: str | None
    passed: bool | None
    ending: str | None
    deadline_at: datetime | None = None
    lapsed: str | None = None
    paused_at: datetime | None = None
    states: str | None = None

    @property
    def set_aside(self) -> bool:
        """Whether it counts for nothing, since its quiz closed when law lapsed."""
        return self.kind == "quiz" and self.ending == ASIDE

    @property
    def overdue(self) -> bool:
        """Whether it ended at its deadline, and not because its learner handed it in."""
        ended_by_itself = self.finished_at is not None and self.finished_at == self.deadline_at
        return ended_by_itself and self.ending != IN_A_CROWD

    @property
    def flagged(self) -> frozenset[str]:
        """Ids of the questions that the learner flagged; only `by_key` knows them."""
        return self._with("f")

    @property
    def closed(self) -> frozenset[str]:
        """Ids of the questions that take no further answer; only `by_key` knows them."""
        return self._with("c")

    @property
    def gone_by(self) -> frozenset[str]:
        """Ids of the questions that were passed for good; only `by_key` knows them."""
        return self._with("p")

    def _with(self, mark: str) -> frozenset[str]:
        pairs = (pair.split(":") for pair in (self.states or "").split())
        return frozenset(question_id for question_id, marks in pairs if mark in marks)


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer to a question; those to one question are numbered from 1."""

    id: int
    question_id: str
    number: int
    raw: dict[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class Saving:
    """An answer to be kept.

    Attributes:
        question_id: What it answers.
        raw: The answer.
        based: The number of the answer that its tab showed; None says nothing of it.
        tab: The name of its tab, where script runs.
    """

    question_id: str
    raw: dict[str, Any]
    based: int | None = None
    tab: str | None = None


@dataclass(frozen=True, slots=True)
class KeptMark:
    """The mark of a question; `judged`: levels and comment, where people marked."""

    question_id: str
    share: str
    points: str
    verdict: str
    judged: dict[str, Any] | None = None


# Statements of hot pages are built once, on the tables: no objects are wanted, only rows.
_ATTEMPT = table_of(Attempt)
_ENROLMENT = table_of(Enrolment)
_ANSWER = table_of(AnswerRow)
_STATE = table_of(QuestionState)
_MARK = table_of(MarkRow)

_ATTEMPTS: Select[Any] = (
    select(
        _ATTEMPT.c.id,
        _ATTEMPT.c.key,
        _ATTEMPT.c.enrolment_id,
        _ENROLMENT.c.person_id,
        _ATTEMPT.c.item_id,
        _ATTEMPT.c.kind,
        _ATTEMPT.c.number,
        _ATTEMPT.c.version_id,
        _ATTEMPT.c.digest,
        _ATTEMPT.c.language,
        _ATTEMPT.c.seed,
        _ATTEMPT.c.draw_version,
        _ATTEMPT.c.drawn,
        _ATTEMPT.c.started_at,
        _ATTEMPT.c.finished_at,
        _ATTEMPT.c.points,
        _ATTEMPT.c.points_max,
        _ATTEMPT.c.passed,
        _ATTEMPT.c.ending,
        _ATTEMPT.c.deadline_at,
        _ATTEMPT.c.lapsed,
        _ATTEMPT.c.paused_at,
    )
    .select_from(_ATTEMPT)
    .join(_ENROLMENT, _ENROLMENT.c.id == _ATTEMPT.c.enrolment_id)
)

# The states of its questions as one text, `q-one:f q-two:fc`: ids are slugs.
_BLANK: ColumnElement[str] = literal_column("' '")


def _letter(letter: str, condition: ColumnElement[bool]) -> ColumnElement[str]:
    return case((condition, literal_column(f"'{letter}'")), else_=literal_column("''"))


_STATES = (
    select(
        func.aggregate_strings(
            _STATE.c.question_id
            + literal_column("':'")
            + _letter("f", _STATE.c.flagged.is_(True))
            + _letter("c", _STATE.c.closed_at.is_not(None))
            + _letter("p", _STATE.c.passed_at.is_not(None)),
            _BLANK,  # type: ignore[arg-type]  # a text would be bound anew at each execution
        )
    )
    .where(_STATE.c.attempt_id == _ATTEMPT.c.id)
    .correlate(_ATTEMPT)
    .scalar_subquery()
)
_BY_KEY = _ATTEMPTS.add_columns(_STATES.label("states")).where(_ATTEMPT.c.key == bindparam("key"))
_OF_ITEM = (
    _ATTEMPTS.where(
        _ATTEMPT.c.enrolment_id == bindparam("enrolment_id"),
        _ATTEMPT.c.item_id == bindparam("item_id"),
    )
    .order_by(_ATTEMPT.c.number)
    .limit(MOST)
)


def all_columns() -> Select[Any]:
    """Attempts with all that `KeptAttempt` needs, for further conditions."""
    return _ATTEMPTS


def by_key(key: str) -> KeptAttempt | None:
    """The attempt with that key."""
    row = rows(_BY_KEY, {"key": key}).first()
    return KeptAttempt(*row) if row else None


def of_item(enrolment_id: int, item_id: str) -> list[KeptAttempt]:
    """All attempts at an item, oldest first."""
    found = rows(_OF_ITEM, {"enrolment_id": enrolment_id, "item_id": item_id})
    return [KeptAttempt(*row) for row in found]


def hold(key: str) -> None:
    """Let other writers at this attempt wait until the commit."""
    hold_row(Attempt, key=key)


def begin(**values: Any) -> None:
    """Keep a new attempt.

    Raises:
        IntegrityError: If the item has an open one, or the number is taken.
    """
    db.session.add(Attempt(**values))
    db.session.flush()  # to meet the constraints here


_COUNTS = _ANSWER.c.late.is_(False) & _ANSWER.c.aside.is_(False)
_LATEST = (
    select(func.max(_ANSWER.c.id))
    .where(_ANSWER.c.attempt_id == bindparam("attempt_id"), _COUNTS)
    .group_by(_ANSWER.c.question_id)
)
_KEPT_ANSWERS: Select[Any] = select(
    _ANSWER.c.id, _ANSWER.c.question_id, _ANSWER.c.number, _ANSWER.c.raw, _ANSWER.c.at
)
_ANSWERS = _KEPT_ANSWERS.where(_ANSWER.c.id.in_(_LATEST))
_NUMBERED = _KEPT_ANSWERS.where(
    _ANSWER.c.attempt_id == bindparam("attempt_id"),
    _ANSWER.c.question_id == bindparam("question_id"),
    _ANSWER.c.number == bindparam("number"),
)


def answers(attempt_id: int) -> dict[str, KeptAnswer]:
    """The answer to each question that counts, by question id."""
    found = rows(_ANSWERS, {"attempt_id": attempt_id})
    return {row.question_id: KeptAnswer(*row) for row in found}


_LATEST_ANSWER = (
    select(_ANSWER.c.raw)
    .where(
        _ANSWER.c.attempt_id == bindparam("attempt_id"),
        _ANSWER.c.question_id == bindparam("question_id"),
        _COUNTS,
    )
    .order_by(_ANSWER.c.number.desc())
    .limit(1)
)


def latest_answer(attempt_id: int, question_id: str) -> dict[str, Any] | None:
    """The latest answer to one question, as it was kept."""
    values = {"attempt_id": attempt_id, "question_id": question_id}
    raw: dict[str, Any] | None = rows(_LATEST_ANSWER, values).scalar()
    return raw


def answer_numbered(attempt_id: int, question_id: str, number: int) -> KeptAnswer | None:
    """The answer with that number, whether or not it counts."""
    values = {"attempt_id": attempt_id, "question_id": question_id, "number": number}
    row = rows(_NUMBERED, values).first()
    return KeptAnswer(*row) if row else None


_QUESTION = bindparam("question_id", type_=_ANSWER.c.question_id.type)
_AT = bindparam("at", type_=_ANSWER.c.at.type)
_TAB = bindparam("tab", type_=_ANSWER.c.tab.type)
_OF_QUESTION = (_ANSWER.c.attempt_id == _ATTEMPT.c.id) & (_ANSWER.c.question_id == _QUESTION)
_NEXT_NUMBER = (
    select(func.coalesce(func.max(_ANSWER.c.number), 0) + 1)
    .where(_OF_QUESTION)
    .correlate(_ATTEMPT)
    .scalar_subquery()
)
_CLOSED = (
    exists()
    .where(
        _STATE.c.attempt_id == _ATTEMPT.c.id,
        _STATE.c.question_id == _QUESTION,
        _STATE.c.closed_at.is_not(None),
    )
    .correlate(_ATTEMPT)
)
_LATE = or_(
    _ATTEMPT.c.finished_at.is_not(None),
    and_(
        _ATTEMPT.c.deadline_at.is_not(None),
        _ATTEMPT.c.deadline_at <= _AT,
        _ATTEMPT.c.paused_at.is_(None),
    ),
    _CLOSED,
)
_OF_ANOTHER_TAB = (
    exists()
    .where(
        _OF_QUESTION,
        _COUNTS,
        _ANSWER.c.number > bindparam("based", type_=_ANSWER.c.number.type),
        or_(_ANSWER.c.tab.is_(None), _ANSWER.c.tab.is_distinct_from(_TAB)),
    )
    .correlate(_ATTEMPT)
)
_ADD_ANSWER = (
    insert(_ANSWER)
    .from_select(
        ["attempt_id", "question_id", "number", "raw", "late", "aside", "tab", "at"],
        select(
            _ATTEMPT.c.id,
            _QUESTION,
            _NEXT_NUMBER,
            bindparam("raw", type_=_ANSWER.c.raw.type),
            _LATE,
            _OF_ANOTHER_TAB,
            _TAB,
            _AT,
        ).where(_ATTEMPT.c.key == bindparam("key")),
    )
    .returning(_ANSWER.c.number, _ANSWER.c.late, _ANSWER.c.aside)
)


def add_answer(key: str, saving: Saving, *, at: datetime) -> tuple[int, bool, bool]:
    """Keep an answer to the attempt with that key; its number, whether it is late, or put aside.

    Put aside is what was given without having seen what another tab had saved.
    """
    values = {
        "key": key,
        "question_id": saving.question_id,
        "raw": saving.raw,
        "based": saving.based,
        "tab": saving.tab,
        "at": at,
    }
    number, late, aside = db.session.execute(_ADD_ANSWER, values).one()
    return int(number), bool(late), bool(aside)


def add_marks(attempt_id: int, marks: list[dict[str, Any]]) -> None:
    """Keep the marks of an attempt."""
    if marks:
        db.session.execute(insert(_MARK), [{"attempt_id": attempt_id, **mark} for mark in marks])


_MARKS_OF = (
    select(_MARK.c.question_id, _MARK.c.share, _MARK.c.points, _MARK.c.verdict, _MARK.c.judged)
    .where(_MARK.c.attempt_id == bindparam("attempt_id"))
    .order_by(_MARK.c.id)
    .limit(MOST)
)


def marks(attempt_id: int) -> dict[str, KeptMark]:
    """The newest mark of each question, by question id."""
    found = rows(_MARKS_OF, {"attempt_id": attempt_id})
    return {row.question_id: KeptMark(*row) for row in found}


@cache
def _finishing(names: tuple[str, ...]) -> Update:
    """Made once for each set of columns."""
    values = {name: bindparam(name, type_=_ATTEMPT.c[name].type) for name in names}
    open_ = (_ATTEMPT.c.id == bindparam("attempt_id"), _ATTEMPT.c.finished_at.is_(None))
    return update(_ATTEMPT).where(*open_).values(**values)


def finish(attempt_id: int, **values: Any) -> bool:
    """Close an attempt; False if it was closed already."""
    statement = _finishing(tuple(sorted(values)))
    result = db.session.execute(statement, {"attempt_id": attempt_id, **values})
    return bool(result.rowcount)  # type: ignore[attr-defined]  # an update has a row count


def set_result(attempt_id: int, **values: Any) -> None:
    """Keep what a finished attempt came to."""
    db.session.execute(update(Attempt).where(Attempt.id == attempt_id).values(**values))
