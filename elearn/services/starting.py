"""Beginning a go at a quiz or a case: one at a time, with a seed that replays it."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from elearn.core.access import Actor
from elearn.core.errors import Conflict
from elearn.core.quiz import draw
from elearn.services import enrolments
from elearn.services.enrolments import Standing
from elearn.store import attempts as store
from elearn.store import enrolments as enrolment_store


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is begun: `kind` is quiz or case; `most` goes are allowed, None without limit."""

    item_id: str
    kind: str
    language: str
    most: int | None = None


def begin_or_go_on(standing: Standing, wanted: Wanted, actor: Actor, *, now: datetime) -> str:
    """Begin an attempt, or go on with the open one; its key. Needs a writing transaction.

    Raises:
        Conflict: If no attempt is left.
    """
    enrolment = standing.enrolment
    enrolment_store.hold(enrolment.id)
    earlier = store.of_item(enrolment.id, wanted.item_id)
    if earlier and earlier[-1].finished_at is None:
        return earlier[-1].key
    if wanted.most is not None and len(earlier) >= wanted.most:
        raise Conflict("You have used all attempts at this quiz. Ask your trainer for another one.")
    key = secrets.token_urlsafe(12)
    store.begin(
        key=key,
        enrolment_id=enrolment.id,
        item_id=wanted.item_id,
        kind=wanted.kind,
        number=len(earlier) + 1,
        version_id=enrolment.version_id,
        digest=enrolment.digest,
        language=wanted.language,
        seed=secrets.token_hex(draw.SEED_BYTES),
        draw_version=draw.DRAW_VERSION,
        started_at=now,
    )
    enrolments.start_item(standing, wanted.item_id, actor, now=now)
    return key
