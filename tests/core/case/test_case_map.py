"""Maps: each scene and way is drawn once, boxes never overlap, one case gives one map."""

import re
from itertools import combinations

from case_strategies import NIGHT_BUS, cases, make_case
from hypothesis import given
from hypothesis import strategies as st

from elearn.core.case.map import BOX_WIDTH, LINE_CHARACTERS, MAX_LINES, case_map, wrap
from elearn.core.case.play import walk


def numbers(path: str) -> list[int]:
    return [int(n) for n in re.findall(r"-?\d+", path)]


@given(cases())
def test_every_scene_and_every_way_is_drawn_once(case):
    drawn = case_map(case, None, {})
    assert sorted(n.id for n in drawn.nodes) == sorted(s.id for s in case.scenes)
    assert sorted(e.choice for e in drawn.edges) == sorted(
        c.id for s in case.scenes for c in s.choices
    )
    assert not any(e.taken for e in drawn.edges)
    assert not any(n.visited or n.current for n in drawn.nodes)
    assert [line.id for line in drawn.text] == [n.id for n in drawn.nodes]


@given(cases())
def test_boxes_lie_inside_the_picture_and_apart(case):
    drawn = case_map(case, None, {})
    assert drawn.view_box == f"0 0 {drawn.width} {drawn.height}"
    for node in drawn.nodes:
        assert 0 <= node.x < node.x + node.width <= drawn.width
        assert 0 <= node.y < node.y + node.height <= drawn.height
        assert all(node.y < line.y < node.y + node.height for line in node.lines)
    for a, b in combinations(drawn.nodes, 2):
        beside = a.x + a.width < b.x or b.x + b.width < a.x
        above = a.y + a.height < b.y or b.y + b.height < a.y
        assert beside or above


@given(cases())
def test_ways_start_and_end_at_their_boxes_and_stay_inside(case):
    drawn = case_map(case, None, {})
    boxes = {n.id: n for n in drawn.nodes}
    for edge in drawn.edges:
        assert re.fullmatch(r"M\d+ \d+([VHCQ][\d ]+)+", edge.path), edge.path
        found = numbers(edge.path)
        source, target = boxes[edge.source], boxes[edge.target]
        assert source.x < found[0] < source.x + source.width
        assert found[1] == source.y + source.height
        assert found[-1] == target.y
        assert max(found) <= max(drawn.width, drawn.height)
        assert edge.back == (target.y <= source.y)


@given(cases())
def test_the_same_case_gives_the_same_map(case):
    assert case_map(case, None, {}) == case_map(case, None, {})


def test_the_road_taken_is_marked_and_drawn_last():
    road = walk(NIGHT_BUS, ["arrival-0", "asks-1", "arrival-1", "waves-0"])
    drawn = case_map(NIGHT_BUS, road, {"arrival": "Долазак"})
    nodes = {n.id: n for n in drawn.nodes}
    assert nodes["arrival"].title == "Долазак"
    assert nodes["asks"].title == "Scene asks"
    assert nodes["arrival"].visits == (1, 3)
    assert nodes["refused"].current
    assert not nodes["fear"].visited
    taken = [e.taken for e in drawn.edges]
    assert taken == sorted(taken)
    assert {e.choice for e in drawn.edges if e.taken} == {
        "arrival-0",
        "asks-1",
        "arrival-1",
        "waves-0",
    }
    assert {e.choice for e in drawn.edges if e.back} == {"asks-1", "asks-2"}


def test_two_choices_with_one_target_are_two_lines():
    drawn = case_map(NIGHT_BUS, None, {})
    paths = [e.path for e in drawn.edges if (e.source, e.target) == ("arrival", "waves")]
    assert len(set(paths)) == 2


def test_a_long_way_bends_around_the_boxes_that_it_passes():
    case = make_case({"a": ["b", "d"], "b": ["c"], "c": ["d"], "d": []})
    drawn = case_map(case, None, {})
    path = next(e.path for e in drawn.edges if e.choice == "a-1")
    straight = [int(x) for x in re.findall(r"(\d+) \d+V", path)]
    boxes = {n.id: n for n in drawn.nodes}
    assert len(straight) == 2
    for x, name in zip(straight, "bc", strict=True):
        assert not boxes[name].x <= x <= boxes[name].x + boxes[name].width


def test_the_text_says_the_same_as_the_picture():
    road = walk(NIGHT_BUS, ["arrival-1"])
    drawn = case_map(NIGHT_BUS, road, {"waves": "Пролази"})
    first = drawn.text[0]
    assert (first.id, first.visits, first.current) == ("arrival", (1,), False)
    assert [(w.target, w.target_title, w.taken) for w in first.ways] == [
        ("asks", "Scene asks", False),
        ("waves", "Пролази", True),
        ("waves", "Пролази", False),
    ]
    assert next(line for line in drawn.text if line.current).id == "waves"


def test_scenes_that_nothing_leads_to_are_drawn_too():
    drawn = case_map(make_case({"a": ["b"], "b": [], "island": ["b", "gone"]}), None, {})
    assert {n.id for n in drawn.nodes} == {"a", "b", "island"}
    assert len(drawn.edges) == 2
    assert next(line for line in drawn.text if line.id == "island").ways[1].target_title == "gone"


@given(st.text(max_size=120))
def test_a_title_fits_its_box(title):
    lines = wrap(title)
    assert len(lines) <= MAX_LINES
    assert all(0 < len(line) <= LINE_CHARACTERS for line in lines)
    assert bool(lines) == bool(title.split())


def test_a_title_is_wrapped_between_words():
    assert wrap("Други ред: разговор са тумачем") == ("Други ред:", "разговор са", "тумачем")
    assert wrap("At 02:40 the bus arrives at the barrier and nobody gets off it at all") == (
        "At 02:40 the bus",
        "arrives at the",
        "barrier and nobod…",
    )
    assert wrap("Nepraćenomaloljetništvo") == ("Nepraćenomaloljetn", "ištvo")


def test_a_map_of_a_small_case_is_narrow():
    drawn = case_map(make_case({"a": ["b", "c"], "b": [], "c": []}), None, {})
    assert drawn.width < 3 * BOX_WIDTH


@given(cases())
def test_the_scene_of_the_clock_is_marked_in_the_picture_and_in_words(case):
    drawn = case_map(case, None, {})
    clock = [case.budget.to] if case.budget else []
    assert [node.id for node in drawn.nodes if node.clock] == clock
    assert [line.id for line in drawn.text if line.clock] == clock
