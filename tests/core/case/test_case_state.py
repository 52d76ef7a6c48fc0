"""Measures, time, exhibits, messages, conditions: all follow from the choices, within bounds."""

from dataclasses import replace

import pytest
from case_strategies import make_case, rich_cases
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from elearn.core.case.check import faults
from elearn.core.case.conditions import (
    After,
    Been,
    Bounds,
    Every,
    Left,
    Made,
    Measured,
    Not,
    Shown,
    Some,
    holds,
)
from elearn.core.case.explore import explore
from elearn.core.case.map import case_map, ways_of
from elearn.core.case.model import Budget, Choice, Ending, Judgement, Measure, Message, PassRule
from elearn.core.case.passing import passes
from elearn.core.case.play import ImpossibleChoice, debrief, walk
from elearn.core.case.state import State
from elearn.core.pack import plain

STATE = State(
    scene="b",
    measures={"law": 2},
    minutes=25,
    budget=40,
    exhibits=frozenset({"pass"}),
    made=frozenset({"c-ask"}),
    been=frozenset({"a", "b"}),
)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (None, True),
        (Measured("law", Bounds(2)), True),
        (Measured("law", Bounds(3)), False),
        (Measured("law", Bounds(most=2)), True),
        (Measured("law", Bounds(most=1)), False),
        (Measured("law", Bounds(1, 2)), True),
        (Shown("pass"), True),
        (Shown("letter"), False),
        (Made("c-ask"), True),
        (Made("c-wave"), False),
        (Been("a"), True),
        (Been("b"), True),
        (Been("c"), False),
        (After(25), True),
        (After(26), False),
        (Left(15), True),
        (Left(16), False),
        (Every((Shown("pass"), Made("c-ask"))), True),
        (Every((Shown("pass"), Made("c-wave"))), False),
        (Some((Shown("letter"), Made("c-ask"))), True),
        (Some((Shown("letter"), Made("c-wave"))), False),
        (Not(Shown("letter")), True),
        (Not(Not(Shown("letter"))), False),
    ],
)
def test_a_condition_holds_or_not(condition, expected):
    assert holds(condition, STATE) is expected


def test_without_a_budget_no_time_is_left_to_ask_for():
    assert not holds(Left(0), replace(STATE, budget=None))


class Walking(RuleBasedStateMachine):
    """Any walk of offered choices keeps the case in a known scene and its measures in bounds."""

    @initialize(case=rich_cases())
    def begin(self, case):
        self.case, self.road = case, []

    def now(self):
        return walk(self.case, self.road)

    @precondition(lambda self: hasattr(self, "case") and len(self.road) < 100)
    @rule(data=st.data())
    def choose(self, data):
        before = self.now()
        if not before.open_choices:
            return
        choice = data.draw(st.sampled_from(before.open_choices))
        self.road.append(choice.id)
        after = self.now()
        assert after.states[:-1] == before.states
        assert after.state.minutes == before.state.minutes + choice.minutes
        assert before.state.exhibits <= after.state.exhibits
        assert set(choice.reveals) <= after.state.exhibits
        assert after.messages[: len(before.messages)] == before.messages
        if not after.decisions[-1].diverted:
            assert after.scene.id == choice.to
        else:
            assert after.scene.id == self.case.budget.to
            assert after.state.left == 0
            assert before.state.left > 0

    @precondition(lambda self: hasattr(self, "case"))
    @rule(data=st.data())
    def choose_what_is_closed(self, data):
        closed = self.now().closed_choices
        if closed:
            with pytest.raises(ImpossibleChoice):
                walk(self.case, [*self.road, data.draw(st.sampled_from(closed)).id])

    @invariant()
    def all_is_within_bounds(self):
        if not hasattr(self, "case"):
            return
        found = self.now()
        assert found == walk(self.case, list(self.road))
        assert found.scene in self.case.scenes
        for measure in self.case.measures:
            assert measure.min <= found.state.measures[measure.id] <= measure.max
        assert found.state.left is None or 0 <= found.state.left <= self.case.budget.minutes
        assert sum(debrief(self.case, found).counts.values()) == len(self.road)
        assert not passes(self.case, found) or found.finished
        drawn = case_map(self.case, found, {})
        assert {edge.way for edge in drawn.edges if edge.taken} == set(ways_of(found))

    @invariant()
    def what_was_explored_holds(self):
        if not hasattr(self, "case"):
            return
        if not hasattr(self, "explored"):
            self.explored = explore(self.case)
        found, known = self.now(), self.explored
        assert known.complete
        assert found.scene.id in known.scenes
        assert {choice.id for choice in found.open_choices} <= known.opened
        assert {arrival.message.id for arrival in found.messages} <= known.arrived
        if found.scene.choices and not found.open_choices:
            assert found.scene.id in {road.scene for road in known.stuck}
        if passes(self.case, found):
            assert known.passable


Walking.TestCase.settings = settings(max_examples=60, stateful_step_count=20)
TestWalking = Walking.TestCase


@given(rich_cases())
def test_the_roads_that_are_told_lead_where_they_say(case):
    found = explore(case)
    for road in found.stuck:
        there = walk(case, road.choices)
        assert there.scene.id == road.scene
        assert there.scene.choices
        assert not there.open_choices
    for road in found.endless:
        assert walk(case, road.choices).scene.id == road.scene


@given(rich_cases())
def test_a_case_is_kept_between_runs_as_it_is(case):
    assert plain.from_plain(plain.to_plain(case)) == case


