"""What changed in a lesson of a bridge, so that nobody has to look for it."""

from dataclasses import dataclass

from elearn.core.pack.diff.html import bits, words
from elearn.core.pack.model import BridgeBasis, Lesson
from elearn.services.shelf import Reading, Text

_MOST = 8
"""Places that are listed; where there are more, most of the lesson changed."""

_WORDS = 9
"""Words that a place is called by."""

_CHECK = "check:"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something changed: its anchor on the page, and how it begins."""

    anchor: str
    begins: Text


@dataclass(frozen=True, slots=True)
class ChangedNote:
    """What changed in a lesson since a version that was completed.

    Attributes:
        since: That version.
        new: All of the lesson is new.
        most: So much changed that it is not listed.
        places: What changed, in reading order; empty too where something was only taken out.
    """

    since: str
    new: bool
    most: bool
    places: tuple[Place, ...]


def note(basis: BridgeBasis, lesson: Lesson, reading: Reading) -> ChangedNote:
    """What changed in a lesson of a bridge."""
    parts = basis.changed.get(lesson.id)
    if parts is None:
        return ChangedNote(basis.from_, new=True, most=False, places=())
    html = {bit.name: bit.html for bit in bits(reading.body(lesson.id))}
    most = len(parts) > _MOST or 3 * len(parts) > 2 * len(html)
    places = () if most else tuple(_place(part, html, reading) for part in parts)
    return ChangedNote(basis.from_, new=False, most=most, places=places)


def _place(part: str, html: dict[str, str], reading: Reading) -> Place:
    if part in html:
        return Place(part, Text("", _begins(words(html[part]))))
    return Place(f"check-{part}", Text("", _begins(reading.plain(f"{part}#prompt"))))


def _begins(text: str) -> str:
    first = text.split()
    return " ".join(first[:_WORDS]) + (" …" if len(first) > _WORDS else "")


def marked(html: str, basis: BridgeBasis, lesson_id: str) -> str:
    """Compiled HTML of a lesson with what changed marked."""
    for part in basis.changed.get(lesson_id, ()):
        for look in ("block", "block fallback"):
            html = html.replace(
                f'<div class="{look}" id="{part}"', f'<div class="{look} changed" id="{part}"'
            )
    return html
