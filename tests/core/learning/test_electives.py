"""Electives: owed until enough are held, the others never again."""

from datetime import date, timedelta

from elearn.core.learning import electives
from elearn.core.learning.compliance import Held
from elearn.core.learning.duty import Choice, Duty, PriorLearning

DAY = date(2026, 1, 1)
PACKS = ("a", "b", "c", "d")


def day(number):
    return DAY + timedelta(days=number)


def duty(pack_id, number=2, *, to_day=None, months=None, packs=PACKS, person=1):
    choice = Choice(packs, number)
    return Duty(person, 1, pack_id, DAY, to_day, day(30), months, False, True, choice)


def owed(held, *, number=2, prior=(), **more):
    """The days on which each is owed, as numbers of days; None: without end."""
    found = electives.owed([duty(pack_id, number, **more) for pack_id in PACKS], held, prior)
    days = {pack_id: [] for pack_id in PACKS}
    for one in found:
        end = (one.to_day - DAY).days if one.to_day else None
        days[one.pack_id].append(((one.from_day - DAY).days, end))
    return days


def test_until_enough_are_held_all_are_owed():
    everything = {pack_id: [(0, None)] for pack_id in PACKS}
    assert owed({}) == everything
    one = {(1, "a"): [Held(day(5))]}
    assert owed(one) == everything
    assert owed({(2, "a"): [Held(day(5))], (2, "b"): [Held(day(5))]})["c"] == [(0, None)]


def test_from_then_on_the_others_are_not():
    held = {(1, "a"): [Held(day(5))], (1, "c"): [Held(day(9))]}
    assert owed(held) == {"a": [(0, None)], "b": [(0, 9)], "c": [(0, None)], "d": [(0, 9)]}


def test_what_was_held_before_counts_too():
    held = {(1, "a"): [Held(day(-50))], (1, "c"): [Held(day(-9))]}
    assert owed(held) == {"a": [(0, None)], "b": [], "c": [(0, None)], "d": []}
    prior = [PriorLearning(1, "a", day(-50), None), PriorLearning(1, "c", day(-9), None)]
    assert owed({}, prior=prior) == owed(held)


def test_what_ends_is_to_be_renewed_or_another_taken_in_its_place():
    held = {
        (1, "a"): [Held(day(1), until=day(19))],
        (1, "b"): [Held(day(2))],
        (1, "c"): [Held(day(40))],
    }
    assert owed(held) == {
        "a": [(0, 40)],  # to be renewed from day 20 on, until c takes its place
        "b": [(0, None)],
        "c": [(0, 2), (40, None)],
        "d": [(0, 2)],
    }


def test_revoked_and_renewed_by_months():
    revoked = {(1, "a"): [Held(day(1), day(6))], (1, "b"): [Held(day(2))]}
    assert owed(revoked)["a"] == [(0, None)]
    assert owed(revoked)["c"] == [(0, 2)]
    months = {(1, "a"): [Held(day(0))], (1, "b"): [Held(day(0))], (1, "c"): [Held(day(60))]}
    found = owed(months, months=1)
    assert found == {"a": [(0, None)], "b": [(0, None)], "c": [(60, None)], "d": []}


def test_a_duty_that_ended_stays_ended_and_one_that_is_required_is_left_alone():
    held = {(1, "a"): [Held(day(5))], (1, "b"): [Held(day(5))]}
    assert owed(held, to_day=day(3))["c"] == [(0, 3)]
    assert owed(held, to_day=day(9))["c"] == [(0, 5)]
    plain = Duty(1, 1, "z", DAY, None, day(30), None, False, True)
    assert electives.owed([plain], held, ()) == [plain]
