"""Case studies. How many choices a scene may have is checked with the graph."""

from collections.abc import Mapping
from typing import Any

from elearn.core.case import conditions as c
from elearn.core.case import model as m
from elearn.core.pack.schema import fields
from elearn.core.pack.schema.base import Shape, refuse

_VALUE = 1000
_MINUTES = 10_000
_PARTS = 20


class BoundsShape(Shape):
    """From `least` to `most`."""

    makes = c.Bounds
    least = fields.Whole(-_VALUE, _VALUE)
    most = fields.Whole(-_VALUE, _VALUE)

    def make(self, data: dict[str, Any]) -> Any:
        """The bounds, of which there is at least one."""
        if data.get("least") is None and data.get("most") is None:
            raise refuse("A bound is missing; write `least`, `most` or both.", "key-missing")
        return super().make(data)


class MeasuredShape(BoundsShape):
    """A measure within bounds."""

    measure = fields.Id(required=True)

    def make(self, data: dict[str, Any]) -> Any:
        """The condition."""
        name = data.pop("measure")
        return c.Measured(name, super().make(data))


class Condition(fields.Value):
    """One condition: a mapping whose key says its kind."""

    KINDS = ("measure", "exhibit", "choice", "scene", "after", "left", "all", "any", "not")

    def _deserialize(self, value: object, *_: Any, **__: Any) -> c.Condition:
        return _condition(value)


def _condition(value: object) -> c.Condition:
    if not isinstance(value, Mapping):
        raise refuse(f"must be a condition, such as {{choice: c-ask}}, not {_shown(value)}.")
    kinds = [key for key in value if key in Condition.KINDS]
    if len(kinds) != 1:
        raise refuse(
            f"must have one of these keys: {', '.join(Condition.KINDS)}; to join several, write "
            "`all: [{…}, {…}]`."
        )
    kind = str(kinds[0])
    if kind == "measure":
        made: c.Condition = MeasuredShape().load(value)
        return made
    strange = [str(key)[:64] for key in value if key != kind]
    if strange:
        raise refuse(f'holds "{strange[0]}" beside "{kind}"; remove it.')
    return _simple(kind, value[kind])


def _simple(kind: str, inner: object) -> c.Condition:
    if kind in ("all", "any"):
        if not isinstance(inner, list) or not 1 <= len(inner) <= _PARTS:
            raise refuse(f"needs a list of 1 to {_PARTS} conditions under `{kind}`.", "value-range")
        parts = tuple(_condition(each) for each in inner)
        return c.Every(parts) if kind == "all" else c.Some(parts)
    if kind == "not":
        return c.Not(_condition(inner))
    if kind in ("after", "left"):
        minutes = fields.Whole(0, _MINUTES).deserialize(inner)
        return c.After(minutes) if kind == "after" else c.Left(minutes)
    named: dict[str, Any] = {"exhibit": c.Shown, "choice": c.Made, "scene": c.Been}
    made: c.Condition = named[kind](fields.Id().deserialize(inner))
    return made


def _shown(value: object) -> str:
    return repr(str(value)[:40]) if isinstance(value, str | int | float) else "a list or nothing"


class MeasureShape(Shape):
    """Something that choices move up and down."""

    makes = m.Measure
    id = fields.Id(required=True)
    title = fields.Plain(most=60)
    start = fields.Whole(-_VALUE, _VALUE)
    min = fields.Whole(-_VALUE, _VALUE)
    max = fields.Whole(-_VALUE, _VALUE)

    def make(self, data: dict[str, Any]) -> Any:
        """The measure; only those that the interface has a word for need no title."""
        if not data.get("title") and data["id"] not in m.KNOWN_MEASURES:
            known = ", ".join(m.KNOWN_MEASURES)
            say = f'The measure "{data["id"]}" needs a `title`; only {known} need none.'
            raise refuse(say, "key-missing")
        return super().make(data)


