"""What a bridge between two versions of a course holds."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.core.learning.bridge import bridge_id, is_bridge_id, leads_on, plan
from elearn.core.pack.blocks import blocks
from elearn.core.pack.model import CompletionRule, Course
from elearn.core.pack.parse import parse
from elearn.core.pack.subset import Selection

HEAD = """format: 1
kind: course
id: two
version: 1.0.0
title: Two
summary: Two lines.
audience: Officers.
topic: border-control
language: en
authors: [Team]
awarding: {body: Team}
licence: CC-BY-4.0
outcomes: [{id: o-one, text: Tell them apart.}]
completion: {read: all, pass: all, finish: all}
"""
LESSON = "---\nid: %s\ntitle: Lesson\nminutes: 5\n---\nText.\n"
QUESTION = "  - {id: %s, kind: truefalse, prompt: True?, answer: true}\n"
QUIZ = (
    "id: quiz\ntitle: Quiz\nminutes: 5\npass: 70\nquestions:\n"
    + QUESTION % "q-a"
    + QUESTION % "q-b"
)
DRAWN = "id: drawn\ntitle: Drawn\nminutes: 5\npass: 70\ndraw: [{bank: bank, count: 1}]\n"
BANK = "id: bank\ntitle: Bank\nquestions:\n" + QUESTION % "q-c" + QUESTION % "q-d"
PRACTICE = (
    "id: practice\ntitle: Practice\nminutes: 5\npass: 70\npractice: true\nquestions:\n"
    + QUESTION % "q-e"
)
CASE = """id: bus
title: Bus
minutes: 5
start: s-one
scenes:
  - id: s-one
    title: One
    text: Text.
    choices:
      - {id: c-a, text: A, to: s-end, judgement: right, consequence: C., debrief: D.}
      - {id: c-b, text: B, to: s-end, judgement: wrong, consequence: C., debrief: D.}
  - {id: s-end, title: End, text: Text., ending: good}
