"""The people of the seeded installation and what they have done, as rows in bulk."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from elearn.core.case.model import Case
from elearn.core.learning import verify_code
from elearn.core.pack.model import Course, Item, Lesson
from elearn.core.quiz import draw
from elearn.core.quiz.model import Quiz
from elearn.core.script import fold
from elearn.services import shelf
from elearn.store.db import db
from elearn.store.packs import published_courses
from elearn.store.tables.attempts import Attempt
from elearn.store.tables.enrolments import Enrolment, Event, ItemState
from elearn.store.tables.packs import ReleaseLine
from elearn.store.tables.people import Person
from elearn.store.tables.people import Role as RoleRow
from elearn.store.tables.records import RecordRow, RecordSecret
from elearn.store.tables.units import Membership, Unit, UnitParent

PEOPLE = 10_000
ENROLMENTS = 50_000
EACH = ENROLMENTS // PEOPLE
STATIONS = 200
_NAMES = ("Amra", "Dragan", "Ivana", "Senad", "Jelena", "Mirza", "Ana", "Nenad", "Selma", "Goran")
_FAMILIES = ("Hadžić", "Petrović", "Marić", "Begić", "Savić", "Delić", "Knežević", "Ilić", "Hoxha")
_COUNTRIES = ("AL", "BA", "XK", "ME", "MK", "RS")

Rows = dict[type[Any], list[dict[str, Any]]]


def _write(table: type[Any], rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), 20_000):
        db.session.execute(insert(table), rows[start : start + 20_000])


def add_people(now: datetime) -> None:
    """Ten thousand officers at stations, below a ministry a country; a manager at each station."""
    long_ago = now - timedelta(days=900)
    ministries = len(_COUNTRIES)
    total = ministries + STATIONS
    country = [_COUNTRIES[n % ministries] for n in range(total)]
    _write(
        Unit,
        [
            {
                "id": n + 1,
                "key": f"unit-{n + 1}",
                "name": f"Ministry {country[n]}" if n < ministries else f"Crossing point {n}",
                "kind": "ministry" if n < ministries else "station",
                "country": country[n],
                "created_at": long_ago,
            }
            for n in range(total)
        ],
    )
    _write(
        UnitParent,
        [
            {
                "unit_id": n + 1,
                "parent_id": None if n < ministries else n % ministries + 1,
                "from_day": long_ago.date(),
            }
            for n in range(total)
        ],
    )
    _write(Person, [_person(n, country[_station(n) - 1], long_ago) for n in range(1, PEOPLE + 1)])
    _write(
        Membership,
        [
            {"person_id": n, "unit_id": _station(n), "from_day": long_ago.date()}
            for n in range(1, PEOPLE + 1)
        ],
    )
    _write(
        RoleRow,
        [
            {"person_id": n, "role": "manager", "unit_id": _station(n), "from_day": long_ago.date()}
            for n in range(PEOPLE - STATIONS + 1, PEOPLE + 1)
        ],
    )


def _station(person: int) -> int:
    return len(_COUNTRIES) + person % STATIONS + 1


def _person(n: int, country: str, at: datetime) -> dict[str, Any]:
    name = f"{_NAMES[n % len(_NAMES)]} {_FAMILIES[n // 3 % len(_FAMILIES)]} {n}"
    return {
        "id": n,
        "key": person_key(n),
        "name": name,
        "name_fold": fold(name),
        "email": f"officer{n}@example.org",
        "language": "en",
        "country": country,
        "created_at": at,
    }


def person_key(n: int) -> str:
    """The key of the person with that number."""
    return f"person-{n:06}"


def attempt_key(n: int) -> str:
    """The key of the open attempt of the person with that number."""
    return f"open-{n:06}"


def code_of(n: int) -> str:
    """The verify code of the record of the enrolment with that number."""
    return verify_code.make_code(hashlib.sha256(f"record {n}".encode()).digest()[:10])


@dataclass(frozen=True, slots=True)
class _Taken:
    """A course as enrolments need it."""

    course: Course
    digest: str
    version_id: int
    line_id: int


_STATE = {Lesson: "read", Quiz: "passed", Case: "finished"}
_EVENT = {"read": "read", "passed": "quiz-passed", "finished": "case-finished"}


def add_enrolments(now: datetime) -> None:
    """Each person takes five courses; a fifth is completed, the rest is under way.

    The first course of each person is the real one, and they are half way through it.
    """
    lines = {line.version_id: line.id for line in db.session.scalars(select(ReleaseLine))}
    taken = [
        _Taken(shelf.take(v.digest).course, v.digest, v.id, lines[v.id])
        for v in sorted(published_courses(), key=lambda v: v.pack_id)
    ]
    rows: Rows = defaultdict(list)
    for person in range(1, PEOPLE + 1):
        for place in range(EACH):
            course = taken[0] if place == 0 else taken[1 + (person + place) % (len(taken) - 1)]
            _history(rows, person, place, course, now - timedelta(hours=person % 900 + place * 48))
        if person % 2000 == 0:
            for table in (Enrolment, Event, ItemState, Attempt, RecordRow, RecordSecret):
                _write(table, rows.pop(table, []))


def _history(
    rows: Rows,
    person: int,
    place: int,
    taken: _Taken,
    last: datetime,
) -> None:
    number = (person - 1) * EACH + place + 1
    items = taken.course.items
    share = 50 if place == 0 else (100 if place == 1 else person * 7 % 90)
    done = items[: len(items) * share // 100]
    began = last - timedelta(days=30)
    rows[Enrolment].append(
        {
            "id": number,
            "key": f"enrolment-{number}",
            "person_id": person,
            "line_id": taken.line_id,
            "began_at": began,
            "completed_at": last if share == 100 else None,
            "last_item": done[-1].id if done else None,
            "last_at": last,
        }
    )
    at = {"enrolment_id": number, "version_id": taken.version_id}
    for place_of, item in enumerate(done):
        state = _STATE[type(item)]
        when = began + timedelta(days=30) * place_of / len(done)
        moment = {**at, "item_id": item.id, "at": when}
        rows[ItemState].append({**moment, "state": state})
        rows[Event].append(
            {**moment, "client_id": f"{state}-{item.id}", "kind": _EVENT[state], "data": {}}
        )
        if state == "passed":
            rows[Attempt].append(_attempt(f"done-{number}-{item.id}", number, item, taken, when))
    if place == 0:
        quiz = open_quiz(taken.course)
        rows[Attempt].append(
            {
                **_attempt(attempt_key(person), number, quiz, taken, last),
                "number": 2,
                "finished_at": None,
                "points": None,
                "points_max": None,
                "passed": None,
            }
        )
    if share == 100:
        _record(rows, person, number, taken, last)


def open_quiz(course: Course) -> Quiz:
    """The quiz that everybody is sitting."""
    return next(item for item in course.items if isinstance(item, Quiz))


def _attempt(key: str, enrolment: int, item: Item, taken: _Taken, when: datetime) -> dict[str, Any]:
    return {
        "key": key,
        "enrolment_id": enrolment,
        "item_id": item.id,
        "kind": "quiz",
        "number": 1,
        "version_id": taken.version_id,
        "digest": taken.digest,
        "language": "en",
        "seed": hashlib.sha256(key.encode()).hexdigest()[: draw.SEED_BYTES * 2],
        "draw_version": draw.DRAW_VERSION,
        "started_at": when,
        "finished_at": when + timedelta(minutes=11),
        "points": "9",
        "points_max": "10",
        "passed": True,
    }


def _record(
    rows: Rows,
    person: int,
    number: int,
    taken: _Taken,
    at: datetime,
) -> None:
    code = code_of(number)
    meta = taken.course.meta
    rows[RecordRow].append(
        {
            "id": number,
            "key": f"record-{number}",
            "code_hash": verify_code.code_hash(code),
            "person_id": person,
            "enrolment_id": number,
            "version_id": taken.version_id,
            "kind": "completion",
            "language": "en",
            "law_checked": taken.course.law.checked if taken.course.law else None,
            "issued_at": at,
            "valid_until": (at + timedelta(days=700)).date(),
            "commitments": {},
            "digest": hashlib.sha256(code.encode()).hexdigest(),
        }
    )
    facts = {"title": meta.title, "name": f"Somebody {person}", "pack": meta.id}
    rows[RecordSecret].append({"record_id": number, "code": code, "facts": facts, "salts": {}})
