"""Shapes of webhooks."""

from marshmallow import Schema, fields, validate

from elearn.api.v1.schemas.parts import ListArgs, key
from elearn.core.webhook import LONGEST_ADDRESS, Event, Sent, State


class WebhookSchema(Schema):
    """An address that is told of events. What was sent is under its deliveries."""

    key = fields.String()
    client = fields.String(attribute="client_key", metadata={"description": "The `client_id`."})
    unit = fields.String(
        metadata={"description": "The unit that the client reaches; empty for the whole site."}
    )
    address = fields.String(metadata={"example": "https://hr.example.org/hooks"})
    events = fields.List(fields.String())
    state = fields.String(validate=validate.OneOf([state.value for state in State]))
    waiting = fields.Integer(metadata={"description": "So many deliveries wait."})
    created_at = fields.AwareDateTime()


class NewSecretSchema(Schema):
    """A webhook and the secret that signs for it; the secret is said this once."""

    webhook = fields.Nested(WebhookSchema, attribute="hook")
    secret = fields.String(metadata={"example": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"})


class NewWebhookSchema(Schema):
    """A webhook to make."""

    address = fields.String(
        required=True,
        validate=validate.Length(min=1, max=LONGEST_ADDRESS),
        metadata={"example": "https://hr.example.org/hooks"},
    )
    events = fields.List(
        fields.String(validate=validate.OneOf([event.value for event in Event])),
        required=True,
        validate=validate.Length(min=1, max=20),
    )
    client = key("The `client_id` that it belongs to; a client that asks itself leaves it out.")


class DeliverySchema(Schema):
    """Something that a webhook was told, or is to be told."""

    id = fields.String(attribute="key", metadata={"description": "The `webhook-id`."})
    event = fields.String()
    state = fields.String(validate=validate.OneOf([sent.value for sent in Sent]))
    tries = fields.Integer()
    status = fields.Integer(
        allow_none=True, metadata={"description": "The HTTP status of the last try."}
    )
    fault = fields.String(metadata={"description": "Why there was no answer."})
    made_at = fields.AwareDateTime()
    tried_at = fields.AwareDateTime(allow_none=True)
    next_at = fields.AwareDateTime(allow_none=True)


class DeliveryArgs(ListArgs):
    """Deliveries are listed newest first."""
