"""Signing in and out, the language, and what is known about me."""

import make
import pytest
from client import text_of

from elearn.store.db import db
from elearn.store.tables.people import Person, SignInGuard

WRONG = "not the password at all"


def row(somebody):
    db.session.rollback()
    return db.session.get(Person, somebody.id)


def test_an_officer_signs_in_and_comes_to_their_learning(client, cast):
    answer = client.sign_in(cast.ann.email, make.PASSWORD)
    assert answer.status_code == 303
    assert answer.location == "/"
    assert client.get("/").location == "/learning"


@pytest.mark.parametrize("typed", ["  ANN@Example.ORG ", "ann@example.org", "Ann @example.org"])
def test_capitals_and_spaces_in_an_address_make_no_difference(client, app, typed):
    make.person("Ann", email="ann@example.org")
    assert client.sign_in(typed, make.PASSWORD).status_code == 303


@pytest.mark.parametrize("typed", ["MUP-1234/Š", "муп-1234/ш", "mup–1234/s", " Mup - 1234 / Š"])
def test_a_service_number_is_the_same_in_latin_and_cyrillic(client, app, typed):
    make.person("Ben", email=None, service_number="mup-1234/s")
    assert client.sign_in(typed, make.PASSWORD).status_code == 303


def test_a_wrong_password_and_an_unknown_name_get_the_same_page(client, app):
    make.person("Ann", email="ann@example.org")
    known = client.sign_in("ann@example.org", WRONG)
    unknown = client.sign_in("eve@example.org", WRONG)
    assert known.status_code == unknown.status_code == 422
    assert text_of(known) == text_of(unknown)


def test_an_account_without_a_password_cannot_be_entered(client, app):
    make.person("New", email="new@example.org", password=None)
    assert client.sign_in("new@example.org", "").status_code == 422
    assert client.sign_in("new@example.org", WRONG).status_code == 422


def test_somebody_who_left_cannot_sign_in(client, app, now):
    make.person("Gone", email="gone@example.org", left_at=now)
    assert client.sign_in("gone@example.org", make.PASSWORD).status_code == 422


def test_after_five_failures_one_waits_and_the_page_says_how_long(client, app, clock):
    make.person("Ann", email="ann@example.org")
    for _ in range(4):
        assert "wait" not in text_of(client.sign_in("ann@example.org", WRONG))
    fifth = client.sign_in("ann@example.org", WRONG)
    assert "Please wait 2 seconds" in text_of(fifth)
    early = client.sign_in("ann@example.org", make.PASSWORD)
    assert early.status_code == 429
    assert early.headers["Retry-After"] == "2"
    clock.move(seconds=2)
    assert client.sign_in("ann@example.org", make.PASSWORD).status_code == 303


def test_there_is_no_lock_the_right_password_works_after_any_number_of_failures(client, app, clock):
    make.person("Ann", email="ann@example.org")
    for _ in range(30):
        client.sign_in("ann@example.org", WRONG)
        clock.move(minutes=15)
    assert client.sign_in("ann@example.org", make.PASSWORD).status_code == 303


def test_a_try_during_the_wait_does_not_make_it_longer(client, app, clock):
    make.person("Ann", email="ann@example.org")
    for _ in range(5):
        client.sign_in("ann@example.org", WRONG)
    for _ in range(20):
        assert client.sign_in("ann@example.org", WRONG).status_code == 429
    clock.move(seconds=2)
    assert client.sign_in("ann@example.org", make.PASSWORD).status_code == 303


def test_an_outsider_cannot_keep_an_officer_off_a_device_used_before(app, clock):
    make.person("Ann", email="ann@example.org")
    own, outsider = app.test_client(), app.test_client()
    assert own.sign_in("ann@example.org", make.PASSWORD).status_code == 303
    own.post("/sign-out")
    for _ in range(20):
        outsider.sign_in("ann@example.org", WRONG)
        clock.move(minutes=15)
    outsider.sign_in("ann@example.org", WRONG)
    assert outsider.sign_in("ann@example.org", make.PASSWORD).status_code == 429
    assert own.sign_in("ann@example.org", make.PASSWORD).status_code == 303


def test_a_known_device_is_slowed_by_its_own_failures(app):
    make.person("Ann", email="ann@example.org")
    own = app.test_client()
    own.sign_in("ann@example.org", make.PASSWORD)
    own.post("/sign-out")
    for _ in range(5):
        own.sign_in("ann@example.org", WRONG)
    assert own.sign_in("ann@example.org", make.PASSWORD).status_code == 429


def test_one_device_known_for_ann_is_not_known_for_ben(app):
    make.person("Ann", email="ann@example.org")
    make.person("Ben", email="ben@example.org")
    own, outsider = app.test_client(), app.test_client()
    own.sign_in("ann@example.org", make.PASSWORD)
    own.post("/sign-out")
    for _ in range(5):
        outsider.sign_in("ben@example.org", WRONG)
    assert own.sign_in("ben@example.org", make.PASSWORD).status_code == 429


