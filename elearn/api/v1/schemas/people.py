"""Shapes of people."""

from marshmallow import Schema, fields, validate

from elearn.api.v1.schemas.parts import ListArgs, key
from elearn.core.ids import LANGUAGES

_HIDDEN = "Null where this token may not see it."


class UnitNameSchema(Schema):
    """A unit by key and name."""

    key = fields.String()
    name = fields.String()


class PersonSchema(Schema):
    """Somebody on the roster."""

    key = fields.String(metadata={"example": "q1w2e3r4t5y6u7i8"})
    name = fields.String(metadata={"example": "Amra Hodžić"})
    email = fields.String(allow_none=True, metadata={"description": _HIDDEN})
    service_number = fields.String(allow_none=True, metadata={"description": _HIDDEN})
    language = fields.String(allow_none=True)
    country = fields.String(allow_none=True, metadata={"example": "BA"})
    units = fields.List(
        fields.Nested(UnitNameSchema),
        metadata={"description": "The units in reach that they belong to today."},
    )
    active = fields.Boolean(metadata={"description": "False once they left the service."})
    created_at = fields.AwareDateTime()


class PersonArgs(ListArgs):
    """What narrows the list of people."""

    unit = key("A unit; with all that hang below it.")
    active = fields.Boolean(
        truthy={"true"},
        falsy={"false"},
        metadata={"description": "`false`: those who left, for administrators."},
    )


class NewPersonSchema(Schema):
    """Somebody to add; an e-mail address or a service number is needed, or both."""

    name = fields.String(
        required=True, validate=validate.Length(min=1, max=200), metadata={"example": "Amra Hodžić"}
    )
    email = fields.String(
        validate=validate.Length(max=254), metadata={"example": "amra.hodzic@example.org"}
    )
    service_number = fields.String(validate=validate.Length(max=60))
    language = fields.String(validate=validate.OneOf((*LANGUAGES, "sr-Latn")))
    country = fields.String(validate=validate.OneOf(("AL", "BA", "ME", "MK", "RS", "XK", "HR")))
    unit = key("The unit that they belong to from today on.")
