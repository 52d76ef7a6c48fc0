"""Find and keep what was gained."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from elearn.store.db import db
from elearn.store.tables.attempts import Attempt
from elearn.store.tables.gains import GainRow

MOST = 100_000
"""The most people whose gains are told together."""


@dataclass(frozen=True, slots=True)
class KeptGain:
    """A gain. Results in per cent and the gain are fractions as text."""

    pre_attempt_id: int
    before: str
    after: str
    gain: str | None


def add(
    kept: KeptGain,
    *,
    post_attempt_id: int,
    version_id: int,
    item_id: str,
    digest: str,
    at: datetime,
) -> None:
    """Keep a gain above those of the same post-test before it."""
    db.session.add(
        GainRow(
            pre_attempt_id=kept.pre_attempt_id,
            post_attempt_id=post_attempt_id,
            version_id=version_id,
            item_id=item_id,
            digest=digest,
            before=kept.before,
            after=kept.after,
            gain=kept.gain,
            at=at,
        )
    )


def of_attempt(post_attempt_id: int) -> KeptGain | None:
    """The newest gain of that attempt at a post-test."""
    row = db.session.execute(
        select(GainRow.pre_attempt_id, GainRow.before, GainRow.after, GainRow.gain)
        .where(GainRow.post_attempt_id == post_attempt_id)
        .order_by(GainRow.id.desc())
        .limit(1)
    ).first()
    return KeptGain(*row) if row else None


def results(version_id: int, item_id: str) -> list[tuple[str, str]]:
    """Results before and after, of everybody who sat that version of a post-test.

    Of each person the first attempt at the post-test counts: later ones are helped by it.
    """
    first = (
        select(func.min(Attempt.id))
        .join(GainRow, GainRow.post_attempt_id == Attempt.id)
        .where(Attempt.item_id == item_id)
        .group_by(Attempt.enrolment_id)
    )
    newest = (
        select(func.max(GainRow.id))
        .where(
            GainRow.version_id == version_id,
            GainRow.item_id == item_id,
            GainRow.post_attempt_id.in_(first),
        )
        .group_by(GainRow.post_attempt_id)
        .limit(MOST)
    )
    found = db.session.execute(select(GainRow.before, GainRow.after).where(GainRow.id.in_(newest)))
    return [(row.before, row.after) for row in found]
