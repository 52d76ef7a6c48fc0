"""Changing a password, and setting one by a mailed link or a one-time code."""

import re
from datetime import timedelta

import make
import pytest
from client import text_of

from elearn.services import people
from elearn.store.db import db
from elearn.store.tables.jobs import Job
from elearn.store.tables.people import Person, ResetToken

NEW = "seven quiet rivers at dusk"


def change(client, old=make.PASSWORD, new=NEW, again=None):
    data = {"old": old, "new": new, "again": new if again is None else again}
    return client.post("/account/password", data=data)


def ask(client, name):
    return client.post("/reset", data={"name": name})


def letters():
    db.session.rollback()
    return [job.payload for job in db.session.query(Job).filter_by(kind="mail")]


def link_in(letter):
    return re.search(r"http://localhost(/reset/link/\S+)", letter["text"])[1]


def use_link(client, link, new=NEW):
    return client.post(link, data={"new": new, "again": new})


def use_code(client, name, code, new=NEW):
    data = {"name": name, "code": code, "new": new, "again": new}
    return client.post("/reset/code", data=data)


@pytest.fixture
def code(app, cast, now, request):
    issued = people.issue_code(make.actor(cast.mia), cast.ann.key, secret=app.secret_key, now=now)
    db.session.commit()
    return issued.code


def test_a_changed_password_ends_every_other_session_and_keeps_this_one(client_for, cast):
    here, there = client_for(cast.ann), client_for(cast.ann)
    ben = client_for(cast.ben)
    assert change(here).status_code == 303
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 302
    assert ben.get("/account").status_code == 200


def test_the_new_password_opens_and_the_old_one_does_not(client, client_for, cast):
    change(client_for(cast.ann))
    assert client.sign_in(cast.ann.email, make.PASSWORD).status_code == 422
    assert client.sign_in(cast.ann.email, NEW).status_code == 303


def test_the_present_password_is_needed_and_guessing_it_gets_slow(client_for, cast, clock):
    ann = client_for(cast.ann)
    for _ in range(5):
        assert change(ann, old="not the password").status_code == 422
    assert change(ann).status_code == 429
    clock.move(seconds=2)
    assert change(ann).status_code == 303


@pytest.mark.parametrize(
    ("new", "says"),
    [
        ("short", "at least 12"),
        ("x" * 300, "at most 256"),
        ("aaaaaaaaaaaaaaaa", "different characters"),
        ("123456789012345", "different characters"),
        ("Ann.Learner2026", "name or sign-in name"),
        ("Password123456", "Many people"),
        ("Lozinka12345!", "Many people"),
    ],
)
def test_easy_passwords_are_refused_with_the_reason(client_for, cast, new, says):
    answer = change(client_for(cast.ann), new=new)
    assert answer.status_code == 422
    assert says in text_of(answer)


def test_the_two_new_passwords_must_be_the_same(client_for, cast):
    assert change(client_for(cast.ann), again="something else here").status_code == 422


@pytest.mark.parametrize(
    "new", ["лозинка није ово ћошак", "fjalë të gjata për natën", "🌲🚪 und vier Lampen"]
)
def test_a_password_may_be_in_any_script(client, client_for, cast, new):
    assert change(client_for(cast.ann), new=new).status_code == 303
    assert client.sign_in(cast.ann.email, new).status_code == 303


def test_somebody_whose_password_was_set_by_another_must_change_it_first(client, app):
    make.person("New", email="new@example.org", must_change_password=True)
    client.sign_in("new@example.org", make.PASSWORD)
    assert client.get("/account").location == "/account/password"
    assert change(client).status_code == 303
    assert client.get("/account").status_code == 200


def test_the_answer_to_a_reset_is_the_same_for_a_stranger(client, app, cast):
    known, unknown = ask(client, cast.ann.email), ask(client, "eve@example.org")
    assert known.status_code == unknown.status_code == 200
    assert text_of(known) == text_of(unknown)
    assert [letter["to"] for letter in letters()] == [cast.ann.email]


def test_somebody_without_mail_gets_no_letter(client, app):
    make.person("Ben", email=None, service_number="mup-77")
    assert ask(client, "MUP-77").status_code == 200
    assert letters() == []