def test_a_search_that_is_cut_short_says_so():
    case = make_case({"a": ["b", "b"], "b": ["c", "c"], "c": []})
    assert explore(case).complete
    cut = explore(case, most=2)
    assert not cut.complete
    assert cut.scenes == {"a", "b"}
    assert cut.endless == ()


def with_choice(case, choice_id, **changed):
    scenes = tuple(
        replace(
            scene,
            choices=tuple(replace(c, **changed) if c.id == choice_id else c for c in scene.choices),
        )
        for scene in case.scenes
    )
    return replace(case, scenes=scenes)


def test_a_measure_stops_at_its_bounds():
    case = replace(make_case({"a": ["a", "a"]}), measures=(Measure("law", "", 1, 0, 3),))
    case = with_choice(with_choice(case, "a-0", effects={"law": 2}), "a-1", effects={"law": -2})
    assert walk(case, ["a-0"]).state.measures == {"law": 3}
    assert walk(case, ["a-0", "a-0"]).state.measures == {"law": 3}
    assert walk(case, ["a-0", "a-0", "a-1", "a-1"]).state.measures == {"law": 0}


def timed(minutes):
    case = make_case({"a": ["a", "b", "end"], "b": ["end", "a"], "late": ["end", "a"], "end": []})
    case = replace(case, budget=Budget(30, "late"))
    for name in ("a-0", "a-1", "a-2"):
        case = with_choice(case, name, minutes=minutes)
    return case


def test_the_last_minute_leads_to_the_scene_of_the_budget_once():
    road = walk(timed(30), ["a-1", "late-1", "a-1"])
    assert road.visited == ("a", "late", "a", "b")
    assert [d.diverted for d in road.decisions] == [True, False, False]
    assert walk(timed(29), ["a-1"]).visited == ("a", "b")
    assert walk(timed(15), ["a-0", "a-0"]).visited == ("a", "a", "late")


def test_an_ending_that_is_reached_in_the_last_minute_stands():
    assert walk(timed(30), ["a-2"]).visited == ("a", "end")


def test_a_message_arrives_once_and_stays():
    case = replace(
        make_case({"a": ["b", "b"], "b": ["a", "a"]}),
        messages=(
            Message("m-back", "Back", "", Every((Been("b"), Made("b-0")))),
            Message("m-first", "First", "", Been("a")),
            Message("m-here", "Not a", "", Not(Made("a-0"))),
        ),
    )
    road = walk(case, ["a-0", "b-0", "a-1"])
    assert [(a.message.id, a.step) for a in road.messages] == [
        ("m-first", 0),
        ("m-here", 0),
        ("m-back", 2),
    ]


def test_a_case_without_a_rule_is_passed_by_any_ending():
    case = make_case({"a": ["end", "a"], "end": []})
    assert passes(case, walk(case, ["a-0"]))
    assert not passes(case, walk(case, ["a-1"]))


def test_endings_and_measures_must_all_be_met():
    case = make_case({"a": ["good", "bad"], "good": [], "bad": []})
    scenes = tuple(replace(s, ending=Ending.BAD) if s.id == "bad" else s for s in case.scenes)
    case = replace(case, scenes=scenes, measures=(Measure("law", "", 2, 0, 4),))
    rule_ = PassRule((Ending.GOOD, Ending.MIXED), {"law": Bounds(2, 3)})
    case = replace(case, passing=rule_)
    assert passes(case, walk(case, ["a-0"]))
    assert not passes(case, walk(case, ["a-1"]))
    for effect, expected in ((1, True), (2, False), (-1, False)):
        changed = with_choice(case, "a-0", effects={"law": effect})
        assert passes(changed, walk(changed, ["a-0"])) is expected


def test_decisions_are_grouped_by_what_scenes_and_choices_name():
    case = make_case({"a": ["b", "b"], "b": ["c", "c"], "c": ["end", "end"], "end": []})
    scenes = tuple(replace(s, outcomes=("o-a",)) if s.id == "a" else s for s in case.scenes)
    case = with_choice(replace(case, scenes=scenes), "b-1", outcomes=("o-b", "o-a"))
    lines = debrief(case, walk(case, ["a-0", "b-1", "c-0"])).outcomes
    assert [(line.outcome, [s.number for s in line.steps]) for line in lines] == [
        ("o-a", [1, 2]),
        ("o-b", [2]),
        ("", [3]),
    ]
    assert lines[0].counts == {Judgement.RIGHT: 1, Judgement.ACCEPTABLE: 1, Judgement.WRONG: 0}
    assert debrief(make_case({"a": ["end"], "end": []}), walk(case, [])).outcomes == ()


def test_a_choice_has_nothing_but_its_way_by_default():
    choice = Choice("c", "t", "s", Judgement.RIGHT, "", "")
    assert (choice.effects, choice.minutes, choice.reveals, choice.condition) == ({}, 0, (), None)


def test_in_a_case_too_wide_to_look_at_each_scene_needs_a_choice_without_a_condition():
    case = make_case({"a": ["b", "b"], "b": ["c", "c"], "c": []})
    assert [fault.code for fault in faults(case, most=1)] == ["case-too-wide"]
    one = with_choice(case, "b-0", condition=After(0))
    assert [fault.code for fault in faults(one, most=1)] == ["case-too-wide"]
    both = with_choice(one, "b-1", condition=After(0))
    found = list(faults(both, most=1))
    assert [(f.code, f.keys) for f in found[1:]] == [("scene-stuck", ("scenes", 1))]
    assert list(faults(both)) == []
