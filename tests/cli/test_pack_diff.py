"""`elearn pack diff`, `check --against` and `bump` as somebody types them."""

import json
import shutil
import subprocess

import learning
import pytest
from click.testing import CliRunner

from elearn.cli.main import main
from elearn.core.pack.diff.change import ChangeKind
from elearn.core.pack.diff.summary import KINDS
from elearn.store import pack_cache

SMALL = learning.PACKS / "small"
QUIZ = "01-one/02-check.quiz.yaml"


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setattr(pack_cache, "_user_folder", lambda: tmp_path / "cache")


def run(*args):
    return CliRunner().invoke(main, ["pack", *map(str, args)])


@pytest.fixture
def next_one(tmp_path):
    """A copy of `small` with another pass mark, still under the old number."""
    folder = tmp_path / "next"
    shutil.copytree(SMALL, folder)
    edit(folder, QUIZ, "pass: 70", "pass: 60")
    return folder


def edit(folder, path, old, new):
    file = folder / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def renumber(folder, version):
    edit(folder, "pack.yaml", "version: 1.0.0", f"version: {version}")
    edit(folder, "CHANGELOG.md", "## 1.0.0", f"## {version} - 2026-11-24\n\nOther.\n\n## 1.0.0")


def test_a_pack_does_not_differ_from_itself():
    result = run("diff", SMALL, SMALL)
    assert result.exit_code == 0
    assert result.output == "small: 1.0.0 and 1.0.0 do not differ.\n"


def test_a_change_is_a_line_and_the_last_line_sums_up(next_one):
    result = run("diff", SMALL, next_one)
    assert result.exit_code == 0, result.output
    first, last = result.output.splitlines()
    assert first.split()[:3] == ["major", "pass-mark", "check"]
    assert last == (
        "small 1.0.0 -> 1.0.0: 1 change; what changed is major, so the number must be 2.0.0 or "
        "higher."
    )


def test_words_are_marked_where_they_differ(tmp_path):
    folder = tmp_path / "next"
    shutil.copytree(SMALL, folder)
    lesson = folder / "01-one/01-lines.md"
    lesson.write_text(lesson.read_text("utf-8") + "\nOne may go there.\n", "utf-8")
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    edit(other, "01-one/01-lines.md", "One may go", "One must go")
    result = run("diff", folder, other)
    assert "One [-may-] {+must+} go there." in result.output
    assert "minor text" in result.output
    assert run("diff", folder, other, "--least", "major").output.count("\n") == 1


def test_all_of_it_for_programs(next_one):
    found = json.loads(run("diff", SMALL, next_one, "--json").output)
    assert (found["id"], found["old"], found["new"]) == ("small", "1.0.0", "1.0.0")
    assert (found["demanded"], found["claimed"], found["enough"]) == ("major", None, False)
    assert found["proposed"] == "2.0.0"
    (change,) = found["changes"]
    assert (change["kind"], change["item"], change["level"]) == ("pass-mark", "check", "major")
    assert change["because"] == "What must be reached to pass differs."


