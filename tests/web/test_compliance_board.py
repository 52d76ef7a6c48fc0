"""The compliance board: who sees which units and people, on which day, in how many queries."""

from datetime import timedelta

import asking
import make
import pytest
from asking import DUE
from sqlalchemy import event, select

from elearn.core.access import Role
from elearn.core.learning.compliance import Status
from elearn.services import compliance_board, members
from elearn.services.compliance_board import Filter
from elearn.store.db import db
from elearn.store.tables.audit import Look, LookPerson

BOARD, PEOPLE = "/people/compliance", "/people/compliance/people"
DAY = timedelta(days=1)
S = Status


@pytest.fixture
def world(cast, now):
    """Everywhere the same course is asked; Ann has done it."""
    version = make.course()
    asking.assign(unit=cast.ministry)
    asking.assign(unit=cast.abroad)
    make.record(cast.ann, version)
    asking.refresh(*cast.everybody, now=now)
    return cast


@pytest.fixture
def visitors(world):
    """Insider, superior, neighbour, coordinator, strangers, and nobody."""
    boss = make.person("Bo Boss", roles=(Role.MANAGER,), role_unit=world.ministry)
    found = {name: getattr(world, name) for name in ("mia", "max", "co", "ann", "dee", "ana")}
    return {**found, "boss": boss, "nobody": None}


def numbers(actor, now, **asked):
    page = compliance_board.board(actor, Filter(**asked), "en", now=now)
    return {line.name: dict(line.all.counts) for line in page.lines}


def names(actor, now, **asked):
    page = compliance_board.people(actor, Filter(**asked), "en", now=now)
    return {line.name: line.status for line in page.lines}


def test_who_reaches_the_board_and_which_units_they_see(client_for, visitors):
    got = {who: client_for(visitors[who]).get(BOARD) for who in visitors}
    allowed = {who for who, response in got.items() if response.status_code == 200}
    assert allowed == {"mia", "boss", "max", "co"}
    assert got["nobody"].status_code == 302
    assert {got[who].status_code for who in ("ann", "dee", "ana")} == {403}
    sees = {
        who: {name for name in ("Ministry", "Station North", "Station Abroad") if name in text}
        for who in allowed
        if (text := got[who].get_data(as_text=True).split("<main")[1])
    }
    assert sees == {
        "mia": {"Station North"},
        "boss": {"Ministry", "Station North"},
        "max": {"Station Abroad"},
        "co": {"Ministry", "Station Abroad"},
    }


def test_whose_names_are_behind_a_number(client_for, visitors, world):
    there = f"{PEOPLE}?unit={world.station.key}"
    got = {who: client_for(visitors[who]).get(there) for who in visitors}
    status = {who: response.status_code for who, response in got.items()}
    assert status == {
        **dict.fromkeys(("mia", "boss", "co"), 200),
        **dict.fromkeys(("ann", "dee", "ana"), 403),
        "max": 404,
        "nobody": 302,
    }
    for who in ("mia", "boss", "co"):
        assert "Ben Colleague" in got[who].get_data(as_text=True)
    assert client_for(world.max).get(f"{BOARD}?unit={world.station.key}").status_code == 404
    assert client_for(world.mia).get(f"{BOARD}?unit={world.ministry.key}").status_code == 404
    assert client_for(world.mia).get(f"{there}&course=nowhere").status_code == 404
    assert client_for(world.mia).get(f"{BOARD}?course=nowhere").status_code == 404


def test_a_look_at_people_is_kept_and_one_at_numbers_names_nobody(client_for, world):
    client_for(world.mia).get(BOARD)
    assert db.session.scalars(select(Look)).all() == []
    client_for(world.mia).get(f"{PEOPLE}?unit={world.station.key}&state=overdue")
    look = db.session.scalars(select(Look)).one()
    assert (look.page, look.filter) == (
        "compliance",
        {"unit": world.station.key, "state": "overdue"},
    )
    assert set(db.session.scalars(select(LookPerson.person_id))) == {world.ben.id}


