"""A logframe is read whole, or everything that is wrong with it is said."""

from datetime import date
from pathlib import Path

import pytest

from elearn.core.indicator.figures import RecordSet
from elearn.core.indicator.logframe import Measure, parse
from elearn.core.indicator.shapes import quarters

DOCS = Path(__file__).parents[3] / "docs" / "indicators.md"
GOOD = DOCS.read_text("utf-8").split("```yaml\n")[1].split("```")[0]


def codes(text):
    frame, problems = parse(text.encode())
    assert (frame is None) == bool(problems)
    return [(p.line, p.code) for p in problems]


def test_the_example_of_the_handbook_is_good():
    frame, problems = parse(GOOD.encode())
    assert problems == []
    (one,) = frame.indicators
    assert one.measure is Measure.PEOPLE_TRAINED
    assert (one.target, one.baseline, one.packs) == (500, 0, ("border-checks",))
    assert one.milestones[0].by == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("measure: people-trained", "measure: peple", (19, "value-choice")),
        ("            target: 500\n", "", (17, "key-missing")),
        ("until: 2027-12-31", "until: 2025-12-31", (5, "value-range")),
        ("id: officers-trained", "id: better-checks", (14, "id-duplicate")),
        ("from: 2026-01-01", "from: 1. 1. 2026", (4, "date-bad")),
        ("baseline: 0", "basline: 0", (21, "key-unknown")),
        ("format: 1", "format: 9", (1, "pack-format")),
    ],
)
def test_every_fault_has_its_line(old, new, found):
    assert old in GOOD
    assert codes(GOOD.replace(old, new)) == [found]


def test_nonsense_is_said_and_breaks_nothing():
    for text in ("", "[1, 2]", "a: &b c", "\x00", "outcomes: 3"):
        assert codes(text)


def test_quarters_of_a_period():
    assert quarters(date(2026, 11, 2), date(2027, 4, 1)) == ("2026-Q4", "2027-Q1", "2027-Q2")
    assert quarters(date(2026, 1, 1), date(2026, 3, 31)) == ("2026-Q1",)


def test_a_set_of_records_has_one_order_and_one_digest():
    one, other = RecordSet(), RecordSet()
    for number in (1, 12):
        one.add(number)
    for number in (1, 2, 12):
        other.add(number)
    assert one.digest != other.digest
    assert one.count == 2
    with pytest.raises(ValueError, match="ascend"):
        one.add(12)
