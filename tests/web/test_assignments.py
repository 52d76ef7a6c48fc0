"""Assignments: who sees, makes, changes and ends what is asked, and of whom."""

from datetime import date, timedelta

import asking
import make
import pytest

from elearn.core.access import Role
from elearn.services import assignments as service
from elearn.services.assignments import AssignmentForm, TermsForm
from elearn.store import assignments as store
from elearn.store import duties
from elearn.store.db import db
from elearn.store.tables.audit import AuditEntry, Look
from elearn.store.tables.duties import AssignmentRow

NEW = "/assignments/new"
TERMS = TermsForm(due_days=30, on_law_change=True)


@pytest.fixture
def course(app):
    """A course that can be asked."""
    return make.course()


@pytest.fixture
def boss(cast):
    """Somebody who manages the ministry above Mia's station."""
    return make.person("Bo Boss", roles=(Role.MANAGER,), role_unit=cast.ministry)


def assign(actor, now, terms=TERMS, **whom):
    key = service.assign(make.actor(actor), AssignmentForm(course="checks", **whom), terms, now=now)
    db.session.commit()
    return key


def form(**given):
    found = {"course": "checks", "begins": "2026-11-23", "due_days": "30", "compulsory": "y"}
    return {**found, **given}


def rows():
    return list(db.session.query(AssignmentRow).order_by(AssignmentRow.id))


def test_a_manager_asks_a_course_of_the_unit_and_sees_it(client_for, cast, course, now):
    mia = client_for(cast.mia)
    assert "Station North" in mia.get(NEW).get_data(as_text=True)
    made = mia.post(NEW, data=form(unit=cast.station.key, renew_months="24", note="By order 7"))
    assert made.status_code == 303
    (row,) = rows()
    assert (row.unit_id, row.due_days, row.renew_months) == (cast.station.id, 30, 24)
    assert (row.compulsory, row.on_law_change) == (True, False)
    page = mia.get(made.location).get_data(as_text=True)
    for words in ("Border checks", "Station North and below", "By order 7", "every 24 months"):
        assert words in page
    listed = mia.get("/assignments").get_data(as_text=True)
    assert "Station North and below" in listed
    asked = duties.of([cast.ann.id, cast.cy.id]).duties
    assert [d.person_id for d in asked] == [cast.ann.id]


def test_insider_neighbour_superior_and_stranger(client_for, cast, boss, course, now):
    key = assign(cast.mia, now, unit=cast.station.key)
    address = f"/assignments/{key}"
    whom = {"mia": cast.mia, "boss": boss, "co": cast.co, "max": cast.max}
    got = {who: client_for(p).get(address).status_code for who, p in whom.items()}
    assert got == {"mia": 200, "boss": 200, "co": 200, "max": 404}
    for person in (cast.ann, cast.dee, cast.ana):
        client = client_for(person)
        assert client.get(address).status_code == 403
        assert client.get("/assignments").status_code == 403
        assert client.post(NEW, data=form(unit=cast.station.key)).status_code == 403
    assert client_for(None).get(address).status_code == 302
    for path in (f"{address}/change", f"{address}/end"):
        assert client_for(cast.max).post(path, data=form()).status_code == 404
    assert client_for(cast.max).post(NEW, data=form(unit=cast.station.key)).status_code == 404
    assert "Station North" not in client_for(cast.max).get("/assignments").get_data(as_text=True)
    assert len(rows()) == 1


def test_what_is_asked_from_above_is_seen_and_not_changed(client_for, cast, boss, course, now):
    key = assign(boss, now, unit=cast.ministry.key)
    mia = client_for(cast.mia)
    assert "asked from above" in mia.get("/assignments").get_data(as_text=True)
    page = mia.get(f"/assignments/{key}").get_data(as_text=True)
    assert "is changed there" in page
    assert mia.post(f"/assignments/{key}/end").status_code == 404
    assert rows()[0].to_day is None


def test_of_one_person_by_who_leads_them_and_the_look_is_kept(client_for, cast, course, now):
    mia, max_ = client_for(cast.mia), client_for(cast.max)
    assert "Ann Learner" in mia.get(f"{NEW}?person={cast.ann.key}").get_data(as_text=True)
    assert max_.get(f"{NEW}?person={cast.ann.key}").status_code == 404
    assert max_.post(NEW, data=form(person=cast.ann.key)).status_code == 404
    made = mia.post(NEW, data=form(person=cast.ann.key))
    assert made.status_code == 303
    assert rows()[0].person_id == cast.ann.id
    assert max_.get(made.location).status_code == 404
    mia.get(made.location)
    mia.get("/assignments")
    assert [look.page for look in db.session.query(Look)] == ["assignments", "assignments"]


