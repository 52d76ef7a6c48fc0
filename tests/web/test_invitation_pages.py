"""Invitations in the browser: sending one, and what the link opens for whom."""

import re

import make
import pytest
from client import text_of

from elearn.store.db import db
from elearn.store.tables.invitations import Invitation
from elearn.store.tables.jobs import Job
from elearn.store.tables.people import Person
from elearn.store.tables.units import Membership

NEW = "seven quiet rivers at dusk"
NIA = {"name": "Nia New", "email": "nia@example.org", "role": "", "language": "sr"}


@pytest.fixture
def page(cast):
    return f"/institutions/{cast.station.key}/invitations"


def newest_link():
    db.session.rollback()
    letter = db.session.query(Job).filter_by(kind="mail").order_by(Job.id.desc()).first().payload
    return re.search(r"http://localhost(/invitations/\S+)", letter["text"])[1]


def invited(client_for, cast, page, **data):
    answer = client_for(cast.co).post(page, data={**NIA, **data})
    assert answer.status_code == 303, text_of(answer)
    return newest_link()


def units_of(key):
    db.session.rollback()
    rows = db.session.query(Membership.unit_id).join(Person, Person.id == Membership.person_id)
    return {row.unit_id for row in rows.filter(Person.key == key)}


def test_from_the_form_to_the_first_page(client, client_for, cast, page):
    make.course()
    link = invited(client_for, cast, page, courses=["checks"])
    assert "nia@example.org" in text_of(client_for(cast.co).get(page))
    answer = client.get(link)
    said = text_of(answer)
    assert "Nia New" in said
    assert "Station North" in said
    assert "Border checks" in said
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert client.post(link, data={"new": "short", "again": "short"}).status_code == 422
    assert client.post(link, data={"new": NEW, "again": NEW}).status_code == 303
    with client.session_transaction() as cookie:
        key = cookie["_user_id"].partition(".")[0]
    assert units_of(key) == {cast.station.id}
    assert client.get(link).status_code == 404
    assert client.post(link, data={"new": NEW, "again": NEW}).status_code == 404
    assert "nia@example.org" not in text_of(client_for(cast.co).get(page))
    assert "Nia New" in text_of(client_for(cast.co).get(f"/institutions/{cast.station.key}"))


def test_opening_the_link_writes_nothing(client, client_for, cast, page):
    link = invited(client_for, cast, page)
    for _ in range(3):
        client.get(link)
        client.head(link)
    assert db.session.query(Invitation).count() == 1


def test_whoever_has_an_account_signs_in_and_accepts(client, client_for, cast, page):
    link = invited(client_for, cast, page, email=cast.cy.email)
    stranger = client.get(link)
    assert "You have an account here" in text_of(stranger)
    assert 'type="password"' not in stranger.text
    assert client.post(link, data={"new": NEW, "again": NEW}).status_code == 200
    assert client.post(link, data={"accept": "1"}).status_code == 200
    assert "signed in with another one" in text_of(client_for(cast.ann).get(link))
    assert client_for(cast.ann).post(link, data={"accept": "1"}).status_code == 200
    assert units_of(cast.cy.key) == {cast.abroad.id}
    client.sign_in(cast.cy.email, make.PASSWORD, next=link)
    assert 'name="accept"' in client.get(link).text
    assert client.post(link, data={"accept": "1"}).status_code == 303
    assert units_of(cast.cy.key) == {cast.abroad.id, cast.station.id}


def test_whoever_invites_reads_the_same_whether_or_not_there_is_an_account(client_for, cast, page):
    co = client_for(cast.co)
    said = []
    for email in ("stranger@example.org", cast.cy.email):
        co.post(page, data={**NIA, "email": email})
        said.append(text_of(co.get(page)).replace(email, "ADDRESS"))
        key = re.search(rf"{page}/(\S+)/withdraw", co.get(page).text)[1]
        assert co.post(f"{page}/{key}/withdraw").status_code == 303
        co.get(page)  # and read that it was withdrawn
    assert said[0] == said[1]


def test_what_cannot_be_sent_says_why_beside_the_field(client_for, cast, page):
    co = client_for(cast.co)
    for data, says in (
        ({"name": ""}, "Enter a name."),
        ({"email": "nobody"}, "This is not an e-mail address."),
        ({"email": cast.ann.email}, "belongs to this unit already"),
        ({"role": "admin"}, "Choose a role"),
    ):
        answer = co.post(page, data={**NIA, **data})
        assert answer.status_code in (409, 422)
        assert says in text_of(answer)
    assert co.post(page, data={**NIA, "courses": ["none"]}).status_code == 404
    assert db.session.query(Job).filter_by(kind="mail").count() == 0


def test_withdrawn_and_sent_again(client, client_for, cast, page):
    link = invited(client_for, cast, page)
    co = client_for(cast.co)
    key = re.search(rf"{page}/(\S+)/again", co.get(page).text)[1]
    assert co.post(f"{page}/{key}/again").status_code == 303
    assert client.get(link).status_code == 404
    newer = newest_link()
    assert client.get(newer).status_code == 200
    assert co.post(f"{page}/{key}/withdraw").status_code == 303
    assert client.get(newer).status_code == 404
    assert co.post(f"{page}/{key}/again").status_code == 404


def test_a_letter_is_in_the_language_that_was_chosen(client_for, cast, page):
    invited(client_for, cast, page)
    co = client_for(cast.co)
    co.post(page, data={**NIA, "email": "no@example.org", "language": "en"})
    db.session.rollback()
    first, second = (job.payload for job in db.session.query(Job).filter_by(kind="mail"))
    assert first["to"] == "nia@example.org"
    assert "Hello Nia New" in second["text"]


def test_a_junk_link_says_so(client):
    for token in ("x", "%00", "a" * 5000):
        assert client.get(f"/invitations/{token}").status_code == 404
