"""Changes of law from the command line."""

import json
import os
from pathlib import Path

import lawful
import make
import pytest
from click.testing import CliRunner

from elearn.cli.main import main
from elearn.cli.settings import application, load_settings
from elearn.core.access import Role
from elearn.store import packs
from elearn.store.db import db

UPDATE = ("law", "impact", "--register", "law", "1.0.0", "2.0.0")


def write(folder: Path, files: dict[str, str]) -> str:
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return str(folder)


@pytest.fixture
def run(tmp_path, monkeypatch):
    for name in list(os.environ):
        if name.startswith("ELEARN_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("ELEARN_INSTANCE", str(tmp_path / "here"))

    def command(*words):
        return CliRunner().invoke(main, list(words))

    done = command("init", "--public-url", "https://learn.example.org", "--no-admin")
    assert done.exit_code == 0, done.output
    packs = (
        lawful.register_files(),
        lawful.course_files(),
        lawful.register_files("2.0.0", lawful.AFTER, "2026-06-12"),
    )
    for number, files in enumerate(packs):
        path = write(tmp_path / f"pack-{number}", files)
        done = command("pack", "install", "--publish", path)
        assert done.exit_code == 0, done.output
    return command


@pytest.fixture
def key(run):
    done = run(*UPDATE, "--open", "--name", "Ana")
    assert done.exit_code == 0, done.output
    return done.output.splitlines()[-1].partition(": ")[2]


def test_an_update_of_the_register_is_told_in_lines(run):
    done = run(*UPDATE, "--places")
    assert done.exit_code == 0, done.output
    lines = done.output.splitlines()
    assert lines[0] == "law 1.0.0 > 2.0.0: 3 changes"
    assert "new-wording from 2026-06-12" in lines[1]
    assert "replaced from 2026-06-12 by new" in lines[2]
    assert lines[4] == (
        "entry 1.0.0: 5 places in 3 items (debrief 1, key 1, option 1, text 2); "
        "0 completion records"
    )
    assert "  entry 1.0.0  gate/s-gate/c-refer  debrief  en  old:4" in lines
    assert lines[-1].startswith("5 places in 1 version of packs; completion records")
    assert run("law", "list").output.startswith("No change of law was opened here.")


def test_programs_get_a_line_for_each_change_version_and_place(run):
    rows = [json.loads(line) for line in run(*UPDATE, "--json").output.splitlines()]
    assert [r["change"] for r in rows[:3]] == ["code:6(1)(a)", "old", "new"]
    assert (rows[3]["pack"], rows[3]["places"], rows[3]["by-language"]) == ("entry", 5, {"en": 5})
    assert len(rows) == 3 + 1 + 5
    assert rows[-1]["cites"] == "old:4"
    assert rows[-1]["change"] == "old"
    assert rows[-1]["nearness"] == "whole"


def test_a_provision_and_a_day_are_looked_at(run):
    done = run("law", "impact", "--provision", "code:6(1)(c)", "--day", "2027-01-01")
    assert done.exit_code == 0, done.output
    assert "code:6(1)(c) 2027-01-01: 1 change\n" in done.output
    assert "2 places in 1 version of" in done.output


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "Name either"),
        (("--register", "law", "1.0.0", "2.0.0", "--provision", "code:6"), 2, "Name either"),
        (("--provision", "code:6"), 2, "Say with --day"),
        (("--provision", "code:6", "--day", "soon"), 2, "soon"),
        ((*UPDATE[2:], "--open"), 2, "Say with --name"),
        (("--register", "law", "2.0.0", "1.0.0"), 1, "is not older than"),
        (("--register", "none", "1.0.0", "2.0.0"), 1, "is not installed here"),
        (("--provision", "none:1", "--day", "2027-01-01"), 1, "No register here lists"),
    ],
)
def test_what_cannot_be_looked_at_is_said(run, words, code, said):
    done = run("law", "impact", *words)
    assert done.exit_code == code
    assert said in done.output + (done.stderr or "")


