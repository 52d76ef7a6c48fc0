"""How a quiz is taken: read from its file, written back, and checked."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quiz_strategies import make_course, make_quiz

from elearn.core.learning.completion import completion
from elearn.core.learning.progress import Done, progress
from elearn.core.pack.parse import parse
from elearn.core.pack.plain import from_plain, to_plain
from elearn.core.quiz.model import Quiz
from elearn.core.quiz.options import Counts, Feedback, Layout, Navigation
from elearn.interop.quiz_yaml import quiz_text

DOCS = Path(__file__).parents[3] / "docs" / "pack-format.md"
PATH = "01-a/01-q.quiz.yaml"


def read(text):
    facts = parse({"pack.yaml": b"kind: course", PATH: text.encode()}).sources.facts[PATH]
    assert facts.problems == ()
    return facts.value


def test_the_example_in_the_handbook_is_read_as_it_says():
    section = DOCS.read_text("utf-8").split("### How a quiz is taken", 1)[1]
    quiz = read(re.search(r"```yaml\n(.*?)```", section, re.DOTALL)[1])
    assert quiz.layout is Layout.ONE
    assert quiz.navigation is Navigation.FORWARD
    assert (quiz.limit, quiz.wait_minutes) == (45, 24 * 60)
    assert quiz.counts is Counts.LAST
    assert quiz.feedback is Feedback.AFTER_CLOSING
    assert not quiz.practice


quizzes = st.builds(
    Quiz,
    id=st.just("q"),
    title=st.just("Q"),
    minutes=st.integers(1, 600),
    questions=st.just(()),
    pass_percent=st.integers(1, 100),
    layout=st.sampled_from(Layout),
    navigation=st.sampled_from(Navigation),
    limit=st.none() | st.integers(1, 600),
    wait_minutes=st.integers(0, 365 * 1440),
    counts=st.sampled_from(Counts),
    feedback=st.sampled_from(Feedback),
    practice=st.booleans(),
)


@given(quizzes)
def test_what_is_written_reads_as_it_was(quiz):
    assert replace(read(quiz_text(quiz)), path="") == quiz


@given(quizzes)
def test_a_kept_quiz_is_the_same(quiz):
    assert from_plain(to_plain(quiz)) == quiz


@pytest.mark.parametrize("line", ["limit: 0", "layout: two", "wait: 24", "counts: best"])
def test_what_makes_no_sense_is_named(line):
    text = f"id: q\ntitle: Q\nminutes: 5\npass: 50\n{line}\n"
    facts = parse({"pack.yaml": b"kind: course", PATH: text.encode()}).sources.facts[PATH]
    assert [p.line for p in facts.problems] == [5]


def test_practice_is_neither_asked_for_nor_counted():
    course = make_course(make_quiz([], practice=True))
    assert completion(course, set(), set(), set()).requirements == ()
    assert progress(course, Done()).total == 0
