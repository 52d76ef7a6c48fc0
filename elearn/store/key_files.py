"""Private keys as files in the instance folder, readable by their owner only."""

import os
import stat
from pathlib import Path

from flask import current_app

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class KeyFileFault(RuntimeError):
    """A key file that must not or cannot be used, and what to do."""


def _folder() -> Path:
    return Path(current_app.instance_path) / "keys"


def passphrase() -> str:
    """What the key files are encrypted with; empty if they are not."""
    return str(current_app.config["SETTINGS"].keys_passphrase)


def path_of(kid: str) -> Path:
    """Where the private key of that name stands."""
    return _folder() / f"{kid}.pem"


def keep(kid: str, pem: bytes) -> None:
    """Write a new key file. It is on the disk before this returns."""
    _folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path_of(kid), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())


def read(kid: str) -> bytes:
    """The file of a key.

    Raises:
        KeyFileFault: If it is missing, or others on this machine could read it.
    """
    path = path_of(kid)
    try:
        mode = path.stat().st_mode
        pem = path.read_bytes()
    except OSError as error:
        raise KeyFileFault(
            f"The signing key {path} cannot be read ({error.strerror}). Put it back from the "
            "backup, or make another with `elearn keys new`."
        ) from None
    if os.name == "posix" and mode & _OTHERS:
        raise KeyFileFault(
            f"Others on this machine can read the signing key {path}. Run `chmod 600` on it; if "
            "somebody may have copied it, `elearn keys revoke`."
        )
    return pem
