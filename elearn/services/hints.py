"""Hints: asked for one after the other; each one taken is kept with the attempt."""

from dataclasses import replace
from datetime import datetime

from elearn.core.access import Actor
from elearn.core.errors import NotFound
from elearn.core.quiz import response
from elearn.services import attempts, responses
from elearn.store import attempts as store
from elearn.store.attempts import Saving
from elearn.store.db import begin_write


def take_hint(actor: Actor, key: str, number: int, hint: int, *, now: datetime) -> bool:
    """Keep with the answer that stands that a hint (counted from 1) was asked for.

    A hint that was taken already is not taken again. False if the attempt was over.

    Raises:
        NotFound: If it is not the actor's attempt, or this hint does not come next.
    """
    sitting = attempts.require_sitting(actor, key)
    asked = attempts.question_at(sitting, number)
    begin_write()
    store.hold(key)
    kept = responses.latest(sitting.kept.id, asked)
    if not 1 <= hint <= min(kept.hints + 1, len(asked.question.hints)):
        raise NotFound("There is no such hint, or another one comes before it.")
    if hint <= kept.hints:
        return True
    raw = response.to_raw(replace(kept, hints=hint))
    _number, late, _aside = store.add_answer(key, Saving(asked.question.id, raw), at=now)
    return not late
