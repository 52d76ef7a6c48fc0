"""Readiness on a date: who sees whom, how people stand on the day, the file, the command."""

import csv
import io
from datetime import date, timedelta

import lapsing
import make
import pytest
from sqlalchemy import event, select

from elearn.core.access import Role
from elearn.core.learning.readiness import Ready
from elearn.services import readiness
from elearn.services.readiness import Filter
from elearn.store import packs
from elearn.store.db import db
from elearn.store.tables.audit import Look, LookPerson

DAY = date(2027, 3, 1)
WHO = ("mia", "boss", "max", "co", "ann", "dee", "ana", "nobody")
PAGES = ("/people/readiness", "/people/readiness.csv")


@pytest.fixture
def visitors(cast):
    """Insider, superior, neighbour, coordinator, strangers, and nobody."""
    boss = make.person("Bo Boss", roles=(Role.MANAGER,), role_unit=cast.ministry)
    found = {name: getattr(cast, name) for name in ("mia", "max", "co", "ann", "dee", "ana")}
    return {**found, "boss": boss, "nobody": None}


@pytest.fixture
def law_changes(app, now, tmp_path):
    """The old act ends on the day; version 1 of a course cites it, version 2 does not."""
    lapsing.publish_law(tmp_path, now, repealed=DAY.isoformat())
    lapsing.publish_course(tmp_path, now, old=("q-1",))
    lapsing.publish_course(tmp_path, now, "2.0.0")
    return [packs.find_version("lapse", version).id for version in ("1.0.0", "2.0.0")]


def shown(person, now, **asked):
    page = readiness.readiness(make.actor(person), Filter(**asked), "en", now=now)
    return {line.name: (line.ready, line.version) for line in page.lines}


@pytest.mark.parametrize("path", PAGES)
def test_who_reaches_it_and_whom_they_see(client_for, visitors, law_changes, path):
    got = {who: client_for(visitors[who]).get(path) for who in WHO}
    allowed = {who for who, response in got.items() if response.status_code == 200}
    assert allowed == {"mia", "boss", "max", "co"}
    assert got["nobody"].status_code == 302
    assert {got[who].status_code for who in ("ann", "dee", "ana")} == {403}
    sees = {who: "Ann Learner" in got[who].get_data(as_text=True) for who in allowed}
    assert sees == {"mia": True, "boss": True, "co": True, "max": False}
    assert "Cy Outsider" in got["max"].get_data(as_text=True)
    assert "Cy Outsider" not in got["mia"].get_data(as_text=True)


def test_no_unit_but_the_own_can_be_asked_for(client_for, cast, law_changes):
    client = client_for(cast.max)
    for path in PAGES:
        assert client.get(f"{path}?unit={cast.station.key}").status_code == 404
        assert client.get(f"{path}?unit={cast.abroad.key}").status_code == 200
        assert client.get(f"{path}?course=nowhere").status_code == 404


def test_how_people_stand_on_the_day(cast, law_changes, now):
    old, new = law_changes
    several = {
        name: make.person(name, unit=cast.station)
        for name in ("Holds new", "Holds old", "Ends", "Both", "Revoked", "Renewed", "Begun")
    }
    make.record(several["Holds new"], new)
    make.record(several["Holds old"], old, valid_until=DAY)
    make.record(several["Ends"], new, valid_until=DAY - timedelta(days=1))
    make.record(several["Both"], old)
    make.record(several["Both"], new, valid_until=date(2030, 1, 1))
    make.record(several["Revoked"], new, status="revoked")
    make.record(several["Renewed"], old, status="superseded")
    make.record(several["Renewed"], new)
    make.enrolment(several["Begun"], new, last_item="rules")
    found = shown(cast.mia, now)
    assert {name: found[name] for name in several} == {
        "Holds new": (Ready.READY, "2.0.0"),
        "Holds old": (Ready.LAW, "1.0.0"),
        "Ends": (Ready.ENDS, "2.0.0"),
        "Both": (Ready.READY, "2.0.0"),
        "Revoked": (Ready.NONE, ""),
        "Renewed": (Ready.READY, "2.0.0"),
        "Begun": (Ready.UNDER_WAY, ""),
    }
    assert found["Ann Learner"] == (Ready.NONE, "")
    before = shown(cast.mia, now, day=DAY - timedelta(days=1))
    assert before["Holds old"] == (Ready.READY, "1.0.0")
    assert before["Ends"] == (Ready.READY, "2.0.0")
    only = shown(cast.mia, now, state=Ready.LAW)
    assert list(only) == ["Holds old"]


