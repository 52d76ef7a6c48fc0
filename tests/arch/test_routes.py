"""Every route: declared, closed to strangers, and deaf to forms without a token."""

import make
import pytest
from flask import Flask

from elearn.core.access import Role
from elearn.web.shared.guard import Audience, audience_of, init_guard, is_for_machines


def routes(app):
    """(rule, audience, an address that fits the rule)."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        values = {
            name: 1 if type(rule._converters[name]).__name__ == "IntegerConverter" else "x"
            for name in rule.arguments
        }
        with app.test_request_context():
            address = app.url_for(rule.endpoint, **values)
        yield rule, audience_of(app, rule.endpoint), address


def test_every_view_declares_its_audience(app):
    undeclared = [rule.endpoint for rule, audience, _ in routes(app) if audience is None]
    assert undeclared == []


def test_an_app_with_an_undeclared_view_does_not_start():
    app = Flask("careless")
    app.add_url_rule("/open", view_func=lambda: "open", endpoint="open")
    with pytest.raises(RuntimeError, match="open"):
        init_guard(app)


def test_a_stranger_is_sent_to_sign_in_from_every_page_that_is_not_public(app, client):
    wrong = []
    for rule, audience, address in routes(app):
        if audience is Audience.PUBLIC or "GET" not in rule.methods:
            continue
        answer = client.get(address)
        if answer.status_code != 302 or not answer.location.startswith("/sign-in"):
            wrong.append((rule.endpoint, answer.status_code))
    assert wrong == []


@pytest.fixture
def everyone(app, client_for, cast):
    """The browser of somebody who holds every role, so that only the token can be missing."""
    roles = (Role.TRAINER, Role.COORDINATOR, Role.ADMIN)
    somebody = make.person("Every Role", roles=roles, alumnus=True, unit=cast.station)
    make.role(somebody, Role.MANAGER, unit=cast.station)
    return client_for(somebody)


def test_every_form_needs_the_token(app, client, everyone):
    wrong = []
    for rule, _audience, address in routes(app):
        if "POST" not in rule.methods or is_for_machines(app, rule.endpoint):
            continue
        status = everyone.post(address, data={"name": "x"}, csrf=False).status_code
        if status != 400:
            wrong.append((rule.endpoint, status))
        if client.post(address, data={"name": "x"}, csrf=False).status_code < 300:
            wrong.append((rule.endpoint, "open to strangers"))
    assert wrong == []


def test_programs_are_known_by_their_own_secret_and_by_nothing_else(app, client, everyone):
    found = {rule.endpoint for rule, _a, _at in routes(app) if is_for_machines(app, rule.endpoint)}
    below = {e for e in found if e.startswith(("api.", "scim."))}
    known = {"public.wallet_token", "public.wallet_credential", "public.stop_reminders"}
    assert found - below == known
    assert below >= {"api.list_people", "api.add_person", "api.give_token", "scim.add_user"}
    for rule, audience, address in routes(app):
        if rule.endpoint in found:
            assert audience is Audience.PUBLIC
            answers = [
                who.post(address, data={"name": "x"}, csrf=False) for who in (client, everyone)
            ]
            assert answers[0].status_code in (400, 401, 405)
            said = [{k: v for k, v in (a.json or {}).items() if k != "request_id"} for a in answers]
            assert said[0] == said[1], "a session makes no difference"


def test_a_learner_reaches_nothing_that_is_meant_for_other_roles(app, client_for, cast):
    ann = client_for(cast.ann)
    wrong = []
    for rule, audience, address in routes(app):
        if audience in (Audience.PUBLIC, Audience.SIGNED_IN) or "GET" not in rule.methods:
            continue
        if ann.get(address).status_code != 403:
            wrong.append(rule.endpoint)
    assert wrong == []


def test_nobody_gets_past_a_password_that_must_be_changed(app, client_for):
    new = make.person("New", roles=(Role.ADMIN, Role.TRAINER), must_change_password=True)
    browser = client_for(new)
    for rule, audience, address in routes(app):
        if audience is Audience.PUBLIC or "GET" not in rule.methods:
            continue
        answer = browser.get(address)
        if rule.endpoint == "account.password":
            assert answer.status_code == 200
        else:
            assert (rule.endpoint, answer.status_code) == (rule.endpoint, 302)
            assert answer.location == "/account/password"


def test_every_answer_carries_the_security_headers(app, client):
    for rule, _audience, address in routes(app):
        if "GET" not in rule.methods:
            continue
        headers = client.get(address).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe-inline" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"]
        assert headers["X-Request-ID"]
