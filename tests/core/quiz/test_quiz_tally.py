"""Attempts added up: against NumPy on random data, and what is left out or not told apart."""

import random
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from quiz_strategies import questions

from elearn.core.quiz import tally as tallies
from elearn.core.quiz.answers import (
    NumericAnswer,
    OrderingAnswer,
    SingleAnswer,
    TextAnswer,
    truth,
)
from elearn.core.quiz.outcomes import asked, outcome
from elearn.core.quiz.pace import AWAY, seconds_spent
from elearn.core.quiz.questions import Entry, Numeric, Option, Ordering, ShortText, Single
from elearn.core.quiz.statistics import Asked, Flag, figures, tally_of
from elearn.core.quiz.tally import Outcome

WEIGHTS = (1, 2, 3, 1, 5, 2)
SHARES = [Fraction(n, d) for n, d in ((0, 1), (1, 3), (1, 2), (3, 7), (11, 17), (1, 1))]


def tallied(questions, rows, read=None):
    tally = tally_of(questions, read or (lambda key: key))
    for row in rows:
        tally.add(row)
    return tally


def sat(rng, weights):
    ability = rng.random()
    picked = [max(SHARES[0], rng.choice(SHARES) if rng.random() < ability else SHARES[0])]
    picked += [rng.choice(SHARES) if rng.random() < ability else SHARES[0] for _ in weights[1:]]
    return [Outcome(f"q{n}", share) for n, share in enumerate(picked)]


@pytest.mark.parametrize("seed", range(5))
def test_all_figures_agree_with_numpy(seed):
    rng = random.Random(seed)
    rows = [sat(rng, WEIGHTS) for _ in range(200)]
    questions = [Asked(f"q{n}", weight) for n, weight in enumerate(WEIGHTS)]
    found = figures(questions, tallied(questions, rows))
    shares = np.array([[float(o.share) for o in row] for row in rows])
    points = shares * np.array(WEIGHTS)
    most = sum(WEIGHTS)
    for n, item in enumerate(found.items):
        mine = shares[:, n]
        rest = (points.sum(axis=1) - points[:, n]) / (most - WEIGHTS[n])
        assert item.facility == pytest.approx(mine.mean(), abs=1e-12)
        assert item.standard_error == pytest.approx(mine.std(ddof=1) / np.sqrt(200), abs=1e-12)
        assert item.discrimination == pytest.approx(np.corrcoef(mine, rest)[0, 1], abs=1e-9)
    k, totals = len(WEIGHTS), points.sum(axis=1)
    alpha = k / (k - 1) * (1 - points.var(axis=0, ddof=1).sum() / totals.var(ddof=1))
    assert found.alpha == pytest.approx(alpha, abs=1e-12)
    percent = totals / most * 100
    assert found.mean == pytest.approx(percent.mean())
    assert found.deviation == pytest.approx(percent.std(ddof=1))
    assert found.error == pytest.approx(percent.std(ddof=1) * np.sqrt(1 - alpha))


@pytest.mark.parametrize("seed", range(3))
def test_drawn_papers_agree_with_numpy_too(seed):
    rng = random.Random(seed)
    questions = [Asked(f"q{n}", weight) for n, weight in enumerate(WEIGHTS)]
    rows = [rng.sample(sat(rng, WEIGHTS), 4) for _ in range(150)]
    found = figures(questions, tallied(questions, rows))
    for item in found.items:
        mine, rest = [], []
        for row in rows:
            here = {o.question: float(o.share) for o in row}
            if item.id not in here:
                continue
            others = [q for q in here if q != item.id]
            worth = {q: WEIGHTS[int(q[1:])] for q in others}
            mine.append(here[item.id])
            rest.append(sum(here[q] * worth[q] for q in others) / sum(worth.values()))
        assert item.answers == len(mine)
        assert item.facility == pytest.approx(np.mean(mine))
        assert item.discrimination == pytest.approx(np.corrcoef(mine, rest)[0, 1], abs=1e-9)


