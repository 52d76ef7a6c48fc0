"""Find and keep what certificates of an institution's people look like."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select

from elearn.store import units
from elearn.store.db import db
from elearn.store.scopes import holds_on
from elearn.store.tables.unit_papers import UnitPaper
from elearn.store.tables.units import UnitParent
from elearn.store.upsert import insert_or_change

_DEEPEST = 50


@dataclass(frozen=True, slots=True)
class KeptPaper:
    """Name, look (empty: none chosen), and the mark with its width by its height."""

    name: str
    look: str
    mark: str | None
    ratio: float | None


def _read(*numbers: int) -> KeptPaper | None:
    row = db.session.execute(
        select(UnitPaper.name, UnitPaper.look, UnitPaper.mark, UnitPaper.ratio)
        .where(UnitPaper.unit_id.in_(numbers))
        .order_by(UnitPaper.unit_id)
        .limit(1)
    ).first()
    return KeptPaper(*row) if row else None


def of_unit(unit_id: int) -> KeptPaper | None:
    """What was set for that unit itself."""
    return _read(unit_id)


def of_person(person_id: int, day: date) -> KeptPaper | None:
    """What holds for somebody: set for a unit of theirs, or for the nearest one above it."""
    here = units.units_of(person_id, day)
    for _level in range(_DEEPEST):
        found = _read(*here) if here else None
        if found is not None or not here:
            return found
        here = frozenset(
            db.session.scalars(
                select(UnitParent.parent_id).where(
                    UnitParent.unit_id.in_(here),
                    UnitParent.parent_id.is_not(None),
                    holds_on(UnitParent, day),
                )
            )
        )
    return None


def keep(unit_id: int, paper: KeptPaper, *, by: int, at: datetime) -> None:
    """Set it for a unit."""
    row = {
        "unit_id": unit_id,
        "name": paper.name,
        "look": paper.look,
        "mark": paper.mark,
        "ratio": paper.ratio,
        "set_by": by,
        "set_at": at,
    }
    insert_or_change(UnitPaper, [row], [name for name in row if name != "unit_id"])


def forget(unit_id: int) -> None:
    """Set nothing for a unit any more."""
    db.session.execute(delete(UnitPaper).where(UnitPaper.unit_id == unit_id))
