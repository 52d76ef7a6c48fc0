"""Assignments and compliance for programs: insider, neighbour, superior, stranger and system."""

from datetime import timedelta

import make
import pytest
from programs import Program, client_token, token_of

from elearn.services import compliance, jobs
from elearn.store.db import db


@pytest.fixture
def course(app, cast, now):
    return make.course("checks")


@pytest.fixture
def asks(app, cast, now):
    """`asks(who)`: a program with a token of theirs and every scope that is of use."""

    def program(who):
        return Program(app, token_of(getattr(cast, who), now))

    return program


def work(now):
    """Let what is put down be worked out."""
    handler = compliance.handler(timedelta(days=60), lambda: None)
    handlers = {compliance.KIND: handler, "duties": lambda _job, _now: None}
    jobs.run_due(handlers, now)


def ask_of(program, **whom):
    return program.post("/assignments", {"pack": "checks", "due_days": 30} | whom)


def test_something_is_asked_of_those_in_reach_and_seen_by_those_who_lead(
    app, cast, course, now, asks
):
    made = ask_of(asks("mia"), unit=cast.station.key)
    assert made.status_code == 201
    key = made.json["key"]
    assert made.json["unit"] == cast.station.key
    for who, seen in (("mia", True), ("co", True), ("max", False)):
        program = asks(who)
        assert (program.keys("/assignments") == {key}) is seen, who
        assert (program.get(f"/assignments/{key}").status_code == 200) is seen, who
    assert asks("ann").get("/assignments").status_code == 403
    inside = Program(app, client_token(cast, now, cast.ministry.key))
    assert inside.keys("/assignments?pack=checks") == {key}
    assert inside.keys("/assignments?ended=true") == set()
    assert ask_of(inside, unit=cast.station.key).json["code"] == "assigned-already"
    abroad = Program(app, client_token(cast, now, cast.abroad.key))
    assert abroad.keys("/assignments") == set()


def test_nothing_is_asked_of_those_out_of_reach(app, cast, course, now, asks):
    mia = asks("mia")
    assert ask_of(mia, unit=cast.abroad.key).status_code == 404
    assert ask_of(mia, person=cast.cy.key).status_code == 404
    assert ask_of(mia, role="trainer").status_code == 403
    assert ask_of(mia, person=cast.ann.key, unit=cast.station.key).status_code == 422
    assert ask_of(mia, unit=cast.station.key, due_days=0).status_code == 422
    assert ask_of(mia).json["code"] == "nobody-assigned"
    assert ask_of(mia, person=cast.ann.key).status_code == 201


def test_how_people_stand_is_seen_by_oneself_and_those_who_lead(app, cast, course, now, asks):
    assert ask_of(asks("co"), unit=cast.ministry.key).status_code == 201
    db.session.commit()
    work(now)
    for who, seen in (
        ("ann", {"ann"}),
        ("mia", {"ann", "ben", "mia"}),
        ("max", set()),
        ("cy", set()),
    ):
        program = asks(who)
        shown = {item["person"] for item in program.get("/compliance").json["data"]}
        expected = {getattr(cast, name).key for name in seen}
        assert shown & {p.key for p in cast.everybody} == expected, who
    inside = Program(app, client_token(cast, now, cast.ministry.key))
    item = inside.get(f"/compliance?person={cast.ann.key}").json["data"][0]
    assert [p["status"] for p in item["packs"]] == ["due-soon"]
    later = now.date() + timedelta(days=60)
    item = inside.get(f"/compliance?person={cast.ann.key}&day={later}").json["data"][0]
    assert [p["status"] for p in item["packs"]] == ["overdue"]
    before = now.date() - timedelta(days=1)
    assert inside.get(f"/compliance?day={before}").json["data"] == []
    assert inside.keys("/compliance?limit=1") == inside.keys("/compliance")
    assert inside.get(f"/compliance?unit={cast.abroad.key}").status_code == 404
