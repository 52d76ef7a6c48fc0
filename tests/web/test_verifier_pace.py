"""Having the site check something: generous, counted over all processes, and refused plainly."""

import threading

import pytest

from elearn.core.errors import TooMany
from elearn.core.pace import Pace
from elearn.services import verifier
from elearn.services.guarding import Origin
from elearn.services.transaction import transaction
from elearn.store.db import db

OFFICE = Origin("a secret key", "192.0.2.7")


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(verifier, "CHECKS", Pace(burst=3, every=10))


def send(client, **more):
    return client.post("/verify/check", data={"text": "not a record"}, **more)


def test_an_office_behind_one_address_checks_a_hundred_in_a_row():
    assert verifier.CHECKS.burst >= 100
    assert verifier.CHECKS.every <= 2


def test_too_many_are_told_to_wait_and_how_long(few, client, clock):
    assert [send(client).status_code for _ in range(3)] == [200] * 3
    refused = send(client)
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "10"
    assert "Wait a moment" in refused.get_data(as_text=True)
    elsewhere = {"REMOTE_ADDR": "198.51.100.1"}
    assert send(client, environ_base=elsewhere).status_code == 200
    clock.move(seconds=10)
    assert [send(client).status_code for _ in range(2)] == [200, 429]


def test_other_pages_have_nothing_to_do_with_it(few, client):
    for _ in range(4):
        send(client)
    assert client.get("/verify").status_code == 200
    assert client.get("/verify/trust.json").status_code == 200


def test_those_who_send_at_once_are_counted_one_by_one(few, app, now):
    gate, heard = threading.Barrier(12), []

    def ask():
        with app.app_context():
            gate.wait()
            try:
                with transaction():
                    verifier.check(b"not a record", "", OFFICE, now=now)
                heard.append(True)
            except TooMany:
                heard.append(False)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(heard) == [False] * 9 + [True] * 3
