"""Rosters from the upload to the last row: who may, all or nothing, and the same file twice."""

from dataclasses import replace
from datetime import timedelta

import make
import pytest
from sqlalchemy import select

from elearn.core.access import Role
from elearn.core.errors import BadInput, Conflict, NotAllowed, NotFound
from elearn.core.roster.plan import Fate, Twins
from elearn.services import jobs, members, roster_jobs, roster_work, rosters
from elearn.store import rosters as store
from elearn.store.db import begin_write, db
from elearn.store.tables.audit import AuditEntry
from elearn.store.tables.people import Person
from elearn.store.tables.people import Role as RoleRow
from elearn.store.tables.rosters import RosterImport
from elearn.store.tables.units import Membership

HEAD = "Name;Service number;E-mail address;Unit;Function;Sex;Years of experience\n"
FILE = f"""{HEAD}Нова Новак;BP-1;nova@example.org;Station North;First line;f;4
Ann Learner;;%(ann)s;Station North;Shift leader;f;
Ben Colleague;;%(ben)s;Ministry;;m;
Cy Outsider;;%(cy)s;Station North;;m;
No Where;BP-2;;No such unit;;;
"""


@pytest.fixture
def local(cast):
    """Coordinates the ministry and what hangs below it."""
    return make.person("Lo Local", roles=(Role.COORDINATOR,), role_unit=cast.ministry)


@pytest.fixture
def data(cast):
    """A file that brings in somebody, changes one, moves one, and names an outsider."""
    return (FILE % {"ann": cast.ann.email, "ben": cast.ben.email, "cy": cast.cy.email}).encode()


def planned(somebody, unit, data, now, **more):
    setup = replace(rosters.guessed(data, ()), **more)
    return roster_work.work_out(make.actor(somebody), unit.id, data, setup, now=now)


def imported(somebody, unit, data, now, **more):
    found = planned(somebody, unit, data, now, **more)
    lines = [line for some in found.lines.values() for line in some]
    ready = roster_work.prepare(lines, found.day, now=now)
    done = roster_work.write(make.actor(somebody), ready, found.digest, found.free, now=now)
    db.session.commit()
    return found, done


def places(person_id):
    rows = db.session.execute(
        select(Membership.unit_id, Membership.from_day, Membership.to_day)
        .where(Membership.person_id == person_id)
        .order_by(Membership.id)
    )
    return [tuple(row) for row in rows]


def kept(name):
    db.session.expire_all()
    return db.session.scalars(select(Person).where(Person.name == name)).one()


def test_every_row_has_its_fate_and_all_is_written_at_once(cast, local, data, now):
    found, done = imported(local, cast.ministry, data, now)
    assert done
    assert {k: v for k, v in found.counts.items() if v} == {
        "new": 1,
        "changed": 1,
        "moved": 1,
        "refused": 2,
    }
    nova = kept("Нова Новак")
    assert (nova.service_number, nova.function, nova.sex) == ("bp-1", "First line", "f")
    assert nova.serves_since == now.date().replace(year=now.year - 4)
    assert (nova.name_fold, nova.password_hash) == ("nova novak", None)
    assert places(nova.id) == [(cast.station.id, now.date(), None)]
    assert kept("Ann Learner").function == "Shift leader"
    assert places(cast.ben.id) == [
        (cast.station.id, make.LONG_AGO, now.date()),
        (cast.ministry.id, now.date(), None),
    ]
    assert places(cast.cy.id) == [(cast.abroad.id, make.LONG_AGO, None)]


def test_the_same_file_twice_changes_nothing(cast, local, data, now):
    imported(local, cast.ministry, data, now)
    again = planned(local, cast.ministry, data, now + timedelta(days=40))
    assert {fate: n for fate, n in again.counts.items() if n} == {"same": 3, "refused": 2}


