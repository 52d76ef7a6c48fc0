"""Two hundred packs that cite law, a million completion records, and a register in two versions.

The registers and the pack that gets a patch come in through the services. The packs that only cite
are rows of the index, as installing makes them: 200 × 100 items × 20 citations; so are records.
"""

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from bench import pack_maker
from elearn.core.pack.citations import INDEX_VERSION
from elearn.services import packs
from elearn.services.people import OPERATOR
from elearn.services.transaction import transaction
from elearn.store.db import begin_write, db
from elearn.store.packs import line_of
from elearn.store.tables.enrolments import Enrolment
from elearn.store.tables.people import Person

PACKS, ITEMS, CITES = 200, 100, 20
RECORDS = 1_000_000
FOLLOWERS = 100_000
REGISTER = "bench-law"
INSTRUMENTS, PROVISIONS = 20, 40
TRAINER = 5
"""The number of somebody who is a trainer here."""

_ROLES = ("text", "key", "question", "option", "debrief", "feedback", "choice", "scene")
_AT_ONCE = 50_000


def registers() -> tuple[dict[str, bytes], dict[str, bytes]]:
    """A register in two versions: three instruments ended, two are described in other words."""
    files = pack_maker.make_register(INSTRUMENTS, PROVISIONS)
    head = files["pack.yaml"].replace(b"\nid: law\n", f"\nid: {REGISTER}\n".encode())
    old = files | {"pack.yaml": head}
    acts = files["instruments/acts.yaml"].split(b"- id: ")
    for number in (1, 2, 3):
        acts[number] = acts[number].replace(
            b"  in-force: 2016-04-12\n", b"  in-force: 2016-04-12\n  repealed: 2026-12-01\n"
        )
    for number in (4, 5):
        acts[number] = acts[number].replace(b"title: Duty", b"title: Obligation")
    new = old | {
        "pack.yaml": head.replace(b"version: 1.0.0", b"version: 2.0.0"),
        "CHANGELOG.md": files["CHANGELOG.md"].replace(b"1.0.0", b"2.0.0"),
        "instruments/acts.yaml": b"- id: ".join(acts),
    }
    return old, new


def course(version: str, word: str = "the officer") -> dict[str, bytes]:
    """A small course that gets a patch."""
    files = pack_maker.make_pack(4, 8)
    head = files["pack.yaml"].replace(b"\nid: big\n", b"\nid: patched\n")
    head = head.replace(b"version: 1.0.0", f"version: {version}".encode(), 1)
    head = head.replace(
        b"law: {register: law, version: 1.0.0", b"law: {register: bench-law, version: 1.0.0"
    )
    lesson = "001-module/001-lesson.md"
    words = files[lesson].replace(b"title: Lesson 0", f"title: {word}".encode())
    changes = files["CHANGELOG.md"].replace(b"1.0.0", version.encode())
    return files | {"pack.yaml": head, lesson: words, "CHANGELOG.md": changes}


def install(files: dict[str, bytes], *, publish: bool) -> None:
    """Install a pack, and publish it."""
    now = datetime.now(UTC)
    with tempfile.TemporaryDirectory() as temporary, transaction():
        pack_maker.write(Path(temporary) / "pack", files)
        done = packs.install_path(Path(temporary) / "pack", now=now)
        if not done.done:
            raise RuntimeError(f"the pack has problems: {done.problems[:3]}")
        if publish:
            packs.publish(OPERATOR, done.pack_id, done.version, now=now)


def add() -> None:
    """All of it, into a seeded installation."""
    old, new = registers()
    install(old, publish=True)
    install(course("1.0.0"), publish=True)
    install(new, publish=True)
    now = datetime.now(UTC).replace(tzinfo=None).isoformat(" ", "seconds")
    with transaction():
        begin_write()
        versions = _add_packs(now)
        _add_citations(versions)
        _add_followers(now)
        _add_records(versions, now)
        _many(
            "INSERT INTO roles (person_id, role, from_day) VALUES (?, 'trainer', ?)",
            [(TRAINER, "2020-01-01")],
        )
    with db.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()


def _many(statement: str, rows: Iterable[tuple[object, ...]]) -> None:
    """Rows in bulk, some at a time."""
    connection = db.session.connection()
    part: list[tuple[object, ...]] = []
    for row in rows:
        part.append(row)
        if len(part) == _AT_ONCE:
            connection.exec_driver_sql(statement, part)
            part = []
    if part:
        connection.exec_driver_sql(statement, part)


def _next(table: str) -> int:
    found = db.session.connection().exec_driver_sql(f"SELECT coalesce(max(id), 0) FROM {table}")
    return int(found.scalar() or 0) + 1


