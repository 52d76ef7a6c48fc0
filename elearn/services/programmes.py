"""Programmes: courses in order, kept as dated versions; how somebody stands with one."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.errors import BadInput, NotFound
from elearn.core.learning import duty, prerequisites
from elearn.core.learning import programme as core
from elearn.core.learning.prerequisites import Known
from elearn.core.learning.programme import BadProgramme, Step, StepStand
from elearn.services import course_titles
from elearn.services.enrolments import person_of
from elearn.store import audit, duties, packs
from elearn.store import programmes as store
from elearn.store.db import begin_write
from elearn.store.programmes import KeptProgramme

__all__ = ["BadProgramme", "KeptProgramme"]

LONGEST_TITLE, LONGEST_STEPS = 200, 20_000


@dataclass(frozen=True, slots=True)
class ProgrammesPage:
    """The programmes that are offered today; `may_edit`: the actor may make one."""

    programmes: tuple[KeptProgramme, ...]
    may_edit: bool


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    """A programme with all its versions, newest first; `courses` are those that can be named."""

    versions: tuple[KeptProgramme, ...]
    courses: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TakenPage:
    """How the reader stands with a programme.

    Attributes:
        stands: Step by step.
        known: What is known of the reader: courses held, learnt elsewhere, full years of service.
        since: Since when they serve; None if nobody knows.
    """

    key: str
    title: str
    stands: tuple[StepStand, ...]
    known: Known
    since: date | None
    titles: dict[str, str]


def programmes_page(actor: Actor, *, now: datetime) -> ProgrammesPage:
    """The programmes that are offered."""
    person_of(actor)
    may_edit = access.may(actor, Action.EDIT_PROGRAMMES)
    return ProgrammesPage(tuple(store.on_day(now.date())), may_edit)


def programme_page(actor: Actor, key: str, language: str, *, now: datetime) -> ProgrammePage:
    """A programme, for who edits it; of an empty key, what a new one can be made of.

    Raises:
        NotAllowed: If the actor edits none.
        NotFound: If there is no such programme.
    """
    access.require(actor, Action.EDIT_PROGRAMMES)
    found = tuple(store.versions(key)) if key else ()
    if key and not found:
        raise NotFound("There is no such programme.")
    titles = _titles(language, now.date())
    return ProgrammePage(found, tuple(titles.items()))


def _titles(language: str, day: date) -> dict[str, str]:
    named = course_titles.titles(packs.published_courses(), language, day)
    return {pack_id: text.plain for pack_id, text in named.items()}


def keep(
    actor: Actor, key: str, title: str, steps: str, from_day: date | None, *, now: datetime
) -> str:
    """Keep a new programme (empty key), or another version of one; its key.

    Raises:
        NotAllowed: If the actor edits none.
        NotFound: If there is no such programme.
        BadInput: If the title or the day cannot be used.
        BadProgramme: If the steps cannot be read, or name a course that there is not.
    """
    access.require(actor, Action.EDIT_PROGRAMMES)
    day = now.date()
    title = " ".join(title.split())
    if not 0 < len(title) <= LONGEST_TITLE:
        raise BadInput("Enter a title of at most 200 letters.", code="title-bad")
    begins = from_day or day
    if begins < day:
        raise BadInput("Choose a first day that is today or later.", code="begins-bad")
    if len(steps) > LONGEST_STEPS:
        raise BadProgramme("too-many-steps", 1)
    read = core.read(steps)
    _check_courses(read, steps)
    begin_write()
    earlier = store.versions(key) if key else []
    if key and (not earlier or earlier[0].closed):
        raise NotFound("There is no such programme.")
    if earlier and begins < earlier[0].from_day:
        raise BadInput("Choose a day after that of the newest version.", code="begins-bad")
    by = actor.person_id or None
    new_key = key or secrets.token_urlsafe(12)
    number = earlier[0].id if earlier else store.add(new_key, at=now)
    place = earlier[0].number + 1 if earlier else 1
    store.add_version(
        number, place, title=title, steps=core.text_of(read), from_day=begins, by=by, at=now
    )
    details = {"title": title, "version": place}
    audit.keep_act(by, "programme-kept", f"programme:{new_key}", details, at=now)
    return new_key


def _check_courses(steps: tuple[Step, ...], text: str) -> None:
    known = {version.pack_id for version in packs.published_courses()}
    for step in steps:
        named = set(step.packs) | (prerequisites.packs_of(step.needs) if step.needs else set())
        for pack_id in sorted(named - known):
            lines = text.splitlines()
            line = next((n for n, one in enumerate(lines, 1) if pack_id in one), 1)
            raise BadProgramme("no-course", line, lines[line - 1].find(pack_id) + 1, pack_id)


def close(actor: Actor, key: str, *, now: datetime) -> None:
    """A programme is offered no more. Its versions are kept.

    Raises:
        NotAllowed: If the actor edits none.
        NotFound: If there is no such programme that is offered.
    """
    access.require(actor, Action.EDIT_PROGRAMMES)
    begin_write()
    found = store.versions(key)
    if not found or not store.close(found[0].id, at=now):
        raise NotFound("There is no such programme.")
    by = actor.person_id or None
    audit.keep_act(by, "programme-closed", f"programme:{key}", {}, at=now)


def on_day(day: date) -> list[KeptProgramme]:
    """What each programme that is offered says on that day."""
    return store.on_day(day)


def current(key: str, day: date) -> KeptProgramme | None:
    """What a programme that is offered says on that day."""
    found = [one for one in store.versions(key) if one.from_day <= day and not one.closed]
    return found[0] if found else None


def taken(actor: Actor, key: str, language: str, *, now: datetime) -> TakenPage:
    """How the actor stands with a programme: what is done, open, locked, and why.

    Raises:
        NotFound: If there is no such programme.
    """
    person_id, day = person_of(actor), now.date()
    found = current(key, day)
    if found is None:
        raise NotFound("There is no such programme.")
    since = store.serves_since(person_id)
    prior = duty.recognised(duties.of([person_id]), day)
    known = Known(store.held(person_id, day), prior, duty.full_years(since, day))
    stands = core.stands(core.read(found.steps), known)
    return TakenPage(found.key, found.title, stands, known, since, _titles(language, day))
