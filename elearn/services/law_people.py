"""Who was trained under law that changed since, for those who lead them, and what these may ask."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from elearn.core import access
from elearn.core.access import Action, Actor, Scope
from elearn.core.errors import BadInput, NotFound
from elearn.core.ids import version_key
from elearn.core.law import labels
from elearn.core.law.status import first_day
from elearn.core.unit_tree import Placed, in_order
from elearn.services import course_titles, looks, mail, shelf
from elearn.services.overview import Choice
from elearn.services.sign_in import Letter
from elearn.store import audit, law_requests, packs, units
from elearn.store import people as roster
from elearn.store.db import begin_write
from elearn.store.law_requests import KeptRequest
from elearn.store.pages import law_people as store
from elearn.store.pages.law_people import Row, Wanted

A_PAGE = 50
_NAMED, _NAMED_IN_FILE = 2, 100
"""Citations that a row names; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What the address of the list says; what is unknown is not there."""

    unit: str = ""
    course: str = ""
    page: int = 1

    def to_raw(self) -> dict[str, object]:
        """What narrows the list, as the log of looks keeps it."""
        return {k: v for k, v in (("unit", self.unit), ("course", self.course)) if v}


@dataclass(frozen=True, slots=True)
class Line:
    """A person who completed a course under law that changed since.

    Attributes:
        key: Of the record; names it in the form.
        cites: What changed, in words, at most a few.
        more: How many changed citations are not named.
        day: The first day from which something is changed; empty where nobody said.
        newer: The version with which they can learn what changed; empty if there is none yet.
        asked, due: When they were asked to, and until when.
    """

    key: str
    person_id: int
    person_key: str
    name: str
    unit: str
    course: str
    version: str
    completed: date
    valid_until: date | None
    law_checked: date | None
    cites: tuple[str, ...]
    more: int
    day: str
    newer: str
    asked: date | None
    due: date | None


@dataclass(frozen=True, slots=True)
class LawPeoplePage:
    """The list. `may_ask`: whether the actor may ask these people to learn what changed."""

    as_of: datetime
    filter: Filter
    lines: tuple[Line, ...]
    total: int
    pages: int
    units: tuple[Choice, ...]
    courses: tuple[Choice, ...]
    may_ask: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What a letter says to somebody who is asked to learn what changed."""

    language: str | None
    name: str
    course: str
    due: date | None
    record_key: str


Letters = Callable[[Asked], Letter]
"""Writes a letter in the reader's language."""


