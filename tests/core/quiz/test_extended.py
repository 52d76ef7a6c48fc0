"""Extended response: it waits for a trainer, whose judgement makes the mark."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quiz_strategies import extendeds

from elearn.core.errors import BadInput
from elearn.core.quiz.answers import ExtendedAnswer, Unreadable, read
from elearn.core.quiz.draw import paper_question
from elearn.core.quiz.grade import Verdict, grade
from elearn.core.quiz.kinds.extended import Criterion, Extended, Level, judge, tidy_lines

SEED = "22" * 16
QUESTION = Extended(
    id="q",
    prompt="Report.",
    points=6,
    limit=100,
    rubric=(
        Criterion("facts", "Facts", (Level("none", "None", 0), Level("all", "All", 2))),
        Criterion("tone", "Tone", (Level("bad", "Bad", 0), Level("good", "Good", 1))),
    ),
)


def read_text(text):
    asked = paper_question(QUESTION, SEED)
    return read(QUESTION, asked, {asked.token: [text]})


def test_an_answer_waits():
    mark = grade(QUESTION, ExtendedAnswer("I saw …"))
    assert (mark.verdict, mark.points, mark.out_of) == (Verdict.WAITING, 0, 6)


@given(st.data(), extendeds())
def test_a_judgement_makes_a_mark_within_bounds(data, question):
    levels = {
        c.id: data.draw(st.sampled_from([level.id for level in c.levels])) for c in question.rubric
    }
    mark = judge(question, levels, "Good.")
    assert 0 <= mark.share <= 1
    assert mark.points == mark.share * question.points
    assert dict(mark.judged.levels) == levels
    assert (mark.share == 1) == all(mark.parts.values())
    best = {c.id: max(c.levels, key=lambda x: x.points).id for c in question.rubric}
    assert judge(question, best).share == 1


def test_the_share_is_that_of_the_rubrics_points():
    mark = judge(QUESTION, {"facts": "all", "tone": "bad"})
    assert mark.share == Fraction(2, 3)
    assert mark.points == 4
    assert mark.parts == {"facts": True, "tone": False}
    assert judge(QUESTION, {"facts": "none", "tone": "bad"}).verdict is Verdict.WRONG


@pytest.mark.parametrize("levels", [{}, {"facts": "all"}, {"facts": "good", "tone": "good"}])
def test_half_a_judgement_is_refused(levels):
    with pytest.raises(BadInput, match="every criterion"):
        judge(QUESTION, levels)


def test_lines_are_kept_and_what_cannot_be_seen_is_not():
    typed = "One\r\n\r\n\r\n\r\n\r\nTwo\u200b\x00\t.  "
    assert read_text(typed) == ExtendedAnswer("One\n\n\nTwo .")
    assert tidy_lines("\u200b\r \n") == ""


def test_a_text_may_be_as_long_as_its_limit():
    assert isinstance(read_text("x" * 100), ExtendedAnswer)
    refusal = read_text("x" * 101)
    assert isinstance(refusal, Unreadable)
    assert refusal.code == "too-long"
    assert isinstance(read_text("\n" * 500_000 + "x" * 200), Unreadable)
