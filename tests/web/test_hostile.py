"""Whoever wishes us ill: headers, bodies, addresses and what leaks."""

import logging
import re
from concurrent.futures import ThreadPoolExecutor

import learning
import make
import pytest
from flask import request
from installation import settings_for

from elearn.app import create_app
from elearn.core.learning.verify_code import CODE_BYTES, make_code
from elearn.core.sign_in import NETWORK
from elearn.services import attempts, cases, enrolments, jobs, lessons, mistake_reports
from elearn.services import site as site_service
from elearn.store import records as record_store
from elearn.store.db import db


@pytest.fixture
def production(instance, app):
    """The same installation as `app`, behind TLS."""
    settings = settings_for(instance, mode="testing", public_url="https://learn.example.org")
    site = create_app(settings)
    site.test_client_class = app.test_client_class
    return site


def signed_in(site, person):
    browser = site.test_client()
    browser.be(person.key, make.epoch_of(person))
    return browser


def test_a_forged_host_gets_into_no_address(production, now):
    version = make.course()
    ann = make.person("Ann")
    learning.publish("kinds", now)
    enrolments.enrol(make.actor(ann), "kinds", now=now)
    make.record(ann, version)
    db.session.commit()
    browser = signed_in(production, ann)
    for path in ("/records", "/learning", "/courses/kinds", "/courses/kinds/rules", "/sign-in"):
        answer = browser.get(path, headers={"Host": "evil.example"})
        assert "evil.example" not in answer.get_data(as_text=True) + str(answer.headers)


def test_the_cookie_is_secure_http_only_and_lax_and_https_is_asked_for(production):
    make.person("Ann", email="ann@example.org")
    answer = production.test_client().sign_in("ann@example.org", make.PASSWORD)
    names = [c.partition("=")[0] for c in answer.headers.getlist("Set-Cookie")]
    assert "__Host-elearn" in names
    for cookie in answer.headers.getlist("Set-Cookie"):
        assert "Secure" in cookie
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]


@pytest.mark.parametrize(
    "where",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\r\nLocation: https://evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "/\x00/evil",
        "///evil.example",
    ],
)
def test_nobody_is_led_elsewhere_after_signing_in(app, client, where):
    make.person("Ann", email="ann@example.org")
    answer = client.sign_in("ann@example.org", make.PASSWORD, next=where)
    assert answer.status_code == 303
    assert answer.location == "/"
    assert client.post("/sign-out", data={"next": where}).location == "/"
    language = client.post("/account/language", data={"language": "sq", "next": where})
    assert language.location == "/"


def test_a_session_from_before_signing_in_is_worth_nothing_after_it(app, client):
    make.person("Ann", email="ann@example.org")
    client.get("/sign-in")
    with client.session_transaction() as session:
        before = session["csrf_token"]
        session["planted"] = "x"
    client.sign_in("ann@example.org", make.PASSWORD)
    with client.session_transaction() as session:
        assert "planted" not in session
        assert session.get("csrf_token") != before


def test_a_stolen_cookie_ends_with_the_password_and_with_the_hours(app, client, client_for, clock):
    ann = make.person("Ann")
    thief = client_for(ann)
    assert thief.get("/learning").status_code == 200
    own = client_for(ann)
    data = {"old": make.PASSWORD, "new": "a fine long password", "again": "a fine long password"}
    assert own.post("/account/password", data=data).status_code == 303
    assert own.get("/learning").status_code == 200
    assert thief.get("/learning").status_code == 302
    clock.move(hours=13)
    assert own.get("/learning").status_code == 302


def test_whoever_has_left_or_lost_a_role_is_out_at_once(app, client_for, cast, now):
    mia, ann = client_for(cast.mia), client_for(cast.ann)
    assert mia.get("/people").status_code == 200
    ana = client_for(cast.ana)
    assert ana.post(f"/admin/people/{cast.ann.key}/leave").status_code == 303
    assert ann.get("/learning").status_code == 302
    assert ana.post(f"/admin/people/{cast.mia.key}/leave").status_code == 303
    assert mia.get("/people").status_code == 302


