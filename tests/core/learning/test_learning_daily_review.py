"""When a question is asked again, and what fits into three minutes."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.core.learning.daily_review import (
    BUDGET,
    LONGEST,
    Candidate,
    Memory,
    Rating,
    plan,
    rating_of,
    remember,
    seconds_of,
)
from elearn.core.quiz.answers import TextAnswer
from elearn.core.quiz.grade import Mark, Verdict
from elearn.core.quiz.questions import Option, Single, TrueFalse
from elearn.core.quiz.response import Certainty, Response

TODAY = date(2026, 11, 23)

moments = st.builds(
    lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes),
    st.integers(0, 6 * 365 * 24 * 60),
)
ratings = st.sampled_from(Rating)
waits = st.integers(0, 800)
histories = st.lists(st.tuples(ratings, waits), min_size=1, max_size=12)


def lived(history, begin):
    """What is remembered after these answers, so many days apart; and the last moment."""
    memory, now = None, begin
    for rating, days in history:
        now += timedelta(days=days)
        memory = remember(memory, rating, now)
    return memory, now


@given(histories, moments)
def test_a_question_is_never_due_before_tomorrow_nor_after_a_year(history, begin):
    memory, now = lived(history, begin)
    assert timedelta(1) <= memory.due - now.date() <= timedelta(LONGEST)
    assert memory.last == now.date()


@given(histories, moments, waits)
def test_who_remembers_better_is_asked_later(history, begin, days):
    memory, now = lived(history, begin)
    then = now + timedelta(days=days)
    again, hard, good = (remember(memory, rating, then) for rating in Rating)
    assert again.due <= hard.due <= good.due
    assert again.stability < good.stability
    assert again.stability <= memory.stability


@given(histories, moments)
def test_the_same_answers_on_the_same_days_give_the_same_days(history, begin):
    morning = begin.replace(hour=1)
    evening = begin.replace(hour=23)
    assert lived(history, morning)[0] == lived(history, evening)[0]


def test_right_answers_are_asked_ever_more_seldom():
    now, memory, gaps = datetime(2026, 1, 1, 9, tzinfo=UTC), None, []
    for _ in range(6):
        memory = remember(memory, Rating.GOOD, now)
        gaps.append((memory.due - memory.last).days)
        now = datetime.combine(memory.due, now.timetz())
    assert gaps == sorted(gaps)
    assert gaps[0] == 2
    assert gaps[-1] > 100


def test_a_wrong_answer_comes_back_tomorrow():
    memory = remember(None, Rating.AGAIN, datetime(2026, 11, 23, 23, 59, tzinfo=UTC))
    assert memory.due == date(2026, 11, 24)


def test_a_clock_that_went_back_does_no_harm():
    memory = remember(None, Rating.GOOD, datetime(2026, 11, 23, tzinfo=UTC))
    assert remember(memory, Rating.GOOD, datetime(2026, 11, 20, tzinfo=UTC)).due > TODAY - (
        timedelta(3)
    )


@pytest.mark.parametrize(
    ("share", "guessed", "expected"),
    [
        (Fraction(1), False, Rating.GOOD),
        (Fraction(1), True, Rating.HARD),
        (Fraction(2, 3), False, Rating.HARD),
        (Fraction(1, 2), False, Rating.HARD),
        (Fraction(1, 2), True, Rating.AGAIN),
        (Fraction(1, 3), False, Rating.AGAIN),
        (Fraction(0), False, Rating.AGAIN),
    ],
)
def test_a_mark_says_how_well_it_was_remembered(share, guessed, expected):
    mark = Mark(share, share, 1, Verdict.PARTLY, {})
    response = Response(TextAnswer("so"), Certainty.GUESSING if guessed else None)
    assert rating_of(mark, response) is expected


def card(name, *, due, last=TODAY - timedelta(3), seconds=40):
    return Candidate(("p", name), seconds, Memory(3.0, 5.0, last, due))


def new(name, seconds=40):
    return Candidate(("p", name), seconds)


def names(day):
    return [candidate.key[1] for candidate in day.ask]


def test_what_waits_longest_comes_first_and_new_questions_last():
    found = plan(
        [
            new("n"),
            card("today", due=TODAY),
            card("late", due=TODAY - timedelta(9)),
            card("later", due=TODAY + timedelta(4)),
        ],
        TODAY,
    )
    assert names(found) == ["late", "today", "n"]
    assert found.next == TODAY + timedelta(4)


def test_it_stops_before_three_minutes_are_over():
    found = plan([new(str(n)) for n in range(9)], TODAY)
    assert names(found) == ["0", "1", "2", "3"]
    assert found.next == TODAY + timedelta(1)


def test_what_was_answered_today_counts():
    answered = [card(f"a{n}", due=TODAY + timedelta(2), last=TODAY) for n in range(4)]
    found = plan([*answered, new("n")], TODAY)
    assert (names(found), found.done, found.next) == ([], 4, TODAY + timedelta(1))


def test_without_questions_there_is_nothing_and_no_next_day():
    found = plan([], TODAY)
    assert (found.ask, found.done, found.next) == ((), 0, None)


candidates = st.lists(
    st.builds(
        Candidate,
        st.tuples(st.just("p"), st.text("abc", min_size=1, max_size=4)),
        st.integers(15, 90),
        st.none()
        | st.builds(
            lambda last, wait: Memory(3.0, 5.0, last, last + timedelta(wait)),
            st.dates(TODAY - timedelta(30), TODAY),
            st.integers(1, 40),
        ),
    ),
    max_size=30,
    unique_by=lambda c: c.key,
)


@given(candidates)
def test_a_day_fits_is_honest_about_the_next_one_and_asks_nothing_twice(all_of_them):
    found = plan(all_of_them, TODAY)
    done = [c for c in all_of_them if c.memory and c.memory.last == TODAY]
    spent = sum(c.seconds for c in (*done, *found.ask))
    assert spent <= BUDGET or not found.ask or len(found.ask) == 1
    assert len({c.key for c in found.ask}) == len(found.ask)
    assert not set(found.ask) & set(done)
    assert found.done == len(done)
    waiting = [c for c in all_of_them if c.memory is None or c.memory.due <= TODAY]
    assert bool(found.ask) or bool(done) or not waiting
    if found.next is not None:
        assert found.next > TODAY
    if len(found.ask) < len([c for c in waiting if c not in done]):
        assert found.next == TODAY + timedelta(1)


def test_a_longer_question_takes_longer():
    short = TrueFalse(id="t", prompt="So?", answer=True)
    long = Single(
        id="s",
        prompt="word " * 60,
        options=(Option("a", "word " * 20, right=True), Option("b", "word " * 20)),
        reason="word " * 40,
    )
    assert 15 <= seconds_of(short) < seconds_of(long) <= 90
