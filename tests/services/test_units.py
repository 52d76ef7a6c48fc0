"""Units, members, nominations, roles: who may, what is kept, and what never happens."""

from datetime import timedelta

import make
import pytest
from sqlalchemy import select

from elearn.core.access import Action, Grant, Role, scope
from elearn.core.errors import BadInput, Conflict, NotAllowed, NotFound
from elearn.services import members, nominations, overview, roles, units
from elearn.services.overview import Filter
from elearn.services.people import PersonForm
from elearn.services.units import UnitForm
from elearn.store import enrolments
from elearn.store.db import db
from elearn.store.tables.audit import AuditEntry
from elearn.store.tables.units import Membership, UnitParent


@pytest.fixture
def local(cast):
    """Coordinates the ministry and what hangs below it."""
    return make.person("Lo Local", roles=(Role.COORDINATOR,), role_unit=cast.ministry)


def acts():
    db.session.commit()
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def parents(unit):
    rows = db.session.execute(
        select(UnitParent.parent_id, UnitParent.from_day, UnitParent.to_day)
        .where(UnitParent.unit_id == unit.id)
        .order_by(UnitParent.id)
    )
    return [tuple(row) for row in rows]


def test_managers_edit_no_units(cast, now):
    with pytest.raises(NotAllowed):
        units.units_page(make.actor(cast.mia), now=now)


def test_a_tree_shows_the_reach_only(cast, local, now):
    page = units.units_page(make.actor(local), now=now)
    assert [(u.name, u.depth, u.members) for u in page.units] == [
        ("Ministry", 0, 0),
        ("Station North", 1, 3),
    ]
    everything = units.units_page(make.actor(cast.co), now=now)
    assert "Station Abroad" in [u.name for u in everything.units]


def test_a_unit_is_made_below_another(cast, local, now):
    actor = make.actor(local)
    form = UnitForm(name="Booth", kind="station", country="BA", below=cast.station.key)
    key = units.make_unit(actor, form, now=now)
    page = units.unit_page(actor, key, now=now)
    assert [name for _key, name in page.path] == ["Ministry", "Station North"]
    assert acts() == ["unit-made"]


def test_only_whose_reach_is_everything_puts_a_unit_at_the_top(cast, local, now):
    form = UnitForm(name="Ministry Two", kind="ministry", country="RS")
    with pytest.raises(NotAllowed):
        units.make_unit(make.actor(local), form, now=now)
    units.make_unit(make.actor(cast.co), form, now=now)


def test_outside_the_reach_there_is_no_unit(cast, local, now):
    actor = make.actor(local)
    for do in (
        lambda: units.unit_page(actor, cast.abroad.key, now=now),
        lambda: units.rename_unit(actor, cast.abroad.key, "Ours", now=now),
        lambda: units.move_unit(actor, cast.abroad.key, cast.station.key, now=now),
        lambda: units.move_unit(actor, cast.station.key, cast.abroad.key, now=now),
        lambda: units.close_unit(actor, cast.abroad.key, now=now),
        lambda: members.add_existing(actor, cast.abroad.key, cast.ann.email, now=now),
        lambda: members.transfer(actor, cast.station.key, cast.ann.key, cast.abroad.key, now=now),
        lambda: members.end(actor, cast.abroad.key, cast.cy.key, now=now),
        lambda: members.appoint(actor, cast.abroad.key, cast.ann.key, now=now),
        lambda: members.dismiss(actor, cast.abroad.key, cast.max.key, now=now),
    ):
        with pytest.raises(NotFound):
            do()
        db.session.rollback()
    assert acts() == []


def test_a_move_ends_the_old_place_and_keeps_it(cast, now):
    units.move_unit(make.actor(cast.co), cast.station.key, cast.abroad.key, now=now)
    today = now.date()
    assert parents(cast.station) == [
        (cast.ministry.id, make.LONG_AGO, today),
        (cast.abroad.id, today, None),
    ]
    assert acts() == ["unit-moved"]


