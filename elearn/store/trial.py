"""What only a preview's throw-away database may do: put other content behind a version."""

import hashlib
import os
from pathlib import Path
from typing import Any

from sqlalchemy import update

from elearn.store import blobs
from elearn.store.db import db
from elearn.store.tables.attempts import Attempt
from elearn.store.tables.packs import PackVersion

_DEPTH = 12
_MOST = 50_000


def replace_content(version_id: int, old: str, new: str, **values: Any) -> None:
    """Let a version and the attempts at it be of another content; the old archive goes."""
    db.session.execute(
        update(PackVersion).where(PackVersion.id == version_id).values(digest=new, **values)
    )
    db.session.execute(update(Attempt).where(Attempt.version_id == version_id).values(digest=new))
    if old != new:
        blobs.archive_path(old).unlink(missing_ok=True)


def stamp(*folders: Path) -> str:
    """A short text that changes when a file in the folders does: names, sizes and times."""
    seen = hashlib.sha256()
    for folder in folders:
        for line in _entries(folder, 0):
            seen.update(line.encode("utf-8", "surrogatepass"))
    return seen.hexdigest()[:16]


def _entries(folder: Path, depth: int) -> list[str]:
    """One line a file; whatever vanishes meanwhile is left out."""
    lines: list[str] = []
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return lines
    for entry in entries[:_MOST]:
        if entry.name.startswith("."):
            continue
        try:
            if entry.is_dir(follow_symlinks=False):
                lines += _entries(Path(entry.path), depth + 1) if depth < _DEPTH else []
            else:
                found = entry.stat(follow_symlinks=False)
                lines.append(f"{entry.path}\0{found.st_size}\0{found.st_mtime_ns}\n")
        except OSError:
            continue
    return lines
