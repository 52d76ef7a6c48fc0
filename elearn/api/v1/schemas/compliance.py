"""Shapes of compliance."""

from marshmallow import Schema, fields, validate

from elearn.api.v1.schemas.parts import ListArgs, key
from elearn.core.learning.compliance import Status


class StandingSchema(Schema):
    """How somebody stands with one pack."""

    pack = fields.String()
    status = fields.String(validate=validate.OneOf([s.value for s in Status]))
    since = fields.Date()
    until = fields.Date(
        allow_none=True,
        metadata={"description": "The first day on which it is otherwise, if nothing happens."},
    )


class ComplianceSchema(Schema):
    """How somebody stands on a day with each pack that is asked of them."""

    person = fields.String(metadata={"description": "The key of the person."})
    day = fields.Date()
    packs = fields.List(fields.Nested(StandingSchema))


class ComplianceArgs(ListArgs):
    """What narrows the list."""

    unit = key("A unit; with all that hang below it.")
    person = key("A person.")
    pack = key("A pack.")
    day = fields.Date(metadata={"description": "As of that day; today without one."})
