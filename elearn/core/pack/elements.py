"""What stands before and after the content of each kind of block."""

from markdown_it.token import Token

from elearn.core.pack.markdown import BOXES
from elearn.core.pack.sanitise import attribute

_SCROLL = '<div class="scroll" tabindex="0" role="group" aria-label="Table">'


def is_figure(opening: Token, children: list[Token]) -> bool:
    """Whether a paragraph is nothing but a picture, sound or film."""
    return (
        opening.type == "paragraph_open"
        and len(children) == 1
        and children[0].type == "image"
        and not opening.hidden
    )


def paragraph(token: Token, following: Token, css: str) -> tuple[str, str]:
    """A paragraph, a figure, or nothing in a tight list."""
    if is_figure(token, following.children or []):
        return f"<figure{css}>", "</figure>"
    if token.hidden:
        return (f"<span{css}>", "</span>") if css else ("", "")
    return f"<p{css}>", "</p>"


def other(token: Token, css: str) -> tuple[str, str]:
    """Lists, tables, the footnotes, and all that is just its tag."""
    if token.type == "ordered_list_open":
        start = str(token.attrs.get("start", "1"))
        return "<ol>" if start == "1" else f'<ol start="{start}">', "</ol>"
    if token.type == "table_open":
        return f"{_SCROLL}<table>", "</table></div>"
    if token.type == "footnote_block_open":
        return '<section class="footnotes" role="doc-endnotes"><ol>', "</ol></section>"
    return (f"<{token.tag}{css}>", f"</{token.tag}>") if token.tag else ("", "")


def cell(token: Token, following: Token, lang: str) -> tuple[str, str]:
    """A table cell, with its side as a class. A heading without words heads nothing."""
    tag = token.tag if following.content.strip() else "td"
    style = str(token.attrs.get("style", ""))
    side = style.removeprefix("text-align:") if style.startswith("text-align:") else ""
    css = " ".join(filter(None, (f"align-{side}" if side else "", "fallback" if lang else "")))
    return f"<{tag}{attribute('class', css) if css else ''}{lang}>", f"</{tag}>"


def box(token: Token, following: Token, css: str) -> tuple[str, str]:
    """A box or its title. An unknown kind is a note; the checker names it."""
    kind = token.meta["kind"] if token.meta["kind"] in BOXES else BOXES[0]
    word = f'<span class="box-word" data-box="{kind}">{kind.capitalize()}</span>'
    if token.type == "box_title_open":
        # A title in another language is marked beside the word, not around it.
        start = f'<p class="box-title">{word} '
        return (f"{start}<span{css}>", "</span></p>") if css else (start, "</p>")
    title = "" if following.type == "box_title_open" else f'<p class="box-title">{word}</p>'
    return f'<aside class="box box-{kind}" data-box="{kind}">{title}', "</aside>"