def test_the_numbers_of_today_and_of_a_past_day(world, now):
    co = make.actor(world.co)
    assert numbers(co, now, unit=world.ministry.key) == {
        "Ministry": {S.OVERDUE: 2, S.CURRENT: 1},
        "Station North": {S.OVERDUE: 2, S.CURRENT: 1},
    }
    past = numbers(co, now, unit=world.ministry.key, day=DUE)
    assert past["Ministry"] == {S.DUE_SOON: 2, S.CURRENT: 1}
    assert set(numbers(co, now, country="RS")) == {"Station Abroad"}


def test_a_manager_sees_the_past_of_the_unit_but_no_names_of_those_who_went(world, now):
    south = make.unit("Station South", parent=world.ministry)
    co, mia = make.actor(world.co), make.actor(world.mia)
    members.transfer(co, world.station.key, world.ben.key, south.key, now=now)
    db.session.commit()
    asking.refresh(world.ben, now=now)
    yesterday = now.date() - DAY
    assert numbers(mia, now)["Station North"] == {S.OVERDUE: 1, S.CURRENT: 1}
    assert numbers(mia, now, day=yesterday)["Station North"] == {S.OVERDUE: 2, S.CURRENT: 1}
    assert set(names(mia, now, unit=world.station.key, day=yesterday)) == {
        "Ann Learner",
        "Mia Manager",
    }
    page = compliance_board.people(
        mia, Filter(unit=world.station.key, day=yesterday), "en", now=now
    )
    assert page.hidden == 1
    assert "Ben Colleague" in names(co, now, unit=world.station.key, day=yesterday)


def test_filters_are_in_the_address_and_lead_down(client_for, world):
    client = client_for(world.mia)
    text = client.get(f"{BOARD}?state=overdue&day=2026-07-15").get_data(as_text=True)
    asked = f"unit={world.station.key}&amp;course=checks&amp;state=overdue&amp;day=2026-07-15"
    assert asked in text
    listed = client.get(f"{PEOPLE}?{asked.replace('&amp;', '&')}").get_data(as_text=True)
    assert "Ben Colleague" in listed
    assert "Ann Learner" not in listed
    assert f"/people/{world.ben.key}" in listed
    for odd in ("day=no", "state=no", "page=0", "page=99", "country=XX", "day=9999-12-31"):
        assert client.get(f"{BOARD}?{odd}").status_code == 200


def test_a_status_is_never_a_colour_alone(client_for, world):
    text = client_for(world.mia).get(BOARD).get_data(as_text=True)
    cell = text.split("<tbody>")[1].split("</tbody>")[0]
    assert '<span aria-hidden="true">!</span>2<span class="sr"> Overdue</span>' in cell
    assert '<span aria-hidden="true">✓</span>1<span class="sr"> Current</span>' in cell


def test_the_page_about_a_person_says_what_is_asked_and_no_mark(client_for, world):
    text = client_for(world.mia).get(f"/people/{world.ben.key}").get_data(as_text=True)
    assert "What is asked" in text
    assert "Overdue" in text
    assert "30 June 2026" in text
    assert "%" not in text.split("<main")[1].split("</main>")[0]


def queries(work):
    """How many statements that asks."""
    found = []

    def note(_conn, _cursor, statement, *_rest):
        found.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(found)


def test_a_board_costs_the_same_however_much_there_is(world, now):
    co = make.actor(world.co)
    few = queries(lambda: numbers(co, now, unit=world.ministry.key))
    listed = queries(lambda: names(co, now, unit=world.ministry.key))
    for n in range(5):
        unit = make.unit(f"Post {n}", parent=world.ministry)
        one = make.person(f"Officer {n}", unit=unit)
        asking.refresh(one, now=now)
    assert queries(lambda: numbers(co, now, unit=world.ministry.key)) == few <= 8
    assert queries(lambda: names(co, now, unit=world.ministry.key)) == listed <= 9
