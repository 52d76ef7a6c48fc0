import pytest

from elearn.core.law.changes import Change, Kind
from elearn.core.law.impact import touch, touched
from elearn.core.law.refs import Nearness


def change(ref="", kind=Kind.NEW_WORDING, name="act"):
    return Change(name=name, ref=ref, kind=kind, day="2026-06-12")


@pytest.mark.parametrize(
    ("kind", "cited", "near"),
    [
        (Kind.REPEALED, "6(1)", Nearness.WHOLE),
        (Kind.REPLACED, "6(1)", Nearness.WHOLE),
        (Kind.DATES, "6(1)", Nearness.WHOLE),
        (Kind.REMOVED, "", Nearness.SAME),
        (Kind.ANNOUNCED, "6(1)", Nearness.WHOLE),
        (Kind.REWORDED, "6(1)", None),
        (Kind.REWORDED, "", Nearness.SAME),
        (Kind.NEW, "", None),
        (Kind.NEW, "6(1)", None),
    ],
)
def test_a_whole_instrument_touches_by_what_became_of_it(kind, cited, near):
    assert touch(change(kind=kind), "act", cited) is near


def test_another_instrument_is_not_touched():
    assert touch(change("6"), "other", "6") is None


def test_a_new_paragraph_touches_what_cites_the_article():
    assert touch(change("6(9)", Kind.NEW), "act", "6") is Nearness.AROUND


def test_the_nearest_change_is_named():
    found = touched(
        [change(kind=Kind.DATES), change("6"), change("6(1)"), change("6(1)", Kind.REWORDED)],
        [("act", "6(1)"), ("act", "6(1)(a)"), ("act", "7"), ("act", ""), ("other", "6(1)")],
    )
    assert [(t.key, t.number, t.nearness.value) for t in found] == [
        ("act:6(1)", 2, "same"),
        ("act:6(1)(a)", 1, "part"),
        ("act:7", 0, "whole"),
        ("act", 0, "same"),
    ]


def test_where_nothing_changed_nothing_is_touched():
    assert touched([], [("act", "6")]) == ()
