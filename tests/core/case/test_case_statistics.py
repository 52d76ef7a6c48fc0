"""Figures of a case, against values worked out by hand."""

from math import isclose, sqrt

from case_strategies import make_case

from elearn.core.case.map import Way
from elearn.core.case.statistics import case_statistics

# Judgements go round: the first choice of a scene is right, the second acceptable, the third wrong.
CASE = make_case(
    {
        "a": ["b", "b", "b"],
        "b": ["end", "a", "end"],
        "end": [],
    }
)
RIGHT, OKAY, WRONG = "a-0", "a-1", "a-2"
WELL, BACK, BADLY = "b-0", "b-1", "b-2"


def of(roads, still_open=None):
    return case_statistics(CASE, roads, still_open or {})


def later(found, choice):
    return next(each for each in found.later if each.choice == choice)


def test_roads_are_counted_by_scene_and_way():
    found = of({(RIGHT, WELL): 3, (RIGHT, BADLY): 1, (WRONG,): 2, (): 4})
    assert (found.roads, found.finished) == (10, 4)
    assert found.came == {"a": 10, "b": 6, "end": 4}
    assert found.ways == {
        Way("a", RIGHT): 4,
        Way("a", WRONG): 2,
        Way("b", WELL): 3,
        Way("b", BADLY): 1,
    }


def test_a_road_that_comes_by_twice_counts_once():
    found = of({(RIGHT, BACK, RIGHT, WELL): 5})
    assert found.came["a"] == 5
    assert found.ways[Way("a", RIGHT)] == 5


def test_open_roads_are_counted_where_they_stand():
    found = of({}, {(): 2, (RIGHT,): 1, (WRONG,): 3, (RIGHT, BACK): 1})
    assert found.standing == {"a": 3, "b": 4}
    assert found.later == ()


def test_what_followed_a_choice_is_compared_with_what_followed_the_others():
    # Took the wrong one: 30 roads, a mistake followed on 20. Took another: 50, on 10 of them.
    roads = {
        (WRONG, BADLY): 20,
        (WRONG, WELL): 10,
        (RIGHT, BADLY): 10,
        (RIGHT, WELL): 30,
        (OKAY, WELL): 10,
    }
    found = later(of(roads), WRONG)
    assert (found.took, found.took_wrong, found.others, found.others_wrong) == (30, 20, 50, 10)
    assert isclose(found.difference, 20 / 30 - 10 / 50)
    assert isclose(found.phi, (20 * 40 - 10 * 10) / sqrt(30 * 50 * 30 * 50))
    assert isclose(found.phi, 700 / 1500)
    assert not found.small
    right = later(of(roads), RIGHT)
    assert (right.took, right.took_wrong, right.others, right.others_wrong) == (40, 10, 40, 20)
    assert isclose(right.difference, -0.25)
    assert isclose(right.phi, (10 * 20 - 30 * 20) / sqrt(40 * 40 * 30 * 50))


def test_the_choice_itself_is_no_later_mistake():
    found = later(of({(WRONG, WELL): 25, (RIGHT, WELL): 25}), WRONG)
    assert found.took_wrong == 0
    assert found.difference == 0
    assert found.phi is None


def test_roads_on_which_nothing_was_decided_afterwards_are_left_out():
    found = of({(WRONG,): 9, (RIGHT, BADLY): 2})
    assert [each.choice for each in found.later] == [RIGHT]
    assert later(found, RIGHT).others == 0
    assert later(found, RIGHT).difference is None
    assert later(found, RIGHT).phi is None


def test_the_first_decision_in_a_scene_counts_and_all_that_comes_later():
    # The second time round they take the wrong one; it is the mistake that follows the first.
    found = of({(RIGHT, BACK, WRONG, WELL): 1, (OKAY, WELL): 1})
    assert later(found, RIGHT).took_wrong == 1
    assert later(found, OKAY).took_wrong == 0
    assert {each.choice for each in found.later} == {RIGHT, OKAY, BACK}


def test_small_groups_are_marked():
    roads = {(WRONG, BADLY): 19, (RIGHT, WELL): 500}
    assert later(of(roads), WRONG).small
    assert later(of(roads), RIGHT).small
    assert not later(of(roads | {(WRONG, WELL): 1}), WRONG).small
