"""Files by digest in the instance folder: archives and compiled pages of packs, certificates."""

import hashlib
import os
import re
import secrets
import zipfile
from contextlib import suppress
from pathlib import Path

from flask import current_app

_DIGEST = re.compile(r"[0-9a-f]{64}")


def _folder(name: str) -> Path:
    return Path(current_app.instance_path) / name


def _keep(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all; what is there already stays."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f"{path.name}.{secrets.token_hex(8)}.part")
    try:
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except PermissionError:
        # Windows replaces no file that somebody reads; what stands there has the same content.
        if not path.exists():
            raise
    finally:
        with suppress(FileNotFoundError):
            part.unlink()
    _keep_entry(path.parent)


def _keep_entry(folder: Path) -> None:
    """Let the name of a new file outlive a power cut too, where folders can be synchronised."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def archive_path(digest: str) -> Path:
    """Where a pack's archive stands."""
    return _folder("packs") / f"{digest}.elpack"


def keep_archive(digest: str, content: bytes) -> None:
    """Keep a pack's archive under its digest."""
    _keep(archive_path(digest), content)


def read_member(digest: str, name: str) -> bytes:
    """One file of a pack's archive, without reading the others.

    Raises:
        FileNotFoundError: If the archive is not kept here, or this is no digest.
        KeyError: If it holds no such file.
    """
    if not _DIGEST.fullmatch(digest):
        raise FileNotFoundError(digest)
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


def _certificate_path(digest: str) -> Path:
    return _folder("certificates") / f"{digest}.pdf"


def keep_certificate(content: bytes) -> str:
    """Keep a certificate; its digest."""
    digest = hashlib.sha256(content).hexdigest()
    _keep(_certificate_path(digest), content)
    return digest


def forget_certificate(digest: str) -> None:
    """Delete a certificate that nothing leads to any more."""
    _certificate_path(digest).unlink(missing_ok=True)


def read_certificate(digest: str) -> bytes | None:
    """A certificate; None if it is not there, or is not what was kept."""
    try:
        content = _certificate_path(digest).read_bytes()
    except FileNotFoundError:
        return None
    return content if hashlib.sha256(content).hexdigest() == digest else None