def test_moving_twice_on_a_day_leaves_one_place(cast, now):
    actor = make.actor(cast.co)
    units.move_unit(actor, cast.station.key, cast.abroad.key, now=now)
    units.move_unit(actor, cast.station.key, cast.ministry.key, now=now)
    page = units.unit_page(actor, cast.station.key, now=now)
    assert [name for _key, name in page.path] == ["Ministry"]


def test_no_unit_hangs_below_itself(cast, now):
    actor = make.actor(cast.co)
    for below in (cast.ministry.key, cast.station.key):
        with pytest.raises(Conflict):
            units.move_unit(actor, cast.ministry.key, below, now=now)
        db.session.rollback()


def test_a_unit_with_people_or_units_is_not_closed(cast, now):
    actor = make.actor(cast.co)
    for unit in (cast.ministry, cast.station):
        with pytest.raises(Conflict):
            units.close_unit(actor, unit.key, now=now)
        db.session.rollback()


def test_closing_ends_the_roles_about_the_unit(cast, now):
    empty = make.unit("Old post", parent=cast.ministry)
    make.role(cast.ben, Role.MANAGER, unit=empty)
    units.close_unit(make.actor(cast.co), empty.key, now=now)
    db.session.commit()
    assert make.actor(cast.ben).grants == ()
    with pytest.raises(NotFound):
        units.unit_page(make.actor(cast.co), empty.key, now=now)


def test_a_new_name_keeps_the_old_one_in_the_trail(cast, now):
    units.rename_unit(make.actor(cast.co), cast.station.key, "  Station  South ", now=now)
    db.session.commit()
    entry = db.session.scalars(select(AuditEntry)).one()
    assert entry.details == {"from": "Station North", "to": "Station South"}


def test_a_transfer_is_seen_by_the_new_manager_from_that_day(cast, now):
    make.course()
    members.transfer(make.actor(cast.co), cast.station.key, cast.ann.key, cast.abroad.key, now=now)
    db.session.commit()

    def sees(who, day):
        page = overview.people(make.actor(who), Filter(), "en", now=day)
        return "Ann Learner" in {line.name for line in page.lines}

    assert (sees(cast.mia, now), sees(cast.max, now)) == (False, True)
    yesterday = now - timedelta(days=1)
    assert (sees(cast.mia, yesterday), sees(cast.max, yesterday)) == (True, False)
    rows = db.session.scalars(select(Membership).where(Membership.person_id == cast.ann.id)).all()
    assert len(rows) == 2


def test_a_coordinator_cannot_pull_in_somebody_of_another_institution(cast, local, now):
    actor = make.actor(local)
    for name in (cast.cy.email, "nobody@example.org"):
        with pytest.raises(BadInput) as refused:
            members.add_existing(actor, cast.station.key, name, now=now)
        assert refused.value.code == "nobody-to-add"
        db.session.rollback()


def test_whoever_belongs_nowhere_can_be_added_once(cast, local, now):
    free = make.person("Fay Free", service_number="bp-17")
    actor = make.actor(local)
    assert members.add_existing(actor, cast.station.key, " BP-17 ", now=now) == "Fay Free"
    with pytest.raises(Conflict):
        members.add_existing(actor, cast.station.key, free.email, now=now)


def test_somebody_new_joins_the_roster_and_the_unit(cast, local, now):
    form = PersonForm(name="Nia New", service_number="BP-99")
    person = members.add_new(make.actor(local), cast.station.key, form, now=now)
    db.session.commit()
    assert (person.service_number, person.has_password) == ("bp-99", False)
    assert acts() == ["person-added", "member-added"]


