"""What may be done with a quiz, and until when."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quiz_strategies import make_quiz

from elearn.core.quiz import policy
from elearn.core.quiz.options import Counts, Feedback
from elearn.core.quiz.policy import Dates, ExtraTime, Granted, GrantKind, Past, Refusal

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NEVER = Dates()
moments = st.integers(-10_000, 10_000).map(lambda m: NOW + timedelta(minutes=m))
dates = st.builds(Dates, st.none() | moments, st.none() | moments)
extras = st.builds(ExtraTime, st.integers(0, 300), st.integers(0, 600))
pasts = st.lists(
    st.builds(Past, moments, st.fractions(0, 100, max_denominator=60), st.booleans()), max_size=5
).map(lambda found: sorted(found, key=lambda p: p.finished_at))
grants = st.lists(
    st.builds(
        Granted,
        st.sampled_from(GrantKind),
        moments,
        st.integers(1, 5),
        dates,
    ),
    max_size=4,
)
quizzes = st.builds(
    lambda **kwargs: make_quiz([], **kwargs),
    attempts=st.none() | st.integers(1, 5),
    limit=st.none() | st.integers(1, 600),
    wait_minutes=st.sampled_from([0, 60, 1440]),
    counts=st.sampled_from(Counts),
    feedback=st.sampled_from(Feedback),
    practice=st.booleans(),
)


def past(percent, *, passed=False, minutes=-60):
    return Past(NOW + timedelta(minutes=minutes), Fraction(percent), passed)


def at(minutes):
    return NOW + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("limit", "closes", "extra", "granted", "ends"),
    [
        (None, None, ExtraTime(50, 10), 5, None),
        (30, None, ExtraTime(), 0, 30),
        (30, 20, ExtraTime(), 0, 20),
        (30, 50, ExtraTime(), 0, 30),
        (None, 20, ExtraTime(), 0, 20),
        (30, None, ExtraTime(percent=25), 0, 37.5),
        (30, 30, ExtraTime(percent=25), 0, 37.5),
        (30, None, ExtraTime(minutes=10), 5, 45),
        (30, 20, ExtraTime(), 15, 35),
    ],
)
def test_the_deadline(limit, closes, extra, granted, ends):
    quiz = make_quiz([], limit=limit)
    open_until = Dates(None, at(closes) if closes is not None else None)
    found = policy.deadline(quiz, NOW, open_until, extra, granted)
    assert found == (at(ends) if ends is not None else None)


@given(quizzes, moments, dates, extras, st.integers(0, 100), st.integers(0, 100))
def test_more_time_is_never_less(quiz, started, when, extra, granted, more):
    first = policy.deadline(quiz, started, when, extra, granted)
    longer = ExtraTime(extra.percent + more, extra.minutes + more)
    second = policy.deadline(quiz, started, when, longer, granted + more)
    assert (first is None) == (second is None)
    assert first is None or second >= first


@given(quizzes, moments, dates)
def test_nobody_gets_less_than_the_limit_or_until_closing(quiz, started, when):
    ends = policy.deadline(quiz, started, when, ExtraTime())
    wanted = [when.closes_at] if when.closes_at else []
    if quiz.limit:
        wanted.append(started + timedelta(minutes=quiz.limit))
    assert ends == (min(wanted) if wanted else None)


def test_an_attempt_is_over_at_its_deadline_and_not_before():
    assert policy.over(NOW, NOW)
    assert not policy.over(NOW, NOW - timedelta(microseconds=1))
    assert not policy.over(None, NOW)


@pytest.mark.parametrize(
    ("kwargs", "earlier", "when", "given_", "refusal", "left"),
    [
        ({}, 0, NEVER, [], None, None),
        ({"attempts": 2}, 1, NEVER, [], None, 1),
        ({"attempts": 2}, 2, NEVER, [], Refusal.NONE_LEFT, 0),
        ({"attempts": 2}, 2, NEVER, [Granted(GrantKind.ATTEMPT, NOW, 1)], None, 1),
        ({"attempts": 2, "practice": True}, 9, NEVER, [], None, None),
        ({}, 0, Dates(at(1)), [], Refusal.NOT_OPEN, None),
        ({}, 0, Dates(NOW), [], None, None),
        ({}, 0, Dates(None, NOW), [], Refusal.CLOSED, None),
        ({}, 0, Dates(None, at(1)), [], None, None),
        ({"wait_minutes": 60}, 1, NEVER, [], None, None),
        ({"wait_minutes": 61}, 1, NEVER, [], Refusal.WAIT, None),
        ({"wait_minutes": 61}, 1, NEVER, [Granted(GrantKind.ATTEMPT, NOW, 1)], None, None),
        ({"wait_minutes": 61}, 1, NEVER, [Granted(GrantKind.ATTEMPT, at(-90), 1)], "wait", None),
        ({"wait_minutes": 61}, 1, NEVER, [Granted(GrantKind.TIME, NOW, 9)], "wait", None),
    ],
)
def test_whether_an_attempt_may_begin(kwargs, earlier, when, given_, refusal, left):
    quiz = make_quiz([], **kwargs)
    found = policy.may_begin(quiz, [past(50)] * earlier, when, given_, NOW)
    assert (found.refusal, found.left) == (refusal, left)


@given(quizzes, pasts, dates, grants, moments)
def test_who_must_wait_may_begin_from_the_moment_that_is_named(quiz, earlier, when, given_, now):
    found = policy.may_begin(quiz, earlier, when, given_, now)
    if found.since is None:
        return
    assert found.since > now
    then = policy.may_begin(quiz, earlier, when, given_, found.since)
    assert then.refusal is not found.refusal


@given(quizzes, pasts, dates, grants, moments)
def test_a_granted_attempt_never_makes_it_worse(quiz, earlier, when, given_, now):
    earlier = [p for p in earlier if p.finished_at <= now]
    before = policy.may_begin(quiz, earlier, when, given_, now)
    after = policy.may_begin(
        quiz, earlier, when, [*given_, Granted(GrantKind.ATTEMPT, now, 1)], now
    )
    assert after.refusal is None or after.refusal is before.refusal
    if before.left is not None:
        assert after.left >= before.left


def test_granted_dates_stand_in_the_place_of_everybodys_the_newest_last():
    everybody = Dates(at(-60), at(0))
    longer = Granted(GrantKind.DATES, at(-2), dates=Dates(None, at(30)))
    earlier = Granted(GrantKind.DATES, at(-3), dates=Dates(at(-90), at(10)))
    assert policy.dates_for(everybody, [longer]) == Dates(at(-60), at(30))
    assert policy.dates_for(everybody, [longer, earlier]) == Dates(at(-90), at(30))


@pytest.mark.parametrize(
    ("counts", "percent", "passed"),
    [(Counts.HIGHEST, 90, True), (Counts.LAST, 40, False), (Counts.AVERAGE, 60, False)],
)
def test_which_attempt_counts(counts, percent, passed):
    earlier = [past(50), past(90, passed=True), past(40)]
    found = policy.counted(make_quiz([], counts=counts), earlier)
    assert (found.percent, found.passed) == (percent, passed)


@given(pasts, quizzes)
def test_the_highest_is_at_least_the_average_and_nothing_counts_without_attempts(earlier, quiz):
    one = [Past(p.finished_at, p.percent, p.percent >= quiz.pass_percent) for p in earlier]
    highest = policy.counted(make_quiz([], counts=Counts.HIGHEST), one)
    average = policy.counted(make_quiz([], counts=Counts.AVERAGE), one)
    assert (highest is None) == (not one)
    if highest:
        assert highest.percent >= average.percent
        assert highest.passed or not average.passed


@pytest.mark.parametrize(
    ("kwargs", "when", "shown"),
    [
        ({}, NEVER, True),
        ({"feedback": Feedback.AT_ONCE}, NEVER, True),
        ({"feedback": Feedback.NEVER}, Dates(None, at(-1)), False),
        ({"feedback": Feedback.AFTER_CLOSING}, NEVER, False),
        ({"feedback": Feedback.AFTER_CLOSING}, Dates(None, at(1)), False),
        ({"feedback": Feedback.AFTER_CLOSING}, Dates(None, NOW), True),
        ({"feedback": Feedback.NEVER, "practice": True}, NEVER, True),
    ],
)
def test_when_the_answers_are_shown(kwargs, when, shown):
    assert policy.answers_shown(make_quiz([], **kwargs), when, NOW) is shown