@pytest.mark.parametrize("path", ["/sign-in", "/verify", "/courses/x/enrol", "/nowhere"])
def test_a_body_beyond_the_limit_is_refused(app, client_for, cast, path):
    for browser in (app.test_client(), client_for(cast.ann)):
        for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
            answer = browser.open(
                path, method="POST", data=b"a=" + b"b" * 5_000_000, content_type=kind
            )
            assert answer.status_code in (404, 413), (path, kind)
            assert "Content-Security-Policy" in answer.headers


def test_a_form_with_a_million_fields_is_refused(app, client):
    answer = client.open(
        "/sign-in",
        method="POST",
        data=b"&".join([b"a="] * 1_000_000),
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 413
    parts = b"".join(
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n' for _ in range(3000)
    )
    answer = client.open(
        "/sign-in",
        method="POST",
        data=parts + b"--x--\r\n",
        content_type="multipart/form-data; boundary=x",
    )
    assert answer.status_code == 413


def test_personal_pages_are_stored_nowhere_and_static_files_for_ever(app, client, client_for, cast):
    mia = client_for(cast.mia)
    for path in ("/learning", "/records", "/account", "/account/my-data.json", "/people"):
        assert mia.get(path).headers["Cache-Control"] == "no-store"
    assert mia.get("/people.csv").headers["Cache-Control"] == "no-store"
    page = client.get("/sign-in").get_data(as_text=True)
    address = re.search(r'href="(/static/app\.css\?v=\w+)"', page)[1]
    rules = {}
    for path in (address, "/static/app.css", "/static/none.css?v=1"):
        with client.get(path) as answer:
            rules[path] = answer.headers["Cache-Control"]
    assert "immutable" in rules[address]
    assert "immutable" not in rules["/static/app.css"]
    assert rules["/static/none.css?v=1"] == "no-store"


def test_a_fault_shows_no_trace_and_the_log_no_person_and_no_token(
    app, client, cast, monkeypatch, caplog
):
    def broken(*_args, **_kwargs):
        raise RuntimeError("secret inner workings")

    monkeypatch.setattr("elearn.services.sign_in.link_stands", broken)
    with caplog.at_level(logging.INFO, logger="elearn"):
        answer = client.get("/reset/link/AVERYSECRETTOKEN")
        client.get("/people/AVERYSECRETTOKEN")
    assert answer.status_code == 500
    page = answer.get_data(as_text=True)
    assert "Traceback" not in page
    assert "inner workings" not in page
    assert "Content-Security-Policy" in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    for record in caplog.records:
        assert "AVERYSECRETTOKEN" not in str(record.__dict__)


def test_a_fault_of_the_database_shows_no_values(app):
    with pytest.raises(Exception, match="no such table") as raised:
        db.session.execute(db.text("SELECT * FROM nowhere WHERE x = :x"), {"x": "Ann Learner"})
    assert "Ann Learner" not in str(raised.value)


def test_media_are_found_by_digest_alone(app, client_for, cast):
    browser = client_for(cast.ann)
    for digest in ("..", "..%2f..", "x" * 300, "a%00b", "0" * 64, "%5c%5cserver%5cshare"):
        assert browser.get(f"/media/{digest}/a.svg").status_code == 404


@pytest.fixture
def code(app, client_for, cast, now):
    """The code of Ann's record."""
    learning.publish("kinds", now)
    ann = make.actor(cast.ann)
    enrolments.enrol(ann, "kinds", now=now)
    lessons.finish_lesson(ann, "kinds", "rules", now=now)
    cases.choose(ann, cases.begin(ann, "kinds", "gate", "en", now=now), 0, "c-ask", now=now)
    key = attempts.begin(ann, "kinds", "quiz", "en", now=now)
    for number, form in learning.truth_forms(ann, key).items():
        attempts.answer(ann, key, number, form, now=now)
    attempts.finish(ann, key, now=now)
    db.session.commit()
    (record,) = record_store.of_person(cast.ann.id)
    return record.code


def test_names_are_not_tried_out_on_a_code(app, client, cast, code, clock):
    statuses = [
        client.post(f"/verify/{code}", data={"name": f"Somebody {n}"}).status_code
        for n in range(12)
    ]
    assert statuses == [200] * 5 + [429] * 7
    right = {"name": cast.ann.name}
    assert client.post(f"/verify/{code}", data=right).status_code == 429
    assert client.get(f"/verify/{code}").status_code == 200
    clock.move(hours=1)
    assert "fits" in client.post(f"/verify/{code}", data=right).get_data(as_text=True)


def test_codes_are_not_tried_out_with_a_name_either(app, client, code):
    codes = [make_code(n.to_bytes(CODE_BYTES, "big")) for n in range(1, 50)]
    statuses = [client.post(f"/verify/{c}", data={"name": "x"}).status_code for c in codes]
    assert statuses.count(200) <= NETWORK.free + 1
    assert client.post(f"/verify/{code}", data={"name": "x"}).status_code == 429


def test_a_wrong_name_gets_the_page_of_no_name(app, client, code):
    none = client.get(f"/verify/{code}").get_data(as_text=True)
    wrong = client.post(f"/verify/{code}", data={"name": "Somebody Else"}).get_data(as_text=True)
    tokens = re.compile(r'name="csrf_token"[^>]*>|value="Im[^"]*"')
    assert tokens.sub("", none) == tokens.sub("", wrong)


def test_without_its_database_the_site_says_so_and_shows_nothing(tmp_path):
    gone = "postgresql+psycopg://nobody:secretpassword@127.0.0.1:1/none?connect_timeout=2"
    site = create_app(settings_for(tmp_path / "instance", database_url=gone))
    browser = site.test_client()
    assert browser.get("/healthz").status_code == 200
    ready = browser.get("/readyz")
    assert ready.status_code == 503
    page = browser.get("/courses")
    assert page.status_code == 500
    for answer in (ready, page):
        text = answer.get_data(as_text=True)
        assert "secretpassword" not in text
        assert "Traceback" not in text
        assert "Content-Security-Policy" in answer.headers


def test_many_processes_start_and_work_on_one_instance_at_once(tmp_path, now):
    works = [lambda: site_service.prepare_instance(tmp_path), lambda: jobs.beat(tmp_path, now)]
    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(work) for work in works * 40]:
            done.result()
    assert jobs.last_beat(tmp_path) == now
    assert sorted(p.name for p in tmp_path.iterdir() if p.is_file()) == [jobs.HEARTBEAT]


