"""Moodle's markers on a picture, and things that are dragged onto one: questions about places."""

import re
import struct
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from elearn.core.quiz.kinds.hotspot import Hotspot, Region
from elearn.core.said import Said
from elearn.interop import bounds, building
from elearn.interop.gaps import Gapped
from elearn.interop.markdown_text import escaped, one_line
from elearn.interop.moodle_xml.fields import Fields
from elearn.interop.naming import letter
from elearn.interop.notes import LeftOut

Box = tuple[float, float, float, float]
"""Left, upper, right and lower edge, in pixels."""
Percent = tuple[int, int, int, int]
"""Left edge, upper edge, width and height, in per cent of the picture."""

_NUMBERS = re.compile(r"-?[0-9]{1,6}(?:\.[0-9]{1,6})?")
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""Markers of a JPEG that say how large it is."""
_LETTER, _ROOM, _LINE = 8, 24, 32
"""About how wide a letter is in Moodle, what is around words, and how high they are; in pixels."""
_NO_TEXT = "A picture"


@dataclass(frozen=True, slots=True)
class _Thing:
    """What is put on a place: its number, what a prompt shows, what it is called, its size."""

    number: str
    shown: str
    name: str
    group: str = ""
    size: tuple[int, int] = (0, 0)


def markers(fields: Fields) -> Gapped:
    """One question for each marker: which of the places is its.

    Raises:
        LeftOut: If the picture cannot be kept, or there are too few places.
    """
    head = fields.head()
    picture, size = _picture(fields)
    drops = fields.element.findall("drop")
    boxes = [_box(drop, size) for drop in drops]
    things = [
        _Thing(number, text, text)
        for number, text in _numbered(fields, fields.element.findall("drag"))
    ]
    fields.changes.remark("Places are rectangles here; look whether they still fit.")
    return _questions(fields, head, picture, things, list(zip(drops, boxes, strict=True)))


def things(fields: Fields) -> Gapped:
    """One question for each text or picture that was dragged: which of the places is its.

    The file says where a place begins. It is taken to be as large as the largest thing of its
    group, as Moodle shows it.

    Raises:
        LeftOut: If a picture cannot be kept, or there are too few places.
    """
    head = fields.head()
    picture, (wide, high) = _picture(fields)
    drags = fields.element.findall("drag")
    found = [
        _thing(fields, drag, number, text)
        for drag, (number, text) in zip(drags, _numbered(fields, drags), strict=True)
    ]
    drops = fields.element.findall("drop")
    boxes = []
    for drop in drops:
        group = next((t.group for t in found if t.number == _choice(drop)), "")
        sizes = [t.size for t in found if t.group == group] or [(_ROOM, _LINE)]
        left, top = (_pixel(drop, name) for name in ("xleft", "ytop"))
        right, bottom = left + max(x for x, _ in sizes), top + max(y for _, y in sizes)
        boxes.append(_in_per_cent((left, top, right, bottom), (wide, high)))
    fields.changes.remark(
        "Things were dragged onto the picture. How large their places are is not in the file and "
        "was guessed; look whether they fit."
    )
    return _questions(fields, head, picture, found, list(zip(drops, boxes, strict=True)))


def _thing(fields: Fields, drag: Element, number: str, text: str) -> _Thing:
    group = (drag.findtext("draggroup") or "1").strip()
    file = drag.find("file")
    if file is None:
        return _Thing(number, text, text, group, (_LETTER * len(text) + _ROOM, _LINE))
    name = file.get("name") or "picture"
    path = fields.pictures.beside(name, file.text or "")
    if path is None:
        raise LeftOut("A picture that was dragged cannot be kept.")
    fields.pictures.used(name)
    size = size_of(fields.pictures.kept(path)) or (_ROOM, _LINE)
    words = text or _NO_TEXT
    return _Thing(number, f"![{escaped(words)}]({path})", words, group, size)


def _numbered(fields: Fields, drags: list[Element]) -> list[tuple[str, str]]:
    """The number of each thing, by which places name it, and its text."""
    return [
        (
            (drag.findtext("no") or "").strip() or str(place),
            one_line(fields.markdown(fields.raw(drag))),
        )
        for place, drag in enumerate(drags, 1)
    ]


def _choice(drop: Element) -> str:
    """The number of the thing that belongs there."""
    return (drop.findtext("choice") or "").strip()


def _questions(
    fields: Fields,
    head: building.Head,
    picture: str,
    things: list[_Thing],
    places: list[tuple[Element, Percent]],
) -> Gapped:
    if not bounds.FEW <= len(places) <= bounds.MANY:
        least, most = bounds.FEW, bounds.MANY
        raise LeftOut(
            Said(
                "It has %(count)s places on the picture; %(least)s to %(most)s can be kept.",
                count=len(places),
                least=least,
                most=most,
            )
        )
    right = {_choice(drop) for drop, _ in places}
    used = [thing for thing in things if thing.number in right]
    if len(used) < len(things):
        fields.changes.remark("Markers that belong nowhere were left out.")
    fields.changes.remark(
        "Each marker is a question of its own: which place is its. See whether its words still fit."
    )
    names = {thing.number: thing.name for thing in things if thing.name}
    regions = [
        (box, _choice(drop), names.get(_choice(drop), "Another place")) for drop, box in places
    ]
    made = [
        Hotspot(
            **replace(head, prompt=f"{head.prompt}\n\n{thing.shown}").fields(),
            picture=picture,
            regions=tuple(
                Region(letter(i), box, name, number == thing.number)
                for i, (box, number, name) in enumerate(regions)
            ),
        )
        for thing in used
        if thing.shown
    ]
    if not made:
        raise LeftOut("No marker has a place on the picture.")
    return Gapped(made[0], tuple(replace(question, hints=()) for question in made[1:]))


def _picture(fields: Fields) -> tuple[str, tuple[int, int]]:
    """The picture as a figure, and its width and height in pixels."""
    file = fields.element.find("file")
    if file is None:
        raise LeftOut("It has no picture.")
    name = file.get("name") or "picture"
    path = fields.pictures.beside(name, file.text or "")
    if path is None:
        raise LeftOut("Its picture cannot be kept.")
    fields.pictures.used(name)
    size = size_of(fields.pictures.kept(path))
    if size is None:
        raise LeftOut("The size of its picture cannot be read (PNG and JPEG can).")
    return f"![Picture without a description]({path})", size


def size_of(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or JPEG in pixels; None if they cannot be read."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        wide, high = struct.unpack(">LL", data[16:24])
        return (wide, high) if wide and high else None
    at = 2
    while data.startswith(b"\xff\xd8") and at + 9 < len(data) and data[at] == 0xFF:
        if data[at + 1] in _FRAMES:
            high, wide = struct.unpack(">HH", data[at + 5 : at + 9])
            return (wide, high) if wide and high else None
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None


def _box(drop: Element, size: tuple[int, int]) -> Percent:
    """The rectangle around a place.

    Raises:
        LeftOut: If it cannot be read.
    """
    shape = (drop.findtext("shape") or "").strip().lower()
    numbers = [float(n) for n in _NUMBERS.findall(drop.findtext("coords") or "")]
    return _in_per_cent(_edges(shape, numbers), size)


def _pixel(drop: Element, name: str) -> float:
    found = _NUMBERS.fullmatch((drop.findtext(name) or "").strip())
    if found is None:
        raise LeftOut("Where a place on the picture begins cannot be read.")
    return float(found[0])


def _in_per_cent(box: Box, size: tuple[int, int]) -> Percent:
    left, top, right, bottom = box
    wide, high = size
    x, y = min(99, _per_cent(left, wide)), min(99, _per_cent(top, high))
    return x, y, max(1, _per_cent(right, wide) - x), max(1, _per_cent(bottom, high) - y)


def _edges(shape: str, numbers: list[float]) -> Box:
    match shape, numbers:
        case "circle", [x, y, r]:
            return x - r, y - r, x + r, y + r
        case "rectangle", [x, y, wide, high]:
            return x, y, x + wide, y + high
        case "polygon", [_, _, _, _, *_] if len(numbers) % 2 == 0:
            xs, ys = numbers[::2], numbers[1::2]
            return min(xs), min(ys), max(xs), max(ys)
        case _:
            raise LeftOut("A place on the picture has a shape that cannot be read.")


def _per_cent(value: float, whole: int) -> int:
    return min(100, max(0, round(100 * value / whole)))
