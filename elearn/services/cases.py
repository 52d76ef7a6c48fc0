"""Case studies: begin, look, choose, look back."""

from dataclasses import dataclass
from datetime import datetime

from elearn.core.access import Actor
from elearn.core.case import passing, play
from elearn.core.case.model import Case
from elearn.core.case.play import Decision, Walk
from elearn.core.errors import BadInput, Conflict, NotFound
from elearn.core.learning.progress import EventKind
from elearn.services import enrolments, shelf
from elearn.services.enrolments import Happened, Standing
from elearn.services.shelf import Shelved
from elearn.services.starting import Wanted, begin_or_go_on
from elearn.store import attempts as attempt_store
from elearn.store import cases as store
from elearn.store import enrolments as enrolment_store
from elearn.store.attempts import KeptAttempt
from elearn.store.cases import NewStep
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
    kept = attempt_store.by_key(key)
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


def look_at(actor: Actor, key: str, thing_id: str, *, now: datetime) -> None:
    """Open an exhibit or read a message. Twice changes nothing.

    Raises:
        NotFound: If the go is not the actor's, or the road has not come to such a thing.
    """
    sitting = require_sitting(actor, key)
    arrived = {arrival.message.id for arrival in sitting.walk.messages}
    if thing_id not in sitting.walk.state.exhibits | arrived:
        raise NotFound("There is nothing like this to look at here.")
    begin_write()
    store.see(sitting.kept.id, thing_id, at=now)


def choose(
    actor: Actor, key: str, step: int, choice_id: str, reason: str = "", *, now: datetime
) -> None:
    """Take a way on.

    Sending the same form twice changes nothing; another choice for a step that was made is refused.

    Args:
        actor: Whose go it is.
        key: Of the go.
        step: The number of choices made when the form was shown.
        choice_id: The choice.
        reason: Why, in the learner's own words; kept where the case asks for it.
        now: When.

    Raises:
        BadInput: If the reason is longer than it may be.
        NotFound: If it is not the actor's.
        Conflict: If that step was made otherwise, or the scene has no such choice.
    """
    require_sitting(actor, key)
    begin_write()  # after the pack is off the shelf, which is slow the first time
    attempt_store.hold(key)
    sitting = require_sitting(actor, key)
    made = len(sitting.walk.decisions)
    if 0 <= step < made and sitting.walk.decisions[step].choice.id == choice_id:
        return
    if step != made:
        raise Conflict("You have already decided here. Load the page again to go on.")
    earlier = [d.choice.id for d in sitting.walk.decisions]
    walk = play.walk(sitting.case, [*earlier, choice_id])
    decision = walk.decisions[-1]
    store.add_step(
        NewStep(sitting.kept.id, made + 1, decision.scene.id, decision.choice.id, now),
        _kept_reason(decision, reason),
    )
    if walk.finished:
        _finish(sitting, walk, actor, now=now)


def _kept_reason(decision: Decision, reason: str) -> str:
    """What was written, with line ends as they are kept; nothing where nothing was asked."""
    asked = play.reasoning_of(decision.scene, decision.choice)
    text = "\n".join(reason.split("\r\n")).strip() if asked else ""
    if asked and len(text) > asked.most:
        raise BadInput("What you wrote is too long. Shorten it a little.")
    return text


def _finish(sitting: CaseSitting, walk: Walk, actor: Actor, *, now: datetime) -> None:
    """Close the go. One that does not pass leaves the item as it was: it may be tried again."""
    kept = sitting.kept
    passed = passing.passes(sitting.case, walk)
    attempt_store.finish(kept.id, finished_at=now, passed=passed, ending=walk.scene.id)
    standing = enrolment_store.standing(kept.enrolment_id)
    assert standing is not None
    kind = EventKind.CASE_FINISHED if passed else EventKind.CASE_FAILED
    happened = Happened(kind, kept.item_id, f"attempt-{kept.key}", {"ending": walk.scene.id})
    enrolments.happen(standing, happened, actor, now=now)
