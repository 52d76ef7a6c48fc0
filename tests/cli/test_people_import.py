"""`elearn people import`: what it says, and what it does."""

import json
import os

import pytest
from click.testing import CliRunner

from elearn.cli.main import main
from elearn.store import people as people_store
from elearn.store.db import db

HEAD = "Name;Service number\n"


@pytest.fixture
def run(app, instance, cast, tmp_path, monkeypatch):
    """`run(text, *options)`: the command on a file with that text, for the ministry."""
    for name in list(os.environ):
        if name.startswith("ELEARN_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("ELEARN_INSTANCE", str(instance))
    monkeypatch.setenv("ELEARN_SECRET_KEY", "k" * 40)
    monkeypatch.setenv("ELEARN_PUBLIC_URL", "https://learn.example.org")

    def call(text, *options):
        file = tmp_path / "roster.csv"
        file.write_text(text, encoding="utf-16")
        db.session.commit()
        db.session.remove()
        return CliRunner().invoke(
            main, ["people", "import", str(file), "--unit", cast.ministry.key, *options]
        )

    return call


def test_a_dry_run_says_what_would_become_of_each_row_and_writes_nothing(run):
    done = run(f"{HEAD}Nova Novak;bp-1\nNobody;?\n", "--dry-run")
    assert done.exit_code == 0, done.output
    assert "Nothing is imported yet: 1 new" in done.output
    assert people_store.by_name("bp-1") is None


def test_a_roster_is_imported_and_told_to_programs(run):
    done = run(f"{HEAD}Нова Новак;bp-1\n", "--format", "json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.output)
    assert (told["imported"], told["counts"]["new"]) == (True, 1)
    assert people_store.by_name("bp-1").name == "Нова Новак"
    assert json.loads(run(f"{HEAD}Нова Новак;bp-1\n", "--format", "json").output)["rows"] == []


def test_columns_can_be_named_by_hand(run):
    text = "A;B\nNova Novak;bp-1\n"
    assert run(text).exit_code == 1
    assert run(text, "--column", "1=name", "--column", "2=number").exit_code == 0
    assert run(text, "--column", "1=nothing").exit_code == 1


def test_a_unit_that_is_not_there_is_said(run, tmp_path):
    file = tmp_path / "r.csv"
    file.write_text(f"{HEAD}Nova Novak;bp-1\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["people", "import", str(file), "--unit", "none"])
    assert done.exit_code == 1
