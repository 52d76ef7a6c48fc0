"""An institution's grace period: how long after its end a record is renewed by what changed."""

from dataclasses import dataclass
from datetime import datetime

from elearn.core.access import Action, Actor
from elearn.core.errors import BadInput
from elearn.core.learning.renewal import LONGEST_GRACE
from elearn.services import units
from elearn.store import audit
from elearn.store import renewals as store
from elearn.store.db import begin_write


@dataclass(frozen=True, slots=True)
class TermPage:
    """The grace period of a unit.

    Attributes:
        key, name: Of the unit.
        days: Its own; None where it says none.
        above: That of the nearest unit above which says one, with its name.
        longest: The most that can be given.
    """

    key: str
    name: str
    days: int | None
    above: tuple[int, str] | None
    longest: int = LONGEST_GRACE


def page(actor: Actor, key: str, *, now: datetime) -> TermPage:
    """The grace period of a unit.

    Raises:
        NotFound: If there is no such unit for the actor.
    """
    unit = units.find(actor, key, Action.EDIT_UNITS, now.date())
    days, above = store.term_of_unit(unit.id, now.date())
    return TermPage(unit.key, unit.name, days, above)


def set_grace(actor: Actor, key: str, days: str, *, now: datetime) -> None:
    """Set the grace period of a unit and of those below that have none of their own.

    Args:
        actor: Who sets it.
        key: The unit.
        days: Days, as they were entered; empty: that of the unit above.
        now: The moment.

    Raises:
        NotFound: If there is no such unit for the actor.
        BadInput: If it is no number from 0 to 365.
    """
    units.find(actor, key, Action.EDIT_UNITS, now.date())
    entered = days.strip()
    if entered and not (entered.isdecimal() and len(entered) < 4):
        raise BadInput("Enter a number of days from 0 to 365.", code="grace-bad")
    number = int(entered) if entered else None
    if number is not None and number > LONGEST_GRACE:
        raise BadInput("Enter a number of days from 0 to 365.", code="grace-bad")
    begin_write()
    unit = units.find(actor, key, Action.EDIT_UNITS, now.date())
    by = actor.person_id or None
    store.keep_term(unit.id, number, by=by, at=now)
    audit.keep_act(by, "grace-set", f"unit:{unit.key}", {"days": number}, at=now)
