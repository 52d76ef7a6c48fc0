"""Nominations: a unit puts somebody forward for a course; a coordinator accepts or declines."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.errors import BadInput, Conflict, NotFound
from elearn.services import course_titles, looks
from elearn.store import audit, enrolments, packs, scopes, units
from elearn.store import nominations as store
from elearn.store.db import begin_write
from elearn.store.nominations import KeptNomination
from elearn.store.pages import person as people_store

LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class NominationsPage:
    """What waits for the actor's decision, and what the actor put forward."""

    open: tuple[KeptNomination, ...]
    mine: tuple[KeptNomination, ...]
    titles: dict[str, str]
    decides: bool


def nominations_page(actor: Actor, language: str, *, now: datetime) -> NominationsPage:
    """The page of nominations. Keep the look with `keep_look`.

    Raises:
        NotAllowed: If the actor neither nominates nor decides.
    """
    access.require(actor, Action.NOMINATE)
    day = now.date()
    decides = access.scope(actor, Action.DECIDE_NOMINATIONS)
    reach = access.scope(actor, Action.NOMINATE)
    titles = course_titles.titles(packs.published_courses(), language, day)
    return NominationsPage(
        open=tuple(store.open_ones(decides, day)) if decides else (),
        mine=tuple(store.made_by(number_of(actor), reach, day)),
        titles={p: text.plain for p, text in titles.items()},
        decides=bool(decides),
    )


def keep_look(actor: Actor, page: NominationsPage, *, now: datetime) -> None:
    """Keep that the actor saw who was put forward."""
    shown = {n.person_id for n in (*page.open, *page.mine)}
    looks.keep(actor, "nominations", {}, shown, now=now)


def number_of(actor: Actor) -> int:
    """The number of the person who acts.

    Raises:
        NotFound: If there is none any more.
    """
    if not actor.person_id:
        raise NotFound("This account has just been closed.")
    return actor.person_id


def nominate(actor: Actor, person_key: str, pack_id: str, *, now: datetime) -> None:
    """Put somebody forward for a course.

    Raises:
        NotFound: If there is no such person for the actor, or no such course.
        Conflict: If they are put forward already, take the course, or belong to no unit.
    """
    begin_write()
    day = now.date()
    head = people_store.head(person_key)
    if head is None or head.left:
        raise NotFound("There is nobody here with that key.")
    if not access.may(actor, Action.NOMINATE, scopes.person_subject(head.id, day)):
        raise NotFound("There is nobody here with that key.")
    if packs.offered_course(pack_id) is None:
        raise NotFound("There is no such course.")
    reach = access.scope(actor, Action.NOMINATE)
    own = people_store.units_in_reach(head.id, reach, day)
    unit = units.by_key(own[0][0], day) if own else None
    if unit is None:
        raise Conflict("This person belongs to no unit. Add them to one first.", code="no-unit")
    if store.is_open(head.id, pack_id):
        raise Conflict(
            "This person is put forward for this course already.", code="nominated-already"
        )
    taken = enrolments.open_standing(head.id, pack_id)
    if taken is not None and taken.enrolment.completed_at is None:
        raise Conflict("This person takes this course already.", code="takes-already")
    by = number_of(actor)
    key = secrets.token_urlsafe(12)
    store.keep(key, unit_id=unit.id, person_id=head.id, pack_id=pack_id, by=by, at=now)
    audit.keep_act(by, "nominated", f"person:{head.key}", {"pack": pack_id}, at=now)


def decide(actor: Actor, key: str, *, accept: bool, note: str, now: datetime) -> None:
    """Accept a nomination, which enrols the person, or decline it with a note.

    Raises:
        NotFound: If there is no such open nomination for the actor.
        BadInput: If it is declined without a note, or the note is too long.
        Conflict: If the course takes no new learners.
    """
    begin_write()
    found = store.by_key(key)
    if found is None or found.state != store.OPEN:
        raise NotFound("There is no such open nomination.")
    subject = scopes.person_subject(found.person_id, now.date())
    if not access.may(actor, Action.DECIDE_NOMINATIONS, subject):
        raise NotFound("There is no such open nomination.")
    note = read_note(note, accept=accept)
    by = number_of(actor)
    line_id = line_for(found.pack_id) if accept else None
    if accept and line_id is None:
        raise Conflict("This course takes no new learners at the moment.", code="course-closed")
    state = store.ACCEPTED if accept else store.DECLINED
    store.decide(key, state, by=by, note=note, at=now)
    if line_id is not None:
        enrol(found, line_id, now)
    act = "nomination-accepted" if accept else "nomination-declined"
    audit.keep_act(by, act, f"person:{found.person_key}", {"pack": found.pack_id}, at=now)


def read_note(note: str, *, accept: bool) -> str:
    """The note of a decision, as it is kept.

    Raises:
        BadInput: If it is too long, or missing where somebody is declined.
    """
    note = " ".join(note.split())
    if len(note) > LONGEST_NOTE:
        raise BadInput("Write a note of at most 500 letters.", code="note-long")
    if not accept and not note:
        raise BadInput("Say why you decline: whoever nominated reads it.", code="note-missing")
    return note


def line_for(pack_id: str) -> int | None:
    """The release line on which somebody begins a course now; None if it takes nobody new."""
    version = packs.offered_course(pack_id)
    return packs.line_of(version.id) if version else None


def enrol(found: KeptNomination, line_id: int, now: datetime) -> None:
    """Enrol whoever was accepted, also where they completed the course before."""
    earlier = enrolments.open_standing(found.person_id, found.pack_id)
    if earlier is not None and earlier.enrolment.completed_at is not None:
        enrolments.end(earlier.enrolment.id, at=now)  # completed once, and taken again
        earlier = None
    if earlier is None and not enrolments.take_up_again(found.person_id, line_id, at=now):
        enrolments.enrol(secrets.token_urlsafe(12), found.person_id, line_id, at=now)