def test_an_outsider_is_refused_without_a_word_about_them(cast, local, data, now):
    lines = planned(local, cast.ministry, data, now).lines[Fate.REFUSED]
    assert [(line.name, line.person, line.key) for line in lines] == [
        ("Cy Outsider", 0, ""),
        ("No Where", 0, ""),
    ]


def test_who_is_missing_has_left_only_if_that_was_chosen(cast, local, data, now):
    assert planned(local, cast.ministry, data, now).lines[Fate.LEFT] == []
    found, _done = imported(local, cast.ministry, data, now, whole=True)
    assert [line.name for line in found.lines[Fate.LEFT]] == ["Mia Manager"]
    assert places(cast.mia.id) == [(cast.station.id, make.LONG_AGO, now.date())]


def test_nothing_is_written_if_something_changed_meanwhile(cast, local, data, now):
    found = planned(local, cast.ministry, data, now)
    lines = [line for some in found.lines.values() for line in some]
    ready = roster_work.prepare(lines, found.day, now=now)
    db.session.rollback()
    members.end(make.actor(cast.co), cast.station.key, cast.ben.key, now=now)
    db.session.commit()
    assert not roster_work.write(make.actor(local), ready, found.digest, found.free, now=now)
    db.session.rollback()
    assert db.session.scalars(select(Person).where(Person.name == "Нова Новак")).all() == []


def test_nothing_is_written_if_a_number_was_taken_meanwhile(cast, local, data, now):
    found = planned(local, cast.ministry, data, now)
    lines = [line for some in found.lines.values() for line in some]
    ready = roster_work.prepare(lines, found.day, now=now)
    make.person("Somebody Far", service_number="bp-1")
    assert not roster_work.write(make.actor(local), ready, found.digest, found.free, now=now)
    db.session.commit()
    assert kept("Ann Learner").function is None


def test_another_spelling_is_left_out_until_somebody_says_who_it_is(cast, local, now):
    make.person("Ђорђе Петровић", email=None, service_number="bp-7", unit=cast.station)
    data = b"Name;E-mail address\nDorde Petrovic;x@example.org\nDjordje Petrovic;dj@example.org\n"
    found = planned(local, cast.ministry, data, now)
    assert [(x.name, x.likely) for x in found.lines[Fate.REFUSED]] == [("Djordje Petrovic", True)]
    same = planned(local, cast.ministry, data, now, twins=Twins.SAME)
    assert same.lines[Fate.MOVED][0].change == {"email": "dj@example.org"}


def test_a_coordinator_changes_no_sign_in_name_of_somebody_of_their_own_rank(cast, local, now):
    chief = make.person("Chief Admin", unit=cast.station, roles=(Role.ADMIN,))
    text = f"Name;Service number;E-mail address;Unit\nChief Admin;BP-9;{chief.email};k\n"
    data = text.replace(";k\n", f";{cast.station.key}\n").encode()
    assert [x.name for x in planned(local, cast.ministry, data, now).lines[Fate.REFUSED]] == [
        "Chief Admin"
    ]


def test_a_changed_address_is_in_the_audit_trail(cast, local, now):
    number = make.person("Nina Number", service_number="bp-5", unit=cast.station)
    text = f"Name;Service number;E-mail address;Unit\nNina Number;bp-5;n@x.org;{cast.station.key}\n"
    imported(local, cast.ministry, text.encode(), now)
    assert kept("Nina Number").email == "n@x.org"
    entries = db.session.execute(select(AuditEntry.action, AuditEntry.subject)).all()
    assert ("sign-in-names-changed", f"person:{number.key}") in [tuple(e) for e in entries]


def test_a_unit_out_of_reach_takes_no_roster(cast, local, data, now):
    with pytest.raises(NotFound):
        rosters.upload(make.actor(local), cast.abroad.key, "r.csv", data, (), now=now)
    with pytest.raises(NotFound):
        planned(local, cast.abroad, data, now)
    with pytest.raises(NotFound):
        planned(cast.mia, cast.station, data, now)


