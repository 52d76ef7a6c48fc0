"""Users of SCIM: people of the institution."""

from typing import Any

from werkzeug.wrappers import Response

from elearn.api.scim import blueprint
from elearn.api.scim.asking import (
    Asking,
    answer,
    base,
    body,
    codec,
    gone,
    listed,
    parameter,
    place,
    plain,
    require_current,
    scim_view,
    versioned,
)
from elearn.core.errors import BadInput
from elearn.core.sign_in import sign_in_name
from elearn.services import scim_users as service
from elearn.services.scim_users import Given, KeptUser, Wanted

_FILTERS = {
    "id": "key",
    "username": "user_name",
    "externalid": "external_id",
    "emails": "email",
    "emails.value": "email",
    "employeenumber": "number",
    "displayname": "name",
    "active": "active",
}
_FOLDED = frozenset({"user_name", "email", "number"})


def _wanted() -> Wanted:
    asked = codec().read_filter("User", parameter("filter"))
    found: dict[str, Any] = {}
    for name, value in asked.equal.items():
        field = _FILTERS.get(name)
        if field is None or field in found or (field == "active") != isinstance(value, bool):
            raise BadInput("This cannot be filtered by.", code="bad-filter")
        found[field] = sign_in_name(str(value)) if field in _FOLDED else value
    return Wanted(**found)


def shown(kept: KeptUser) -> dict[str, Any]:
    """Somebody as a directory reads them."""
    scim = codec()
    said = scim.GivenUser(
        user_name=kept.user_name or kept.email or kept.number or kept.key,
        name=kept.name,
        external_id=kept.external_id,
        active=kept.left_at is None,
        email=kept.email if kept.email_given is not False else None,
        number=kept.number if kept.number_given is not False else None,
        email_type=kept.email_type,
        email_primary=kept.email_primary,
    )
    about = scim.Shown(kept.key, kept.external_id, kept.created_at, f"{base()}/Users/{kept.key}")
    return versioned(scim.user(about, said, kept.groups))


def _given(said: Any) -> Given:
    return Given(
        said.user_name,
        said.name,
        said.external_id,
        said.active,
        said.email,
        said.number,
        said.email_type,
        said.email_primary,
    )


@blueprint.post("/Users/.search")
@blueprint.get("/Users")
@scim_view
def list_users(asking: Asking) -> Response:
    """People of the institution."""
    start, count = place()
    wanted = _wanted()
    found = service.listing(asking.actor, wanted, offset=start - 1, limit=count, now=asking.now)
    response = listed(found.total, start, [shown(kept) for kept in found.users])
    service.keep_look(asking.actor, found.users, now=asking.now)
    return response


@blueprint.get("/Users/<key>")
@scim_view
def get_user(asking: Asking, key: str) -> Response:
    """One of them."""
    kept = service.one(asking.actor, key, now=asking.now)
    response = answer(shown(kept))
    service.keep_look(asking.actor, (kept,), now=asking.now)
    return response


@blueprint.post("/Users")
@scim_view
def add_user(asking: Asking) -> Response:
    """Make an account."""
    given = _given(codec().read_user(body()))
    return answer(shown(service.add(asking.actor, given, now=asking.now)), 201)


@blueprint.put("/Users/<key>")
@scim_view
def replace_user(asking: Asking, key: str) -> Response:
    """Somebody is from now on as the directory says."""
    given = _given(codec().read_user(body(), replaces=True))
    require_current(plain(shown(service.one(asking.actor, key, now=asking.now))))
    return answer(shown(service.put(asking.actor, key, given, now=asking.now)))


@blueprint.patch("/Users/<key>")
@scim_view
def change_user(asking: Asking, key: str) -> Response:
    """Apply changes."""
    changes = body()
    before = plain(shown(service.one(asking.actor, key, now=asking.now)))
    require_current(before)
    given = _given(codec().patched_user(before, changes))
    return answer(shown(service.put(asking.actor, key, given, now=asking.now)))


@blueprint.delete("/Users/<key>")
@scim_view
def remove_user(asking: Asking, key: str) -> Response:
    """Somebody left; what they did and hold stays."""
    require_current(plain(shown(service.one(asking.actor, key, now=asking.now))))
    service.remove(asking.actor, key, now=asking.now)
    return gone()
