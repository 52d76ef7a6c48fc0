"""`elearn people invite`: whoever runs the machine invites somebody."""

import os

import pytest
from click.testing import CliRunner

from elearn.cli.main import main
from elearn.store.db import db
from elearn.store.tables.invitations import Invitation
from elearn.store.tables.jobs import Job


@pytest.fixture
def run(app, instance, cast, monkeypatch):
    """`run(address, *options)`: the command for the station."""
    for name in list(os.environ):
        if name.startswith("ELEARN_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("ELEARN_INSTANCE", str(instance))
    monkeypatch.setenv("ELEARN_SECRET_KEY", "k" * 40)
    monkeypatch.setenv("ELEARN_PUBLIC_URL", "https://learn.example.org")

    def call(address, *options):
        db.session.commit()
        db.session.remove()
        unit = ("--name", "Nia New", "--unit", cast.station.key)
        return CliRunner().invoke(main, ["people", "invite", address, *unit, *options])

    return call


def test_a_letter_is_asked_for_and_leads_to_the_site(run):
    done = run("nia@example.org", "--role", "coordinator")
    assert done.exit_code == 0, done.output
    assert "Invited to Station North" in done.output
    (row,) = db.session.query(Invitation).all()
    assert (row.email, row.role, row.by_id) == ("nia@example.org", "coordinator", None)
    letter = db.session.query(Job).filter_by(kind="mail").one().payload
    assert "https://learn.example.org/invitations/" in letter["text"]


def test_what_cannot_be_sent_ends_with_a_sentence(run):
    done = run("nobody")
    assert (done.exit_code, "not an e-mail address" in done.output) == (1, True)
    assert db.session.query(Invitation).count() == 0
