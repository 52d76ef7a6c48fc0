"""Lessons' front matter, modules and media credits."""

from dataclasses import dataclass

from elearn.core.pack.model import Medium
from elearn.core.pack.schema import fields
from elearn.core.pack.schema.base import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """What stands above a lesson's text."""

    id: str
    title: str
    minutes: int
    outcomes: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleHead:
    """module.yaml. Outcomes are those that the whole module serves."""

    id: str
    title: str
    outcomes: tuple[str, ...] = ()


class FrontMatterShape(Shape):
    """What stands above a lesson's text."""

    makes = FrontMatter
    id = fields.Id(required=True)
    title = fields.Plain(required=True)
    minutes = fields.Whole(1, 600, required=True)
    outcomes = fields.Many(fields.Id())
    objectives = fields.Many(fields.Plain(required=True))


class ModuleShape(Shape):
    """module.yaml."""

    makes = ModuleHead
    id = fields.Id(required=True)
    title = fields.Plain(required=True)
    outcomes = fields.Many(fields.Id())


class MediumShape(Shape):
    """A media file's credit. Author and licence are asked for by the media check."""

    makes = Medium
    file = fields.Plain(required=True, most=200)
    author = fields.Plain(load_default="")
    licence = fields.Plain(load_default="")
    transcript = fields.Plain(most=200)


class MediaShape(Shape):
    """media.yaml, which is a list; `entries` is put around it for reading."""

    makes = dict
    entries = fields.Many(fields.Group(MediumShape))
