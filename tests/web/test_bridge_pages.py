"""Bridges in the browser, without script: offered, looked at, taken; the record renewed."""

import re
from datetime import timedelta

import bridging
import make
import pytest

from elearn.store import records as record_store
from elearn.store.db import db


@pytest.fixture
def ann(cast, now):
    """Ann, who has completed 1.0.0; 2.0.0 came since."""
    bridging.publish("1.0.0", now)
    bridging.completed(cast.ann, now)
    bridging.publish("2.0.0", now)
    return cast.ann


def text_of(answer):
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_it_is_offered_on_my_learning_the_course_and_the_record(ann, client_for):
    browser = client_for(ann)
    (record,) = record_store.of_person(ann.id)
    for path in ("/learning", "/courses/steps", f"/records/{record.key}"):
        html = text_of(browser.get(path))
        assert "Something has changed since you completed it" in html
        assert 'href="/bridges/steps"' in html


def test_nobody_else_is_offered_it(ann, cast, client_for):
    browser = client_for(cast.ben)
    assert "/bridges/" not in text_of(browser.get("/learning"))
    assert "/bridges/" not in text_of(browser.get("/courses/steps"))
    assert browser.get("/bridges/steps").status_code == 404
    assert browser.post("/bridges/steps").status_code == 404
    assert client_for(None).get("/bridges/steps").status_code == 302


def test_one_reads_what_changed_before_one_begins(ann, client_for):
    html = text_of(client_for(ann).get("/bridges/steps"))
    assert "You completed “Steps” in version 1.0.0" in html
    assert "The two lines" in html
    assert "(changed," in html
    assert "Papers" not in html
    assert "A quiz with 1 question that has changed" in html
    assert "It is valid for 24 months from then." in html


def test_looking_makes_nothing(ann, client_for):
    from elearn.store.tables.bridges import BridgeRow

    client_for(ann).get("/bridges/steps")
    assert db.session.query(BridgeRow).count() == 0


def test_it_is_taken_like_a_course_and_renews_the_record(ann, client_for, now):
    browser = client_for(ann)
    (old,) = record_store.of_person(ann.id)
    to = browser.post("/bridges/steps").location
    html = text_of(browser.get(to))
    assert "<h1>Steps: what has changed</h1>" in html
    assert "You completed version 1.0.0 of this course." in html
    assert "You can do afterwards" not in html
    name = to.rsplit("/", 1)[1]
    assert "Go on with it" in text_of(browser.get("/bridges/steps"))
    assert "Begin: The two lines" in html
    browser.post(f"/courses/{name}/lines/done")
    bridging.finish(make.actor(ann), name, now)
    html = text_of(browser.get(to))
    assert "Your record is renewed" in html
    new = record_store.standing_of(ann.id)[0]
    assert f"/records/{new.key}" in html
    html = text_of(browser.get(f"/records/{new.key}"))
    assert "version 1.0.0, by what has changed since" in html
    assert old.digest in html
    html = text_of(browser.get(f"/records/{old.key}"))
    assert "A newer record took its place." in html
    assert f"/records/{new.key}" in html
    assert "renewed from 1.0.0" in text_of(browser.get("/records"))
    assert "/bridges/" not in text_of(browser.get("/learning"))


def test_a_lesson_says_what_of_it_has_changed(ann, client_for, now):
    browser = client_for(ann)
    name = browser.post("/bridges/steps").location.rsplit("/", 1)[1]
    html = text_of(browser.get(f"/courses/{name}/lines"))
    assert "Changed since version 1.0.0" in html
    (anchor,) = re.findall(r'<li><a href="#(b-[0-9a-f]{8})">Checks begin before the', html)
    assert f'<div class="block changed" id="{anchor}">' in html
    assert html.count("block changed") == 1
    assert "changed" not in text_of(browser.get("/courses/steps/papers"))


def test_a_lesson_that_is_new_says_so(ann, client_for, now):
    bridging.publish("3.0.0", now)
    browser = client_for(ann)
    name = browser.post("/bridges/steps").location.rsplit("/", 1)[1]
    assert "New for you" in text_of(browser.get(f"/courses/{name}/gate"))


def test_the_verify_page_says_so_to_anybody(ann, client_for, now):
    (old,) = record_store.of_person(ann.id)
    new = bridging.renewed(ann, now)
    anybody = client_for(None)
    html = text_of(anybody.get(f"/verify/{old.code}"))
    assert "This record was replaced by a newer one" in html
    html = text_of(anybody.get(f"/verify/{new.code}"))
    assert "This record is valid" in html
    assert "Completion, renewed" in html
    assert "version 1.0.0, by what has changed since" in html
    assert "Ann" not in html


