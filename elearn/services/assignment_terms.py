"""The terms of an assignment: by when, how often, how firmly; as typed, and as they can be met."""

from dataclasses import dataclass
from datetime import date

from elearn.core.errors import BadInput
from elearn.store.assignments import Terms

LONGEST_NOTE = 500
MOST_DAYS, MOST_MONTHS = 3650, 240
YEARS_AHEAD = 10
LATER_DAYS = 30
"""Whoever comes after an assignment began has at least so many days, unless it says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsForm:
    """By when, how often, how firmly: as typed. Empty `renew_months`: never anew."""

    begins: date | None = None
    due_on: date | None = None
    due_days: int | None = None
    renew_months: int | None = None
    on_law_change: bool = False
    compulsory: bool = True
    note: str = ""


def years_on(day: date) -> date:
    """The latest day that an assignment may name: ten years after one."""
    return day.replace(year=day.year + YEARS_AHEAD, day=min(day.day, 28))


def checked(terms: TermsForm, begins: date) -> Terms:
    """The terms, where they can be met.

    Raises:
        BadInput: Where they cannot.
    """
    note = " ".join(terms.note.split())
    if len(note) > LONGEST_NOTE:
        raise BadInput("Write a note of at most 500 letters.", code="note-long")
    if terms.due_on is None and terms.due_days is None:
        raise BadInput("Say by when: a day, or a number of days.", code="due-missing")
    if terms.due_on is not None and not begins <= terms.due_on <= years_on(begins):
        raise BadInput("Choose a last day that comes after the first.", code="due-bad")
    if terms.due_days is not None and not 1 <= terms.due_days <= MOST_DAYS:
        raise BadInput("Enter a number of days from 1 to 3650.", code="due-days-bad")
    if terms.renew_months is not None and not 1 <= terms.renew_months <= MOST_MONTHS:
        raise BadInput("Enter a number of months from 1 to 240.", code="renew-bad")
    days = LATER_DAYS if terms.due_days is None else terms.due_days
    return Terms(
        terms.due_on, days, terms.renew_months, terms.on_law_change, terms.compulsory, note
    )
