"""Case studies. How many choices a scene may have is checked with the graph."""

from elearn.core.case import model as m
from elearn.core.pack.schema import fields
from elearn.core.pack.schema.base import Shape


class ExhibitShape(Shape):
    """Something the officer can look at."""

    makes = m.Exhibit
    id = fields.Id(required=True)
    title = fields.Plain(required=True)
    text = fields.Markdown(required=True)


class ChoiceShape(Shape):
    """A way on from a scene."""

    makes = m.Choice
    id = fields.Id(required=True)
    text = fields.Markdown(required=True)
    to = fields.Id(required=True)
    judgement = fields.OneOf(tuple(m.Judgement), m.Judgement, required=True)
    consequence = fields.Markdown(required=True)
    debrief = fields.Markdown(required=True)


class SceneShape(Shape):
    """A situation."""

    makes = m.Scene
    id = fields.Id(required=True)
    title = fields.Plain(required=True)
    text = fields.Markdown(required=True)
    exhibits = fields.Many(fields.Id())
    choices = fields.Many(fields.Group(ChoiceShape))
    ending = fields.OneOf(tuple(m.Ending), m.Ending)


class CaseShape(Shape):
    """A case study."""

    makes = m.Case
    id = fields.Id(required=True)
    title = fields.Plain(required=True)
    minutes = fields.Whole(1, 600, required=True)
    outcomes = fields.Many(fields.Id())
    intro = fields.Markdown()
    start = fields.Id(required=True)
    exhibits = fields.Many(fields.Group(ExhibitShape))
    scenes = fields.Many(fields.Group(SceneShape), 2, 500, required=True)
