"""A place to mark on a picture, in a pack."""

import re
from collections.abc import Iterator
from typing import Any

from elearn.core.pack.schema import fields
from elearn.core.pack.schema.base import Shape
from elearn.core.pack.schema.kinds import base
from elearn.core.pack.schema.kinds.base import BLOCK, INLINE, QuestionShape, Said, Wrong
from elearn.core.pack.yaml_tree import Keys
from elearn.core.quiz.kinds.hotspot import Hotspot, Region
from elearn.core.quiz.question import Credit

_FIGURE = re.compile(r'!\[[^\]\n]+\]\(media/[^\s)"]+\.(?:svg|png|jpg|webp)(?: "[^"\n]*")?\)')


class RegionShape(Shape):
    """A rectangle on the picture."""

    makes = Region
    id = fields.Id(required=True)
    at = fields.Many(fields.Whole(0, 100), 4, 4, required=True)
    text = fields.Markdown(required=True)
    right = fields.Flag()
    feedback = fields.Markdown()


class HotspotShape(QuestionShape):
    """A picture with regions."""

    makes = Hotspot
    picture = fields.Markdown(required=True)
    credit = base.credit(Credit.MINUS, Credit.ALL)
    regions = fields.Many(fields.Group(RegionShape), base.FEW, base.MANY, required=True)

    @staticmethod
    def said(question: Hotspot) -> Iterator[Said]:
        """The picture, and what is at the regions."""
        yield Said(("picture",), "", "picture", question.picture, BLOCK)
        for i, region in enumerate(question.regions):
            yield Said(("regions", i, "text"), region.id, "text", region.text, INLINE)
            yield Said(("regions", i, "feedback"), region.id, "feedback", region.feedback, BLOCK)

    @staticmethod
    def parts(question: Hotspot) -> Iterator[tuple[str, Keys]]:
        """The regions."""
        return base.numbered(question.regions, "regions")

    @staticmethod
    def faults(question: Hotspot) -> Iterator[Wrong]:
        """No picture or no right region; regions beyond the picture's edge, or on one another."""
        if not _FIGURE.fullmatch(question.picture.strip()):
            say = "Write one picture: `![What is seen](media/NAME.png)`."
            yield Wrong(("picture",), "hotspot-picture", say)
        if not any(region.right for region in question.regions):
            say = f'No region of "{question.id}" is right; write `right: true` at one.'
            yield Wrong(("regions",), "question-no-right", say)
        for i, region in enumerate(question.regions):
            left, top, width, height = region.at
            if not (0 < width <= 100 - left and 0 < height <= 100 - top):
                say = f'"{region.id}" must have a width and a height, and end on the picture.'
                yield Wrong(("regions", i, "at"), "region-place", say)
            over = next((r.id for r in question.regions[:i] if _meet(r, region)), "")
            if over:
                say = f'"{region.id}" lies on "{over}"; move them apart.'
                yield Wrong(("regions", i, "at"), "region-place", say)

    @staticmethod
    def partly(question: Hotspot) -> bool:
        """Where there are several right regions."""
        return question.several and QuestionShape.partly(question)

    @staticmethod
    def written(question: Hotspot) -> dict[str, object]:
        """The picture and its regions."""
        return {"picture": question.picture, "regions": [_written(r) for r in question.regions]}


def _meet(one: Region, other: Region) -> bool:
    """Whether two regions share some of the picture."""
    (x, y, w, h), (left, top, width, height) = one.at, other.at
    return x < left + width and left < x + w and y < top + height and top < y + h


def _written(region: Region) -> dict[str, Any]:
    made: dict[str, Any] = {"id": region.id, "at": list(region.at), "text": region.text}
    if region.right:
        made["right"] = True
    return made | ({"feedback": region.feedback} if region.feedback else {})
