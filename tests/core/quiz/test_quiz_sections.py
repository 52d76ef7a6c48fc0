"""Draws, sections and pretests in files: read, written, checked, translated, completed."""

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quiz_strategies import make_course, make_quiz

from elearn.core.learning.completion import completion
from elearn.core.learning.progress import Done, Event, EventKind, add_up, progress
from elearn.core.pack.check import check
from elearn.core.pack.fix import fix
from elearn.core.pack.model import BankDraw, CompletionRule, Module, Quiz, Section
from elearn.core.pack.parse import parse
from elearn.core.pack.plain import from_plain, to_plain
from elearn.core.pack.texts import units
from elearn.core.quiz.blueprint import askable
from elearn.core.quiz.draw import paper
from elearn.core.quiz.mark import Mark, Verdict
from elearn.core.quiz.questions import TrueFalse
from elearn.core.quiz.score import score
from elearn.interop.quiz_yaml import quiz_text
from elearn.store import pack_files

TESTS = Path(__file__).parents[2]
DOCS = TESTS.parent / "docs" / "pack-format.md"
PAIR = TESTS / "packs" / "good" / "pair"
PATH = "01-a/01-q.quiz.yaml"
DAY = date(2026, 11, 23)
SEED = "000102030405060708090a0b0c0d0e0f"


@pytest.fixture(scope="module")
def course():
    return parse(pack_files.read(PAIR)[0]).pack


def read(text):
    facts = parse({"pack.yaml": b"kind: course", PATH: text.encode()}).sources.facts[PATH]
    assert facts.problems == ()
    return facts.value


