"""The history of a person's units and roles: who sees what of it, and who left."""

from datetime import timedelta

import make
import pytest
from client import text_of
from counting import counted
from sqlalchemy import select

from elearn.core.access import Role
from elearn.services import members, people, person_view
from elearn.store.db import db
from elearn.store.tables.audit import Look, LookPerson

DAY = timedelta(days=1)
LEFT = "/people/left"


@pytest.fixture
def moved(cast, now):
    """Ben came from abroad, was at the station, led it once, and is at Station South now."""
    south = make.unit("Station South", parent=cast.ministry)
    eva = make.person("Eva Everywhere")
    make.membership(eva, cast.abroad, from_day=(now - 900 * DAY).date(), to_day=now.date() - DAY)
    make.membership(eva, cast.station, from_day=now.date() - DAY)
    make.role(
        eva,
        Role.MANAGER,
        unit=cast.station,
        from_day=(now - 20 * DAY).date(),
        to_day=(now - 10 * DAY).date(),
    )
    make.role(eva, Role.TRAINER, from_day=(now - 5 * DAY).date())
    members.transfer(make.actor(cast.co), cast.station.key, eva.key, south.key, now=now)
    db.session.commit()
    return eva, south


def history(actor, key, now):
    page = person_view.person_page(make.actor(actor), key, "en", now=now)
    return [(line.unit, line.role) for line in page.history]


def test_each_sees_the_time_in_their_units(cast, moved, now):
    eva, south = moved
    boss = make.person("Bo Boss", roles=(Role.MANAGER,), role_unit=cast.ministry)
    sue = make.person("Sue South", roles=(Role.MANAGER,), role_unit=south)
    assert history(cast.co, eva.key, now) == [
        ("Station South", ""),
        ("Station North", ""),
        ("", "trainer"),
        ("Station North", "manager"),
        ("Station Abroad", ""),
    ]
    assert history(boss, eva.key, now) == [
        ("Station South", ""),
        ("Station North", ""),
        ("", "trainer"),
        ("Station North", "manager"),
    ]
    assert history(sue, eva.key, now) == [("Station South", ""), ("", "trainer")]


def test_it_stands_on_the_page_with_its_days(client_for, cast, moved, now):
    eva, _south = moved
    text = text_of(client_for(cast.co).get(f"/people/{eva.key}"))
    assert "Units and roles" in text
    assert "Belonged to Station North 22 November 2026 22 November 2026" in text
    assert "Belongs to Station South 23 November 2026" in text
    assert "Manager Station North 3 November 2026 12 November 2026" in text
    for who, status in ((cast.mia, 404), (cast.max, 404), (cast.ann, 403), (cast.dee, 403)):
        assert client_for(who).get(f"/people/{eva.key}").status_code == status


def test_who_left_is_shown_for_a_year_to_those_who_led_them(client_for, cast, now):
    make.record(cast.ben, make.course())
    people.leave(people.OPERATOR, cast.ben.key, now=now)
    db.session.commit()
    path = f"/people/{cast.ben.key}"
    page = text_of(client_for(cast.mia).get(path))
    assert "Left the service on 23 November 2026" in page
    assert "Border checks" in page
    assert "Issue a one-time code" not in page
    assert "Nominate" not in page.split("Units and roles")[1]
    assert "Ben Colleague" in text_of(client_for(cast.mia).get(LEFT))
    assert "Ben Colleague" in text_of(client_for(cast.co).get(LEFT))
    assert "Ben Colleague" not in text_of(client_for(cast.max).get(LEFT))
    assert client_for(cast.max).get(path).status_code == 404
    for who in (cast.ann, cast.dee, cast.ana):
        assert client_for(who).get(path).status_code == 403
        assert client_for(who).get(LEFT).status_code == 403
    assert client_for(cast.mia).post(f"{path}/code").status_code == 404
    assert client_for(cast.mia).post(f"{path}/nominate", data={}).status_code == 404
    seen = {row.page for row in db.session.scalars(select(Look))}
    assert seen == {"person", "leavers"}
    assert set(db.session.scalars(select(LookPerson.person_id))) == {cast.ben.id}
    later = now + 366 * DAY
    with pytest.raises(person_view.NotFound):
        person_view.person_page(make.actor(cast.co, later.date()), cast.ben.key, "en", now=later)
    assert person_view.person_history.leavers(make.actor(cast.co), now=later).leavers == ()


def test_the_queries_are_as_many_however_long_the_history(cast, moved, now):
    eva, _south = moved
    actor = make.actor(cast.co)

    def show():
        person_view.person_page(actor, eva.key, "en", now=now)

    with counted() as few:
        show()
    for n in range(20):
        unit = make.unit(f"Unit {n}", parent=cast.ministry)
        first = (now - (400 - n) * DAY).date()
        make.membership(eva, unit, from_day=first, to_day=first + DAY)
    with counted() as many:
        show()
    assert len(many) == len(few)
