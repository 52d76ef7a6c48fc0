"""The examples of case studies in the handbook are read as they stand, and check clean."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from elearn.core.case.conditions import Every, Left, Made, Not
from elearn.core.case.model import Case
from elearn.core.case.play import walk
from elearn.core.pack.check import check
from elearn.core.pack.fix import fix
from elearn.core.pack.parse import parse
from elearn.core.pack.schema.case import (
    BudgetShape,
    ChoiceShape,
    MeasureShape,
    MessageShape,
    PassShape,
    ReasoningShape,
)
from elearn.store import pack_files

ROOT = Path(__file__).resolve().parents[3]
ROADS, _ = pack_files.read(ROOT / "tests" / "packs" / "good" / "roads")
CASE = "01-one/02-bus.case.yaml"
SMALL, _ = pack_files.read(ROOT / "tests" / "packs" / "good" / "small")
SECTION = (ROOT / "docs" / "pack-format.md").read_text("utf-8").split("\n## A case study\n")[1]
SECTION = SECTION.split("\n## ")[0]
EXAMPLES = re.findall(r"```yaml\n(.*?)```", SECTION, re.DOTALL)
SHAPES = {
    "measures": MeasureShape,
    "budget": BudgetShape,
    "choices": ChoiceShape,
    "messages": MessageShape,
    "reasoning": ReasoningShape,
    "pass": PassShape,
}


def problems(files):
    parsed = parse(files)
    found = (
        check(parsed.pack, files, register=None, as_of=date(2026, 11, 23)) if parsed.pack else []
    )
    return [(p.code, p.text) for p in (*parsed.problems, *found)]


def case_of(files, path=CASE):
    return next(i for i in parse(files).pack.items if isinstance(i, Case) and i.path == path)


def test_the_whole_example_checks_clean_and_goes_as_it_says():
    (whole,) = [text for text in EXAMPLES if text.startswith("id: late-bus")]
    files = {path: data for path, data in SMALL.items() if not path.endswith(".case.yaml")}
    files["01-one/03-late.case.yaml"] = whole.encode()
    assert problems(files) == []
    case = case_of(files, "01-one/03-late.case.yaml")
    assert walk(case, ["c-ask", "c-listen"]).ending.value == "good"
    assert walk(case, ["c-shout"]).scene.id == "s-late"


@pytest.mark.parametrize("key", sorted(SHAPES))
def test_each_part_of_the_handbook_is_read(key):
    (text,) = [text for text in EXAMPLES if text.startswith(f"{key}:")]
    data = yaml.safe_load(text.replace("    …\n", ""))[key]
    for entry in data if isinstance(data, list) else [data]:
        if key == "choices":
            rest = {"to": "s", "judgement": "right", "consequence": "It.", "debrief": "It."}
            made = ChoiceShape().load(entry | rest)
            assert made.condition == Every((Left(15), Not(Made("c-shout"))))
        else:
            assert SHAPES[key]().load(entry)


def test_every_condition_of_the_handbook_is_read():
    rows = re.findall(r"^\| (`\{.*?) \|", SECTION, re.MULTILINE)
    found = [c for row in rows for c in re.findall(r"`(\{[^`]*\})`", row)]
    assert len(found) == 10
    for text in found:
        filled = text.replace("[…]", "[{choice: c-ask}]").replace("…", "{choice: c-ask}")
        case = ROADS[CASE].replace(b"if: {exhibit: letter}", b"if: " + filled.encode())
        codes = [code for code, _ in problems(ROADS | {CASE: case})]
        assert set(codes) <= {"choice-closed"}, (text, codes)


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        (b"if: {exhibit: letter}", b"if: letter", "value-type", "must be a condition"),
        (b"if: {exhibit: letter}", b"if: {}", "value-type", "must have one of these keys"),
        (
            b"if: {exhibit: letter}",
            b"if: {exhibit: letter, choice: c-ask}",
            "value-type",
            "to join several, write `all:",
        ),
        (b"if: {exhibit: letter}", b"if: {exhibit: letter, least: 1}", "value-type", "beside"),
        (b"if: {exhibit: letter}", b"if: {measure: trust}", "key-missing", "A bound is missing"),
        (b"if: {exhibit: letter}", b"if: {after: soon}", "value-type", "whole number"),
        (b"if: {exhibit: letter}", b"if: {all: []}", "value-range", "1 to 20 conditions"),
        (b"if: {exhibit: letter}", b"closed: Because.", "key-missing", "needs an `if`"),
        (b"id: trust, title: His trust", b"id: trust", "key-missing", "needs a `title`"),
        (b"pass: {ending: [good, mixed], ", b"pass: {ending: [happy], ", "value-choice", "good"),
        (
            b"pass: {ending: [good, mixed], measures: {protection: {least: 3}}}",
            b"pass: {}",
            "key-missing",
            "A pass rule asks",
        ),
        (b"start: 3, min: 0", b"start: 9, min: 0", "value-range", "must start between"),
        (
            b"budget: {minutes: 60, to: s-late}",
            b"budget: {minutes: 60, to: s-lat}",
            "scene-unknown",
            "Did you mean s-late?",
        ),
        (b"reveals: [letter]", b"reveals: [lettr]", "exhibit-unknown", "lettr"),
        (b"outcomes: [o-listen]", b"outcomes: [o-lisen]", "outcome-unknown", "o-lisen"),
        (b"id: m-queue", b"id: trust", "id-duplicate", "messages and measures"),
        (
            b", ending: bad}",
            b", ending: bad, reasoning: {prompt: Why?, model-answer: So.}}",
            "key-unknown",
            "An ending asks for no",
        ),
    ],
)
def test_a_fault_is_named_with_what_to_do(old, new, code, words):
    case = ROADS[CASE]
    assert old in case
    found = problems(ROADS | {CASE: case.replace(old, new, 1)})
    assert any(c == code and words in text for c, text in found), found


def test_what_the_new_texts_refer_to_is_checked():
    data = yaml.safe_load(ROADS[CASE])
    link = "See [it](item:nowhere)."
    first, talk = data["scenes"][0]["choices"][0], data["scenes"][1]
    data["messages"][0]["text"] = talk["choices"][1]["closed"] = link
    for reasoning in (first["reasoning"], talk["reasoning"]):
        reasoning["prompt"] = reasoning["model-answer"] = link
    found = problems(ROADS | {CASE: yaml.safe_dump(data).encode()})
    assert [code for code, _ in found] == ["link-item"] * 6


def test_missing_ids_of_messages_and_measures_are_written_in():
    case = ROADS[CASE].replace(b"id: m-queue, ", b"").replace(b"id: trust, title", b"title")
    fixed = fix(ROADS | {CASE: case})[CASE]
    assert b"{id: m-the-queue, from: Shift leader" in fixed
    assert b"{id: his-trust, title: His trust" in fixed
