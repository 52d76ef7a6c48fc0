"""`elearn pack install|list|show|publish|retire|translate`."""

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from elearn.cli.main import main

PACKS = Path(__file__).parents[1] / "packs" / "good"


@pytest.fixture
def run(tmp_path, migrated_file, monkeypatch):
    """Runs `elearn pack …` on an installation of its own."""
    for name in list(os.environ):
        if name.startswith("ELEARN_"):
            monkeypatch.delenv(name)
    here = tmp_path / "here"
    here.mkdir()
    shutil.copyfile(migrated_file, here / "elearn.sqlite")
    monkeypatch.setenv("ELEARN_INSTANCE", str(here))
    monkeypatch.setenv("ELEARN_MODE", "testing")

    def command(*words):
        return CliRunner().invoke(main, ["pack", *map(str, words)])

    return command


def test_packs_are_installed_listed_shown_published_and_retired(run):
    done = run("install", PACKS / "small", PACKS / "law")
    assert done.exit_code == 0, done.output
    assert done.output.index("law 1.0.0: installed") < done.output.index("small 1.0.0: installed")
    assert "small" in run("list").output
    shown = run("show", "small").output
    assert "small 1.0.0 (course)" in shown
    assert "installed" in shown
    assert run("publish", "small", "1.0.0").output == "small 1.0.0 is published.\n"
    assert "published" in run("list").output
    assert run("retire", "small", "1.0.0").exit_code == 0
    again = run("retire", "small", "1.0.0")
    assert (again.exit_code, "Only a published version" in again.output) == (1, True)


def test_publish_at_once_offers_the_pack_and_doing_it_again_is_harmless(run):
    assert "published" in run("install", PACKS / "small", "--publish").output
    again = run("install", PACKS / "small", "--publish")
    assert again.exit_code == 0
    assert "was installed already" in again.output


def test_a_pack_with_errors_is_named_and_the_others_are_installed(run, tmp_path):
    bad = tmp_path / "bad"
    shutil.copytree(PACKS / "small", bad)
    (bad / "01-one" / "01-lines.md").write_text("nothing", encoding="utf-8")
    done = run("install", bad, PACKS / "kinds")
    assert done.exit_code == 1
    assert "01-lines.md:1: front-matter" in done.output
    assert "not installed" in done.output
    assert "kinds 1.0.0: installed" in done.output
    assert "small" not in run("list").output


def changed(folder, version):
    """A copy of `small` with another pass mark and number."""
    shutil.copytree(PACKS / "small", folder)
    for name, old, new in (
        ("pack.yaml", "version: 1.0.0", f"version: {version}"),
        ("CHANGELOG.md", "## 1.0.0", f"## {version} - 2026-11-24\n\nNew.\n\n## 1.0.0"),
        ("01-one/02-check.quiz.yaml", "pass: 70", "pass: 60"),
    ):
        text = (folder / name).read_text("utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), "utf-8")
    return folder


def test_a_number_that_claims_too_little_is_refused(run, tmp_path):
    run("install", PACKS / "small")
    done = run("install", changed(tmp_path / "low", "1.0.1"))
    assert done.exit_code == 1
    assert "pack.yaml:4: version-low: 1.0.1 claims a patch change over 1.0.0" in done.output
    assert "not installed" in done.output
    assert run("install", changed(tmp_path / "high", "2.0.0")).exit_code == 0


def test_an_installed_version_is_compared(run, tmp_path):
    run("install", PACKS / "small")
    other = changed(tmp_path / "other", "1.1.0")
    done = run("diff", "small@1.0.0", other)
    assert done.exit_code == 0, done.output
    assert "so the number must be 2.0.0 or higher" in done.output
    assert run("check", other, "--against", "small@1.0.0").exit_code == 1
    assert "version: 2.0.0" in run("bump", other, "--against", "small@1.0.0").output
    none = run("diff", "small@9.9.9", other)
    assert (none.exit_code, "small 9.9.9 is not installed here." in none.output) == (2, True)


def test_the_same_version_with_other_content_is_refused(run, tmp_path):
    run("install", PACKS / "small")
    other = tmp_path / "other"
    shutil.copytree(PACKS / "small", other)
    with (other / "CHANGELOG.md").open("a", encoding="utf-8") as file:
        file.write("\nMore words.\n")
    done = run("install", other)
    assert done.exit_code == 1
    assert "give the changed pack a new version number" in done.output


@pytest.mark.parametrize("words", [("show", "no"), ("publish", "no", "1.0.0")])
def test_what_is_not_installed_is_said(run, words):
    done = run(*words)
    assert done.exit_code == 1
    assert "not installed here" in done.output


def test_an_empty_site_says_how_to_install(run):
    assert "elearn pack install PATH" in run("list").output


def test_a_path_that_is_not_there_cannot_be_used(run):
    assert run("install", "nowhere").exit_code == 2


@pytest.fixture
def folder(tmp_path):
    """A copy of a small course."""
    return Path(shutil.copytree(PACKS / "small", tmp_path / "small"))


def test_translate_writes_a_catalogue_and_says_how_far_it_is(run, folder):
    done = run("translate", folder, "mk")
    assert done.exit_code == 0, done.output
    path = folder / "locale" / "mk.po"
    assert "(0 %)" in done.output
    text = path.read_text(encoding="utf-8")
    assert 'msgid "The booth"' in text
    path.write_text(
        text.replace('msgid "The booth"\nmsgstr ""', 'msgid "The booth"\nmsgstr "Кабина"'),
        encoding="utf-8",
    )
    again = run("translate", folder, "mk")
    assert "nothing new" in again.output
    assert " 1 of " in f" {again.output.splitlines()[1]}"
    assert "Кабина" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["en", "xx", "sr-Latn"])
def test_a_language_that_packs_are_not_translated_into_is_refused(run, folder, language):
    assert run("translate", folder, language).exit_code == 2
    assert not (folder / "locale").exists()


def test_a_broken_catalogue_is_left_alone(run, folder):
    (folder / "locale").mkdir()
    path = folder / "locale" / "mk.po"
    path.write_bytes(b'msgid "a\n')
    done = run("translate", folder, "mk")
    assert done.exit_code == 2
    assert "locale/mk.po:" in done.output
    assert path.read_bytes() == b'msgid "a\n'
