"""Compiled HTML for comparing: its words, and what it points at."""

import re
from dataclasses import dataclass
from html import unescape

from elearn.core.pack.markup import Body

_BREAK = re.compile(
    r"</?(?:p|div|li|ul|ol|dl|dt|dd|table|t[rdh]|h[2-6]|pre|aside|section|figure"
    r"|figcaption|blockquote|br|hr)\b[^<>]*>"
)
_TAG = re.compile(r"<[^<>]*>")
_BACK = re.compile(r' <a class="footnote-back".*?</a>', re.DOTALL)
_NOTE = re.compile(r'<sup class="footnote-ref">.*?</sup>', re.DOTALL)
_CITE = re.compile(r' data-cite="([^"]*)"')
_MEDIUM = re.compile(r' (?:src|poster)="(media:[^"]*)"| (?:alt|aria-label)="([^"]*)"')
_LINK = re.compile(r' href="([^"#][^"]*)"| data-term="([^"]*)"')
_BLOCK = re.compile(r'(?:^|\n)<div class="(block(?: fallback)?)"(?: id="([^"]*)")?[^<>]*>')

NOTES = "notes"
"""The name of the block that holds a lesson's footnotes."""


@dataclass(frozen=True, slots=True)
class Bit:
    """A block of a lesson.

    Attributes:
        name: Its address; `check:ID` for a self-check, `NOTES` for the footnotes.
        html: Its HTML; empty for a self-check, which is compared as a question.
        fallback: Whether it stands there in the source language for want of a translation.
    """

    name: str
    html: str
    fallback: bool = False


def words(html: str) -> str:
    """The words of compiled HTML on one line, footnote signs left out."""
    if "<" not in html:
        return " ".join(unescape(html).split())
    bare = _TAG.sub("", _BREAK.sub(" ", _NOTE.sub("", _BACK.sub("", html))))
    return " ".join(unescape(bare).split())


def cites(html: str) -> tuple[str, ...]:
    """Keys of the citations in it, each once."""
    if " data-cite=" not in html:
        return ()
    return tuple(dict.fromkeys(unescape(key) for key in _CITE.findall(html)))


def media(html: str) -> str:
    """Files and descriptions of pictures, sound and film, in order."""
    found = (file or alt for file, alt in _MEDIUM.findall(html))
    return " ".join(unescape(each) for each in found if each)


def links(html: str) -> str:
    """Addresses that links lead to, and terms, in order."""
    found = (link or term for link, term in _LINK.findall(html))
    return " ".join(unescape(each) for each in found if each)


def bits(body: Body) -> list[Bit]:
    """The blocks of a lesson, in order."""
    found: list[Bit] = []
    for part in body.parts:
        if part.check:
            found.append(Bit(f"check:{part.check}", ""))
            continue
        starts = list(_BLOCK.finditer(part.html))
        for at, start in enumerate(starts):
            end = starts[at + 1].start() if at + 1 < len(starts) else len(part.html)
            html = part.html[start.start() : end].strip("\n")
            found.append(Bit(start[2] or NOTES, html, "fallback" in start[1]))
    return found
