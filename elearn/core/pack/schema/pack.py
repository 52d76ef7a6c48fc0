"""pack.yaml, of both kinds."""

from datetime import date
from typing import Any

from elearn.core.pack.model import (
    CompletionRule,
    Course,
    LawBasis,
    Meta,
    Outcome,
    UpdatePolicy,
)
from elearn.core.pack.schema import fields
from elearn.core.pack.schema.base import Shape, refuse

HOURS = ("self-study", "assessment", "classroom", "practice", "other")
"""Kinds of learning hours."""


class AwardingShape(Shape):
    """Who stands behind the course."""

    makes = dict
    body = fields.Plain(required=True)
    country = fields.Plain(most=2)


class LevelShape(Shape):
    """The level in the European Qualifications Framework."""

    makes = dict
    eqf = fields.Whole(1, 8, required=True)


class OutcomeShape(Shape):
    """What somebody can do afterwards."""

    makes = Outcome
    id = fields.Id(required=True)
    text = fields.Plain(required=True)


class LawShape(Shape):
    """The register that the pack was checked against."""

    makes = LawBasis
    register = fields.Id(required=True)
    version = fields.Version(required=True)
    checked = fields.Day(required=True)


class AllOrIds(fields.Value):
    """`all`, or a list of item ids."""

    def _deserialize(self, value: object, attr: Any, data: Any, **more: Any) -> tuple[str, ...]:
        if value == "all":
            return ("*",)
        if not isinstance(value, list):
            raise refuse("must be `all` or a list of item ids.")
        inner = fields.Many(fields.Id())
        return tuple(inner.deserialize(value, attr, data, **more))


class CompletionShape(Shape):
    """What must be done."""

    makes = CompletionRule
    read = AllOrIds()
    pass_ = AllOrIds(data_key="pass")
    finish = AllOrIds()


class ValidityShape(Shape):
    """How long a record holds."""

    makes = dict
    months = fields.Whole(1, 240, required=True)


class UpdateShape(Shape):
    """What an update does to people who are under way."""

    makes = UpdatePolicy
    minor = fields.OneOf(("move", "finish"))
    major = fields.OneOf(("move", "finish"))
    sunset_days = fields.Whole(0, 3650, data_key="sunset-days")
    bridge = fields.Flag()


class PackShape(Shape):
    """What both kinds have."""

    format = fields.Whole(1, 1_000_000, required=True)
    kind = fields.OneOf(("course", "register"), required=True)
    id = fields.Id(required=True)
    version = fields.Version(required=True)
    title = fields.Plain(required=True)
    summary = fields.Markdown(required=True)
    language = fields.Language(required=True)
    languages = fields.Many(fields.Language())
    authors = fields.Many(fields.Plain(required=True), 1, 200, required=True)
    licence = fields.Plain(required=True)

    @staticmethod
    def meta(data: dict[str, Any]) -> Meta:
        """Take what both kinds have out of `data`."""
        names = Meta.__dataclass_fields__
        return Meta(**{name: data.pop(name) for name in names if data.get(name) is not None})


class CourseShape(PackShape):
    """pack.yaml of a course, as a course without modules."""

    audience = fields.Markdown(required=True)
    topic = fields.Id(required=True)
    awarding = fields.Group(AwardingShape, required=True)
    level = fields.Group(LevelShape)
    hours = fields.Words(fields.Whole(0, 1000, required=True), HOURS)
    outcomes = fields.Many(fields.Group(OutcomeShape), 1, 100, required=True)
    prerequisites = fields.Many(fields.Id())
    law = fields.Group(LawShape)
    completion = fields.Group(CompletionShape, required=True)
    validity = fields.Group(ValidityShape)
    update = fields.Group(UpdateShape)

    def make(self, data: dict[str, Any]) -> Any:
        """The course, still without its modules."""
        data = {key: value for key, value in data.items() if value is not None}
        meta = self.meta(data)
        awarding = data["awarding"]
        return Course(
            meta=meta,
            audience=data["audience"],
            topic=data["topic"],
            awarding_body=awarding["body"],
            awarding_country=awarding.get("country", ""),
            eqf=data.get("level", {}).get("eqf"),
            hours=data.get("hours", {}),
            outcomes=data["outcomes"],
            prerequisites=data.get("prerequisites", ()),
            law=data.get("law"),
            completion=data["completion"],
            validity_months=data.get("validity", {}).get("months"),
            update=data.get("update", UpdatePolicy()),
            modules=(),
        )


class RegisterHeadShape(PackShape):
    """pack.yaml of a register; makes its meta data and the day of its last check."""

    checked = fields.Day(required=True)

    def make(self, data: dict[str, Any]) -> tuple[Meta, date]:
        """The meta data and the day."""
        return self.meta(data), data["checked"]