def test_a_change_is_opened_for_a_trainer_and_worked_off(run):
    with application(load_settings()).app_context():
        make.person("Dee Trainer", email="dee@example.org", roles=(Role.TRAINER,))
        db.session.remove()
    words = ("--open", "--owner", "dee@example.org", "--due", "2027-01-31", "--name", "Ana")
    words += ("--reason", "New law.")
    done = run(*UPDATE, *words)
    assert done.exit_code == 0, done.output
    key = done.output.splitlines()[-1].partition(": ")[2]
    listed = run("law", "list").output
    assert listed == f"{key}  5 of 5 open  law 1.0.0 > 2.0.0  due 2027-01-31  Dee Trainer\n"
    said = "law 1.0.0 > 2.0.0: New law.\nentry  5 of 5 open  Dee Trainer  due 2027-01-31\n"
    assert run("law", "show", key).output == said
    done = run("law", "decide", key, "entry", "ask", "--as", "still-right", "--name", "Ana")
    assert done.output == "2 places: still-right.\n"
    places = run("law", "show", key, "--pack", "entry").output.splitlines()
    decided = "1.0.0  ask/q-paper  key  en  code:6(1)(a)  still-right (operator, 20"
    assert any(place.startswith(decided) for place in places)
    assert len(places) == 5
    (row,) = (json.loads(x) for x in run("law", "show", key, "--json").output.splitlines())
    assert (row["open"], row["hits"]) == (3, 5)
    (line,) = (json.loads(x) for x in run("law", "list", "--json").output.splitlines())
    assert line["open"] == 3


def test_what_was_decided_is_opened_again(run, key):
    decide = ("law", "decide", key, "entry", "ask", "--name", "Ana")
    assert run(*decide, "--as", "open").output == "Choose at least one place.\n"
    run(*decide, "--as", "withdrawn", "--note", "Gone.")
    assert "withdrawn (operator" in run("law", "show", key, "--pack", "entry").output
    assert run(*decide, "--as", "open").output == "2 places: open.\n"
    assert "5 of 5 open" in run("law", "list").output


def test_programs_read_the_key_of_what_was_opened(run):
    lines = run(*UPDATE, "--json", "--open", "--name", "Ana").output.splitlines()
    (line,) = (json.loads(x) for x in run("law", "list", "--json").output.splitlines())
    assert json.loads(lines[-1]) == {"opened": line["key"]}


def test_what_cannot_be_decided_is_said(run, key):
    def refused(*words):
        done = run("law", "decide", key, "entry", *words, "--name", "Ana")
        assert done.exit_code == 1
        return done.output

    assert "it must be installed" in refused("ask", "--as", "changed", "--in", "1.1.0")
    assert "Say why" in refused("ask", "--as", "withdrawn")
    assert "does not touch that" in refused("none", "--as", "still-right")
    assert "does not touch that" in refused("pack", "--as", "still-right")
    assert "no such change" in run("law", "show", "none").output
    assert run(*UPDATE, "--open", "--name", "Ana").exit_code == 1


def test_how_law_stands_on_a_day(run):
    done = run("law", "status", "old:4", "--day", "2026-06-11")
    assert done.output == (
        "law 2.0.0: Old Directive, Art. 4 on 2026-06-11: in-force, since 2013, until 2026-06-12; "
        "replaced by new\n"
    )
    assert "repealed" in run("law", "status", "[@old:4]", "--day", "2026-06-12").output
    assert "not-yet" in run("law", "status", "new", "--day", "2026-06-11").output
    assert run("law", "status", "none").exit_code == 1
    row = json.loads(run("law", "status", "old:4", "--day", "2026-06-12", "--json").output)
    assert (row["day"], row["label"]) == ("2026-06-12", "Old Directive, Art. 4")
    assert row["status"]["standing"] == "repealed"
    assert row["status"]["replaced_by"] == ["new"]


@pytest.fixture
def holders(run):
    """Ann holds a record of the course in its present version."""
    with application(load_settings()).app_context():
        version = packs.find_version("entry", "1.0.0")
        make.record(make.person("Ann Learner"), version.id)
        make.person("Ben Colleague")
        db.session.remove()


def test_readiness_counts_people_by_course_without_names(run, holders):
    done = run("law", "readiness", "--day", "2026-06-12", "--json")
    assert done.exit_code == 0, done.output
    (line,) = [json.loads(text) for text in done.output.splitlines()]
    counts = {"none": 1, "under-way": 0, "ends": 0, "law": 1, "ready": 0}
    assert line == {"day": "2026-06-12", "course": "entry", **counts}
    before = json.loads(run("law", "readiness", "--day", "2026-06-11", "--json").output)
    assert (before["law"], before["ready"]) == (0, 1)
    assert "Ann" not in run("law", "readiness", "--day", "2026-06-12").output


def test_readiness_is_a_table_for_the_eye_and_knows_no_other_course(run, holders):
    said = run("law", "readiness", "--day", "2026-06-12", "--course", "entry").output.splitlines()
    assert said[0] == "On 2026-06-12:"
    assert said[2].split() == ["entry", "1", "0", "0", "1", "0"]
    wrong = run("law", "readiness", "--course", "nowhere")
    assert wrong.exit_code == 1
    assert "There is no such course." in wrong.output
    assert run("law", "readiness", "--day", "tomorrow").exit_code == 2
