"""One fault does not hide the others: what can still be read is checked."""

import json
from datetime import date

import pytest

from elearn.core.pack.check import check
from elearn.core.pack.parse import parse
from tests.core.pack.small_pack import FILES, REGISTER_FILES

DAY = date(2026, 11, 23)
LESSON = next(path for path in FILES if path.endswith(".md") and path.startswith("0"))
QUIZ = next(path for path in FILES if path.endswith(".quiz.yaml") and path.startswith("0"))
CASE = next(path for path in FILES if path.endswith(".case.yaml"))


def found(files):
    parsed = parse(files)
    law = parse(REGISTER_FILES).pack.register
    rest = check(parsed.pack, files, register=law, as_of=DAY, sources=parsed.sources)
    return {(p.path, p.code) for p in (*parsed.problems, *rest)}


def text_of(path):
    return FILES[path].decode()


def changed(path, old, new):
    assert old in text_of(path)
    return FILES | {path: text_of(path).replace(old, new, 1).encode()}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("summary:", "sumary:"),
        ("licence:", "license:"),
        ("title:", "titel:"),
        ("completion:", "completed:"),
        ("version:", "versoin:"),
        ("id:", "ident:"),
        ("format: 1", "format: one"),
    ],
)
def test_a_fault_in_pack_yaml_does_not_hide_those_of_texts(old, new):
    files = changed("pack.yaml", old, new)
    files[LESSON] += b"\n\n<b>x</b>\n"
    assert (LESSON, "html") in found(files)
    assert {path for path, code in found(files) - found(FILES)} == {LESSON, "pack.yaml"}


def test_a_fault_that_only_describes_the_pack_leaves_it_checked():
    files = changed("pack.yaml", "summary:", "sumary:")
    files[LESSON] += b"\n\n[@nowhere:1] [x](item:nowhere)\n"
    assert {(LESSON, "instrument-unknown"), (LESSON, "link-item")} <= found(files)


def test_a_fault_in_front_matter_does_not_hide_those_of_the_text():
    files = changed(LESSON, "title:", "titel:")
    files[LESSON] += b"\n\n[@nowhere:1]\n"
    assert (LESSON, "instrument-unknown") in found(files)


def test_a_text_without_front_matter_is_read_all_the_same():
    assert (LESSON, "html") in found(FILES | {LESSON: b"Only text.\n\n<b>x</b>\n"})


@pytest.mark.parametrize("path", [QUIZ, CASE])
def test_a_fault_in_a_quiz_or_case_does_not_hide_those_of_its_texts(path):
    cited = json.dumps("[@nowhere:1] <b>x</b>")
    files = FILES | {path: (text_of(path).replace("id:", "idd:", 1) + f"intro: {cited}\n").encode()}
    if "\nintro:" in text_of(path):
        kept = [x for x in text_of(path).splitlines() if not x.startswith("intro:")]
        files[path] = ("\n".join(kept) + f"\nintro: {cited}\n").replace("id:", "idd:", 1).encode()
    assert {(path, "instrument-unknown"), (path, "html")} <= found(files)


def test_an_unknown_key_leaves_its_file_usable():
    files = FILES | {QUIZ: FILES[QUIZ] + b"shufle: true\n"}
    parsed = parse(files)
    assert [item.id for item in parsed.pack.items] == [i.id for i in parse(FILES).pack.items]
    assert found(files) - found(FILES) == {(QUIZ, "key-unknown")}


def test_a_misspelt_key_is_not_called_a_missing_answer():
    files = changed(QUIZ, "right: true", "rihgt: true")
    codes = {code for path, code in found(files) if path == QUIZ}
    assert "key-unknown" in codes
    assert "question-no-right" not in codes


@pytest.mark.parametrize(
    ("path", "content"),
    [
        (LESSON, FILES[LESSON] + b"\n```check\n```\n"),
        ("media/media.yaml", b"a: b\n"),
        ("media/media.yaml", b"- 3\n"),
    ],
)
def test_a_problem_names_no_key_that_the_author_never_wrote(path, content):
    problems = parse(FILES | {path: content}).problems
    assert problems
    assert not [p.text for p in problems if "entries" in p.text or "question" in p.text]