def _add_packs(now: str) -> range:
    first = _next("pack_versions")
    versions = range(first, first + PACKS)
    names = [f"cites-{n}" for n in range(PACKS)]
    _many(
        "INSERT INTO packs (id, kind, created_at) VALUES (?, 'course', ?)",
        ((name, now) for name in names),
    )
    _many(
        "INSERT INTO pack_versions (id, pack_id, version, major, digest, state, title, language, "
        "facts, warnings, installed_at, published_at) "
        "VALUES (?, ?, '1.0.0', 1, ?, 'published', ?, 'en', '{}', '[]', ?, ?)",
        (
            (number, name, hashlib.sha256(name.encode()).hexdigest(), f"Course {name}", now, now)
            for number, name in zip(versions, names, strict=True)
        ),
    )
    _many(
        "INSERT INTO release_lines (pack_id, major, version_id) VALUES (?, 1, ?)",
        zip(names, versions, strict=True),
    )
    _many(
        "INSERT INTO version_laws (version_id, register_id, register_version, checked, "
        f"index_version) VALUES (?, '{REGISTER}', '1.0.0', '2026-05-01', {INDEX_VERSION})",
        ((number,) for number in versions),
    )
    return versions


def provision(number: int) -> tuple[str, str]:
    """Instrument and provision with that number."""
    act, place = divmod(number % (INSTRUMENTS * PROVISIONS), PROVISIONS)
    return f"act-{act}", f"{place + 1}({act % 4 + 1})"


def _add_citations(versions: range) -> None:
    known = {
        (name, ref): number
        for number, name, ref in db.session.connection().exec_driver_sql(
            "SELECT id, name, ref FROM cited_provisions"
        )
    }
    wanted = [provision(n) for n in range(INSTRUMENTS * PROVISIONS)]
    first = _next("cited_provisions")
    new = [key for key in wanted if key not in known]
    numbers = known | {key: first + n for n, key in enumerate(new)}
    _many(
        "INSERT INTO cited_provisions (id, name, ref) VALUES (?, ?, ?)",
        ((numbers[key], *key) for key in new),
    )
    ids = [numbers[key] for key in wanted]
    _many(
        "INSERT INTO citations (version_id, item, part, role, language, mark, provision_id) "
        "VALUES (?, ?, ?, ?, 'en', ?, ?)",
        _cites(versions, ids),
    )


def _cites(versions: range, ids: list[int]) -> Iterator[tuple[object, ...]]:
    for n, version in enumerate(versions):
        for item in range(ITEMS):
            for cite in range(CITES):
                place = n * 31 + item * 7 + cite * 13
                role = _ROLES[cite % len(_ROLES)]
                mark = f"{(n * ITEMS + item) * CITES + cite:012x}"
                part = f"b-{mark[-8:]}"
                yield version, f"item-{item}", part, role, mark, ids[place * 17 % len(ids)]


def _add_followers(now: str) -> None:
    """A hundred thousand people who take the course that gets a patch."""
    first = _next("people")
    people = range(first, first + FOLLOWERS)
    _many(
        "INSERT INTO people (id, key, name, name_fold, session_epoch, must_change_password, "
        "created_at) VALUES (?, ?, ?, ?, 0, 0, ?)",
        ((n, f"follower-{n}", f"Follower {n}", f"follower {n}", now) for n in people),
    )
    line = _line_of("patched")
    number = _next("enrolments")
    _many(
        "INSERT INTO enrolments (id, key, person_id, line_id, began_at, last_at) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        ((number + i, f"follows-{n}", n, line, now, now) for i, n in enumerate(people)),
    )


def _line_of(pack_id: str) -> int:
    version = packs.packs.newest_published(pack_id)
    line = line_of(version.id) if version else None
    if line is None:
        raise RuntimeError(f"{pack_id} is not there")
    return line


def _add_records(versions: range, now: str) -> None:
    """A million completion records over the two hundred packs, each of an enrolment that ended."""
    people = db.session.scalar(select(func.count(Person.id))) or 1
    first = (db.session.scalar(select(func.max(Enrolment.id))) or 0) + 1
    lines = {
        version: line
        for line, version in db.session.connection().exec_driver_sql(
            "SELECT id, version_id FROM release_lines"
        )
    }
    numbers = range(first, first + RECORDS)
    _many(
        "INSERT INTO enrolments (id, key, person_id, line_id, began_at, ended_at, completed_at, "
        "last_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (n, f"ended-{n}", n % people + 1, lines[versions[n % PACKS]], now, now, now, now)
            for n in numbers
        ),
    )
    until = (datetime.now(UTC) + timedelta(days=700)).date().isoformat()
    past = (datetime.now(UTC) - timedelta(days=7)).date().isoformat()
    start = _next("records")
    _many(
        "INSERT INTO records (id, key, code_hash, person_id, enrolment_id, issue, version_id, "
        "kind, language, law_checked, issued_at, valid_until, commitments, digest) "
        "VALUES (?, ?, ?, ?, ?, 1, ?, 'completion', 'en', '2026-05-01', ?, ?, '{}', ?)",
        (
            (
                start + i,
                f"made-{n}",
                f"code-{n}",
                n % people + 1,
                n,
                versions[n % PACKS],
                now,
                past if n % 10 == 0 else until,
                f"digest-{n}",
            )
            for i, n in enumerate(numbers)
        ),
    )