def run(now):
    jobs.run_due({"roster": roster_jobs.handler}, now)


def uploaded(local, cast, data, now):
    key = rosters.upload(make.actor(local), cast.ministry.key, "r.csv", data, (), now=now)
    db.session.commit()
    return key


def test_the_worker_looks_at_the_rows_and_writes_them(app, cast, local, data, now):
    key = uploaded(local, cast, data, now)
    actor = make.actor(local)
    setup = rosters.columns_page(actor, key, now=now).setup
    rosters.ask_check(actor, key, setup, now=now)
    db.session.commit()
    run(now)
    page = rosters.import_page(actor, key, "new", 1, now=now)
    assert (page.kept.state, page.kept.done, page.kept.total) == ("checked", 5, 5)
    assert [line.name for line in page.lines] == ["Нова Новак"]
    rosters.ask_apply(actor, key, now=now)
    db.session.commit()
    run(now)
    page = rosters.import_page(actor, key, "", 1, now=now)
    assert (page.kept.state, page.lines) == ("applied", ())
    assert store.read_file(key) is None
    assert kept("Нова Новак").name
    assert "roster-imported" in list(db.session.scalars(select(AuditEntry.action)))


def test_what_changed_meanwhile_makes_a_plan_stale_and_a_new_look_helps(
    app, cast, local, data, now
):
    key = uploaded(local, cast, data, now)
    actor = make.actor(local)
    rosters.check_again(actor, key, now=now)
    db.session.commit()
    run(now)
    make.person("New Comer", unit=cast.station)
    rosters.ask_apply(actor, key, now=now)
    db.session.commit()
    run(now)
    assert rosters.far(actor, key, now=now).state == "stale"
    rosters.check_again(actor, key, now=now)
    db.session.commit()
    run(now)
    assert rosters.far(actor, key, now=now).state == "checked"


def test_an_import_is_its_uploaders_own(cast, local, data, now):
    key = uploaded(local, cast, data, now)
    for somebody in (cast.co, cast.mia, cast.cy):
        with pytest.raises(NotFound):
            rosters.import_page(make.actor(somebody), key, "", 1, now=now)
    begin_write()
    for role in db.session.scalars(select(RoleRow).where(RoleRow.person_id == local.id)):
        role.to_day = now.date()
    db.session.commit()
    with pytest.raises(NotAllowed):
        rosters.import_page(make.actor(local), key, "", 1, now=now)


def test_columns_that_name_nobody_are_refused(cast, local, now):
    key = uploaded(local, cast, b"A;B\n1;2\n", now)
    with pytest.raises(BadInput):
        rosters.check_again(make.actor(local), key, now=now)


def test_nothing_is_applied_before_it_was_looked_at(cast, local, data, now):
    key = uploaded(local, cast, data, now)
    with pytest.raises(Conflict):
        rosters.ask_apply(make.actor(local), key, now=now)


def test_an_import_is_forgotten_after_a_day(cast, local, data, now):
    key = uploaded(local, cast, data, now)
    rosters.tidy(now + timedelta(days=2))
    db.session.commit()
    assert db.session.scalars(select(RosterImport)).all() == []
    assert store.read_file(key) is None


@pytest.mark.postgresql
def test_a_roster_is_written_on_postgresql_too(app_on_postgresql, now):
    cast = make.cast(now)
    local = make.person("Lo Local", roles=(Role.COORDINATOR,), role_unit=cast.ministry)
    data = (FILE % {"ann": cast.ann.email, "ben": cast.ben.email, "cy": cast.cy.email}).encode()
    found, done = imported(local, cast.ministry, data, now, whole=True)
    assert (done, found.counts["new"], found.counts["left"]) == (True, 1, 1)
    assert places(kept("Нова Новак").id) == [(cast.station.id, now.date(), None)]
    assert planned(local, cast.ministry, data, now).counts["same"] == 3
