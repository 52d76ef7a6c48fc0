"""Assignments for programs: list, look up, and ask something of somebody."""

from datetime import datetime

from elearn.core import access
from elearn.core.access import Action, Actor, Scope
from elearn.core.errors import NotFound
from elearn.services import assignments as service
from elearn.services.assignments import AssignmentForm, TermsForm
from elearn.services.collections.parts import Part, Place, part_of
from elearn.store.collections import assignments as store
from elearn.store.collections.assignments import AssignmentItem, Wanted

__all__ = ["AssignmentForm", "AssignmentItem", "TermsForm", "Wanted"]


def listing(actor: Actor, place: Place, wanted: Wanted, *, now: datetime) -> Part[AssignmentItem]:
    """What is asked of those whom the actor leads."""
    seen = access.scope(actor, Action.LIST_ASSIGNMENTS)
    rows = store.page(seen, now.date(), wanted, after=place.after, limit=place.limit + 1)
    return part_of(rows, place, (row.person_id for row in rows[: place.limit] if row.person_id))


def one(actor: Actor, key: str, *, now: datetime) -> Part[AssignmentItem]:
    """One of them.

    Raises:
        NotFound: If there is no such assignment for the actor.
    """
    part = listing(actor, Place(limit=1), Wanted(key=key), now=now)
    if not part.items:
        raise NotFound("There is no such assignment.")
    return part


def assign(
    actor: Actor, form: AssignmentForm, terms: TermsForm, *, now: datetime
) -> AssignmentItem:
    """Ask a course of a unit and below, of a role or of a person.

    Raises:
        NotFound: If the unit, the person or the course is not there for the actor.
        NotAllowed: If the actor may not ask it of a role everywhere.
        BadInput: If the terms cannot be met.
        Conflict: If the same is asked of the same already.
    """
    key = service.assign(actor, form, terms, now=now)
    everybody = Scope(everybody=True)
    return store.page(everybody, now.date(), Wanted(key=key), after=0, limit=1)[0]
