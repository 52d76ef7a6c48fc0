"""The finished attempts at a version of a quiz: what questions earned, and what was chosen.

One row an attempt, its marks as one text: a row for each mark would cost more than the figures.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    and_,
    case,
    cast,
    func,
    literal_column,
    select,
)

from elearn.store.db import db, table_of
from elearn.store.tables.attempts import AnswerRow, Attempt, MarkRow
from elearn.store.tables.enrolments import Enrolment

_BATCH = 500
_ATTEMPT = table_of(Attempt)
_MARK = table_of(MarkRow)
_ANSWER = table_of(AnswerRow)
_ENROLMENT = table_of(Enrolment)

_SEPARATOR = "\x1e"  # JSON does not have it
_SEPARATED: ColumnElement[str] = literal_column(f"'{_SEPARATOR}'")
_BLANK: ColumnElement[str] = literal_column("' '")
_NOTHING: ColumnElement[str] = literal_column("''")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A quiz of a version, and the questions whose answers or seeds are wanted."""

    version_id: int
    item_id: str
    every: bool
    answered: Collection[str]
    seeded: Collection[str]

    @property
    def outcome(self) -> ColumnElement[str]:
        """What a question came to, as one text."""
        drawn = _MARK.c.question_id.in_(self.seeded)
        plain = _MARK.c.verdict.in_(("right", "blank"))  # says it all, so that many are alike
        raw = func.coalesce(cast(_ANSWER.c.raw, Text), _NOTHING)
        seed = case((drawn & ~plain, _ATTEMPT.c.seed), else_=_NOTHING)
        return (
            _MARK.c.question_id
            + _BLANK
            + _MARK.c.share
            + _BLANK
            + _MARK.c.verdict
            + _BLANK
            + (seed if self.seeded else _NOTHING)
            + _BLANK
            + (case((drawn & plain, _NOTHING), else_=raw) if self.seeded else raw)
        )


def _counted(version_id: int, item_id: str) -> tuple[ColumnElement[bool], ...]:
    """Which attempts figures are of: those that are finished, and marked where people mark."""
    return (
        _ATTEMPT.c.version_id == version_id,
        _ATTEMPT.c.item_id == item_id,
        _ATTEMPT.c.finished_at.is_not(None),
        _ATTEMPT.c.passed.is_not(None),  # else people still have to mark it
    )


def _wanted_of(version_id: int, item_id: str, *, every: bool) -> tuple[ColumnElement[bool], ...]:
    """The same; of each person the first one only, unless `every` one is wanted."""
    counted = _counted(version_id, item_id)
    if every:
        return counted
    first = (
        select(func.min(_ATTEMPT.c.id))
        .join(_ENROLMENT, _ENROLMENT.c.id == _ATTEMPT.c.enrolment_id)
        .where(*counted)
        .group_by(_ENROLMENT.c.person_id)
    )
    return (*counted, _ATTEMPT.c.id.in_(first))


def sizes(version_id: int, item_id: str) -> tuple[int, int]:
    """How many people have finished attempts at a quiz of a version, and how many these are."""
    row = db.session.execute(
        select(func.count(_ENROLMENT.c.person_id.distinct()), func.count(_ATTEMPT.c.id))
        .select_from(_ATTEMPT)
        .join(_ENROLMENT, _ENROLMENT.c.id == _ATTEMPT.c.enrolment_id)
        .where(*_counted(version_id, item_id))
    ).one()
    return int(row[0]), int(row[1])


