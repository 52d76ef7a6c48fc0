"""`elearn demo` around the site that it makes."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ELEARN = str(Path(sys.executable).with_name("elearn"))


def start(instance, *more):
    command = [ELEARN, "demo", "--json", "--port", "0", "--instance", str(instance), *more]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def said_by(process):
    """The one line that it prints once the site is ready; then it is stopped."""
    line = process.stdout.readline()
    process.terminate()
    rest, errors = process.communicate(timeout=20)
    assert line, errors
    assert rest == ""
    return json.loads(line)


@pytest.mark.skipif(sys.platform == "win32", reason="terminate() gives no chance to end there")
def test_a_demonstration_prints_one_line_and_run_again_keeps_its_password(tmp_path):
    first = said_by(start(tmp_path / "site"))
    assert set(first) == {"url", "password", "accounts"}
    assert set(first["accounts"]) == {
        *("officer", "trainer", "second-trainer", "manager", "coordinator", "admin"),
        *("pinned", "moved", "bridge-due", "bridge-begun", "renewed", "withdrawn"),
    }
    assert said_by(start(tmp_path / "site"))["password"] == first["password"]
    other = said_by(start(tmp_path / "site", "--password", "a password of my own"))
    assert other["password"] == "a password of my own"
    kept = tmp_path / "site" / "demo.json"
    assert json.loads(kept.read_text(encoding="utf-8"))["password"] == other["password"]
    assert kept.stat().st_mode & 0o077 == 0
    settings = tomllib.loads((tmp_path / "site" / "settings.toml").read_text(encoding="utf-8"))
    assert settings["mode"] == "demo"


def test_a_real_installation_is_left_alone(tmp_path):
    (tmp_path / "settings.toml").write_text(
        f'secret_key = "{"k" * 40}"\npublic_url = "https://learn.example.org"\n', encoding="utf-8"
    )
    process = start(tmp_path)
    _out, errors = process.communicate(timeout=30)
    assert process.returncode == 2
    assert "holds an installation already" in errors
    assert not (tmp_path / "demo.json").exists()


def test_a_short_password_is_refused(tmp_path):
    process = start(tmp_path / "site", "--password", "short")
    _out, errors = process.communicate(timeout=30)
    assert process.returncode == 2
    assert "at least 12 characters" in errors