@pytest.mark.parametrize("name", ["papers-check", "final-parts", "before", "after"])
def test_the_examples_of_the_handbook_are_in_a_pack_that_runs(name, course):
    blocks = re.findall(r"```yaml\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    (example,) = (b for b in blocks if b.startswith(f"id: {name}\n"))
    quiz = course.item(name)
    assert replace(read(example), path=quiz.path) == quiz
    asked = paper(quiz, course.banks, SEED).questions
    assert len(asked) == quiz.size > 0
    assert {a.question.id for a in asked} <= {q.id for q in askable(quiz, course.banks)}


def test_the_blueprint_of_the_handbook_asks_what_it_says(course):
    asked = [a.question for a in paper(course.item("papers-check"), course.banks, SEED).questions]
    assert sum("o-entry" in q.outcomes for q in asked) == 3
    assert sum(q.difficulty == "hard" and q.tags == ("mrz",) for q in asked) == 2


def own(name: str) -> TrueFalse:
    return TrueFalse(id=name, prompt="Is it so?", answer=True)


slugs = st.sampled_from(["a", "b", "c"])
draws = st.lists(
    st.builds(
        BankDraw,
        slugs,
        st.integers(1, 9),
        st.sampled_from(["", "o-entry"]),
        st.sampled_from(["", "hard"]),
        st.lists(slugs, unique=True).map(tuple),
    ),
    max_size=2,
).map(tuple)
sections = st.builds(
    Section,
    id=slugs,
    title=st.just("A part"),
    intro=st.sampled_from(["", "Read *this*."]),
    questions=st.sampled_from([(), (own("q-one"), own("q-two"))]),
    draw=draws,
)
quizzes = st.builds(
    Quiz,
    id=st.just("q"),
    title=st.just("Q"),
    minutes=st.just(5),
    questions=st.sampled_from([(), (own("q-three"),)]),
    pass_percent=st.integers(1, 100),
    draw=draws,
    sections=st.lists(sections, max_size=3).map(tuple),
    role=st.sampled_from(["", "pretest", "posttest"]),
    pair=st.sampled_from(["", "before"]),
)


@given(quizzes)
def test_what_is_written_reads_as_it_was(quiz):
    assert replace(read(quiz_text(quiz)), path="") == quiz


@given(quizzes)
def test_a_kept_quiz_is_the_same(quiz):
    assert from_plain(to_plain(quiz)) == quiz


def test_only_a_pretest_has_no_pass_mark():
    text = "id: q\ntitle: Q\nminutes: 5\n"
    facts = parse({"pack.yaml": b"kind: course", PATH: text.encode()}).sources.facts[PATH]
    assert [(p.code, p.line) for p in facts.problems] == [("key-missing", 1)]
    assert read(text + "role: pretest\n").pass_percent == 0


def test_missing_ids_are_written_into_sections():
    text = (
        b"title: Q\nminutes: 5\npass: 50\nsections:\n  - title: The rules\n    questions:\n"
        b"      - kind: single\n        prompt: Which line?\n        options:\n"
        b"          - {text: First, right: true}\n          - {text: Second}\n"
    )
    (fixed,) = fix({PATH: text}).values()
    section = read(fixed.decode()).sections[0]
    assert section.id == "part-the-rules"
    assert section.questions[0].id == "q-which-line"
    assert [o.id for o in section.questions[0].options] == ["a", "b"]


def test_sections_are_translated_and_their_faults_are_found_by_line(course):
    keys = {unit.key for unit in units(course)}
    assert {"final-parts/rules#title", "final-parts/rules#intro"} <= keys
    assert "q-rules-stamp#prompt" in keys
    files, _ = pack_files.read(PAIR)
    path = "01-one/04-final.quiz.yaml"
    files[path] = (
        files[path]
        .replace(b"id: papers\n", b"id: rules\n")
        .replace(b"Decide by the text", b"<b>Decide</b> by the text")
    )
    parsed = parse(files)
    found = check(parsed.pack, files, register=None, as_of=DAY, sources=parsed.sources)
    assert [(p.path, p.line, p.code) for p in found] == [
        (path, 8, "html"),
        (path, 11, "id-duplicate"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("outcome: o-entry", "outcome: o-entrance", "outcome-unknown"),
        ("count: 3, outcome: o-entry", "count: 6, outcome: o-entry", "draw-short"),
        ("tags: [mrz]", "tags: [mrz, visa]", "draw-short"),
        ("count: 2, difficulty", "count: 6, difficulty", "draw-too-large"),
        ("pass: 70", "pass: 70\npair: before", "pair-role"),
    ],
)
def test_a_blueprint_that_cannot_be_filled_is_named(old, new, code):
    files, _ = pack_files.read(PAIR)
    path = "01-one/03-papers.quiz.yaml"
    files[path] = files[path].replace(old.encode(), new.encode())
    parsed = parse(files)
    found = check(parsed.pack, files, register=None, as_of=DAY, sources=parsed.sources)
    assert code in {p.code for p in found if p.path == path}


BEFORE = make_quiz([own("q-b")], id="before", role="pretest", pass_percent=0)
AFTER = make_quiz([own("q-a")], id="after", role="posttest", pair="before")


def with_pretest(rule: CompletionRule):
    course = make_course(AFTER)
    modules = (Module(id="m", title="M", items=(BEFORE, AFTER)),)
    return replace(course, modules=modules, completion=rule)


def test_a_pretest_bars_nothing_unless_the_rule_asks_for_it():
    every = with_pretest(CompletionRule(pass_=("*",)))
    assert completion(every, set(), {"after"}, set()).complete
    asked = with_pretest(CompletionRule(pass_=("*",), finish=("before",)))
    assert not completion(asked, set(), {"after"}, set()).complete
    assert completion(asked, set(), {"after"}, {"before"}).complete


def test_a_pretest_is_done_when_it_is_handed_in():
    course = with_pretest(CompletionRule(pass_=("*",)))
    assert progress(course, Done()).next_item == "before"
    done = add_up([Event(EventKind.QUIZ_TAKEN, "before")])
    assert progress(course, done).next_item == "after"


def test_nobody_passes_a_pretest():
    full = Mark(Fraction(1), Fraction(1), 1, Verdict.RIGHT, {})
    assert score(BEFORE, [full]).percent == 100
    assert not score(BEFORE, [full]).passed
    assert score(AFTER, [full]).passed


def test_a_rule_that_asks_to_pass_a_pretest_is_refused():
    files, _ = pack_files.read(PAIR)
    for rule, codes in (("pass: [before]", ["completion-kind"]), ("finish: [before]", [])):
        files["pack.yaml"] = re.sub(
            rb"completion: .*", f"completion: {{{rule}}}".encode(), files["pack.yaml"]
        )
        parsed = parse(files)
        found = check(parsed.pack, files, register=None, as_of=DAY, sources=parsed.sources)
        assert [p.code for p in found] == codes
