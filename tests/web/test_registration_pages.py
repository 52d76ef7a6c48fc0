"""Self-registration in the browser: allowing it, and coming in."""

import re

import make
import pytest
from client import text_of

from elearn.core.access import Role
from elearn.store.db import db
from elearn.store.tables.jobs import Job
from elearn.store.tables.registrations import RegistrationRule

NEW = "seven quiet rivers at dusk"
NIA = {"name": "Nia New", "email": "nia@border.example", "code": ""}
WHO = {"mia": 403, "ann": 403, "dee": 403, "co": 200, "ana": 200}


@pytest.fixture
def page(cast):
    return f"/registrations/{cast.station.key}"


def newest_link():
    db.session.rollback()
    letter = db.session.query(Job).filter_by(kind="mail").order_by(Job.id.desc()).first().payload
    assert "Nia" not in letter["text"], "whoever types the name does not write to strangers"
    return re.search(r"http://localhost(/invitations/\S+)", letter["text"])[1]


def test_who_reaches_the_rules(client, client_for, cast, page):
    for who, status in WHO.items():
        browser = client_for(getattr(cast, who))
        for path in ("/registrations", page):
            assert browser.get(path).status_code == status, (who, path)
        if status == 403:
            assert browser.post(page, data={"domains": "border.example"}).status_code == 403
            assert browser.post(f"{page}/end").status_code == 403
    assert client.get(page).status_code == 302
    abroad = make.person("Al Abroad", roles=(Role.COORDINATOR,), role_unit=cast.abroad)
    neighbour = client_for(abroad)
    assert neighbour.get(page).status_code == 404
    assert neighbour.post(page, data={"domains": "border.example"}).status_code == 404
    assert neighbour.post(f"{page}/end").status_code == 404
    assert "Station North" not in text_of(neighbour.get("/registrations"))
    assert db.session.query(RegistrationRule).count() == 0


def test_off_by_default(client):
    assert client.get("/register").status_code == 404
    assert client.post("/register", data=NIA).status_code == 404
    assert "/register" not in client.get("/sign-in").text


def test_from_the_rule_to_the_first_page(client, client_for, cast, page):
    co = client_for(cast.co)
    shown = co.post(page, data={"domains": "border.example", "code": "y"})
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", text_of(shown))[0]
    assert code not in co.get(page).text
    assert "border.example" in text_of(co.get("/registrations"))
    assert "/register" in client.get("/sign-in").text
    wrong = client.post("/register", data=NIA)
    assert wrong.status_code == 422
    assert "No institution takes this address with this code" in text_of(wrong)
    asked = client.post("/register", data={**NIA, "code": code})
    assert "Look into your mailbox" in text_of(asked)
    link = newest_link()
    assert "Station North" in text_of(client.get(link))
    assert client.post(link, data={"new": NEW, "again": NEW}).status_code == 303
    assert client.get("/account").status_code == 200
    assert co.post(f"{page}/end").status_code == 303
    assert client_for(None).get("/register").status_code == 404


def test_the_answer_is_the_same_for_an_address_that_has_an_account(client, client_for, cast, page):
    client_for(cast.co).post(page, data={"domains": "example.org"})
    said = []
    for email in ("stranger@example.org", cast.ann.email, cast.cy.email):
        answer = client.post("/register", data={**NIA, "email": email})
        said.append((answer.status_code, text_of(answer)))
    assert said[0] == said[1] == said[2]
    assert db.session.query(Job).filter_by(kind="mail").count() == 3


def test_what_cannot_be_used_is_said_beside_the_field(client, client_for, cast, page):
    co = client_for(cast.co)
    for data, says in (
        ({"domains": ""}, "Enter mail domains, or ask for a code"),
        ({"domains": "gmail.com"}, "Anybody gets an address of gmail.com"),
        ({"domains": "border"}, "border is no mail domain"),
    ):
        answer = co.post(page, data=data)
        assert (answer.status_code, says in text_of(answer)) == (422, True)
    co.post(page, data={"domains": "border.example"})
    for data in ({"name": ""}, {"email": "nobody"}, {"email": ""}):
        assert client.post("/register", data={**NIA, **data}).status_code == 422
