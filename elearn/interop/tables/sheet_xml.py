"""Rows of a worksheet as XML (ECMA-376, part 1, 18.3). Texts are texts, whatever they look like."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from math import isfinite

from elearn.core.spreadsheet import Cell

LONGEST = 32767
"""Letters in a cell, as the format has it."""

WIDE = 60
"""What is longer is broken into lines."""

PLAIN, WRAPPED, HEADING, DAY, MOMENT, DECIMAL = range(6)
"""The styles, in the order of `STYLES`."""

STYLES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFE7EFF6"/><bgColor indexed="64"/>'
    "</patternFill></fill></fills>"
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="6">'
    + "".join(
        f'<xf numFmtId="{number}" fontId="{bold}" fillId="{fill}" borderId="0" xfId="0" '
        f'applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1">'
        f'<alignment vertical="top"{wrap}/></xf>'
        for number, bold, fill, wrap in (
            (0, 0, 0, ""),
            (0, 0, 0, ' wrapText="1"'),
            (0, 1, 2, ' wrapText="1"'),
            (14, 0, 0, ""),  # a day as the reader's Excel writes it
            (22, 0, 0, ""),  # the same with the time
            (2, 0, 0, ""),  # two places
        )
    )
    + '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
    "</cellStyles></styleSheet>"
)
"""What cells look like: `PLAIN` and the others."""

_NEEDS_CARE = re.compile("[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_EPOCH = date(1899, 12, 30).toordinal()
_FIRST_DAY = date(1900, 3, 1)
"""Before it Excel counts a day that never was."""
_DAY_SECONDS = 86_400
_EXACT = 10**15
"""Excel keeps fifteen digits; a longer number is written as text."""
_MOST_KNOWN = 5_000
"""Texts that are remembered at most."""


@lru_cache(maxsize=256)
def letters(column: int) -> str:
    """A column, from 1, as letters."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def escaped(text: str) -> str:
    """A text as it stands in XML; what no cell may hold is left out."""
    text = text[:LONGEST]
    if _NEEDS_CARE.search(text) is None:
        return text
    text = _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _ESCAPED.sub("_x005F_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class _Texts(dict[str, str]):
    """What follows the place of a text's cell. Most stand in many rows, so each is made once."""

    def __missing__(self, text: str) -> str:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        self[text] = found = _inline(text, WRAPPED if len(text) > WIDE else PLAIN)
        return found


def rows(first: int, parts: Sequence[Sequence[Cell]]) -> str:
    """Rows of cells, the first with that number; empty cells are left out."""
    texts = _Texts()
    columns = [letters(n) for n in range(1, max(map(len, parts), default=0) + 1)]
    found = []
    for number, cells in enumerate(parts, first):
        found.append(f'<row r="{number}">')
        for column, value in zip(columns, cells, strict=False):
            if value.__class__ is str:
                if value:
                    found.append(f'<c r="{column}{number}"{texts[value]}')
            elif value is not None:
                found.append(f'<c r="{column}{number}"{_other(value)}')
        found.append("</row>")
    return "".join(found)


def heading(cells: Sequence[str]) -> str:
    """The first row."""
    found = (f'<c r="{letters(n)}1"{_inline(text, HEADING)}' for n, text in enumerate(cells, 1))
    return f'<row r="1">{"".join(found)}</row>'


def _inline(text: str, style: int) -> str:
    shown = escaped(text)
    kept = ' xml:space="preserve"' if shown != shown.strip() or "\n" in shown else ""
    return f' s="{style}" t="inlineStr"><is><t{kept}>{shown}</t></is></c>'


def _other(value: Cell) -> str:
    match value:
        case datetime():
            seconds = value.hour * 3600 + value.minute * 60 + value.second
            days = value.toordinal() - _EPOCH + seconds / _DAY_SECONDS
            return f' s="{MOMENT}"><v>{days!r}</v></c>'
        case date() if value >= _FIRST_DAY:
            return f' s="{DAY}"><v>{value.toordinal() - _EPOCH}</v></c>'
        case float() if isfinite(value):
            return f' s="{DECIMAL}"><v>{value!r}</v></c>'
        case int() if not isinstance(value, bool) and abs(value) < _EXACT:
            return f' s="{PLAIN}"><v>{value}</v></c>'
    return _inline(str(value), PLAIN)
