"""What was declared to mean the same on the way between two versions."""

import pytest

from elearn.core.pack.diff.change import Change, ChangeKind, Level
from elearn.core.pack.diff.lasting import through


def made(before, after, level=Level.MINOR, kind=ChangeKind.TEXT, **more):
    given = {"item": "papers", "part": "b-1", "field": "block", "why": "words"} | more
    return Change(kind=kind, level=level, before=before, after=after, **given)


def patch(before, after, **more):
    return made(before, after, Level.PATCH, **more)


@pytest.mark.parametrize(
    ("direct", "steps"),
    [
        (made("a", "b"), [[patch("a", "b")], []]),
        (made("a", "c"), [[patch("a", "b", part="b-2")], [patch("b", "c", part="b-3")]]),
        (made("", "b", kind=ChangeKind.TEXT_ADDED), [[patch("", "b")], []]),
        (made("a", "", kind=ChangeKind.TEXT_REMOVED), [[], [patch("a", "")]]),
        (
            made("a", "b", part="q-one", field="prompt"),
            [[patch("a", "b", part="q-one", field="prompt")]],
        ),
    ],
)
def test_what_was_a_patch_at_every_step_is_one(direct, steps):
    (found,) = through([direct], steps)
    assert (found.level, found.declared, found.why) == (Level.PATCH, True, "same")
    assert (found.before, found.after) == (direct.before, direct.after)


@pytest.mark.parametrize(
    ("direct", "steps"),
    [
        (made("a", "b"), []),
        (made("a", "c"), [[patch("a", "b")], [made("b", "c")]]),
        (made("a", "c"), [[made("a", "b")], [patch("b", "c")]]),
        (made("a", "c"), [[patch("x", "b")], [patch("b", "c")]]),
        (made("a", "b"), [[patch("a", "b", item="lines")]]),
        (made("a", "b"), [[patch("a", "b", language="sr")]]),
        (made("a", "b"), [[patch("a", "b"), made("c", "b", part="b-2")]]),
        (made("a", "b", part="q-1", field="prompt"), [[patch("a", "b", part="q-2")]]),
        (made("a", "b", kind=ChangeKind.KEY), [[patch("a", "b", kind=ChangeKind.KEY)]]),
        (made("a", "b", Level.MAJOR, ChangeKind.CITATION), [[patch("a", "b")]]),
    ],
)
def test_everything_else_stays_what_it_is(direct, steps):
    assert through([direct], steps) == (direct,)
