"""Searching people and units at once: people first, then units."""

from werkzeug.wrappers import Response

from elearn.api.scim import blueprint, groups, users
from elearn.api.scim.asking import Asking, listed, parameter, place, scim_view, wants_members
from elearn.core.errors import BadInput
from elearn.services import scim_groups, scim_users


@blueprint.post("/.search")
@scim_view
def search(asking: Asking) -> Response:
    """All that the directory reaches. Filters belong to one kind of resource."""
    if parameter("filter"):
        raise BadInput("Filter at /Users/.search or /Groups/.search.", code="bad-filter")
    start, count = place()
    people = scim_users.listing(
        asking.actor, scim_users.EVERYBODY, offset=start - 1, limit=count, now=asking.now
    )
    units = scim_groups.listing(
        asking.actor,
        scim_groups.EVERY,
        offset=max(0, start - 1 - people.total),
        limit=count - len(people.users),
        with_members=wants_members(),
        now=asking.now,
    )
    found = [users.shown(kept) for kept in people.users]
    found += [groups.shown(kept) for kept in units.groups]
    response = listed(people.total + units.total, start, found)
    scim_users.keep_look(asking.actor, people.users, now=asking.now)
    scim_groups.keep_look(asking.actor, units.groups, now=asking.now)
    return response
