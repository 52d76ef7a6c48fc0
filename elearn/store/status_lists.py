"""Find and keep the places of records in status lists."""

from dataclasses import dataclass

from sqlalchemy import func, select

from elearn.store.db import db
from elearn.store.tables.records import RecordStatus
from elearn.store.tables.status_lists import StatusPlace
from elearn.store.upsert import insert_or_skip


@dataclass(frozen=True, slots=True)
class KeptPlace:
    """A place in a list; lists are counted from 1."""

    list_number: int
    place: int


def place_of(record_id: int) -> KeptPlace | None:
    """The place of a record; None if it has none yet."""
    row = db.session.execute(
        select(StatusPlace.list_number, StatusPlace.place).where(StatusPlace.record_id == record_id)
    ).first()
    return KeptPlace(*row) if row else None


def newest_list() -> int:
    """The number of the newest list; 0 if there is none."""
    return db.session.scalar(select(func.max(StatusPlace.list_number))) or 0


def keep(record_id: int, place: KeptPlace) -> bool:
    """Give a record a place; False if the place is taken, or the record has one."""
    values = {"record_id": record_id, "list_number": place.list_number, "place": place.place}
    return insert_or_skip(StatusPlace, values)


def revoked_places(list_number: int) -> list[int]:
    """The places of a list whose records were revoked, in order."""
    query = (
        select(StatusPlace.place)
        .join(RecordStatus, RecordStatus.record_id == StatusPlace.record_id)
        .where(StatusPlace.list_number == list_number, RecordStatus.status == "revoked")
        .distinct()
        .order_by(StatusPlace.place)
    )
    return list(db.session.scalars(query))


def latest_change() -> int:
    """A number that grows whenever the status of a record changes."""
    return db.session.scalar(select(func.max(RecordStatus.id))) or 0
