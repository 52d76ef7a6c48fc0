"""Completion records."""

from typing import Any

from elearn.api.operation import Asking, Operation, operation
from elearn.api.v1 import blueprint
from elearn.api.v1.schemas.parts import OneArgs
from elearn.api.v1.schemas.records import RecordArgs, RecordSchema
from elearn.core.token_scopes import TokenScope
from elearn.services.collections import records
from elearn.services.collections.parts import Part
from elearn.services.collections.records import Wanted


@blueprint.get("/records")
@operation(
    Operation(
        summary="Completion records",
        scope=TokenScope.RECORDS_READ,
        answer=RecordSchema,
        args=RecordArgs,
        listed=True,
        look="api-records",
        refusals=(404,),
    )
)
def list_records(asking: Asking) -> Part[Any]:
    """Records in reach."""
    args = asking.args
    wanted = Wanted(
        person=args.get("person", ""), pack=args.get("pack", ""), since=args.get("since")
    )
    unit = args.get("unit", "")
    return records.listing(asking.actor, asking.place, wanted, unit=unit, now=asking.now)


@blueprint.get("/records/<key>")
@operation(
    Operation(
        summary="One record",
        scope=TokenScope.RECORDS_READ,
        answer=RecordSchema,
        args=OneArgs,
        look="api-records",
        refusals=(404,),
    )
)
def get_record(asking: Asking, key: str) -> Part[Any]:
    """One of them."""
    return records.one(asking.actor, key, now=asking.now)
