"""Making, checking and running an installation from the command line."""

import json
import os
import re
import stat
import threading
import urllib.request

import pytest
from click.testing import CliRunner

from elearn.cli.main import main
from elearn.cli.serve import make_server
from elearn.cli.settings import application, load_settings
from elearn.cli.worker import Worker

PASSWORD = "border lamp seventy quiet"


@pytest.fixture
def run(tmp_path, monkeypatch):
    for name in list(os.environ):
        if name.startswith("ELEARN_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("ELEARN_INSTANCE", str(tmp_path / "here"))

    def command(*words, **more):
        return CliRunner().invoke(main, list(words), **more)

    return command


@pytest.fixture
def here(run, tmp_path):
    """An installation with one administrator."""
    done = run(
        *("init", "--public-url", "https://learn.example.org", "--name", "Ana Admin"),
        *("--email", "ana@example.org", "--password", PASSWORD),
    )
    assert done.exit_code == 0, done.output
    return tmp_path / "here"


def test_init_makes_everything_and_keeps_it_when_run_again(run, here):
    settings = (here / "settings.toml").read_text(encoding="utf-8")
    key = re.search(r'secret_key = "(.+)"', settings)[1]
    assert len(key) >= 32
    if os.name == "posix":
        assert stat.S_IMODE((here / "settings.toml").stat().st_mode) == 0o600
    again = run("init")
    assert again.exit_code == 0
    assert key in (here / "settings.toml").read_text(encoding="utf-8")
    assert run("user", "list").output.count("ana@example.org") == 1


def test_init_refuses_an_easy_password_with_the_reason(run):
    done = run(
        *("init", "--public-url", "https://learn.example.org", "--name", "Ana Admin"),
        *("--email", "ana@example.org", "--password", "short"),
    )
    assert done.exit_code == 1
    assert "at least 12" in done.output


def test_init_without_a_terminal_says_what_it_needs(run):
    assert run("init").exit_code == 2
    done = run("init", "--public-url", "https://learn.example.org")
    assert done.exit_code == 2
    assert "--name" in done.output


def test_init_refuses_a_plain_address_in_production(run):
    done = run("init", "--public-url", "http://learn.example.org", "--no-admin")
    assert done.exit_code == 2
    assert "https" in done.output


@pytest.mark.parametrize("command", [("serve",), ("worker", "--once"), ("user", "list")])
def test_nothing_runs_on_a_database_of_another_shape(run, monkeypatch, command):
    monkeypatch.setenv("ELEARN_MODE", "testing")
    done = run(*command)
    assert done.exit_code == 2
    assert "elearn init" in done.output


def test_without_a_secret_key_nothing_starts(run):
    done = run("serve")
    assert done.exit_code == 2
    assert "ELEARN_SECRET_KEY" in done.output


def test_a_misspelt_variable_is_refused(run, here, monkeypatch):
    monkeypatch.setenv("ELEARN_PUBLC_URL", "https://learn.example.org")
    done = run("user", "list")
    assert done.exit_code == 2
    assert "ELEARN_PUBLC_URL" in done.output


def test_the_environment_wins_over_the_file(here, run, monkeypatch):
    assert load_settings().public_url == "https://learn.example.org"
    monkeypatch.setenv("ELEARN_PUBLIC_URL", "https://other.example.org")
    assert load_settings().public_url == "https://other.example.org"
    assert load_settings(public_url="https://third.example.org").public_url.startswith(
        "https://third"
    )


def test_a_named_file_must_be_there_and_readable(run, here, tmp_path, monkeypatch):
    monkeypatch.setenv("ELEARN_SETTINGS", str(tmp_path / "missing.toml"))
    assert run("user", "list").exit_code == 2
    (tmp_path / "bad.toml").write_text("secret_key = \n", encoding="utf-8")
    monkeypatch.setenv("ELEARN_SETTINGS", str(tmp_path / "bad.toml"))
    done = run("user", "list")
    assert done.exit_code == 2
    assert "bad.toml" in done.output


def test_people_are_added_listed_given_roles_and_let_go(run, here):
    added = run("user", "add", "Ђорђе Петровић", "--service-number", "МУП 12")
    assert added.exit_code == 0, added.output
    assert "mup12" in run("user", "list", "djordje").output
    assert "given" in run("user", "role", "mup12", "trainer").output
    assert "nothing to change" in run("user", "role", "MUP-12".replace("-", ""), "trainer").output
    assert "ended" in run("user", "role", "mup12", "trainer", "--end").output
    assert run("user", "role", "mup12", "manager").exit_code == 1
    made = run("user", "password", "mup12").output.splitlines()[-1]
    assert re.fullmatch(r"[0-9a-f]{6}-[0-9a-f]{6}-[0-9a-f]{6}", made)
    assert run("user", "leave", "mup12").exit_code == 0
    assert "left" in run("user", "list", "mup12").output


def test_what_cannot_be_done_is_said_in_one_sentence(run, here):
    assert run("user", "role", "nobody@example.org", "admin").exit_code == 1
    assert run("user", "add", "Twice", "--email", "ana@example.org").exit_code == 1
    assert run("user", "add", "Easy", "--email", "e@example.org", "--password", "x").exit_code == 1
    done = run("user", "leave", "ana@example.org")
    assert done.exit_code == 1
    assert done.output.strip() == "Nobody would be left to administer this site."
    assert run("user", "role", "ana@example.org", "king").exit_code == 2


def test_the_doctor_finds_a_healthy_site_well(run, here):
    done = run("doctor")
    assert done.exit_code == 0, done.output
    assert "All is well." in done.output


@pytest.mark.skipif(os.name != "posix", reason="permissions of files are POSIX's")
def test_the_doctor_finds_a_folder_that_others_can_read(run, here):
    here.chmod(0o755)
    done = run("doctor")
    assert done.exit_code == 1
    assert "chmod go-rwx" in done.output


def test_the_doctor_finds_an_old_database_and_a_stopped_worker(run, here):
    from datetime import timedelta

    from elearn.cli.house import moment
    from elearn.services import jobs
    from elearn.services.transaction import transaction

    app = application(load_settings())
    with app.app_context(), transaction():
        jobs.enqueue("mail", {}, now=moment() - timedelta(hours=1))
    done = run("doctor")
    assert done.exit_code == 1
    assert "elearn worker" in done.output


def test_the_worker_does_what_is_due_and_leaves_a_sign(run, here):
    done = run("worker", "--once")
    assert done.output.strip() == "5 jobs begun."  # tidying, law, notices, reminders, figures
    assert json.loads((here / "worker.json").read_text(encoding="utf-8"))["at"]


def test_a_worker_that_is_told_to_stop_stops(run, here):
    worker = Worker(application(load_settings()))
    thread = threading.Thread(target=worker.run)
    thread.start()
    worker.stop()
    thread.join(timeout=10)
    assert not thread.is_alive()


def test_the_server_answers_over_http(run, here):
    app = application(load_settings())
    server = make_server(app, load_settings(), host="127.0.0.1", port=0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        address = f"http://127.0.0.1:{server.effective_port}/readyz"
        with urllib.request.urlopen(address, timeout=10) as answer:
            assert answer.read() == b"ready\n"
            assert "Server" not in answer.headers
    finally:
        server.close()
        server.task_dispatcher.shutdown()