def test_archives_are_read_like_folders(next_one, tmp_path):
    archive = tmp_path / "old.elpack"
    assert run("build", SMALL, "-o", archive).exit_code == 0
    assert "pass-mark" in run("diff", archive, next_one).output


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A git repository that holds `small`, and in which one stands."""
    root = tmp_path / "repository"
    shutil.copytree(SMALL, root / "packs" / "small")
    names = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], ["add", "-A"], [*names, "commit", "-qm", "First"]):
        subprocess.run(["git", *command], cwd=root, check=True)
    monkeypatch.chdir(root)
    return root


def test_a_revision_of_git_is_read(repository):
    edit(repository / "packs/small", QUIZ, "pass: 70", "pass: 60")
    assert "pass-mark" in run("diff", "HEAD:packs/small", "packs/small").output
    monkey = run("diff", "HEAD:./packs/small", "packs/small")
    assert "pass-mark" in monkey.output


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["diff", "no-such", SMALL], "There is nothing at no-such"),
        (["diff", SMALL, learning.PACKS / "law"], "is no version of"),
        (["diff", SMALL, learning.PACKS / "kinds"], "is no version of"),
        (["diff", "HEAD:no-such", SMALL], "HEAD:no-such was not found: "),
        (["diff", "--", "-x:y", SMALL], "does not begin with -"),
        (["check", SMALL, learning.PACKS / "law", "--against", SMALL], "name one pack"),
        (["check", SMALL, "--against", "no-such"], "There is nothing at no-such"),
        (["check", SMALL, "--against", learning.PACKS / "law"], "is no version of"),
        (["bump", SMALL, "--against", "no-such"], "There is nothing at no-such"),
        (["bump", "no-such", "--against", SMALL], "There is nothing at no-such"),
    ],
)
def test_what_cannot_be_compared_is_named_and_exits_with_2(repository, args, words):
    result = run(*args)
    assert result.exit_code == 2
    assert words in result.output
    assert "Traceback" not in result.output


def test_a_pack_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "empty").mkdir()
    result = run("diff", tmp_path / "empty", SMALL)
    assert result.exit_code == 2
    assert "is no pack that can be read. A pack needs a file pack.yaml" in result.output


def test_a_number_that_claims_too_little_fails_the_check(next_one):
    renumber(next_one, "1.1.0")
    result = run("check", next_one, "--against", SMALL)
    assert result.exit_code == 1
    first = result.output.splitlines()[0]
    assert first.startswith(f"{next_one}/pack.yaml:4: version-low: 1.1.0 claims a minor change")
    assert "check, pass-mark: What must be reached to pass differs." in first
    edit(next_one, "pack.yaml", "version: 1.1.0", "version: 2.0.0")
    edit(next_one, "CHANGELOG.md", "## 1.1.0", "## 2.0.0")
    assert run("check", next_one, "--against", SMALL).exit_code == 0


def test_a_number_that_is_not_higher_fails_the_check(next_one):
    result = run("check", next_one, "--against", SMALL)
    assert result.exit_code == 1
    assert "version-order: The version 1.0.0 is not higher than 1.0.0" in result.output
    assert run("check", SMALL, "--against", SMALL).exit_code == 0


def test_a_proposal_writes_nothing(next_one):
    before = {path: path.read_bytes() for path in next_one.rglob("*") if path.is_file()}
    result = run("bump", next_one, "--against", SMALL)
    assert result.exit_code == 0
    assert "version: 2.0.0\n" in result.output
    assert "## 2.0.0 - " in result.output
    assert '- Quiz "' in result.output
    assert {p: p.read_bytes() for p in next_one.rglob("*") if p.is_file()} == before


def test_a_proposal_that_is_written_passes_the_check(next_one):
    edit(next_one, "pack.yaml", "version: 1.0.0", "version: 1.0.0   # semver")
    result = run("bump", next_one, "--against", SMALL, "--write")
    assert result.exit_code == 0
    assert f"{next_one / 'pack.yaml'} is written." in result.output
    assert "\nversion: 2.0.0   # semver\n" in (next_one / "pack.yaml").read_text("utf-8")
    changes = (next_one / "CHANGELOG.md").read_text("utf-8")
    assert changes.index("## 2.0.0 - ") < changes.index("## 1.0.0")
    assert run("check", next_one, "--against", SMALL).exit_code == 0
    again = run("bump", next_one, "--against", SMALL, "--write")
    assert "and the number says so." in again.output
    assert (next_one / "CHANGELOG.md").read_text("utf-8") == changes


def test_an_entry_under_the_wrong_number_is_kept_and_gets_the_right_one(next_one):
    renumber(next_one, "1.1.0")
    assert run("bump", next_one, "--against", SMALL, "--write").exit_code == 0
    changes = (next_one / "CHANGELOG.md").read_text("utf-8")
    assert "## 2.0.0 - 2026-11-24\n\nOther.\n" in changes
    assert "1.1.0" not in changes


def test_a_higher_number_stays(next_one):
    renumber(next_one, "3.0.0")
    assert "\nversion: 3.0.0\n" in run("bump", next_one, "--against", SMALL).output


def test_a_number_is_not_written_into_an_archive(next_one, tmp_path):
    archive = tmp_path / "next.elpack"
    run("build", next_one, "-o", archive)
    result = run("bump", archive, "--against", SMALL, "--write")
    assert result.exit_code == 2
    assert "is no folder" in result.output


def test_every_kind_of_change_has_words():
    assert set(KINDS) == set(ChangeKind)


def test_a_translation_that_stayed_when_its_legal_text_changed_is_named(tmp_path):
    source = "Officers {} ask [@sbc:6(1)(a)]."

    def version(name, number, word):
        folder = tmp_path / name
        shutil.copytree(SMALL, folder)
        law = "law: {register: law, version: 1.0.0, checked: 2026-11-23}\nlanguages: [sr]\n"
        edit(folder, "pack.yaml", "topic:", f"{law}topic:")
        lesson = folder / "01-one" / "01-lines.md"
        lesson.write_text(lesson.read_text("utf-8") + f"\n{source.format(word)}\n", "utf-8")
        entry = f'msgctxt "lines"\nmsgid "{source.format(word)}"\nmsgstr "Смеју [@sbc:6(1)(a)]."\n'
        (folder / "locale").mkdir()
        (folder / "locale" / "sr.po").write_text(
            f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n{entry}', "utf-8"
        )
        if number != "1.0.0":
            renumber(folder, number)
        return folder

    old, new = version("old", "1.0.0", "may"), version("new", "2.0.0", "must")
    options = ("--register", learning.PACKS / "law", "--as-of", "2026-11-23")
    result = run("check", new, "--against", old, *options)
    assert "locale/sr.po:6: translation-stale: warning: The text cites law" in result.output, (
        result.output
    )
    alone = run("check", new, *options)
    assert "translation-stale" not in alone.output
