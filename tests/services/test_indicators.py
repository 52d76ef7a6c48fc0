"""Indicators: counted right, derived again alike, nothing of few in what is shared."""

import io
import json
from datetime import timedelta

import make
import pytest
from openpyxl import load_workbook

from elearn.core.indicator.figures import Figures
from elearn.core.indicator.logframe import Measure, parse
from elearn.services import indicator_files, indicators
from elearn.store import records
from elearn.store.db import begin_write, db
from elearn.store.tables.people import Person
from elearn.store.tables.records import RecordRow
from elearn.web.shared.indicator_words import indicator_words

HEAD = (
    "format: 1\nid: f\ntitle: T\nfrom: 2026-01-01\nuntil: 2026-12-31\n"
    "functions:\n  - {id: first-line, title: First line, words: [Prva linija]}\noutcomes:\n"
)
PLACE = (
    "  - id: o\n    title: O\n    outputs:\n      - id: p\n        title: P\n        indicators:\n"
)


@pytest.fixture
def frame():
    lines = "".join(
        f"          - {{id: {m.value}, title: {m.value}, measure: {m.value}, target: 10}}\n"
        for m in Measure
    )
    found, problems = parse((HEAD + PLACE + lines).encode())
    assert problems == []
    return found


@pytest.fixture
def known(cast):
    version = make.course()
    make.record(cast.ann, version)
    make.record(cast.ann, make.course("other", "Other"))
    make.record(cast.cy, version)
    make.record(cast.ben, version, status="revoked")
    return version


def values(frame, found, *, shared=False):
    lines = indicators.lines(frame, found, shared=shared)
    return {line.indicator.id: line.value for line in lines}


def test_what_is_counted(cast, known, frame, now):
    found, _bound = indicators.figures(frame, now.date())
    assert values(frame, found) == {
        "people-trained": 2,
        "completions": 3,
        "institutions-reached": 2,
        "womens-share": None,
        "knowledge-gain": None,
        "certified-current-law": 2,
        "transfers": 0,
        "workshop-evaluations": None,
    }
    collected = {
        i.indicator.id: i.indicator.collected for i in indicators.lines(frame, found, shared=False)
    }
    assert [name for name, is_so in collected.items() if not is_so] == ["workshop-evaluations"]


def test_a_move_within_an_institution_is_a_transfer_and_one_out_of_it_is_none(
    cast, known, frame, now
):
    day = now.date() - timedelta(days=3)
    booth = make.unit("Booth", parent=cast.ministry)
    for person, target in ((cast.ann, booth), (cast.cy, booth)):
        begin_write()
        db.session.execute(
            db.text("UPDATE memberships SET to_day = :day WHERE person_id = :person"),
            {"day": day.isoformat(), "person": person.id},
        )
        db.session.commit()
        make.membership(person, target, from_day=day)
    found, _bound = indicators.figures(frame, now.date())
    assert values(frame, found)["transfers"] == 1


def say(person, sex, function):
    begin_write()
    row = db.session.get_one(Person, person.id)
    row.sex, row.function = sex, function
    db.session.commit()


def test_people_are_counted_by_sex_and_by_the_functions_of_the_logframe(cast, known, frame, now):
    say(cast.ann, "f", "Прва линија")
    say(cast.cy, "x", "Shift leader")
    found, _bound = indicators.figures(frame, now.date())
    table = found.tables["people-trained"]["function-sex"]
    assert {key: value.number for key, value in table.items()} == {
        "first-line|female": 1,
        "first-line|": 1,
        "other|unknown": 1,
        "other|": 1,
        "|female": 1,
        "|unknown": 1,
        "|": 2,
    }
    assert found.values["womens-share"] == (100, 1)
    keys = indicators.axes_of(frame, now.date())
    assert keys["function"] == ("first-line", "other", "unknown")


def test_figures_are_kept_and_read_again(cast, known, frame, now):
    found, _bound = indicators.figures(frame, now.date())
    assert Figures.from_raw(json.loads(json.dumps(found.to_raw()))) == found


def test_what_is_shared_is_rounded_and_of_fixed_shape(cast, known, frame, now):
    found, _bound = indicators.figures(frame, now.date())
    assert values(frame, found, shared=True)["completions"] == 5
    assert values(frame, found, shared=True)["people-trained"] == 0
    report = indicator_files.Report(frame, found, indicators.axes_of(frame, now.date()), now.date())
    words = indicator_words(report, "en", now)
    book = load_workbook(io.BytesIO(indicator_files.workbook(report, words, now=now)))
    assert book.sheetnames == [
        "Indicators",
        "Country by sex",
        "Country by quarter",
        "Institution by sex",
        "Function by sex",
        "Quarter by sex",
        "By country",
        "By quarter",
        "By institution",
        "By function",
        "By sex",
        "About this file",
    ]
    for sheet in book.worksheets[1:-1]:
        for row in list(sheet.iter_rows(values_only=True))[1:]:
            few = {"womens-share", "knowledge-gain"}
            if row[0] == "institutions-reached":
                assert set(row[2:]) == {0}
            elif row[0] in few:
                assert all(cell.startswith("not shown") for cell in row[2:])
            else:
                assert all(number % 5 == 0 for number in row[2:])
    first = {row[0]: row[3] for row in book.worksheets[0].iter_rows(values_only=True)}
    assert first["workshop-evaluations"] == "not collected yet"
    assert first["womens-share"].startswith("not shown")
    content = indicator_files.document(report, words, "Site", now=now)
    assert content.startswith(b"%PDF-")


def test_frozen_figures_are_derived_again_whatever_came_later(cast, known, frame, now):
    kept = json.loads(json.dumps(indicators.snapshot(frame, now.date(), now=now)))
    assert kept["figures"]["records"] == 3
    assert indicators.verify(frame, kept) == ()
    later = make.record(cast.ben, make.course("third", "Third"), issued_at=now)
    begin_write()
    records.add_status(later, "revoked", "a reason", by=None, at=now)
    db.session.commit()
    assert indicators.verify(frame, kept) == ()
    fresh = indicators.snapshot(frame, now.date(), now=now)
    assert fresh["bounds"] != kept["bounds"]


def test_a_record_that_was_changed_is_found(cast, known, frame, now):
    kept = indicators.snapshot(frame, now.date(), now=now)
    begin_write()
    db.session.get_one(RecordRow, 1).issued_at = make.CREATED - timedelta(days=400)
    db.session.commit()
    assert set(indicators.verify(frame, kept)) >= {"records", "digest", "values"}
