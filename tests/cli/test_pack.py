"""`elearn pack …` as somebody types it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from elearn.cli.main import main
from elearn.store import pack_cache

PACKS = Path(__file__).resolve().parents[1] / "packs"
SMALL = str(PACKS / "good" / "small")
HTML = str(PACKS / "bad" / "html" / "pack")


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setattr(pack_cache, "_user_folder", lambda: tmp_path / "cache")


def run(*args):
    return CliRunner().invoke(main, ["pack", *map(str, args)])


def test_a_clean_pack_exits_with_0():
    result = run("check", SMALL)
    assert result.exit_code == 0
    assert result.output.endswith("0 errors, 0 warnings\n")


def test_warnings_do_not_fail_a_check():
    result = run("check", PACKS / "bad" / "heading-level" / "pack")
    assert result.exit_code == 0
    assert "heading-level: warning: " in result.output


def test_an_error_exits_with_1_and_stands_at_a_place_that_editors_open():
    result = run("check", HTML, SMALL)
    assert result.exit_code == 1
    first = result.output.splitlines()[0]
    place, line, rest = first.split(":", 2)
    assert Path(place).read_text("utf-8").splitlines()[int(line) - 1] == "This is <b>important</b>."
    assert rest.startswith(" html: ")


@pytest.mark.parametrize(
    "args",
    [
        ["check"],
        ["check", "no-such-folder"],
        ["check", SMALL, "--as-of", "yesterday"],
        ["check", SMALL, "--register", SMALL],
        ["check", SMALL, "--format", "xml"],
        ["new", "Not An Id"],
        ["fix", "no-such-folder"],
        ["build", "no-such-folder"],
    ],
)
def test_unusable_arguments_exit_with_2_and_one_clear_line(args):
    result = run(*args)
    assert result.exit_code == 2
    assert "Error: " in result.output
    assert "Traceback" not in result.output


def test_json_can_be_read_by_programs():
    (report,) = json.loads(run("check", HTML, "--format", "json").output)
    assert (report["id"], report["errors"], report["warnings"]) == ("small", 1, 0)
    (problem,) = report["problems"]
    assert problem["code"] == "html"
    assert problem["severity"] == "error"
    assert problem["path"] == "01-one/01-lines.md"
    assert problem["file"] == str(Path(HTML) / "01-one/01-lines.md")


def test_github_gets_annotations():
    output = run("check", HTML, "--format", "github").output
    assert output.startswith("::error file=")
    assert ",line=9,title=html::HTML is not allowed" in output


def test_the_day_and_the_register_can_be_named():
    beside = PACKS / "bad" / "law-repealed" / "pack"
    late = run("check", beside, "--register", PACKS / "good" / "law")
    assert ": law-repealed: " in late.output
    early = run("check", beside, "--register", PACKS / "good" / "law", "--as-of", "2016-01-01")
    assert ": law-repealed: " not in early.output


def test_a_new_pack_checks_clean(tmp_path):
    made = run("new", "my-course", "--into", tmp_path)
    assert made.exit_code == 0
    result = run("check", tmp_path / "my-course")
    assert result.output.endswith("0 errors, 0 warnings\n")
    assert len(result.output.splitlines()) == 1
    again = run("new", "my-course", "--into", tmp_path)
    assert again.exit_code == 2
    assert "is there already" in again.output


def test_fix_writes_missing_ids_into_the_files(tmp_path):
    run("new", "my-course", "--into", tmp_path)
    path = tmp_path / "my-course" / "pack.yaml"
    path.write_bytes(path.read_bytes().replace(b"{id: o-decide, text", b"{text"))
    assert "id-missing" in run("check", tmp_path / "my-course").output
    result = run("fix", tmp_path / "my-course")
    assert result.output.splitlines() == [str(path), "Files changed: 1."]
    assert "id-missing" not in run("check", tmp_path / "my-course").output


def test_the_same_tree_gives_the_same_archive(tmp_path):
    run("new", "my-course", "--into", tmp_path)
    first, second = tmp_path / "a.elpack", tmp_path / "b.elpack"
    one = run("build", tmp_path / "my-course", "-o", first)
    run("build", tmp_path / "my-course", "-o", second)
    assert one.exit_code == 0
    assert first.read_bytes() == second.read_bytes()
    assert run("check", first).exit_code == 0


def test_a_pack_with_errors_is_not_built(tmp_path):
    result = run("build", HTML, "-o", tmp_path / "x.elpack")
    assert result.exit_code == 1
    assert "html" in result.output
    assert not (tmp_path / "x.elpack").exists()


def test_checking_needs_neither_flask_nor_a_database():
    code = (
        "import sys; import elearn.cli.pack, elearn.services.packs_check, elearn.cli.problems;"
        "print([m for m in ('flask', 'sqlalchemy', 'babel', 'bleach') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_every_command_is_where_the_lists_say():
    for group in (main, main.get_command(None, "pack")):
        for name in group.list_commands(None):
            assert group.get_command(None, name).name == name


def test_help_lists_the_commands():
    result = CliRunner().invoke(main, ["--help"])
    assert result.exit_code == 0
    assert "Write, check and build course packs." in result.output
    assert CliRunner().invoke(main, ["pack", "check", "--help"]).exit_code == 0


def test_a_folder_of_packs_is_checked_pack_by_pack(tmp_path):
    for name in ("one", "two"):
        assert run("new", name, "--into", tmp_path).exit_code == 0
    result = run("check", tmp_path)
    assert result.exit_code == 0
    assert "one 0.1.0" in result.output
    assert "two 0.1.0" in result.output
