"""Signing in through an OpenID provider that runs beside the tests."""

import json
import socket
import subprocess
import sys
import time
from urllib.parse import urlsplit

import make
import pytest
import requests
from client import Client
from installation import settings_for

from elearn.app import create_app
from elearn.core.access import Role
from elearn.services import invitations
from elearn.services.invitations import InviteForm
from elearn.services.sign_in import Letter
from elearn.store.db import begin_write, db
from elearn.store.tables.audit import AuditEntry
from elearn.store.tables.people import Identity, Person

USERS = (
    {"sub": "s-1", "email": "Ann@Example.org", "email_verified": True},
    {"sub": "s-2", "email": "ann@example.org", "email_verified": True},
    {"sub": "s-3", "email": "ben@example.org", "email_verified": False},
    {"sub": "s-4", "email": "nobody@example.org", "email_verified": True},
)


@pytest.fixture(scope="module")
def issuer():
    """The address of a provider that knows these users."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    users = [part for user in USERS for part in ("--user-claims", json.dumps(user))]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    provider = subprocess.Popen(
        [*command, *users], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                requests.get(f"{address}/.well-known/openid-configuration", timeout=5)
                break
            except requests.ConnectionError:
                time.sleep(0.1)
        yield address
    finally:
        provider.terminate()
        provider.wait()


@pytest.fixture
def ministry(instance, migrated_file, clock, issuer):
    """A site whose people sign in through that provider."""
    instance.mkdir()
    (instance / "elearn.sqlite").write_bytes(migrated_file.read_bytes())
    named = {
        "oidc_issuer": issuer,
        "oidc_client_id": "elearn",
        "oidc_client_secret": "a secret",
        "oidc_name": "Ministry of Security",
        "public_url": "http://localhost",
    }
    app = create_app(settings_for(instance, **named))
    app.test_client_class = Client
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def go(browser, subject, following="/my-learning", invitation=""):
    """Go to the provider, be that user there, and come back; the address of the way back."""
    asked = {"next": following, "invitation": invitation}
    there = browser.get("/sign-in/provider", query_string=asked)
    assert there.status_code == 302
    asked = {"action": "deny"} if subject is None else {"sub": subject}
    back = requests.post(there.location, data=asked, allow_redirects=False, timeout=10)
    parts = urlsplit(back.headers["Location"])
    return f"{parts.path}?{parts.query}"


def who(browser):
    with browser.session_transaction() as cookie:
        return cookie.get("_user_id", "").partition(".")[0]


def test_the_first_time_a_verified_address_links_and_then_only_the_name_there_counts(ministry):
    ann = make.person("Ann Learner", email="ann@example.org")
    browser = ministry.test_client()
    answer = browser.get(go(browser, "s-1"))
    assert (answer.status_code, answer.location) == (303, "/my-learning")
    assert who(browser) == ann.key
    (link,) = db.session.query(Identity).all()
    assert (link.person_id, link.subject) == (ann.id, "s-1")
    assert db.session.query(AuditEntry).filter_by(action="identity-linked").count() == 1
    other = ministry.test_client()
    assert other.get(go(other, "s-2")).location == "/sign-in"  # her address, and somebody else
    assert who(other) == ""
    again = ministry.test_client()
    again.get(go(again, "s-1"))
    assert who(again) == ann.key
    assert db.session.query(Identity).count() == 1


def test_an_address_that_the_provider_did_not_verify_opens_nothing(ministry):
    make.person("Ben Learner", email="ben@example.org")
    browser = ministry.test_client()
    browser.get(go(browser, "s-3"))
    assert who(browser) == ""
    assert "no account for you here" in browser.get("/sign-in").text
    assert db.session.query(Identity).count() == 0


def test_who_has_no_account_or_left_or_says_no_is_told_so(ministry, now):
    gone = make.person("Ann Learner", email="ann@example.org")
    begin_write()
    db.session.get(Person, gone.id).left_at = now
    db.session.commit()
    for subject in ("s-1", "s-4"):
        browser = ministry.test_client()
        browser.get(go(browser, subject))
        assert who(browser) == ""
    browser = ministry.test_client()
    browser.get(go(browser, None))
    assert "You did not sign in at Ministry of Security" in browser.get("/sign-in").text


def test_an_answer_that_was_not_asked_for_or_comes_twice_signs_nobody_in(ministry):
    make.person("Ann Learner", email="ann@example.org")
    browser, stranger = ministry.test_client(), ministry.test_client()
    back = go(browser, "s-1")
    assert stranger.get(back).location == "/sign-in"
    assert who(stranger) == ""
    browser.get(back)
    browser.post("/sign-out")
    assert browser.get(back).location == "/sign-in"
    assert "did not work" in browser.get("/sign-in").text


def test_where_to_go_next_never_leads_elsewhere(ministry):
    make.person("Ann Learner", email="ann@example.org")
    browser = ministry.test_client()
    assert browser.get(go(browser, "s-1", "https://evil.example")).location == "/"


def test_without_a_provider_there_is_no_such_way_in(client):
    assert client.get("/sign-in/provider").status_code == 404
    assert client.get("/sign-in/provider/back").status_code == 404
    assert "/sign-in/provider" not in client.get("/sign-in").text


def test_a_provider_that_does_not_answer_is_named(instance, migrated_file, clock):
    instance.mkdir()
    (instance / "elearn.sqlite").write_bytes(migrated_file.read_bytes())
    named = {"oidc_client_id": "e", "oidc_client_secret": "s", "oidc_name": "Ministry"}
    app = create_app(
        settings_for(
            instance, oidc_issuer="http://127.0.0.1:9", public_url="http://localhost", **named
        )
    )
    with app.app_context():
        browser = app.test_client()
        assert browser.get("/sign-in/provider").location == "/sign-in"
        assert "Signing in through Ministry did not work" in browser.get("/sign-in").text
        db.session.remove()
        db.engine.dispose()


def invited(app, email, now):
    """The token of the link in a letter to that address."""
    unit = make.unit("Station North")
    co = make.actor(make.person("Co Coordinator", roles=(Role.COORDINATOR,)))
    links = []

    def letter(told):
        links.append(told.token)
        return Letter("Come", "Here.")

    form = InviteForm(name="Nia New", email=email)
    invitations.invite(co, unit.key, form, letter, secret=app.secret_key, now=now)
    db.session.commit()
    return links[0]


def test_whoever_the_provider_knows_accepts_an_invitation_there(ministry, now):
    token = invited(ministry, "nobody@example.org", now)
    assert "Accept and sign in through" in ministry.test_client().get(f"/invitations/{token}").text
    other = ministry.test_client()
    assert other.get(go(other, "s-2", invitation=token)).location == f"/invitations/{token}"
    assert who(other) == ""
    browser = ministry.test_client()
    assert browser.get(go(browser, "s-4", invitation=token)).location == "/my-learning"
    nia = db.session.query(Person).filter_by(email="nobody@example.org").one()
    assert (who(browser), nia.name, nia.password_hash) == (nia.key, "Nia New", None)
    assert db.session.query(Identity).filter_by(person_id=nia.id).count() == 1
    assert ministry.test_client().get(f"/invitations/{token}").status_code == 404
