"""What is asked of people is read at once, from dated rows."""

from datetime import date, timedelta

import make
import pytest
from counting import counted

from elearn.core.access import Role
from elearn.store import duties as store
from elearn.store.db import begin_write, db
from elearn.store.tables.duties import AssignmentRow, ExemptionRow, PriorLearningRow

DAY = date(2026, 3, 2)


def assign(key, now, **given):
    found = {
        "key": key,
        "pack_id": "checks",
        "from_day": DAY,
        "first_day": DAY,
        "due_days": 30,
        "on_law_change": True,
        "compulsory": True,
        "at": now,
    }
    begin_write()
    row = AssignmentRow(**{**found, **given})
    db.session.add(row)
    db.session.flush()
    number = row.id
    db.session.commit()
    return number


def asked_of(person):
    return [(d.assignment_id, d.from_day, d.to_day, d.due) for d in store.of([person.id]).duties]


def check_of(cast, now):
    make.course()
    whole = assign("a", now, unit_id=cast.ministry.id)
    role = assign("b", now, unit_id=cast.ministry.id, role="manager", due_on=date(2026, 9, 1))
    own = assign("c", now, person_id=cast.cy.id, to_day=date(2026, 4, 1), renew_months=24)
    trainers = assign("d", now, role="trainer")
    new = make.person("New", unit=None)
    make.membership(new, cast.station, from_day=date(2026, 5, 4), to_day=date(2026, 6, 1))
    due = DAY + timedelta(days=30)
    assert asked_of(cast.ann) == [(whole, DAY, None, due)]
    assert asked_of(cast.mia) == [
        (whole, DAY, None, due),
        (role, DAY, None, date(2026, 9, 1)),
    ]
    assert asked_of(cast.max) == []
    assert asked_of(cast.cy) == [(own, DAY, date(2026, 4, 1), due)]
    assert asked_of(cast.dee) == [(trainers, DAY, None, due)]
    assert asked_of(new) == [(whole, date(2026, 5, 4), date(2026, 6, 1), date(2026, 6, 3))]
    (of_cy,) = store.of([cast.cy.id]).duties
    assert (of_cy.renew_months, of_cy.on_law_change, of_cy.compulsory) == (24, True, True)


def test_units_roles_and_people(cast, now):
    check_of(cast, now)


@pytest.mark.postgresql
def test_units_roles_and_people_on_postgresql(app_on_postgresql, now):
    with app_on_postgresql.app_context():
        check_of(make.cast(now), now)


def test_exemptions_and_prior_learning_come_along_unless_taken_back(cast, now):
    make.course()
    begin_write()
    common = {"person_id": cast.ann.id, "pack_id": "checks", "at": now}
    paper = {"title": "Checks", "awarding_body": "Academy", "awarded_on": DAY, "seen": "a paper"}
    db.session.add(ExemptionRow(key="e", from_day=DAY, to_day=None, reason="ill", **common))
    db.session.add(PriorLearningRow(key="p", **paper, **common))
    db.session.add(PriorLearningRow(key="q", withdrawn_at=now, **paper, **common))
    db.session.commit()
    found = store.of([cast.ann.id, cast.ben.id])
    assert [(e.person_id, e.from_day, e.to_day) for e in found.exemptions] == [
        (cast.ann.id, DAY, None)
    ]
    assert [(p.person_id, p.from_day, p.valid_until) for p in found.prior] == [
        (cast.ann.id, DAY, None)
    ]


def test_nothing_is_asked_of_those_who_left(cast, now):
    make.course()
    assign("a", now, unit_id=cast.ministry.id)
    gone = make.person("Gone", unit=cast.station, left_at=now)
    (found,) = store.of([gone.id]).duties
    assert found.to_day == now.date()


def test_one_query_for_however_many(cast, now):
    make.course()
    for number in range(5):
        assign(f"a{number}", now, unit_id=cast.ministry.id)
    make.role(cast.ann, Role.MANAGER, unit=cast.ministry)
    with counted() as sent:
        found = store.of([p.id for p in cast.everybody])
    assert len(sent) == 1
    assert len(found.duties) == 15  # Ann, Ben and Mia
    assert store.of([]).duties == ()
