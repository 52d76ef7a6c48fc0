from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.core.law.register import Instrument, Judgment, Level, Provision, Register, Verification
from elearn.core.law.status import Standing, first_day, provision_on, status

DAY = date(2026, 11, 23)
SURE = Verification(Level.HIGH)
ACT = Instrument(
    id="act", scope="eu", type="regulation", short="Act", title="Act", verification=SURE
)


def _register(**changes):
    act = replace(ACT, **changes)
    case = Judgment(
        id="case",
        court="ECtHR",
        name="A",
        number="1",
        date="2012-02",
        holding="",
        verification=SURE,
    )
    return Register(
        id="law",
        version="1.0.0",
        checked=DAY,
        instruments={"act": act},
        judgments={"case": case},
        terms={},
    )


@pytest.mark.parametrize(
    ("changes", "standing"),
    [
        ({"in_force": "2016"}, "in-force"),
        ({"in_force": "2016", "applies_from": "2027-01"}, "not-yet"),
        ({"in_force": "2016", "repealed": "2026-11-23"}, "repealed"),
        ({"in_force": "2016", "repealed": "2026-11-24"}, "in-force"),
        ({"in_force": "2026-11-24"}, "not-yet"),
        ({"repealed": "2020"}, "repealed"),
        ({}, "unknown"),
        ({"adopted": "2020"}, "unknown"),
        ({"adopted": "2020", "type": "soft-law"}, "in-force"),
        ({"adopted": "2025", "type": "proposal"}, "not-yet"),
    ],
)
def test_an_instrument_stands_by_its_dates(changes, standing):
    assert status(_register(**changes), "act", "", DAY).standing == standing


def test_what_is_repealed_names_what_took_its_place():
    found = status(_register(repealed="2026-06-12", repealed_by=("new",)), "act", "", DAY)
    assert found.doubtful
    assert found.replaced_by == ("new",)


def test_an_unknown_instrument_or_provision_is_unknown():
    law = _register(in_force="2016")
    assert status(law, "none", "", DAY).standing is Standing.UNKNOWN
    assert status(law, "act", "99", DAY).standing is Standing.UNKNOWN
    assert status(law, "case", "99", DAY).standing is Standing.UNKNOWN
    assert status(law, "case", "", DAY).standing is Standing.IN_FORCE


WORDINGS = (
    Provision(ref="5", title="old", until="2026-06-12"),
    Provision(ref="5", title="new", from_="2026-06-12"),
    Provision(ref="6", title="later", from_="2027"),
    Provision(ref="7", title="gone", until="2020"),
    Provision(ref="8", title="always"),
)


@pytest.mark.parametrize(
    ("ref", "standing"),
    [("5", "in-force"), ("6", "not-yet"), ("7", "repealed"), ("8", "in-force")],
)
def test_a_provision_stands_by_its_own_days(ref, standing):
    law = _register(in_force="2016", provisions=WORDINGS)
    assert status(law, "act", ref, DAY).standing == standing


def test_a_provision_falls_with_its_instrument_and_waits_for_it():
    law = _register(in_force="2016", repealed="2026-01", provisions=WORDINGS)
    assert status(law, "act", "8", DAY).standing is Standing.REPEALED
    law = _register(in_force="2027", provisions=WORDINGS)
    assert status(law, "act", "8", DAY).standing is Standing.NOT_YET


def test_the_wording_of_the_day_is_chosen():
    assert provision_on(WORDINGS, "5", date(2026, 6, 11)).title == "old"
    assert provision_on(WORDINGS, "5", date(2026, 6, 12)).title == "new"
    assert provision_on(WORDINGS, "7", DAY).title == "gone"
    assert provision_on(WORDINGS, "9", DAY) is None


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(1, 5000), st.dates())
def test_law_is_in_force_from_its_first_day_to_the_day_before_its_last(begin, days, day):
    end = begin + timedelta(days)
    law = _register(applies_from=begin.isoformat(), repealed=end.isoformat())
    expected = "not-yet" if day < begin else "in-force" if day < end else "repealed"
    assert status(law, "act", "", day).standing == expected


def test_a_partial_date_means_its_first_day():
    assert first_day("2016") == date(2016, 1, 1)
    assert first_day("2016-03") == date(2016, 3, 1)
