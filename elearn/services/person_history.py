"""Where somebody belonged and which roles they held, as far as it is the reader's to know."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from elearn.core import access
from elearn.core.access import Action, Actor, Scope, Subject
from elearn.core.learning.duty import Place, Tree, both, span
from elearn.services import looks
from elearn.store import roles, scopes
from elearn.store.pages import person_history as store
from elearn.store.pages.person_history import Leaver

LEAVERS_SEEN = timedelta(days=365)
"""So long somebody who left the service is shown to those who led them."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A membership (`role` empty) or a role (`unit` empty: for the whole site), from day to day.

    `until` is the last day of it; None: it goes on.
    """

    unit: str
    role: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class LeaversPage:
    """Who left of late."""

    leavers: tuple[Leaver, ...]


def of(person_id: int, reach: Scope) -> tuple[HistoryLine, ...]:
    """The units and roles of somebody, newest first: those in reach on the days that they cover.

    What they did elsewhere is not the reader's to know. Three queries.
    """
    stays, held = store.stays(person_id), roles.of_person(person_id)
    units = {one.unit_id for one in stays} | {one.unit_id for one in held if one.unit_id}
    tree = Tree(_by_unit(store.places(frozenset(units))))
    lines = [
        HistoryLine(one.unit, "", one.from_day, _last(one.to_day))
        for one in stays
        if _seen(tree, reach, one.unit_id, one.from_day, one.to_day)
    ]
    lines += [
        HistoryLine(one.unit, one.role, one.from_day, _last(one.to_day))
        for one in held
        if one.unit_id is None or _seen(tree, reach, one.unit_id, one.from_day, one.to_day)
    ]
    return tuple(sorted(lines, key=lambda line: (line.since, line.role), reverse=True))


def _last(to_day: date | None) -> date | None:
    return to_day - _DAY if to_day else None


def _by_unit(places: Iterable[Place]) -> dict[int, list[Place]]:
    found: dict[int, list[Place]] = {}
    for place in places:
        found.setdefault(place.unit_id, []).append(place)
    return found


def _seen(tree: Tree, reach: Scope, unit_id: int, first: date, after: date | None) -> bool:
    """Whether a unit was, on some of these days, in or below one in reach."""
    if reach.everybody:
        return True
    above = tree.above(unit_id)
    days = span(first, after)
    return any(both(days, one) for led in reach.units for one in above.get(led, ()))


def subject(person_id: int, left_at: datetime | None, *, now: datetime) -> Subject | None:
    """Somebody as they belong today; who left the service, as they did on the last day before.

    None for who left more than a year ago: nobody leads them.
    """
    if left_at is None:
        return scopes.person_subject(person_id, now.date())
    if now - left_at > LEAVERS_SEEN:
        return None
    return scopes.person_subject(person_id, left_at.date() - _DAY)


def leavers(actor: Actor, *, now: datetime) -> LeaversPage:
    """Who left the service in the last year out of the actor's units. Keep the look after.

    Raises:
        NotAllowed: If the actor leads nobody.
    """
    access.require(actor, Action.SEE_COMPLETIONS)
    reach = access.scope(actor, Action.SEE_COMPLETIONS)
    return LeaversPage(tuple(store.leavers(reach, now - LEAVERS_SEEN, now.date())))


def keep_look(actor: Actor, page: LeaversPage, *, now: datetime) -> None:
    """Keep that the actor saw these people."""
    looks.keep(actor, "leavers", {}, {one.id for one in page.leavers}, now=now)
