"""A text in one of Moodle's formats as our Markdown."""

import re

from elearn.core.said import Said
from elearn.interop.html_text import Picture, Say, markdown_from_html, words_of
from elearn.interop.markdown_text import fits, html_of, paragraphs

MAX_TEXT = 40_000
"""Characters of one text, without pictures."""

_TEX = re.compile(r"\\\(.{1,2000}?\\\)|\\\[.{1,2000}?\\\]|\$\$.{1,2000}?\$\$", re.DOTALL)
_CUT = Said("A text was longer than a pack can hold and was cut.")


def block(text: str, form: str, picture: Picture, remark: Say) -> str:
    """The text as Markdown; several paragraphs if it has them.

    Args:
        text: As the other system holds it.
        form: `html`, `markdown`, `moodle` (text in which HTML may stand), or `plain`.
        picture: Where each picture goes.
        remark: Told what could not be kept.
    """
    if not text.strip():
        return ""
    if _TEX.search(text):
        remark("It holds a formula in TeX, which is shown as it is written.")
    made = _made(text, form, picture, remark).strip("\n")
    if len(made) > MAX_TEXT:
        remark(_CUT)
        made = paragraphs((text if form == "plain" else words_of(text))[: MAX_TEXT // 4])
    if not fits(made):
        remark("It holds what looks like markup that packs do not know; it became plain text.")
        made = paragraphs((text if form == "plain" else words_of(text))[: MAX_TEXT // 4])
    return made


def _made(text: str, form: str, picture: Picture, remark: Say) -> str:
    if form == "markdown":
        if fits(text) and len(text) <= MAX_TEXT:
            return text
        if len(text) > MAX_TEXT:
            remark(_CUT)
        return markdown_from_html(html_of(text[:MAX_TEXT]), picture, remark)
    if form == "html":
        return markdown_from_html(text, picture, remark)
    if form == "moodle" and ("<" in text or "&" in text):
        return markdown_from_html(text.strip().replace("\n", "<br>\n"), picture, remark)
    return paragraphs(text)
