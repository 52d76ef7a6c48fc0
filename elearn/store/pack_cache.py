"""Facts of pack files, kept in the user's own cache folder between runs.

A kept value is JSON behind its own checksum. Nothing is trusted that another user could have
written, and whatever cannot be used is passed over: a cache makes faster, never wrong.
"""

import hashlib
import json
import os
import stat
import sys
import time
from contextlib import suppress
from pathlib import Path

import markdown_it
import yaml

import elearn

_DAYS = 30
_SOURCES = ("core/pack", "core/quiz", "core/case", "core/law")


class DiskCache:
    """A folder of kept values, one file a key."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> object | None:
        """The value kept under `key`, or None."""
        try:
            handle = os.open(self._file(key), os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | _BINARY)
        except OSError:
            return None
        with os.fdopen(handle, "rb") as file:
            if not _is_own(os.fstat(handle)):
                return None
            kept = file.read()
        checksum, body = kept[:32], kept[32:]
        if hashlib.sha256(body).digest() != checksum:
            return None
        try:
            value: object = json.loads(body)
        except (ValueError, RecursionError):
            return None
        return value

    def put(self, key: str, value: object) -> None:
        """Keep a value; where it cannot be kept, nothing happens."""
        body = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        data = body.encode("utf-8", "surrogatepass")
        target = self._file(key)
        part = target.with_name(f"{target.name}.{os.getpid()}")
        with suppress(OSError):
            part.write_bytes(hashlib.sha256(data).digest() + data)
            part.replace(target)

    def _file(self, key: str) -> Path:
        return self.folder / key


_BINARY = getattr(os, "O_BINARY", 0)


def open_cache(root: Path | None = None) -> DiskCache | None:
    """The user's cache, or None where no folder of the user's own can be had.

    Args:
        root: The folder for caches; by default the system's place for them.
    """
    parent = (root or _user_folder()) / "elearn" / "packs"
    folder = parent / _namespace()
    try:
        if not folder.is_dir():
            folder.mkdir(mode=0o700, parents=True)
            _tidy(parent, folder)
        if not all(_is_own(place.lstat()) for place in (folder, parent)):
            return None
    except OSError:
        return None
    return DiskCache(folder)


def _user_folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def _is_own(status: os.stat_result) -> bool:
    """Whether only this user could have written it. Windows keeps profiles apart by itself."""
    if not hasattr(os, "getuid"):
        return True
    return status.st_uid == os.getuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _namespace() -> str:
    """A name that changes with the code that reads packs, so that no old facts are used."""
    seen = hashlib.sha256(
        f"{elearn.__version__} {sys.version} {yaml.__version__} {markdown_it.__version__}".encode()
    )
    package = Path(__file__).resolve().parent.parent
    for folder in _SOURCES:
        for path in sorted((package / folder).rglob("*.py")):
            seen.update(path.read_bytes())
    return seen.hexdigest()[:16]


def _tidy(parent: Path, current: Path) -> None:
    """Remove what older code kept and nobody has used for a month."""
    limit = time.time() - _DAYS * 86_400
    for folder in parent.iterdir():
        if folder == current or folder.lstat().st_mtime > limit or folder.is_symlink():
            continue
        with suppress(OSError):
            for file in folder.iterdir():
                file.unlink()
            folder.rmdir()
