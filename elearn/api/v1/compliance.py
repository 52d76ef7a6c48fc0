"""Compliance: how people stand with what is asked of them."""

from typing import Any

from elearn.api.operation import Asking, Operation, operation
from elearn.api.v1 import blueprint
from elearn.api.v1.schemas.compliance import ComplianceArgs, ComplianceSchema
from elearn.core.token_scopes import TokenScope
from elearn.services.collections import compliance
from elearn.services.collections.compliance import Wanted
from elearn.services.collections.parts import Part


@blueprint.get("/compliance")
@operation(
    Operation(
        summary="How people stand with what is asked of them, on a day",
        scope=TokenScope.COMPLIANCE_READ,
        answer=ComplianceSchema,
        args=ComplianceArgs,
        listed=True,
        look="api-compliance",
        refusals=(404,),
    )
)
def list_compliance(asking: Asking) -> Part[Any]:
    """Those in reach today, as they stood on that day."""
    args = asking.args
    wanted = Wanted(args.get("person", ""), args.get("pack", ""), args.get("day"))
    unit = args.get("unit", "")
    return compliance.listing(asking.actor, asking.place, wanted, unit=unit, now=asking.now)
