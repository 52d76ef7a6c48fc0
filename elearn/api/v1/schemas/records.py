"""Shapes of completion records."""

from marshmallow import Schema, fields, validate

from elearn.api.v1.schemas.parts import ListArgs, key
from elearn.core.learning.standing import Status


class RecordSchema(Schema):
    """A completion record, without its code and its facts."""

    key = fields.String()
    person = fields.String(metadata={"description": "The key of the person."})
    pack = fields.String(metadata={"example": "border-checks"})
    version = fields.String()
    kind = fields.String(metadata={"example": "completion"})
    language = fields.String()
    law_checked = fields.Date(
        allow_none=True, metadata={"description": "The day as of which the law was checked."}
    )
    issued_at = fields.AwareDateTime()
    valid_until = fields.Date(allow_none=True, metadata={"description": "The last day it holds."})
    status = fields.String(validate=validate.OneOf([s.value for s in Status]))
    renews = fields.String(
        allow_none=True, metadata={"description": "The older record that it renewed."}
    )


class RecordArgs(ListArgs):
    """What narrows the list of records."""

    unit = key("A unit; with all that hang below it.")
    person = key("A person.")
    pack = key("A pack.")
    since = fields.AwareDateTime(metadata={"description": "Issued at this moment or later."})
