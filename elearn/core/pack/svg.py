"""Drawings: an SVG file may hold shapes and words, and nothing that acts or reaches out.

Stylesheets and style attributes are refused because the page's policy blocks them anyway;
entities and document types because they can explode.
"""

import re
from contextlib import suppress
from xml.parsers import expat

from elearn.core.pack.codes import problem
from elearn.core.problems import Problem

MAX_DEPTH = 40
MAX_ELEMENTS = 20_000
_MOST = 20
_SVG = "http://www.w3.org/2000/svg"
_XLINK_HREF = "http://www.w3.org/1999/xlink href"
_XML = "http://www.w3.org/XML/1998/namespace "


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


ELEMENTS = _names(
    """
    svg g defs symbol use title desc metadata path rect circle ellipse line polyline polygon
    text tspan textPath marker linearGradient radialGradient stop clipPath mask pattern switch
    """
)
"""Elements that a drawing may hold."""

ATTRIBUTES = _names(
    """
    id class lang role viewBox preserveAspectRatio version width height x y x1 y1 x2 y2 cx cy
    r rx ry fx fy dx dy d points pathLength transform rotate offset fill fill-opacity
    fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin
    stroke-miterlimit stroke-dasharray stroke-dashoffset opacity color display visibility
    overflow clip-path clip-rule mask marker-start marker-mid marker-end markerWidth
    markerHeight markerUnits refX refY orient font-family font-size font-style font-weight
    font-variant font-stretch text-anchor text-decoration letter-spacing word-spacing
    dominant-baseline alignment-baseline baseline-shift textLength lengthAdjust writing-mode
    direction unicode-bidi startOffset method spacing gradientUnits gradientTransform
    spreadMethod stop-color stop-opacity clipPathUnits maskUnits maskContentUnits patternUnits
    patternContentUnits patternTransform href vector-effect shape-rendering text-rendering
    paint-order focusable tabindex systemLanguage requiredFeatures baseProfile space
    """
)
"""Attributes without a namespace, or of XML's own, that its elements may have; `aria-*` besides."""

_URL = re.compile(r"url\s*\(\s*['\"]?\s*(?!#)", re.IGNORECASE)
_LENGTH = re.compile(r"\s*(\d{1,7}(?:\.\d+)?)(?:px)?\s*")


class _Stop(Exception):
    """Enough has been seen."""


class _Reader:
    """Walks through one drawing and notes what may not stand in it."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.depth = 0
        self.count = 0
        self.root: dict[str, str] = {}
        self.named: list[bool] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.ProcessingInstructionHandler = self.instruction

    def read(self, data: bytes) -> None:
        try:
            self.parser.Parse(data, True)  # noqa: FBT003 - expat's signature
        except _Stop:
            return
        except (expat.ExpatError, ValueError, LookupError) as error:
            line = getattr(error, "lineno", 0)
            self.say(
                f"The drawing is not well-formed XML: {error}. Save it again as plain SVG.", line
            )

    def say(self, text: str, line: int = 0) -> None:
        line = line or self.parser.CurrentLineNumber
        self.problems.append(problem(self.path, line, "svg-unsafe", text))
        if len(self.problems) >= _MOST:
            raise _Stop

    def doctype(self, *_: object) -> None:
        self.say("The drawing has a DOCTYPE; delete that line.")
        raise _Stop

    def instruction(self, target: str, _data: str) -> None:
        self.say(f"The drawing has an instruction <?{target[:40]}?>; delete it.")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.count += 1
        if self.count == 1:
            self.root = attributes
        if self.depth > MAX_DEPTH or self.count > MAX_ELEMENTS:
            most = f"{MAX_ELEMENTS:,} elements, {MAX_DEPTH} levels"
            self.say(f"The drawing holds too much ({most} at most); simplify it.")
            raise _Stop
        space, _, local = name.rpartition(" ")
        if (self.count == 1 and local != "svg") or space != _SVG or local not in ELEMENTS:
            self.say(f"<{local[:40]}> may not stand in a drawing; use shapes and text only.")
        if local == "use" and any(self.named):
            # Copies of copies multiply without end.
            self.say("<use> may not stand inside something that has an id; take the id away.")
        self.named.append("id" in attributes)
        for attribute, value in attributes.items():
            self.attribute(attribute, value)

    def attribute(self, name: str, value: str) -> None:
        local = name.rpartition(" ")[2]
        known = name in ATTRIBUTES or name == _XLINK_HREF or name.removeprefix(_XML) in ATTRIBUTES
        if not known and not name.startswith("aria-"):
            self.say(f"The attribute {local[:40]!r} may not stand in a drawing; take it out.")
        elif local == "href" and not value.startswith("#"):
            self.say(
                f"The drawing reaches out to {value[:60]!r}; only #names inside it may be used."
            )
        elif _URL.search(value):
            self.say(f"{local} reaches out with url(); only url(#name) may be used.")

    def end(self, _name: str) -> None:
        self.depth -= 1
        self.named.pop()


def problems(data: bytes, path: str) -> list[Problem]:
    """What in a drawing may not stand there; at most 20 problems, never an exception."""
    reader = _Reader(path)
    with suppress(_Stop):
        reader.read(data)
    return reader.problems


def size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a drawing in pixels: as given, or else by its viewBox."""
    reader = _Reader("")
    with suppress(_Stop, expat.ExpatError, ValueError, LookupError):
        reader.parser.Parse(data[:4096], False)  # noqa: FBT003 - expat's signature
    given = [_LENGTH.fullmatch(reader.root.get(name, "")) for name in ("width", "height")]
    if given[0] and given[1]:
        return _whole(given[0][1]), _whole(given[1][1])
    box = re.split(r"[\s,]+", reader.root.get("viewBox", "").strip())
    sides = [_LENGTH.fullmatch(side) for side in box[2:4]] if len(box) == 4 else []
    if len(sides) == 2 and sides[0] and sides[1]:
        return _whole(sides[0][1]), _whole(sides[1][1])
    return None


def _whole(number: str) -> int:
    return max(1, round(float(number)))
