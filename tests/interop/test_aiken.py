"""Aiken, as Moodle's documentation describes it, and as people write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.core.quiz import questions as q
from elearn.interop import aiken
from elearn.interop.notes import MAX_QUESTIONS, State
from elearn.services.imports import read_questions

LETTERS = "ABCDEFGHIJ"


def read(text):
    return read_questions(text.encode())


def shape(question):
    return question.prompt, [(o.text, o.right) for o in question.options]


def test_a_file_is_told_by_its_answers_and_read():
    made = read(
        "Which is right?\nA. This one\nB. That one\nC. The third\nANSWER: B\n\n"
        "Who asks?\nA) Ann\nB) Ben\nANSWER: A"
    )
    assert all(isinstance(question, q.Single) for question in made.questions)
    assert [shape(question) for question in made.questions] == [
        ("Which is right?", [("This one", False), ("That one", True), ("The third", False)]),
        ("Who asks?", [("Ann", True), ("Ben", False)]),
    ]
    assert [question.id for question in made.questions] == ["q-which-is-right", "q-who-asks"]
    assert [(n.place, n.state) for n in made.notes] == [
        ("line 1", State.READ),
        ("line 7", State.READ),
    ]


def test_no_blank_line_is_needed_and_any_is_allowed():
    one = "So?\r\nA. Yes\r\nB. No\r\nANSWER: A\r\nAnd so?\r\n\r\nA. Yes\r\n\r\nB. No\r\nANSWER: B"
    assert len(read(one).questions) == 2


def test_several_lines_any_case_and_cyrillic():
    made = read("\ufeffКо одлучује?\nОд чега зависи?\na) Официр\nb) Вођа смене\nAnswer:b\n")
    (question,) = made.questions
    assert question.prompt == "Ко одлучује?\\\nОд чега зависи?"
    assert [o.right for o in question.options] == [False, True]


def test_signs_of_markdown_and_html_stay_what_they_are():
    (question,) = read("Is 1 < 2 & *this*?\nA. <b>yes</b>\nB. [no](x)\nANSWER: A").questions
    assert "*this*" not in question.prompt.replace("\\*", "")
    assert "<b>" not in question.options[0].text.replace("\\<", "")


GOOD = "\n\nFine?\nA. Yes\nB. No\nANSWER: A\n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("So?\nA. Yes\nB. No\nANSWER: C", "is the letter of no option"),
        ("So?\nA. Yes\nB. No\nANSWER:", "is the letter of no option"),
        ("So?\nA. Yes\nB. No", "No line says which option is right"),
        ("So?\nA. Yes\nANSWER: A", "It has 1 options"),
        ("So?\nA. Yes\nA. No\nANSWER: A", "same letter"),
        ("So?\nA. Yes\nB. Yes\nANSWER: A", "read the same"),
        ("ANSWER: A", "It asks nothing"),
    ],
)
def test_what_cannot_be_kept_is_named_and_the_rest_is_read(text, reason):
    made = read(text + GOOD)
    assert len(made.questions) == 1
    first, second = made.notes
    assert (first.state, second.state) == (State.LEFT_OUT, State.READ)
    assert reason in first.reason


def test_an_empty_option_is_left_out_and_that_is_said():
    made = read("So?\nA. Yes\nB. No\nC.\nANSWER: A")
    assert len(made.questions[0].options) == 2
    assert made.notes[0].state is State.CHANGED


def test_other_formats_are_not_taken_for_it():
    for text in (
        "So? {=A. ~B.}\n\n// ANSWER: A\n",
        "ANSWER: A is what one says {T}",
        "<quiz><question type='essay'><name><text>A. b\nANSWER: c</text></name></question></quiz>",
    ):
        assert not aiken.is_one(text.encode()), text


def test_more_than_an_import_holds_is_counted():
    made = read("So %d?\nA. Yes\nB. No\nANSWER: A\n" * (MAX_QUESTIONS + 3))
    assert len(made.questions) == MAX_QUESTIONS
    assert made.notes[-1].state is State.LEFT_OUT
    assert made.notes[-1].reason.startswith("3 more items")


WORDS = st.text("abcčćжђ 0", min_size=1, max_size=20).map(lambda t: "w" + " ".join(t.split()))


@given(
    st.lists(
        st.tuples(WORDS, st.lists(WORDS, min_size=2, max_size=10, unique=True), st.integers(0, 9)),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from([". ", ") "]),
)
def test_what_is_written_is_read(asked, mark):
    text = ""
    for prompt, options, right in asked:
        lines = [f"{letter}{mark}{o}" for letter, o in zip(LETTERS, options, strict=False)]
        text += "\n".join((prompt, *lines, f"ANSWER: {LETTERS[right % len(options)]}", ""))
    found = [shape(question) for question in read(text).questions]
    assert found == [
        (prompt, [(o, n == right % len(options)) for n, o in enumerate(options)])
        for prompt, options, right in asked
    ]


SIGNS = st.sampled_from(["A.", "B)", " ", "\n", "ANSWER:", "A", "answer: b", "So?", "\t", "\r\n"])


@given(st.lists(SIGNS, max_size=60).map("".join))
def test_any_text_gets_notes(text):
    made = aiken.read(text.encode())
    taken = sum(note.state is not State.LEFT_OUT and note.place != "file" for note in made.notes)
    assert taken == len(made.questions)
    assert read(text).notes