def people(actor: Actor, asked: Filter, language: str, *, now: datetime) -> LawPeoplePage:
    """One page of the list, in a fixed number of queries. Keep the look with `keep_look`.

    Raises:
        NotAllowed: If the actor leads nobody.
        NotFound: If the unit or the course is not there for the actor.
    """
    wanted, placed = _ask(actor, Action.SEE_COMPLETIONS, asked, now)
    total = store.count(wanted)
    pages = max(1, -(-total // A_PAGE))
    page = min(max(1, asked.page), pages)
    rows = store.rows(wanted, limit=A_PAGE, offset=(page - 1) * A_PAGE)
    return LawPeoplePage(
        as_of=now,
        filter=Filter(asked.unit, asked.course, page),
        lines=tuple(_lines(rows, language, now.date())),
        total=total,
        pages=pages,
        units=tuple(Choice(p.node.key, p.node.name, p.depth) for p in placed),
        courses=tuple(_courses(language, now.date())),
        may_ask=bool(access.scope(actor, Action.NOMINATE)),
    )


def _ask(
    actor: Actor, action: Action, asked: Filter, now: datetime
) -> tuple[Wanted, tuple[Placed, ...]]:
    access.require(actor, action)
    day = now.date()
    reach = access.scope(actor, action)
    placed = in_order(units.reached(reach, day))
    if asked.course and asked.course not in store.packs_concerned():
        raise NotFound("There is no such course here.")
    return Wanted(_narrowed(reach, placed, asked.unit), day, asked.course), placed


def _narrowed(reach: Scope, placed: Sequence[Placed], unit_key: str) -> Scope:
    if not unit_key:
        return reach
    chosen = [p.node.id for p in placed if p.node.key == unit_key]
    if not chosen:
        raise NotFound("There is no such unit.")
    return Scope(units=frozenset(chosen))


def _courses(language: str, day: date) -> Iterator[Choice]:
    offered = {kept.pack_id: kept for kept in packs.published_courses()}
    titles = course_titles.titles(list(offered.values()), language, day)
    for pack_id in store.packs_concerned():
        yield Choice(pack_id, titles[pack_id].plain if pack_id in titles else pack_id)


def _lines(rows: Sequence[Row], language: str, today: date, named: int = _NAMED) -> Iterator[Line]:
    changed = store.changed_law({row.version_id for row in rows})
    newer = _newer({row.pack_id for row in rows})
    for row in rows:
        found = sorted(changed.get(row.version_id, []), key=_when)  # what changed first
        later = newer.get(row.pack_id, "")
        ahead = bool(later) and version_key(later) > version_key(row.version)
        keys = list(dict.fromkeys(labels.join(name, ref) for name, ref, _day in found))
        yield Line(
            key=row.record_key,
            person_id=row.person_id,
            person_key=row.person_key,
            name=row.name,
            unit=row.unit,
            course=course_titles.title(row.digest, row.title, language, today).plain,
            version=row.version,
            completed=row.issued_at.date(),
            valid_until=row.valid_until,
            law_checked=row.law_checked,
            cites=tuple(_say(row.digest, key, language, today) for key in keys[:named]),
            more=max(0, len(keys) - named),
            day=found[0][2] if found else "",
            newer=later if ahead else "",
            asked=row.asked_at.date() if row.asked_at else None,
            due=row.due,
        )


def _when(change: tuple[str, str, str]) -> date:
    """The day of a change; without one it comes last."""
    return first_day(change[2]) if change[2] else date.max


def _newer(pack_ids: Iterable[str]) -> dict[str, str]:
    """The version of each pack that is offered, if those who completed an older one may go on."""
    wanted = set(pack_ids)
    return {
        kept.pack_id: kept.version
        for kept in packs.published_courses()
        if kept.pack_id in wanted and shelf.take(kept.digest).course.update.bridge
    }


def _say(digest: str, key: str, language: str, today: date) -> str:
    try:
        law = shelf.read(digest, language, today).law
    except NotFound:
        return key
    return law.label(key, language) if law else key


def keep_look(actor: Actor, page: LawPeoplePage, *, now: datetime) -> None:
    """Keep that the actor saw this page of the list."""
    shown = {line.person_id for line in page.lines}
    looks.keep(actor, "law", page.filter.to_raw(), shown, now=now)


def export(
    actor: Actor, asked: Filter, language: str, *, now: datetime
) -> Iterator[tuple[Line, ...]]:
    """The whole list with the same filter, some lines at a time.

    The look is kept after the last line, so all of it must be taken before anything leaves.

    Raises:
        NotAllowed: If the actor leads nobody.
        NotFound: If the unit or the course is not there for the actor.
    """
    wanted, _placed = _ask(actor, Action.SEE_COMPLETIONS, asked, now)
    shown: set[int] = set()
    for rows in store.all_rows(wanted):
        shown.update(row.person_id for row in rows)
        yield tuple(_lines(rows, language, now.date(), _NAMED_IN_FILE))
    looks.keep(actor, "law-export", asked.to_raw(), shown, now=now)


def ask_to_learn(
    actor: Actor,
    record_keys: Iterable[str],
    due: date | None,
    letters: Letters | None,
    *,
    now: datetime,
) -> int:
    """Ask people to learn what changed since they completed a course; how many were asked.

    Whoever has mail gets a letter. Asking again moves the day.

    Raises:
        NotAllowed: If the actor leads nobody.
        BadInput: If nobody is chosen, or the day has passed.
        NotFound: If one of them is not there for the actor, or has nothing newer to learn from.
    """
    wanted, _placed = _ask(actor, Action.NOMINATE, Filter(), now)
    keys = sorted(set(record_keys))[: A_PAGE * 2]
    if not keys:
        raise BadInput("Choose at least one person.", code="nobody-chosen")
    if due is not None and due < now.date():
        raise BadInput("Choose a day that is still to come.", code="day-passed")
    begin_write()
    rows = store.with_keys(wanted, keys)
    lines = {line.key: line for line in _lines(rows, "en", now.date())}
    if len(rows) != len(keys) or not all(lines[row.record_key].newer for row in rows):
        raise NotFound("There is no such record here.")
    for row in rows:
        law_requests.keep(row.record_id, row.person_id, due=due, by=actor.person_id or None, at=now)
        details = {"pack": row.pack_id, "due": due.isoformat() if due else ""}
        subject = f"person:{row.person_key}"
        audit.keep_act(actor.person_id or None, "law-asked", subject, details, at=now)
        if letters is not None:
            _tell(row, due, letters, now=now)
    return len(rows)


def _tell(row: Row, due: date | None, letters: Letters, *, now: datetime) -> None:
    person = roster.by_id(row.person_id)
    if person is None or not person.email:
        return
    course = course_titles.title(row.digest, row.title, person.language or "en", now.date())
    letter = letters(Asked(person.language, person.name, course.plain, due, row.record_key))
    mail.send(person.email, letter.subject, letter.text, now=now)


def asked_of(actor: Actor, record_key: str) -> KeptRequest | None:
    """What the actor is asked about a record of theirs that stands; None if nothing."""
    if not actor.person_id:
        return None
    found = law_requests.of_person(actor.person_id)
    return next((kept for kept in found if kept.record_key == record_key), None)
