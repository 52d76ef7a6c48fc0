"""A small site with one course, and people who have just completed it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import flask_migrate
from flask import Flask
from sqlalchemy import insert, select

from bench import seed
from elearn.app import create_app
from elearn.core.access import Actor
from elearn.core.script import fold
from elearn.services import keys, packs, site
from elearn.services.people import OPERATOR
from elearn.services.transaction import transaction
from elearn.store import people
from elearn.store.db import begin_write, db
from elearn.store.enrolments import KeptEnrolment, standing
from elearn.store.tables.enrolments import Enrolment
from elearn.store.tables.packs import ReleaseLine
from elearn.store.tables.people import Person

_NAMES = ("Amra", "Драган", "Ivana", "Gëzim", "Јелена", "Mirza", "Živka", "Ненад", "Selma", "Besa")
_FAMILIES = (
    "Hadžić",
    "Петровић",
    "Marić",
    "Krasniqi",
    "Савић",
    "Delić",
    "Ѓорѓиев",
    "Ilić",
    "Hoxha",
)


@contextmanager
def made(count: int) -> Iterator[Path]:
    """The instance folder of a site where so many people are about to complete `border-checks`."""
    with TemporaryDirectory(prefix="elearn-bench-") as folder:
        instance = Path(folder) / "instance"
        app = create_app(seed.settings(instance))
        with app.app_context():
            flask_migrate.upgrade()
            now = datetime.now(UTC)
            _install(now)
            with transaction():
                begin_write()
                keys.make_missing(now=now)
                _add(count, now)
            db.session.remove()
            db.engine.dispose()
        yield instance


def opened(instance: Path) -> Flask:
    """The site in that folder."""
    return create_app(seed.settings(instance))


def _install(now: datetime) -> None:
    folder = site.packs_that_come_along()
    for name in ("law", seed.COURSE):
        with transaction():
            installed = packs.install_path(folder / name, now=now)
            if not installed.done:
                raise RuntimeError(f"{name} has problems: {installed.problems[:3]}")
            packs.publish(OPERATOR, installed.pack_id, installed.version, now=now)


def _add(count: int, now: datetime) -> None:
    line = db.session.scalars(
        select(ReleaseLine.id).where(ReleaseLine.pack_id == seed.COURSE)
    ).one()
    names = [
        f"{_NAMES[n % len(_NAMES)]} {_FAMILIES[n // len(_NAMES) % len(_FAMILIES)]} {n}"
        for n in range(1, count + 1)
    ]
    db.session.execute(
        insert(Person),
        [
            {
                "id": n,
                "key": f"person-{n}",
                "name": name,
                "name_fold": fold(name),
                "email": f"person{n}@example.org",
                "language": "en",
                "country": "BA",
                "created_at": now,
            }
            for n, name in enumerate(names, 1)
        ],
    )
    db.session.execute(
        insert(Enrolment),
        [
            {
                "id": n,
                "key": f"enrolment-{n}",
                "person_id": n,
                "line_id": line,
                "began_at": now,
                "ended_at": now,
                "completed_at": now,
                "last_item": "",
                "last_at": now,
            }
            for n in range(1, count + 1)
        ],
    )


def learners(count: int) -> list[tuple[Actor, KeptEnrolment]]:
    """Those people, each with what they have completed."""
    found = []
    for number in range(1, count + 1):
        known, kept = people.actor_by_id(number, datetime.now(UTC).date()), standing(number)
        if known is None or kept is None:
            raise RuntimeError(f"person {number} of the site is not there")
        found.append((known.actor, kept.enrolment))
    return found
