from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.core.law.changes import Change, Kind, changes, from_raw, to_raw
from elearn.core.law.register import Instrument, Judgment, Level, Provision, Register, Verification

SURE = Verification(Level.HIGH)
ACT = Instrument(
    id="act",
    scope="eu",
    type="regulation",
    short="Act",
    title="Act",
    in_force="2016",
    note="What it is about.",
    verification=SURE,
)
CASE = Judgment(
    id="case", court="ECtHR", name="A", number="1", date="2012", holding="So.", verification=SURE
)


def law(*instruments, judgments=()):
    return Register(
        id="law",
        version="1.0.0",
        checked=date(2026, 11, 23),
        instruments={i.id: i for i in instruments},
        judgments={j.id: j for j in judgments},
        terms={},
    )


def seen(old, new):
    return [(c.key, c.kind.value, c.day) for c in changes(law(*old), law(*new))]


def act(*provisions, **more):
    return replace(ACT, provisions=provisions, **more)


def wording(ref="5", text="Old text.", **more):
    return Provision(ref=ref, title="Title", text=text, **more)


def test_what_is_the_same_has_no_changes():
    one = law(act(wording()), judgments=[CASE])
    assert changes(one, one) == ()


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"repealed": "2026-06-12"}, "repealed"),
        ({"repealed": "2026-06-12", "repealed_by": ("new",)}, "replaced"),
    ],
)
def test_an_instrument_ends_or_is_replaced(more, kind):
    (change,) = changes(law(act(wording())), law(act(wording(), **more)))
    assert (change.key, change.kind, change.day) == ("act", kind, "2026-06-12")
    assert change.whole
    assert change.replaced_by == more.get("repealed_by", ())


def test_provisions_that_end_with_their_act_are_not_said_one_by_one():
    ended = act(wording(until="2026-06-12"), repealed="2026-06-12")
    assert seen([act(wording())], [ended]) == [("act", "repealed", "2026-06-12")]


def test_an_instruments_days_may_move():
    old, new = act(applies_from="2026-04-10"), act(applies_from="2026-10-07")
    (change,) = changes(law(old), law(new))
    assert change.kind is Kind.DATES
    assert change.before == "in force: 2016, applies from: 2026-04-10"
    assert change.after == "in force: 2016, applies from: 2026-10-07"
    assert change.day == "2026-10-07"


def test_a_proposal_that_became_law_has_other_dates():
    old = act(type="proposal", in_force="")
    assert seen([old], [act()]) == [("act", "dates", "2016")]


def test_a_provision_gets_a_new_wording_from_a_day():
    old = act(wording())
    new = act(wording(until="2026-06-12"), wording(text="New text.", from_="2026-06-12"))
    (change,) = changes(law(old), law(new))
    assert (change.key, change.kind) == ("act:5", Kind.NEW_WORDING)
    assert (change.day, change.before, change.after) == ("2026-06-12", "Old text.", "New text.")
    assert not change.whole


def test_a_provision_ends_without_another_one():
    new = act(wording(until="2026-06-12"))
    assert seen([act(wording())], [new]) == [("act:5", "repealed", "2026-06-12")]


def test_the_day_on_which_a_provision_ends_may_move_and_go():
    old, later = act(wording(until="2026-06-12")), act(wording(until="2026-09-01"))
    assert seen([old], [later]) == [("act:5", "dates", "2026-09-01")]
    assert seen([old], [act(wording())]) == [("act:5", "dates", "2026-06-12")]


def test_a_day_that_was_found_out_is_no_new_wording():
    old, new = act(wording()), act(wording(from_="2016-04-12"))
    (change,) = changes(law(old), law(new))
    assert (change.kind, change.day) == (Kind.DATES, "2016-04-12")
    assert (change.before, change.after) == ("…/…", "2016-04-12/…")


def test_words_of_the_register_that_changed_are_said_but_not_their_layout():
    new = act(wording(text="Other text."))
    assert seen([act(wording())], [new]) == [("act:5", "reworded", "")]
    assert seen([act(wording())], [act(wording(text="*Old*  text"))]) == []


def test_what_is_listed_with_a_day_is_new_and_without_one_no_change():
    new = act(wording(), wording(ref="6", from_="2026-06-12"), wording(ref="7"))
    assert seen([act(wording())], [new]) == [("act:6", "new", "2026-06-12")]


