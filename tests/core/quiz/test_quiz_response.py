"""Hints and certainty: what they do to a mark, within which bounds, and what is kept of them."""

import json
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quiz_strategies import make_course, make_quiz, multiples, questions, seeds
from test_quiz_grade import answers_to

from elearn.core.errors import BadInput
from elearn.core.pack.schema.quiz import SelfCheckShape
from elearn.core.pack.yaml_tree import read
from elearn.core.quiz import answers as forms
from elearn.core.quiz.answers import BlankAnswer, MultipleAnswer, TrueFalseAnswer, truth
from elearn.core.quiz.calibration import Finding, Level, calibration
from elearn.core.quiz.draw import paper
from elearn.core.quiz.grade import Verdict, grade
from elearn.core.quiz.mark import waiting
from elearn.core.quiz.options import CertaintyRule
from elearn.core.quiz.questions import Credit, Hint, TrueFalse
from elearn.core.quiz.response import (
    CERTAINTIES,
    LEAST_SHARE,
    Certainty,
    Response,
    by_certainty,
    certainty_field,
    final,
    from_raw,
    hints_cost,
    lost_to_hints,
    read_certainty,
    to_raw,
    worth,
)
from elearn.core.quiz.score import marks, score

MODES = tuple(CertaintyRule)
levels = st.sampled_from([None, *Certainty])
shares = st.fractions(0, 1, max_denominator=30)
hints = st.lists(st.builds(Hint, st.just("Think."), st.integers(0, 100)), max_size=5).map(tuple)


@st.composite
def responses(draw: st.DrawFn):
    question = replace(draw(questions()), hints=draw(hints))
    answer = draw(answers_to(question) | st.just(BlankAnswer()))
    return question, Response(answer, draw(levels), draw(st.integers(0, 6)))


@given(responses(), st.sampled_from(MODES))
def test_a_final_mark_stays_within_its_bounds(made, mode):
    question, said = made
    mark = worth(question, said, mode)
    least = LEAST_SHARE * question.points if mode == "marks" else 0
    assert least <= mark.points <= mark.out_of == question.points
    assert replace(mark, points=Fraction(0)) == replace(
        grade(question, said.answer), points=Fraction(0)
    )


@given(responses(), st.sampled_from(MODES))
def test_a_hint_never_raises_a_mark_and_never_takes_it_below_zero(made, mode):
    question, said = made
    without = worth(question, replace(said, hints=0), mode).points
    before = without
    for taken in range(1, len(question.hints) + 2):
        after = worth(question, replace(said, hints=taken), mode).points
        assert after <= before
        assert after >= min(0, without)
        before = after
    mark = grade(question, said.answer)
    assert lost_to_hints(question, mark, said, mode) == without - worth(question, said, mode).points


@given(st.lists(responses(), max_size=5), seeds, st.sampled_from(MODES))
def test_a_score_is_never_below_zero_nor_above_everything(made, seed, mode):
    own = {q.id: (replace(q), said) for q, said in made}
    quiz = make_quiz([q for q, _ in own.values()], certainty=mode)
    asked = paper(quiz, make_course(quiz).banks, seed)
    found = score(quiz, marks(asked, {k: said for k, (_, said) in own.items()}, mode).values())
    assert 0 <= found.points <= found.max == sum(q.points for q, _ in own.values())


@given(questions(), levels, st.integers(0, 3), st.sampled_from(MODES))
def test_a_blank_is_worth_nothing_whatever_was_said(question, level, taken, mode):
    mark = worth(question, Response(BlankAnswer(), level, taken), mode)
    assert (mark.points, mark.verdict) == (0, Verdict.BLANK)


@given(responses())
def test_certainty_changes_nothing_where_it_is_only_asked(made):
    question, said = made
    assert (
        worth(question, said, CertaintyRule.ASK)
        == worth(question, said)
        == worth(question, said, CertaintyRule.OFF)
    )


@pytest.mark.parametrize(
    ("level", "right", "wrong"),
    [("sure", 1, -2), ("think-so", "2/3", "-2/3"), ("guessing", "1/3", 0), (None, "1/3", 0)],
)
def test_the_scheme_is_gardner_medwins_divided_by_three(level, right, wrong):
    certainty = CERTAINTIES[level] if level else None
    assert by_certainty(Fraction(1), certainty) == Fraction(right)
    assert by_certainty(Fraction(0), certainty) == Fraction(wrong)


def expected(chance, level):
    return chance * by_certainty(Fraction(1), level) + (1 - chance) * by_certainty(
        Fraction(0), level
    )


