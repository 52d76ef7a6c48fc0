"""Assignments."""

from typing import Any

from elearn.api.operation import Asking, Done, Operation, operation
from elearn.api.v1 import blueprint
from elearn.api.v1.schemas.assignments import (
    AssignmentArgs,
    AssignmentSchema,
    NewAssignmentSchema,
)
from elearn.api.v1.schemas.parts import NoArgs, OneArgs
from elearn.core.errors import BadInput
from elearn.core.token_scopes import TokenScope
from elearn.services.collections import assignments
from elearn.services.collections.assignments import AssignmentForm, TermsForm, Wanted
from elearn.services.collections.parts import Part


@blueprint.get("/assignments")
@operation(
    Operation(
        summary="What is asked of units, roles and people",
        scope=TokenScope.ASSIGNMENTS_READ,
        answer=AssignmentSchema,
        args=AssignmentArgs,
        listed=True,
        look="api-assignments",
    )
)
def list_assignments(asking: Asking) -> Part[Any]:
    """Assignments that concern people in reach."""
    wanted = Wanted(pack=asking.args.get("pack", ""), ended=asking.args.get("ended", False))
    return assignments.listing(asking.actor, asking.place, wanted, now=asking.now)


@blueprint.get("/assignments/<key>")
@operation(
    Operation(
        summary="One assignment",
        scope=TokenScope.ASSIGNMENTS_READ,
        answer=AssignmentSchema,
        args=OneArgs,
        look="api-assignments",
        refusals=(404,),
    )
)
def get_assignment(asking: Asking, key: str) -> Part[Any]:
    """One of them."""
    return assignments.one(asking.actor, key, now=asking.now)


@blueprint.post("/assignments")
@operation(
    Operation(
        summary="Ask a course of a unit, a role or a person",
        scope=TokenScope.ASSIGNMENTS_WRITE,
        answer=AssignmentSchema,
        args=NoArgs,
        body=NewAssignmentSchema,
        statuses=(201,),
        refusals=(404, 409),
    )
)
def add_assignment(asking: Asking) -> Done:
    """Ask something of somebody."""
    body = asking.body
    whom = {name: body.get(name, "") for name in ("unit", "role", "person")}
    if whom["person"] and (whom["unit"] or whom["role"]):
        raise BadInput("Name a person, or a unit and a role, not both.", code="whom-unclear")
    terms = TermsForm(
        begins=body.get("from_day"),
        due_on=body.get("due_on"),
        due_days=body.get("due_days"),
        renew_months=body.get("renew_months"),
        on_law_change=body.get("on_law_change", False),
        compulsory=body.get("compulsory", True),
        note=body.get("note", ""),
    )
    form = AssignmentForm(course=body["pack"], **whom)
    return Done(assignments.assign(asking.actor, form, terms, now=asking.now), 201)
