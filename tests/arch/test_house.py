"""Rules of the house that no linter knows."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from elearn import __version__
from elearn.core.pack.codes import CODES
from elearn.core.quiz.questions import KINDS

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "elearn"
MODULES = sorted(PACKAGE.rglob("*.py"))
TEMPLATES = sorted((PACKAGE / "web" / "templates").rglob("*.html"))


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_file_has_one_subject_and_fits(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_function_fits_a_screen(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < 70, node.name


@pytest.mark.parametrize("path", sorted((PACKAGE / "core").rglob("*.py")), ids=name_of)
def test_core_opens_no_file_and_reads_no_clock(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert called not in {"open", "print", "input", "eval", "exec"}, node.lineno
            assert not re.search(r"(datetime\.now|date\.today|utcnow|time\.time)$", called), (
                node.lineno
            )


def test_the_root_holds_the_version_and_nothing_else():
    tree = ast.parse(read("elearn/__init__.py"))
    assert [type(n).__name__ for n in tree.body] == ["Expr", "Assign"]


def test_changes_begin_with_this_version():
    assert re.search(r"^## (\S+)", read("CHANGES.md"), re.MULTILINE)[1] == __version__


def test_every_question_kind_is_described():
    text = read("docs/pack-format.md")
    assert [k for k in KINDS if f"#### {k}\n" not in text] == []


def test_every_problem_code_is_described():
    text = read("docs/problems.md")
    assert [c for c in CODES if not re.search(rf"^#+ `?{re.escape(c)}`?", text, re.MULTILINE)] == []


def commands() -> list[str]:
    import click

    from elearn.cli.main import main

    def walk(command: click.Command, name: str) -> list[str]:
        if not isinstance(command, click.Group):
            return [name]
        context = click.Context(command)
        return [
            found
            for sub in command.list_commands(context)
            for found in walk(command.get_command(context, sub), f"{name} {sub}")
        ]

    return walk(main, "elearn")


def test_every_command_is_described():
    text = read("docs/cli.md")
    assert [c for c in commands() if f"`{c}" not in text] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_holds_nothing_that_the_policy_would_block(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"<style", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert "javascript:" not in text


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_only_a_packs_own_html_is_marked_safe(path):
    text = path.read_text(encoding="utf-8")
    allowed = re.compile(
        r"(?:\.html|\.text|\.definition|\.change|\bpart|page\.shown|shapes\[name\])\s*\|\s*safe"
    )
    for found in re.finditer(r"[\w.\[\]()'\"]+\s*\|\s*safe", text):
        assert allowed.search(found[0]), found[0]


def test_every_form_that_posts_carries_the_token():
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        for form in re.findall(
            r"<form[^>]*method=\"post\".*?</form>", text, re.DOTALL | re.IGNORECASE
        ):
            assert "csrf" in form, (name_of(path), form[:80])


def test_dependencies_have_a_line_in_the_decision_record():
    record = read("docs/decisions/0005-dependencies.md").lower()
    project = tomllib.loads(read("pyproject.toml"))["project"]
    names = [re.split(r"[\[<>=~!; ]", d)[0].lower() for d in project["dependencies"]]
    assert [n for n in names if n not in record] == []


def test_the_workplace_is_not_named():
    words = re.compile(r"/" + r"work/|/" + r"tmp/", re.IGNORECASE)
    for path in (*MODULES, *TEMPLATES, *ROOT.glob("docs/**/*.md"), ROOT / "README.md"):
        assert not words.search(path.read_text(encoding="utf-8")), name_of(path)
