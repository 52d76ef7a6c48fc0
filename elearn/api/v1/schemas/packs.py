"""Shapes of packs."""

from marshmallow import Schema, fields, validate

from elearn.api.v1.schemas.parts import ListArgs

KINDS = ("course", "register")


class PackSchema(Schema):
    """A published pack: a course that takes new learners, or a law register."""

    key = fields.String(metadata={"description": "The id of the pack.", "example": "border-checks"})
    kind = fields.String(validate=validate.OneOf(KINDS))
    title = fields.String(metadata={"description": "In the pack's own language."})
    language = fields.String(metadata={"example": "en"})
    languages = fields.List(fields.String())
    version = fields.String(metadata={"example": "1.2.0"})
    digest = fields.String(metadata={"description": "SHA-256 over the content of the version."})
    minutes = fields.Integer(
        allow_none=True, metadata={"description": "How long it takes to learn."}
    )
    published_at = fields.AwareDateTime(allow_none=True)


class PackArgs(ListArgs):
    """What narrows the list of packs."""

    kind = fields.String(validate=validate.OneOf(KINDS))
