"""Tables as CSV (RFC 4180) that spreadsheet programs open as they are, in pieces."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from elearn.core.spreadsheet import Cell, decimal, safe_cell, separator

BOM = "\ufeff"
"""Tells Excel that the file is UTF-8."""

_AT_ONCE = 500
"""Rows in one piece."""

_MOST_KNOWN = 20_000
"""Cells that are remembered at most."""


class _Written(dict[Cell, str]):
    """Cells as they are written. Most stand in many rows, so each is made once.

    Equal cells are written alike, 1 and 1.0 too.
    """

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language
        self._quoted = re.compile(rf'[{separator(language)}"\r\n]|^\s|\s$').search

    def __missing__(self, value: Cell) -> str:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        if value.__class__ is str:
            text = safe_cell(value)
        elif value is None:
            text = ""
        elif isinstance(value, float):
            text = decimal(value, self._language)
        else:
            text = str(value)  # a day as ISO 8601 has it
        if self._quoted(text):
            text = '"' + text.replace('"', '""') + '"'
        self[value] = text
        return text


def stream(
    heading: Sequence[str], rows: Iterable[Sequence[Cell]], language: str
) -> Iterator[bytes]:
    """A byte order mark, the heading and the rows.

    Texts that a spreadsheet program would take for a formula get an apostrophe, days are written
    as 2026-12-01, numbers and what stands between cells as Excel in that language has them.
    """
    written = _Written(language)
    known, join = written.__getitem__, separator(language).join
    yield f"{BOM}{join(map(known, heading))}\r\n".encode()
    left = iter(rows)
    while part := list(islice(left, _AT_ONCE)):
        text = "\r\n".join([join(map(known, row)) for row in part])
        yield f"{text}\r\n".encode("utf-8", "replace")


def write(heading: Sequence[str], rows: Iterable[Sequence[Cell]], language: str) -> bytes:
    """The whole file."""
    return b"".join(stream(heading, rows, language))
