"""What a Markdown text refers to, and what it must not hold, each with its line.

Found by walking tokens, so that code does not count.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from markdown_it.token import Token

from elearn.core.pack import markdown

_WORTH_READING = re.compile(r"[\[<]|:::|^ {0,3}#|```|~~~", re.MULTILINE)
_SHORT = 1000
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>|<!--|<\?|<![A-Za-z\[]")
_OPEN_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_ESCAPED = re.compile(r"\\<")
_BAD_CITE = re.compile(r"\[@[^\]\n]{0,80}\]?")
_BAD_TERM = re.compile(r"\[\[[^\[\]\n]{0,80}\]\]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")


@dataclass(frozen=True, slots=True)
class Cite:
    """A citation; `ref` is empty for a whole instrument or judgment."""

    id: str
    ref: str
    line: int


@dataclass(frozen=True, slots=True)
class Target:
    """A term, an item or an address that a text names."""

    name: str
    line: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture, sound or film; `file` is the path in the pack."""

    file: str
    alt: str
    alone: bool
    line: int


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that the text must not hold: a problem still without its file."""

    line: int
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class References:
    """All that one text refers to. Lines are counted from 1 within it, plus the offset given."""

    cites: tuple[Cite, ...] = ()
    terms: tuple[Target, ...] = ()
    items: tuple[Target, ...] = ()
    media: tuple[Figure, ...] = ()
    links: tuple[Target, ...] = ()
    flaws: tuple[Flaw, ...] = ()


NOTHING = References()


@dataclass(slots=True)
class _Finder:
    offset: int
    cites: list[Cite] = field(default_factory=list)
    terms: list[Target] = field(default_factory=list)
    items: list[Target] = field(default_factory=list)
    media: list[Figure] = field(default_factory=list)
    links: list[Target] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)

    def done(self) -> References:
        return References(
            tuple(self.cites),
            tuple(self.terms),
            tuple(self.items),
            tuple(self.media),
            tuple(self.links),
            tuple(self.flaws),
        )


_CHECK_PLACE = (
    "A self-check stands in a lesson, by itself: not in a box, a list or a quotation. Here "
    "everybody would read its answer; move it out."
)


def references(source: str, first_line: int = 1) -> References:
    """What a text refers to.

    Args:
        source: Markdown. Nothing in it can raise.
        first_line: The line of the file on which it begins.
    """
    if len(source) < _SHORT and not _WORTH_READING.search(source):
        return NOTHING
    return references_of(markdown.parse(source), first_line)


def references_of(
    parsed: markdown.Parsed, first_line: int = 1, *, lesson: bool = False
) -> References:
    """The same, where the text has been read already. A lesson's may hold self-checks."""
    finder = _Finder(first_line)
    for line in parsed.overgrown:
        finder.flaws.append(
            Flaw(
                line + first_line,
                "text-overgrown",
                "Too many brackets, stars or levels in one passage to read it as Markdown; "
                "simplify it or split it.",
            )
        )
    line = 0
    for token in parsed.tokens:
        if token.map:
            line = token.map[0]
        if token.type == "inline":
            # markdown-it gives table cells no lines of their own.
            _inline(finder, token, 0 if token.map else line)
        elif token.type == "self_check":
            if token.level or not lesson:
                finder.flaws.append(Flaw(line + first_line, "check-place", _CHECK_PLACE))
        else:
            _block(finder, token, line + first_line)
    return finder.done()


def merged(parts: Iterable[References]) -> References:
    """Several texts' references as one."""
    kept = [part for part in parts if part is not NOTHING]
    if not kept:
        return NOTHING
    return References(
        tuple(x for part in kept for x in part.cites),
        tuple(x for part in kept for x in part.terms),
        tuple(x for part in kept for x in part.items),
        tuple(x for part in kept for x in part.media),
        tuple(x for part in kept for x in part.links),
        tuple(x for part in kept for x in part.flaws),
    )


def _block(finder: _Finder, token: Token, line: int) -> None:
    if token.type == "box_open":
        kind, closed = token.meta.get("kind"), token.meta.get("closed")
        if kind not in markdown.BOXES:
            text = f'The box "{str(kind)[:40]}" is unknown; use {", ".join(markdown.BOXES)}.'
            finder.flaws.append(Flaw(line, "box-unknown", text))
        if not closed:
            text = "The box has no end; write ::: on a line of its own after it."
            finder.flaws.append(Flaw(line, "box-open", text))
    elif token.type == "heading_open" and token.tag == "h1":
        text = "Headings begin at ##, since the title stands above them; add a #."
        finder.flaws.append(Flaw(line, "heading-level", text))


def _inline(finder: _Finder, token: Token, shift: int) -> None:
    children = token.children or []
    html = _TAG.search(_ESCAPED.sub("", token.content)) is not None
    for child in children:
        line = (child.map[0] if child.map else 0) + shift + finder.offset
        _child(finder, child, line, alone=len(children) == 1)
        if child.type == "text":
            _text_flaws(finder, child.content, line, html=html)


def _child(finder: _Finder, child: Token, line: int, *, alone: bool) -> None:
    match child.type:
        case "cite":
            finder.cites.append(Cite(child.meta["id"], child.meta["ref"], line))
        case "term":
            finder.terms.append(Target(child.meta["id"], line))
        case "link_open":
            _link(finder, str(child.attrs.get("href", "")), line)
        case "image":
            _image(finder, child, line, alone=alone)
        case _:
            pass


def _link(finder: _Finder, href: str, line: int) -> None:
    scheme = _SCHEME.match(href)
    name = scheme[1].lower() if scheme else ""
    if name == "item":
        finder.items.append(Target(unquote(href[5:]), line))
    elif name in ("https", "mailto"):
        finder.links.append(Target(href, line))
    else:
        hint = "Link to an item with item:ID, elsewhere with https: or mailto:."
        text = f"The link to {href[:80]!r} is refused. {hint}"
        finder.flaws.append(Flaw(line, "link-scheme", text))


def _image(finder: _Finder, child: Token, line: int, *, alone: bool) -> None:
    src = unquote(str(child.attrs.get("src", "")))
    if not src.startswith("media/"):
        text = f"Pictures, sound and film come from the pack's media folder, not from {src[:80]!r}."
        finder.flaws.append(Flaw(line, "link-scheme", text))
        return
    finder.media.append(Figure(src, _words(child), alone, line))


def _words(token: Token) -> str:
    return " ".join(_texts(token.children or [])).strip()


def _texts(children: list[Token]) -> Iterator[str]:
    for child in children:
        if child.content:
            yield child.content


def _text_flaws(finder: _Finder, text: str, line: int, *, html: bool) -> None:
    def say(code: str, sentence: str) -> None:
        finder.flaws.append(Flaw(line, code, sentence))

    if html and _OPEN_TAG.search(text):
        shown: Any = _TAG.search(text)
        what = repr(shown[0][:60]) if shown else "here"
        say("html", f"HTML is not allowed and would be shown as text: {what}. Use Markdown.")
    if bad := _BAD_CITE.search(text):
        say("citation-bad", f"{bad[0]!r} is no citation; write [@instrument:provision].")
    if bad := _BAD_TERM.search(text):
        say("citation-bad", f"{bad[0]!r} is no term; write [[id]] or [[id|your words]].")