@given(shares)
def test_who_is_honest_about_their_chance_expects_most(chance):
    honest = Certainty.GUESSING
    if chance >= Fraction(2, 3):
        honest = Certainty.THINK_SO
    if chance >= Fraction(4, 5):
        honest = Certainty.SURE
    assert expected(chance, honest) == max(expected(chance, level) for level in Certainty)


def test_at_its_thresholds_the_scheme_does_not_care():
    two_thirds, four_fifths = Fraction(2, 3), Fraction(4, 5)
    assert expected(two_thirds, Certainty.GUESSING) == expected(two_thirds, Certainty.THINK_SO)
    assert expected(four_fifths, Certainty.THINK_SO) == expected(four_fifths, Certainty.SURE)


@given(shares, shares, levels)
def test_a_better_answer_never_earns_less(one, other, level):
    worse, better = sorted((one, other))
    assert by_certainty(worse, level) <= by_certainty(better, level)


QUESTION = TrueFalse(
    id="q", prompt="?", points=4, answer=True, hints=(Hint("One.", 25), Hint("Two.", 50))
)


@pytest.mark.parametrize(
    ("answer", "level", "taken", "mode", "earned"),
    [
        (True, None, 0, "off", 4),
        (True, None, 1, "off", 3),
        (True, None, 2, "off", 1),
        (True, None, 9, "off", 1),
        (False, None, 2, "off", 0),
        (True, "sure", 1, "marks", 3),
        (True, "think-so", 1, "marks", "5/3"),
        (True, "guessing", 2, "marks", 0),
        (False, "sure", 0, "marks", -8),
        (False, "sure", 2, "marks", -8),
        (False, "think-so", 0, "marks", "-8/3"),
        (False, "guessing", 1, "marks", 0),
    ],
)
def test_a_mark_by_hand(answer, level, taken, mode, earned):
    said = Response(TrueFalseAnswer(answer), CERTAINTIES.get(level), taken)
    assert worth(QUESTION, said, CertaintyRule(mode)).points == Fraction(earned)


def test_one_wrong_and_sure_takes_from_others_but_not_below_zero():
    quiz = make_quiz([], certainty=CertaintyRule.MARKS, pass_percent=1)
    right = worth(QUESTION, Response(TrueFalseAnswer(True), Certainty.SURE), CertaintyRule.MARKS)
    wrong = worth(QUESTION, Response(TrueFalseAnswer(False), Certainty.SURE), CertaintyRule.MARKS)
    assert score(quiz, [right, right, right, wrong]).points == 4
    assert score(quiz, [right, wrong]).points == 0
    assert not score(quiz, [right, wrong]).passed


@given(st.integers(0, 10), hints)
def test_what_hints_cost_is_a_share_of_the_points(taken, some):
    question = replace(QUESTION, hints=some)
    assert 0 <= hints_cost(question, taken) <= 1
    assert hints_cost(question, 0) == 0


@given(multiples(), levels, st.sampled_from(MODES))
def test_ticking_everything_never_earns_more_than_a_blank(question, level, mode):
    everything = MultipleAnswer(frozenset(o.id for o in question.options))
    if everything != truth(question):
        blank = worth(question, Response(BlankAnswer(), level), mode)
        assert worth(question, Response(everything, level), mode).points <= blank.points


@given(responses())
def test_what_is_kept_comes_back(made):
    _question, said = made
    assert from_raw(json.loads(json.dumps(to_raw(said)))) == said


@given(responses())
def test_answers_kept_before_there_were_hints_are_marked_as_before(made):
    question, said = made
    old = from_raw(json.loads(json.dumps(forms.to_raw(said.answer))))
    assert old == Response(said.answer)
    assert worth(question, old) == grade(question, said.answer)
    assert forms.from_raw(to_raw(said)) == said.answer


@pytest.mark.parametrize(
    "more",
    [
        {"certainty": "very"},
        {"certainty": 3},
        {"certainty": ["sure"]},
        {"hints": -1},
        {"hints": "1"},
        {"hints": True},
        {"hints": 1.5},
    ],
)
def test_what_was_never_kept_so_is_refused(more):
    with pytest.raises(BadInput):
        from_raw({"kind": "blank", **more})


@given(seeds, st.sampled_from(["sure", "think-so", "guessing", "", "very"]))
def test_certainty_is_read_from_its_own_field(seed, value):
    quiz = make_quiz([QUESTION])
    (asked,) = paper(quiz, (), seed).questions
    form = {certainty_field(asked): [value], asked.token: [asked.options[0].token]}
    assert read_certainty(asked, form) == CERTAINTIES.get(value)
    assert read_certainty(asked, {}) is None
    assert forms.read(QUESTION, asked, form) == TrueFalseAnswer(True)