def test_a_mailed_link_sets_a_password_once(client, app, client_for, cast):
    before = client_for(cast.ann)
    ask(client, cast.ann.email)
    link = link_in(letters()[0])
    assert client.get(link).status_code == 200
    assert use_link(client, link).status_code == 303
    assert client.get("/account").status_code == 200
    assert before.get("/account").status_code == 302
    assert use_link(app.test_client(), link, "another long password").location == "/reset"
    assert app.test_client().sign_in(cast.ann.email, NEW).status_code == 303


def test_an_easy_password_leaves_the_link_standing(client, cast):
    ask(client, cast.ann.email)
    link = link_in(letters()[0])
    assert use_link(client, link, "short").status_code == 422
    assert use_link(client, link).status_code == 303


def test_a_link_is_too_old_after_an_hour(client, cast, clock):
    ask(client, cast.ann.email)
    link = link_in(letters()[0])
    clock.move(minutes=59)
    assert client.get(link).status_code == 200
    clock.move(minutes=1)
    assert client.get(link).status_code == 303
    assert use_link(client, link).location == "/reset"


def test_the_letter_is_written_in_the_persons_language_not_the_askers(client, app):
    make.person("Ann", email="ann@example.org", language="en")
    client.post("/account/language", data={"language": "sr"})
    ask(client, "ann@example.org")
    assert letters()[0]["text"].startswith("Hello Ann,")


def test_the_link_carries_the_configured_address_whatever_the_host_header_says(client, cast):
    client.post("/reset", data={"name": cast.ann.email}, headers={"Host": "evil.example"})
    assert all("evil.example" not in letter["text"] for letter in letters())


def test_the_token_itself_is_not_kept(client, cast):
    ask(client, cast.ann.email)
    token = link_in(letters()[0]).rsplit("/", 1)[1]
    kept = db.session.query(ResetToken).one()
    assert token not in (kept.token_hash, kept.channel)


def test_asking_for_links_without_end_gets_slow(client, cast):
    answers = [ask(client, cast.ann.email).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]
    assert len(letters()) == 5


@pytest.mark.parametrize("token", ["x", "a" * 5000, "%00", "..", "ї"])
def test_an_invented_link_leads_to_the_form(client, app, token):
    assert client.get(f"/reset/link/{token}").status_code == 303


def test_a_code_from_the_manager_sets_the_first_password(client, app, now, cast):
    new = make.person("New", email=None, service_number="mup-9", password=None, unit=cast.station)
    issued = people.issue_code(make.actor(cast.mia), new.key, secret=app.secret_key, now=now)
    db.session.commit()
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", issued.code)
    assert issued.expires_at - now == timedelta(hours=24)
    typed = issued.code.lower().replace("0", "o").replace("1", "l").replace("-", " ")
    assert use_code(client, "МУП-9", typed).status_code == 303
    assert client.get("/account").status_code == 200


def test_a_code_works_once(client, app, cast, code):
    assert use_code(client, cast.ann.email, code).status_code == 303
    other = app.test_client()
    assert use_code(other, cast.ann.email, code, "another long password").status_code == 422


def test_a_code_does_not_work_for_somebody_else(client, cast, code):
    assert use_code(client, cast.ben.email, code).status_code == 422
    assert use_code(client, "nobody@example.org", code).status_code == 422
    assert use_code(client, cast.ann.email, code).status_code == 303


def test_a_code_ends_after_a_day(client, cast, code, clock):
    clock.move(hours=24)
    assert use_code(client, cast.ann.email, code).status_code == 422


def test_guessing_codes_gets_slow(client, cast, code):
    for _ in range(5):
        use_code(client, cast.ann.email, "0000-0000")
    assert use_code(client, cast.ann.email, code).status_code == 429


def test_a_newer_code_ends_the_earlier_one(client, app, cast, code, now):
    newer = people.issue_code(make.actor(cast.mia), cast.ann.key, secret=app.secret_key, now=now)
    db.session.commit()
    assert use_code(client, cast.ann.email, code).status_code == 422
    assert use_code(client, cast.ann.email, newer.code).status_code == 303


def test_a_changed_password_ends_links_and_codes(client, client_for, cast, code):
    ask(client, cast.ann.email)
    change(client_for(cast.ann))
    assert use_code(client, cast.ann.email, code, "another long password").status_code == 422
    assert client.get(link_in(letters()[0])).status_code == 303


def test_no_password_is_kept_in_the_clear(client, cast):
    client.sign_in(cast.ann.email, make.PASSWORD)
    db.session.rollback()
    assert db.session.get(Person, cast.ann.id).password_hash.startswith("$argon2id$")
