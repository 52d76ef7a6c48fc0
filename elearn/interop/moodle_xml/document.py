"""A Moodle XML file as its question elements. Broken XML is read question by question."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from elearn.interop import decode
from elearn.interop.notes import ImportNote, State

_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,500}\?>")
_START = re.compile(r"<question(?=[\s>])")
_END = "</question>"
_CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
_BARE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)")


@dataclass(frozen=True, slots=True)
class Found:
    """A question element, or why it cannot be read."""

    place: str
    element: Element | None
    reason: str = ""


def questions(data: bytes) -> tuple[list[Found], list[ImportNote]]:
    """The question elements of a file, and what is to be said of the file as a whole.

    No entity that a file declares is ever expanded, and nothing outside of it is read.
    """
    text, said = decode.decode(data)
    notes = [_changed(sentence) for sentence in said]
    text = _DECLARATION.sub("", text, count=1)
    start = text.find("<quiz")
    if "<!DOCTYPE" in text[: max(start, 0)]:
        text = text[start:]
        notes.append(_changed("Its DOCTYPE was left out; entities that it declares have no value."))
    try:
        root = _parse(text)
    except (ParseError, DefusedXmlException) as error:
        reason = f"The XML is broken ({error}); its questions were read one by one."
        notes.append(_changed(reason))
        return list(_one_by_one(text)), notes
    found = [root] if root.tag == "question" else [e for e in root if e.tag == "question"]
    for other in {str(e.tag)[:40] for e in root if e.tag != "question" and root.tag == "quiz"}:
        reason = f"<{other}> is no part of Moodle XML that is known here."
        notes.append(ImportNote("file", "", State.LEFT_OUT, reason))
    return [Found(f"question {i}", element) for i, element in enumerate(found, 1)], notes


def _changed(reason: str) -> ImportNote:
    return ImportNote("file", "", State.CHANGED, reason)


def _parse(text: str) -> Element:
    # Text in UTF-8 needs no declaration; the one of the file spoke of other bytes.
    root: Element = fromstring(text.strip().encode("utf-8", "replace"), forbid_dtd=True)
    return root


def _one_by_one(text: str) -> Iterator[Found]:
    count = 0
    start = _START.search(text)
    while start:
        count += 1
        end = text.find(_END, start.end())
        if end < 0:
            yield Found(f"question {count}", None, "It has no end (</question>).")
            return
        yield _mended(f"question {count}", text[start.start() : end + len(_END)])
        start = _START.search(text, end)


def _mended(place: str, text: str) -> Found:
    """One question, with signs mended that people forget to write as XML."""
    reason = ""
    for tried in (text, _without_bare(text)):
        try:
            return Found(place, _parse(tried))
        except (ParseError, DefusedXmlException) as error:
            reason = f"Its XML is broken: {error}."
    return Found(place, None, reason)


def _without_bare(text: str) -> str:
    parts = _CDATA.split(text)
    return "".join(
        part if part.startswith("<![CDATA[") else _BARE.sub("&amp;", part) for part in parts
    )
