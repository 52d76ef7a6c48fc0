"""What becomes of law between two days, and who is ready for it."""

from datetime import date

import pytest

from elearn.core.law.register import Instrument, Level, Provision, Register, Verification
from elearn.core.law.since import Becomes, Between, changes
from elearn.core.learning import readiness

SURE = Verification(Level.HIGH)
TODAY = date(2026, 11, 23)
DAY = date(2027, 3, 1)
BEGINS, WORDING, PART, ENDS = Becomes.BEGINS, Becomes.WORDING, Becomes.PART, Becomes.ENDS


def instrument(name, *provisions, **dates):
    values = {"scope": "eu", "type": "regulation", "short": name, "title": name}
    values |= {"verification": SURE, "provisions": provisions, "in_force": "2010-01-01"}
    return Instrument(id=name, **{**values, **dates})


def provision(ref, **dates):
    return Provision(ref=ref, title=ref, **dates)


OLD = instrument("old", provision("1"), repealed="2027-03-01")
NEW = instrument("new", provision("1", from_="2027-03-01"), applies_from="2027-03")
CODE = instrument(
    "code",
    provision("1"),
    provision("2", until="2027-03-01"),
    provision("2", from_="2027-03-01"),
    provision("2(1)"),
    provision("3"),
    provision("3(1)", until="2027-03-01"),
    provision("3(2)", from_="2027-05-01"),
    provision("4", until="2027-03-01"),
)
REGISTER = Register(
    id="law",
    version="1.0.0",
    checked=TODAY,
    judgments={},
    terms={},
    instruments={one.id: one for one in (OLD, NEW, CODE)},
)


@pytest.mark.parametrize(
    ("law", "ref", "expected"),
    [
        (OLD, "", [(DAY, ENDS, "")]),
        (OLD, "1", [(DAY, ENDS, "")]),
        (OLD, "99", [(DAY, ENDS, "")]),
        (NEW, "1", [(DAY, BEGINS, "")]),
        (NEW, "", [(DAY, BEGINS, "")]),
        (CODE, "", []),
        (CODE, "1", []),
        (CODE, "2", [(DAY, WORDING, "")]),
        (CODE, "2(1)", [(DAY, WORDING, "")]),
        (CODE, "3", [(DAY, PART, "3(1)"), (date(2027, 5, 1), PART, "3(2)")]),
        (CODE, "3(1)", [(DAY, ENDS, "")]),
        (CODE, "4", [(DAY, ENDS, "")]),
    ],
)
def test_what_becomes_of_a_provision(law, ref, expected):
    found = sorted(changes(law, ref, Between(TODAY, date(2028, 1, 1))))
    assert [(c.day, c.what, c.part) for c in found] == expected


def test_the_days_are_those_after_the_first_up_to_the_last():
    assert list(changes(OLD, "1", Between(TODAY, date(2027, 2, 28)))) == []
    assert list(changes(OLD, "1", Between(DAY, date(2030, 1, 1)))) == []
    assert list(changes(OLD, "1", Between(None, date(2030, 1, 1)))) == []
    assert len(list(changes(OLD, "1", Between(date(2027, 2, 28), DAY)))) == 1


def test_a_version_is_touched_by_what_ends_or_changes_not_by_what_begins():
    cites = ("new:1", "code:1", "code:4", "old:1", "nowhere:1", "code:4", "code:3")
    found = readiness.touched(cites, REGISTER, TODAY, DAY)
    assert [(one.cite, one.change.what) for one in found] == [
        ("code:4", ENDS),
        ("old:1", ENDS),
        ("code:3", PART),
    ]
    assert readiness.touched(cites, REGISTER, TODAY, date(2027, 2, 28)) == ()


def test_what_its_author_knew_ahead_does_not_touch_it():
    assert readiness.touched(("old:1",), REGISTER, DAY, DAY) == ()
    (one,) = readiness.touched(("code:3", "old:1"), REGISTER, DAY, date(2027, 6, 1))
    assert (one.cite, one.change.day) == ("code:3", date(2027, 5, 1))


def test_the_days_ahead_count_each_provision_once():
    cites = ("new:1", "old:1", "old:1", "code:3", "code:1")
    assert readiness.days_ahead(cites, REGISTER, TODAY) == {DAY: 3, date(2027, 5, 1): 1}
    assert readiness.days_ahead(cites, REGISTER, date(2027, 5, 1)) == {}
