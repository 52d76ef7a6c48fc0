"""Case studies: begin, choose, look back."""

from dataclasses import dataclass
from datetime import datetime

from elearn.core.access import Actor
from elearn.core.case import play
from elearn.core.case.model import Case
from elearn.core.case.play import Walk
from elearn.core.errors import Conflict, NotFound
from elearn.core.learning.progress import EventKind
from elearn.services import enrolments, shelf
from elearn.services.enrolments import Happened, Standing
from elearn.services.shelf import Shelved
from elearn.services.starting import Wanted, begin_or_go_on
from elearn.store import attempts as store
from elearn.store import enrolments as enrolment_store
from elearn.store.attempts import KeptAttempt
from elearn.store.db import begin_write


@dataclass(frozen=True, slots=True)
class CaseSitting:
    """A go at a case, with the road so far."""

    kept: KeptAttempt
    shelved: Shelved
    case: Case
    walk: Walk


def require_case(standing: Standing, item_id: str) -> Case:
    """The case study of a course.

    Raises:
        NotFound: If the course has no such case.
    """
    item = shelf.item(standing.enrolment.digest, item_id)
    if not isinstance(item, Case):
        raise NotFound("There is no such case study in this course.")
    return item


def require_sitting(actor: Actor, key: str) -> CaseSitting:
    """The actor's own go at a case.

    Raises:
        NotFound: If it is somebody else's, or there is none.
    """
    kept = store.by_key(key)
    if kept is None or kept.kind != "case" or kept.person_id != enrolments.person_of(actor):
        raise NotFound("There is no such attempt.")
    shelved = shelf.take(kept.digest)
    case = shelved.course.item(kept.item_id)
    assert isinstance(case, Case)
    return CaseSitting(kept, shelved, case, play.walk(case, store.choices(kept.id)))


def begin(actor: Actor, pack_id: str, item_id: str, language: str, *, now: datetime) -> str:
    """Begin a case, or go on with the open go; its key."""
    begin_write()
    standing = enrolments.require_standing(actor, pack_id)
    require_case(standing, item_id)
    return begin_or_go_on(standing, Wanted(item_id, "case", language), actor, now=now)


def choose(actor: Actor, key: str, step: int, choice_id: str, *, now: datetime) -> None:
    """Take a way on. `step` is the number of choices made when the form was shown.

    Sending the same form twice changes nothing; another choice for a step that was made is refused.

    Raises:
        NotFound: If it is not the actor's.
        Conflict: If that step was made otherwise, or the scene has no such choice.
    """
    require_sitting(actor, key)
    begin_write()  # after the pack is off the shelf, which is slow the first time
    store.hold(key)
    sitting = require_sitting(actor, key)
    made = len(sitting.walk.decisions)
    if 0 <= step < made and sitting.walk.decisions[step].choice.id == choice_id:
        return
    if step != made:
        raise Conflict("You have already decided here. Load the page again to go on.")
    earlier = [d.choice.id for d in sitting.walk.decisions]
    walk = play.walk(sitting.case, [*earlier, choice_id])
    store.add_choice(
        attempt_id=sitting.kept.id,
        number=made + 1,
        scene_id=sitting.walk.scene.id,
        choice_id=choice_id,
        at=now,
    )
    if walk.finished:
        _finish(sitting.kept, walk, actor, now=now)


def _finish(kept: KeptAttempt, walk: Walk, actor: Actor, *, now: datetime) -> None:
    store.finish(kept.id, finished_at=now, passed=True, ending=walk.scene.id)
    standing = enrolment_store.standing(kept.enrolment_id)
    assert standing is not None
    happened = Happened(
        EventKind.CASE_FINISHED, kept.item_id, f"attempt-{kept.key}", {"ending": walk.scene.id}
    )
    enrolments.happen(standing, happened, actor, now=now)
