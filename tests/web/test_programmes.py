"""Programmes: dated versions made by coordinators; officers see what is locked, and why."""

from datetime import date, timedelta

import asking
import make
import pytest
from client import text_of
from counting import counted
from programs import Program, client_token

from elearn.services import assignments
from elearn.services import programmes as service
from elearn.services.assignments import AssignmentForm, TermsForm
from elearn.store import duties
from elearn.store import programmes as store
from elearn.store.db import db
from elearn.store.tables.people import Person

NEW = "/programmes/new"
STEPS = """checks
asylum if record(checks) and (years >= 2 or prior(asylum))
1 of docs, cascade"""


@pytest.fixture
def courses(app):
    """The versions of the courses of the programme, by id."""
    names = {"checks": "Border checks", "asylum": "Asylum", "docs": "Papers", "cascade": "Cascade"}
    return {pack_id: make.course(pack_id, title) for pack_id, title in names.items()}


@pytest.fixture
def key(cast, courses, now):
    """A programme that is offered."""
    made = service.keep(make.actor(cast.co), "", "Basic training", STEPS, None, now=now)
    db.session.commit()
    return made


def form(**given):
    return {"title": "Basic training", "steps": STEPS, "from_day": "2026-11-23", **given}


def test_made_seen_and_changed(client_for, cast, courses, now):
    co = client_for(cast.co)
    made = co.post(NEW, data=form())
    assert made.status_code == 303
    page = co.get(made.location).get_data(as_text=True)
    assert "Version 1" in page
    later = co.post(made.location, data=form(steps="checks", from_day="2026-12-24"))
    assert later.status_code == 303
    key = made.location.rsplit("/", 1)[1]
    assert [one.number for one in store.versions(key)] == [2, 1]
    assert store.on_day(now.date())[0].number == 1
    assert store.on_day(date(2026, 12, 24))[0].number == 2
    assert "Basic training" in client_for(cast.ann).get("/learning/programmes").text
    assert co.post(f"{made.location}/close").status_code == 303
    assert co.post(f"{made.location}/close").status_code == 404
    assert co.post(made.location, data=form(from_day="2026-12-25")).status_code == 404
    assert "Basic training" not in client_for(cast.ann).get("/learning/programmes").text


def test_what_is_wrong_is_said_with_its_line(client_for, cast, courses, now):
    co = client_for(cast.co)
    for steps, words in (
        ("checks\nasylum if record(checks) and", "Line 2, letter 29: The condition ends too early"),
        ("checks\nnowhere", "Line 2, letter 1: There is no such course: nowhere"),
        ("checks if __import__('os')", "Line 1, letter 11: This cannot stand here"),
        ("3 of checks, docs", "cannot be chosen"),
    ):
        answer = co.post(NEW, data=form(steps=steps))
        assert answer.status_code == 422
        assert words in answer.get_data(as_text=True)
    assert co.post(NEW, data=form(title=" ")).status_code == 422
    assert co.post(NEW, data=form(from_day="2026-11-01")).status_code == 422
    assert store.on_day(now.date()) == []


def test_only_coordinators_of_the_whole_site_make_them(client_for, cast, courses, key):
    for person in (cast.ann, cast.mia, cast.dee, cast.ana):
        client = client_for(person)
        for path in (NEW, f"/programmes/{key}"):
            assert client.get(path).status_code == 403
            assert client.post(path, data=form()).status_code == 403
        assert client.post(f"/programmes/{key}/close").status_code == 403
    assert client_for(None).get(f"/learning/programmes/{key}").status_code == 302
    assert client_for(cast.ann).get("/learning/programmes/x").status_code == 404


def test_an_officer_sees_what_is_done_open_and_locked_and_why(
    client_for, cast, courses, key, clock
):
    new = make.person("New Officer")
    make.membership(new, cast.station, from_day=date(2026, 10, 1))
    page = client_for(new).get(f"/learning/programmes/{key}").get_data(as_text=True)
    assert "Locked" in page
    assert "First you need" in page
    assert 'a record of <a href="/courses/checks">Border checks</a>' in page
    assert "years of service &gt;= 2" in page
    make.record(new, courses["checks"])
    make.record(new, courses["docs"], valid_until=date(2026, 11, 22))  # has ended
    found = service.taken(make.actor(new), key, "en", now=clock.now)
    assert [one.stand for one in found.stands] == ["done", "locked", "open"]
    client_for(cast.mia).post(f"/people/{new.key}/service", data={"since": "2020-02-03"})
    found = service.taken(make.actor(new), key, "en", now=clock.now)
    assert (found.known.years, found.since) == (6, date(2020, 2, 3))
    assert [one.stand for one in found.stands] == ["done", "open", "open"]
    asking.learnt_elsewhere(new, date(2025, 1, 1), pack_id="cascade")
    found = service.taken(make.actor(new), key, "en", now=clock.now)
    assert [one.stand for one in found.stands] == ["done", "open", "done"]


def test_years_of_service_are_entered_by_who_leads(client_for, cast, courses, now):
    given = {"since": (now.date() - timedelta(days=900)).isoformat()}
    for person, status in ((cast.max, 404), (cast.ann, 403), (cast.mia, 303)):
        answer = client_for(person).post(f"/people/{cast.ann.key}/service", data=given)
        assert answer.status_code == status
    mia = client_for(cast.mia)
    assert mia.post(f"/people/{cast.mia.key}/service", data=given).status_code == 422
    future = {"since": "2026-11-24"}
    assert mia.post(f"/people/{cast.ann.key}/service", data=future).status_code == 422
    assert db.session.get(Person, cast.ann.id).serves_since == now.date() - timedelta(days=900)


