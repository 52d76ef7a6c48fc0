"""Trend, map and total of compliance: who sees which numbers, of which day."""

import re
from datetime import date, timedelta

import asking
import make
import pytest
from asking import DUE
from sqlalchemy import event, select

from elearn.core.access import Role
from elearn.core.learning.compliance import Status
from elearn.core.learning.tree_map import Band
from elearn.core.learning.trend import month_days
from elearn.services import compliance_board, compliance_map, compliance_trend
from elearn.services.compliance_board import Filter
from elearn.store import compliance_counts
from elearn.store.db import db
from elearn.store.tables.audit import Look

BOARD = "/people/compliance"
VIEWS = (f"{BOARD}/trend", f"{BOARD}/map")
S = Status


@pytest.fixture
def version(app):
    """The course that is asked."""
    return make.course()


@pytest.fixture
def world(cast, version, now):
    """Everywhere the same course is asked; Ann has done it."""
    asking.assign(unit=cast.ministry)
    asking.assign(unit=cast.abroad)
    make.record(cast.ann, version)
    asking.refresh(*cast.everybody, now=now)
    return cast


@pytest.mark.parametrize("view", VIEWS)
def test_who_reaches_the_views_and_whose_numbers_they_see(client_for, world, view):
    boss = make.person("Bo Boss", roles=(Role.MANAGER,), role_unit=world.ministry)
    who = {name: getattr(world, name) for name in ("mia", "max", "co", "ann", "dee", "ana")}
    who |= {"boss": boss, "nobody": None}
    got = {name: client_for(one).get(view).status_code for name, one in who.items()}
    assert got == {
        **dict.fromkeys(("mia", "max", "co", "boss"), 200),
        **dict.fromkeys(("ann", "dee", "ana"), 403),
        "nobody": 302,
    }
    there = f"{view}?unit={world.station.key}"
    got = {name: client_for(who[name]).get(there).status_code for name in ("mia", "boss", "max")}
    assert got == {"mia": 200, "boss": 200, "max": 404}
    assert client_for(world.mia).get(f"{view}?unit={world.ministry.key}").status_code == 404
    assert client_for(world.mia).get(f"{view}?course=nowhere").status_code == 404
    assert client_for(world.mia).get(f"{view}?day=no&country=XX&state=no").status_code == 200
    assert db.session.scalars(select(Look)).all() == []


def test_a_trend_is_the_board_of_each_day(world, now):
    mia = make.actor(world.mia)
    page = compliance_trend.trend_page(mia, Filter(), "en", now=now)
    assert [point.day for point in page.points] == list(month_days(now.date()))
    for point in page.points:
        board = compliance_board.board(mia, Filter(day=point.day), "en", now=now)
        assert point.numbers.counts == board.lines[0].all.counts, point.day
    shares = [point.numbers.percent for point in page.points]
    assert shares[0] is None
    assert shares[-1] == 33
    assert 100 in shares


def test_sums_of_several_days_are_those_of_each(world, now):
    units = [world.ministry.id, world.abroad.id]
    days = [date(2025, 12, 31), date(2026, 1, 1), DUE, DUE + timedelta(days=1), now.date()]
    found = compliance_counts.through(units, days)
    for n, day in enumerate(days):
        together = compliance_counts.together(units, day)
        assert found["checks"][n] == together.get("checks", {}), day
    assert found["checks"][0] == {}
    assert found["checks"][1] != found["checks"][2] != found["checks"][3] == found["checks"][4]
    assert found["checks"][-1][S.CURRENT] == 1


def test_the_total_adds_up_all_units_at_the_top_each_person_once(client_for, world, now):
    co = make.actor(world.co)
    board = compliance_board.board(co, Filter(), "en", now=now)
    lines = {line.name: line.all.counts for line in board.lines}
    for status in S:
        assert board.total.all.counts.get(status, 0) == sum(
            numbers.get(status, 0) for numbers in lines.values()
        )
    assert "All together" in client_for(world.co).get(BOARD).get_data(as_text=True)
    assert compliance_board.board(make.actor(world.mia), Filter(), "en", now=now).total is None
    inside = Filter(unit=world.ministry.key)
    assert compliance_board.board(co, inside, "en", now=now).total is None
    boss = make.person("Bo Boss", roles=(Role.MANAGER,), role_unit=world.ministry)
    make.role(boss, Role.MANAGER, unit=world.station)
    both = compliance_board.board(make.actor(boss), Filter(), "en", now=now)
    assert len(both.lines) == 2
    assert both.total.all.counts == lines["Ministry"]


def test_a_map_shows_the_units_below_and_what_is_farthest_behind_first(
    client_for, world, version, now
):
    south = make.unit("Station <South>", parent=world.ministry)
    make.unit("Station Empty", parent=world.ministry)
    eve = make.person("Eve Officer", unit=south)
    make.record(eve, version)
    asking.refresh(eve, now=now)
    co = make.actor(world.co)
    page = compliance_map.map_page(co, Filter(unit=world.ministry.key), "en", now=now)
    assert [(tile.name, tile.band) for tile in page.tiles] == [
        ("Station North", Band.BEHIND),
        ("Station <South>", Band.READY),
        ("Station Empty", Band.NOTHING),
    ]
    assert [tile.box is None for tile in page.tiles] == [False, False, True]
    text = client_for(world.co).get(f"{BOARD}/map?unit={world.ministry.key}").get_data(as_text=True)
    assert "Station &lt;South&gt;" in text
    assert f"{BOARD}/map?unit={south.key}" in text
    filters = set(re.findall(r'fill="url\(#([a-z-]+)\)"', text))
    assert filters <= set(re.findall(r'<pattern id="([a-z-]+)"', text))
    leaf = client_for(world.mia).get(f"{BOARD}/map").get_data(as_text=True)
    assert "There is no unit below this one" in leaf


def test_the_views_keep_the_filter_and_say_all_values_as_text(client_for, world):
    asked = f"unit={world.station.key}&course=checks&day=2026-07-15"
    text = client_for(world.mia).get(f"{BOARD}/trend?{asked}").get_data(as_text=True)
    for other in ("", "/trend", "/map"):
        assert f'href="{BOARD}{other}?{asked.replace("&", "&amp;")}"' in text
    table = text.split("<tbody>")[1]
    assert table.count("<tr>") == 13
    assert "15 Jul 2026" in table
    assert "style=" not in text


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


@pytest.mark.parametrize("made", [compliance_trend.trend_page, compliance_map.map_page])
def test_a_view_costs_the_same_however_much_there_is(world, now, made):
    co = make.actor(world.co)
    few = queries(lambda: made(co, Filter(unit=world.ministry.key), "en", now=now))
    for n in range(5):
        unit = make.unit(f"Post {n}", parent=world.ministry)
        asking.refresh(make.person(f"Officer {n}", unit=unit), now=now)
    assert queries(lambda: made(co, Filter(unit=world.ministry.key), "en", now=now)) == few <= 8