"""


def course(**texts) -> Course:
    files = {
        "pack.yaml": HEAD,
        "01-a/module.yaml": "id: module\ntitle: Module\n",
        "01-a/01-first.md": LESSON % "first",
        "01-a/02-second.md": LESSON % "second",
        "01-a/03-quiz.quiz.yaml": QUIZ,
        "01-a/04-drawn.quiz.yaml": DRAWN,
        "01-a/05-practice.quiz.yaml": PRACTICE,
        "01-a/06-bus.case.yaml": CASE,
        "banks/bank.quiz.yaml": BANK,
    }
    files |= {path: text for path, text in texts.items() if text}
    parsed = parse({path: text.encode() for path, text in files.items()})
    assert parsed.problems == ()
    assert isinstance(parsed.pack, Course)
    return parsed.pack


OLD = course()
LESSONS, CASES = ("first", "second"), ("bus",)
QUESTIONS = {
    "q-a": "quiz",
    "q-b": "quiz",
    "q-e": "practice",
    "q-c": "bank/bank",
    "q-d": "bank/bank",
}


def without(old: Course, *names: str) -> Course:
    """The course before these items and questions were there."""

    def kept(item):
        if hasattr(item, "questions"):
            item = replace(item, questions=tuple(q for q in item.questions if q.id not in names))
        return item

    modules = tuple(
        replace(m, items=tuple(kept(i) for i in m.items if i.id not in names)) for m in old.modules
    )
    return replace(old, modules=modules, banks=tuple(map(kept, old.banks)))


def test_nothing_changed_makes_no_bridge():
    assert plan(OLD, OLD, {}) == Selection()
    assert not plan(OLD, OLD, {})


@given(
    lessons=st.sets(st.sampled_from(LESSONS)),
    cases=st.sets(st.sampled_from(CASES)),
    questions=st.sets(st.sampled_from(sorted(QUESTIONS))),
    how=st.lists(st.booleans(), min_size=8, max_size=8),
)
def test_it_holds_what_changed_or_is_new_and_nothing_else(lessons, cases, questions, how):
    """Each of them is either changed, or was not there before."""
    names = [*sorted(lessons), *sorted(cases), *sorted(questions)]
    new = {name for name, is_new in zip(names, how, strict=False) if is_new}
    changed = {}
    for name in set(names) - new:
        if name in QUESTIONS:
            changed.setdefault(QUESTIONS[name], set()).add(name)
        else:
            changed[name] = {"a-block"}
    found = plan(without(OLD, *new), OLD, changed)
    assert set(found.lessons) == lessons
    assert set(found.cases) == cases
    assert set(found.questions) == questions
    assert bool(found) == bool(names)
    assert found.lessons == tuple(n for n in LESSONS if n in lessons)


def test_an_item_that_only_lost_something_is_learnt_anew():
    assert plan(OLD, OLD, {"first": frozenset()}).lessons == ("first",)
    assert plan(OLD, OLD, {"bus": frozenset()}).cases == ("bus",)


def test_what_changed_in_a_lesson_is_kept_in_reading_order():
    check = "\n```check\nid: sc-a\nkind: truefalse\nprompt: True?\nanswer: true\n```\n\nEnd.\n"
    new = course(**{"01-a/01-first.md": LESSON % "first" + check})
    first, _check, last = (block.address for block in blocks(new.item("first").source))
    found = plan(OLD, new, {"first": {last, "sc-a", first, "notes", "b-gone"}, "second": set()})
    assert found.changed == {"first": (first, "sc-a", last), "second": ()}


def test_a_lesson_that_is_new_has_no_part_that_changed():
    found = plan(without(OLD, "first"), OLD, {"first": {"b-00000000"}})
    assert found.lessons == ("first",)
    assert found.changed == {}


def test_a_quiz_that_changed_otherwise_asks_nothing():
    assert not plan(OLD, OLD, {"quiz": frozenset()})
    assert not plan(OLD, OLD, {"bank/bank": frozenset()})


def test_a_higher_pass_mark_is_shown_with_all_that_the_quiz_may_ask():
    new = course(**{"01-a/03-quiz.quiz.yaml": QUIZ.replace("pass: 70", "pass: 80")})
    assert plan(OLD, new, {}).questions == ("q-a", "q-b")
    drawn = course(**{"01-a/04-drawn.quiz.yaml": DRAWN.replace("pass: 70", "pass: 80")})
    assert plan(OLD, drawn, {}).questions == ("q-c", "q-d")
    assert not plan(new, OLD, {})


def test_what_is_required_only_now_is_learnt_though_it_did_not_change():
    old = replace(OLD, completion=CompletionRule(read=("first",)))
    assert plan(old, OLD, {}) == Selection(("second",), ("bus",), ("q-a", "q-b", "q-c", "q-d"))
    assert not plan(OLD, old, {})


def test_a_self_check_that_becomes_a_question_is_new():
    check = "\n```check\nid: q-a\nkind: truefalse\nprompt: True?\nanswer: true\n```\n"
    old = course(
        **{
            "01-a/01-first.md": LESSON % "first" + check,
            "01-a/03-quiz.quiz.yaml": QUIZ.replace(QUESTION % "q-a", ""),
        }
    )
    assert plan(old, OLD, {}).questions == ("q-a",)


def test_the_id_of_a_bridge_follows_from_the_two_digests():
    assert bridge_id("a" * 64, "b" * 64) == bridge_id("a" * 64, "b" * 64)
    assert bridge_id("a" * 64, "b" * 64) != bridge_id("b" * 64, "a" * 64)
    assert is_bridge_id(bridge_id("a" * 64, "b" * 64))


@pytest.mark.parametrize(
    "name",
    ["bridge", "bridge-", "bridge-building", "bridge-0123456789abcde", "abridge-0123456789abcdef"],
)
def test_other_ids_are_not_a_bridges(name):
    assert not is_bridge_id(name)


@pytest.mark.parametrize(
    ("completed", "current", "expected"),
    [
        ("1.0.0", "1.1.0", True),
        ("1.0.0", "2.0.0", True),
        ("1.9.0", "2.0.0", True),
        ("1.0.0", "4.2.1", True),
        ("1.0.0", "1.0.7", False),
        ("1.0.0", "1.0.0", False),
        ("2.0.0", "1.9.0", False),
        ("2.0.0-draft.1", "2.0.0", False),
    ],
)
def test_a_version_that_claims_more_than_a_patch_leads_on(completed, current, expected):
    assert leads_on(completed, current) is expected
