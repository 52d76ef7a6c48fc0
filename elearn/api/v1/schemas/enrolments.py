"""Shapes of enrolments and of progress."""

from marshmallow import Schema, fields, validate

from elearn.api.v1.schemas.parts import ListArgs, key

STATES = ("open", "completed", "left")


class EnrolmentSchema(Schema):
    """Somebody takes, has completed or has left a course."""

    key = fields.String()
    person = fields.String(metadata={"description": "The key of the person."})
    pack = fields.String(metadata={"example": "border-checks"})
    version = fields.String(metadata={"description": "The version that they are on."})
    state = fields.String(validate=validate.OneOf(STATES))
    began_at = fields.AwareDateTime()
    completed_at = fields.AwareDateTime(allow_none=True)
    ended_at = fields.AwareDateTime(allow_none=True)
    last_day = fields.Date(
        allow_none=True, metadata={"description": "The day on which they were last at it."}
    )


class ProgressSchema(Schema):
    """How far somebody has come in a course; never a mark or an answer."""

    enrolment = fields.String(metadata={"description": "The key of the enrolment."})
    person = fields.String(metadata={"description": "The key of the person."})
    pack = fields.String(metadata={"example": "border-checks"})
    version = fields.String()
    percent = fields.Integer(
        allow_none=True,
        validate=validate.Range(min=0, max=100),
        metadata={"description": "Null where the content of the version is not here."},
    )
    state = fields.String(validate=validate.OneOf(STATES))
    last_day = fields.Date(allow_none=True)


class EnrolmentArgs(ListArgs):
    """What narrows a list of enrolments or of progress."""

    unit = key("A unit; with all that hang below it.")
    person = key("A person.")
    pack = key("A pack.")
    state = fields.String(validate=validate.OneOf(STATES))


class NewEnrolmentSchema(Schema):
    """Somebody to enrol, and in what."""

    person = key("The person.", required=True)
    pack = key("The course.", required=True)
