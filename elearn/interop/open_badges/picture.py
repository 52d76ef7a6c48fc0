"""The picture of a badge, drawn as SVG, and the signed badge within it (Open Badges 3.0, 5.3).

A picture that holds its badge is called baked: whoever has the picture has the credential. Text is
set in whatever font the viewer has, so lines are short, and shrink where a word is long.
"""

from dataclasses import dataclass
from xml.etree.ElementTree import ParseError
from xml.sax.saxutils import escape, quoteattr

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from elearn.interop.jws import Refused

NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
LARGEST = 500_000
"""Bytes of a picture that is looked into."""

_LONGEST_WORD = 30
_NAVY, _BLUE, _YELLOW, _WHITE = "#123552", "#1c4a73", "#ffd34d", "#ffffff"
_SHIELD = "M256 20 L466 82 V262 C466 378 378 454 256 496 C134 454 46 378 46 262 V82 Z"
_EDGE = "M256 44 L444 99 V262 C444 365 366 432 256 471 C146 432 68 365 68 262 V99 Z"
_BOOK = (
    "M256 106 C244 98 228 98 216 102 V142 C228 138 244 140 256 148 "
    "C268 140 284 138 296 142 V102 C284 98 268 98 256 106 V148"
)
_STAR = "M256 88 L267 112 L293 115 L274 133 L279 159 L256 146 L233 159 L238 133 L219 115 L245 112 Z"
_SIGNS = {
    "participation": ("none", _BOOK),
    "completion": ("none", "M222 124 L248 148 L292 100"),
    "achievement": (_YELLOW, _STAR),
    "renewal": ("none", "M284 106 A34 34 0 1 0 290 126 M286 84 V108 H262"),
}
"""How the sign of each kind of award is filled and drawn."""


@dataclass(frozen=True, slots=True)
class _Look:
    """How a text is set: lengths in units of the picture, which is 512 wide."""

    middle: int
    step: int
    size: int
    room: int
    letters: int
    lines: int
    colour: str


_TITLE = _Look(middle=280, step=38, size=34, room=336, letters=16, lines=4, colour=_WHITE)
_BY = _Look(middle=400, step=20, size=16, room=200, letters=20, lines=3, colour=_YELLOW)


def draw(title: str, body: str, kind: str) -> bytes:
    """The picture of an achievement: nothing about who holds it. The same for the same words.

    Args:
        title: What it is called.
        body: Who awards it.
        kind: The kind of award.
    """
    fill, sign = _SIGNS[kind]
    yellow = f'stroke="{_YELLOW}" stroke-linecap="round" stroke-linejoin="round"'
    parts = (
        f"<title>{_clean(title)}</title>",
        f'<path d="{_SHIELD}" fill="{_NAVY}"/>',
        f'<path d="{_EDGE}" fill="none" {yellow} stroke-width="4"/>',
        f'<circle cx="256" cy="124" r="58" fill="{_BLUE}"/>',
        f'<path d="{sign}" fill="{fill}" {yellow} stroke-width="10"/>',
        *_block(title, _TITLE),
        *_block(body, _BY),
    )
    start = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512" role="img">'
    return f"{start}{''.join(parts)}</svg>\n".encode()


def bake(picture: bytes, token: str) -> bytes:
    """A picture that we drew, with a signed badge within."""
    cut = picture.index(b">") + 1
    named = f"xmlns:openbadges={quoteattr(NAMESPACE)} verify={quoteattr(token)}"
    return picture[:cut] + f"<openbadges:credential {named}/>".encode() + picture[cut:]


def token_in(picture: bytes) -> str:
    """The signed badge within a picture; nobody has checked it yet.

    Raises:
        Refused: `badge-unreadable`.
    """
    if len(picture) > LARGEST:
        raise Refused("This picture is too large.")
    try:
        root = ElementTree.fromstring(picture, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        raise Refused("This is no picture with a badge.") from None
    found = root.findall(f".//{{{NAMESPACE}}}credential")
    if len(found) != 1 or not found[0].get("verify"):
        raise Refused("This picture holds no badge, or several.")
    return str(found[0].get("verify"))


def _block(text: str, look: _Look) -> list[str]:
    """A text in the middle, in lines; all of one size, which shrinks for the longest."""
    lines = _lines(text, look)
    longest = max(map(len, lines), default=1)
    size = min(look.size, int(look.room / longest / 0.58))
    top = look.middle - look.step * (len(lines) - 1) // 2
    font = f'font-family="system-ui, sans-serif" font-size="{size}" font-weight="600"'
    return [
        f'<text x="256" y="{top + look.step * at}" text-anchor="middle" {font} '
        f'fill="{look.colour}">{_clean(line)}</text>'
        for at, line in enumerate(lines)
    ]


def _lines(text: str, look: _Look) -> list[str]:
    """A text in lines, by words; what has no room ends with three dots."""
    lines: list[str] = []
    for word in (word[:_LONGEST_WORD] for word in text.split()):
        if lines and len(lines[-1]) + 1 + len(word) <= look.letters:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if len(lines) > look.lines:
        lines = [*lines[: look.lines - 1], f"{lines[look.lines - 1]} …"]
    return lines


def _clean(text: str) -> str:
    return escape("".join(letter for letter in text if letter.isprintable()))
