"""Shapes that all nouns share."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from elearn.services.collections.parts import MOST


class Whole(validate.Regexp):
    """A pattern that the whole text must fit; a line end after it does not."""

    def __call__(self, value: Any) -> Any:
        """Check."""
        if self.regex.fullmatch(value) is None:
            raise ValidationError(self._format_error(value))
        return value


def key(about: str, *, required: bool = False) -> fields.String:
    """A key or id: opaque, and safe in an address."""
    pattern = Whole(r"^[A-Za-z0-9_-]{1,64}$")
    return fields.String(required=required, validate=pattern, metadata={"description": about})


class NoArgs(Schema):
    """Nothing."""


class OneArgs(Schema):
    """What every look-up takes, besides `fields`."""


class ListArgs(Schema):
    """What every list takes, besides `fields`."""

    cursor = fields.String(
        validate=validate.Length(max=400),
        metadata={"description": "`next` of the part before; without it the list begins."},
    )
    limit = fields.Integer(
        validate=validate.Range(min=1, max=MOST),
        metadata={"description": f"How many items at most: 1 to {MOST}, otherwise 50."},
    )
