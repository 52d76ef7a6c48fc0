"""How people stand with what is asked of them, for programs."""

from dataclasses import dataclass
from datetime import date, datetime

from elearn.core.access import Action, Actor
from elearn.services.collections.parts import Part, Place, part_of, reach_of
from elearn.store.collections import compliance as store
from elearn.store.collections.compliance import Standing


@dataclass(frozen=True, slots=True)
class ComplianceItem:
    """How somebody stands on a day with each pack that is asked of them."""

    person: str
    day: date
    packs: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What narrows a list: keys of a person and a pack; the day, today without one."""

    person: str = ""
    pack: str = ""
    day: date | None = None


def listing(
    actor: Actor, place: Place, wanted: Wanted, *, unit: str = "", now: datetime
) -> Part[ComplianceItem]:
    """Those whom the actor leads today, and they themselves, as they stood on that day.

    Raises:
        NotFound: If the unit is not there for the actor.
    """
    reach = reach_of(actor, Action.LIST_COMPLIANCE, unit, now)
    day = wanted.day or now.date()
    rows = store.people(reach, day, wanted.person, after=place.after, limit=place.limit + 1)
    part = part_of(rows, place)
    found = store.standings([row.id for row in part.items], day, wanted.pack)
    items = tuple(
        ComplianceItem(row.person, day, tuple(found.get(row.id, ()))) for row in part.items
    )
    return Part(items, part.after, frozenset(row.id for row in part.items))
