"""Units for programs."""

from datetime import datetime

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.errors import NotFound
from elearn.services.collections.parts import Part, Place, part_of, reach_of
from elearn.store.collections import units as store
from elearn.store.collections.units import UnitRow


def listing(actor: Actor, place: Place, *, below: str = "", now: datetime) -> Part[UnitRow]:
    """The units that the actor may list; `below`: the key of one to narrow to, with all below.

    Raises:
        NotFound: If that unit is not there for the actor.
    """
    reach = reach_of(actor, Action.LIST_UNITS, below, now)
    top = next(iter(reach.within.units)) if reach.within else None
    rows = store.page(reach.seen, now.date(), after=place.after, limit=place.limit + 1, below=top)
    return part_of(rows, place)


def one(actor: Actor, key: str, *, now: datetime) -> Part[UnitRow]:
    """A unit that the actor may list.

    Raises:
        NotFound: If there is no such unit for the actor.
    """
    seen = access.scope(actor, Action.LIST_UNITS)
    rows = store.page(seen, now.date(), after=0, limit=1, key=key)
    if not rows:
        raise NotFound("There is no such unit.")
    return Part(tuple(rows))
