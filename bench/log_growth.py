"""Inclusion proofs in logs of ten thousand to ten million entries.

The tree is filled with all its hashes. Records stand for two hundred entries of each size only,
spread over the log: ten million records would be ten million people, and a proof reads one.
"""

import hashlib
import random
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert, update

from bench import record_seed, seed
from bench.report import Row, at_most
from elearn.core.learning import merkle
from elearn.core.learning.merkle import Place
from elearn.services import record_log
from elearn.services.transaction import transaction
from elearn.store.db import begin_write, db
from elearn.store.tables.packs import PackVersion
from elearn.store.tables.record_log import LogEntry, LogNode, LogSize
from elearn.store.tables.records import RecordRow

SIZES, QUICK = (10_000, 100_000, 1_000_000, 10_000_000), (10_000, 100_000)
PROOF_SECONDS = 0.005
SAMPLE = 200
_CHUNK = 14
"""The tree is made of perfect subtrees of 2 to the power of this many entries."""


def rows(*, quick: bool) -> list[Row]:
    """The figures."""
    sizes = QUICK if quick else SIZES
    found: list[Row] = []
    with record_seed.made(1) as instance:
        app = record_seed.opened(instance)
        with app.app_context():
            tree = _Tree()
            for size in sizes:
                print(f"Filling the log up to {size:,} entries …", file=sys.stderr)
                tree.fill(size)
                sample = _records(tree.size, size)
                found += _rows(size, _proofs(sample, size), _megabytes(instance))
            db.session.remove()
            db.engine.dispose()
    return found


def _rows(size: int, seconds: list[float], megabytes: float) -> list[Row]:
    ordered = sorted(seconds)
    half, most = ordered[len(ordered) // 2], ordered[len(ordered) * 95 // 100]
    name = f"inclusion proof in a log of {size:,} entries, 95 of 100"
    return [
        at_most(name, most * 1000, "ms", PROOF_SECONDS * 1000),
        Row("the same, median", half * 1000, "ms"),
        Row(f"database with a log of {size:,} entries", megabytes, "MB"),
    ]


def _entry(number: int) -> bytes:
    """The digest of an entry that stands for a record."""
    return hashlib.sha256(b"bench %d" % number).digest()


class _Tree:
    """A log that grows by whole subtrees."""

    def __init__(self) -> None:
        self.size = 0
        self._full: dict[Place, bytes] = {}

    def fill(self, size: int) -> None:
        """Add entries until there are at least so many; whole subtrees at a time."""
        each = 1 << _CHUNK
        while self.size < size:
            with transaction():
                begin_write()
                db.session.execute(insert(LogNode), self._subtree(self.size, each))
                self.size += each
                db.session.execute(update(LogSize).values(entries=self.size))

    def _subtree(self, first: int, each: int) -> list[dict[str, object]]:
        made = [merkle.leaf_hash(_entry(n)) for n in range(first, first + each)]
        rows: list[dict[str, object]] = []
        for level in range(_CHUNK + 1):
            start = first >> level
            rows += [{"level": level, "number": start + i, "hash": h} for i, h in enumerate(made)]
            if level < _CHUNK:
                pairs = zip(made[::2], made[1::2], strict=True)
                made = [merkle.node_hash(left, right) for left, right in pairs]
        return rows + self._above(first >> _CHUNK, made[0])

    def _above(self, number: int, made: bytes) -> list[dict[str, object]]:
        """The places above a subtree that it fills."""
        grown = merkle.grown(number, made, lambda place: self._full[place])
        self._full.update(grown)
        return [
            {"level": level + _CHUNK, "number": at, "hash": value}
            for (level, at), value in grown[1:]
        ]


def _records(entries: int, size: int) -> list[tuple[int, str]]:
    """Records for some entries of the log, spread over it: number and digest."""
    chance = random.Random(size)  # which entries are looked at is no secret
    numbers = sorted(chance.sample(range(min(entries, size)), SAMPLE))
    now = datetime.now(UTC)
    version = db.session.query(PackVersion.id).filter_by(pack_id=seed.COURSE).first()
    if version is None:
        raise RuntimeError("the site has no course")
    taken = db.session.query(RecordRow).count()
    found = []
    with transaction():
        begin_write()
        for at, number in enumerate(numbers, taken + 1):
            digest = _entry(number).hex()
            if db.session.get(LogEntry, number) is None:
                db.session.execute(insert(RecordRow), _record(at, digest, version[0], now))
                entry = {"number": number, "record_id": at, "digest": digest}
                db.session.execute(insert(LogEntry), entry)
            found.append((number, digest))
    return found


def _record(number: int, digest: str, version_id: int, now: datetime) -> dict[str, object]:
    return {
        "id": number,
        "key": f"record-{number}",
        "code_hash": digest,
        "person_id": 1,
        "enrolment_id": 1,
        "issue": number,
        "version_id": version_id,
        "kind": "completion",
        "language": "en",
        "issued_at": now,
        "commitments": {},
        "digest": digest,
    }


def _proofs(sample: list[tuple[int, str]], size: int) -> list[float]:
    """Seconds for each proof; each one is checked against the root."""
    root = merkle.root(size, record_log.node_at([(0, size)]))
    times = []
    for number, digest in sample:
        db.session.rollback()
        began = time.perf_counter()
        found = record_log.inclusion(digest, size)
        times.append(time.perf_counter() - began)
        path = [bytes.fromhex(value) for value in found.hashes]
        leaf = merkle.leaf_hash(bytes.fromhex(digest))
        if not merkle.verify_inclusion(leaf, number, size, path, root):
            raise RuntimeError(f"the proof of entry {number} does not hold")
    return times


def _megabytes(instance: Path) -> float:
    return sum(file.stat().st_size for file in instance.glob("elearn.sqlite*")) / 1e6
