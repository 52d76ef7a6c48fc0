"""How somebody stands with what is asked of them, on every day."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearn.core.learning import compliance
from elearn.core.learning.compliance import SOON, Held, Span, Status, status_on, timeline
from elearn.core.learning.duty import Duty, Exemption, PriorLearning

ASKED = date(2026, 1, 1)
DUE = date(2026, 6, 30)
DONE = date(2026, 5, 10)
UNTIL = date(2027, 5, 10)
LAW = date(2026, 10, 1)
DAY = timedelta(days=1)
S = Status


def duty(from_day=ASKED, to_day=None, due=DUE, months=None, law=False, compulsory=True):
    return Duty(1, 1, "checks", from_day, to_day, due, months, law, compulsory)


def exempt(from_day, to_day=None):
    return Exemption(1, "checks", from_day, to_day)


def learnt(from_day, until=None):
    return PriorLearning(1, "checks", from_day, until)


RECORD = Held(DONE, until=UNTIL)
BEFORE_DUE = [(S.OPEN, ASKED), (S.DUE_SOON, DUE - SOON)]

CASES = {
    "asked, and nothing done": (
        ([duty()],),
        [*BEFORE_DUE, (S.OVERDUE, DUE + DAY)],
    ),
    "done in time, and it ends": (
        ([duty()], [RECORD]),
        [*BEFORE_DUE, (S.CURRENT, DONE), (S.DUE_SOON, UNTIL - SOON), (S.EXPIRED, UNTIL + DAY)],
    ),
    "done late, without an end": (
        ([duty()], [Held(DUE + 9 * DAY)]),
        [*BEFORE_DUE, (S.OVERDUE, DUE + DAY), (S.CURRENT, DUE + 9 * DAY)],
    ),
    "held before it was asked": (
        ([duty()], [Held(ASKED - 99 * DAY)]),
        [(S.CURRENT, ASKED)],
    ),
    "renewed before it ended": (
        ([duty()], [Held(DONE, UNTIL - 9 * DAY, UNTIL), Held(UNTIL - 9 * DAY)]),
        [
            *BEFORE_DUE,
            (S.CURRENT, DONE),
            (S.DUE_SOON, UNTIL - SOON),
            (S.CURRENT, UNTIL - 9 * DAY),
        ],
    ),
    "revoked: late at once, from that day on": (
        ([duty()], [Held(DONE, LAW, UNTIL)]),
        [*BEFORE_DUE, (S.CURRENT, DONE), (S.OVERDUE, LAW)],
    ),
    "revoked once it had ended: never held": (
        ([duty()], [Held(DONE, UNTIL + 9 * DAY, UNTIL)]),
        [
            *BEFORE_DUE,
            (S.CURRENT, DONE),
            (S.DUE_SOON, UNTIL - SOON),
            (S.EXPIRED, UNTIL + DAY),
            (S.OVERDUE, UNTIL + 9 * DAY),
        ],
    ),
    "to be held anew every six months": (
        ([duty(months=6)], [RECORD]),
        [
            *BEFORE_DUE,
            (S.CURRENT, DONE),
            (S.DUE_SOON, date(2026, 11, 10) - SOON),
            (S.EXPIRED, date(2026, 11, 11)),
        ],
    ),
    "the law changes, and it is to be held anew": (
        ([duty(law=True)], [Held(DONE, law_day=LAW)]),
        [
            *BEFORE_DUE,
            (S.CURRENT, DONE),
            (S.DUE_SOON, LAW - DAY - SOON),
            (S.LAW_CHANGED, LAW),
        ],
    ),
    "the law changes, and nothing is asked for that": (
        ([duty()], [Held(DONE, law_day=LAW)]),
        [*BEFORE_DUE, (S.CURRENT, DONE)],
    ),
    "a record that holds until the law changes": (
        ([duty()], [Held(DONE, law_day=LAW, ends_by_law=True)]),
        [
            *BEFORE_DUE,
            (S.CURRENT, DONE),
            (S.DUE_SOON, LAW - DAY - SOON),
            (S.LAW_CHANGED, LAW),
        ],
    ),
    "the law changes, a bridge renews, it ends": (
        (
            [duty(law=True)],
            [Held(DONE, LAW + 5 * DAY, UNTIL, LAW), Held(LAW + 5 * DAY, until=UNTIL)],
        ),
        [
            *BEFORE_DUE,
            (S.CURRENT, DONE),
            (S.DUE_SOON, LAW - DAY - SOON),
            (S.LAW_CHANGED, LAW),
            (S.CURRENT, LAW + 5 * DAY),
            (S.DUE_SOON, UNTIL - SOON),
            (S.EXPIRED, UNTIL + DAY),
        ],
    ),
    "the law has changed and the record has ended too": (
        ([duty(law=True)], [Held(DONE, until=LAW + 9 * DAY, law_day=LAW)]),
        [
            *BEFORE_DUE,
            (S.CURRENT, DONE),
            (S.DUE_SOON, LAW - DAY - SOON),
            (S.LAW_CHANGED, LAW),
            (S.EXPIRED, LAW + 10 * DAY),
        ],
    ),
    "exempt for a while": (
        ([duty()], [], [exempt(DUE - 5 * DAY, DUE + 5 * DAY)]),
        [*BEFORE_DUE, (S.EXEMPT, DUE - 5 * DAY), (S.OVERDUE, DUE + 5 * DAY)],
    ),
    "exempt, though held": (
        ([duty()], [Held(ASKED - DAY)], [exempt(DUE)]),
        [(S.CURRENT, ASKED), (S.EXEMPT, DUE)],
    ),
    "learnt elsewhere": (
        ([duty()], [], [], [learnt(DONE, UNTIL)]),
        [*BEFORE_DUE, (S.CURRENT, DONE), (S.DUE_SOON, UNTIL - SOON), (S.EXPIRED, UNTIL + DAY)],
    ),
    "asked anew once it has ended: there is time again": (
        ([duty(from_day=UNTIL + 30 * DAY, due=UNTIL + 200 * DAY)], [RECORD]),
        [
            (S.OPEN, UNTIL + 30 * DAY),
            (S.DUE_SOON, UNTIL + 200 * DAY - SOON),
            (S.EXPIRED, UNTIL + 201 * DAY),
        ],
    ),
    "two ask for it: the first day counts": (
        ([duty(), duty(due=DUE - 90 * DAY)],),
        [
            (S.OPEN, ASKED),
            (S.DUE_SOON, DUE - 90 * DAY - SOON),
            (S.OVERDUE, DUE - 89 * DAY),
        ],
    ),
    "the stricter one ends": (
        ([duty(), duty(to_day=DUE - 40 * DAY, due=DUE - 90 * DAY)],),
        [
            (S.OPEN, ASKED),
            (S.DUE_SOON, DUE - 90 * DAY - SOON),
            (S.OVERDUE, DUE - 89 * DAY),
            (S.DUE_SOON, DUE - 40 * DAY),
            (S.OVERDUE, DUE + DAY),
        ],
    ),
    "what is recommended yields to what is compulsory": (
        ([duty(), duty(due=ASKED, compulsory=False)],),
        [*BEFORE_DUE, (S.OVERDUE, DUE + DAY)],
    ),
    "what is recommended counts where nothing else is asked": (
        ([duty(compulsory=False)],),
        [*BEFORE_DUE, (S.OVERDUE, DUE + DAY)],
    ),
    "due at once": (
        ([duty(due=ASKED)],),
        [(S.DUE_SOON, ASKED), (S.OVERDUE, ASKED + DAY)],
    ),
    "nothing asked": (([], [RECORD]), []),
}


@pytest.mark.parametrize(("given_", "expected"), CASES.values(), ids=CASES)
def test_cases(given_, expected):
    spans = timeline(*given_)
    assert [(span.status, span.from_day) for span in spans] == expected
    ends = [span.to_day for span in spans]
    assert ends == [*(from_day for _status, from_day in expected[1:]), None][: len(expected)]


def test_nothing_is_said_of_days_on_which_nothing_was_asked():
    gone, back = DUE - 100 * DAY, DUE + 100 * DAY
    spans = timeline([duty(to_day=gone), duty(from_day=back, due=back + 200 * DAY)])
    assert spans == (
        Span(S.OPEN, ASKED, gone),
        Span(S.OPEN, back, back + 200 * DAY - SOON),
        Span(S.DUE_SOON, back + 200 * DAY - SOON, back + 201 * DAY),
        Span(S.OVERDUE, back + 201 * DAY, None),
    )


def test_the_time_that_is_soon_can_be_set():
    spans = timeline([duty()], soon=timedelta(days=7))
    assert status_on(spans, DUE - 8 * DAY) is S.OPEN
    assert status_on(spans, DUE - 7 * DAY) is S.DUE_SOON


def test_the_last_days_that_there_are():
    spans = timeline([duty(due=date.max, months=12)], [Held(date.max - DAY, until=date.max)])
    assert status_on(spans, date.max) is S.CURRENT


DAYS = st.integers(0, 400).map(lambda n: ASKED + n * DAY)
ENDS = st.none() | DAYS


@st.composite
def span_of(draw):
    first, last = draw(DAYS), draw(ENDS)
    return first, None if last is None else max(last, first + DAY)


@st.composite
def a_duty(draw):
    first, last = draw(span_of())
    months = draw(st.none() | st.integers(1, 9))
    return duty(first, last, draw(DAYS), months, draw(st.booleans()), draw(st.booleans()))


@st.composite
def something_held(draw):
    first, last = draw(span_of())
    return Held(first, last, draw(ENDS), draw(ENDS), draw(st.booleans()))


FACTS = st.tuples(
    st.lists(a_duty(), max_size=3),
    st.lists(something_held(), max_size=3),
    st.lists(span_of().map(lambda span: exempt(*span)), max_size=2),
    st.lists(st.tuples(DAYS, ENDS).map(lambda span: learnt(*span)), max_size=2),
)


@settings(max_examples=40)
@given(FACTS)
def test_every_day_on_which_it_is_asked_is_covered_exactly_once(facts):
    spans = timeline(*facts)
    for number in range(-70, 800):
        day = ASKED + number * DAY
        asked = any(d.from_day <= day and (d.to_day is None or day < d.to_day) for d in facts[0])
        covering = [s for s in spans if s.from_day <= day and (s.to_day is None or day < s.to_day)]
        assert len(covering) == (1 if asked else 0)


@settings(max_examples=40)
@given(FACTS)
def test_no_turn_is_missed_between_the_days_that_are_looked_at(facts):
    known = compliance._Facts(
        tuple(facts[0]),
        (*facts[1], *(Held(p.from_day, until=p.valid_until) for p in facts[3])),
        tuple(facts[2]),
        SOON,
    )
    spans = timeline(*facts)
    for number in range(-70, 800):
        day = ASKED + number * DAY
        assert status_on(spans, day) is compliance._status(known, day)


@given(FACTS)
def test_spans_follow_one_another_and_differ(facts):
    spans = timeline(*facts)
    for one, other in pairwise(spans):
        assert one.from_day < one.to_day <= other.from_day
        assert one.status is not other.status or one.to_day < other.from_day


@given(FACTS, DAYS)
def test_a_day_says_the_same_whatever_is_only_begun_later(facts, day):
    """What is awarded, asked or granted after a day changes nothing of that day."""
    duties, held, exemptions, prior = facts
    known = (
        [d for d in duties if d.from_day <= day],
        [h for h in held if h.from_day <= day],
        [e for e in exemptions if e.from_day <= day],
        [p for p in prior if p.from_day <= day],
    )
    assert status_on(timeline(*facts), day) is status_on(timeline(*known), day)


@given(FACTS, DAYS)
def test_it_never_hurts_to_hold_something_more(facts, day):
    duties, held, exemptions, prior = facts
    more = [*held, Held(day)]
    with_more = status_on(timeline(duties, more, exemptions, prior), day)
    assert with_more in (None, S.CURRENT, S.EXEMPT, S.DUE_SOON)
    if status_on(timeline(duties, held, exemptions, prior), day) is S.CURRENT:
        assert with_more is S.CURRENT


@given(FACTS, DAYS)
def test_a_revocation_changes_nothing_of_the_days_before(facts, day):
    duties, held, exemptions, prior = facts
    fewer = [
        Held(h.from_day, min(h.to_day or day, day), h.until, h.law_day, h.ends_by_law)
        for h in held
        if h.from_day < day
    ]
    before, after = timeline(*facts), timeline(duties, fewer, exemptions, prior)
    for number in range(1, 90):
        earlier = day - number * DAY
        assert status_on(before, earlier) is status_on(after, earlier)


@given(FACTS)
def test_the_order_in_which_facts_are_told_makes_no_difference(facts):
    assert timeline(*facts) == timeline(*(list(reversed(part)) for part in facts))
