"""Units for programs."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, select
from sqlalchemy.orm import aliased

from elearn.core.access import Scope
from elearn.store.db import db
from elearn.store.scopes import holds_on, units_below, units_in
from elearn.store.tables.units import Unit, UnitParent


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit that stands. `parent`: the key of the one above, where that is in reach too."""

    id: int
    key: str
    name: str
    kind: str
    country: str
    parent: str | None


def page(  # a list and what narrows it
    seen: Scope, day: date, *, after: int, limit: int, below: int | None = None, key: str = ""
) -> list[UnitRow]:
    """Units by their numbers; `below` narrows to a unit and all that hangs below it."""
    above = aliased(Unit)
    parent: Any = above.key
    if not seen.everybody:
        parent = case((above.id.in_(units_below(seen.units, day)), above.key))
    query = (
        select(Unit.id, Unit.key, Unit.name, Unit.kind, Unit.country, parent)
        .join(UnitParent, UnitParent.unit_id == Unit.id)
        .outerjoin(above, above.id == UnitParent.parent_id)
        .where(holds_on(UnitParent, day), units_in(seen, day), Unit.id > after)
    )
    if below is not None:
        query = query.where(Unit.id.in_(units_below(frozenset({below}), day)))
    if key:
        query = query.where(Unit.key == key)
    rows: Any = db.session.execute(query.order_by(Unit.id).limit(limit))
    return [UnitRow(*row) for row in rows]
