"""Migrations go up, down and up again on both databases, and end where the tables are."""

import os
import subprocess
import sys
from pathlib import Path

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from installation import settings_for
from sqlalchemy import inspect, text

from elearn.app import create_app
from elearn.store import health
from elearn.store.db import db


@pytest.fixture
def empty(tmp_path):
    """An app whose database has no tables yet, on SQLite."""
    app = create_app(settings_for(tmp_path / "instance"))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def empty_postgresql(tmp_path, postgresql):
    """The same on PostgreSQL."""
    app = create_app(settings_for(tmp_path / "instance", database_url=postgresql))
    with app.app_context():
        with db.engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        yield app
        db.session.remove()
        db.engine.dispose()


def tables():
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def differences():
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, db.metadata)


def up_down_up():
    flask_migrate.upgrade()
    assert tables() == set(db.metadata.tables)
    assert differences() == []
    flask_migrate.downgrade(revision="base")
    assert tables() == set()
    flask_migrate.upgrade()
    assert differences() == []
    assert health.ready() == (True, "ready")


def test_migrations_go_up_down_and_up_on_sqlite(empty):
    up_down_up()


@pytest.mark.postgresql
def test_migrations_go_up_down_and_up_on_postgresql(empty_postgresql):
    up_down_up()


def test_a_database_without_migrations_is_not_ready(empty):
    fine, reason = health.ready()
    assert not fine
    assert "elearn init" in reason


def test_sqlite_is_consistent_after_the_migrations(empty):
    flask_migrate.upgrade()
    with db.engine.connect() as connection:
        assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []


def test_the_front_door_opens_with_settings_from_the_environment(tmp_path):
    environment = {
        **os.environ,
        "ELEARN_INSTANCE": str(tmp_path / "instance"),
        "ELEARN_SECRET_KEY": "k" * 40,
        "ELEARN_PUBLIC_URL": "https://learn.example.org",
    }
    done = subprocess.run(
        [sys.executable, "-c", "import wsgi; print(type(wsgi.app).__name__)"],
        cwd=Path(__file__).parents[2],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "Application", done.stderr
