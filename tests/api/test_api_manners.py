"""Parts of lists, fields, ETags, keys against doing twice, refusals, limits."""

import asking
import learning
import make
import pytest
from programs import Program, client_token, token_of
from updating import edited, published

from elearn.core.rates import Rate, ask
from elearn.store.db import db
from elearn.store.tables.people import Person


@pytest.fixture
def program(app, cast, now):
    """A system of the whole site."""
    return Program(app, client_token(cast, now))


def test_a_list_goes_on_where_its_cursor_says(program, cast):
    whole = program.keys("/people")
    assert program.keys("/people?limit=3") == whole
    first = program.get("/people?limit=3")
    assert len(first.json["data"]) == 3


def test_a_cursor_is_good_for_its_own_list_only(program, cast):
    cursor = program.get("/people?limit=1").json["next"]
    assert program.get(f"/people?cursor={cursor}&limit=5").status_code == 200
    for path in (f"/units?cursor={cursor}", f"/people?active=false&cursor={cursor}"):
        answer = program.get(path)
        assert (answer.status_code, answer.json["code"]) == (422, "bad-cursor")
    assert program.get("/people?cursor=1").status_code == 422


def test_fields_leave_out_what_is_not_wanted(program, cast):
    item = program.get("/people?fields=key,name").json["data"][0]
    assert set(item) == {"key", "name"}
    answer = program.get("/people?fields=key,password_hash")
    assert answer.status_code == 422
    assert answer.json["errors"][0]["parameter"] == "fields"


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=201", "limit=x", "active=maybe", "unit=a%00b", "odd=1", "limit=1&limit=2"],
)
def test_parameters_that_cannot_be_used_are_named(program, cast, query):
    answer = program.get(f"/people?{query}")
    assert answer.status_code == 422
    assert answer.json["errors"][0]["parameter"] == query.split("=")[0]


