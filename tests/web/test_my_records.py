"""My records: what ends, how it is renewed; the grace period on the page of a unit; the letter."""

from datetime import timedelta
from pathlib import Path

import bridging
import make
import pytest
from client import text_of

from elearn.services import handlers, jobs
from elearn.services.renewal_terms import set_grace
from elearn.store.db import begin_write, db
from elearn.store.tables.jobs import Job


@pytest.fixture
def old(app, cast, now):
    """The record of Ann, who completed the course."""
    bridging.publish("1.0.0", now)
    return bridging.completed(cast.ann, now)


def test_a_record_that_holds_asks_for_nothing(client_for, cast, old):
    ann = client_for(cast.ann)
    text = text_of(ann.get("/records"))
    assert "Current" in text
    assert "Take the course again" not in text
    assert "Ending soon" not in text
    page = text_of(ann.get(f"/records/{old.key}"))
    assert "Take the course again" not in page
    assert "Institution that has the holder" not in page
    assert "By the institution that has the holder in its roster" in page


def test_a_record_that_ends_soon_says_until_when_and_is_renewed_by_the_course(
    client_for, cast, old, clock
):
    clock.move(days=700)
    ann = client_for(cast.ann)
    text = text_of(ann.get("/records"))
    assert "Ending soon: renew them" in text
    assert "It ends on 23 November 2028." in text
    address = f"/records/{old.key}/again"
    assert address in ann.get(f"/records/{old.key}").get_data(as_text=True)
    answer = ann.post(address)
    assert (answer.status_code, answer.location) == (303, "/courses/steps")
    assert "You are taking the course again." in text_of(ann.get("/records"))
    for who in (cast.ben, cast.mia, cast.cy):
        assert client_for(who).post(address).status_code == 404
    assert client_for(None).post(address).status_code == 302


def test_what_need_not_be_renewed_is_said_to_be_so(client_for, cast, old):
    ann = client_for(cast.ann)
    answer = ann.post(f"/records/{old.key}/again")
    assert answer.location == "/records"
    assert "This record need not be renewed that way." in text_of(ann.get("/records"))


def test_a_new_version_is_offered_on_the_list_of_records(client_for, cast, old, now):
    bridging.publish("2.0.0", now)
    page = client_for(cast.ann).get("/records").get_data(as_text=True)
    assert "You renew it by learning what has changed since." in text_of_page(page)
    assert "/bridges/steps" in page


def text_of_page(page):
    return " ".join(page.split())


def test_earlier_records_stay_on_the_page(client_for, cast, old, now):
    bridging.publish("2.0.0", now)
    bridging.renewed(cast.ann, now)
    text = text_of(client_for(cast.ann).get("/records"))
    assert "Earlier records" in text
    assert "2.0.0, renewed from 1.0.0" in text


def test_a_coordinator_sets_the_grace_period_of_a_unit(client_for, cast, old, clock):
    co, address = client_for(cast.co), f"/institutions/{cast.station.key}/grace"
    assert address in co.get(f"/institutions/{cast.station.key}").get_data(as_text=True)
    assert "without an entry there is no grace period" in text_of(co.get(address))
    refused = co.post(address, data={"days": "many"})
    assert refused.status_code == 422
    assert "Enter a number of days from 0 to 365." in text_of(refused)
    assert co.post(address, data={"days": "30"}).status_code == 303
    assert 'value="30"' in co.get(address).get_data(as_text=True)
    clock.move(days=740)
    text = text_of(client_for(cast.ann).get("/records"))
    assert "Your institution gives you until 23 December 2028 to renew it." in text


def test_nobody_else_sets_it(client_for, cast):
    address = f"/institutions/{cast.station.key}/grace"
    for who in (cast.mia, cast.ann, cast.ana, cast.dee):
        assert client_for(who).get(address).status_code == 403
        assert client_for(who).post(address, data={"days": "5"}).status_code == 403
    abroad = make.person("Al Abroad", roles=(make.Role.COORDINATOR,), role_unit=cast.abroad)
    assert client_for(abroad).get(address).status_code == 404
    assert client_for(abroad).post(address, data={"days": "5"}).status_code == 404
    assert client_for(None).get(address).status_code == 302


@pytest.mark.parametrize(
    ("days", "newer", "said"),
    [
        (700, "", "You renew it by taking the course again."),
        (700, "2.0.0", "You renew it by learning what has changed since"),
        (740, "", "Your institution gives you until 23 December 2028 to renew it."),
    ],
)
def test_the_worker_writes_to_those_whose_records_end(cast, old, work, days, newer, said):
    (letter,) = [one for one in work(days, newer) if one["to"] == cast.ann.email]
    assert said in letter["text"]
    assert "Steps" in letter["subject"]
    assert f"/records/{old.key}" in letter["text"]


@pytest.fixture
def work(app, cast, old, now):
    """Let a worker come after so many days; the letters that it asks for."""

    def come(days, newer):
        set_grace(make.actor(cast.co), cast.station.key, "30", now=now)
        db.session.commit()
        if newer:
            bridging.publish(newer, now)
        letter, folder = app.extensions["renewal_letter"], Path(app.instance_path)
        every = handlers.job_handlers(app.config["SETTINGS"], folder, renewal_letters=letter)
        own = {kind: every[kind] for kind in ("tidy", "renewals")}
        later = now + timedelta(days=days)
        begin_write()
        jobs.ask_for_tidying(later)
        db.session.commit()
        jobs.run_due(own, later, most=10)
        return [job.payload for job in db.session.query(Job).filter_by(kind="mail")]

    return come