def test_a_role_everywhere_is_for_those_whose_reach_is_everywhere(client_for, cast, course, now):
    asked = form(role="trainer", unit="")
    assert client_for(cast.mia).post(NEW, data=asked).status_code == 403
    assert client_for(cast.co).post(NEW, data=asked).status_code == 303
    assert {d.person_id for d in duties.of([p.id for p in cast.everybody]).duties} == {cast.dee.id}
    assert store.holders("trainer") == [cast.dee.id]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"due_days": ""}, "Say by when"),
        ({"due_on": "2026-11-01"}, "comes after the first"),
        ({"due_days": "0"}, "from 1 to 3650"),
        ({"renew_months": "900"}, "from 1 to 240"),
        ({"begins": "2026-11-22"}, "today or later"),
        ({"begins": ""}, "Enter a day"),
        ({"role": "emperor"}, "from the list"),
        ({"unit": ""}, "Choose a unit, or a role"),
        ({"note": "x" * 501}, "at most 500 letters"),
    ],
)
def test_what_cannot_be_asked_is_said_beside_it(client_for, cast, course, given, words):
    asked = form(**{"unit": cast.station.key, **given})
    answer = client_for(cast.co).post(NEW, data=asked)
    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)
    assert rows() == []


def test_the_same_is_not_asked_twice(client_for, cast, course, now):
    assign(cast.mia, now, unit=cast.station.key)
    answer = client_for(cast.mia).post(NEW, data=form(unit=cast.station.key))
    assert answer.status_code == 422
    assert "asked of them already" in answer.get_data(as_text=True)
    client_for(cast.mia).post(NEW, data=form(unit=cast.station.key, role="manager"))
    assert len(rows()) == 2


def test_changing_ends_the_old_and_begins_a_new_one(client_for, cast, course, clock):
    key = assign(cast.mia, clock.now, unit=cast.station.key)
    began = clock.now.date()
    clock.move(days=10)
    mia = client_for(cast.mia)
    changed = mia.post(f"/assignments/{key}/change", data={"due_days": "60", "note": "longer"})
    assert changed.status_code == 303
    old, new = rows()
    today = clock.now.date()
    assert (old.to_day, old.due_days, old.ended_by) == (today, 30, cast.mia.id)
    assert (new.from_day, new.first_day, new.replaces_id) == (today, began, old.id)
    assert [d.due for d in duties.of([cast.ann.id]).duties] == [
        began + timedelta(days=30),
        began + timedelta(days=60),
    ]
    assert "Asked in another form since" in mia.get(changed.location).get_data(as_text=True)
    assert mia.post(f"/assignments/{key}/change", data={"due_days": "5"}).status_code == 404
    assert "Changed" in mia.get("/assignments?state=ended").get_data(as_text=True)


def test_a_bad_change_changes_nothing(client_for, cast, course, now):
    key = assign(cast.mia, now, unit=cast.station.key)
    answer = client_for(cast.mia).post(f"/assignments/{key}/change", data={"due_days": ""})
    assert answer.status_code == 422
    assert [row.to_day for row in rows()] == [None]


def test_ending_keeps_what_was_asked(client_for, cast, course, clock):
    key = assign(cast.mia, clock.now, unit=cast.station.key)
    clock.move(days=3)
    mia = client_for(cast.mia)
    assert mia.post(f"/assignments/{key}/end").status_code == 303
    assert mia.post(f"/assignments/{key}/end").status_code == 404
    (found,) = duties.of([cast.ann.id]).duties
    assert (found.from_day, found.to_day) == (date(2026, 11, 23), date(2026, 11, 26))
    acts = [entry.action for entry in db.session.query(AuditEntry)]
    assert acts == ["assigned", "assignment-ended"]


def test_one_that_has_not_begun_never_begins(cast, course, now):
    terms = TermsForm(begins=now.date() + timedelta(days=9), due_days=30)
    key = assign(cast.mia, now, terms, unit=cast.station.key)
    service.end(make.actor(cast.mia), key, now=now)
    db.session.commit()
    assert duties.of([cast.ann.id]).duties == ()


def test_how_many_are_under_it(cast, boss, course, now):
    for whom, count in (
        ({"unit": cast.ministry.key}, 3),
        ({"unit": cast.ministry.key, "role": "manager"}, 2),
        ({"role": "trainer"}, 1),
        ({"person": cast.cy.key}, 1),
    ):
        key = assign(cast.co, now, **whom)
        page = service.assignment_page(make.actor(cast.co), key, "en", now=now)
        assert page.people == count


def test_one_that_says_nothing_of_who_comes_later_has_its_page(client_for, cast, course):
    asking.assign(unit=cast.station)
    (row,) = rows()
    page = client_for(cast.mia).get(f"/assignments/{row.key}")
    assert page.status_code == 200
    assert "Whoever comes later" not in page.get_data(as_text=True)