def test_nobody_floods_the_trainers_with_reports(app, client_for, cast, now, clock):
    learning.publish("kinds", now)
    enrolments.enrol(make.actor(cast.ann), "kinds", now=now)
    browser, form = client_for(cast.ann), {"text": "Wrong."}
    for _ in range(mistake_reports.MOST_REPORTS):
        assert browser.post("/courses/kinds/rules/report", data=form).status_code == 303
    assert browser.post("/courses/kinds/rules/report", data=form).status_code == 429
    clock.move(days=1)
    browser = client_for(cast.ann)
    assert browser.post("/courses/kinds/rules/report", data=form).status_code == 303


@pytest.mark.parametrize(
    ("proxies", "forwarded", "believed"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "10.6.6.6, 203.0.113.9", "203.0.113.9"),
        (2, "10.6.6.6, 203.0.113.9, 198.51.100.1", "203.0.113.9"),
        (2, "203.0.113.9", "127.0.0.1"),
    ],
)
def test_only_trusted_proxies_tell_where_somebody_comes_from(
    instance, app, proxies, forwarded, believed
):
    site = create_app(settings_for(instance, trusted_proxies=proxies))
    seen = []
    site.before_request(lambda: seen.append(request.remote_addr))
    site.test_client().get("/sign-in", headers={"X-Forwarded-For": forwarded})
    assert seen == [believed]


def test_without_a_secret_key_nobody_knows_the_key(tmp_path):
    sites = [create_app(settings_for(tmp_path / name, secret_key="")) for name in "ab"]
    keys = {site.secret_key for site in sites}
    assert len(keys) == 2
    assert all(len(key) >= 32 for key in keys)