def test_an_answer_that_has_not_changed_is_not_sent_again(program, cast):
    first = program.get("/people", {"Accept-Encoding": "br"})
    assert first.headers["ETag"]
    for tag in (first.headers["ETag"], program.get("/people").headers["ETag"]):
        again = program.get("/people", {"If-None-Match": tag})
        assert again.status_code == 304
        assert again.data == b""
    other = program.get("/people?fields=key", {"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200
    for odd in ('""', 'W/""', "", "x", '"x", ' + first.headers["ETag"][1:]):
        assert program.get("/people", {"If-None-Match": odd}).status_code == 200
    assert program.get("/people", {"If-None-Match": "*"}).status_code == 304
    make.person("Somebody New")
    changed = program.get("/people", {"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


def people():
    return db.session.query(Person).count()


NEW = {"name": "Nina New", "email": "nina@example.org", "country": "BA"}


def test_somebody_is_added_to_a_unit_once_however_often_it_is_asked(program, cast):
    body = NEW | {"unit": cast.station.key}
    first = program.post("/people", body, key="k1")
    assert first.status_code == 201
    assert first.json["units"] == [{"key": cast.station.key, "name": cast.station.name}]
    there = people()
    again = program.post("/people", dict(reversed(body.items())), key="k1")
    assert (again.status_code, again.json) == (201, first.json)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert people() == there
    other = program.post("/people", body | {"name": "Other"}, key="k1")
    assert (other.status_code, other.json["code"]) == (409, "idempotency-key-reused")
    assert program.post("/people", body, key="k2").json["code"] == "name-taken"


def test_a_key_is_free_again_where_nothing_happened(program, cast):
    refused = program.post("/people", {"name": "Nina"}, key="k1")
    assert refused.status_code == 422
    assert program.post("/people", NEW, key="k1").status_code == 201


def test_keys_of_one_program_are_not_those_of_another(app, cast, now):
    for unit in (cast.station, cast.abroad):
        program = Program(app, client_token(cast, now, unit.key))
        body = {"name": "Same", "service_number": f"n-{unit.id}", "unit": unit.key}
        assert program.post("/people", body, key="same").status_code == 201


def test_a_key_must_be_one(program, cast):
    for key in ("x" * 65, "a b"):
        assert program.post("/people", NEW, key=key).status_code == 422


def test_people_are_added_in_reach_only(app, cast, now):
    inside = Program(app, client_token(cast, now, cast.ministry.key))
    assert inside.post("/people", NEW | {"unit": cast.abroad.key}).status_code == 404
    assert inside.post("/people", NEW).status_code == 403, "the whole site is not its own"
    assert inside.post("/people", NEW | {"unit": cast.station.key}).status_code == 201
    mia = Program(app, token_of(cast.mia, now, "people:read"))
    assert mia.post("/people", NEW).status_code == 403


def test_who_left_is_said_once_and_can_be_said_again(program, cast):
    for _ in range(2):
        answer = program.post(f"/people/{cast.cy.key}/deactivate")
        assert (answer.status_code, answer.json["active"]) == (200, False)
    assert cast.cy.key not in program.keys("/people")
    assert program.keys("/people?active=false") == {cast.cy.key}
    assert program.post("/people/nobody/deactivate").status_code == 404


def test_a_system_is_not_among_those_who_left(program, cast):
    assert program.keys("/people?active=false") == set()


def test_a_client_of_a_unit_says_of_nobody_that_they_left(app, cast, now):
    inside = Program(app, client_token(cast, now, cast.station.key))
    assert inside.post(f"/people/{cast.ann.key}/deactivate").status_code == 403


def test_somebody_is_enrolled_once(program, app, cast, now):
    learning.publish("kinds", now)
    body = {"person": cast.ann.key, "pack": "kinds"}
    first = program.post("/enrolments", body)
    assert (first.status_code, first.json["state"]) == (201, "open")
    again = program.post("/enrolments", body)
    assert (again.status_code, again.json) == (200, first.json)
    assert program.get(f"/enrolments?person={cast.ann.key}&state=open").json["data"] == [first.json]
    progress = program.get(f"/progress?person={cast.ann.key}").json["data"]
    assert progress[0]["percent"] == 0
    assert program.post("/enrolments", body | {"pack": "nowhere"}).status_code == 404
    inside = Program(app, client_token(cast, now, cast.abroad.key))
    assert inside.post("/enrolments", body).status_code == 404
    ben = Program(app, token_of(cast.ben, now))
    assert ben.post("/enrolments", body | {"person": cast.ben.key}).status_code == 201
    assert ben.post("/enrolments", body).status_code == 404


def test_nobody_is_enrolled_by_others_without_what_the_course_needs(program, app, cast, now):
    learning.publish("pages", now)
    needs = edited("pack.yaml", b"id: kinds\n", b"id: kinds\nprerequisites: [pages]\n")
    published("1.0.0", now, changes=needs)
    body = {"person": cast.ann.key, "pack": "kinds"}
    refused = program.post("/enrolments", body)
    assert (refused.status_code, refused.json["code"]) == (409, "prerequisites-missing")
    assert "pages" in refused.json["detail"]
    asking.learnt_elsewhere(cast.ann, now.date(), pack_id="pages")
    assert program.post("/enrolments", body).status_code == 201
    learning.record_of(cast.ben, now)
    assert program.post("/enrolments", body | {"person": cast.ben.key}).status_code == 201
    mia = Program(app, token_of(cast.mia, now))
    assert mia.post("/enrolments", body | {"person": cast.mia.key}).status_code == 201


def test_packs_are_listed_with_what_they_are(program, app, now):
    learning.publish("kinds", now)
    make.course("other")
    assert program.keys("/packs") >= {"kinds", "other"}
    assert program.keys("/packs?limit=1") == program.keys("/packs")
    assert {p["kind"] for p in program.get("/packs?kind=course").json["data"]} == {"course"}
    assert program.get("/packs/kinds").json["version"] == "1.0.0"
    assert program.get("/packs/nowhere").status_code == 404


@pytest.mark.parametrize(
    ("data", "type_", "status", "code"),
    [
        ("{", "application/json", 400, "not-json"),
        ("[" * 100_000, "application/json", 400, "not-json"),
        ("[]", "application/json", 422, "bad-body"),
        ('{"name": 1}', "application/json", 422, "bad-body"),
        ('{"name": "A", "odd": 1}', "application/json", 422, "bad-body"),
        ("name=A", "application/x-www-form-urlencoded", 415, "wrong-type"),
        ('{"name": "A\\u0000"}', "application/json", 422, "bad-name"),
    ],
)
def test_what_cannot_be_read_is_refused_as_data(program, cast, data, type_, status, code):
    answer = program.client.post(
        "/api/v1/people", data=data, content_type=type_, headers=program.headers, csrf=False
    )
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize("path", ["", "/", "/nowhere", "/people/a/b", "/people/%00"])
def test_there_is_no_page_below_the_api(app, cast, path, program):
    assert program.get(path).status_code == 404
    assert Program(app, "").get("/people").status_code == 401


def test_a_method_that_is_not_there_is_named_with_those_that_are(program, cast):
    answer = program.client.delete("/api/v1/people", headers=program.headers)
    assert (answer.status_code, answer.mimetype) == (405, "application/problem+json")
    assert "POST" in answer.headers["Allow"]


def test_a_fault_of_ours_says_nothing_of_it(app, program, monkeypatch):
    from elearn.services.collections import packs

    def broken(*_more, **_named):
        raise RuntimeError("a secret of the house")

    monkeypatch.setattr(packs, "listing", broken)
    app.testing = False
    answer = program.get("/packs")
    assert (answer.status_code, answer.json["code"]) == (500, "broken")
    assert "secret" not in answer.get_data(as_text=True)


def test_a_session_opens_nothing_below_the_api(client_for, cast):
    answer = client_for(cast.ana).get("/api/v1/people")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_who_asks_too_often_waits(app, program, cast, clock, monkeypatch):
    from dataclasses import replace

    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], api_rate=2))
    assert program.get("/packs").headers["RateLimit"] == '"token";r=1;t=60'
    assert program.get("/packs").status_code == 200
    answer = program.get("/packs")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    assert answer.headers["RateLimit"] == '"token";r=0;t=60'
    clock.move(seconds=61)
    assert program.get("/packs").status_code == 200


def test_threads_agree_about_what_was_asked(app, now):
    from concurrent.futures import ThreadPoolExecutor

    from elearn.api.limits import Limits

    limits, rate = Limits(), Rate(50)
    with ThreadPoolExecutor(8) as pool:
        verdicts = list(pool.map(lambda _n: limits.take("one", rate, now), range(200)))
    assert sum(v.heard for v in verdicts) == 50


def test_a_window_that_begins_later_than_now_is_begun_anew(now):
    from datetime import timedelta

    window, _verdict = ask(None, Rate(1), now + timedelta(hours=1))
    assert ask(window, Rate(1), now)[1].heard


def test_a_client_gets_its_token_as_oauth_says(app, cast, now):
    from elearn.services import clients

    wanted = clients.NewClient("Register", frozenset({"people:read"}), "", 90)
    made = clients.make(make.actor(cast.ana), wanted, now=now)
    browser = app.test_client()
    form = {"grant_type": "client_credentials"}

    def ask_for(auth=(made.client, made.secret), **more):
        sent = {k: v for k, v in (form | more).items() if v}
        return browser.post("/api/v1/token", data=sent, auth=auth, csrf=False)

    answer = ask_for()
    assert answer.json["token_type"] == "Bearer"
    assert answer.json["scope"] == "people:read"
    assert answer.headers["Cache-Control"] == "no-store"
    assert Program(app, answer.json["access_token"]).get("/people").status_code == 200
    body = {"client_id": made.client, "client_secret": made.secret}
    assert ask_for(None, **body).status_code == 200
    wrong = ask_for((made.client, "no"))
    assert (wrong.status_code, wrong.json) == (401, {"error": "invalid_client"})
    assert ask_for(scope="people:write").json == {"error": "invalid_scope"}
    assert ask_for(grant_type="password").json == {"error": "unsupported_grant_type"}
    assert ask_for(grant_type="").json == {"error": "invalid_request"}


def test_a_list_costs_as_many_queries_however_long_it_is(program, cast, now):
    from counting import counted

    version = make.course("other")

    def cost():
        found = {}
        for path in ("/people", "/units", "/enrolments", "/progress", "/records"):
            program.get(path)
            with counted() as queries:
                program.get(path)
            found[path] = len(queries)
        return found

    def fill(n):
        for _ in range(n):
            somebody = make.person(unit=cast.station)
            make.enrolment(somebody, version)
            make.record(somebody, version)
            make.unit(parent=cast.ministry)

    fill(1)
    few = cost()
    fill(6)
    assert cost() == few
