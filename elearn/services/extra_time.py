"""Extra time that somebody always gets in quizzes with a limit, from a day to a day."""

from dataclasses import dataclass
from datetime import date, datetime

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.errors import BadInput, Conflict, NotFound
from elearn.services import looks, quiz_terms
from elearn.store import audit, deadlines, scopes
from elearn.store import quiz_terms as store
from elearn.store.db import begin_write
from elearn.store.pages import person as people
from elearn.store.pages.person import Head
from elearn.store.quiz_terms import KeptExtraTime

LONGEST_REASON = 500
MOST_PERCENT = 300
MOST_MINUTES = 600


@dataclass(frozen=True, slots=True)
class Given:
    """Extra time as it is given."""

    percent: int
    minutes: int
    from_day: date
    to_day: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class ExtraTimePage:
    """The extra time of one person. `name` is empty for those who may not know it."""

    id: int
    key: str
    name: str
    rows: tuple[KeptExtraTime, ...]
    today: date


def require_person(actor: Actor, key: str, action: Action, *, now: datetime) -> Head:
    """Somebody for whom the actor may do that; for everybody else it is as if there were nobody.

    Raises:
        NotFound: If there is no such person for the actor.
    """
    head = people.head(key)
    if head is None or head.left:
        raise NotFound("There is nobody here with that key.")
    if not access.may(actor, action, scopes.person_subject(head.id, now.date())):
        raise NotFound("There is nobody here with that key.")
    return head


def known_name(actor: Actor, head: Head, *, now: datetime) -> str:
    """The name of somebody, for those who may know it."""
    subject = scopes.person_subject(head.id, now.date())
    return head.name if access.may(actor, Action.SEE_COMPLETIONS, subject) else ""


def reason(text: str) -> str:
    """Why something is granted.

    Raises:
        BadInput: If nothing is said, or too much.
    """
    why = " ".join(text.split())
    if not why or len(why) > LONGEST_REASON:
        raise BadInput("Say why, in at most 500 letters.", code="reason-bad")
    return why


def not_oneself(actor: Actor, person_id: int) -> int:
    """The actor's own number, where it is about somebody else.

    Raises:
        Conflict: If it is about the actor.
    """
    if actor.person_id is None or actor.person_id == person_id:
        raise Conflict("Somebody else has to decide about you.", code="about-oneself")
    return actor.person_id


def page(actor: Actor, key: str, *, now: datetime) -> ExtraTimePage:
    """The extra time of somebody. Keep the look with `keep_look`.

    Raises:
        NotFound: If there is no such person for the actor.
    """
    head = require_person(actor, key, Action.GIVE_EXTRA_TIME, now=now)
    day = now.date()
    rows = tuple(store.extra_time_of(head.id, since=day))
    return ExtraTimePage(head.id, head.key, known_name(actor, head, now=now), rows, day)


def keep_look(actor: Actor, shown: ExtraTimePage, *, now: datetime) -> None:
    """Keep that the actor saw it."""
    looks.keep(actor, "granting", {}, (shown.id,), now=now)


def give(actor: Actor, key: str, given: Given, *, now: datetime) -> None:
    """Give somebody extra time. Attempts that are open get it, too.

    Raises:
        NotFound: If there is no such person for the actor.
        BadInput: If it is no time, too much, ends before it begins, or has no reason.
        Conflict: If it is the actor.
    """
    why = reason(given.reason)
    if not (0 <= given.percent <= MOST_PERCENT and 0 <= given.minutes <= MOST_MINUTES):
        raise BadInput("Give at most 300 per cent and 600 minutes.", code="extra-too-much")
    if not given.percent and not given.minutes:
        raise BadInput("Say how much more time: per cent, minutes or both.", code="extra-nothing")
    if given.to_day is not None and given.to_day <= given.from_day:
        raise BadInput("The last day must come after the first one.", code="extra-days")
    begin_write()
    head = require_person(actor, key, Action.GIVE_EXTRA_TIME, now=now)
    by = not_oneself(actor, head.id)
    store.add_extra_time(
        person_id=head.id,
        percent=given.percent,
        minutes=given.minutes,
        from_day=given.from_day,
        to_day=given.to_day,
        reason=why,
        by_id=by,
        at=now,
    )
    _follow(head.id, now)
    details = {"percent": given.percent, "minutes": given.minutes}
    audit.keep_act(by, "extra-time-given", f"person:{head.key}", details, at=now)


def end(actor: Actor, key: str, row_id: int, *, now: datetime) -> None:
    """Let extra time of somebody end today. What an open attempt has of it stays.

    Raises:
        NotFound: If there is no such person for the actor, or nothing to end.
        Conflict: If it is the actor.
    """
    begin_write()
    head = require_person(actor, key, Action.GIVE_EXTRA_TIME, now=now)
    by = not_oneself(actor, head.id)
    if not store.end_extra_time(row_id, head.id, now.date()):
        raise NotFound("There is no such extra time.")
    audit.keep_act(by, "extra-time-ended", f"person:{head.key}", {}, at=now)


def _follow(person_id: int, now: datetime) -> None:
    for line_id, kept in deadlines.open_of_person(person_id):
        quiz_terms.set_deadlines([kept], line_id, now=now)
