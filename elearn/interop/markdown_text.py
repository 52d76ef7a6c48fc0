"""Texts of other systems as Markdown that packs may hold."""

import re

from markdown_it import MarkdownIt

from elearn.core.pack.references import references
from elearn.interop.notes import shown

_SIGNS = re.compile(r"([\\`*_\[\]<>|])")
_ENTITY = re.compile(r"&(?=#?[A-Za-z0-9]{1,32};)")
_LINE_START = re.compile(r"^([ \t]*)(?:([#+\-=~:>])|(\d{1,9})([.)]))", re.MULTILINE)
_CITE_LIKE = re.compile(r"\[(?=[@\[])|\](?=\])")
_FIGURE = re.compile(r"!\[([^\]\n]{0,300})\]\([^)\n]{0,300}\)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_SPACES = re.compile(r"[ \t\xa0]+")

_READER = MarkdownIt("commonmark", {"html": True}).enable("table")


def escaped(text: str) -> str:
    """Plain text as Markdown that reads the same. Line ends stay; paragraphs too."""
    text = _CITE_LIKE.sub(lambda m: m[0] + " ", _SPACES.sub(" ", text))
    text = _ENTITY.sub(r"\\&", _SIGNS.sub(r"\\\1", text))
    lines = (line.strip() for line in text.split("\n"))
    return _LINE_START.sub(_escape_start, "\n".join(lines))


def _escape_start(match: re.Match[str]) -> str:
    if match[2]:
        return f"{match[1]}\\{match[2]}"
    return f"{match[1]}{match[3]}\\{match[4]}"


def paragraphs(text: str) -> str:
    """Plain text as Markdown; every line end is kept as one."""
    blocks = re.split(r"\n[ \t]*\n\s*", escaped(text).strip())
    return "\n\n".join(block.replace("\n", "\\\n") for block in blocks)


def one_line(markdown: str) -> str:
    """Markdown for a place that holds one line only: options, pairs, items."""
    return " ".join(markdown.replace("\\\n", " ").split())


def title_of(markdown: str) -> str:
    """The first words of a Markdown text as a title: without signs, pictures by what they show."""
    return shown(_ESCAPE.sub(r"\1", _FIGURE.sub(r"\1", markdown.replace("\\\n", "\n"))))


def fits(markdown: str) -> bool:
    """Whether a pack may hold this Markdown as it is.

    Citations and terms are none of what other systems know, so they are no flaw here; the check
    of the pack says whether they exist.
    """
    return not references(markdown).flaws


def html_of(markdown: str) -> str:
    """CommonMark that may hold HTML, as HTML."""
    return str(_READER.render(markdown))
