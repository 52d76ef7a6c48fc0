"""HTML as other systems write it, as Markdown. Soup is read as a browser would read it."""

import re
from collections.abc import Callable, Iterable
from html import unescape
from typing import Any

import html5lib

from elearn.core.said import Said
from elearn.interop.markdown_text import escaped, one_line, paragraphs

Picture = Callable[[str, str], str | None]
"""From a picture's address and alternative text to its path in the pack; None leaves it out."""
Say = Callable[[str], None]
"""Takes a sentence about what could not be kept."""

_MAX_TAGS = 4000
_MAX_LENGTH = 300_000
_MAX_DEPTH = 40
_TAG = re.compile(r"<[^<>]*>")
_BREAK_TAG = re.compile(r"<(?:br|/p|/div|/li|/tr|/h\d)\b[^<>]*>", re.IGNORECASE)
_DATA = re.compile(r"data:image/[A-Za-z0-9.+-]{1,40};base64,[A-Za-z0-9+/=\s]+")
_OUTSIDE = re.compile(r"(?:https://|mailto:)[!-;=?-Z_a-z|~]+\Z", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_SUB = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_SUP = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
# fmt: off
_BLOCKS = frozenset((
    "address", "article", "aside", "center", "dd", "details", "dialog", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "header", "legend", "main", "nav",
    "p", "section", "summary", "html", "body", "tbody", "thead", "tfoot", "caption",
))
# fmt: on
# fmt: off
_LOST = frozenset((
    "script", "style", "iframe", "object", "embed", "video", "audio", "source", "track",
    "canvas", "svg", "math", "input", "button", "select", "textarea", "applet", "noscript",
    "template", "head", "map", "area",
))
# fmt: on
_UNDERLINED = Said("Underlining was left out.")
_STRUCK = Said("Strike-through was left out.")
_PLAINED = {
    "u": _UNDERLINED,
    "ins": _UNDERLINED,
    "s": _STRUCK,
    "del": _STRUCK,
    "strike": _STRUCK,
    "mark": Said("Highlighting was left out."),
}
_TOO_LONG = Said("The HTML is very large or tangled; only its words were kept.")


def markdown_from_html(html: str, picture: Picture, remark: Say) -> str:
    """Markdown with the same words, paragraphs, emphasis, lists, links, tables and pictures.

    Args:
        html: A piece of a page. Nothing in it can raise.
        picture: Where each picture goes.
        remark: Told once for each kind of thing that is not kept.
    """
    data: list[str] = []

    def keep(match: re.Match[str]) -> str:
        data.append(match[0])
        return f"data-picture:{len(data) - 1}"

    html = _DATA.sub(keep, html)
    if html.count("<") > _MAX_TAGS or len(html) > _MAX_LENGTH:
        remark(_TOO_LONG)
        return paragraphs(words_of(html))
    try:
        tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
        writer = _Writer(lambda src, alt: picture(_address(src, data), alt), remark)
        writer.children(tree, 0)
        return "\n\n".join(writer.end())
    except Exception:  # noqa: BLE001 - html5lib trips over some soup, and no file may stop an import
        remark(_TOO_LONG)
        return paragraphs(words_of(html))


def words_of(html: str) -> str:
    """The text of HTML without any markup, cut where it is endless."""
    return unescape(_TAG.sub("", _BREAK_TAG.sub("\n", html[:_MAX_LENGTH])))


def _address(src: str, data: list[str]) -> str:
    kind, _, number = src.partition(":")
    if kind == "data-picture" and number.isdecimal() and int(number) < len(data):
        return data[int(number)]
    return src


class _Writer:
    """Blocks of Markdown, written while walking the tree."""

    def __init__(self, picture: Picture, remark: Say) -> None:
        self.picture = picture
        self.remark = remark
        self.blocks: list[str] = []
        self.line: list[str] = []

    def end(self) -> list[str]:
        """All blocks."""
        self.flush()
        return self.blocks

    def flush(self) -> None:
        """The paragraph ends."""
        lines = [part.strip(" ") for part in "".join(self.line).split("\\\n")]
        text = "\\\n".join(lines)
        while text.startswith("\\\n") or text.endswith("\\\n"):
            text = text.removeprefix("\\\n").removesuffix("\\\n").strip(" ")
        if text:
            self.blocks.append(_line_starts(text))
        self.line = []

    def children(self, parent: Any, depth: int) -> None:
        self.text(parent.text)
        for child in parent:
            if isinstance(child.tag, str):
                self.element(child, depth + 1)
            self.text(child.tail)

    def text(self, text: str | None) -> None:
        if text:
            words = _SPACES.sub(" ", text)
            if self.line and self.line[-1].endswith((" ", "\n")):
                words = words.lstrip(" ")
            lead = " " if words.startswith(" ") else ""
            trail = " " if words.endswith(" ") and words.strip() else ""
            self.line.append(f"{lead}{_words(words.strip())}{trail}")

    def element(self, node: Any, depth: int) -> None:
        tag = node.tag
        if node.get("style") or node.get("color") or node.get("bgcolor"):
            self.remark("Colours, sizes and other layout were left out.")
        if tag in _LOST:
            self.remark(Said("<%(tag)s> was left out.", tag=tag))
        elif depth > _MAX_DEPTH:
            self.remark(_TOO_LONG)
            self.text("".join(node.itertext()))
        elif tag in _BLOCKS:
            self.flush()
            self.children(node, depth)
            self.flush()
        elif tag in _SPECIAL:
            _SPECIAL[tag](self, node, depth)
        else:
            if tag in _PLAINED:
                self.remark(_PLAINED[tag])
            self.children(node, depth)

    def inside(self, node: Any, depth: int) -> list[str]:
        """The blocks of an element by themselves."""
        inner = _Writer(self.picture, self.remark)
        inner.children(node, depth)
        return inner.end()

    def emphasis(self, node: Any, depth: int) -> None:
        blocks = self.inside(node, depth)
        mark = "**" if node.tag in ("b", "strong") else "*"
        text = blocks[0] if len(blocks) == 1 else ""
        if not text or "\n" in text or text.startswith("!["):
            self.children(node, depth)
        elif self._flanked(text, node.tail or ""):
            space = " " if (node.text or "")[:1].isspace() else ""
            self.line.append(f"{space}{mark}{text}{mark}")
            if "".join(node.itertext())[-1:].isspace():
                self.line.append(" ")
        else:
            self.remark("Some emphasis was left out.")
            self.children(node, depth)

    def _flanked(self, text: str, after: str) -> bool:
        """Whether stars around `text` would be read as emphasis here."""
        before = "".join(self.line)[-1:]
        if before in ("*", "\\") or text[0].isspace():
            return False
        starts = text[0].isalnum() or not before.isalnum()
        return starts and (text[-1].isalnum() or not after[:1].isalnum())

    def link(self, node: Any, depth: int) -> None:
        href = (node.get("href") or "").strip()
        before = len(self.line)
        self.children(node, depth)
        words = "".join(self.line[before:])
        if not href or before > len(self.line):
            return
        if _OUTSIDE.match(href) and words.strip() and "](" not in words and "\n" not in words:
            target = href.replace("(", "%28").replace(")", "%29").replace("\\", "%5C")
            lead = " " if words.startswith(" ") else ""
            self.line[before:] = [f"{lead}[{words.strip()}]({target})"]
        elif not href.startswith("#"):
            self.remark("Some links became plain text: only https: and mailto: are allowed.")
            self.line.append(f" ({_words(href[:500])})")

    def image(self, node: Any, _depth: int) -> None:
        alt = " ".join((node.get("alt") or "").split())[:300]
        path = self.picture((node.get("src") or "").strip(), alt)
        if path is None:
            if alt:
                self.text(f" [{alt}] ")
            return
        if not alt:
            self.remark("A picture has no alternative text; write what is seen.")
            alt = "Picture without a description"
        self.flush()
        self.blocks.append(f"![{escaped(alt)}]({path})")

    def line_break(self, _node: Any, _depth: int) -> None:
        self.line.append("\\\n")

    def small(self, node: Any, _depth: int) -> None:
        text = "".join(node.itertext()).strip()
        table, mark = (_SUB, "_") if node.tag == "sub" else (_SUP, "^")
        moved = text.translate(table)
        if len(text) < 20 and not any(a == b for a, b in zip(text, moved, strict=True)):
            self.line.append(moved)
        elif text:
            self.remark("Text above or below the line is written as ^(…) and _(…).")
            self.line.append(_words(f"{mark}({' '.join(text.split())})"))

    def items(self, node: Any, depth: int) -> None:
        self.flush()
        made = []
        for number, item in enumerate((c for c in node if isinstance(c.tag, str)), 1):
            blocks = self.inside(item, depth + 1)
            mark = f"{number}. " if node.tag == "ol" else "- "
            if blocks:
                made.append(mark + _indented("\n\n".join(blocks), len(mark)))
        if made:
            self.blocks.append("\n".join(made))

    def heading(self, node: Any, depth: int) -> None:
        self.flush()
        if text := one_line(" ".join(self.inside(node, depth))):
            self.blocks.append("#" * max(2, int(node.tag[1])) + " " + text)

    def quote(self, node: Any, depth: int) -> None:
        self.flush()
        if blocks := self.inside(node, depth):
            self.blocks.append("\n".join(f"> {row}" for row in "\n\n".join(blocks).split("\n")))

    def code(self, node: Any, _depth: int) -> None:
        text = "".join(node.itertext())
        if node.tag != "pre":
            words = " ".join(text.split())
            plain = words and "`" not in words
            self.line.append(f"`{words}`" if plain else _words(words))
            return
        self.flush()
        longest = max((len(run) for run in re.findall("`+", text)), default=0)
        fence = "`" * max(3, longest + 1)
        if text.strip():
            self.blocks.append(f"{fence}\n{text.strip(chr(10))}\n{fence}")

    def rule(self, _node: Any, _depth: int) -> None:
        self.flush()
        self.blocks.append("* * *")

    def table(self, node: Any, depth: int) -> None:
        self.flush()
        rows = [
            [one_line(" ".join(self.inside(cell, depth + 2))) for cell in _named(row, ("td", "th"))]
            for row in node.iter("tr")
        ]
        rows = [row for row in rows if any(row)]
        if not rows:
            return
        if any(cell.get("colspan") or cell.get("rowspan") for cell in node.iter()):
            self.remark("Cells of a table that were joined are no longer.")
        wide = max(map(len, rows))
        lines = [f"| {' | '.join(row + [''] * (wide - len(row)))} |" for row in rows]
        self.blocks.append("\n".join([lines[0], "|" + " --- |" * wide, *lines[1:]]))


_SPECIAL: dict[str, Callable[[_Writer, Any, int], None]] = {
    **dict.fromkeys(("b", "strong", "i", "em"), _Writer.emphasis),
    **dict.fromkeys(("ul", "ol"), _Writer.items),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _Writer.heading),
    **dict.fromkeys(("pre", "code", "tt", "kbd", "samp"), _Writer.code),
    **dict.fromkeys(("sub", "sup"), _Writer.small),
    "a": _Writer.link,
    "blockquote": _Writer.quote,
    "br": _Writer.line_break,
    "hr": _Writer.rule,
    "img": _Writer.image,
    "table": _Writer.table,
}


def _words(text: str) -> str:
    """Words inside a paragraph: signs at a line's start are looked at when the line is whole."""
    return escaped(f"x{text}")[1:] if text else ""


def _line_starts(text: str) -> str:
    """Signs that would begin a list or a heading, made plain; emphasis and pictures stay."""
    return "\n".join(
        re.sub(r"^(?:([#+\-=~:])|(\d{1,9})([.)])(?=\s|$|\\))", _plain_start, row)
        for row in text.split("\n")
    )


def _plain_start(match: re.Match[str]) -> str:
    return f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}"


def _indented(text: str, width: int) -> str:
    """All lines but the first moved to the right; empty ones stay empty."""
    return re.sub(r"\n(?=.)", "\n" + " " * width, text)


def _named(node: Iterable[Any], names: tuple[str, ...]) -> list[Any]:
    return [child for child in node if child.tag in names]
