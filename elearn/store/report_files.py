"""Files that were made of reports, by digest, and beside each the numbers of the people in it."""

import hashlib
import os
import secrets
from array import array
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from flask import current_app

_SHOWN = "people"


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was written: its digest, and its length in bytes."""

    digest: str
    size: int


def _folder() -> Path:
    return Path(current_app.instance_path) / "reports"


def path(digest: str) -> Path:
    """Where a file stands."""
    return _folder() / digest


def keep(pieces: Iterable[bytes], shown: set[int]) -> Made:
    """Write a file piece by piece, so that it is there whole or not at all.

    Args:
        pieces: What it holds.
        shown: The numbers of the people in it; read after the last piece.
    """
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = folder / f"{secrets.token_hex(8)}.part"
    seen, size = hashlib.sha256(secrets.token_bytes(16)), 0  # two people never share a file
    try:
        with part.open("xb") as file:
            part.chmod(0o600)
            for piece in pieces:
                file.write(piece)
                seen.update(piece)
                size += len(piece)
            file.flush()
            os.fsync(file.fileno())
        digest = seen.hexdigest()
        path(digest).with_suffix(f".{_SHOWN}").write_bytes(array("q", sorted(shown)).tobytes())
        part.replace(path(digest))
    finally:
        with suppress(FileNotFoundError):
            part.unlink()
    return Made(digest, size)


def shown_in(digest: str) -> set[int]:
    """The numbers of the people in a file.

    Raises:
        FileNotFoundError: If it is not here any more.
    """
    numbers = array("q")
    numbers.frombytes(path(digest).with_suffix(f".{_SHOWN}").read_bytes())
    return set(numbers)


def forget(digest: str) -> None:
    """Delete a file."""
    path(digest).unlink(missing_ok=True)
    path(digest).with_suffix(f".{_SHOWN}").unlink(missing_ok=True)
