"""Shapes of units."""

from marshmallow import Schema, fields

from elearn.api.v1.schemas.parts import ListArgs, key


class UnitSchema(Schema):
    """A unit of an institution: ministry, directorate, station."""

    key = fields.String()
    name = fields.String(metadata={"example": "Station North"})
    kind = fields.String(metadata={"example": "station"})
    country = fields.String(metadata={"example": "BA"})
    parent = fields.String(
        allow_none=True,
        metadata={"description": "The unit above; null at the top, or where it is out of reach."},
    )


class UnitArgs(ListArgs):
    """What narrows the list of units."""

    below = key("A unit; with all that hang below it.")
