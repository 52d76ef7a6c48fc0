"""What an assignment asks: a course, or a version of a programme; and whether there is a newer."""

from datetime import date

from elearn.core.errors import NotFound
from elearn.services import programmes
from elearn.services.programmes import KeptProgramme
from elearn.store import packs
from elearn.store.assignments import AskedProgramme, KeptAssignment, What

PROGRAMME = "programme:"
"""Begins a choice that is a programme rather than a course."""


def what_of(course: str, day: date) -> What:
    """What a choice in the form asks: a course, or a programme as it is today.

    Raises:
        NotFound: If there is no such course or programme.
    """
    if not course.startswith(PROGRAMME):
        if not packs.offered_course(course):
            raise NotFound("There is no such course.")
        return What(course)
    found = programmes.current(course.removeprefix(PROGRAMME), day)
    if found is None:
        raise NotFound("There is no such course.")
    return What(programme=asked_of(found))


def asked_of(one: KeptProgramme) -> AskedProgramme:
    """A version of a programme as an assignment asks it."""
    return AskedProgramme(one.id, one.key, one.version_id, one.number, one.title, one.steps)


def named(what: What) -> dict[str, object]:
    """What is asked, as the audit trail keeps it."""
    if what.programme is None:
        return {"pack": what.pack_id}
    return {"programme": what.programme.key, "version": what.programme.number}


def newer_than(kept: KeptAssignment, day: date) -> KeptProgramme | None:
    """The version that an asked programme has today, where another one is asked."""
    this = kept.what.programme
    found = programmes.current(this.key, day) if this else None
    return found if found and this and found.number > this.number else None
