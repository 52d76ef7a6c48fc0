"""The headings of a filled-in template, found by their words in any language that is known."""

import re
from collections.abc import Mapping

from elearn.interop.notes import shown
from elearn.interop.workbook import columns as c
from elearn.interop.workbook.cells import Page

NO_WORDS: Mapping[str, str] = {}
_HEAD_WITHIN = 10
"""Rows in which the headings may stand."""


def known_words(words: Mapping[str, str]) -> dict[str, str]:
    """What each title and heading is in English; English itself comes first."""
    other = {key(word): name for word, name in words.items()}
    return other | {key(name): name for name in c.WORDS}


def find_head(page: Page, known: Mapping[str, str]) -> tuple[int, dict[str, int], list[str]] | None:
    """The row of the headings, the column of each that is known, and the others."""
    for at, row in page.rows:
        if at > _HEAD_WITHIN:
            break
        headings = [key(cell.text) for cell in row]
        if any(known.get(heading) == c.QUESTION for heading in headings):
            columns = {known[k]: i for i, k in reversed([*enumerate(headings)]) if k in known}
            unknown = [
                shown(row[i].text, 30) for i, k in enumerate(headings) if k and k not in known
            ]
            return at, columns, unknown
    return None


def key(heading: str) -> str:
    """What of a heading, or a title, tells it from others."""
    return " ".join(re.findall(r"\w+", heading.casefold()))
