"""Rosters that are imported: the rows that tell how far they are, and what lies in files."""

import json
import os
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import delete, select, update

from elearn.store.db import begin_write, db, table_of
from elearn.store.tables.rosters import RosterImport
from elearn.store.tables.units import Unit

MAPPING, CHECKING, CHECKED = "mapping", "checking", "checked"
APPLYING, APPLIED, STALE, FAILED = "applying", "applied", "stale", "failed"
MOST = 10
"""Imports that one person may have; for a further one the oldest goes."""
PER_PAGE = 50
_KEY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class KeptImport:
    """An import. `counts` are rows by fate, and `said` why it failed."""

    key: str
    person_id: int
    unit_id: int
    unit_key: str
    unit: str
    file_name: str
    state: str
    done: int
    total: int
    settings: Mapping[str, Any]
    counts: Mapping[str, Any]
    at: datetime
    expires_at: datetime


def new_key() -> str:
    """A key that nobody can guess."""
    return secrets.token_hex(16)


def keep(**values: Any) -> None:
    """Keep the row of an import."""
    begin_write()
    db.session.add(RosterImport(done=0, total=0, counts={}, **values))
    db.session.flush()


def _read(*conditions: Any, limit: int) -> list[KeptImport]:
    rows = db.session.execute(
        select(RosterImport, Unit.key, Unit.name)
        .join(Unit, Unit.id == RosterImport.unit_id)
        .where(*conditions)
        .order_by(RosterImport.id.desc())
        .limit(limit)
        .execution_options(populate_existing=True)
    )
    return [
        KeptImport(
            row.key,
            row.person_id,
            row.unit_id,
            unit_key,
            unit,
            row.file_name,
            row.state,
            row.done,
            row.total,
            dict(row.settings),
            dict(row.counts),
            row.at,
            row.expires_at,
        )
        for row, unit_key, unit in rows
    ]


def of_person(person_id: int, *, now: datetime) -> list[KeptImport]:
    """The imports of somebody that have not expired, latest first."""
    return _read(
        RosterImport.person_id == person_id, RosterImport.expires_at > now, limit=MOST + 10
    )


def find(key: str, *, now: datetime) -> KeptImport | None:
    """An import, if it has not expired."""
    found = _read(RosterImport.key == key, RosterImport.expires_at > now, limit=1)
    return found[0] if found else None


def go_on(key: str, before: Iterable[str], state: str, **values: Any) -> bool:
    """Bring an import from one of some states into another; False if it was in none of them."""
    begin_write()
    done = db.session.execute(
        update(RosterImport)
        .where(RosterImport.key == key, RosterImport.state.in_(list(before)))
        .values(state=state, **values)
        .execution_options(synchronize_session=False)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]  # an update's result counts rows


def tell(key: str, done: int, total: int) -> None:
    """Say how far the work is: at once and for itself, whatever becomes of the work.

    The session must not be writing: on SQLite there is one writer at a time.
    """
    table = table_of(RosterImport)
    with db.engine.connect().execution_options(writing=True) as connection, connection.begin():
        connection.execute(update(table).where(table.c.key == key).values(done=done, total=total))


def forget(key: str) -> None:
    """Delete an import with its files."""
    begin_write()
    db.session.execute(delete(RosterImport).where(RosterImport.key == key))
    forget_files(key)


def forget_before(moment: datetime) -> None:
    """Delete the imports that expired before, and files that a crash left behind."""
    begin_write()
    keys = list(
        db.session.scalars(select(RosterImport.key).where(RosterImport.expires_at < moment))
    )
    db.session.execute(delete(RosterImport).where(RosterImport.expires_at < moment))
    for key in keys:
        forget_files(key)
    known = set(db.session.scalars(select(RosterImport.key)))
    with suppress(FileNotFoundError):
        for entry in os.scandir(_folder()):
            old = entry.stat().st_mtime < moment.timestamp() - 2 * 86_400
            if old and entry.name.partition(".")[0] not in known:
                Path(entry.path).unlink(missing_ok=True)


def keep_file(key: str, data: bytes) -> None:
    """Keep the file as it was uploaded."""
    _folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    _write(_path(key, "file"), [data])


def read_file(key: str) -> bytes | None:
    """The file as it was uploaded; None if it is gone."""
    try:
        return _path(key, "file").read_bytes()
    except FileNotFoundError:
        return None


def keep_plan(key: str, head: Mapping[str, Any], lines: Mapping[str, list[Any]]) -> None:
    """Keep what would become of each row, by fate, so that a page of it is found at once."""
    places: dict[str, list[int]] = {}
    at = 0

    def written() -> Iterator[bytes]:
        nonlocal at
        for fate, found in lines.items():
            places[fate] = []
            for number, line in enumerate(found):
                if number % PER_PAGE == 0:
                    places[fate].append(at)
                data = json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
                at += len(data)
                yield data

    _folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    _write(_path(key, "lines"), written())
    counts = {fate: len(found) for fate, found in lines.items()}
    index = {**head, "places": places, "counts": counts}
    _write(_path(key, "json"), [json.dumps(index).encode()])


def read_head(key: str) -> dict[str, Any] | None:
    """What was kept at the head of a plan; None if it is gone."""
    try:
        found: dict[str, Any] = json.loads(_path(key, "json").read_bytes())
    except FileNotFoundError:
        return None
    return found


def read_page(key: str, head: Mapping[str, Any], fate: str, page: int) -> list[Any]:
    """The lines of one fate, a page at a time from 1."""
    places = head["places"].get(fate, [])
    if not 1 <= page <= len(places):
        return []
    left = min(PER_PAGE, head["counts"][fate] - (page - 1) * PER_PAGE)
    with _path(key, "lines").open("rb") as file:
        file.seek(places[page - 1])
        return [json.loads(file.readline()) for _ in range(left)]


def read_lines(key: str) -> list[Any]:
    """All lines of a plan."""
    with _path(key, "lines").open("rb") as file:
        return [json.loads(line) for line in file]


def forget_files(key: str) -> None:
    """Delete the files of an import."""
    for ending in ("file", "lines", "json"):
        _path(key, ending).unlink(missing_ok=True)


def _write(path: Path, parts: Iterable[bytes]) -> None:
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}.part")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(parts)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _folder() -> Path:
    return Path(current_app.instance_path) / "roster-imports"


def _path(key: str, ending: str) -> Path:
    if not _KEY.fullmatch(key):
        raise FileNotFoundError(key)
    return _folder() / f"{key}.{ending}"
