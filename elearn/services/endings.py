"""A version was stopped or withdrawn: those whom it concerns are listed and told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.errors import NotFound
from elearn.core.learning.policy import ONLY_READ
from elearn.services import authoring, jobs, looks, mail, shelf
from elearn.services.authoring import Count
from elearn.services.sign_in import Letter
from elearn.store import packs, people, releases
from elearn.store.db import begin_write
from elearn.store.packs import KeptVersion
from elearn.store.pages import concerned as store
from elearn.store.pages.concerned import Concerned, Named

BATCH = 200
"""So many enrolments are looked at in one transaction."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a letter about the end of a version says.

    `standing`: the reader is still under way on it; `record`: they hold a record of it.
    """

    language: str | None
    name: str
    pack_id: str
    course: str
    version: str
    withdrawn: bool
    reason: str
    law_note: str
    standing: bool
    record: bool


Letters = Callable[[Told], Letter]
"""Writes a letter in the reader's language."""


@dataclass(frozen=True, slots=True)
class ConcernedPage:
    """Whom the end of a version concerns: numbers for trainers, names for those who may know.

    `named` is None for somebody who leads nobody.
    """

    pack_id: str
    version: str
    title: str
    state: str
    reason: str
    law_note: str
    ended_at: datetime | None
    people: Count
    standing: Count
    records: Count
    named: tuple[Named, ...] | None
    most: int = store.MOST


def concerned_page(actor: Actor, pack_id: str, version: str, *, now: datetime) -> ConcernedPage:
    """Whom the end of a version concerns, or would. Keep the look with `keep_look`.

    Raises:
        NotAllowed: If the actor neither writes packs nor leads anybody.
        NotFound: If it is not installed.
    """
    scope = access.scope(actor, Action.SEE_COMPLETIONS)
    if not scope:
        access.require(actor, Action.AUTHOR_PACKS)
    kept = packs.find_version(pack_id, version)
    if kept is None or kept.kind != "course":
        raise NotFound("This version is not installed here.")
    ended = next(r for r in releases.of_pack(pack_id) if r.id == kept.id)
    counted = store.count(kept.id)

    def told(number: int) -> Count:
        return authoring.few(number, anybody=number > 0)

    return ConcernedPage(
        pack_id,
        version,
        kept.title,
        kept.state,
        ended.end_reason,
        ended.law_note,
        ended.ended_at,
        told(counted.people),
        told(counted.standing),
        told(counted.records),
        tuple(store.named(kept.id, scope, now.date())) if scope else None,
    )


def keep_look(actor: Actor, page: ConcernedPage, *, now: datetime) -> None:
    """Keep that the actor saw who is concerned."""
    shown = {one.person_id for one in page.named or ()}
    looks.keep(actor, "concerned", {"course": page.pack_id}, shown, now=now)


def handler(letters: Letters | None) -> jobs.Handler:
    """The handler of `version-ended` jobs: writes to some, then asks for another job."""

    def carry_on(job: jobs.JobRecord, now: datetime) -> None:
        version_id, after = int(job.payload["version"]), int(job.payload["after"])
        reached = tell(version_id, after, letters, now=now)
        if reached is not None:
            jobs.enqueue("version-ended", {"version": version_id, "after": reached}, now=now)

    return carry_on


def tell(version_id: int, after: int, letters: Letters | None, *, now: datetime) -> int | None:
    """Write to the next of those concerned; where to go on, None at the end.

    Needs a transaction of its own. Nobody is written to twice about one version.
    """
    begin_write()
    kept = packs.version_by_id(version_id)
    if kept is None or kept.state not in ONLY_READ or letters is None:
        return None
    found = store.enrolments(version_id, after, limit=BATCH)
    for one in found:
        _tell(kept, one, letters, now=now)
    return found[-1].enrolment_id if len(found) == BATCH else None


def _tell(kept: KeptVersion, one: Concerned, letters: Letters, *, now: datetime) -> None:
    person = people.by_id(one.person_id)
    if person is None or not person.email or person.left_at is not None:
        return
    ended = next(r for r in releases.of_pack(kept.pack_id) if r.id == kept.id)
    language = person.language or kept.language
    told = Told(
        language=language,
        name=person.name,
        pack_id=kept.pack_id,
        course=shelf.take(kept.digest).compiled.plain(language, "pack#title"),
        version=kept.version,
        withdrawn=kept.state == "withdrawn",
        reason=ended.end_reason,
        law_note=ended.law_note,
        standing=one.stands and not one.complete,
        record=one.record,
    )
    letter = letters(told)
    once = f"ended:{kept.id}:{one.person_id}"
    mail.send(person.email, letter.subject, letter.text, now=now, once=once)
