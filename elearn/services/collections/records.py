"""Completion records for programs."""

from dataclasses import dataclass
from datetime import date, datetime

from elearn.core.access import Action, Actor
from elearn.core.errors import NotFound
from elearn.core.learning import standing
from elearn.core.learning.standing import Dates
from elearn.services.collections.parts import Part, Place, part_of, reach_of
from elearn.store.collections import records as store
from elearn.store.collections.records import RecordLine, Wanted

__all__ = ["Wanted"]


@dataclass(frozen=True, slots=True)
class RecordItem:
    """A record, without its code and its facts. `status` is as of today."""

    id: int
    key: str
    person_id: int
    person: str
    pack: str
    version: str
    kind: str
    language: str
    law_checked: date | None
    issued_at: datetime
    valid_until: date | None
    status: str
    renews: str | None


def listing(
    actor: Actor, place: Place, wanted: Wanted, *, unit: str = "", now: datetime
) -> Part[RecordItem]:
    """Records of those whom the actor leads, and their own.

    Raises:
        NotFound: If the unit is not there for the actor.
    """
    reach = reach_of(actor, Action.LIST_RECORDS, unit, now)
    rows = store.page(reach, wanted, after=place.after, limit=place.limit + 1)
    part = part_of(rows, place)
    items = tuple(_item(row, now.date()) for row in part.items)
    return Part(items, part.after, frozenset(item.person_id for item in items))


def one(actor: Actor, key: str, *, now: datetime) -> Part[RecordItem]:
    """One of them.

    Raises:
        NotFound: If there is no such record for the actor.
    """
    part = listing(actor, Place(limit=1), Wanted(key=key), now=now)
    if not part.items:
        raise NotFound("There is no such record.")
    return part


def _item(row: RecordLine, today: date) -> RecordItem:
    dates = Dates(row.issued_at.date(), row.valid_until)
    status = standing.status(dates, revoked=row.revoked, superseded=row.superseded, today=today)
    return RecordItem(
        id=row.id,
        key=row.key,
        person_id=row.person_id,
        person=row.person,
        pack=row.pack,
        version=row.version,
        kind=row.kind,
        language=row.language,
        law_checked=row.law_checked,
        issued_at=row.issued_at,
        valid_until=row.valid_until,
        status=status.value,
        renews=row.renews,
    )
