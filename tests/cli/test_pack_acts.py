"""`elearn pack publish|stop|withdraw|sunset|retire|roll-back|impact`."""

import json
import shutil

import learning
import pytest
import updating
from click.testing import CliRunner
from installation import settings_for

from elearn.app import create_app
from elearn.cli.main import main
from elearn.store import packs, releases
from elearn.store import publications as store
from elearn.store.db import db
from elearn.store.tables.jobs import Job

OTHER_KEY = (b"answer: true", b"answer: false")


@pytest.fixture
def site(tmp_path, migrated_file, monkeypatch, now):
    """An installation with `kinds` 1.0.0 and 2.0.0, and somebody who has passed the old quiz."""
    here = tmp_path / "here"
    here.mkdir()
    shutil.copyfile(migrated_file, here / "elearn.sqlite")
    monkeypatch.setenv("ELEARN_INSTANCE", str(here))
    monkeypatch.setenv("ELEARN_MODE", "testing")
    app = create_app(settings_for(here))
    with app.app_context():
        learning.publish("kinds", now)
        ann = updating.taker(now)
        updating.pass_quiz(ann, now)
        updating.installed("2.0.0", now, changes=updating.edited(updating.QUIZ, *OTHER_KEY))
        db.session.remove()
        yield ann
        db.session.remove()
        db.engine.dispose()


def run(*words):
    done = CliRunner().invoke(main, ["pack", *words])
    db.session.rollback()
    return done


def state(version):
    return packs.find_version("kinds", version).state


def test_the_impact_is_said_by_number_and_nothing_changes(site):
    found = json.loads(run("impact", "kinds", "2.0.0", "--json").output)
    assert (found["people"]["under_way"], found["people"]["done"]) == (1, 0)
    assert (found["results"]["attempts"], found["results"]["changes"]) == (1, 1)
    words = run("impact", "kinds", "2.0.0").output
    assert "After 1.0.0: major." in words
    assert "1 on 1.0.0, under-way: may finish what they began before" in words
    assert "100 % passed ->" in words
    assert "Ann" not in words
    assert state("2.0.0") == "installed"
    assert (
        "go on with 2.0.0 at once"
        in run("impact", "kinds", "2.0.0", "--urgent", "--people-only").output
    )


def test_a_version_is_published_with_a_law_note_and_days(site):
    words = ("--urgent", "--law-note", "Since June.", "--bridge-due", "2099-01-31")
    done = run("publish", "kinds", "2.0.0", *words, "--name", "Dee", "--second", "Eva")
    assert done.output == "kinds 2.0.0 is published.\n"
    newest, first = releases.of_pack("kinds")
    assert (first.state, first.law_note) == ("stopped", "Since June.")
    assert newest.bridge_due_on.isoformat() == "2099-01-31"
    kept = store.of_pack("kinds")[0]
    assert (kept.settings["by"], kept.settings["second"]) == ("Dee", "Eva")
    assert {job.kind for job in db.session.query(Job)} >= {"going-on", "version-ended"}


def test_a_version_is_stopped_withdrawn_and_retired(site):
    assert run("stop", "kinds", "1.0.0", "--reason", "The law.").exit_code == 0
    assert state("1.0.0") == "stopped"
    assert run("publish", "kinds", "1.0.0").exit_code == 0
    assert run("retire", "kinds", "1.0.0").exit_code == 0
    done = run("withdraw", "kinds", "1.0.0", "--reason", "Wrong form.")
    assert "is withdrawn. The worker tells those concerned." in done.output
    assert state("1.0.0") == "withdrawn"
    again = run("publish", "kinds", "1.0.0")
    assert (again.exit_code, "A withdrawn version stays withdrawn" in again.output) == (1, True)


def test_a_sunset_is_set_and_taken_away(site):
    assert run("publish", "kinds", "2.0.0").exit_code == 0
    done = run("sunset", "kinds", "1.0.0", "2099-06-30")
    assert done.output == "kinds 1.0.0 can be finished before 2099-06-30.\n"
    assert releases.of_pack("kinds")[1].line_sunset_on.isoformat() == "2099-06-30"
    db.session.rollback()
    assert "without end" in run("sunset", "kinds", "1.0.0").output
    assert releases.of_pack("kinds")[1].line_sunset_on is None
    bad = run("sunset", "kinds", "1.0.0", "soon")
    assert (bad.exit_code, "2027-03-31" in bad.output) == (2, True)


def test_an_earlier_version_comes_back_under_a_new_number(site):
    run("publish", "kinds", "2.0.0")
    done = run("roll-back", "kinds", "1.0.0", "--reason", "2.0.0 has a wrong key.")
    assert done.output == "kinds 3.0.0 is published with the content of 1.0.0.\n"
    low = run("roll-back", "kinds", "1.0.0", "--reason", "x", "--as", "2.5.0")
    assert (low.exit_code, "above 3.0.0" in low.output) == (1, True)


def test_a_number_is_proposed_for_an_installed_version_and_written_into_folders_only(site):
    said = run("bump", "kinds@2.0.0", "--against", "kinds@1.0.0")
    assert (said.exit_code, "version: 2.0.0" in said.output) == (0, True)
    refused = run("bump", "kinds@2.0.0", "--against", "kinds@1.0.0", "--write")
    assert refused.exit_code == 2
    assert "kinds@2.0.0 is no folder" in refused.output
