"""Shapes of assignments."""

from marshmallow import Schema, fields, validate

from elearn.api.v1.schemas.parts import ListArgs, key
from elearn.core.access import Role

ROLES = tuple(role.value for role in Role)


class _Terms(Schema):
    """By when, how often, how firmly."""

    due_on = fields.Date(metadata={"description": "The last day; or `due_days`."}, allow_none=True)
    due_days = fields.Integer(
        validate=validate.Range(min=1, max=3650),
        allow_none=True,
        metadata={"description": "Days after the first day, or after they came under it."},
    )
    renew_months = fields.Integer(
        validate=validate.Range(min=1, max=240),
        allow_none=True,
        metadata={"description": "Anew after so many months."},
    )
    on_law_change = fields.Boolean(metadata={"description": "Anew when the law changes."})
    compulsory = fields.Boolean()
    note = fields.String(validate=validate.Length(max=500))


class AssignmentSchema(_Terms):
    """What is asked of a unit and all below, of a role or of a person."""

    key = fields.String()
    pack = fields.String(
        allow_none=True,
        metadata={"example": "border-checks", "description": "The course; or a programme."},
    )
    programme = fields.String(
        allow_none=True, metadata={"description": "The key of the programme that is asked."}
    )
    programme_version = fields.Integer(
        allow_none=True, metadata={"description": "Which of its versions is asked."}
    )
    unit = fields.String(allow_none=True, metadata={"description": "The key of the unit."})
    role = fields.String(
        allow_none=True, metadata={"description": "The role, there or everywhere."}
    )
    person = fields.String(allow_none=True, metadata={"description": "The key of the person."})
    from_day = fields.Date()
    to_day = fields.Date(
        allow_none=True, metadata={"description": "The first day on which it stands no more."}
    )


class AssignmentArgs(ListArgs):
    """What narrows the list of assignments."""

    pack = key("A pack.")
    ended = fields.Boolean(
        truthy={"true"}, falsy={"false"}, metadata={"description": "`true`: those that ended."}
    )


class NewAssignmentSchema(_Terms):
    """What to ask of whom; `due_on` or `due_days` is needed, and a unit, a role or a person."""

    pack = key("The course.", required=True)
    unit = key("The unit; with all that hang below it.")
    role = fields.String(validate=validate.OneOf(ROLES))
    person = key("The person; then neither a unit nor a role.")
    from_day = fields.Date(metadata={"description": "Today, without one."})
