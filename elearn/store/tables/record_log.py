"""The log of record digests: its tree, its entries, its signed heads. Nothing is ever changed."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from elearn.store.db import Instant, Model


class LogSize(Model):
    """How many entries the log has: one row, which whoever appends keeps for themselves."""

    __tablename__ = "log_size"

    id: Mapped[int] = mapped_column(primary_key=True)
    entries: Mapped[int]


class LogEntry(Model):
    """A record's place in the log, counted from 0; its digest is what the leaf is made of."""

    __tablename__ = "log_entries"

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), unique=True)
    digest: Mapped[str] = mapped_column(String(64))


class LogNode(Model):
    """The hash of a perfect subtree (`core.learning.merkle`), by its place."""

    __tablename__ = "log_nodes"

    level: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class LogHead(Model):
    """A signed statement of how the log stood."""

    __tablename__ = "log_heads"

    id: Mapped[int] = mapped_column(primary_key=True)
    size: Mapped[int] = mapped_column(unique=True)
    root: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)
    kid: Mapped[str] = mapped_column(String(64))
    signature: Mapped[str] = mapped_column(String(600))
