"""What all lists for programs share: a part of a list, how it is narrowed, and who was shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from elearn.core import access
from elearn.core.access import Action, Actor, Scope
from elearn.core.errors import NotFound
from elearn.services import looks
from elearn.store import scopes, units
from elearn.store.collections.people import Reach

Item = TypeVar("Item")
MOST = 200
"""The most items of one answer."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part of a list begins, and how many items it may have."""

    after: int = 0
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Part(Generic[Item]):
    """A part of a list.

    Attributes:
        items: What it holds.
        after: Where the next part begins; None at the end.
        shown: The numbers of the people whom it shows.
    """

    items: tuple[Item, ...]
    after: int | None = None
    shown: frozenset[int] = frozenset()


def part_of(rows: list[Any], place: Place, shown: Iterable[int] = ()) -> Part[Any]:
    """The part that rows make, of which one more was asked for than is shown."""
    kept = tuple(rows[: place.limit])
    after = kept[-1].id if len(rows) > place.limit else None
    return Part(kept, after, frozenset(shown))


def reach_of(actor: Actor, action: Action, unit_key: str, now: datetime) -> Reach:
    """Whom a list may show, narrowed to a unit and below where one is named.

    Raises:
        NotFound: If the unit is not there for the actor.
    """
    day, seen = now.date(), access.scope(actor, action)
    if not unit_key:
        return Reach(seen, day)
    unit = units.by_key(unit_key, day)
    if unit is None or not seen.holds(scopes.unit_subject(unit.id, day)):
        raise NotFound("There is no such unit.")
    return Reach(seen, day, Scope(units=frozenset({unit.id})))


def keep_look(
    actor: Actor, page: str, filter_: dict[str, object], part: Part[Any], *, now: datetime
) -> None:
    """Keep that the actor, or its program, was shown these people."""
    looks.keep(actor, page, filter_, part.shown, now=now)