def test_a_manager_is_appointed_and_dismissed(cast, local, now):
    actor = make.actor(local)
    members.appoint(actor, cast.station.key, cast.ben.key, now=now)
    db.session.commit()
    assert make.actor(cast.ben).grants == (Grant(Role.MANAGER, cast.station.id),)
    with pytest.raises(Conflict):
        members.appoint(actor, cast.station.key, cast.ben.key, now=now)
    db.session.rollback()
    members.dismiss(actor, cast.station.key, cast.ben.key, now=now)
    db.session.commit()
    assert make.actor(cast.ben).grants == ()


def test_nobody_outside_the_reach_is_appointed(cast, local, now):
    with pytest.raises(NotAllowed):
        members.appoint(make.actor(local), cast.station.key, cast.cy.key, now=now)


def nominate(cast, now):
    make.course()
    nominations.nominate(make.actor(cast.mia), cast.ann.key, "checks", now=now)
    db.session.commit()
    page = nominations.nominations_page(make.actor(cast.co), "en", now=now)
    return page.open[0]


def test_a_nomination_that_is_accepted_enrols(cast, now):
    asked = nominate(cast, now)
    nominations.decide(make.actor(cast.co), asked.key, accept=True, note="", now=now)
    db.session.commit()
    assert enrolments.open_standing(cast.ann.id, "checks") is not None
    mine = nominations.nominations_page(make.actor(cast.mia), "en", now=now)
    assert [n.state for n in mine.mine] == ["accepted"]
    assert acts() == ["nominated", "nomination-accepted"]


def test_a_nomination_is_declined_with_a_note_only(cast, now):
    asked = nominate(cast, now)
    actor = make.actor(cast.co)
    with pytest.raises(BadInput):
        nominations.decide(actor, asked.key, accept=False, note="  ", now=now)
    db.session.rollback()
    nominations.decide(actor, asked.key, accept=False, note="In spring", now=now)
    db.session.commit()
    mine = nominations.nominations_page(make.actor(cast.mia), "en", now=now).mine
    assert [(n.state, n.note, n.decided_by) for n in mine] == [
        ("declined", "In spring", "Co Coordinator")
    ]
    assert enrolments.open_standing(cast.ann.id, "checks") is None


def test_a_decision_stands(cast, now):
    asked = nominate(cast, now)
    nominations.decide(make.actor(cast.co), asked.key, accept=True, note="", now=now)
    db.session.commit()
    with pytest.raises(NotFound):
        nominations.decide(make.actor(cast.co), asked.key, accept=False, note="no", now=now)


def test_who_completed_once_is_enrolled_anew(cast, now):
    version = make.course()
    make.enrolment(cast.ann, version, completed_at=now - timedelta(days=800))
    nominations.nominate(make.actor(cast.mia), cast.ann.key, "checks", now=now)
    db.session.commit()
    asked = nominations.nominations_page(make.actor(cast.co), "en", now=now).open[0]
    nominations.decide(make.actor(cast.co), asked.key, accept=True, note="", now=now)
    db.session.commit()
    standing = enrolments.open_standing(cast.ann.id, "checks")
    assert standing is not None
    assert standing.enrolment.completed_at is None


def test_nobody_is_nominated_twice_or_out_of_reach(cast, now):
    nominate(cast, now)
    with pytest.raises(Conflict):
        nominations.nominate(make.actor(cast.mia), cast.ann.key, "checks", now=now)
    db.session.rollback()
    with pytest.raises(NotFound):
        nominations.nominate(make.actor(cast.max), cast.ann.key, "checks", now=now)
    db.session.rollback()
    with pytest.raises(NotFound):
        nominations.nominate(make.actor(cast.mia), cast.ann.key, "nothing", now=now)


def test_managers_and_other_coordinators_decide_nothing(cast, now):
    asked = nominate(cast, now)
    abroad = make.person("Al Abroad", roles=(Role.COORDINATOR,), role_unit=cast.abroad)
    for who in (cast.mia, abroad, cast.ann):
        with pytest.raises(NotFound):
            nominations.decide(make.actor(who), asked.key, accept=True, note="", now=now)
        db.session.rollback()
    assert nominations.nominations_page(make.actor(abroad), "en", now=now).open == ()