def outcomes(
    version_id: int,
    item_id: str,
    answered: Collection[str],
    seeded: Collection[str] = (),
    *,
    every: bool = False,
) -> Iterator[list[str]]:
    """What every question came to in each finished attempt: `question share verdict seed raw`.

    Of each person the first finished attempt at this version only, unless `every` one is wanted.

    Where a question was marked more than once, the newest mark is told. `raw` is the answer as
    JSON, for the questions in `answered`; empty for others and where there is none. `seed` is the
    attempt's, for those in `seeded`; of these, right and blank answers come without both.
    """
    wanted = _Wanted(version_id, item_id, every, answered, seeded)
    question_of = _Questions()
    again: dict[int, list[str]] = {}
    doubled: set[str] = set()
    for attempt_id, text in _stream(_attempts(wanted)):
        found = text.split(_SEPARATOR)
        asked = {question_of[outcome] for outcome in found}
        if len(asked) == len(found):
            yield found
            continue
        again[attempt_id] = found
        for outcome in found:
            question = question_of[outcome]
            if question in asked:
                asked.remove(question)
            else:
                doubled.add(question)
    newest = _newest(wanted, doubled) if again else {}
    for attempt_id, found in again.items():
        rest = [outcome for outcome in found if question_of[outcome] not in doubled]
        yield rest + list(newest[attempt_id].values())


class _Questions(dict[str, str]):
    """The question in an outcome, looked for once."""

    def __missing__(self, outcome: str) -> str:
        found = self[outcome] = outcome.partition(" ")[0]
        return found


def _stream(statement: Select[Any]) -> Any:
    return db.session.execute(statement.execution_options(yield_per=_BATCH))


def _from(statement: Select[Any], wanted: _Wanted) -> Select[Any]:
    with_answer = and_(_ANSWER.c.id == _MARK.c.answer_id, _MARK.c.question_id.in_(wanted.answered))
    return (
        statement.select_from(_ATTEMPT)
        .join(_MARK, _MARK.c.attempt_id == _ATTEMPT.c.id)
        .outerjoin(_ANSWER, with_answer)
        .where(*_wanted_of(wanted.version_id, wanted.item_id, every=wanted.every))
    )


def _attempts(wanted: _Wanted) -> Select[Any]:
    together = func.aggregate_strings(
        wanted.outcome,
        _SEPARATED,  # type: ignore[arg-type]  # a text would be bound anew at each execution
    )
    return _from(select(_ATTEMPT.c.id, together), wanted).group_by(_ATTEMPT.c.id)


def _newest(wanted: _Wanted, doubled: Collection[str]) -> dict[int, dict[str, str]]:
    """The newest outcome of these questions, by attempt."""
    statement = select(_ATTEMPT.c.id, _MARK.c.question_id, wanted.outcome)
    rows = _stream(
        _from(statement, wanted).where(_MARK.c.question_id.in_(doubled)).order_by(_MARK.c.id)
    )
    newest: dict[int, dict[str, str]] = {}
    for attempt_id, question_id, outcome in rows:
        newest.setdefault(attempt_id, {})[question_id] = outcome
    return newest


def saves(
    version_id: int, item_id: str, *, attempts: int, every: bool = False
) -> Iterator[tuple[int, datetime, str, datetime]]:
    """When answers were kept in the newest finished attempts: attempt, its begin, question, when.

    Attempt by attempt, in the order of keeping; answers that came too late are not among them. Of
    each person the first finished attempt only, unless `every` one is wanted.
    """
    newest = (
        select(_ATTEMPT.c.id)
        .where(*_wanted_of(version_id, item_id, every=every))
        .order_by(_ATTEMPT.c.id.desc())
        .limit(attempts)
        .subquery()
    )
    statement = (
        select(_ATTEMPT.c.id, _ATTEMPT.c.started_at, _ANSWER.c.question_id, _ANSWER.c.at)
        .select_from(newest)
        .join(_ATTEMPT, _ATTEMPT.c.id == newest.c.id)
        .join(_ANSWER, _ANSWER.c.attempt_id == _ATTEMPT.c.id)
        .where(_ANSWER.c.late.is_(False))
        .order_by(_ATTEMPT.c.id, _ANSWER.c.id)
    )
    for row in _stream(statement):
        yield tuple(row)
