"""People."""

from typing import Any

from elearn.api.operation import Asking, Done, Operation, operation
from elearn.api.v1 import blueprint
from elearn.api.v1.schemas.parts import NoArgs, OneArgs
from elearn.api.v1.schemas.people import NewPersonSchema, PersonArgs, PersonSchema
from elearn.core.token_scopes import TokenScope
from elearn.services.collections import people
from elearn.services.collections.parts import Part
from elearn.services.people import PersonForm


@blueprint.get("/people")
@operation(
    Operation(
        summary="People whom the token reaches",
        scope=TokenScope.PEOPLE_READ,
        answer=PersonSchema,
        args=PersonArgs,
        listed=True,
        look="api-people",
        refusals=(404,),
    )
)
def list_people(asking: Asking) -> Part[Any]:
    """Those whom the token reaches."""
    return people.listing(
        asking.actor,
        asking.place,
        unit=asking.args.get("unit", ""),
        active=asking.args.get("active", True),
        now=asking.now,
    )


@blueprint.get("/people/<key>")
@operation(
    Operation(
        summary="One person",
        scope=TokenScope.PEOPLE_READ,
        answer=PersonSchema,
        args=OneArgs,
        look="api-person",
        refusals=(404,),
    )
)
def get_person(asking: Asking, key: str) -> Part[Any]:
    """One of them."""
    return people.one(asking.actor, key, now=asking.now)


@blueprint.post("/people")
@operation(
    Operation(
        summary="Add somebody to the roster, and to a unit",
        scope=TokenScope.PEOPLE_WRITE,
        answer=PersonSchema,
        args=NoArgs,
        body=NewPersonSchema,
        statuses=(201,),
        refusals=(404, 409),
    )
)
def add_person(asking: Asking) -> Done:
    """Add somebody."""
    body = asking.body
    form = PersonForm(
        name=body["name"],
        email=body.get("email", ""),
        service_number=body.get("service_number", ""),
        language=body.get("language"),
        country=body.get("country"),
    )
    return Done(people.add(asking.actor, form, body.get("unit", ""), now=asking.now), 201)


@blueprint.post("/people/<key>/deactivate")
@operation(
    Operation(
        summary="Somebody left the service",
        scope=TokenScope.PEOPLE_WRITE,
        answer=PersonSchema,
        args=NoArgs,
        refusals=(404, 409),
    )
)
def deactivate_person(asking: Asking, key: str) -> Done:
    """Their sessions, roles and memberships end; their records stay."""
    return Done(people.deactivate(asking.actor, key, now=asking.now))
