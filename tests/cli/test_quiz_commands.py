"""Grading again and correcting from the command line."""

import json
import os
from datetime import UTC, datetime

import learning
import make
import pytest
from click.testing import CliRunner

from elearn.cli.main import main
from elearn.cli.settings import application, load_settings
from elearn.services import attempts, enrolments
from elearn.store import attempts as attempt_store
from elearn.store.db import db

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def run(tmp_path, monkeypatch):
    for name in list(os.environ):
        if name.startswith("ELEARN_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("ELEARN_INSTANCE", str(tmp_path / "here"))

    def command(*words):
        return CliRunner().invoke(main, list(words))

    done = command(
        *("init", "--public-url", "https://learn.example.org", "--name", "Ana Admin"),
        *("--email", "ana@example.org", "--password", "border lamp seventy quiet"),
    )
    assert done.exit_code == 0, done.output
    done = command("pack", "install", "--publish", str(learning.PACKS / "kinds"))
    assert done.exit_code == 0, done.output
    return command


@pytest.fixture
def key(run):
    """An attempt in which all is right but the single choice."""
    with application(load_settings()).app_context():
        actor = make.actor(make.person("Ann Learner"))
        enrolments.enrol(actor, "kinds", now=NOW)
        key = attempts.begin(actor, "kinds", "quiz", "en", now=NOW)
        sitting = attempts.require_sitting(actor, key)
        for number, form in learning.truth_forms(actor, key).items():
            if attempts.question_at(sitting, number).question.id != "q-single":
                attempts.answer(actor, key, number, form, now=NOW)
        attempts.finish(actor, key, now=NOW)
        db.session.commit()
        db.session.remove()
        return key


def points(key):
    with application(load_settings()).app_context():
        found = attempt_store.by_key(key).points
        db.session.remove()
        return found


def test_replay_says_that_all_is_as_it_was_kept(run, key):
    done = run("quiz", "replay", "kinds", "quiz")
    assert done.exit_code == 0, done.output
    assert "1 attempts, 6 answers; 0 attempts differ" in done.output


def test_replay_lists_what_differs_and_ends_with_1(run, key):
    with application(load_settings()).app_context():
        from elearn.store.db import begin_write

        begin_write()
        db.session.execute(
            db.text(
                "UPDATE marks SET points='0', share='0', verdict='wrong' WHERE question_id='q-text'"
            )
        )
        db.session.commit()
        db.session.remove()
    done = run("quiz", "replay", "kinds", "quiz", "--json")
    assert done.exit_code == 1
    attempt, sums = map(json.loads, done.output.splitlines())
    assert attempt["differences"][0]["question"] == "q-text"
    assert attempt["differences"][0]["new"] == {"points": "1", "verdict": "right"}
    assert sums["differing"] == 1
    words = run("quiz", "replay", "kinds", "quiz").output
    assert "q-text: 0 (wrong) -> 1 (right): the key or the question is another one" in words
    assert run("quiz", "replay", "kinds", "quiz", "--against", "9.9.9").exit_code == 1


def test_a_correction_takes_two_named_acts(run, key):
    proposed = run(
        *("quiz", "correct", "propose", "kinds", "q-single", "--kind", "everybody"),
        *("--reason", "Two right options.", "--name", "Olga"),
    )
    assert proposed.exit_code == 0, proposed.output
    assert "1 attempts concerned, 1 marks change; results: 1 better" in proposed.output
    correction = proposed.output.splitlines()[0].removeprefix("Proposed: ")
    assert points(key) == "6"
    assert run("quiz", "correct", "confirm", correction).exit_code == 2  # without a name
    confirmed = run("quiz", "correct", "confirm", correction, "--name", "Petra")
    assert "1 attempts have another mark" in confirmed.output
    assert points(key) == "7"
    assert run("quiz", "correct", "confirm", correction, "--name", "Petra").exit_code == 1
    listed = run("quiz", "correct", "list", "kinds", "--json")
    assert json.loads(listed.output)["state"] == "confirmed"
    assert run("quiz", "replay", "kinds", "quiz").exit_code == 0


@pytest.mark.parametrize(
    ("question", "answer", "code"),
    [
        ("q-single", "a", 0),
        ("q-single", "z", 1),
        ("q-multiple", "a, c", 0),
        ("q-truefalse", "false", 0),
        ("q-truefalse", "perhaps", 1),
        ("q-numeric", "180", 0),
        ("q-numeric", "many", 1),
        ("q-text", "asylum", 0),
        ("q-ordering", '{"kind": "ordering", "items": ["c", "b", "a"]}', 0),
        ("q-ordering", "c b a", 1),
    ],
)
def test_the_right_answer_is_typed_by_kind(run, question, answer, code):
    done = run(
        *("quiz", "correct", "propose", "kinds", question, "--kind", "key"),
        *("--answer", answer, "--reason", "Wrong key.", "--name", "Olga"),
    )
    assert done.exit_code == code, done.output
