"""Nominating several people at once, and deciding about several: all of them, or nothing."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.errors import BadInput, Conflict, NotFound
from elearn.services import course_titles, looks
from elearn.services import nominations as one
from elearn.store import audit, packs
from elearn.store import nominations as store
from elearn.store.db import begin_write
from elearn.store.pages import many_nominations as page_store
from elearn.store.pages.many_nominations import Candidate

MOST = 200
"""So many at once."""


@dataclass(frozen=True, slots=True)
class Looked:
    """Somebody who was ticked. `problem` says why it does not work; empty if it does."""

    person: Candidate
    problem: str


@dataclass(frozen=True, slots=True)
class NominatingPage:
    """Several people and a course: who can be put forward, and who cannot, and why."""

    course: str
    title: str
    lines: tuple[Looked, ...]
    courses: tuple[tuple[str, str], ...]

    @property
    def problems(self) -> int:
        """How many cannot."""
        return sum(bool(line.problem) for line in self.lines)


def nominating_page(
    actor: Actor, person_keys: Sequence[str], pack_id: str, language: str, *, now: datetime
) -> NominatingPage:
    """Who of these can be put forward. Keep the look with `keep_look`.

    Raises:
        NotAllowed: If the actor nominates nobody.
        NotFound: If somebody is not there for the actor.
    """
    titles = course_titles.titles(packs.published_courses(), language, now.date())
    return NominatingPage(
        pack_id,
        titles[pack_id].plain if pack_id in titles else "",
        _look_at(actor, person_keys, pack_id, now),
        tuple((key, text.plain) for key, text in titles.items()),
    )


def keep_look(actor: Actor, page: NominatingPage, *, now: datetime) -> None:
    """Keep that the actor saw these people and whether they take the course."""
    shown = {line.person.id for line in page.lines}
    looks.keep(actor, "people", {"course": page.course} if page.course else {}, shown, now=now)


def _look_at(
    actor: Actor, person_keys: Sequence[str], pack_id: str, now: datetime
) -> tuple[Looked, ...]:
    access.require(actor, Action.NOMINATE)
    wanted = set(person_keys)
    if len(wanted) > MOST:
        raise BadInput("Tick at most 200 people at once.", code="too-many-ticked")
    reach = access.scope(actor, Action.NOMINATE)
    found = page_store.candidates(wanted, reach, now.date())
    if len(found) != len(wanted):
        raise NotFound("Somebody of those ticked is not here for you any more.")
    ids = [person.id for person in found]
    waiting = page_store.put_forward(ids, pack_id, store.OPEN)
    taking = page_store.taking(ids, pack_id)
    return tuple(Looked(person, _problem(person, waiting, taking)) for person in found)


def _problem(person: Candidate, waiting: set[int], taking: set[int]) -> str:
    if person.unit_id is None:
        return "no-unit"
    if person.id in waiting:
        return "nominated-already"
    return "takes-already" if person.id in taking else ""


def nominate(
    actor: Actor, person_keys: Sequence[str], pack_id: str, *, now: datetime
) -> int | None:
    """Put all of these forward for a course, and say how many; None if one of them cannot be.

    Then nothing is kept: `nominating_page` says who it is, and why.

    Raises:
        NotAllowed: If the actor nominates nobody.
        NotFound: If somebody is not there for the actor, or there is no such course.
        BadInput: If nobody is ticked, or too many are.
    """
    if not person_keys:
        raise BadInput("Tick those whom you put forward.", code="nobody-ticked")
    begin_write()
    if packs.offered_course(pack_id) is None:
        raise NotFound("There is no such course.")
    found = _look_at(actor, person_keys, pack_id, now)
    if any(looked.problem for looked in found):
        return None
    by = one.number_of(actor)
    for looked in found:
        assert looked.person.unit_id is not None
        store.keep(
            secrets.token_urlsafe(12),
            unit_id=looked.person.unit_id,
            person_id=looked.person.id,
            pack_id=pack_id,
            by=by,
            at=now,
        )
    acts = [(f"person:{looked.person.key}", {"pack": pack_id}) for looked in found]
    audit.keep_acts(by, "nominated", acts, at=now)
    return len(found)


def decide(
    actor: Actor, keys: Sequence[str], *, accept: bool, note: str, now: datetime
) -> dict[str, str]:
    """Accept or decline all of these nominations; empty if it is done.

    Otherwise nothing is kept, and it says of each that stands in the way why: `decided-already`
    (by somebody else, or it is not there for the actor) or `course-closed`.

    Raises:
        BadInput: If nothing is ticked, too much is, or the note is missing or too long.
        Conflict: If somebody else decided at this moment.
    """
    wanted = tuple(dict.fromkeys(keys))
    if not wanted:
        raise BadInput("Tick those about which you decide.", code="nothing-ticked")
    if len(wanted) > MOST:
        raise BadInput("Tick at most 200 people at once.", code="too-many-ticked")
    note = one.read_note(note, accept=accept)
    begin_write()
    reach = access.scope(actor, Action.DECIDE_NOMINATIONS)
    found = {n.key: n for n in store.open_among(wanted, reach, now.date())}
    lines = {n.pack_id: one.line_for(n.pack_id) for n in found.values()} if accept else {}
    problems = {key: "decided-already" for key in wanted if key not in found}
    problems |= {
        key: "course-closed"
        for key, nomination in found.items()
        if accept and lines[nomination.pack_id] is None
    }
    if problems:
        return problems
    by = one.number_of(actor)
    state = store.ACCEPTED if accept else store.DECLINED
    for key, nomination in found.items():
        if not store.decide(key, state, by=by, note=note, at=now):
            raise Conflict("Somebody else has just decided about one of these. Look once more.")
        line_id = lines.get(nomination.pack_id)
        if line_id is not None:
            one.enrol(nomination, line_id, now)
        act = "nomination-accepted" if accept else "nomination-declined"
        about = f"person:{nomination.person_key}"
        audit.keep_act(by, act, about, {"pack": nomination.pack_id}, at=now)
    return {}
