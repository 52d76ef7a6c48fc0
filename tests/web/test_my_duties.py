"""What the officer reads of what is asked: on My learning, on a page of its own, in letters."""

from datetime import timedelta

import asking
import learning
import pytest

from elearn.services import reminders
from elearn.store import reminders as store


@pytest.fixture
def ann(app, cast, now):
    """Ann must hold the course `kinds` within ten days."""
    learning.publish("kinds", now)
    asking.assign("kinds", person=cast.ann, due_on=now.date() + timedelta(days=10))
    asking.refresh(cast.ann, now=now)
    return cast.ann


def test_my_learning_says_what_is_due_and_begins_it(client_for, ann):
    client = client_for(ann)
    page = client.get("/learning").get_data(as_text=True)
    assert "What your institution asks" in page
    assert "Due soon" in page
    assert 'action="/courses/kinds/enrol"' in page
    client.post("/courses/kinds/enrol")
    page = client.get("/learning").get_data(as_text=True)
    assert "Due soon" in page
    assert 'action="/courses/kinds/enrol"' not in page


def test_nobody_else_reads_it(client_for, cast, ann):
    for person in (cast.ben, cast.mia):
        assert "What your institution asks" not in client_for(person).get("/learning").text
        assert "Nothing is asked of you" in client_for(person).get("/learning/duties").text
    assert client_for(None).get("/learning/duties").status_code == 302


def test_the_page_of_all_that_is_asked_shows_what_excuses(client_for, cast, ann, now):
    today = now.date()
    asking.exempt(ann, today, today + timedelta(days=30), "kinds")
    asking.learnt_elsewhere(ann, today - timedelta(days=90), None, "kinds")
    asking.refresh(ann, now=now)
    page = client_for(ann).get("/learning/duties").get_data(as_text=True)
    for words in ("Exempt", "on leave", "A course elsewhere", "An academy", "A certificate"):
        assert words in page
    assert "What your institution asks" not in client_for(ann).get("/learning").text


def test_the_link_of_a_letter_asks_for_a_button_and_works_signed_out(app, client_for, cast, now):
    token = reminders.stop_token(app.config["SECRET_KEY"], cast.ann.key)
    visitor = client_for(None)
    assert "End these reminders?" in visitor.get(f"/reminders/{token}").text
    assert not store.is_stopped(cast.ann.id)
    one_click = {"List-Unsubscribe": "One-Click"}
    answer = visitor.post(f"/reminders/{token}", data=one_click, csrf=False)
    assert answer.status_code == 303
    assert store.is_stopped(cast.ann.id)
    visitor.post(f"/reminders/{token}", data=one_click, csrf=False)
    assert "no such reminders any more" in visitor.get(f"/reminders/{token}").text
    assert visitor.post(f"/reminders/{token}", data={"again": "1"}, csrf=False).status_code == 303
    assert not store.is_stopped(cast.ann.id)


@pytest.mark.parametrize("junk", ["x", "person1.", ".", "%00.%ff", "a" * 5000])
def test_a_link_that_nobody_signed_is_none(client_for, cast, junk):
    visitor = client_for(None)
    for token in (junk, f"{cast.ann.key}.{'0' * 32}"):
        assert visitor.get(f"/reminders/{token}").status_code == 404
        assert visitor.post(f"/reminders/{token}", csrf=False).status_code == 400
    assert not store.is_stopped(cast.ann.id)


def test_a_token_is_of_one_person(app, cast, client_for):
    token = reminders.stop_token(app.config["SECRET_KEY"], cast.ann.key)
    other = token.replace(cast.ann.key, cast.ben.key)
    assert client_for(None).post(f"/reminders/{other}", csrf=False).status_code == 400


def test_what_leaders_ask_and_excuse_reaches_the_officer(app, client_for, cast, now):
    """From the manager's form over the worker to the officer's page."""
    learning.publish("kinds", now)
    mia, ann = client_for(cast.mia), client_for(cast.ann)
    asked = {"course": "kinds", "unit": cast.station.key, "begins": "2026-11-23", "due_days": "9"}
    mia.post("/assignments/new", data=asked)
    asking.work(app, now)
    assert "Due soon" in ann.get("/learning").text
    assert "Due soon" in client_for(cast.ben).get("/learning").text
    prior = {
        "course": "kinds",
        "title": "All kinds",
        "awarding_body": "Academy",
        "awarded_on": "2026-01-05",
        "seen": "The original",
    }
    mia.post(f"/people/{cast.ann.key}/prior", data=prior)
    asking.work(app, now)
    assert "Due soon" not in ann.get("/learning").text
    assert "Held" in ann.get("/learning/duties").text
    assert "Due soon" in client_for(cast.ben).get("/learning").text
