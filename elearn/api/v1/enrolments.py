"""Enrolments, and how far people have come in them."""

from typing import Any

from elearn.api.operation import Asking, Done, Operation, operation
from elearn.api.v1 import blueprint
from elearn.api.v1.schemas.enrolments import (
    EnrolmentArgs,
    EnrolmentSchema,
    NewEnrolmentSchema,
    ProgressSchema,
)
from elearn.api.v1.schemas.parts import NoArgs, OneArgs
from elearn.core.token_scopes import TokenScope
from elearn.services.collections import enrolments
from elearn.services.collections.enrolments import Wanted
from elearn.services.collections.parts import Part


def _wanted(asking: Asking) -> Wanted:
    args = asking.args
    return Wanted(
        person=args.get("person", ""), pack=args.get("pack", ""), state=args.get("state", "")
    )


@blueprint.get("/enrolments")
@operation(
    Operation(
        summary="Who takes, has completed or has left which course",
        scope=TokenScope.ENROLMENTS_READ,
        answer=EnrolmentSchema,
        args=EnrolmentArgs,
        listed=True,
        look="api-enrolments",
        refusals=(404,),
    )
)
def list_enrolments(asking: Asking) -> Part[Any]:
    """Enrolments in reach."""
    unit = asking.args.get("unit", "")
    return enrolments.listing(
        asking.actor, asking.place, _wanted(asking), unit=unit, now=asking.now
    )


@blueprint.get("/enrolments/<key>")
@operation(
    Operation(
        summary="One enrolment",
        scope=TokenScope.ENROLMENTS_READ,
        answer=EnrolmentSchema,
        args=OneArgs,
        look="api-enrolments",
        refusals=(404,),
    )
)
def get_enrolment(asking: Asking, key: str) -> Part[Any]:
    """One of them."""
    return enrolments.one(asking.actor, key, now=asking.now)


@blueprint.post("/enrolments")
@operation(
    Operation(
        summary="Enrol somebody in a course",
        scope=TokenScope.ENROLMENTS_WRITE,
        answer=EnrolmentSchema,
        args=NoArgs,
        body=NewEnrolmentSchema,
        statuses=(200, 201),
        refusals=(404, 409),
    )
)
def add_enrolment(asking: Asking) -> Done:
    """Enrol somebody; 200 where they take it already."""
    body = asking.body
    item, new = enrolments.enrol(asking.actor, body["person"], body["pack"], now=asking.now)
    return Done(item, 201 if new else 200)


@blueprint.get("/progress")
@operation(
    Operation(
        summary="How far people have come in the courses that they take",
        scope=TokenScope.PROGRESS_READ,
        answer=ProgressSchema,
        args=EnrolmentArgs,
        listed=True,
        look="api-progress",
        refusals=(404,),
    )
)
def list_progress(asking: Asking) -> Part[Any]:
    """Percentages; never a mark or an answer."""
    unit = asking.args.get("unit", "")
    return enrolments.progress(
        asking.actor, asking.place, _wanted(asking), unit=unit, now=asking.now
    )