def test_what_the_register_no_longer_lists_is_said():
    other = replace(ACT, id="other")
    assert seen([act(wording()), other], [act()]) == [
        ("act:5", "removed", ""),
        ("other", "removed", ""),
    ]


def test_a_new_instrument_is_said():
    new = replace(ACT, id="new", in_force="2024-06-11", applies_from="2026-06-12")
    assert seen([act()], [act(), new]) == [("new", "new", "2026-06-12")]


def test_a_note_or_a_holding_touches_only_what_cites_the_whole():
    old = law(act(), judgments=[CASE])
    new = law(act(note="Something else."), judgments=[replace(CASE, holding="Not so.")])
    found = changes(old, new)
    assert [(c.key, c.kind, c.whole) for c in found] == [
        ("act", "reworded", False),
        ("case", "reworded", False),
    ]


def test_paragraphs_of_a_judgment_change_like_provisions():
    old = replace(CASE, provisions=(wording(ref="70"),))
    new = replace(CASE, provisions=(wording(ref="70", text="Other."),))
    (change,) = changes(law(judgments=[old]), law(judgments=[new]))
    assert (change.key, change.kind) == ("case:70", Kind.REWORDED)


_TEXT = st.text("ab é.", max_size=6)
_CHANGES = st.builds(
    Change,
    name=st.just("act"),
    ref=_TEXT,
    kind=st.sampled_from(Kind),
    day=st.sampled_from(["", "2026", "2026-06-12"]),
    before=_TEXT,
    after=_TEXT,
    replaced_by=st.sampled_from([(), ("a", "b")]),
)


@given(_CHANGES)
def test_a_change_can_be_kept_and_read_again(change):
    assert from_raw(to_raw(change)) == change


_PROVISIONS = st.lists(
    st.builds(
        Provision,
        ref=st.sampled_from(["1", "2"]),
        title=st.just("T"),
        text=st.sampled_from(["x", "y"]),
        from_=st.sampled_from(["", "2016", "2020"]),
        until=st.sampled_from(["", "2018", "2026"]),
    ),
    max_size=4,
    unique_by=lambda p: (p.ref, p.from_),
)


@given(_PROVISIONS, _PROVISIONS)
def test_a_provision_that_differs_in_law_or_words_is_among_the_changes(old, new):
    found = {c.ref for c in changes(law(act(*old)), law(act(*new)))}

    def of(provisions, ref):
        return {(p.text, p.from_, p.until) for p in provisions if p.ref == ref}

    for ref in ("1", "2"):
        before, after = of(old, ref), of(new, ref)
        only_listed = not before and not any(from_ for _text, from_, _until in after)
        assert (ref in found) == (before != after and not only_listed)


def came_true(old, new, *, then=date(2026, 5, 25), now=date(2026, 11, 23)):
    """The changes between two versions of different days."""
    found = changes(replace(law(*old), checked=then), replace(law(*new), checked=now))
    return [(c.key, c.kind.value, c.day) for c in found]


ENDING = act(repealed="2026-06-12", repealed_by=("new",))
TWO = (
    wording(text="Old text.", until="2026-06-12"),
    wording(text="New text.", from_="2026-06-12"),
)


@pytest.mark.parametrize(
    ("instrument", "seen_as"),
    [
        (ENDING, ("act", "replaced", "2026-06-12")),
        (act(applies_from="2026-06-12"), ("act", "dates", "2026-06-12")),
        (act(*TWO), ("act:5", "new-wording", "2026-06-12")),
        (act(wording(from_="2026-06-12")), ("act:5", "new", "2026-06-12")),
        (act(wording(until="2026-06-12")), ("act:5", "repealed", "2026-06-12")),
    ],
)
def test_what_was_ahead_and_came_true_is_a_change_though_the_register_says_the_same(
    instrument, seen_as
):
    assert came_true([instrument], [instrument]) == [seen_as]
    assert came_true([instrument], [instrument], now=date(2026, 6, 11)) == []
    assert came_true([instrument], [instrument], then=date(2026, 6, 12)) == []


def test_what_ends_with_its_instrument_is_said_once():
    whole = act(wording(until="2026-06-12"), repealed="2026-06-12")
    assert came_true([whole], [whole]) == [("act", "repealed", "2026-06-12")]