def test_a_network_that_fails_often_waits_whatever_the_name(client, app, clock):
    make.person("Ann", email="ann@example.org")
    for number in range(41):
        client.sign_in(f"guess{number}@example.org", WRONG)
    assert client.sign_in("ann@example.org", make.PASSWORD).status_code == 429
    other = app.test_client()
    elsewhere = {"REMOTE_ADDR": "198.51.100.7"}
    data = {"name": "ann@example.org", "password": make.PASSWORD}
    assert other.post("/sign-in", data=data, environ_base=elsewhere).status_code == 303


def test_what_is_counted_names_nobody(client, app):
    make.person("Ann", email="ann@example.org")
    client.sign_in("ann@example.org", WRONG)
    subjects = [guard.subject for guard in db.session.query(SignInGuard)]
    assert len(subjects) == 2
    assert all(len(s) == 64 and int(s, 16) for s in subjects)


@pytest.mark.parametrize("name", ["", " ", "\x00", "a" * 500_000, "’ OR 1=1 --", "\ud7ff@\u202e.x"])
def test_strange_names_are_refused_like_wrong_ones(client, app, name):
    assert client.sign_in(name, WRONG).status_code == 422


def test_a_huge_password_is_refused_without_hashing_it(client, cast):
    assert client.sign_in(cast.ann.email, "x" * 200_000).status_code == 422


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "evil.example",
        "/ok\r\nSet-Cookie: a=b",
        "///evil.example",
        "http:///evil.example",
    ],
)
def test_next_never_leads_to_another_site(client, cast, wanted):
    page = client.get("/sign-in", query_string={"next": wanted}).get_data(as_text=True)
    assert "evil.example" not in page.split("<main", 1)[1].split("</main>", 1)[0]
    assert client.sign_in(cast.ann.email, make.PASSWORD, next=wanted).location == "/"


def test_next_leads_back_to_the_page_that_was_asked_for(client, cast):
    asked = client.get("/account?before=7")
    assert asked.status_code == 302
    page = client.get(asked.location)
    assert 'value="/account?before=7"' in page.get_data(as_text=True)
    answer = client.sign_in(cast.ann.email, make.PASSWORD, next="/account?before=7")
    assert answer.location == "/account?before=7"


def test_signing_out_ends_the_session_and_clears_what_the_browser_kept(client_for, cast):
    ann = client_for(cast.ann)
    assert ann.get("/account").status_code == 200
    answer = ann.post("/sign-out")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert ann.get("/account").status_code == 302


def test_signing_out_needs_the_token(client_for, cast):
    ann = client_for(cast.ann)
    assert ann.post("/sign-out", csrf=False).status_code == 400
    assert ann.get("/account").status_code == 200


def test_a_session_ends_after_the_idle_time(client_for, cast, clock):
    ann = client_for(cast.ann)
    clock.move(hours=11)
    assert ann.get("/account").status_code == 200
    clock.move(hours=11)
    assert ann.get("/account").status_code == 200
    clock.move(hours=13)
    assert ann.get("/account").status_code == 302


def test_a_session_ends_in_the_end_however_busy_it_is(client_for, cast, clock):
    ann = client_for(cast.ann)
    for _ in range(14 * 3 - 1):
        clock.move(hours=8)
        assert ann.get("/account").status_code == 200
    clock.move(hours=9)
    assert ann.get("/account").status_code == 302


def test_the_language_is_kept_for_a_visitor_and_for_a_person(client, client_for, cast):
    answer = client.post("/account/language", data={"language": "sr", "next": "/about"})
    assert answer.location == "/about"
    assert 'lang="sr-Cyrl"' in client.get("/about").get_data(as_text=True)
    client_for(cast.ann).post("/account/language", data={"language": "sq"})
    assert row(cast.ann).language == "sq"
    assert row(cast.ben).language == "en"


def test_an_unknown_language_is_refused(client, app):
    assert client.post("/account/language", data={"language": "tlh"}).status_code == 400


def test_my_account_shows_my_data_and_nobody_elses(client_for, cast):
    page = text_of(client_for(cast.ann).get("/account"))
    assert "Ann Learner" in page
    assert "Station North" in page
    assert "Ben Colleague" not in page


def test_a_name_change_is_asked_for_once(client_for, cast):
    ann = client_for(cast.ann)
    wish = {"name": "Ann  Marić-Ђорђевић", "reason": "I married."}
    assert ann.post("/account/name", data=wish).status_code == 303
    assert "Ann Marić-Ђорђевић" in text_of(ann.get("/account"))
    assert ann.post("/account/name", data=wish).status_code == 422
    assert row(cast.ann).name == "Ann Learner"


@pytest.mark.parametrize("name", ["", "a" * 201, "Ann\x00", "Ann\u202e", "Ann Learner"])
def test_a_name_that_cannot_stand_is_refused(client_for, cast, name):
    wish = {"name": name, "reason": "I married."}
    assert client_for(cast.ann).post("/account/name", data=wish).status_code == 422


def test_the_export_has_everything_of_mine_and_nothing_of_others(client_for, cast):
    answer = client_for(cast.ann).get("/account/my-data.json")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    text = answer.get_data(as_text=True)
    assert cast.ann.email in text
    assert "Station North" in text
    assert "argon2" not in text
    for other in (cast.ben, cast.cy, cast.mia):
        assert other.email not in text
        assert other.name not in text
