"""Marks that people give: who may, when two are needed, and what they come to."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from elearn.core.errors import BadInput
from elearn.core.pack.schema.kinds.base import MarkingShape
from elearn.core.pack.schema.quiz import QuizMarkingShape
from elearn.core.quiz.kinds.extended import Criterion, Extended, Level
from elearn.core.quiz.mark import Verdict
from elearn.core.quiz.marking import (
    Judgement,
    MarkingState,
    Refusal,
    combined,
    judgement,
    may_mark,
    may_settle,
    rule_of,
    standing,
    state,
)
from elearn.core.quiz.options import ONE_MARKER, Marking

LEARNER, ANN, BEN, CY = 1, 2, 3, 4
QUESTION = Extended(
    id="q",
    prompt="Tell.",
    points=3,
    rubric=(
        Criterion(
            "facts",
            "Facts",
            (Level("none", "None", 0), Level("some", "Some", 1), Level("all", "All", 2)),
        ),
        Criterion("order", "Order", (Level("mixed", "Mixed", 0), Level("clear", "Clear", 1))),
    ),
)
TWO = Marking(double=True, tolerance=Fraction(1))


def found(marker, facts, order="clear", *, comment="", settles=False):
    levels = {"facts": facts, "order": order}
    return judgement(QUESTION, marker, levels, comment, settles=settles)


def test_one_marker_is_enough_unless_the_quiz_says_two():
    assert state(QUESTION, ONE_MARKER, []) is MarkingState.WAITING
    assert state(QUESTION, ONE_MARKER, [found(ANN, "some")]) is MarkingState.MARKED
    assert state(QUESTION, TWO, [found(ANN, "some")]) is MarkingState.SECOND


def test_up_to_the_tolerance_the_mean_counts_exactly():
    two = [found(ANN, "some"), found(BEN, "all")]
    assert [j.share for j in two] == [Fraction(2, 3), 1]
    assert state(QUESTION, TWO, two) is MarkingState.MARKED
    mark = combined(QUESTION, TWO, two)
    assert (mark.share, mark.points, mark.verdict) == (
        Fraction(5, 6),
        Fraction(5, 2),
        Verdict.PARTLY,
    )
    assert mark.judged.levels == (("order", "clear"),)
    assert mark.parts == {"order": True}


def test_beyond_the_tolerance_somebody_settles_it():
    two = [found(ANN, "none", "mixed"), found(BEN, "all")]
    assert state(QUESTION, TWO, two) is MarkingState.DIFFERING
    assert combined(QUESTION, TWO, two) is None
    settled = [*two, found(CY, "some", settles=True)]
    assert combined(QUESTION, TWO, settled).share == Fraction(2, 3)
    assert may_mark(ANN, LEARNER, TWO, settled) is Refusal.MARKED


def test_a_difference_of_just_the_tolerance_is_tolerated():
    exact = Marking(double=True, tolerance=Fraction(1))
    assert state(QUESTION, exact, [found(ANN, "some"), found(BEN, "all")]) is MarkingState.MARKED
    strict = Marking(double=True, tolerance=Fraction(99, 100))
    assert state(QUESTION, strict, [found(ANN, "some"), found(BEN, "all")]) is (
        MarkingState.DIFFERING
    )


def test_who_changes_their_mind_is_counted_once():
    changed = [found(ANN, "none"), found(ANN, "all")]
    assert standing(changed) == (changed[1],)
    assert combined(QUESTION, ONE_MARKER, changed).share == 1
    assert state(QUESTION, TWO, changed) is MarkingState.SECOND


def test_nobody_marks_or_settles_their_own_answer():
    assert may_mark(LEARNER, LEARNER, TWO, []) is Refusal.OWN
    assert may_settle(LEARNER, LEARNER, MarkingState.DIFFERING) is Refusal.OWN


def test_no_more_markers_come_in_than_are_wanted():
    one = [found(ANN, "some")]
    assert may_mark(BEN, LEARNER, ONE_MARKER, one) is Refusal.MARKED
    assert may_mark(ANN, LEARNER, ONE_MARKER, one) is None
    assert may_mark(BEN, LEARNER, TWO, one) is None
    two = [*one, found(BEN, "all")]
    assert may_mark(CY, LEARNER, TWO, two) is Refusal.MARKED
    assert may_mark(BEN, LEARNER, TWO, two) is None


def test_only_a_difference_is_settled():
    assert may_settle(CY, LEARNER, MarkingState.DIFFERING) is None
    for other in (MarkingState.WAITING, MarkingState.SECOND, MarkingState.MARKED):
        assert may_settle(CY, LEARNER, other) is Refusal.NOT_DIFFERING


def test_every_criterion_needs_a_level_that_it_has():
    for levels in ({}, {"facts": "all"}, {"facts": "all", "order": "none"}):
        with pytest.raises(BadInput):
            judgement(QUESTION, ANN, levels, "", settles=False)


def test_comments_follow_one_another_and_the_same_one_stands_once():
    two = [found(ANN, "all", comment="Good."), found(BEN, "all", comment="Clear.")]
    assert combined(QUESTION, TWO, two).judged.comment == "Good.\n\nClear."
    same = [found(ANN, "all", comment="Good."), found(BEN, "all", comment="Good.")]
    assert combined(QUESTION, TWO, same).judged.comment == "Good."


def test_a_question_may_be_marked_otherwise_than_its_quiz():
    from dataclasses import replace

    assert rule_of(QUESTION, TWO) is TWO
    assert rule_of(replace(QUESTION, marking=ONE_MARKER), TWO) == ONE_MARKER
    named = Marking(anonymous=False)
    assert rule_of(replace(QUESTION, marking=TWO), named) == replace(TWO, anonymous=False)


def test_anonymous_is_a_key_of_a_quiz_and_of_no_question():
    assert QuizMarkingShape().load({}) == ONE_MARKER
    assert QuizMarkingShape().load({"anonymous": False}) == Marking(anonymous=False)
    with pytest.raises(ValidationError, match="must be true or false"):
        QuizMarkingShape().load({"anonymous": "no"})
    with pytest.raises(ValidationError, match="anonymous"):
        MarkingShape().load({"anonymous": False})


shares = st.builds(
    lambda facts, order: {"facts": facts, "order": order},
    st.sampled_from(["none", "some", "all"]),
    st.sampled_from(["mixed", "clear"]),
)
judgements = st.lists(
    st.builds(
        lambda marker, levels, settles: judgement(QUESTION, marker, levels, "", settles=settles),
        st.sampled_from([ANN, BEN]),
        shares,
        st.booleans(),
    ),
    max_size=6,
)
rules = st.builds(Marking, st.booleans(), st.fractions(min_value=0, max_value=4, max_denominator=4))


@given(judgements, rules)
def test_there_is_a_mark_if_and_only_if_it_is_marked(all_of_them, rule):
    mark = combined(QUESTION, rule, all_of_them)
    assert (mark is not None) == (state(QUESTION, rule, all_of_them) is MarkingState.MARKED)
    if mark is not None:
        given_shares = [j.share for j in standing(all_of_them)]
        assert min(given_shares) <= mark.share <= max(given_shares)
        assert mark.points == mark.share * QUESTION.points
        assert mark.verdict is not Verdict.WAITING


@given(shares, shares, rules)
def test_who_marks_first_makes_no_difference(one, other, rule):
    first, second = (
        judgement(QUESTION, m, x, "", settles=False) for m, x in ((ANN, one), (BEN, other))
    )
    assert state(QUESTION, rule, [first, second]) is state(QUESTION, rule, [second, first])
    if rule.double:
        forth = combined(QUESTION, rule, [first, second])
        back = combined(QUESTION, rule, [second, first])
        assert (forth and forth.share) == (back and back.share)


@given(st.lists(st.tuples(st.sampled_from([ANN, BEN, CY]), shares), max_size=8), rules)
def test_whoever_comes_there_are_no_more_opinions_than_are_wanted(comers, rule):
    accepted: list[Judgement] = []
    for marker, levels in comers:
        if may_mark(marker, LEARNER, rule, accepted) is None:
            accepted.append(judgement(QUESTION, marker, levels, "", settles=False))
    assert len(standing(accepted)) <= (2 if rule.double else 1)
