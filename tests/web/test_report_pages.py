"""Reports: the right people and nobody else, files that open right, looks kept, files on time."""

import csv
import io
from datetime import date, timedelta

import asking
import make
import pytest
from client import text_of
from openpyxl import load_workbook

from elearn.core.access import Role
from elearn.core.errors import Conflict, NotAllowed, NotFound
from elearn.core.learning import report
from elearn.core.learning.compliance import Status
from elearn.core.learning.report import Asked, Form, RecordState, ReportKind, Rhythm
from elearn.services import members, report_rows, saved_reports
from elearn.store import people, report_files
from elearn.store import saved_reports as store
from elearn.store.db import begin_write, db
from elearn.store.tables.audit import Look, LookPerson
from elearn.store.tables.jobs import Job


@pytest.fixture
def known(cast):
    """Records of Ann (whom Mia leads) and of Cy (whom Mia does not)."""
    version = make.course()
    make.record(cast.ann, version)
    make.record(cast.cy, version)
    return version


def rows_of(response):
    text = response.get_data(as_text=True).removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(text, newline="")))[1:]


def names(response):
    return sorted({row[0] for row in rows_of(response)})


def speaker(app):
    return app.extensions["report_speaker"]


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("mia", ["Ann Learner"]),
        ("max", ["Cy Outsider"]),
        ("co", ["Ann Learner", "Cy Outsider"]),
        ("boss", ["Ann Learner"]),
    ],
)
def test_leaders_take_away_their_own_people(cast, known, client_for, who, seen):
    boss = make.person("Bo Boss", roles=(Role.MANAGER,), role_unit=cast.ministry)
    browser = client_for(boss if who == "boss" else getattr(cast, who))
    assert names(browser.get("/reports/file?form=csv")) == seen
    page = text_of(browser.get("/reports"))
    assert all(name in page for name in seen)
    assert ("Cy Outsider" in page) == ("Cy Outsider" in seen)


@pytest.mark.parametrize("who", ["ann", "dee", "ana"])
def test_whoever_leads_nobody_gets_no_report(cast, known, client_for, now, who):
    browser = client_for(getattr(cast, who))
    for path in ("/reports", "/reports/file", "/reports/files/x"):
        assert browser.get(path).status_code == 403
    with pytest.raises(NotAllowed):
        saved_reports.ask_for_file(make.actor(getattr(cast, who)), Asked(), Form.CSV, now=now)


def test_a_unit_of_somebody_else_is_not_there(cast, known, client_for):
    assert client_for(cast.mia).get(f"/reports?unit={cast.abroad.key}").status_code == 404


def test_everybody_in_a_file_can_read_that_it_was_taken(cast, known, client_for):
    client_for(cast.mia).get("/reports/file?form=xlsx&state=valid")
    look = db.session.query(Look).filter_by(page="report-export").one()
    assert look.filter == {"kind": "completions", "state": "valid"}
    shown = db.session.query(LookPerson.person_id).filter_by(look_id=look.id).all()
    assert [row[0] for row in shown] == [cast.ann.id]


def test_a_workbook_says_as_of_when_under_which_filter_from_how_many(cast, known, client_for):
    content = client_for(cast.mia).get("/reports/file?form=xlsx&name=ann").data
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Completions", "About this report"]
    rows = [[c.value for c in row] for row in book.worksheets[0].iter_rows()]
    assert rows[0][0] == "Name"
    assert rows[1][0] == "Ann Learner"
    assert rows[1][7] == "Valid"
    about = dict(list(book.worksheets[1].iter_rows(values_only=True)))
    assert about["Rows"] == 1
    assert about["Name"] == "ann"
    assert about["As of"].year == book.properties.created.year
    assert about["Course"] == "All"


def test_a_pdf_is_one_with_tags(cast, known, client_for):
    content = client_for(cast.mia).get("/reports/file?form=pdf").data
    assert content.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in content


def test_completions_can_be_narrowed(cast, known, client_for, now):
    browser = client_for(cast.co)
    tomorrow = (now + timedelta(days=400)).date()
    assert names(browser.get(f"/reports/file?form=csv&first={tomorrow}")) == []
    assert names(browser.get("/reports/file?form=csv&state=revoked")) == []
    assert names(browser.get("/reports/file?form=csv&name=cy")) == ["Cy Outsider"]
    unit = cast.station.key
    assert names(browser.get(f"/reports/file?form=csv&unit={unit}")) == ["Ann Learner"]


def test_people_under_way_are_a_report_too(cast, known, client_for, now):
    make.enrolment(cast.ben, known)
    response = client_for(cast.mia).get("/reports/file?form=csv&kind=under-way")
    (row,) = rows_of(response)
    assert row[0] == "Ben Colleague"
    assert "Ben Colleague" in text_of(client_for(cast.mia).get("/reports?kind=under-way"))
    assert rows_of(client_for(cast.max).get("/reports/file?form=csv&kind=under-way")) == []


