"""A Moodle XML file as its question elements. Broken XML is read question by question."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from elearn.core.said import Said
from elearn.interop import decode
from elearn.interop.notes import ImportNote, State

_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,500}\?>")
_START = re.compile(r"<question(?=[\s>])")
_END = "</question>"
_CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
_BARE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)")


@dataclass(frozen=True, slots=True)
class Found:
    """A question element, or why it cannot be read; `said` if its XML had to be mended."""

    place: str
    element: Element | None
    reason: str = ""
    said: str = ""


_MENDED = Said("Signs & that begin nothing that is known here are signs of the text now.")


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
        notes.append(
            _changed(Said("Its DOCTYPE was left out; entities that it declares have no value."))
        )
    try:
        root = _parse(text)
    except (ParseError, DefusedXmlException) as error:
        reason = Said(
            "The XML is broken (%(error)s); its questions were read one by one.", error=error
        )
        notes.append(_changed(reason))
        return list(_one_by_one(text)), notes
    found = [root] if root.tag == "question" else [e for e in root if e.tag == "question"]
    for other in {str(e.tag)[:40] for e in root if e.tag != "question" and root.tag == "quiz"}:
        reason = Said("<%(other)s> is no part of Moodle XML that is known here.", other=other)
        notes.append(ImportNote("file", "", State.LEFT_OUT, (reason,)))
    return [
        Found(Said("question %(count)s", count=i), element) for i, element in enumerate(found, 1)
    ], notes


def _changed(reason: str) -> ImportNote:
    return ImportNote("file", "", State.CHANGED, (reason,))


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
            yield Found(
                Said("question %(count)s", count=count), None, Said("It has no end (</question>).")
            )
            return
        yield _mended(
            Said("question %(count)s", count=count), text[start.start() : end + len(_END)]
        )
        start = _START.search(text, end)


def _mended(place: str, text: str) -> Found:
    """One question, with signs mended that people forget to write as XML."""
    reason = ""
    for tried, said in ((text, ""), (_without_bare(text), _MENDED)):
        try:
            return Found(place, _parse(tried), said=said)
        except (ParseError, DefusedXmlException) as error:
            reason = Said("Its XML is broken: %(error)s.", error=error)
    return Found(place, None, reason)


def _without_bare(text: str) -> str:
    parts = _CDATA.split(text)
    return "".join(
        part if part.startswith("<![CDATA[") else _BARE.sub("&amp;", part) for part in parts
    )
