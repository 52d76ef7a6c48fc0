"""Every problem code has a tiny pack that shows it and a section in the docs."""

import re
from datetime import date
from pathlib import Path

import pytest

from elearn.core.pack.check import check
from elearn.core.pack.codes import CODES
from elearn.core.pack.parse import parse
from elearn.core.problems import Severity
from elearn.services.packs_check import check_path
from elearn.store import pack_files

PACKS = Path(__file__).resolve().parents[2] / "packs"
DOCS = Path(__file__).resolve().parents[3] / "docs" / "problems.md"
DAY = date(2026, 11, 23)
MADE_IN_TESTS = {
    "credit-unfinished",
    "file-count",
    "file-unreadable",
    "pack-size",
    "version-low",
    "version-order",
}


def bad_pack(code):
    folder = PACKS / "bad" / code / "pack"
    return folder if folder.is_dir() else PACKS / "bad" / code / "pack.elpack"


def report(path, *, register=True):
    return check_path(path, as_of=DAY, register=PACKS / "good" / "law" if register else None)


@pytest.mark.parametrize("code", sorted(set(CODES) - MADE_IN_TESTS))
def test_a_bad_pack_shows_its_problem_and_no_other(code):
    found = report(bad_pack(code), register=code != "register-missing").problems
    assert {p.code for p in found} == {code}
    expected = (PACKS / "bad" / code / "expected.txt").read_text("utf-8").splitlines()
    assert [f"{p.path or '.'}:{p.line}: {p.code}" for p in found] == expected


@pytest.mark.parametrize("code", sorted(set(CODES) - MADE_IN_TESTS))
def test_a_problem_says_in_a_sentence_what_to_do(code):
    for problem in report(bad_pack(code), register=code != "register-missing").problems:
        assert problem.severity is CODES[code].severity or CODES[code].by_date
        assert problem.text[0].isupper() or problem.text[0] in "<\"'0123456789"
        assert problem.text.endswith((".", "?", ")"))
        assert "\n" not in problem.text


def test_every_code_has_a_section_in_the_docs_and_every_section_a_code():
    assert sorted(re.findall(r"^### (\S+)$", DOCS.read_text("utf-8"), re.MULTILINE)) == sorted(
        CODES
    )


def test_every_folder_of_bad_packs_is_named_for_a_code():
    assert {path.name for path in (PACKS / "bad").iterdir()} == set(CODES) - MADE_IN_TESTS


@pytest.mark.parametrize("name", ["small", "law", "marks", "pair"])
def test_a_good_pack_has_no_problems(name):
    assert report(PACKS / "good" / name).problems == ()


def test_a_pack_with_too_many_files_is_named():
    files = {f"media/f{n}.txt": b"" for n in range(20_001)}
    head, _ = pack_files.read(PACKS / "good" / "small")
    parsed = parse(head)
    found = check(parsed.pack, files | head, register=None, as_of=DAY, sources=parsed.sources)
    assert "file-count" in {p.code for p in found}


def test_a_faulty_item_is_left_out_and_nothing_else_is_blamed_for_it():
    files, _ = pack_files.read(PACKS / "good" / "small")
    files["01-one/01-lines.md"] += b"\nSee [the check](item:check).\n"
    files["01-one/02-check.quiz.yaml"] = files["01-one/02-check.quiz.yaml"].replace(
        b"kind: single", b"kind: singel"
    )
    parsed = parse(files)
    assert [item.id for item in parsed.pack.items] == ["lines", "train"]
    found = check(parsed.pack, files, register=None, as_of=DAY, sources=parsed.sources)
    assert [p.code for p in parsed.problems] == ["value-choice"]
    assert found == []


def test_check_reads_the_files_itself_where_sources_are_not_given():
    files, _ = pack_files.read(PACKS / "bad" / "html" / "pack")
    found = check(parse(files).pack, files, register=None, as_of=DAY)
    assert [(p.line, p.code) for p in found] == [(9, "html")]


def test_law_is_repealed_only_from_its_day_on():
    path = bad_pack("law-repealed")
    register = PACKS / "good" / "law"
    before = check_path(path, as_of=date(2016, 4, 10), register=register)
    on_the_day = check_path(path, as_of=date(2016, 4, 11), register=register)
    assert before.problems == ()
    assert [p.code for p in on_the_day.problems] == ["law-repealed"]
    assert "cite sbc" in on_the_day.problems[0].text
    assert on_the_day.problems[0].severity is Severity.WARNING  # it was checked after that day


def test_a_section_tells_what_why_and_how_to_mend():
    sections = DOCS.read_text("utf-8").split("\n### ")[1:]
    for section in sections:
        code = section.split("\n", 1)[0]
        meaning, severity = CODES[code].meaning, CODES[code].said
        assert f"\n{meaning} ({severity})\n" in section, code
        assert "*Why:* " in section, code
        assert "*To mend it:* " in section, code


def test_what_authors_wrote_cannot_disturb_a_terminal():
    files, _ = pack_files.read(PACKS / "good" / "small")
    head = files["pack.yaml"].replace(b"topic: border-control", b'"a\\e[2J": "a\\e[2J\\nb"')
    problems = parse(files | {"pack.yaml": head}).problems
    assert {p.code for p in problems} >= {"yaml-syntax", "key-unknown"}
    assert all(str(p).isprintable() for p in problems)