def test_the_page_names_the_day_the_law_and_the_numbers(client_for, cast, law_changes, now):
    make.record(cast.ann, law_changes[0])
    page = " ".join(client_for(cast.mia).get("/people/readiness").text.split())
    for words in (
        "On 1 March 2027",
        "When law changes",
        "1 provision",
        "Taught by law that changes",
    ):
        assert words in page
    assert "Old Act, Art. 1: no longer law from 1 March 2027 on" in page
    assert "<time" in page or "1.0.0" in page
    far = client_for(cast.mia).get("/people/readiness?day=2026-12-01").text
    assert "Old Act, Art. 1: no longer" not in far


def test_a_version_that_was_written_ahead_is_ready(cast, now, app, tmp_path):
    lapsing.publish_law(tmp_path, now, repealed=DAY.isoformat())
    lapsing.publish_course(tmp_path, now, old=("q-1",), minimum=f", ahead: {DAY.isoformat()}")
    make.record(cast.ann, packs.find_version("lapse", "1.0.0").id)
    assert shown(cast.mia, now, day=DAY)["Ann Learner"] == (Ready.READY, "1.0.0")


def test_a_bad_address_is_no_fault(client_for, cast, law_changes):
    client = client_for(cast.mia)
    for query in ("day=2026-99-99", "day=&state=nonsense&page=-7", "page=²", "day=0001-01-01"):
        assert client.get(f"/people/readiness?{query}").status_code == 200, query


def test_without_law_or_course_there_is_nothing_to_fear(client_for, cast, now):
    page = client_for(cast.mia).get("/people/readiness")
    assert page.status_code == 200
    assert "knows of no change to come" in page.text


def test_the_file_has_the_rows_of_the_list(client_for, cast, law_changes):
    make.record(cast.ann, law_changes[0], valid_until=date(2028, 1, 1))
    response = client_for(cast.mia).get("/people/readiness.csv?state=law&day=2027-03-01")
    assert 'filename="readiness-2027-03-01.csv"' in response.headers["Content-Disposition"]
    text = response.get_data().decode("utf-8")
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text[1:], newline="")))
    assert rows[1:] == [
        [
            "Ann Learner",
            "Station North",
            "Law that lapses",
            "Taught by law that changes",
            "1.0.0",
            "",
            "2028-01-01",
        ]
    ]


def test_looks_are_kept_and_can_be_read_by_those_looked_at(client_for, cast, law_changes):
    make.record(cast.ben, law_changes[0])
    client = client_for(cast.mia)
    for path in PAGES:
        client.get(path)
    looks = db.session.execute(
        select(Look.page, Look.filter)
        .join(LookPerson, LookPerson.look_id == Look.id)
        .where(LookPerson.person_id == cast.ann.id)
        .order_by(Look.id)
    ).all()
    assert [page for page, _filter in looks] == ["readiness", "readiness-export"]
    assert all(narrowed["day"] == "2027-03-01" for _page, narrowed in looks)
    assert "Who will be ready when law changes" in client_for(cast.ann).get("/account").text
    assert "Ready for a change of law" in client_for(cast.mia).get("/people/looks").text


def test_the_page_asks_the_database_as_often_however_many_there_are(client_for, cast, law_changes):
    client = client_for(cast.mia)
    client.get("/people/readiness")

    def statements():
        sent = []

        def note(_connection, _cursor, statement, *_more):
            sent.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            assert client.get("/people/readiness").status_code == 200
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        return len(sent)

    few = statements()
    for n in range(30):
        make.record(make.person(f"Other {n}", unit=cast.station), law_changes[n % 2])
    assert statements() == few
