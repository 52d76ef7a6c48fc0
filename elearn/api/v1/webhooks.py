"""Webhooks."""

from typing import Any

from flask import current_app

from elearn.api.operation import Asking, Done, Operation, operation
from elearn.api.v1 import blueprint
from elearn.api.v1.schemas.parts import ListArgs, NoArgs, OneArgs
from elearn.api.v1.schemas.webhooks import (
    DeliveryArgs,
    DeliverySchema,
    NewSecretSchema,
    NewWebhookSchema,
    WebhookSchema,
)
from elearn.core.settings import Settings
from elearn.core.token_scopes import TokenScope
from elearn.core.webhook import read_networks
from elearn.services import webhooks
from elearn.services.collections.parts import Part, part_of


def _root() -> str:
    return str(current_app.config["SECRET_KEY"])


def _changes(summary: str, *, refusals: tuple[int, ...] = (404, 409)) -> Operation:
    return Operation(
        summary=summary,
        scope=TokenScope.WEBHOOKS,
        answer=WebhookSchema,
        args=NoArgs,
        refusals=refusals,
    )


@blueprint.get("/webhooks")
@operation(
    Operation(
        summary="Webhooks of the client, or for administrators of all",
        scope=TokenScope.WEBHOOKS,
        answer=WebhookSchema,
        args=ListArgs,
        listed=True,
    )
)
def list_webhooks(asking: Asking) -> Part[Any]:
    """Webhooks that the actor manages."""
    place = asking.place
    found = webhooks.listing(asking.actor, after=place.after, limit=place.limit + 1)
    return part_of(found, place)


@blueprint.get("/webhooks/<key>")
@operation(
    Operation(
        summary="One webhook",
        scope=TokenScope.WEBHOOKS,
        answer=WebhookSchema,
        args=OneArgs,
        refusals=(404,),
    )
)
def get_webhook(asking: Asking, key: str) -> Part[Any]:
    """One of them."""
    return Part((webhooks.one(asking.actor, key),))


@blueprint.get("/webhooks/<key>/deliveries")
@operation(
    Operation(
        summary="What a webhook was told, newest first",
        scope=TokenScope.WEBHOOKS,
        answer=DeliverySchema,
        args=DeliveryArgs,
        listed=True,
        refusals=(404,),
    )
)
def list_deliveries(asking: Asking, key: str) -> Part[Any]:
    """What it was told lately."""
    place = asking.place
    found = webhooks.told(asking.actor, key, before=place.after, limit=place.limit + 1)
    return part_of(found, place)


@blueprint.post("/webhooks")
@operation(
    Operation(
        summary="Have an address told of events",
        scope=TokenScope.WEBHOOKS,
        answer=NewSecretSchema,
        args=NoArgs,
        body=NewWebhookSchema,
        statuses=(201,),
        refusals=(404, 409),
        unkept=("secret",),
    )
)
def add_webhook(asking: Asking) -> Done:
    """Make one; its secret is said this once."""
    body = asking.body
    settings: Settings = current_app.config["SETTINGS"]
    wanted = webhooks.NewHook(body["address"], frozenset(body["events"]), body.get("client", ""))
    networks = read_networks(settings.webhook_networks)
    made = webhooks.make(asking.actor, wanted, networks, root=_root(), now=asking.now)
    return Done(made, 201)


@blueprint.post("/webhooks/<key>/secret")
@operation(
    Operation(
        summary="Another secret; for a day the one before signs, too",
        scope=TokenScope.WEBHOOKS,
        answer=NewSecretSchema,
        args=NoArgs,
        refusals=(404, 409),
        unkept=("secret",),
    )
)
def renew_secret(asking: Asking, key: str) -> Done:
    """Change over to another secret."""
    return Done(webhooks.renew_secret(asking.actor, key, root=_root(), now=asking.now))


@blueprint.post("/webhooks/<key>/test")
@operation(_changes("Send a test"))
def test_webhook(asking: Asking, key: str) -> Done:
    """Try out whether something arrives."""
    return Done(webhooks.send_test(asking.actor, key, now=asking.now))


@blueprint.post("/webhooks/<key>/pause")
@operation(_changes("Send nothing for the time being; what happens waits"))
def pause_webhook(asking: Asking, key: str) -> Done:
    """Pause."""
    return Done(webhooks.pause(asking.actor, key, now=asking.now))


@blueprint.post("/webhooks/<key>/resume")
@operation(_changes("Send what waited, and what happens from now on"))
def resume_webhook(asking: Asking, key: str) -> Done:
    """Resume."""
    return Done(webhooks.resume(asking.actor, key, now=asking.now))


@blueprint.post("/webhooks/<key>/delete")
@operation(_changes("Tell an address nothing any more"))
def delete_webhook(asking: Asking, key: str) -> Done:
    """Delete it with what waited for it."""
    return Done(webhooks.delete(asking.actor, key, now=asking.now))
