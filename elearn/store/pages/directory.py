"""The directory of alumni: who opted in, found only by what the viewer may see."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true

from elearn.core.learning.visibility import FIELDS, Shared, Viewer
from elearn.core.script import fold
from elearn.store.alumni import FOLDED, KeptProfile, profiles, read
from elearn.store.db import db
from elearn.store.tables.alumni import AlumniProfile
from elearn.store.tables.people import Person

SEARCHED = ("name", "institution", "function", "about")
"""Fields in which words are looked for."""

MOST_WORDS = 6
_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the directory is asked for; empty means everything."""

    words: str = ""
    country: str = ""
    topic: str = ""


def _shown(field: str, viewer: Viewer) -> ColumnElement[bool]:
    """Whether the viewer sees that field of a profile: the rule of `core.learning.visibility`."""
    shared: ColumnElement[str] = AlumniProfile.visibility[field].as_string()
    to_all = shared == Shared.ALUMNI.value
    if not viewer.country:
        return to_all
    near = func.upper(Person.country) == viewer.country.upper()
    return or_(to_all, and_(shared == Shared.COUNTRY.value, near))


def _folded(field: str) -> ColumnElement[str]:
    folded: ColumnElement[str] = AlumniProfile.fields[(FOLDED, field)].as_string()
    return folded


def _has_word(word: str, viewer: Viewer) -> ColumnElement[bool]:
    return or_(
        *(
            and_(_shown(name, viewer), _folded(name).contains(word, autoescape=True))
            for name in SEARCHED
        )
    )


def _conditions(viewer: Viewer, wanted: Wanted) -> ColumnElement[bool]:
    """In the directory, with something to see in it, and as wanted."""
    something = or_(
        *(and_(_shown(name, viewer), func.coalesce(_folded(name), "") != "") for name in FIELDS)
    )
    found = [AlumniProfile.listed, AlumniProfile.left_at.is_(None), something]
    if wanted.country:
        is_there = AlumniProfile.fields["country"].as_string() == wanted.country
        found.append(and_(_shown("country", viewer), is_there))
    if wanted.topic:
        topics = " " + _folded("topics") + " "
        among = topics.contains(f" {fold(wanted.topic)} ", autoescape=True)
        found.append(and_(_shown("topics", viewer), among))
    found += [_has_word(w, viewer) for w in fold(wanted.words).split()[:MOST_WORDS]]
    return and_(true(), *found)


def count(viewer: Viewer, wanted: Wanted) -> int:
    """How many profiles the viewer finds."""
    query = (
        select(func.count())
        .select_from(AlumniProfile)
        .join(Person, Person.id == AlumniProfile.person_id)
        .where(Person.left_at.is_(None), _conditions(viewer, wanted))
    )
    return int(db.session.scalar(query) or 0)


def page(viewer: Viewer, wanted: Wanted, *, limit: int, offset: int) -> list[KeptProfile]:
    """Profiles by name; those whose name the viewer does not see come last, in no telling order."""
    by_name = case((_shown("name", viewer), func.coalesce(_folded("name"), _LAST)), else_=_LAST)
    query = (
        profiles()
        .where(_conditions(viewer, wanted))
        .order_by(by_name, AlumniProfile.key)
        .limit(limit)
        .offset(offset)
    )
    return read(db.session.execute(query))
