"""Find and keep what somebody does in a case: choices, reasons, what was looked at."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from elearn.store.db import db, rows, table_of
from elearn.store.tables.attempts import CaseReasoning, CaseSeen, CaseStep
from elearn.store.upsert import insert_or_skip

MOST = 500
"""The most steps of one attempt, or things looked at in it."""

_STEP = table_of(CaseStep)
_SEEN = table_of(CaseSeen)


@dataclass(frozen=True, slots=True)
class NewStep:
    """A choice to be kept; `number` counts from 1."""

    attempt_id: int
    number: int
    scene_id: str
    choice_id: str
    at: datetime


_CHOICES = (
    select(_STEP.c.choice_id)
    .where(_STEP.c.attempt_id == bindparam("attempt_id"))
    .order_by(_STEP.c.number)
    .limit(MOST)
)


def choices(attempt_id: int) -> list[str]:
    """The choices made in a case so far, in order."""
    return [row.choice_id for row in rows(_CHOICES, {"attempt_id": attempt_id})]


def choices_of(attempt_ids: list[int]) -> dict[int, list[str]]:
    """The choices of several attempts, by attempt, each in order."""
    found: dict[int, list[str]] = {attempt_id: [] for attempt_id in attempt_ids}
    steps = (
        select(CaseStep.attempt_id, CaseStep.choice_id)
        .where(CaseStep.attempt_id.in_(attempt_ids))
        .order_by(CaseStep.attempt_id, CaseStep.number)
    )
    for attempt_id, choice_id in db.session.execute(steps):
        found[attempt_id].append(choice_id)
    return found


def add_step(step: NewStep, reasoning: str) -> None:
    """Keep a choice, with why it was made where something was written.

    Raises:
        IntegrityError: If that step was made already.
    """
    row = CaseStep(
        attempt_id=step.attempt_id,
        number=step.number,
        scene_id=step.scene_id,
        choice_id=step.choice_id,
        at=step.at,
    )
    db.session.add(row)
    db.session.flush()  # for its number, and to meet the constraint here
    if reasoning:
        db.session.add(CaseReasoning(step_id=row.id, text=reasoning))


def reasonings(attempt_id: int) -> dict[int, str]:
    """What the learner wrote, by the number of the step."""
    found = (
        select(CaseStep.number, CaseReasoning.text)
        .join(CaseReasoning, CaseReasoning.step_id == CaseStep.id)
        .where(CaseStep.attempt_id == attempt_id)
        .limit(MOST)
    )
    return {row.number: row.text for row in db.session.execute(found)}


_THINGS = select(_SEEN.c.thing_id).where(_SEEN.c.attempt_id == bindparam("attempt_id")).limit(MOST)


def seen(attempt_id: int) -> frozenset[str]:
    """Ids of the exhibits that were opened and of the messages that were read."""
    return frozenset(row.thing_id for row in rows(_THINGS, {"attempt_id": attempt_id}))


def see(attempt_id: int, thing_id: str, *, at: datetime) -> None:
    """Keep that an exhibit was opened, or a message read. The first time counts."""
    values = {"attempt_id": attempt_id, "thing_id": thing_id, "at": at}
    insert_or_skip(CaseSeen, values)
