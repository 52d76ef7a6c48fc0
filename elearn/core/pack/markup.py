"""Markdown to safe HTML, block by block.

The HTML holds keys, not answers: citations and terms carry `data-cite` and `data-term`, media
`media:FILE`, links to items `item:ID`. `core.pack.present` puts labels and addresses in when a
page is shown, so that a compiled pack need not change when the register does.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from markdown_it.token import Token

from elearn.core.pack import elements, inline
from elearn.core.pack.blocks import blocks_of
from elearn.core.pack.inline import Context, Found
from elearn.core.pack.markdown import Parsed, parse, parse_inline
from elearn.core.pack.sanitise import attribute, clean, escape
from elearn.core.script import fold

# One line without a sign that Markdown reads: it is a paragraph as it stands.
_SIMPLE = re.compile(
    r"(?![\s#>+\-:~=|]|\d{1,9}[.)])[^\\`*_\[\]<>&\x00-\x1f\x7f]*[^\\`*_\[\]<>&\x00-\x20\x7f]"
)
_WORD = re.compile(r"[^\s*_#|`>\[\]()!:-]+")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text as HTML.

    Attributes:
        html: Safe HTML, still with keys (see `core.pack.present`).
        fallback: Whether some of it is shown in the source language for want of a translation.
        cites: Keys of the citations in it, in order, each once.
        terms: Ids of the glossary terms in it, in order, each once.
    """

    html: str
    fallback: bool = False
    cites: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a lesson: HTML, or a self-check by its question's id."""

    kind: str
    html: str = ""
    check: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a lesson; `text` is plain."""

    id: str
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Body:
    """A lesson as HTML. `words` is how many it has, for the reading time."""

    parts: tuple[Part, ...]
    headings: tuple[Heading, ...] = ()
    words: int = 0
    fallback: bool = False
    cites: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()


def render_block(source: str, context: Context, parsed: Parsed | None = None) -> Rendered:
    """Markdown that may hold paragraphs, lists and all else, without block addresses."""
    if context.translate is None and _SIMPLE.fullmatch(source):
        return Rendered(f"<p>{escape(source)}</p>")
    found = Found()
    walk = _Walk(parsed or parse(source), context, found)
    return _rendered("\n".join(walk.html(group) for group in groups(walk.parsed.tokens)), found)


def render_inline(source: str, context: Context) -> Rendered:
    """Markdown of one line, for a label: no block around it."""
    if context.translate is None and _SIMPLE.fullmatch(source):
        return Rendered(escape(source))
    found = Found()
    walk = _Walk(Parsed([]), context, found)
    html, lang = walk.text(source.strip(), parse_inline(source.strip()))
    return _rendered(f'<span class="fallback"{lang}>{html}</span>' if lang else html, found)


def render_plain(source: str, context: Context) -> Rendered:
    """Plain text; a translation of it is plain as well."""
    if context.translate is None or not inline.translatable(source):
        return Rendered(escape(source))
    translation = context.translate(source)
    if translation is not None:
        return Rendered(escape(translation))
    lang = attribute("lang", context.source_language)
    return Rendered(f'<span class="fallback"{lang}>{escape(source)}</span>', fallback=True)


def render_lesson(
    source: str, context: Context, checks: Mapping[str, str], parsed: Parsed | None = None
) -> Body:
    """A lesson's text in parts.

    Args:
        source: The lesson's Markdown.
        context: Where it stands.
        checks: Question ids of the self-checks, by the address of their block.
        parsed: What `source` was read to, if it has been read already.
    """
    parsed = parsed or parse(source)
    found = Found()
    walk = _Walk(parsed, context, found)
    addresses = {b.first_line - 1: b.address for b in blocks_of(source, parsed.tokens)}
    parts: list[Part] = []
    run: list[str] = []
    for group in groups(parsed.tokens):
        address = addresses.get(group[0].map[0], "") if group[0].map else ""
        if group[0].type != "self_check":
            run.append(walk.block(group, address))
        elif address in checks:
            if run:
                parts.append(Part("html", html=clean("\n".join(run))))
            run = []
            parts.append(Part("check", check=checks[address]))
    if run:
        parts.append(Part("html", html=clean("\n".join(run))))
    return Body(
        tuple(parts),
        tuple(walk.headings),
        len(_WORD.findall(source)),
        found.fallback,
        tuple(found.cites),
        tuple(found.terms),
    )


def groups(tokens: list[Token]) -> list[list[Token]]:
    """The top-level blocks, each with all that stands in it."""
    found: list[list[Token]] = []
    depth = 0
    for token in tokens:
        if depth == 0:
            found.append([])
        found[-1].append(token)
        depth = max(0, depth + token.nesting)
    return found


def _rendered(html: str, found: Found) -> Rendered:
    return Rendered(clean(html), found.fallback, tuple(found.cites), tuple(found.terms))


class _Walk:
    """One way through a text's tokens."""

    def __init__(self, parsed: Parsed, context: Context, found: Found) -> None:
        self.parsed = parsed
        self.context = context
        self.found = found
        self.headings: list[Heading] = []
        self.slugs: dict[str, int] = {}
        self.translations: dict[str, list[Token] | None] = {}

    def block(self, group: list[Token], address: str) -> str:
        """A top-level block with its address around it."""
        untranslated = self.untranslated(group)
        html = self.html(group, marked=not untranslated)
        name = attribute("id", address) if address else ""
        lang = attribute("lang", self.context.source_language) if untranslated else ""
        css = "block fallback" if untranslated else "block"
        return f'<div class="{css}"{name}{lang}>{html}</div>'

    def untranslated(self, group: list[Token]) -> bool:
        """Whether the block has something to translate, and nothing of it is translated."""
        if self.context.translate is None:
            return False
        texts = [t for t in group if t.type == "inline" and inline.has_words(t.children or [])]
        return bool(texts) and all(
            self.translation(t.content, t.children or []) is None for t in texts
        )

    def html(self, group: list[Token], *, marked: bool = True) -> str:
        """The HTML of some tokens. `marked`: untranslated pieces carry their language."""
        out: list[str] = []
        ends: list[str] = []
        for at, token in enumerate(group):
            if token.nesting == 1:
                following = group[at + 1] if at + 1 < len(group) else token
                body, lang = "", ""
                if following.type == "inline":
                    body, lang = self.inline(token, following)
                start, end = self.element(token, following, lang if marked else "")
                out += (start, body)
                ends.append(end)
            elif token.nesting == -1:
                out.append(ends.pop() if ends else "")
            elif token.type != "inline":
                out.append(self.leaf(token))
        return "".join(out + ends[::-1])

    def inline(self, opening: Token, token: Token) -> tuple[str, str]:
        """The HTML of a block's text, and its `lang` attribute if it is not translated."""
        children = token.children or []
        if not elements.is_figure(opening, children):
            return self.text(token.content, children)
        translated = self.translation(token.content, children)
        if translated is not None:
            return inline.figure(translated[0], self.context, self.found), ""
        self.found.fallback |= self.missing(children)
        html = inline.figure(children[0], self.context, self.found)
        lang = attribute("lang", self.context.source_language)
        return html, lang if self.missing(children) else ""

    def text(self, content: str, children: list[Token]) -> tuple[str, str]:
        """The HTML of a paragraph's text, and its `lang` attribute if it is not translated."""
        translated = self.translation(content, children)
        if translated is not None:
            return inline.render(translated, self.context, self.found), ""
        if not self.missing(children):
            return inline.render(children, self.context, self.found), ""
        self.found.fallback = True
        self.found.speaking = self.context.source_language
        html = inline.render(children, self.context, self.found)
        self.found.speaking = ""
        return html, attribute("lang", self.context.source_language)

    def missing(self, children: list[Token]) -> bool:
        """Whether a translation of this text is wanting, given that there is none."""
        return self.context.translate is not None and inline.has_words(children)

    def translation(self, content: str, children: list[Token]) -> list[Token] | None:
        """The tokens of a text's translation; None if there is none that points at the same."""
        if self.context.translate is None:
            return None
        if content not in self.translations:
            words = self.context.translate(content)
            tokens = None if words is None else parse_inline(words, self.parsed.env)
            if tokens is not None and not same_shape(children, tokens):
                tokens = None
            self.translations[content] = tokens
        return self.translations[content]

    def element(self, token: Token, following: Token, lang: str) -> tuple[str, str]:
        """What stands before and after a block's content."""
        css = f' class="fallback"{lang}' if lang else ""
        match token.type:
            case "paragraph_open":
                return elements.paragraph(token, following, css)
            case "heading_open":
                return self.heading(token, following, css)
            case "th_open" | "td_open":
                return elements.cell(token, following, lang)
            case "box_open" | "box_title_open":
                return elements.box(token, following, css)
            case "footnote_open":
                name = f"fn-{self.context.prefix}-{inline.note_number(token)}"
                return f"<li{attribute('id', name)}>", "</li>"
            case _:
                return elements.other(token, css)

    def heading(self, token: Token, following: Token, css: str) -> tuple[str, str]:
        """A heading with an id that is the same in every language."""
        level = max(2, int(token.tag[1]))
        slug = _NOT_SLUG.sub("-", fold(inline.plain(following.children or [])))[:60].strip("-")
        self.slugs[slug] = count = self.slugs.get(slug, 0) + 1
        parts = ("s", self.context.prefix, slug, str(count) if count > 1 else "")
        name = "-".join(filter(None, parts))
        shown = self.translation(following.content, following.children or [])
        words = inline.plain(following.children or [] if shown is None else shown)
        self.headings.append(Heading(name, level, words))
        return f"<h{level}{attribute('id', name)}{css}>", f"</h{level}>"

    def leaf(self, token: Token) -> str:
        """A block without content of its own."""
        match token.type:
            case "hr":
                return "<hr>"
            case "fence" | "code_block" | "self_check":
                return f"<pre><code>{escape(token.content)}</code></pre>"
            case "footnote_anchor":
                number, count = inline.note_number(token), int(token.meta["subId"]) + 1
                if count > self.found.notes.get(number, 0):
                    return ""
                again = f"-{count}" if count > 1 else ""
                back = f"#fnref-{self.context.prefix}-{number}{again}"
                return f' <a class="footnote-back"{attribute("href", back)}>{_BACK}</a>'
            case _:
                return escape(token.content)


_BACK = '\u21a9\ufe0e <span class="visually-hidden" data-word="back">Back to the text</span>'


def same_shape(source: list[Token], translation: list[Token]) -> bool:
    """Whether a translation points at all that its source points at, and a figure stays one."""
    if inline.pointers(source) != inline.pointers(translation):
        return False
    return len(source) != 1 or source[0].type != "image" or len(translation) == 1
