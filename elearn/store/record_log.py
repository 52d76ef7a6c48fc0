"""Append to the log of record digests, and look things up in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, or_, select, update

from elearn.core.learning import merkle
from elearn.core.learning.merkle import Place
from elearn.store.db import db, table_of
from elearn.store.hold import hold
from elearn.store.tables.record_log import LogEntry, LogHead, LogNode, LogSize
from elearn.store.tables.records import RecordRow

_ONLY = 1
MOST = 1000
"""The most entries that one question returns."""

_SIZE, _ENTRY, _NODE = table_of(LogSize), table_of(LogEntry), table_of(LogNode)
_SIZE_NOW = select(_SIZE.c.entries).where(_SIZE.c.id == _ONLY)
_GROW = update(_SIZE).where(_SIZE.c.id == _ONLY).values(entries=bindparam("grown"))
_ADD_ENTRY, _ADD_NODES = insert(_ENTRY), insert(_NODE)
_NODE_AT = select(_NODE.c.hash).where(
    _NODE.c.level == bindparam("at_level"), _NODE.c.number == bindparam("at_number")
)


@dataclass(frozen=True, slots=True)
class KeptHead:
    """How the log stood when somebody signed it."""

    size: int
    root: str
    at: datetime
    kid: str
    signature: str


@dataclass(frozen=True, slots=True)
class KeptEntry:
    """A record's place in the log, with the digest that the log and the one that the record has."""

    number: int
    digest: str
    record_digest: str


def size() -> int:
    """How many entries the log has."""
    return db.session.scalar(_SIZE_NOW) or 0


def append(record_id: int, digest: str) -> int:
    """Add a record's digest; its number. Needs a writing transaction.

    Whoever appends waits for whoever appended before, until that is committed or undone.
    """
    hold(LogSize, id=_ONLY)
    number = size()
    leaf = merkle.leaf_hash(bytes.fromhex(digest))
    made = merkle.grown(number, leaf, _node)
    entry = {"number": number, "record_id": record_id, "digest": digest}
    grown = [{"level": level, "number": at, "hash": value} for (level, at), value in made]
    db.session.execute(_ADD_ENTRY, entry)
    db.session.execute(_ADD_NODES, grown)
    db.session.execute(_GROW, {"grown": number + 1})
    return number


def _node(place: Place) -> bytes:
    level, number = place
    found: bytes = db.session.execute(
        _NODE_AT, {"at_level": level, "at_number": number}
    ).scalar_one()
    return found


def nodes(places: Iterable[Place]) -> dict[Place, bytes]:
    """The hashes that are kept for these places. One query; a missing one is missing here too.

    It asks level by level: of pairs `(level, number) IN (…)` SQLite finds none by the index and
    reads the whole tree.
    """
    wanted: dict[int, set[int]] = {}
    for level, number in places:
        wanted.setdefault(level, set()).add(number)
    if not wanted:
        return {}
    rows = db.session.execute(
        select(LogNode.level, LogNode.number, LogNode.hash).where(
            or_(
                *(
                    (LogNode.level == level) & LogNode.number.in_(sorted(numbers))
                    for level, numbers in sorted(wanted.items())
                )
            )
        )
    )
    return {(level, number): value for level, number, value in rows}


def number_of(record_id: int) -> int | None:
    """The number of a record's entry."""
    return db.session.scalar(select(LogEntry.number).where(LogEntry.record_id == record_id))


def number_of_digest(digest: str) -> int | None:
    """The number of the entry with that digest."""
    query = (
        select(LogEntry.number)
        .join(RecordRow, RecordRow.id == LogEntry.record_id)
        .where(RecordRow.digest == digest)
    )
    return db.session.scalar(query)


def entries(first: int, limit: int = MOST) -> list[KeptEntry]:
    """Entries from a number on, in order."""
    rows = db.session.execute(
        select(LogEntry.number, LogEntry.digest, RecordRow.digest)
        .join(RecordRow, RecordRow.id == LogEntry.record_id)
        .where(LogEntry.number >= first)
        .order_by(LogEntry.number)
        .limit(min(limit, MOST))
    )
    return [KeptEntry(*row) for row in rows]


def records_signed(kid: str, *, since: int) -> list[int]:
    """Numbers of the records that a key signed, whose entries are from that number on, in order."""
    query = (
        select(LogEntry.record_id)
        .join(RecordRow, RecordRow.id == LogEntry.record_id)
        .where(LogEntry.number >= since, RecordRow.kid == kid)
        .order_by(LogEntry.number)
    )
    return list(db.session.scalars(query))


def without_entry() -> list[tuple[int, str]]:
    """Number and digest of the records in no log, from before there was one; the oldest first."""
    found = select(RecordRow.id, RecordRow.digest).where(
        ~select(LogEntry.number).where(LogEntry.record_id == RecordRow.id).exists()
    )
    rows = db.session.execute(found.order_by(RecordRow.id).limit(MOST))
    return [(record_id, digest) for record_id, digest in rows]


_HEAD = (LogHead.size, LogHead.root, LogHead.at, LogHead.kid, LogHead.signature)


def newest_head() -> KeptHead | None:
    """The latest signed head."""
    row = db.session.execute(select(*_HEAD).order_by(LogHead.size.desc()).limit(1)).first()
    return KeptHead(*row) if row else None


def newest_head_before(at: datetime) -> KeptHead | None:
    """The latest head that was signed before that moment."""
    query = select(*_HEAD).where(LogHead.at < at).order_by(LogHead.size.desc())
    row = db.session.execute(query.limit(1)).first()
    return KeptHead(*row) if row else None


def heads(limit: int = MOST) -> list[KeptHead]:
    """Signed heads, the latest first."""
    rows = db.session.execute(select(*_HEAD).order_by(LogHead.size.desc()).limit(min(limit, MOST)))
    return [KeptHead(*row) for row in rows]


def keep_head(head: KeptHead) -> None:
    """Keep a signed head. Needs a writing transaction."""
    db.session.add(
        LogHead(size=head.size, root=head.root, at=head.at, kid=head.kid, signature=head.signature)
    )
    db.session.flush()