def test_a_programme_is_asked_as_one(client_for, cast, courses, key, now):
    mia = client_for(cast.mia)
    assert "Programme: Basic training" in mia.get("/assignments/new").get_data(as_text=True)
    asked = {"begins": "2026-11-23", "due_days": "30", "unit": cast.station.key}
    mia.post("/assignments/new", data={**asked, "course": "checks"})
    asked["course"] = f"programme:{key}"
    made = mia.post("/assignments/new", data=asked)
    assert made.status_code == 303
    page = text_of(mia.get(made.location))
    assert "Basic training" in page
    assert "1 of docs, cascade" in page
    assert "Programme, version 1" in text_of(mia.get("/assignments"))
    owed = duties.of([cast.ann.id]).duties
    assert sorted(d.pack_id for d in owed) == ["asylum", "cascade", "checks", "checks", "docs"]
    assert mia.post("/assignments/new", data=asked).status_code == 422
    wrong = {**asked, "course": "programme:x"}
    assert mia.post("/assignments/new", data=wrong).status_code == 404
    asking.refresh(cast.ann, now=now)
    mine = text_of(client_for(cast.ann).get("/learning/duties"))
    assert mine.count("to choose: 1 of 2") == 2
    theirs = text_of(mia.get(f"/people/{cast.ann.key}/duties"))
    assert theirs.count("to choose: 1 of 2") == 2


def owes(person):
    return {one.pack_id for one in duties.of([person.id]).duties if one.to_day is None}


def test_who_holds_enough_owes_no_other_elective(cast, courses, key, now):
    co, form = make.actor(cast.co), AssignmentForm(course=f"programme:{key}", unit=cast.station.key)
    assignments.assign(co, form, TermsForm(due_days=30), now=now)
    db.session.commit()
    asking.refresh(cast.ann, cast.ben, now=now)
    assert owes(cast.ann) == {"checks", "asylum", "docs", "cascade"}
    assert asking.timeline(cast.ann, "cascade")[0] == ("due-soon", now.date())
    make.record(cast.ann, courses["docs"], issued_at=now + timedelta(days=3))
    asking.refresh(cast.ann, cast.ben, now=now)
    assert owes(cast.ann) == {"checks", "asylum", "docs"}
    cascade = next(d for d in duties.of([cast.ann.id]).duties if d.pack_id == "cascade")
    assert (cascade.from_day, cascade.to_day) == (now.date(), now.date() + timedelta(days=3))
    assert [status for status, _day in asking.timeline(cast.ann, "cascade")] == ["due-soon"]
    assert owes(cast.ben) == {"checks", "asylum", "docs", "cascade"}
    asking.learnt_elsewhere(cast.ben, date(2025, 1, 1), pack_id="cascade")
    assert owes(cast.ben) == {"checks", "asylum", "cascade"}


def test_a_later_version_asks_nothing_until_the_assignment_is_moved(
    client_for, cast, courses, key, clock
):
    mia, ann = client_for(cast.mia), cast.ann
    asked = {"begins": "2026-11-23", "due_on": "2026-11-30", "unit": cast.station.key}
    made = mia.post("/assignments/new", data={**asked, "course": f"programme:{key}"})
    make.record(ann, courses["checks"])
    clock.move(days=20)
    service.keep(make.actor(cast.co), key, "Basics", "checks\ndocs", None, now=clock.now)
    db.session.commit()
    assert owes(ann) == {"checks", "asylum", "docs", "cascade"}
    mia = client_for(cast.mia)
    assert "The programme has a newer version" in text_of(mia.get(made.location))
    unit_of_max = client_for(cast.max).post(f"{made.location}/move", data={"due_days": "30"})
    assert unit_of_max.status_code == 404
    assert client_for(cast.ann).post(f"{made.location}/move", data={}).status_code == 403
    assert mia.post(f"{made.location}/move", data={"due_on": "2026-11-30"}).status_code == 422
    moved = mia.post(f"{made.location}/move", data={"due_days": "30"})
    assert moved.status_code == 303
    assert "Version 2" in text_of(mia.get(moved.location))
    assert owes(ann) == {"checks", "docs"}
    found = {one.pack_id: one.due for one in duties.of([ann.id]).duties if one.to_day is None}
    assert found["docs"] == clock.now.date() + timedelta(days=30)
    assert mia.post(f"{moved.location}/move", data={"due_days": "30"}).status_code == 404
    assert mia.post(f"{made.location}/move", data={"due_days": "30"}).status_code == 404
    changed = mia.post(f"{moved.location}/change", data={"due_days": "60"})
    assert "Version 2" in text_of(mia.get(changed.location))
    assert mia.post(f"{changed.location}/end").status_code == 303
    assert owes(ann) == set()


def test_it_costs_the_same_however_many_choose(cast, courses, key, now):
    co, form = make.actor(cast.co), AssignmentForm(course=f"programme:{key}", unit=cast.station.key)
    assignments.assign(co, form, TermsForm(due_days=30), now=now)
    db.session.commit()
    with counted() as few:
        duties.of([cast.ann.id])
    make.record(cast.ben, courses["docs"])
    people = [make.person(f"Officer {n}", unit=cast.station) for n in range(10)]
    for person in people:
        make.record(person, courses["docs"])
    with counted() as many:
        duties.of([one.id for one in people])
    assert len(many) == len(few)


def test_programs_read_which_programme_is_asked(app, cast, courses, key, now):
    co, form = make.actor(cast.co), AssignmentForm(course=f"programme:{key}", unit=cast.station.key)
    assignments.assign(co, form, TermsForm(due_days=30), now=now)
    db.session.commit()
    (item,) = Program(app, client_token(cast, now)).get("/assignments").json["data"]
    assert (item["pack"], item["programme"], item["programme_version"]) == (None, key, 1)
