"""Tables as PDF, tagged (PDF/A-3a and PDF/UA-1): as many rows as somebody prints."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from elearn.core.errors import BadInput
from elearn.interop.certificate import typeset

MOST_ROWS = 5_000
"""The most rows that a file may have in all."""

_TEMPLATE = "table.typ"
_NARROW, _WIDE = 6, 36
"""So many letters a column counts at least and at most when widths are shared out."""
_LANDSCAPE = 5
"""With more columns than this, the page lies on its side."""


class TooLong(BadInput):
    """More rows than a file may have."""

    code = "report-too-long"


@dataclass(frozen=True, slots=True)
class Part:
    """A table: its title (empty for none), the headings of the columns, and rows.

    Cells are texts in the reader's language. `numbers` are the columns, from 0, that stand to the
    right.
    """

    title: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """What stands in a file; plain texts, in the language of the page.

    Attributes:
        language: BCP 47 tag of the page, such as `sr-Cyrl`.
        day: The day on which it was made.
        site: Who keeps the records.
        heading, made: The title, and when it was made.
        description: What the file is, for whoever lists files.
        about: Label and value of what the tables are of.
        parts: The tables.
    """

    language: str
    day: date
    site: str
    heading: str
    made: str
    description: str
    about: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]


def draw(tables: Tables) -> bytes:
    """The file.

    Raises:
        TooLong: If there are more rows than may be.
        Unprintable: If a text has letters that cannot be printed.
    """
    if sum(len(part.rows) for part in tables.parts) > MOST_ROWS:
        raise TooLong("A PDF has at most 5,000 rows. Narrow the report, or take it as XLSX.")
    data = {
        **typeset.language(tables.language),
        "region": "",
        "site": tables.site,
        "heading": tables.heading,
        "made": tables.made,
        "description": tables.description,
        "about": tables.about,
        "wide": any(len(part.columns) > _LANDSCAPE for part in tables.parts),
        "tables": [
            {
                "title": part.title,
                "columns": part.columns,
                "rows": part.rows,
                "numbers": sorted(part.numbers),
                "widths": _widths(part),
            }
            for part in tables.parts
        ],
    }
    return typeset.pdf(_TEMPLATE, data, tables.day)


def _widths(part: Part) -> list[int]:
    """The share of each column: what its usual cells need."""
    found = []
    for place, label in enumerate(part.columns):
        lengths = sorted(len(row[place]) for row in part.rows) or [0]
        usual = lengths[len(lengths) * 9 // 10]
        longest_word = max(map(len, label.split()), default=0)
        found.append(min(_WIDE, max(_NARROW, usual, longest_word)))
    return found
