"""With what certificates are signed as PDF files: files of the host, named by the settings."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from flask import current_app

from elearn.core.settings import Settings

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class SigningFileFault(RuntimeError):
    """A file that must not or cannot be used, and what to do."""


@dataclass(frozen=True, slots=True)
class PdfSigning:
    """The PKCS#12 file and its passphrase; address of the timestamp service and roots, if any."""

    file: bytes
    passphrase: str
    timestamp_url: str
    roots: bytes


def configured() -> PdfSigning | None:
    """What the settings name; None if certificates are not signed as PDF files.

    Raises:
        SigningFileFault: If a file is missing, or others on this machine could read the key.
    """
    settings: Settings = current_app.config["SETTINGS"]
    if not settings.pdf_certificate:
        return None
    path = _path(settings.pdf_certificate)
    content = _read(path)
    if os.name == "posix" and path.stat().st_mode & _OTHERS:
        raise SigningFileFault(f"Others on this machine can read {path}. Run `chmod 600` on it.")
    return PdfSigning(
        file=content,
        passphrase=settings.pdf_passphrase,
        timestamp_url=settings.timestamp_url,
        roots=_read(_path(settings.timestamp_roots)) if settings.timestamp_url else b"",
    )


def _path(name: str) -> Path:
    """A path as it is, or below the instance folder."""
    return Path(current_app.instance_path) / name


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SigningFileFault(f"{path} cannot be read ({error.strerror or error}).") from None