def test_when_there_are_more_papers_than_are_told_apart_nothing_is_lost(monkeypatch):
    rng = random.Random(7)
    questions = [Asked(f"q{n}", weight) for n, weight in enumerate(WEIGHTS)]
    rows = [rng.sample(sat(rng, WEIGHTS), 3) for _ in range(100)]
    told = figures(questions, tallied(questions, rows))
    monkeypatch.setattr(tallies, "MOST_PAPERS", 2)
    heaped = figures(questions, tallied(questions, rows))
    assert heaped.items == told.items
    assert (heaped.mean, heaped.deviation) == (told.mean, told.deviation)


def test_what_does_not_count_is_left_out_of_everything():
    questions = [Asked("a", 1), Asked("b", 1), Asked("c", 7)]
    one, nothing = Fraction(1), Fraction(0)

    def read(key):
        question, share = key
        return None if question == "c" else Outcome(question, share)

    rows = [[("a", one), ("c", nothing), ("b", one)], [("a", nothing), ("b", one), ("c", one)]]
    found = figures(questions, tallied(questions, rows, read))
    assert [item.answers for item in found.items] == [2, 2, 0]
    assert found.mean == 75  # of two points, the seven are not there
    assert found.items[0].facility == 0.5


def test_parts_are_counted_and_a_hard_one_is_flagged():
    question = Ordering(id="o", prompt="", items=tuple(Entry(i, i) for i in "abcd"))
    rows = [
        [outcome(question, Fraction(1, 3), OrderingAnswer(("b", "a", "c", "d")))] for _ in range(30)
    ]
    what = asked(question)
    assert what.parts == ("a", "b", "c")
    (item,) = figures([what], tallied([what], rows)).items
    assert [(p.part, p.count) for p in item.parts] == [("a", 0), ("b", 0), ("c", 30)]
    assert Flag.HARD_PART in item.flags


def test_options_are_counted_with_how_the_others_went():
    question = Single(id="s", prompt="", options=(Option("x", "x", right=True), Option("y", "y")))
    questions = [asked(question), Asked("other", 2)]
    rows = [
        [outcome(question, Fraction(1), SingleAnswer("x")), Outcome("other", Fraction(1, 2))],
        [outcome(question, Fraction(1), SingleAnswer("x")), Outcome("other", Fraction(1))],
        [outcome(question, Fraction(0), SingleAnswer("y")), Outcome("other", Fraction(0))],
    ]
    item = figures(questions, tallied(questions, rows)).items[0]
    told = [(o.option, o.right, o.count, o.rest) for o in item.options]
    assert told == [("x", True, 2, 0.75), ("y", False, 1, 0.0)]


BEGAN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def saves(attempt, *steps):
    at = BEGAN
    for question, seconds in steps:
        at += timedelta(seconds=seconds)
        yield attempt, BEGAN, question, at


def test_time_lies_between_answers_and_the_median_is_told():
    found = seconds_spent(
        [
            *saves(1, ("a", 10), ("b", 20), ("a", 5)),
            *saves(2, ("b", 40), ("a", 25)),
            *saves(3, ("a", 35), ("b", AWAY + 1)),
        ]
    )
    assert found == {"a": 25, "b": 30}  # a: 15, 25, 35; b: 20, 40, and once away


@given(questions())
def test_every_kind_says_what_its_right_answer_came_to(question):
    what, done = asked(question), outcome(question, Fraction(1), truth(question))
    assert set(done.chosen) == {option for option, right in what.options.items() if right}
    assert set(done.right) <= set(what.parts)
    assert not (what.options and what.parts)
    if what.parts:
        assert set(done.right) == set(what.parts)


def test_what_is_typed_is_right_by_what_it_earned_unless_everybody_gets_the_points():
    question = ShortText(id="t", prompt="", answers=("asylum",))
    said = TextAnswer("Refuge")
    assert outcome(question, Fraction(1), said).typed == "+refuge"  # another right answer
    assert outcome(question, Fraction(1), said, decided=False).typed == "-refuge"
    assert outcome(question, Fraction(1), TextAnswer("Asylum"), decided=False).typed == "+asylum"
    number = Numeric(id="n", prompt="", answer=Fraction(7, 2))
    assert outcome(number, Fraction(1), NumericAnswer(Fraction(7, 2), "3,50")).typed == "+3.5"
    assert asked(number).typed
    assert not asked(question).parts
