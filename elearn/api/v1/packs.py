"""Packs."""

from typing import Any

from elearn.api.operation import Asking, Operation, operation
from elearn.api.v1 import blueprint
from elearn.api.v1.schemas.packs import PackArgs, PackSchema
from elearn.api.v1.schemas.parts import OneArgs
from elearn.core.token_scopes import TokenScope
from elearn.services.collections import packs
from elearn.services.collections.parts import Part


@blueprint.get("/packs")
@operation(
    Operation(
        summary="Courses that take new learners, and law registers",
        scope=TokenScope.PACKS_READ,
        answer=PackSchema,
        args=PackArgs,
        listed=True,
    )
)
def list_packs(asking: Asking) -> Part[Any]:
    """Courses and registers."""
    return packs.listing(asking.place, kind=asking.args.get("kind", ""))


@blueprint.get("/packs/<key>")
@operation(
    Operation(
        summary="One pack",
        scope=TokenScope.PACKS_READ,
        answer=PackSchema,
        args=OneArgs,
        refusals=(404,),
    )
)
def get_pack(_asking: Asking, key: str) -> Part[Any]:
    """One of them."""
    return packs.one(key)