def said(level, right, wrong):
    one = CERTAINTIES[level]
    return [(one, Verdict.RIGHT)] * right + [(one, Verdict.WRONG)] * wrong


def test_calibration_counts_who_was_right_at_each_level():
    rows = [*said("sure", 7, 1), *said("guessing", 1, 2), (Certainty.SURE, Verdict.PARTLY)]
    rows += [(None, Verdict.RIGHT), (Certainty.SURE, Verdict.BLANK)]
    assert calibration(rows) == (
        Level(Certainty.SURE, 9, 7),
        Level(Certainty.THINK_SO, 0, 0),
        Level(Certainty.GUESSING, 3, 1),
    )
    assert calibration(rows)[0].percent == 77
    assert calibration([(None, Verdict.RIGHT), (Certainty.SURE, Verdict.BLANK)]) == ()


@pytest.mark.parametrize(
    ("level", "right", "wrong", "finding"),
    [
        ("sure", 4, 0, Finding.FEW),
        ("sure", 4, 1, Finding.FITS),
        ("sure", 10, 0, Finding.FITS),
        ("sure", 7, 2, Finding.TOO_SURE),
        ("think-so", 2, 4, Finding.TOO_SURE),
        ("think-so", 4, 2, Finding.FITS),
        ("think-so", 9, 1, Finding.TOO_MODEST),
        ("guessing", 0, 9, Finding.FITS),
        ("guessing", 4, 2, Finding.FITS),
        ("guessing", 5, 1, Finding.TOO_MODEST),
    ],
)
def test_a_finding_says_whether_the_level_was_the_one_that_earns_most(level, right, wrong, finding):
    (found,) = (x for x in calibration(said(level, right, wrong)) if x.answers)
    assert found.finding is finding


def test_what_waits_to_be_marked_is_worth_nothing_yet_and_takes_nothing():
    mark = waiting(QUESTION)
    said = Response(TrueFalseAnswer(True), Certainty.SURE, 1)
    assert final(QUESTION, mark, said, CertaintyRule.MARKS) is mark
    assert calibration([(Certainty.SURE, Verdict.WAITING)]) == ()
    assert calibration([(Certainty.SURE, Verdict.WITHDRAWN)]) == ()


def test_a_final_mark_without_anything_is_the_mark_itself():
    mark = grade(QUESTION, TrueFalseAnswer(True))
    assert final(QUESTION, mark, Response(TrueFalseAnswer(True))) is mark


DOCS = Path(__file__).parents[3] / "docs"


def test_the_example_of_hints_and_feedback_in_the_handbook_is_read_as_it_says():
    text = (DOCS / "pack-format.md").read_text("utf-8")
    block = next(b for b in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL) if "hints:" in b)
    tree = read(block, "example", 1)
    assert tree.problems == []
    question = SelfCheckShape().load({"question": tree.data[0]})["question"]
    assert [hint.cost for hint in question.hints] == [25, 50]
    assert question.feedback.wrong.startswith("Read again")
    right = Response(truth(question), hints=1)
    assert worth(question, right).points == 3


@pytest.mark.parametrize(
    "line",
    re.findall(
        r"^\| (all|\d+ of 10) \| (.+?) \| (\d+) % \|$",
        (DOCS / "marks.md").read_text("utf-8"),
        re.MULTILINE,
    ),
)
def test_the_results_that_the_handbook_tells_are_those_that_come_out(line):
    right, said_words, percent = line
    count = 10 if right == "all" else int(right.split()[0])
    words = {"sure": Certainty.SURE, "I think so": Certainty.THINK_SO}
    first = words.get(said_words.removesuffix(" everywhere").split(" where")[0], Certainty.GUESSING)
    last = Certainty.GUESSING if "where wrong" in said_words else first
    question = replace(QUESTION, points=1)
    found = score(
        make_quiz([]),
        [
            worth(
                question,
                Response(TrueFalseAnswer(n < count), first if n < count else last),
                CertaintyRule.MARKS,
            )
            for n in range(10)
        ],
    )
    assert found.whole_percent == int(percent)


@pytest.mark.parametrize("word", [*Credit, *CertaintyRule])
def test_every_rule_is_told_in_the_handbook(word):
    assert f"`{word.value}`" in (DOCS / "pack-format.md").read_text("utf-8")
