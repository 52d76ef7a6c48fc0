"""Beginning a go at a quiz or a case: one at a time, with a seed that replays it."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from elearn.core.access import Actor
from elearn.core.errors import Conflict
from elearn.core.quiz import draw
from elearn.services import enrolments, releases
from elearn.services.enrolments import Standing
from elearn.store import attempts as store


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is begun: `kind` is quiz or case; `deadline_at` is when it ends by itself, if ever.

    `draws` says what an attempt with that seed draws from banks, None for nothing; `lapsed` what it
    leaves out, since law lapsed.
    """

    item_id: str
    kind: str
    language: str
    deadline_at: datetime | None = None
    draws: Callable[[str], str | None] = lambda _seed: None
    lapsed: str | None = None


def begin_or_go_on(standing: Standing, wanted: Wanted, actor: Actor, *, now: datetime) -> str:
    """Begin an attempt, or go on with the open one; its key. Needs a writing transaction.

    Raises:
        Conflict: If the version on which the learner stands completes nothing any more.
    """
    enrolment = standing.enrolment
    enrolments.hold(enrolment)
    earlier = store.of_item(enrolment.id, wanted.item_id)
    if earlier and earlier[-1].finished_at is None:
        return earlier[-1].key
    if not releases.may_complete(enrolment, now=now):
        raise Conflict(
            "This version of the course completes nothing any more. Go on with the next one.",
            code="version-ended",
        )
    key = secrets.token_urlsafe(12)
    seed = secrets.token_hex(draw.SEED_BYTES)
    store.begin(
        key=key,
        enrolment_id=enrolment.id,
        item_id=wanted.item_id,
        kind=wanted.kind,
        number=len(earlier) + 1,
        version_id=enrolment.version_id,
        digest=enrolment.digest,
        language=wanted.language,
        seed=seed,
        draw_version=draw.DRAW_VERSION,
        drawn=wanted.draws(seed),
        lapsed=wanted.lapsed,
        started_at=now,
        deadline_at=wanted.deadline_at,
    )
    enrolments.start_item(standing, wanted.item_id, actor, now=now)
    return key