def test_who_was_transferred_is_decided_on_by_the_new_coordinator(cast, now):
    asked = nominate(cast, now)
    north = make.person("No North", roles=(Role.COORDINATOR,), role_unit=cast.ministry)
    abroad = make.person("Al Abroad", roles=(Role.COORDINATOR,), role_unit=cast.abroad)
    members.transfer(make.actor(cast.co), cast.station.key, cast.ann.key, cast.abroad.key, now=now)
    db.session.commit()
    assert nominations.nominations_page(make.actor(north), "en", now=now).open == ()
    assert nominations.nominations_page(make.actor(cast.mia), "en", now=now).mine == ()
    assert [
        n.key for n in nominations.nominations_page(make.actor(abroad), "en", now=now).open
    ] == [asked.key]


def grant(cast, role, now, unit="", days=0):
    from_day = now.date() + timedelta(days=days)
    roles.grant(make.actor(cast.ana), cast.ben.key, role, unit_key=unit, from_day=from_day, now=now)
    db.session.commit()


def test_a_role_begins_on_its_day(cast, now):
    grant(cast, Role.TRAINER, now, days=3)
    assert make.actor(cast.ben).grants == ()
    assert make.actor(cast.ben, now.date() + timedelta(days=3)).grants == (Grant(Role.TRAINER),)


def test_what_a_role_needs(cast, now):
    for role, unit, days, code in (
        (Role.MANAGER, "", 0, "unit-needed"),
        (Role.ADMIN, cast.station.key, 0, "unit-none"),
        (Role.TRAINER, "", -1, "role-past"),
    ):
        with pytest.raises(BadInput) as refused:
            grant(cast, role, now, unit, days)
        assert refused.value.code == code
        db.session.rollback()


def test_a_role_is_not_held_twice(cast, now):
    grant(cast, Role.COORDINATOR, now, cast.station.key)
    with pytest.raises(Conflict):
        grant(cast, Role.COORDINATOR, now, cast.station.key, days=5)


def test_the_last_administrator_stays(cast, now):
    from elearn.store import roles as store

    (role,) = store.of_person(cast.ana.id)
    with pytest.raises(Conflict):
        roles.end(make.actor(cast.ana), cast.ana.key, role.id, now=now)
    db.session.rollback()
    grant(cast, Role.ADMIN, now)
    roles.end(make.actor(cast.ana), cast.ana.key, role.id, now=now)
    db.session.commit()
    assert make.actor(cast.ana).grants == ()


def test_a_role_of_somebody_else_is_not_ended_by_a_wrong_address(cast, now):
    from elearn.store import roles as store

    (role,) = store.of_person(cast.mia.id)
    with pytest.raises(NotFound):
        roles.end(make.actor(cast.ana), cast.ben.key, role.id, now=now)


@pytest.mark.parametrize("who", ["ann", "mia", "co", "dee"])
def test_only_administrators_grant(cast, now, who):
    with pytest.raises(NotAllowed):
        roles.grant(
            make.actor(getattr(cast, who)),
            cast.ben.key,
            Role.TRAINER,
            unit_key="",
            from_day=now.date(),
            now=now,
        )


def test_what_the_added_rules_reach(cast, local):
    for action in (Action.EDIT_MEMBERS, Action.APPOINT_MANAGERS):
        assert scope(make.actor(cast.co), action).everybody
        assert scope(make.actor(local), action).units == {cast.ministry.id}
        for who in (cast.ann, cast.mia, cast.ana, cast.dee):
            assert not scope(make.actor(who), action)
    assert scope(make.actor(cast.ana), Action.SEE_PACKS).everybody
    assert scope(make.actor(cast.dee), Action.SEE_PACKS).everybody
    assert not scope(make.actor(cast.co), Action.SEE_PACKS)
