"""The pages of tokens and clients: what is made is shown once, to whoever made it."""

import re

import make
from client import text_of

FORM = {"name": "My script", "scopes": ["progress:read"], "days": "90", "password": make.PASSWORD}


def token_in(answer):
    found = re.findall(r"el[pc]_[\w-]{40,}", text_of(answer))
    return found[0] if found else ""


def test_a_learner_makes_a_token_and_sees_it_once(client_for, cast):
    ann = client_for(cast.ann)
    assert "Make a token" in text_of(ann.get("/account/tokens"))
    answer = ann.post("/account/tokens", data=FORM)
    assert answer.status_code == 200
    assert token_in(answer)
    again = ann.get("/account/tokens")
    assert "My script" in text_of(again)
    assert not token_in(again)
    assert "My script" not in text_of(client_for(cast.ben).get("/account/tokens"))


def test_what_is_missing_is_said_at_its_field(client_for, cast):
    ann = client_for(cast.ann)
    for change, said in (
        ({"name": ""}, "Enter a name."),
        ({"scopes": []}, "Choose at least one thing"),
        ({"scopes": ["people:write"]}, "Choose at least one thing"),
        ({"password": "somebody else's guess"}, "This is not your password."),
    ):
        answer = ann.post("/account/tokens", data=FORM | change)
        assert answer.status_code == 422
        assert said in text_of(answer)
        assert not token_in(answer)


def test_a_token_is_withdrawn_by_its_maker_and_nobody_else(client_for, cast):
    ann = client_for(cast.ann)
    page = ann.post("/account/tokens", data=FORM).get_data(as_text=True)
    address = re.search(r"/account/tokens/[^/\"]+/withdraw", page)[0]
    assert client_for(cast.ben).post(address).status_code == 404
    assert ann.post(address, follow_redirects=True).status_code == 200
    assert "My script" not in text_of(ann.get("/account/tokens"))


def test_an_administrator_makes_a_client_renews_its_secret_and_withdraws_it(client_for, cast):
    ana = client_for(cast.ana)
    form = {
        "name": "Staff register",
        "unit": cast.ministry.key,
        "scopes": ["people:read"],
        "days": "365",
    }
    answer = ana.post("/admin/clients", data=form)
    first = token_in(answer)
    assert first
    page = answer.get_data(as_text=True)
    assert "Ministry" in text_of(answer)
    renewed = ana.post(re.search(r"/admin/clients/[^/\"]+/secret", page)[0])
    assert token_in(renewed) not in ("", first)
    assert not token_in(ana.get("/admin/clients"))
    withdrawn = ana.post(
        re.search(r"/admin/clients/[^/\"]+/withdraw", page)[0], follow_redirects=True
    )
    assert "withdrawn" in text_of(withdrawn)


def test_a_client_needs_a_name_scopes_and_a_unit_that_is_there(client_for, cast):
    ana = client_for(cast.ana)
    form = {"name": "Staff register", "unit": "nowhere", "scopes": ["people:read"], "days": "365"}
    for change, said in (
        ({}, "There is no such unit."),
        ({"unit": "", "scopes": []}, "Choose at least one thing"),
        ({"unit": "", "name": ""}, "Enter a name."),
    ):
        answer = ana.post("/admin/clients", data=form | change)
        assert answer.status_code == 422
        assert said in text_of(answer)
