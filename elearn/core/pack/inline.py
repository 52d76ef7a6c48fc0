"""Inline markup to HTML: emphasis, links, citations, terms, pictures, sound and film."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from markdown_it.token import Token

from elearn.core.law import labels
from elearn.core.pack.sanitise import attribute, escape

Translate = Callable[[str], str | None]
"""From one paragraph's Markdown to that of its translation, or None without one."""

_BRACES = re.compile(r"\{[a-z][a-z0-9_-]*\}")
_LETTER = re.compile(r"[^\W\d_]")
_MEDIUM = re.compile(r"media/((?:[a-z0-9_][a-z0-9_.-]*/)*[a-z0-9_][a-z0-9_.-]*)\Z")
_ITEM = re.compile(r"item:[a-z][a-z0-9-]{0,63}\Z")
_OUTSIDE = re.compile(r"(?:https://|mailto:)[!-;=?-Z_a-z|~^{}]+\Z", re.IGNORECASE)
_TAGS = {"em_open": "<em>", "em_close": "</em>", "strong_open": "<strong>"}
_TAGS |= {"strong_close": "</strong>", "softbreak": "\n", "hardbreak": "<br>\n"}


@dataclass(frozen=True, slots=True)
class Medium:
    """What is known of a media file. Sizes are in pixels, None where unknown."""

    width: int | None = None
    height: int | None = None
    transcript: str = ""
    captions: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Where a text stands.

    Attributes:
        prefix: Makes ids in the HTML unique on a page: the item's id.
        source_language: Marks what is shown untranslated.
        media: What is known of each file of `media/`, by its path there.
        translate: How to translate; None for the source language itself.
    """

    prefix: str
    source_language: str = "en"
    media: Mapping[str, Medium] = field(default_factory=dict)
    translate: Translate | None = None


@dataclass(slots=True)
class Found:
    """What a text turned out to hold, in order, each once; filled while rendering.

    `speaking` is set while text is rendered that is in another language than the page.
    """

    cites: dict[str, None] = field(default_factory=dict)
    terms: dict[str, None] = field(default_factory=dict)
    media: dict[str, None] = field(default_factory=dict)
    notes: dict[int, int] = field(default_factory=dict)
    fallback: bool = False
    speaking: str = ""


def render(children: list[Token], context: Context, found: Found) -> str:
    """The HTML of inline tokens."""
    out: list[str] = []
    links: list[bool] = []
    for token in children:
        kind = token.type
        if kind == "text":
            out.append(escape(token.content))
        elif kind in _TAGS:
            out.append(_TAGS[kind])
        elif kind == "link_open":
            out.append(_link_open(token, inside=any(links)))
            links.append(bool(out[-1]))
        elif kind == "link_close":
            out.append("</a>" if links and links.pop() else "")
        else:
            out.append(_leaf(token, context, found, linked=any(links)))
    return "".join(out)


def _leaf(token: Token, context: Context, found: Found, *, linked: bool) -> str:
    match token.type:
        case "cite":
            return _cite(token, found, linked=linked)
        case "term":
            return _term(token, found, linked=linked)
        case "code_inline":
            return f"<code>{escape(token.content)}</code>"
        case "image":
            return medium(token, context, found)[0]
        case "footnote_ref":
            return _note(token, context, found, linked=linked)
        case _:
            return escape(token.content)


def _cite(token: Token, found: Found, *, linked: bool) -> str:
    key = labels.join(token.meta["id"], token.meta["ref"])
    found.cites[key] = None
    data = attribute("data-cite", key) + _lang(found)
    if linked:
        return f'<span class="cite"{data}>{escape(key)}</span>'
    return f'<a class="cite" href="#{labels.anchor(key)}"{data}>{escape(key)}</a>'


def _term(token: Token, found: Found, *, linked: bool) -> str:
    name, words = token.meta["id"], token.meta["text"]
    found.terms[name] = None
    data = attribute("data-term", name) + _lang(found)
    # "term-auto": presentation puts in the term in the page's language.
    css = "term" if words else "term term-auto"
    if linked:
        return f'<span class="{css}"{data}>{escape(words or name)}</span>'
    anchor = labels.term_anchor(name)
    return f'<a class="{css}" href="#{anchor}"{data}>{escape(words or name)}</a>'


def _lang(found: Found) -> str:
    return attribute("lang", found.speaking) if found.speaking else ""


def _link_open(token: Token, *, inside: bool) -> str:
    """The start tag, or nothing where the address is not one that texts may have."""
    href = str(token.attrs.get("href", ""))
    if inside:
        return ""
    if _ITEM.match(href):
        return f'<a class="item" href="{href}">'
    if _OUTSIDE.match(href):
        scheme, _, rest = href.partition(":")
        return f'<a class="out"{attribute("href", f"{scheme.lower()}:{rest}")} rel="noopener">'
    return ""


def note_number(token: Token) -> int:
    """The number of a footnote within its text, from 1."""
    return int(token.meta["id"]) + 1


def _note(token: Token, context: Context, found: Found, *, linked: bool) -> str:
    number = note_number(token)
    if linked:
        return f"<sup>{number}</sup>"
    found.notes[number] = count = found.notes.get(number, 0) + 1
    name = f"{context.prefix}-{number}"
    again = f"-{count}" if count > 1 else ""
    return (
        f'<sup class="footnote-ref"><a href="#fn-{name}" id="fnref-{name}{again}">'
        f"{number}</a></sup>"
    )


def medium(token: Token, context: Context, found: Found) -> tuple[str, str]:
    """The HTML of a picture, sound or film, and the file (empty where it may not be shown)."""
    alt = plain(token.children or [])
    match = _MEDIUM.match(str(token.attrs.get("src", "")))
    if match is None:
        return f'<span class="missing">{escape(alt)}</span>', ""
    file = match[1]
    found.media[file] = None
    known = context.media.get(file, Medium())
    ending = file.rpartition(".")[2]
    if ending in ("mp3", "ogg"):
        return _player("audio", file, alt, ""), file
    if ending in ("mp4", "webm"):
        return _player("video", file, alt, known.captions), file
    size = ""
    if known.width and known.height:
        size = f' width="{known.width}" height="{known.height}"'
    return f'<img loading="lazy" src="media:{file}"{attribute("alt", alt)}{size}>', file


def _player(tag: str, file: str, alt: str, captions: str) -> str:
    track = f'<track kind="captions" src="media:{captions}">' if captions else ""
    return (
        f'<{tag} controls preload="none" src="media:{file}"'
        f"{attribute('aria-label', alt)}>{track}</{tag}>"
    )


def figure(token: Token, context: Context, found: Found) -> str:
    """A picture, sound or film that stands alone, with its caption and transcript."""
    body, file = medium(token, context, found)
    parts = [escape(str(token.attrs.get("title", "")))]
    transcript = context.media[file].transcript if file in context.media else ""
    if transcript:
        parts.append(
            f'<a class="transcript" href="media:{transcript}">'
            '<span data-word="transcript">Transcript</span></a>'
        )
    caption = " ".join(filter(None, parts))
    return f"{body}<figcaption>{caption}</figcaption>" if caption else body


def plain(children: list[Token]) -> str:
    """The words of inline tokens, without markup."""
    words = []
    for token in children:
        if token.type in ("softbreak", "hardbreak"):
            words.append(" ")
        elif token.type == "term":
            words.append(token.meta["text"] or token.meta["id"])
        elif token.type == "image":
            words.append(plain(token.children or []))
        elif token.type != "cite":
            words.append(token.content)
    return "".join(words)


def translatable(text: str) -> bool:
    """Whether there is a letter in plain text, so that there is something to translate."""
    return _LETTER.search(text) is not None


def has_words(children: list[Token]) -> bool:
    """Whether inline tokens hold words of their own, beside citations, terms and code."""
    for token in children:
        if token.type == "text" and translatable(token.content):
            return True
        if token.type == "term" and token.meta["text"]:
            return True
        if token.type == "image" and translatable(
            plain(token.children or []) + str(token.attrs.get("title", ""))
        ):
            return True
    return False


def pointers(children: list[Token]) -> Counter[tuple[str, str]]:
    """All that inline tokens point at. A translation must point at the same."""
    found: Counter[tuple[str, str]] = Counter()
    for token in children:
        match token.type:
            case "cite":
                found["citation", labels.join(token.meta["id"], token.meta["ref"])] += 1
            case "term":
                found["term", token.meta["id"]] += 1
            case "link_open":
                found["link", str(token.attrs.get("href", ""))] += 1
            case "image":
                found["media file", str(token.attrs.get("src", ""))] += 1
            case "footnote_ref":
                found["footnote", str(token.meta.get("label"))] += 1
            case "text":
                found.update(("place in braces", name) for name in _BRACES.findall(token.content))
            case _:
                pass
    return found
