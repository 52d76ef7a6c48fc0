"""Files by digest in the instance folder: archives of packs, and their compiled pages."""

import os
import zipfile
from pathlib import Path

from flask import current_app


def _folder(name: str) -> Path:
    return Path(current_app.instance_path) / name


def _keep(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all; what is there already stays."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def archive_path(digest: str) -> Path:
    """Where a pack's archive stands."""
    return _folder("packs") / f"{digest}.elpack"


def keep_archive(digest: str, content: bytes) -> None:
    """Keep a pack's archive under its digest."""
    _keep(archive_path(digest), content)


def read_member(digest: str, name: str) -> bytes:
    """One file of a pack's archive, without reading the others.

    Raises:
        FileNotFoundError: If the archive is not kept here.
        KeyError: If it holds no such file.
    """
    with zipfile.ZipFile(archive_path(digest)) as archive:
        return archive.read(name)


def _compiled_path(digest: str, compiler: int) -> Path:
    return _folder("compiled") / f"{digest}-{compiler}.json"


def keep_compiled(digest: str, compiler: int, content: bytes) -> None:
    """Keep the compiled pages of a pack."""
    _keep(_compiled_path(digest, compiler), content)


def read_compiled(digest: str, compiler: int) -> bytes | None:
    """The compiled pages of a pack; None if they were made by another compiler, or never."""
    path = _compiled_path(digest, compiler)
    return path.read_bytes() if path.exists() else None
