"""What the service says of itself: its capabilities, its kinds of resources, their attributes."""

from typing import Any

from flask import current_app, request
from werkzeug.wrappers import Response

from elearn.api.scim import blueprint
from elearn.api.scim.asking import Asking, answer, base, listed, scim_view
from elearn.core.errors import NotAllowed, NotFound
from elearn.core.settings import Settings


def _about(part: str) -> Any:
    settings: Settings = current_app.config["SETTINGS"]
    from elearn.interop.scim_about import about  # loaded on first use

    return about(part, base(), settings.public_url.rstrip("/") + "/api/docs")


@blueprint.get("/ServiceProviderConfig")
@scim_view
def get_config(_asking: Asking) -> Response:
    """What the service can do."""
    return answer(_about("ServiceProviderConfig"))


def _list(part: str) -> Response:
    if request.args.get("filter"):
        raise NotAllowed("This list has no filter.")
    found = _about(part)
    return listed(len(found), 1, found)


def _one(part: str, key: str) -> Response:
    for found in _about(part):
        if found["id"].lower() == key.lower():
            return answer(found)
    raise NotFound("There is no such thing.")


@blueprint.get("/ResourceTypes")
@scim_view
def list_resource_types(_asking: Asking) -> Response:
    """The kinds of resources."""
    return _list("ResourceTypes")


@blueprint.get("/ResourceTypes/<key>")
@scim_view
def get_resource_type(_asking: Asking, key: str) -> Response:
    """One of them."""
    return _one("ResourceTypes", key)


@blueprint.get("/Schemas")
@scim_view
def list_schemas(_asking: Asking) -> Response:
    """Their attributes."""
    return _list("Schemas")


@blueprint.get("/Schemas/<key>")
@scim_view
def get_schema(_asking: Asking, key: str) -> Response:
    """Those of one."""
    return _one("Schemas", key)
