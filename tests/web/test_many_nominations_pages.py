"""Several people at once in the browser: ticked in a list, decided together."""

import re

import make
import pytest
from client import text_of

from elearn.core.access import Role
from elearn.store.db import db
from elearn.store.tables.audit import Look
from elearn.store.tables.units import Nomination


@pytest.fixture
def course(cast):
    return make.course()


def states():
    db.session.rollback()
    return [row.state for row in db.session.query(Nomination).order_by(Nomination.id)]


def keys_on(page):
    return re.findall(r'name="nomination" value="([^"]+)"', page.text)


def test_from_the_list_to_two_courses_begun(client_for, cast, course):
    mia, co = client_for(cast.mia), client_for(cast.co)
    listed = re.findall(r'name="person" value="([^"]+)"', mia.get("/people").text)
    assert {cast.ann.key, cast.ben.key} <= set(listed)
    ticked = {"person": [cast.ann.key, cast.ben.key, cast.ann.key], "course": "checks"}
    done = mia.post("/people/nominate", data=ticked)
    assert (done.status_code, done.location) == (303, "/nominations")
    assert "2 nominated" in text_of(mia.get("/nominations"))
    keys = keys_on(co.get("/nominations"))
    assert len(keys) == 2
    declined = co.post("/nominations", data={"nomination": keys, "decision": "decline"})
    assert declined.status_code == 422
    assert "Say why you decline" in text_of(declined)
    assert all(f'value="{key}" form="many"' in declined.text for key in keys)
    accepted = co.post("/nominations", data={"nomination": keys, "decision": "accept"})
    assert accepted.status_code == 303
    assert states() == ["accepted", "accepted"]


def test_who_stands_in_the_way_is_named_and_nothing_is_kept(client_for, cast, course):
    make.enrolment(cast.ben, course)
    mia = client_for(cast.mia)
    ticked = {"person": [cast.ann.key, cast.ben.key], "course": "checks"}
    answer = mia.post("/people/nominate", data=ticked)
    assert answer.status_code == 422
    said = text_of(answer)
    assert "Nothing was changed: it does not work with 1 of them" in said
    assert "This person takes this course already" in said
    assert re.findall(r'value="([^"]+)" checked', answer.text) == [cast.ann.key]
    assert states() == []
    assert db.session.query(Look).filter_by(actor_id=cast.mia.id).count() == 1


def test_nobody_ticked_and_no_course_are_said(client_for, cast, course):
    mia = client_for(cast.mia)
    nobody = mia.post("/people/nominate", data={"course": "checks"})
    assert (nobody.status_code, "Tick those" in text_of(nobody)) == (422, True)
    without = mia.post("/people/nominate", data={"person": cast.ann.key})
    assert (without.status_code, "Choose a course" in text_of(without)) == (422, True)


def test_who_may_not_is_refused(client, client_for, cast, course):
    ticked = {"person": cast.ann.key, "course": "checks"}
    for who in (cast.ann, cast.dee, cast.ana):
        assert client_for(who).post("/people/nominate", data=ticked).status_code == 403
        assert client_for(who).post("/nominations", data={}).status_code == 403
    assert client_for(cast.max).post("/people/nominate", data=ticked).status_code == 404
    assert client_for(cast.mia).post("/nominations", data={}).status_code == 403
    assert client.post("/people/nominate", data=ticked).status_code == 302
    boss = make.person("Bo Boss", roles=(Role.MANAGER,), role_unit=cast.ministry)
    assert client_for(boss).post("/people/nominate", data=ticked).status_code == 303
    assert states() == ["open"]


def test_what_was_decided_meanwhile_is_said_and_the_rest_waits(client_for, cast, course):
    ticked = {"person": [cast.ann.key, cast.ben.key], "course": "checks"}
    client_for(cast.mia).post("/people/nominate", data=ticked)
    co = client_for(cast.co)
    first, second = keys_on(co.get("/nominations"))
    co.post(f"/nominations/{first}", data={"decision": "accept"})
    both = {"nomination": [first, second], "decision": "accept"}
    answer = co.post("/nominations", data=both)
    assert answer.status_code == 409
    assert "Nothing was changed" in text_of(answer)
    assert sorted(states()) == ["accepted", "open"]
