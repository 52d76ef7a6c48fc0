"""What updates do to people: a table of cases."""

from datetime import date, timedelta

import pytest

from elearn.core.learning import policy
from elearn.core.learning.policy import (
    ONLY_READ,
    Far,
    Fate,
    Finished,
    Learner,
    Place,
    Publishing,
    Release,
    State,
    Way,
    fate,
    goes_on,
    offered,
    plan,
    stand,
    step,
)
from elearn.core.pack.diff.change import Level
from elearn.core.pack.model import UpdatePolicy

TODAY = date(2026, 12, 1)
IN_90 = TODAY + timedelta(days=90)
MOVE, FINISH = UpdatePolicy(minor="move"), UpdatePolicy(minor="finish")
ALL_MOVE = UpdatePolicy(major="move")
NO_BRIDGE = UpdatePolicy(bridge=False)
DUE = date(2027, 1, 31)

UNDER_WAY, BEGUN_NOT, DONE = Far.UNDER_WAY, Far.NOT_BEGUN, Far.COMPLETE


def live(version, *, current=True, state=State.PUBLISHED, sunset_on=None):
    return Release(version, state, current, sunset_on)


ONE = [live("1.0.0")]

CASES = {
    # a patch: everybody moves, silently
    "patch, under way": ("1.0.1", MOVE, {}, UNDER_WAY, Fate(Way.MOVES, told=False)),
    "patch, not begun": ("1.0.1", MOVE, {}, BEGUN_NOT, Fate(Way.MOVES, told=False)),
    "patch, complete": ("1.0.1", MOVE, {}, DONE, Fate(Way.KEEPS, told=False)),
    "patch, finish does not matter": ("1.0.1", FINISH, {}, UNDER_WAY, Fate(Way.MOVES, told=False)),
    # a minor version: people move, or are held if the pack says so
    "minor, under way": ("1.1.0", MOVE, {}, UNDER_WAY, Fate(Way.MOVES)),
    "minor, complete": ("1.1.0", MOVE, {}, DONE, Fate(Way.KEEPS)),
    "minor, finish": ("1.1.0", FINISH, {}, UNDER_WAY, Fate(Way.FINISHES, IN_90)),
    "minor, finish, not begun": ("1.1.0", FINISH, {}, BEGUN_NOT, Fate(Way.MOVES)),
    "minor, finish, another sunset": (
        "1.1.0",
        FINISH,
        {"sunset_on": DUE},
        UNDER_WAY,
        Fate(Way.FINISHES, DUE),
    ),
    "minor, complete, bridge asked for": (
        "1.1.0",
        MOVE,
        {"bridge_due_on": DUE},
        DONE,
        Fate(Way.BRIDGE, DUE),
    ),
    # a major version: finish until the sunset, or move
    "major, under way": ("2.0.0", MOVE, {}, UNDER_WAY, Fate(Way.FINISHES, IN_90)),
    "major, not begun": ("2.0.0", MOVE, {}, BEGUN_NOT, Fate(Way.MOVES)),
    "major, complete": ("2.0.0", MOVE, {}, DONE, Fate(Way.BRIDGE)),
    "major, complete, no bridge": ("2.0.0", NO_BRIDGE, {}, DONE, Fate(Way.KEEPS)),
    "major, move": ("2.0.0", ALL_MOVE, {}, UNDER_WAY, Fate(Way.MOVES)),
    "major, no days": ("2.0.0", UpdatePolicy(sunset_days=0), {}, UNDER_WAY, Fate(Way.MOVES)),
    # urgent law: earlier versions stop
    "urgent patch, under way": ("1.0.1", MOVE, {"urgent": True}, UNDER_WAY, Fate(Way.MOVES)),
    "urgent minor, finish": ("1.1.0", FINISH, {"urgent": True}, UNDER_WAY, Fate(Way.MOVES)),
    "urgent major, under way": ("2.0.0", MOVE, {"urgent": True}, UNDER_WAY, Fate(Way.MOVES)),
    "urgent patch, complete": ("1.0.1", MOVE, {"urgent": True}, DONE, Fate(Way.KEEPS)),
    "urgent minor, complete": (
        "1.1.0",
        NO_BRIDGE,
        {"urgent": True, "bridge_due_on": DUE},
        DONE,
        Fate(Way.BRIDGE, DUE),
    ),
    "urgent major, complete": ("2.0.0", MOVE, {"urgent": True}, DONE, Fate(Way.BRIDGE)),
}


@pytest.mark.parametrize("name", CASES)
def test_the_table_of_fates(name):
    version, update, more, far, expected = CASES[name]
    act = Publishing(version, update, **more)
    assert fate(act, Learner("1.0.0", far), ONE, TODAY) == expected


@pytest.mark.parametrize("more", [{}, {"urgent": True}])
@pytest.mark.parametrize("update", [MOVE, ALL_MOVE])
def test_nobody_is_taken_to_another_line_in_the_middle_of_an_attempt(update, more):
    learner = Learner("1.0.0", UNDER_WAY, in_attempt=True)
    found = fate(Publishing("2.0.0", update, **more), learner, ONE, TODAY)
    ends = update is ALL_MOVE or bool(more)
    assert found.way is (Way.AFTER_ATTEMPT if ends else Way.FINISHES)