class ExhibitShape(Shape):
    """Something the officer can look at."""

    makes = m.Exhibit
    id = fields.Id(required=True)
    title = fields.Plain(required=True)
    text = fields.Markdown(required=True)


class MessageShape(Shape):
    """Something that arrives."""

    makes = m.Message
    id = fields.Id(required=True)
    sender = fields.Plain(data_key="from", most=100)
    title = fields.Plain(required=True)
    text = fields.Markdown(required=True)
    when = Condition(required=True)


class ReasoningShape(Shape):
    """Why, in the learner's own words."""

    makes = m.Reasoning
    prompt = fields.Markdown(required=True)
    model_answer = fields.Markdown(required=True, data_key="model-answer")
    most = fields.Whole(100, 4000)


class ChoiceShape(Shape):
    """A way on from a scene."""

    makes = m.Choice
    id = fields.Id(required=True)
    text = fields.Markdown(required=True)
    to = fields.Id(required=True)
    judgement = fields.OneOf(tuple(m.Judgement), m.Judgement, required=True)
    consequence = fields.Markdown(required=True)
    debrief = fields.Markdown(required=True)
    effects = fields.Words(fields.Whole(-_VALUE, _VALUE))
    minutes = fields.Whole(0, _MINUTES)
    reveals = fields.Many(fields.Id())
    condition = Condition(data_key="if")
    closed = fields.Markdown()
    reasoning = fields.Group(ReasoningShape)
    outcomes = fields.Many(fields.Id())

    def make(self, data: dict[str, Any]) -> Any:
        """The choice. A reason for being closed says nothing where it is always open."""
        if data.get("closed") and data.get("condition") is None:
            raise refuse("The key `closed` needs an `if`, which says when.", "key-missing")
        return super().make(data)


class SceneShape(Shape):
    """A situation."""

    makes = m.Scene
    id = fields.Id(required=True)
    title = fields.Plain(required=True)
    text = fields.Markdown(required=True)
    exhibits = fields.Many(fields.Id())
    choices = fields.Many(fields.Group(ChoiceShape))
    ending = fields.OneOf(tuple(m.Ending), m.Ending)
    reasoning = fields.Group(ReasoningShape)
    outcomes = fields.Many(fields.Id())

    def make(self, data: dict[str, Any]) -> Any:
        """The scene. Whoever decides nothing has nothing to give reasons for."""
        if data.get("reasoning") is not None and data.get("ending") is not None:
            raise refuse("An ending asks for no `reasoning`; remove it.", "key-unknown")
        return super().make(data)


class BudgetShape(Shape):
    """How much case time there is."""

    makes = m.Budget
    minutes = fields.Whole(1, _MINUTES, required=True)
    to = fields.Id(required=True)


class PassShape(Shape):
    """What a road must reach."""

    makes = m.PassRule
    endings = fields.Many(fields.OneOf(tuple(m.Ending), m.Ending), 1, 3, data_key="ending")
    measures = fields.Words(fields.Group(BoundsShape))

    def make(self, data: dict[str, Any]) -> Any:
        """The rule, which asks for something."""
        if not data.get("endings") and not data.get("measures"):
            raise refuse("A pass rule asks for an `ending`, `measures` or both.", "key-missing")
        return super().make(data)


class CaseShape(Shape):
    """A case study."""

    makes = m.Case
    id = fields.Id(required=True)
    title = fields.Plain(required=True)
    minutes = fields.Whole(1, 600, required=True)
    outcomes = fields.Many(fields.Id())
    intro = fields.Markdown()
    start = fields.Id(required=True)
    measures = fields.Many(fields.Group(MeasureShape), 0, 6)
    budget = fields.Group(BudgetShape)
    passing = fields.Group(PassShape, data_key="pass")
    exhibits = fields.Many(fields.Group(ExhibitShape))
    messages = fields.Many(fields.Group(MessageShape), 0, 50)
    scenes = fields.Many(fields.Group(SceneShape), 2, 500, required=True)
