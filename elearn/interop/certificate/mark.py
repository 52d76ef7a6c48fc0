"""Marks of institutions: a drawing or a picture becomes what stands at the top of a certificate."""

import base64
from datetime import date
from functools import lru_cache

from elearn.core.errors import BadInput
from elearn.core.pack import pictures, svg
from elearn.interop.certificate import Mark, typeset

LARGEST = 300_000
"""Bytes."""

MOST_DOTS = 4000
"""Across and down."""

_MEDIA_TYPES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}
_SVG = "http://www.w3.org/2000/svg"


class BadMark(BadInput):
    """A file cannot be a mark."""

    code = "mark-unreadable"


def read(name: str, content: bytes, whose: str) -> Mark:
    """The mark that a file holds.

    Args:
        name: The file's name; its ending says what it is.
        content: What it holds.
        whose: What stands for the mark where it is not seen.

    Raises:
        BadMark: If it is no `.svg`, `.png` or `.jpg` that can be drawn, or too large.
    """
    ending = name.lower().rpartition(".")[2]
    if len(content) > LARGEST:
        raise BadMark("The file has more than 300 kB; make the picture smaller.")
    if ending == "svg":
        mark = _drawing(content, whose)
    elif ending in _MEDIA_TYPES:
        mark = _picture(ending, content, whose)
    else:
        raise BadMark("Choose an .svg, .png or .jpg file.")
    if not _can_be_drawn(ending, content):
        raise BadMark("This file cannot be drawn. Save it again in its format.")
    return mark


@lru_cache(maxsize=8)
def _can_be_drawn(ending: str, content: bytes) -> bool:
    """By drawing it: a picture within a drawing that is broken would be left out silently."""
    data = {"content": list(content), "format": "jpg" if ending == "jpeg" else ending}
    try:
        typeset.pictures("mark.typ", data, date(2000, 1, 1), dpi=30)
    except typeset.Undrawable:
        return False
    return True


def _drawing(content: bytes, whose: str) -> Mark:
    found = svg.problems(content, "mark.svg")
    size = svg.size(content)
    if found or size is None:
        raise BadMark(
            "This drawing cannot be used. Save it as plain SVG with a size, without styles, "
            "scripts and links."
        )
    return Mark(content.decode("utf-8", "replace"), size[0] / size[1], whose)


def _picture(ending: str, content: bytes, whose: str) -> Mark:
    size = pictures.size(f"mark.{'png' if ending == 'png' else 'jpg'}", content)
    if size is None or max(size) > MOST_DOTS:
        raise BadMark("This picture cannot be used; it may have 4000 dots across and down.")
    width, height = size
    data = base64.b64encode(content).decode()
    drawing = (
        f'<svg xmlns="{_SVG}" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" '
        f'href="data:{_MEDIA_TYPES[ending]};base64,{data}"/></svg>'
    )
    return Mark(drawing, width / height, whose)