def test_where_nothing_changed_one_is_told(ann, client_for, now):
    bridging.renewed(ann, now)
    bridging.publish("2.1.0", now)
    browser = client_for(ann)
    assert "You know all of it already" in text_of(browser.get("/bridges/steps"))
    answer = browser.post("/bridges/steps", follow_redirects=True)
    assert "Nothing has changed that you would have to learn." in text_of(answer)
    assert "/bridges/" not in text_of(browser.get("/learning"))


def test_a_day_until_which_it_is_due_is_said(ann, client_for, now):
    from elearn.store.db import begin_write
    from elearn.store.tables.packs import PackVersion

    begin_write()
    row = db.session.query(PackVersion).filter_by(pack_id="steps", version="2.0.0").one()
    row.bridge_due_on = (now + timedelta(days=30)).date()
    db.session.commit()
    browser = client_for(ann)
    assert "23 December 2026" in text_of(browser.get("/learning"))
    assert "Please do this by" in text_of(browser.get("/bridges/steps"))


def test_a_bridge_in_vain_says_so(ann, client_for, now):
    from elearn.services import records
    from elearn.store.db import begin_write

    (old,) = record_store.of_person(ann.id)
    name = bridging.begun(ann, now)
    begin_write()
    records.revoke(old, "issued by mistake", by=None, now=now)
    db.session.commit()
    browser = client_for(ann)
    assert "This renews no record" in text_of(browser.get(f"/courses/{name}"))
    bridging.finish(make.actor(ann), name, now)
    html = text_of(browser.get(f"/courses/{name}"))
    assert "This renews no record" in html
    assert "Your record is renewed" not in html


def test_whoever_leads_them_sees_that_it_was_renewed_and_from_which_version(
    ann, cast, client_for, now
):
    leader, outsider = client_for(cast.mia), client_for(cast.max)
    assert "renewed on" not in text_of(leader.get("/people"))
    bridging.renewed(ann, now)
    html = text_of(leader.get("/people"))
    assert "renewed on 23 Nov 2026" in html
    assert "2.0.0, renewed from 1.0.0" in text_of(leader.get(f"/people/{ann.key}"))
    rows = leader.get("/people.csv").get_data(as_text=True).splitlines()
    assert rows[0].endswith("Renewed on")
    (row,) = (line for line in rows if line.startswith("Ann"))
    assert row.endswith("2026-11-23")
    assert "renewed on" not in text_of(outsider.get("/people"))
    assert outsider.get(f"/people/{ann.key}").status_code == 404


def test_a_bridge_under_way_is_seen_on_the_page_about_the_person(ann, cast, client_for, now):
    bridging.begun(ann, now)
    html = text_of(client_for(cast.mia).get(f"/people/{ann.key}"))
    assert "Steps: what has changed" in html


def test_trainers_read_on_the_page_of_the_version_who_renews(ann, cast, client_for, now):
    trainer = client_for(cast.dee)
    assert "Who renews an older completion" not in text_of(trainer.get("/packs/steps/2.0.0"))
    name = bridging.begun(ann, now)
    html = text_of(trainer.get("/packs/steps/2.0.0"))
    assert "Who renews an older completion" in html
    assert "Ann" not in html
    assert name not in text_of(trainer.get("/packs"))
    assert trainer.get(f"/packs/{name}/2.0.0").status_code == 404


def test_the_whole_course_leads_to_the_newest_record(ann, client_for, now):
    bridging.renewed(ann, now)
    bridging.publish("3.0.0", now)
    newest = bridging.renewed(ann, now)
    html = text_of(client_for(ann).get("/courses/steps"))
    assert f"/records/{newest.key}" in html


def test_in_serbian_the_course_keeps_its_translation(ann, client_for, now):
    jovan = make.person("Jovan", language="sr")
    bridging.publish("2.1.0", now)
    bridging.completed(jovan, now)
    bridging.publish("3.0.0", now)
    browser = client_for(jovan)
    to = browser.post("/bridges/steps").location
    html = text_of(browser.get(to))
    assert re.search(r"<h1>Кораци: шта се променило</h1>", html)
    assert "Питања о ономе што се променило" not in html  # no question changed
    assert "The gate" in html  # this has no translation
