"""Duties follow from dated rows: the same as asking day by day who is under what."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.core.learning.duty import (
    Assignment,
    Belonging,
    Facts,
    Holding,
    Place,
    both,
    due_day,
    duties,
    merged,
)

START = date(2026, 1, 1)
SPAN = 24
DAYS = [START + timedelta(days=n) for n in range(SPAN)]


def day(n):
    return START + timedelta(days=n)


def assignment(**given_):
    found = {
        "id": 1,
        "unit_id": 1,
        "role": None,
        "person_id": None,
        "pack_id": "checks",
        "from_day": START,
        "to_day": None,
        "first_day": START,
        "due_on": None,
        "due_days": 30,
    }
    return Assignment(**{**found, **given_})


def stands(row, on):
    return row.from_day <= on and (row.to_day is None or on < row.to_day)


def above(facts, unit_id, on):
    """A unit that stands on a day, and those above it, the plain way."""
    found, waiting = set(), [unit_id]
    while waiting:
        at = waiting.pop()
        for place in facts.places:
            if place.unit_id == at and stands(place, on) and at not in found:
                found.add(at)
                if place.parent_id is not None:
                    waiting.append(place.parent_id)
    return found


def is_under(facts, person_id, asked, on):
    """Whether somebody is under an assignment on a day, the plain way."""
    left = facts.left[person_id]
    if left is not None and on >= left:
        return False
    mine = [b for b in facts.belongings if b.person_id == person_id and stands(b, on)]
    reached = set().union(*(above(facts, b.unit_id, on) for b in mine))
    if asked.person_id is not None:
        return asked.person_id == person_id
    if asked.role is None:
        return asked.unit_id in reached
    held = [
        h
        for h in facts.holdings
        if h.person_id == person_id and h.role == asked.role and stands(h, on)
    ]
    if asked.unit_id is None:
        return bool(held)
    return any(
        asked.unit_id in (reached if h.unit_id is None else above(facts, h.unit_id, on))
        for h in held
    )


@st.composite
def spans(draw):
    first = draw(st.integers(0, SPAN - 2))
    last = draw(st.none() | st.integers(first + 1, SPAN - 1))
    return day(first), None if last is None else day(last)


@st.composite
def some_facts(draw):
    """Three people, four units whose parents have lower numbers, and some assignments."""
    people, units, roles = st.integers(1, 3), st.integers(1, 4), st.sampled_from(["a", "b"])
    places = []
    for unit in range(1, 5):
        for first, last in draw(st.lists(spans(), max_size=2)):
            parent = draw(st.none() | st.integers(1, unit - 1)) if unit > 1 else None
            places.append(Place(unit, parent, first, last))
    belongings = [
        Belonging(draw(people), draw(units), *draw(spans())) for _ in range(draw(st.integers(0, 5)))
    ]
    holdings = [
        Holding(draw(people), draw(roles), draw(st.none() | units), *draw(spans()))
        for _ in range(draw(st.integers(0, 3)))
    ]
    assignments = []
    for number in range(draw(st.integers(1, 3))):
        first, last = draw(spans())
        who = draw(st.sampled_from(["unit", "role", "role everywhere", "person"]))
        assignments.append(
            assignment(
                id=number,
                unit_id=draw(units) if who in {"unit", "role"} else None,
                role=draw(roles) if who.startswith("role") else None,
                person_id=draw(people) if who == "person" else None,
                from_day=first,
                to_day=last,
                first_day=first,
            )
        )
    left = {n: draw(st.none() | st.sampled_from(DAYS)) for n in (1, 2, 3)}
    return Facts(left, belongings, places, holdings, assignments)


@given(some_facts())
def test_it_is_asked_on_just_the_days_on_which_one_is_under_it(facts):
    found = duties(facts)
    for asked in facts.assignments:
        for person_id in facts.left:
            mine = [d for d in found if (d.assignment_id, d.person_id) == (asked.id, person_id)]
            for on in DAYS:
                expected = stands(asked, on) and is_under(facts, person_id, asked, on)
                assert sum(stands(d, on) for d in mine) == expected


@given(some_facts())
def test_it_is_never_due_before_it_is_asked(facts):
    for found in duties(facts):
        assert found.due >= found.from_day
        assert found.to_day is None or found.to_day > found.from_day


def one_member(*belongings, **given_):
    facts = Facts(
        {7: None},
        belongings,
        [Place(1, None, START, None), Place(2, 1, START, None), Place(3, 1, START, None)],
        [],
        [assignment(**given_)],
    )
    return duties(facts)


def test_who_was_there_before_has_the_day_and_who_comes_later_has_days():
    old = Belonging(7, 2, date(2019, 1, 1), None)
    (early,) = one_member(old, due_on=day(40))
    assert (early.from_day, early.due) == (START, day(40))
    (late,) = one_member(Belonging(7, 2, day(20), None), due_on=day(40))
    assert (late.from_day, late.due) == (day(20), day(50))
    (soon,) = one_member(Belonging(7, 2, day(2), None), due_on=day(40))
    assert soon.due == day(40)


def test_moving_within_the_unit_begins_nothing_anew():
    moved = (Belonging(7, 2, day(3), day(9)), Belonging(7, 3, day(9), None))
    (found,) = one_member(*moved)
    assert (found.from_day, found.to_day, found.due) == (day(3), None, day(33))


def test_who_comes_back_begins_anew():
    back = (Belonging(7, 2, day(3), day(9)), Belonging(7, 2, day(15), None))
    first, second = one_member(*back)
    assert (first.due, first.to_day) == (day(33), day(9))
    assert (second.from_day, second.due) == (day(15), day(45))


def test_a_changed_assignment_begins_nobodys_time_anew():
    (found,) = one_member(
        Belonging(7, 2, date(2019, 1, 1), None), from_day=day(10), first_day=START, due_days=20
    )
    assert (found.from_day, found.due) == (day(10), day(20))


def test_a_tree_that_bites_its_tail_ends():
    facts = Facts(
        {7: None},
        [Belonging(7, 1, START, None)],
        [Place(1, 2, START, None), Place(2, 1, START, None)],
        [],
        [assignment(unit_id=2)],
    )
    assert len(duties(facts)) == 1


@given(st.lists(spans()))
def test_merged_days_are_the_same_days(rows):
    given_ = [(first, last or date.max) for first, last in rows]
    found = merged(given_)
    for on in DAYS:
        assert any(a <= on < b for a, b in given_) == any(a <= on < b for a, b in found)
    assert all(a[1] < b[0] for a, b in pairwise(found))


@pytest.mark.parametrize(("one", "other"), [((0, 3), (3, 5)), ((4, 9), (1, 2))])
def test_days_that_only_touch_have_none_in_common(one, other):
    assert both((day(one[0]), day(one[1])), (day(other[0]), day(other[1]))) is None


def test_days_after_joining_need_no_date():
    assert due_day(assignment(due_days=14), day(5)) == day(19)
