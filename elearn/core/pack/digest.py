"""The fingerprint of a pack's content."""

import hashlib
import unicodedata
from collections.abc import Mapping

from elearn.core.pack.places import is_text


def digest(files: Mapping[str, bytes]) -> str:
    """The hexadecimal SHA-256 of a pack.

    Over one line a file, sorted by path: the path in NFC, a zero byte, the hexadecimal SHA-256
    of the content (texts with LF line ends), a line feed. The same tree gives the same digest
    on every machine.
    """
    whole = hashlib.sha256()
    for path, data in canonical(files):
        whole.update(path.encode("utf-8", "surrogatepass") + b"\0")
        whole.update(hashlib.sha256(data).hexdigest().encode() + b"\n")
    return whole.hexdigest()


def canonical(files: Mapping[str, bytes]) -> list[tuple[str, bytes]]:
    """Paths in NFC, sorted by code points, and contents, texts with LF line ends."""
    found = [(unicodedata.normalize("NFC", path), data) for path, data in files.items()]
    return sorted((path, _lf(data) if is_text(path) else data) for path, data in found)


def _lf(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in data else data