def test_a_large_report_is_made_by_the_worker_and_a_letter_leads_to_it(
    app, cast, known, client_for, monkeypatch, now
):
    monkeypatch.setattr(saved_reports, "AT_ONCE", 0)
    browser = client_for(cast.mia)
    assert "Have the file made" in text_of(browser.get("/reports"))
    assert browser.get("/reports/file?form=csv").status_code == 409
    assert browser.post("/reports/files", data={"form": "csv"}).status_code == 303
    run(app, now)
    (kept,) = store.files_of(cast.mia.id, now)
    assert (kept.state, kept.rows) == ("ready", 1)
    letter = db.session.query(Job).filter_by(kind="mail").one()
    assert f"/reports/files/{kept.key}" in letter.payload["text"]
    assert "Ann" not in letter.payload["text"]
    assert db.session.query(Look).filter_by(page="report-export").count() == 0
    response = browser.get(f"/reports/files/{kept.key}")
    assert names(response) == ["Ann Learner"]
    response.close()
    assert db.session.query(Look).filter_by(page="report-export").count() == 1
    assert client_for(cast.max).get(f"/reports/files/{kept.key}").status_code == 404
    assert client_for(cast.co).get(f"/reports/files/{kept.key}").status_code == 404


def made_file(app, cast, now):
    """A file made for Mia."""
    saved_reports.ask_for_file(make.actor(cast.mia), Asked(), Form.CSV, now=now)
    db.session.commit()
    run(app, now)
    return store.files_of(cast.mia.id, now)[0]


def run(app, now):
    job = db.session.query(Job).filter_by(kind="report").order_by(Job.id.desc()).first()
    saved_reports.handler(speaker(app))(job, now)
    db.session.commit()


def test_whoever_lost_a_unit_does_not_get_its_file(app, cast, known, now):
    kept = made_file(app, cast, now)
    actor = make.actor(cast.mia)
    assert saved_reports.fetch(actor, kept.key, now=now)[0].key == kept.key
    booth = make.unit("Booth", parent=cast.ministry)
    begin_write()
    people.end_role(cast.mia.id, Role.MANAGER, cast.station.id, day=now.date())
    db.session.commit()
    make.role(cast.mia, Role.MANAGER, unit=booth)
    with pytest.raises(Conflict):
        saved_reports.fetch(people.actor_by_id(cast.mia.id, now.date()).actor, kept.key, now=now)


def test_the_reach_is_that_of_the_moment_at_which_the_file_is_made(app, cast, known, now):
    saved_reports.ask_for_file(make.actor(cast.mia), Asked(), Form.CSV, now=now)
    begin_write()
    people.end_role(cast.mia.id, Role.MANAGER, cast.station.id, day=now.date())
    db.session.commit()
    run(app, now)
    assert store.files_of(cast.mia.id, now)[0].state == "refused"


def test_a_file_is_gone_after_a_week(app, cast, known, now):
    kept = made_file(app, cast, now)
    later = now + timedelta(days=8)
    with pytest.raises(NotFound):
        saved_reports.fetch(make.actor(cast.mia), kept.key, now=later)
    saved_reports.tidy(later)
    db.session.commit()
    assert not report_files.path(kept.digest).exists()
    assert store.file_by_key(kept.key) is None


def test_a_saved_report_comes_by_itself_once_a_week(app, cast, known, client_for, now):
    browser = client_for(cast.mia)
    form = {"title": " Every  week ", "rhythm": "weekly", "form": "csv", "name": "ann"}
    assert browser.post("/reports/saved", data=form).status_code == 303
    (saved,) = store.saved_of(cast.mia.id)
    assert (saved.name, saved.asked["name"]) == ("Every week", "ann")
    assert saved.next_on.weekday() == 0
    monday = now + timedelta(days=8)
    for _time in range(2):
        saved_reports.ask_due(monday)
        db.session.commit()
    (kept,) = store.files_of(cast.mia.id, monday)
    assert kept.name == "Every week"
    (saved,) = store.saved_of(cast.mia.id)
    assert saved.next_on > monday.date()
    assert client_for(cast.max).post(f"/reports/saved/{saved.key}/delete").status_code == 404
    assert browser.post(f"/reports/saved/{saved.key}/delete").status_code == 303
    assert store.saved_of(cast.mia.id) == []


def test_a_report_without_a_name_is_not_kept(cast, known, client_for):
    response = client_for(cast.mia).post("/reports/saved", data={"title": " "})
    assert response.status_code == 422
    assert "Enter a name" in text_of(response)


def test_people_are_read_part_by_part(app, cast, known, now, monkeypatch):
    monkeypatch.setattr("elearn.store.pages.report_rows._AT_ONCE", 2)
    for number in range(5):
        make.record(make.person(f"P{number}", unit=cast.station), known)
    question = report_rows.understand(make.actor(cast.mia), Asked(), "en", now=now)
    rows = report_rows.Rows(question, speaker(app).words(question, "en", now))
    assert [row[0] for row in rows] == ["Ann Learner", "P0", "P1", "P2", "P3", "P4"]
    assert rows.count == len(rows.shown) == 6
    assert report_rows.count(question, most=100) == 6
    assert report_rows.count(question, most=3) == 3


