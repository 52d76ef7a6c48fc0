"""pack.yaml, of both kinds."""

from datetime import date
from typing import Any

from elearn.core.pack.model import (
    Award,
    BridgeBasis,
    CompletionRule,
    Course,
    LawBasis,
    MeaningSame,
    Meta,
    Outcome,
    Paper,
    UpdatePolicy,
)
from elearn.core.pack.schema import fields
from elearn.core.pack.schema.base import Shape, refuse

KINDS_OF_AWARD = ("participation", "completion", "achievement")
"""What a record may stand for."""

LOOKS = ("classic", "modern", "plain")
"""What a certificate may look like."""

HOURS = ("self-study", "assessment", "classroom", "practice", "other")
"""Kinds of learning hours."""


class AwardingShape(Shape):
    """Who stands behind the course."""

    makes = dict
    body = fields.Plain(required=True)
    country = fields.Plain(most=2)


class LevelShape(Shape):
    """The level in the European Qualifications Framework, and in those of the sector."""

    makes = dict
    eqf = fields.Whole(1, 8, required=True)
    frameworks = fields.Many(fields.Plain(most=200, required=True), 1, 10)


class AwardShape(Shape):
    """What the record of the course stands for."""

    makes = Award
    kind = fields.OneOf(KINDS_OF_AWARD)
    credit = fields.Many(fields.Language())


class PaperShape(Shape):
    """What certificates of the course look like."""

    makes = Paper
    look = fields.OneOf(LOOKS)
    mark = fields.Plain(most=200)


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
    minimum = fields.Whole(1, 100)
    ahead = fields.Day()


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
    """How long a record holds: so many months, or until the law changes."""

    makes = dict
    months = fields.Whole(1, 240)
    until = fields.OneOf(("law-changes",))

    def make(self, data: dict[str, Any]) -> Any:
        """The one of both that is there."""
        given = {key: value for key, value in data.items() if value is not None}
        if len(given) != 1:
            raise refuse("must hold one of `months` and `until`.", "value-choice")
        return given


class MeaningSameShape(Shape):
    """What means the same as in an older version, though words differ."""

    makes = MeaningSame
    since = fields.Version(required=True)
    ids = fields.Many(fields.Id(), 1, 1000, required=True)


class UpdateShape(Shape):
    """What an update does to people who are under way."""

    makes = UpdatePolicy
    minor = fields.OneOf(("move", "finish"))
    major = fields.OneOf(("move", "finish"))
    sunset_days = fields.Whole(0, 3650, data_key="sunset-days")
    bridge = fields.Flag()
    meaning_same = fields.Group(MeaningSameShape, data_key="meaning-same")


class BridgeShape(Shape):
    """From which version of which course to which one. Written by `core.pack.subset` only."""

    makes = BridgeBasis
    of = fields.Id(required=True)
    from_ = fields.Version(required=True, data_key="from")
    to = fields.Version(required=True)
    changed = fields.Words(fields.Many(fields.Id()))


class PackShape(Shape):
    """What both kinds have."""

    format = fields.Whole(1, 1_000_000, required=True)
    kind = fields.OneOf(("course", "register"), required=True)
    id = fields.Id(required=True)
    version = fields.Version(required=True)
    title = fields.Plain(required=True, most=300)
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
    award = fields.Group(AwardShape)
    certificate = fields.Group(PaperShape)
    update = fields.Group(UpdateShape)
    bridge = fields.Group(BridgeShape)

    def make(self, data: dict[str, Any]) -> Any:
        """The course, still without its modules."""
        data = {key: value for key, value in data.items() if value is not None}
        meta = self.meta(data)
        awarding, level = data["awarding"], data.get("level", {})
        validity = data.get("validity", {})
        return Course(
            meta=meta,
            audience=data["audience"],
            topic=data["topic"],
            awarding_body=awarding["body"],
            awarding_country=awarding.get("country", ""),
            eqf=level.get("eqf"),
            hours=data.get("hours", {}),
            outcomes=data["outcomes"],
            prerequisites=data.get("prerequisites", ()),
            law=data.get("law"),
            completion=data["completion"],
            validity_months=validity.get("months"),
            update=data.get("update", UpdatePolicy()),
            modules=(),
            bridge=data.get("bridge"),
            frameworks=level.get("frameworks", ()),
            award=data.get("award", Award()),
            paper=data.get("certificate", Paper()),
            until_law="until" in validity,
        )


class RegisterHeadShape(PackShape):
    """pack.yaml of a register; makes its meta data and the day of its last check."""

    checked = fields.Day(required=True)

    def make(self, data: dict[str, Any]) -> tuple[Meta, date]:
        """The meta data and the day."""
        return self.meta(data), data["checked"]