def test_who_is_held_stays_whatever_patch_follows():
    held = [live("1.0.0", current=False, sunset_on=IN_90), live("1.1.0")]
    learner = Learner("1.0.0", UNDER_WAY, held=True)
    assert fate(Publishing("1.1.1", MOVE), learner, held, TODAY) == Fate(Way.FINISHES, IN_90)


def test_urgent_law_lets_go_who_is_held():
    held = [live("1.0.0", current=False, sunset_on=IN_90), live("1.1.0")]
    learner = Learner("1.0.0", UNDER_WAY, held=True)
    assert fate(Publishing("1.2.0", MOVE, urgent=True), learner, held, TODAY) == Fate(Way.MOVES)


def test_a_sunset_that_was_told_stays_as_it_is():
    releases = [live("1.3.0", sunset_on=DUE), live("2.0.0")]
    change = plan(Publishing("3.0.0", ALL_MOVE), releases, TODAY)
    assert change.sunsets == {2: TODAY}
    late = plan(Publishing("3.0.0", UpdatePolicy(sunset_days=900)), releases, TODAY)
    assert late.sunsets == {2: TODAY + timedelta(days=900)}


def test_urgent_law_stops_every_earlier_version_that_can_be_taken():
    releases = [
        live("1.0.0", current=False, state=State.RETIRED),
        live("1.1.0"),
        live("2.0.0", state=State.WITHDRAWN),
        live("2.5.0", current=False, state=State.INSTALLED),
        live("3.0.0", current=False, state=State.INSTALLED),
    ]
    change = plan(Publishing("2.1.0", MOVE, urgent=True), releases, TODAY)
    assert change.stop == {"1.0.0", "1.1.0"}


def test_a_later_version_is_not_concerned():
    releases = [live("1.0.0"), live("2.0.0")]
    for far in Far:
        found = fate(Publishing("1.1.0", MOVE), Learner("2.0.0", far), releases, TODAY)
        assert found == Fate(Way.STAYS, told=False)


def test_a_sunset_counts_only_with_somewhere_to_go():
    ended = live("1.0.0", sunset_on=TODAY)
    assert stand(ended, [ended], TODAY).place is Place.HERE
    assert stand(ended, [ended, live("2.0.0")], TODAY).place is Place.OVER
    gone = live("2.0.0", state=State.WITHDRAWN)
    assert stand(ended, [ended, gone], TODAY).place is Place.HERE
    assert offered([ended, gone], TODAY) == [ended]


def test_the_day_before_the_sunset_still_counts():
    ends = live("1.0.0", sunset_on=TODAY + timedelta(days=1))
    found = stand(ends, [ends, live("2.0.0")], TODAY)
    assert (found.place, found.until) == (Place.CHOICE, TODAY + timedelta(days=1))
    assert found.may_complete


@pytest.mark.parametrize("state", sorted(ONLY_READ))
def test_a_stopped_or_withdrawn_version_completes_nothing(state):
    gone = live("1.1.0", state=state)
    assert not stand(gone, [gone], TODAY).may_complete
    assert stand(gone, [gone], TODAY).place is Place.WAITING
    assert stand(gone, [gone, live("2.0.0")], TODAY).place is Place.OVER


def test_who_is_on_a_withdrawn_version_may_go_back_but_is_not_sent():
    gone = live("2.0.0", state=State.WITHDRAWN)
    found = stand(gone, [live("1.3.0"), gone], TODAY)
    assert (found.place, found.goal.version) == (Place.OVER, "1.3.0")
    assert not goes_on(Learner("2.0.0", UNDER_WAY), found)


@pytest.mark.parametrize(
    ("older", "newer", "expected"),
    [
        ("1.0.0", "1.0.1", Level.PATCH),
        ("1.0.9", "1.1.0", Level.MINOR),
        ("1.9.9", "2.0.0", Level.MAJOR),
        ("2.0.0-draft.1", "2.0.0", Level.PATCH),
    ],
)
def test_a_step_is_told_by_the_numbers(older, newer, expected):
    assert step(older, newer) is expected


def test_what_was_done_earlier_comes_back_with_the_item():
    """Done on 1.0.0, changed in 2.0.0, and in 3.0.0 as it was at first."""
    same = {"1.0.0": {"a", "b"}, "2.0.0": {"b"}}
    done = [Finished("a", "1.0.0", "1.0.0"), Finished("b", "1.0.0", "2.0.0")]
    assert policy.carried(done, lambda version: same[version]) == {"a", "b"}


def test_what_a_minor_version_let_count_counts_on():
    """Done on 1.0.0, changed in 1.1.0, where it stayed done; 2.0.0 has it as 1.1.0 had it."""
    same = {"1.0.0": set(), "1.1.0": {"a"}}
    done = [Finished("a", "1.0.0", "1.1.0"), Finished("b", "1.0.0", "1.1.0")]
    assert policy.carried(done, lambda version: same[version]) == {"a"}
