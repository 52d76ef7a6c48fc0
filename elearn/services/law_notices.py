"""What learners read of changes of law: at the lessons, quizzes and cases that rest on them.

What touches a version is remembered in each process for some seconds, so that a page asks nothing.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from time import monotonic

from elearn.core.errors import NotFound
from elearn.core.ids import version_key
from elearn.core.law import labels
from elearn.core.law.outcome import Outcome
from elearn.core.law.status import first_day
from elearn.services import shelf
from elearn.services.shelf import Reading
from elearn.store import bridges, packs
from elearn.store import law_hits as store
from elearn.store.enrolments import KeptEnrolment
from elearn.store.law_hits import Standing

_REMEMBERED = 30.0
"""Seconds for which a process believes that nothing was decided meanwhile."""

_GRAVEST = (Outcome.WITHDRAWN, Outcome.OPEN, Outcome.CHANGED)
"""Of several things that are to be said, the first of these is."""

_TOLD = (Outcome.WITHDRAWN,)
"""Outcomes whose reason is for learners; other notes are for trainers."""

_MOST_CITES = 12
"""Citations that a page names of one day; what concerns more, concerns nearly everything."""

_remembered: dict[int, tuple[float, dict[str, tuple[Standing, ...]]]] = {}


@dataclass(frozen=True, slots=True)
class Since:
    """What changed from a day on.

    Attributes:
        day: As the register has it (may be partial); empty where nobody said.
        cites: The citations concerned.
    """

    day: str
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LawNotice:
    """What a learner reads of changes of law at an item.

    Attributes:
        changes: What changed, by day, the first day first.
        state: What was decided: nothing yet, that it is withdrawn, or that it is changed.
        in_version: The version of the course that says something else since; empty if none does.
        notes: Why it is withdrawn, as trainers wrote it.
    """

    changes: tuple[Since, ...]
    state: Outcome
    in_version: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SinceLine:
    """What changed from a day on, as a page shows it.

    Attributes:
        day: As the register has it; empty where nobody said.
        cites: The citations concerned: how each is said, and where its entry stands.
        more: How many there are besides.
    """

    day: str
    cites: tuple[tuple[str, str], ...]
    more: int


@dataclass(frozen=True, slots=True)
class LawWarning:
    """A notice as a page shows it.

    Attributes:
        state: `open`, `changed` or `withdrawn`.
        ahead: Whether all of it is still to come.
        changes: What changed, by day.
        in_version, notes: As in the notice.
    """

    state: str
    ahead: bool
    changes: tuple[SinceLine, ...]
    in_version: str
    notes: tuple[str, ...]


def forget() -> None:
    """Look again: something was decided, or opened."""
    _remembered.clear()


def _of_version(version_id: int) -> dict[str, tuple[Standing, ...]]:
    until, found = _remembered.get(version_id, (0.0, {}))
    if until > monotonic():
        return found
    by_item: dict[str, list[Standing]] = {}
    bridge = bridges.of_version(version_id)  # what it holds is the version's that it leads to
    for standing in store.standing_of(bridge.to_version_id if bridge else version_id):
        by_item.setdefault(standing.item, []).append(standing)
    found = {item: tuple(standings) for item, standings in by_item.items()}
    _remembered[version_id] = (monotonic() + _REMEMBERED, found)
    return found


def notice(version_id: int, items: Iterable[str], languages: Iterable[str]) -> LawNotice | None:
    """What is to be said at an item, to somebody who reads it in these languages; None: nothing.

    Args:
        version_id: The version of the course.
        items: The lesson, quiz or case, and the banks that it draws from.
        languages: The language that the course is shown in, and its source language.
    """
    known = _of_version(version_id)
    if not known:
        return None
    spoken = set(languages)
    found = [s for item in items for s in known.get(item, ()) if s.language in spoken]
    for state in _GRAVEST:
        shown = [s for s in found if s.state == state.value]
        if shown:
            return _said(state, shown)
    return None


def _said(state: Outcome, shown: list[Standing]) -> LawNotice:
    versions = sorted((s.in_version for s in shown if s.in_version), key=version_key)
    return LawNotice(
        changes=_by_day(shown),
        state=state,
        in_version=versions[-1] if versions else "",
        notes=tuple(dict.fromkeys(s.note for s in shown if s.note and state in _TOLD)),
    )


def _by_day(shown: list[Standing]) -> tuple[Since, ...]:
    """What changed by day; each citation once, under its first day, those without a day last."""
    days = sorted({s.day for s in shown if s.day}, key=first_day)
    named: set[str] = set()
    found = []
    for day in (*days, ""):
        keys = dict.fromkeys(labels.join(s.name, s.ref) for s in shown if s.day == day)
        new = tuple(sorted((key for key in keys if key not in named), key=_in_order))
        named.update(new)
        if new:
            found.append(Since(day, new))
    return tuple(found)


def _in_order(key: str) -> list[str | int]:
    """An act beside its articles, these by their numbers."""
    return [int(part) if n % 2 else part for n, part in enumerate(re.split(r"(\d+)", key))]


def warning(
    enrolment: KeptEnrolment, items: Iterable[str], reading: Reading, sources_at: str, now: datetime
) -> LawWarning | None:
    """What a learner is to read at an item; None if nothing.

    Args:
        enrolment: Whose, and on which version.
        items: The lesson, quiz or case, and the banks that it draws from.
        reading: The course in the learner's language.
        sources_at: The page with the entries of what the item cites; empty where there is none.
        now: Decides whether law is still to come.
    """
    languages = (reading.taught, reading.shelved.compiled.language)
    found = notice(enrolment.version_id, items, languages)
    return shown(found, reading, sources_at, now.date()) if found else None


def of_completed(pack_id: str, version: str, language: str, *, now: datetime) -> LawWarning | None:
    """What changed since of the law that a version of a course rests on; None if nothing.

    Whatever became of it: for who has completed that version it makes no difference that a newer
    one was brought up to date.
    """
    kept = packs.find_version(pack_id, version)
    if kept is None:
        return None
    try:
        reading = shelf.read(kept.digest, language, now.date())
    except NotFound:
        return None
    languages = (reading.taught, reading.shelved.compiled.language)
    known = [s for said in _of_version(kept.id).values() for s in said if s.language in languages]
    return shown(_said(Outcome.OPEN, known), reading, "", now.date()) if known else None


def shown(found: LawNotice, reading: Reading, sources_at: str, today: date) -> LawWarning:
    """A notice in the reader's language."""
    return LawWarning(
        state=found.state.value,
        ahead=all(since.day and first_day(since.day) > today for since in found.changes),
        changes=tuple(_lines(found.changes, reading, sources_at)),
        in_version=found.in_version,
        notes=found.notes,
    )


def _lines(changes: Iterable[Since], reading: Reading, sources_at: str) -> Iterator[SinceLine]:
    """What changed, in words; of each day after so many citations the rest are counted."""
    law = reading.law
    for since in changes:
        named = since.cites[:_MOST_CITES]
        cites = tuple(
            (
                law.label(key, reading.language) if law else key,
                f"{sources_at}#{labels.anchor(key)}" if sources_at else "",
            )
            for key in named
        )
        yield SinceLine(since.day, cites, len(since.cites) - len(named))


def items_touched(version_id: int, languages: Iterable[str]) -> frozenset[str]:
    """The items of a version at which something is to be said."""
    spoken = tuple(languages)
    return frozenset(
        item for item in _of_version(version_id) if item and notice(version_id, (item,), spoken)
    )
