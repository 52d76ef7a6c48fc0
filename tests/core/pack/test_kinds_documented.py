"""The example of every kind in the docs is read, checked and written again as it stands."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from elearn.core.pack.check import check
from elearn.core.pack.fix import fix
from elearn.core.pack.parse import parse
from elearn.core.pack.texts import units
from elearn.core.quiz.model import Quiz
from elearn.core.quiz.questions import KINDS, kind_of
from elearn.interop.quiz_yaml import quiz_text
from elearn.store import pack_files

ROOT = Path(__file__).resolve().parents[3]
TEXT = (ROOT / "docs" / "pack-format.md").read_text("utf-8")
SMALL, _ = pack_files.read(ROOT / "tests" / "packs" / "good" / "small")
QUIZ = "01-one/02-check.quiz.yaml"
PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300"/>'
CREDIT = b"- {file: data-page.svg, author: A, licence: CC-BY-4.0}\n"


def section(kind):
    return TEXT.split(f"\n#### {kind}\n", 1)[1].split("\n#### ")[0].split("\n## ")[0]


def example(kind):
    fenced = re.search(r"```yaml\n(- id:.*?)```", section(kind), re.DOTALL)
    assert fenced, f"no example of {kind}"
    return fenced[1]


def files_with(kind):
    text = example(kind)
    indented = "".join(f"  {line}\n" if line else "\n" for line in text.splitlines())
    files = SMALL | {QUIZ: SMALL[QUIZ] + indented.encode()}
    if "media/" in text:
        files |= {"media/data-page.svg": PICTURE, "media/media.yaml": CREDIT}
    return files


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_example_of_a_kind_has_no_problems_but_those_of_law(kind):
    files = files_with(kind)
    parsed = parse(files)
    found = check(
        parsed.pack, files, register=None, as_of=date(2026, 11, 23), sources=parsed.sources
    )
    problems = [*parsed.problems, *found]
    assert [str(p) for p in problems if not p.code.startswith("law-")] == []
    (quiz,) = [item for item in parsed.pack.items if isinstance(item, Quiz)]
    assert kind_of(quiz.questions[-1]) == kind


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_example_of_a_kind_is_written_as_it_was_read(kind):
    (quiz,) = [item for item in parse(files_with(kind)).pack.items if isinstance(item, Quiz)]
    text = quiz_text(quiz)
    (again,) = [
        item for item in parse(SMALL | {QUIZ: text.encode()}).pack.items if isinstance(item, Quiz)
    ]
    assert again.questions == quiz.questions
    assert yaml.safe_load(text)["questions"][-1]["kind"] == kind


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_ids_that_are_left_out_are_written_in(kind):
    files = files_with(kind)
    head, _, tail = files[QUIZ].decode().rpartition(f"kind: {kind}")
    bare = re.sub(r"\bid: (?!wrong)[a-z-]+, ", "", tail)
    bare = re.sub(r"\n( *)- id: [a-z-]+\n *", r"\n\1- ", bare)
    lost = files | {QUIZ: f"{head}kind: {kind}{bare}".encode()}
    if kind not in ("mrz", "numeric", "text", "truefalse"):
        assert bare != tail
        assert "id-missing" in {p.code for p in parse(lost).problems}
    fixed = parse(lost | fix(lost))
    assert "id-missing" not in {p.code for p in fixed.problems}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_texts_of_an_example_have_keys_of_their_own(kind):
    keys = [unit.key for unit in units(parse(files_with(kind)).pack)]
    assert len(keys) == len(set(keys))


def test_every_kind_is_looked_at_in_the_browser():
    """By tests/browser and tests/web, which take the courses `kinds` and `more`."""
    asked = set()
    for name in ("kinds", "more"):
        files, _ = pack_files.read(ROOT / "tests" / "packs" / "good" / name)
        for item in parse(files).pack.items:
            asked |= {kind_of(question) for question in getattr(item, "questions", ())}
    assert asked == set(KINDS)
