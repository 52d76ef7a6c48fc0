"""The pages of webhooks: made, tried out, paused, resumed, deleted, by administrators only."""

import re

import make
import pytest
from client import text_of
from counting import counted

from elearn.services import clients
from elearn.store.db import db


@pytest.fixture
def register(app, cast, now):
    wanted = clients.NewClient("Register", frozenset({"records:read"}), cast.ministry.key, 365)
    made = clients.make(make.actor(cast.ana), wanted, now=now)
    db.session.commit()
    return made.client


def form(of, **change):
    return {
        "client": of,
        "address": "https://hr.example.org/hooks",
        "events": ["record.issued", "law.changed"],
    } | change


def secret_in(answer):
    found = re.findall(r"whsec_[\w+/=]{40,}", text_of(answer))
    return found[0] if found else ""


def made_by(browser, client):
    answer = browser.post("/admin/webhooks", data=form(client))
    assert answer.status_code == 200
    secret = secret_in(answer)
    assert secret
    path = re.search(r"/admin/webhooks/[^/\"]+(?=/pause)", answer.get_data(as_text=True))[0]
    return path, secret


def test_an_administrator_makes_tries_pauses_and_deletes_one(client_for, cast, register):
    ana = client_for(cast.ana)
    path, secret = made_by(ana, register)
    assert not secret_in(ana.get(path)), "shown once"
    assert "hr.example.org" in text_of(ana.get("/admin/webhooks"))
    assert "A test is on its way" in text_of(ana.post(f"{path}/test", follow_redirects=True))
    assert "A test" in text_of(ana.get(path))
    assert "paused" in text_of(ana.post(f"{path}/pause", follow_redirects=True))
    assert "Resume it first" in text_of(ana.post(f"{path}/test", follow_redirects=True))
    assert "active again" in text_of(ana.post(f"{path}/resume", follow_redirects=True))
    renewed = secret_in(ana.post(f"{path}/secret"))
    assert renewed not in ("", secret)
    assert "deleted" in text_of(ana.post(f"{path}/delete", follow_redirects=True))
    assert ana.get(path).status_code == 404


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"address": ""}, "Enter an address."),
        ({"address": "http://hr.example.org/"}, "Enter a full address"),
        ({"address": "https://127.0.0.1/"}, "Nothing is sent to this host"),
        ({"events": []}, "Choose at least one thing"),
        ({"client": "nobody"}, "Choose a client from the list."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(client_for, cast, register, change, said):
    answer = client_for(cast.ana).post("/admin/webhooks", data=form(register, **change))
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not secret_in(answer)


@pytest.mark.parametrize("who", ["ann", "mia", "co", "dee"])
def test_nobody_else_sees_or_changes_one(client_for, cast, register, who):
    path, _secret = made_by(client_for(cast.ana), register)
    other = client_for(getattr(cast, who))
    for address in ("/admin/webhooks", path):
        assert other.get(address).status_code in (403, 404)
    for address in ("/admin/webhooks", f"{path}/pause", f"{path}/delete", f"{path}/secret"):
        assert other.post(address, data=form(register)).status_code in (403, 404)


def test_the_page_costs_the_same_whatever_was_sent(client_for, cast, register):
    ana = client_for(cast.ana)
    path, _secret = made_by(ana, register)
    ana.post(f"{path}/test")
    ana.get(path)
    with counted() as few:
        ana.get(path)
    for _n in range(5):
        ana.post(f"{path}/test")
    ana.get(path)
    with counted() as many:
        ana.get(path)
    assert len(many) == len(few)
