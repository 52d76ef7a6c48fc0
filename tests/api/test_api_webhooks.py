"""Webhooks through the API: a client's own, and their secret said once."""

import pytest
from programs import Program, client_token, token_of

BODY = {"address": "https://hr.example.org/hooks", "events": ["record.issued"]}


@pytest.fixture
def client(app, cast, now):
    return Program(app, client_token(cast, now, cast.ministry.key))


def test_a_client_makes_one_sees_what_it_was_told_and_deletes_it(client):
    made = client.post("/webhooks", BODY, key="once")
    assert made.status_code == 201
    assert made.json["secret"].startswith("whsec_")
    key = made.json["webhook"]["key"]
    again = client.post("/webhooks", BODY, key="once")
    assert again.json["webhook"]["key"] == key
    assert "secret" not in again.json, "said once, and not kept for whoever asks again"
    assert client.keys("/webhooks") == {key}
    assert client.post(f"/webhooks/{key}/test").status_code == 200
    assert client.post(f"/webhooks/{key}/test").status_code == 200
    first = client.get(f"/webhooks/{key}/deliveries?limit=1").json
    second = client.get(f"/webhooks/{key}/deliveries?limit=1&cursor={first['next']}").json
    assert second["next"] is None
    assert first["data"][0]["id"] != second["data"][0]["id"]
    assert client.post(f"/webhooks/{key}/pause").json["state"] == "paused"
    assert client.post(f"/webhooks/{key}/test").status_code == 409
    assert client.post(f"/webhooks/{key}/resume").json["state"] == "active"
    assert client.post(f"/webhooks/{key}/secret").json["secret"] != made.json["secret"]
    assert client.post(f"/webhooks/{key}/delete").status_code == 200
    assert client.get(f"/webhooks/{key}").status_code == 404


def test_others_do_not_see_it(app, client, cast, now):
    key = client.post("/webhooks", BODY).json["webhook"]["key"]
    for other in (
        Program(app, client_token(cast, now, cast.ministry.key)),
        Program(app, client_token(cast, now)),
    ):
        assert other.keys("/webhooks") == set()
        assert other.get(f"/webhooks/{key}").status_code == 404
        assert other.post(f"/webhooks/{key}/delete").status_code == 404
    ana = Program(app, token_of(cast.ana, now))
    assert ana.keys("/webhooks") == {key}
    co = Program(app, token_of(cast.co, now))
    assert co.get("/webhooks").status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        "http://hr.example.org/",
        "https://10.0.0.1/",
        "https://169.254.169.254/latest",
        "https://[::1]/",
        "https://localhost/",
        "https://user@hr.example.org/",
        "ftp://hr.example.org/",
        "https:///hooks",
    ],
)
def test_where_nothing_is_sent_nothing_is_made(client, address):
    assert client.post("/webhooks", {**BODY, "address": address}).status_code == 422
