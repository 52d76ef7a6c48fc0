"""Keep what came of uploaded question files for a day: a row each, and two files under its key."""

import json
import os
import re
import secrets
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import delete, select

from elearn.store.db import db
from elearn.store.tables.import_drafts import ImportDraft

_KEY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft. `version` is that of the pack with the new quiz in it."""

    key: str
    file_name: str
    pack_id: str
    version: str
    questions: int
    at: datetime
    expires_at: datetime


def new_key() -> str:
    """A key that nobody can guess."""
    return secrets.token_hex(16)


def keep_files(key: str, report: dict[str, Any], archive: bytes | None) -> None:
    """Keep the report of an import, and the archive of the pack if there is one."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if archive is not None:
        _write(_archive(key), archive)
    _write(_report(key), json.dumps(report, ensure_ascii=False).encode("utf-8", "replace"))


def _write(path: Path, data: bytes) -> None:
    part = path.with_name(f"{path.name}.{secrets.token_hex(8)}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def keep(**values: Any) -> None:
    """Keep the row of a draft."""
    db.session.add(ImportDraft(**values))


def of_person(person_id: int, *, now: datetime) -> list[KeptDraft]:
    """The drafts of one person that have not expired, latest first."""
    rows = db.session.scalars(
        select(ImportDraft)
        .where(ImportDraft.person_id == person_id, ImportDraft.expires_at > now)
        .order_by(ImportDraft.id.desc())
        .limit(100)
    )
    return [_kept(row) for row in rows]


def find(key: str, person_id: int, *, now: datetime) -> KeptDraft | None:
    """A draft, if it is that person's and has not expired."""
    row = db.session.scalar(
        select(ImportDraft).where(
            ImportDraft.key == key,
            ImportDraft.person_id == person_id,
            ImportDraft.expires_at > now,
        )
    )
    return _kept(row) if row else None


def _kept(row: ImportDraft) -> KeptDraft:
    return KeptDraft(
        row.key,
        row.file_name,
        row.pack_id,
        row.version,
        row.questions,
        row.at,
        row.expires_at,
    )


def read_report(key: str) -> dict[str, Any] | None:
    """What an import reported; None if it is gone."""
    try:
        found: dict[str, Any] = json.loads(_report(key).read_bytes())
    except FileNotFoundError:
        return None
    return found


def archive_path(key: str) -> Path | None:
    """Where the archive of a draft stands; None if there is none."""
    path = _archive(key)
    return path if path.exists() else None


def read_member(key: str, name: str) -> bytes:
    """One file of a draft's archive.

    Raises:
        FileNotFoundError: If there is no archive.
        KeyError: If it holds no such file.
    """
    with zipfile.ZipFile(_archive(key)) as archive:
        return archive.read(name)


def forget(key: str) -> None:
    """Delete a draft with its files."""
    db.session.execute(delete(ImportDraft).where(ImportDraft.key == key))
    _delete_files(key)


def forget_before(moment: datetime) -> int:
    """Delete the drafts that expired before; how many."""
    keys = list(db.session.scalars(select(ImportDraft.key).where(ImportDraft.expires_at < moment)))
    db.session.execute(delete(ImportDraft).where(ImportDraft.key.in_(keys)))
    for key in keys:
        _delete_files(key)
    return len(keys)


def forget_files_before(moment: datetime) -> None:
    """Delete files that are older and belong to nothing, as a crash leaves them."""
    with suppress(FileNotFoundError):
        for entry in os.scandir(_folder()):
            with suppress(FileNotFoundError):
                if entry.is_file() and entry.stat().st_mtime < moment.timestamp():
                    Path(entry.path).unlink()


def _delete_files(key: str) -> None:
    _archive(key).unlink(missing_ok=True)
    _report(key).unlink(missing_ok=True)


def _folder() -> Path:
    return Path(current_app.instance_path) / "import-drafts"


def _archive(key: str) -> Path:
    return _folder() / f"{_safe(key)}.elpack"


def _report(key: str) -> Path:
    return _folder() / f"{_safe(key)}.json"


def _safe(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise FileNotFoundError(key)
    return key
