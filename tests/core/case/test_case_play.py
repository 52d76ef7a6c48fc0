"""Walks: any walk of choices keeps a case in a known scene; impossible choices are refused."""

import pytest
from case_strategies import NIGHT_BUS, cases, make_case
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from elearn.core.case.model import Ending, Judgement
from elearn.core.case.play import MAX_STEPS, ImpossibleChoice, WalkTooLong, debrief, walk


class Walking(RuleBasedStateMachine):
    @initialize(case=cases())
    def begin(self, case):
        self.case, self.road = case, []
        self.scene = case.scene(case.start)

    @rule(data=st.data())
    def choose(self, data):
        if self.scene.choices and len(self.road) < MAX_STEPS:
            choice = data.draw(st.sampled_from(self.scene.choices))
            self.road.append(choice.id)
            self.scene = self.case.scene(choice.to)

    @rule(other=st.text(max_size=4))
    def choose_what_is_not_there(self, other):
        if other not in {choice.id for choice in self.scene.choices}:
            with pytest.raises(ImpossibleChoice):
                walk(self.case, [*self.road, other])

    @invariant()
    def the_walk_stands_in_a_known_scene(self):
        if not hasattr(self, "case"):
            return
        found = walk(self.case, self.road)
        assert found.scene == self.scene
        assert found.scene in self.case.scenes
        assert found.visited[0] == self.case.start
        assert found.visited[-1] == found.scene.id
        assert len(found.visited) == len(found.decisions) + 1
        assert [d.choice.id for d in found.decisions] == self.road
        assert found.finished == (found.ending is not None) == (not found.scene.choices)
        assert sum(debrief(self.case, found).counts.values()) == len(self.road)


Walking.TestCase.settings = settings(max_examples=60, stateful_step_count=25)
TestWalking = Walking.TestCase


def test_a_walk_remembers_where_it_went_and_how_it_ended():
    found = walk(NIGHT_BUS, ["arrival-0", "asks-1", "arrival-1", "waves-0"])
    assert found.visited == ("arrival", "asks", "arrival", "waves", "refused")
    assert found.finished
    assert found.ending is Ending.GOOD
    assert walk(NIGHT_BUS, []).visited == ("arrival",)
    assert not walk(NIGHT_BUS, []).finished


def test_a_choice_of_another_scene_is_refused_with_its_names():
    with pytest.raises(ImpossibleChoice) as refusal:
        walk(NIGHT_BUS, ["fear-0"])
    assert refusal.value.details == {"scene": "arrival", "choice": "fear-0"}
    assert refusal.value.status == 409


def test_nothing_can_be_chosen_after_an_ending():
    with pytest.raises(ImpossibleChoice):
        walk(NIGHT_BUS, ["arrival-1", "waves-0", "arrival-1"])


def test_a_choice_that_leads_nowhere_is_refused():
    with pytest.raises(ImpossibleChoice):
        walk(make_case({"a": ["gone"]}), ["a-0"])


def test_walking_in_circles_is_bounded():
    circle = ["asks-2"] * (MAX_STEPS - 1)
    assert not walk(NIGHT_BUS, ["arrival-0", *circle]).finished
    with pytest.raises(WalkTooLong) as refusal:
        walk(NIGHT_BUS, ["arrival-0", *circle, "asks-2"])
    assert refusal.value.code == "walk-too-long"


def test_a_debrief_names_each_decision_and_the_ways_not_taken():
    found = debrief(NIGHT_BUS, walk(NIGHT_BUS, ["arrival-1", "waves-0"]))
    assert [(s.number, s.scene.id, s.choice.id) for s in found.steps] == [
        (1, "arrival", "arrival-1"),
        (2, "waves", "waves-0"),
    ]
    assert [c.id for c in found.steps[0].others] == ["arrival-0", "arrival-2"]
    assert found.counts == {Judgement.RIGHT: 1, Judgement.ACCEPTABLE: 1, Judgement.WRONG: 0}
    assert (found.scenes_seen, found.scenes, found.endings) == (3, 6, 2)
    assert found.ending is Ending.GOOD
