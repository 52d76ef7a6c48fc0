"""The Markdown of packs: one parser, with boxes, citations, terms and self-checks as tokens.

Tokens beyond CommonMark, tables, footnotes and definition lists:

* `box_open`/`box_close`: meta `kind` (as written), `closed` (whether the `:::` was found);
  `box_title_open`, an `inline` token and `box_title_close` follow when there is a title.
* `self_check`: `content` is the YAML of the question, `map` its lines.
* inline `cite`: meta `id`, `ref` (empty for a whole instrument).
* inline `term`: meta `id`, `text` (empty without wording of its own).

Inline tokens carry `map` too: the line of the source on which they stand.
Links and pictures keep whatever address was written; `core.pack.markup` lets only good ones out.
"""

import re
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

BOXES = ("note", "practice", "warning", "example")
"""The kinds of boxes."""

MAX_NESTING = 24
"""How deep blocks and inline markup may stand in one another; what is deeper is not read."""

MAX_MARKS = 1500
"""How many brackets, stars, underlines and backticks one paragraph may hold.

A paragraph with more is kept as plain text: reading it as markup could take very long.
"""

_CITE = re.compile(r"\[@([^\s:\[\]|]{1,64})(?::([^\[\]|]{1,80}))?\]")
_TERM = re.compile(r"\[\[([^\[\]|\s]{1,64})(?:\|([^\[\]|]{1,200}))?\]\]")
_BOX = re.compile(r"(:{3,})[ \t]*(?:([^\s:]\S*)(?:[ \t]+(.*?))?)?[ \t]*$")
_FENCE = re.compile(r"(`{3,}|~{3,})")
_MARKS = re.compile(r"[\[\]*_`]")


@dataclass(frozen=True, slots=True)
class Parsed:
    """Markdown, read.

    Attributes:
        tokens: The blocks, flat, as markdown-it gives them.
        overgrown: Lines (from 0) of paragraphs that were kept as plain text, and of places
            where nesting went too deep.
        env: What the parser noted: footnotes and link definitions.
    """

    tokens: list[Token]
    overgrown: tuple[int, ...] = ()
    env: MutableMapping[str, Any] = field(default_factory=dict, repr=False)


def parse(source: str) -> Parsed:
    """Read Markdown. Any text can be read; nothing is raised."""
    env: dict[str, Any] = {}
    tokens = markdown_parser().parse(source, env)
    deep = {
        token.map[0]
        for token in tokens
        if token.nesting == 1 and token.level >= MAX_NESTING - 1 and token.map
    }
    return Parsed(tokens, tuple(sorted(deep | set(env.get("overgrown", ())))), env)


def parse_inline(source: str, env: MutableMapping[str, Any] | None = None) -> list[Token]:
    """The inline tokens of one paragraph's text.

    `env` is that of the document, so that footnotes are known.
    """
    return _children(markdown_parser(), source, {} if env is None else env, 0)


@cache
def markdown_parser() -> MarkdownIt:
    """The parser. Shared: do not change it."""
    md = MarkdownIt(
        "commonmark",
        {"html": False, "xhtmlOut": False, "maxNesting": MAX_NESTING, "linkify": False},
    )
    md.enable("table")
    md.disable(["html_block", "html_inline"])
    footnote_plugin(md, inline=False)
    deflist_plugin(md)
    md.block.ruler.before(
        "fence", "box", _box, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    md.inline.ruler.before("link", "cite", _cite)
    md.inline.ruler.before("link", "term", _term)
    md.core.ruler.at("inline", _inline)
    md.core.ruler.after("block", "self_check", _self_checks)
    # Every address becomes a token, so that the checker can name a bad one.
    md.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    return md


def _cite(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    match = _CITE.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        token = state.push("cite", "a", 0)
        token.content = match[0]
        token.meta = {"id": match[1], "ref": " ".join((match[2] or "").split())}
    state.pos = match.end()
    return True


def _term(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    match = _TERM.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        token = state.push("term", "a", 0)
        token.content = match[0]
        token.meta = {"id": match[1], "text": " ".join((match[2] or "").split())}
    state.pos = match.end()
    return True


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _box(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    if state.is_code_block(start):
        return False
    match = _BOX.match(_line(state, start))
    if match is None or match[2] is None:
        return False
    if silent:
        return True
    last, closed = _box_end(state, start, end)
    opening = state.push("box_open", "aside", 1)
    opening.block = True
    opening.map = [start, last]
    opening.markup = match[1]
    opening.meta = {"kind": match[2], "closed": closed}
    if match[3]:
        heading = state.push("box_title_open", "p", 1)
        heading.map, heading.meta = [start, start + 1], {"kind": match[2]}
        title = state.push("inline", "", 0)
        title.content, title.map, title.children = match[3], [start, start + 1], []
        state.push("box_title_close", "p", -1)
    _box_body(state, start + 1, last)
    state.push("box_close", "aside", -1).block = True
    state.line = last + closed
    opening.map = [start, state.line]
    return True


def _box_body(state: StateBlock, start: int, end: int) -> None:
    parent, line_max = state.parentType, state.lineMax
    # Lazy continuation lines must not reach past the box's end.
    state.parentType, state.lineMax = "container", end
    state.md.block.tokenize(state, start, end)
    state.parentType, state.lineMax = parent, line_max


def _box_end(state: StateBlock, start: int, end: int) -> tuple[int, bool]:
    """The line that ends the box, and whether a `:::` stands there. Boxes inside are counted."""
    depth, fence = 1, ""
    for line in range(start + 1, end):
        if state.isEmpty(line):
            continue
        if state.sCount[line] < state.blkIndent:
            return line, False
        text = _line(state, line)
        code = _FENCE.match(text)
        if fence:
            fence = "" if code and code[1].startswith(fence) else fence
        elif code:
            fence = code[1]
        elif (mark := _BOX.match(text)) and not state.is_code_block(line):
            depth += 1 if mark[2] else -1
            if not depth:
                return line, True
    return end, False


def _self_checks(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "fence" and token.info.split()[:1] == ["check"]:
            token.type = "self_check"
            token.tag = ""


def _inline(state: StateCore) -> None:
    overgrown: list[int] = state.env.setdefault("overgrown", [])
    for token in state.tokens:
        if token.type != "inline":
            continue
        line = token.map[0] if token.map else 0
        token.children = _children(state.md, token.content, state.env, line)
        if len(token.children) == 1 and token.children[0].meta.get("overgrown"):
            overgrown.append(line)


def _children(
    md: MarkdownIt, content: str, env: MutableMapping[str, Any], line: int
) -> list[Token]:
    if len(_MARKS.findall(content)) > MAX_MARKS:
        return [Token("text", "", 0, content=content, map=[line, line + 1], meta={"overgrown": 1})]
    children = md.inline.parse(content, md, env, [])
    for child in children:
        child.map = [line, line + 1]
        if child.type in ("softbreak", "hardbreak"):
            line += 1
    return children
