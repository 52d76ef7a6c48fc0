"""The tree of units, and cells of tables."""

from hypothesis import given
from hypothesis import strategies as st

from elearn.core.script import fold
from elearn.core.spreadsheet import safe_cell, separator
from elearn.core.unit_tree import Node, in_order, with_those_above


@st.composite
def trees(draw):
    size = draw(st.integers(0, 30))
    return [
        Node(
            n,
            f"u{n}",
            draw(st.sampled_from("abcČšц")),
            "unit",
            "BA",
            draw(st.one_of(st.none(), st.integers(0, n - 1) if n else st.none(), st.just(99))),
        )
        for n in range(size)
    ]


@given(trees())
def test_every_unit_stands_once_below_its_parent(nodes):
    placed = in_order(nodes)
    assert sorted(p.node.id for p in placed) == [n.id for n in nodes]
    above: list[Node] = []
    for place in placed:
        del above[place.depth :]
        assert len(above) == place.depth
        parent = above[-1].id if above else None
        assert place.node.parent_id == parent or (parent is None and place.node.parent_id == 99)
        above.append(place.node)


@given(trees(), st.sampled_from(["", "a", "c", "ч", "č", "z"]))
def test_a_search_keeps_the_units_above_what_it_finds(nodes, search):
    placed = in_order(nodes)
    found = with_those_above(placed, search)
    kept = {p.node.id for p in found}
    wanted = {n.id for n in nodes if fold(search) in fold(n.name)}
    assert wanted <= kept
    known = {n.id for n in nodes}
    assert all(p.node.parent_id in kept for p in found if p.node.parent_id in known)
    parents = {p.node.parent_id for p in found}
    assert all(p.node.id in wanted or p.node.id in parents for p in found)


@given(st.text())
def test_no_cell_begins_like_a_formula(text):
    assert safe_cell(text)[:1] not in tuple("=+-@\t\r\n＝＋－＠")
    assert safe_cell(text).endswith(text)


def test_excel_of_the_region_wants_semicolons():
    assert [separator(c) for c in ("en", "bs", "sr", "sr-Latn", "sq", "mk", "hr", "cnr")] == [
        ",",
        *[";"] * 7,
    ]
