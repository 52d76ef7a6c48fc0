"""The files attached to a PDF: streams of the type EmbeddedFile (ISO 32000-2, 7.11.4).

Only what certificates have is read: streams that stand plain in the file, compressed or not.
"""

import re
import zlib

MOST_BYTES = 1 << 20
"""Of an attached file that is read at all."""

_MARK = re.compile(rb"/Type\s*/EmbeddedFile\b")
_STREAM = re.compile(rb"stream\r?\n")
_LENGTH = re.compile(rb"/Length\s+(\d+)(?!\s+\d+\s+R)")


def attached(content: bytes) -> list[bytes]:
    """The attached files, the latest first: what was added to a file replaces what was there."""
    found = []
    for mark in _MARK.finditer(content):
        start = content.rfind(b" obj", 0, mark.start())
        stream = _STREAM.search(content, mark.start(), mark.start() + 2000)
        if start < 0 or stream is None:
            continue
        about = content[start : stream.start()]
        raw = content[stream.end() : _end(about, content, stream.end())]
        whole = _inflated(raw) if b"/FlateDecode" in about else raw
        if whole is not None and len(whole) <= MOST_BYTES:
            found.append(whole)
    return found[::-1]


def _end(about: bytes, content: bytes, start: int) -> int:
    """By the length where that stands there, else before the word that closes the stream."""
    length = _LENGTH.search(about)
    if length is not None:
        return start + int(length[1])
    end = content.find(b"endstream", start)
    return end if end >= 0 else len(content)


def _inflated(raw: bytes) -> bytes | None:
    reader = zlib.decompressobj()
    try:
        return reader.decompress(raw, MOST_BYTES + 1)
    except zlib.error:
        return None
