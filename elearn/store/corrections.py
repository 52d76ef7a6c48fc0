"""Find and keep corrections of questions, and what they did."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, select, update
from sqlalchemy.orm import aliased

from elearn.store.db import db, rows, table_of
from elearn.store.hold import hold as hold_row
from elearn.store.tables.attempts import Attempt, MarkRow
from elearn.store.tables.bridges import BridgeRow
from elearn.store.tables.corrections import CorrectionResult, CorrectionRow
from elearn.store.tables.packs import PackVersion
from elearn.store.tables.people import Person

MOST = 500
"""The most corrections that one question returns."""


@dataclass(frozen=True, slots=True)
class KeptCorrection:
    """A correction, with the names of those who proposed and decided; empty for the operator."""

    id: int
    key: str
    pack_id: str
    versions: list[str]
    question_id: str
    kind: str
    answer: dict[str, Any] | None
    reason: str
    may_lower: bool
    state: str
    proposed_by: int | None
    proposed_at: datetime
    decided_by: int | None
    decided_at: datetime | None
    reached: int
    done_at: datetime | None
    proposer: str | None
    decider: str | None


@dataclass(frozen=True, slots=True)
class KeptResult:
    """What a correction did to an attempt."""

    correction_id: int
    question_id: str
    kind: str
    reason: str
    points_before: str
    max_before: str
    passed_before: bool
    points_after: str
    max_after: str
    passed_after: bool
    kept: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Marked:
    """The newest mark of a question."""

    question_id: str
    share: str
    points: str
    verdict: str
    answer_id: int | None


def _corrections() -> Select[Any]:
    proposer, decider = aliased(Person), aliased(Person)
    return (
        select(
            CorrectionRow.id,
            CorrectionRow.key,
            CorrectionRow.pack_id,
            CorrectionRow.versions,
            CorrectionRow.question_id,
            CorrectionRow.kind,
            CorrectionRow.answer,
            CorrectionRow.reason,
            CorrectionRow.may_lower,
            CorrectionRow.state,
            CorrectionRow.proposed_by,
            CorrectionRow.proposed_at,
            CorrectionRow.decided_by,
            CorrectionRow.decided_at,
            CorrectionRow.reached,
            CorrectionRow.done_at,
            proposer.name,
            decider.name,
        )
        .outerjoin(proposer, proposer.id == CorrectionRow.proposed_by)
        .outerjoin(decider, decider.id == CorrectionRow.decided_by)
    )


_CONFIRMED = (
    _corrections()
    .where(CorrectionRow.pack_id == bindparam("pack_id"), CorrectionRow.state == "confirmed")
    .order_by(CorrectionRow.decided_at, CorrectionRow.id)
    .limit(MOST)
)  # built once: handing in and looking back both ask

_RESULT, _ACT = table_of(CorrectionResult), table_of(CorrectionRow)
_RESULTS_OF = (
    select(
        _RESULT.c.correction_id,
        _ACT.c.question_id,
        _ACT.c.kind,
        _ACT.c.reason,
        _RESULT.c.points_before,
        _RESULT.c.max_before,
        _RESULT.c.passed_before,
        _RESULT.c.points_after,
        _RESULT.c.max_after,
        _RESULT.c.passed_after,
        _RESULT.c.kept,
        _RESULT.c.at,
    )
    .join(_ACT, _ACT.c.id == _RESULT.c.correction_id)
    .where(_RESULT.c.attempt_id == bindparam("attempt_id"))
    .order_by(_RESULT.c.at, _RESULT.c.correction_id)
    .limit(MOST)
)


def _read(query: Select[Any]) -> list[KeptCorrection]:
    return [KeptCorrection(*row) for row in db.session.execute(query.limit(MOST))]


def add(**values: Any) -> None:
    """Keep a proposed correction."""
    db.session.add(CorrectionRow(state="proposed", **values))


def by_key(key: str) -> KeptCorrection | None:
    """The correction with that key."""
    found = _read(_corrections().where(CorrectionRow.key == key))
    return found[0] if found else None


def by_id(correction_id: int) -> KeptCorrection | None:
    """The correction with that number."""
    found = _read(_corrections().where(CorrectionRow.id == correction_id))
    return found[0] if found else None


def hold(key: str) -> None:
    """Let others who decide about the same correction wait until this transaction ends."""
    hold_row(CorrectionRow, key=key)


def listing(pack_id: str = "") -> list[KeptCorrection]:
    """Corrections, of one pack or of all, newest first."""
    query = _corrections().order_by(CorrectionRow.id.desc())
    return _read(query.where(CorrectionRow.pack_id == pack_id) if pack_id else query)


def count_proposed(besides: int | None) -> int:
    """How many wait for a second person, those proposed by one person left out."""
    query = select(func.count(CorrectionRow.id)).where(CorrectionRow.state == "proposed")
    if besides is not None:
        others = (CorrectionRow.proposed_by != besides) | CorrectionRow.proposed_by.is_(None)
        query = query.where(others)
    return db.session.scalar(query) or 0


def confirmed(pack_id: str) -> list[KeptCorrection]:
    """The confirmed corrections of a pack, in the order of their confirming."""
    return [KeptCorrection(*row) for row in rows(_CONFIRMED, {"pack_id": pack_id})]


def confirmed_of(pack_ids: Iterable[str]) -> list[KeptCorrection]:
    """The confirmed corrections of several packs, in the order of their confirming. One query."""
    return _read(
        _corrections()
        .where(CorrectionRow.state == "confirmed", CorrectionRow.pack_id.in_(list(pack_ids)))
        .order_by(CorrectionRow.decided_at, CorrectionRow.id)
    )


def decide(correction_id: int, state: str, *, by: int | None, at: datetime) -> None:
    """Confirm or decline."""
    db.session.execute(
        update(CorrectionRow)
        .where(CorrectionRow.id == correction_id)
        .values(state=state, decided_by=by, decided_at=at)
    )


def reach(correction_id: int, attempt_id: int, *, done_at: datetime | None) -> None:
    """Keep how far the attempts were worked through."""
    db.session.execute(
        update(CorrectionRow)
        .where(CorrectionRow.id == correction_id)
        .values(reached=attempt_id, done_at=done_at)
    )


def _concerned(correction: KeptCorrection) -> ColumnElement[bool]:
    """Whether an attempt was handed in on a version concerned, with the question on its paper.

    Or in a bridge that leads to such a version, and asks its questions.
    """
    versions = select(PackVersion.id).where(
        PackVersion.pack_id == correction.pack_id, PackVersion.version.in_(correction.versions)
    )
    bridges = select(BridgeRow.version_id).where(BridgeRow.to_version_id.in_(versions))
    marked = exists().where(
        MarkRow.attempt_id == Attempt.id, MarkRow.question_id == correction.question_id
    )
    return (
        Attempt.version_id.in_(versions.union_all(bridges))
        & Attempt.finished_at.is_not(None)
        & Attempt.passed.is_not(None)  # what waits for people is corrected when it is released
        & (Attempt.kind == "quiz")
        & marked
    )


def count(correction: KeptCorrection) -> int:
    """How many attempts it concerns."""
    query = select(func.count(Attempt.id)).where(_concerned(correction))
    return db.session.scalar(query) or 0


def concerned(correction: KeptCorrection, after: int, *, limit: int) -> list[tuple[int, str]]:
    """Number and key of the attempts that it concerns, by number, from after that one on."""
    query = (
        select(Attempt.id, Attempt.key)
        .where(Attempt.id > after, _concerned(correction))
        .order_by(Attempt.id)
        .limit(limit)
    )
    return [(number, key) for number, key in db.session.execute(query)]


def newest_marks(attempt_ids: list[int]) -> dict[int, dict[str, Marked]]:
    """The newest mark of each question, by attempt and question."""
    rows = db.session.execute(
        select(
            MarkRow.attempt_id,
            MarkRow.question_id,
            MarkRow.share,
            MarkRow.points,
            MarkRow.verdict,
            MarkRow.answer_id,
        )
        .where(MarkRow.attempt_id.in_(attempt_ids))
        .order_by(MarkRow.id)
    )
    found: dict[int, dict[str, Marked]] = {number: {} for number in attempt_ids}
    for row in rows:
        found[row.attempt_id][row.question_id] = Marked(
            row.question_id, row.share, row.points, row.verdict, row.answer_id
        )
    return found


def add_result(**values: Any) -> None:
    """Keep what a correction did to an attempt."""
    db.session.add(CorrectionResult(**values))


def results_of(attempt_id: int) -> list[KeptResult]:
    """What corrections did to an attempt, oldest first."""
    return [KeptResult(*row) for row in rows(_RESULTS_OF, {"attempt_id": attempt_id})]


def results(correction_id: int) -> Iterator[tuple[str, str, bool, str, str, bool, bool]]:
    """Points, points to be had and whether that passed, before and after; whether it was kept."""
    query: Select[*tuple[Any, ...]] = select(
        CorrectionResult.points_before,
        CorrectionResult.max_before,
        CorrectionResult.passed_before,
        CorrectionResult.points_after,
        CorrectionResult.max_after,
        CorrectionResult.passed_after,
        CorrectionResult.kept,
    ).where(CorrectionResult.correction_id == correction_id)
    for row in db.session.execute(query.execution_options(yield_per=1000)):
        yield tuple(row)
