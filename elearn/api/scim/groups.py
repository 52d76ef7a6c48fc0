"""Groups of SCIM: units of the institution."""

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
    wants_members,
)
from elearn.core.errors import BadInput
from elearn.services import scim_groups as service
from elearn.services.scim_groups import Given, Group, Wanted

_FILTERS = {
    "id": "key",
    "displayname": "name",
    "externalid": "external_id",
    "members": "member",
    "members.value": "member",
}


def _wanted() -> Wanted:
    asked = codec().read_filter("Group", parameter("filter"))
    found: dict[str, Any] = {}
    for name, value in asked.equal.items():
        field = _FILTERS.get(name)
        if field is None or field in found or not isinstance(value, str):
            raise BadInput("This cannot be filtered by.", code="bad-filter")
        found[field] = value
    return Wanted(**found)


def shown(kept: Group) -> dict[str, Any]:
    """A unit as a directory reads it."""
    scim, unit = codec(), kept.unit
    about = scim.Shown(unit.key, unit.external_id, unit.created_at, f"{base()}/Groups/{unit.key}")
    members = [(key, f"{base()}/Users/{key}") for _number, key, _name in kept.members]
    return versioned(scim.group(about, unit.name, members))


def _given(said: Any) -> Given:
    return Given(said.name, said.external_id, said.members)


@blueprint.post("/Groups/.search")
@blueprint.get("/Groups")
@scim_view
def list_groups(asking: Asking) -> Response:
    """Units of the institution."""
    start, count = place()
    found = service.listing(
        asking.actor,
        _wanted(),
        offset=start - 1,
        limit=count,
        with_members=wants_members(),
        now=asking.now,
    )
    response = listed(found.total, start, [shown(kept) for kept in found.groups])
    service.keep_look(asking.actor, found.groups, now=asking.now)
    return response


@blueprint.get("/Groups/<key>")
@scim_view
def get_group(asking: Asking, key: str) -> Response:
    """One of them."""
    kept = service.one(asking.actor, key, now=asking.now)
    response = answer(shown(kept))
    if wants_members():
        service.keep_look(asking.actor, (kept,), now=asking.now)
    return response


@blueprint.post("/Groups")
@scim_view
def add_group(asking: Asking) -> Response:
    """Make a unit."""
    given = _given(codec().read_group(body()))
    return answer(shown(service.add(asking.actor, given, now=asking.now)), 201)


@blueprint.put("/Groups/<key>")
@scim_view
def replace_group(asking: Asking, key: str) -> Response:
    """A unit and its members are from now on as the directory says."""
    given = _given(codec().read_group(body(), replaces=True))
    require_current(plain(shown(service.one(asking.actor, key, now=asking.now))))
    return answer(shown(service.put(asking.actor, key, given, now=asking.now)))


@blueprint.patch("/Groups/<key>")
@scim_view
def change_group(asking: Asking, key: str) -> Response:
    """Apply changes."""
    changes = body()
    before = plain(shown(service.one(asking.actor, key, now=asking.now)))
    require_current(before)
    given = _given(codec().patched_group(before, changes))
    return answer(shown(service.put(asking.actor, key, given, now=asking.now)))


@blueprint.delete("/Groups/<key>")
@scim_view
def remove_group(asking: Asking, key: str) -> Response:
    """The unit is closed; its people belong to the institution itself."""
    require_current(plain(shown(service.one(asking.actor, key, now=asking.now))))
    service.remove(asking.actor, key, now=asking.now)
    return gone()