@pytest.mark.parametrize(
    ("rhythm", "today", "then"),
    [
        (Rhythm.NEVER, date(2026, 12, 1), None),
        (Rhythm.WEEKLY, date(2026, 12, 1), date(2026, 12, 7)),
        (Rhythm.WEEKLY, date(2026, 12, 7), date(2026, 12, 14)),
        (Rhythm.MONTHLY, date(2026, 12, 1), date(2027, 1, 1)),
        (Rhythm.MONTHLY, date(2027, 1, 31), date(2027, 2, 1)),
    ],
)
def test_when_a_report_comes_next(rhythm, today, then):
    assert report.next_day(rhythm, today) == then


def test_an_address_says_what_is_asked_and_nonsense_asks_for_nothing():
    asked = Asked(
        ReportKind.COMPLETIONS, "u", "c", RecordState.VALID, "n", date(2026, 1, 2), date(2026, 2, 3)
    )
    assert report.read(asked.to_raw()) == asked
    assert report.read({"kind": "x", "state": "y", "first": "z"}) == Asked()
    assert not Asked(ReportKind.UNDER_WAY).narrowed


@pytest.fixture
def asked_of_all(cast, known, now):
    """The course is asked everywhere until the end of June; Ann and Cy hold it."""
    asking.assign(unit=cast.ministry)
    asking.assign(unit=cast.abroad)
    asking.refresh(*cast.everybody, now=now)
    return cast


def standing(response):
    return {row[0]: row[3:] for row in rows_of(response)}


def test_compliance_is_a_report_with_the_due_day(asked_of_all, client_for, now):
    browser = client_for(asked_of_all.mia)
    there = "/reports/file?form=csv&kind=compliance"
    found = standing(browser.get(there))
    assert set(found) == {"Ann Learner", "Ben Colleague", "Mia Manager"}
    today = now.date().isoformat()
    assert found["Ben Colleague"] == ["Overdue", "2026-06-30", "2026-07-01", "", today]
    assert found["Ann Learner"][0] == "Current"
    assert set(standing(browser.get(f"{there}&state=overdue"))) == {"Ben Colleague", "Mia Manager"}
    assert set(standing(browser.get(f"{there}&state=overdue&name=ben"))) == {"Ben Colleague"}
    assert standing(browser.get(f"{there}&state=valid")) == found
    page = text_of(browser.get("/reports?kind=compliance&state=overdue"))
    assert "Ben Colleague" in page
    assert "Ann Learner" not in page
    assert (
        client_for(asked_of_all.max).get(f"{there}&unit={asked_of_all.station.key}").status_code
        == 404
    )
    assert client_for(asked_of_all.ann).get(there).status_code == 403


def test_compliance_of_a_past_day_shows_who_was_there_and_may_be_seen_today(
    asked_of_all, client_for, now
):
    cast = asked_of_all
    south = make.unit("Station South", parent=cast.ministry)
    members.transfer(make.actor(cast.co), cast.station.key, cast.ben.key, south.key, now=now)
    db.session.commit()
    asking.refresh(cast.ben, now=now)
    there = f"/reports/file?form=csv&kind=compliance&unit={cast.station.key}"
    past = standing(client_for(cast.co).get(f"{there}&day=2026-06-15"))
    assert past["Ben Colleague"] == [
        "Due soon",
        "2026-06-30",
        "2026-05-01",
        "2026-06-30",
        "2026-06-15",
    ]
    assert "Ben Colleague" not in standing(client_for(cast.co).get(there))
    assert set(standing(client_for(cast.mia).get(f"{there}&day=2026-06-15"))) == {
        "Ann Learner",
        "Mia Manager",
    }


def test_a_workbook_of_compliance_says_of_which_day(asked_of_all, client_for):
    path = "/reports/file?form=xlsx&kind=compliance&state=overdue&day=2026-07-15"
    book = load_workbook(io.BytesIO(client_for(asked_of_all.mia).get(path).data))
    about = dict(list(book.worksheets[1].iter_rows(values_only=True)))
    assert about["State"] == "Overdue"
    assert about["Day"] == "15 Jul 2026"
    assert about["Rows"] == 2
    assert "From" not in about


def test_what_does_not_fit_a_kind_is_left_out():
    asked = report.read(
        {"kind": "compliance", "state": "overdue", "first": "2026-01-01", "day": "2026-02-02"}
    )
    assert asked == Asked(ReportKind.COMPLIANCE, state=Status.OVERDUE, day=date(2026, 2, 2))
    assert saved_reports.of_kind(asked, ReportKind.COMPLETIONS) == Asked()
    assert report.read({"kind": "compliance", "state": "revoked"}).state is None
    assert report.read({"state": "overdue"}).state is None
    assert report.read({"kind": "compliance", "day": "9999-12-31"}).day is None
