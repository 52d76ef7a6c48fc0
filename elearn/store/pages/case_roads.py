"""The roads that learners took through a case of one version: choices only, no names."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select

from elearn.store.db import db
from elearn.store.tables.attempts import Attempt, CaseStep

_BATCH = 5000


@dataclass(frozen=True, slots=True)
class KeptRoad:
    """The choices of a go. `number` counts a learner's goes at the case from 1."""

    number: int
    finished: bool
    choices: tuple[str, ...]


def roads(version_id: int, item_id: str) -> Iterator[KeptRoad]:
    """Every go at that case on that version, with its choices in order."""
    rows = db.session.execute(
        select(Attempt.id, Attempt.number, Attempt.finished_at, CaseStep.choice_id)
        .outerjoin(CaseStep, CaseStep.attempt_id == Attempt.id)
        .where(Attempt.version_id == version_id, Attempt.item_id == item_id)
        .order_by(Attempt.id, CaseStep.number)
        .execution_options(yield_per=_BATCH)
    )
    for _attempt, steps in groupby(rows, key=lambda row: row.id):
        made = list(steps)
        choices = tuple(row.choice_id for row in made if row.choice_id is not None)
        yield KeptRoad(made[0].number, made[0].finished_at is not None, choices)
