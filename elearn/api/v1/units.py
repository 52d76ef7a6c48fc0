"""Units."""

from typing import Any

from elearn.api.operation import Asking, Operation, operation
from elearn.api.v1 import blueprint
from elearn.api.v1.schemas.parts import OneArgs
from elearn.api.v1.schemas.units import UnitArgs, UnitSchema
from elearn.core.token_scopes import TokenScope
from elearn.services.collections import units
from elearn.services.collections.parts import Part


@blueprint.get("/units")
@operation(
    Operation(
        summary="Units whom the token reaches",
        scope=TokenScope.UNITS_READ,
        answer=UnitSchema,
        args=UnitArgs,
        listed=True,
        refusals=(404,),
    )
)
def list_units(asking: Asking) -> Part[Any]:
    """Units in reach."""
    below = asking.args.get("below", "")
    return units.listing(asking.actor, asking.place, below=below, now=asking.now)


@blueprint.get("/units/<key>")
@operation(
    Operation(
        summary="One unit",
        scope=TokenScope.UNITS_READ,
        answer=UnitSchema,
        args=OneArgs,
        refusals=(404,),
    )
)
def get_unit(asking: Asking, key: str) -> Part[Any]:
    """One of them."""
    return units.one(asking.actor, key, now=asking.now)
