"""Case studies in a browser without script: measures, time, messages, exhibits, reasons."""

import learning
import make
import pytest
from client import text_of

from elearn.core.learning.progress import EventKind
from elearn.services import enrolments, personal_data
from elearn.store import cases as case_store
from elearn.store import enrolments as enrolment_store
from elearn.store.db import db
from elearn.store.tables.attempts import Attempt, CaseReasoning, CaseSeen
from elearn.store.tables.enrolments import Event


@pytest.fixture
def ann(app, cast, now):
    """Ann, with the course `roads` published and begun."""
    learning.publish("roads", now)
    enrolments.enrol(make.actor(cast.ann), "roads", now=now)
    db.session.commit()
    return cast.ann


@pytest.fixture
def browser(ann, client_for):
    """Ann's browser."""
    return client_for(ann)


def begin(browser):
    return learning.key_in(browser.post("/courses/roads/bus/attempts").location)


def choose(browser, key, step, choice, **more):
    return browser.post(f"/cases/{key}", data={"step": str(step), "choice": choice, **more})


def take(browser, *choices):
    key = begin(browser)
    for step, choice in enumerate(choices):
        assert choose(browser, key, step, choice).status_code == 302
    return key


def page_of(browser, key):
    return text_of(browser.get(f"/cases/{key}"))


def test_measures_and_time_are_shown_in_words_and_move(browser):
    key = begin(browser)
    assert "Protection 3 of 5" in page_of(browser, key)
    assert "Time left 1 h of 1 h" in page_of(browser, key)
    choose(browser, key, 0, "c-shout")
    page = page_of(browser, key)
    assert "Protection 2 of 5" in page
    assert "down by 1" in page
    assert "Time left 55 min of 1 h" in page
    html = browser.get(f"/cases/{key}").get_data(as_text=True)
    assert '<meter min="0" max="5" value="2"' in html


def test_a_choice_whose_condition_fails_is_not_offered_or_says_why(browser):
    key = take(browser, "c-shout")
    page = page_of(browser, key)
    assert "Hear him out" not in page
    assert "Ask what he fears" in page
    assert "Not possible now: He does not trust you" in page
    assert choose(browser, key, 1, "c-listen").status_code == 409
    assert choose(browser, key, 1, "c-trust").status_code == 409
    assert choose(browser, key, 1, "c-refuse").status_code == 302


def test_time_runs_out_and_leads_to_the_scene_of_the_budget(browser):
    key = take(browser, "c-wait", "c-wait")
    page = page_of(browser, key)
    assert "The time has run out" in page
    assert "The shift is over" in page
    choose(browser, key, 2, "c-hand-over")
    assert "the time ran out" in text_of(browser.get(f"/cases/{key}/debrief"))


def test_an_exhibit_is_opened_once_kept_and_stays(browser):
    key = begin(browser)
    assert "A single ticket" not in page_of(browser, key)
    sent = browser.post(f"/cases/{key}/look", data={"thing": "ticket"})
    assert sent.location.endswith(f"/cases/{key}?open=ticket#thing-ticket")
    browser.post(f"/cases/{key}/look", data={"thing": "ticket"})
    assert db.session.query(CaseSeen).count() == 1
    assert '<details class="fold" id="thing-ticket" open>' in browser.get(sent.location).get_data(
        as_text=True
    )
    choose(browser, key, 0, "c-ask")
    page = page_of(browser, key)
    assert "What you were shown before (1)" in page
    assert "Look at: The letter" in page


def test_what_was_written_stays_when_something_is_opened_meanwhile(browser):
    key = begin(browser)
    opens = f'form="decide" formaction="/cases/{key}/look#thing-ticket" name="thing" value="ticket"'
    assert opens in browser.get(f"/cases/{key}").get_data(
        as_text=True
    )  # the browser sends both along, without script too
    form = {"thing": "ticket", "choice": "c-ask", "reason-c-ask": "Half a sen"}
    sent = browser.post(f"/cases/{key}/look", data=form)
    assert sent.status_code == 200
    assert "A single ticket" in text_of(sent)
    assert "Half a sen" in text_of(sent)
    assert 'value="c-ask" checked' in sent.get_data(as_text=True)
    assert db.session.query(CaseSeen).count() == 1


def test_a_case_goes_on_where_it_was_left(browser, clock):
    key = take(browser, "c-shout")
    browser.post(f"/cases/{key}/look", data={"thing": "m-desk"})
    clock.move(hours=1)
    assert "Go on with the case" in text_of(browser.get("/courses/roads/bus"))
    assert begin(browser) == key
    page = page_of(browser, key)
    assert "In the second line" in page
    assert "There is a second room" in page
    assert "Protection 2 of 5" in page


def test_what_the_road_has_not_come_to_cannot_be_opened(browser):
    key = begin(browser)
    for thing in ("letter", "m-queue", "nothing", ""):
        assert browser.post(f"/cases/{key}/look", data={"thing": thing}).status_code == 404
    assert db.session.query(CaseSeen).count() == 0


def test_messages_arrive_by_scene_and_time_and_are_read_once(browser):
    key = take(browser, "c-shout")
    page = page_of(browser, key)
    assert "1 new message" in page
    assert "From the desk" in page
    assert "The queue" not in page
    browser.post(f"/cases/{key}/look", data={"thing": "m-desk"})
    assert "new message" not in page_of(browser, key)


def test_a_message_waits_for_its_hour(browser):
    key = take(browser, "c-wait")
    page = page_of(browser, key)
    assert "New message Shift leader: The queue" in page
    assert "It grows" not in page
    answer = browser.post(f"/cases/{key}/look", data={"thing": "m-queue"}, follow_redirects=True)
    assert "It grows" in text_of(answer)


def test_what_was_written_stands_beside_the_model_answer_and_is_nobody_elses(
    browser, ann, cast, client_for, now
):
    key = begin(browser)
    choose(browser, key, 0, "c-ask", **{"reason-c-ask": "He must\r\nunderstand <me>.\r\n"})
    choose(browser, key, 1, "c-listen", reason="Fear.")
    page = text_of(browser.get(f"/cases/{key}/debrief"))
    assert "You wrote He must understand &lt;me&gt;. A model answer" in page
    assert "So that he can say what he has to say" in page
    assert "You wrote Fear. A model answer Because fear is a reason" in page
    attempt = db.session.query(Attempt).filter_by(key=key).one()
    assert case_store.reasonings(attempt.id) == {1: "He must\nunderstand <me>.", 2: "Fear."}
    told = personal_data.export(make.actor(ann), now=now)["groups"]
    (rows,) = [part["rows"] for part in told["reasoning"]["data"]]
    assert rows == [{"text": "He must\nunderstand <me>."}, {"text": "Fear."}]
    assert personal_data.export(make.actor(cast.ben), now=now)["groups"]["reasoning"]["data"] == []
    assert client_for(cast.ben).get(f"/cases/{key}/debrief").status_code == 404
    assert client_for(cast.dee).get(f"/cases/{key}/debrief").status_code == 404


def test_a_reason_for_another_choice_is_not_kept(browser):
    key = begin(browser)
    choose(browser, key, 0, "c-shout", **{"reason-c-ask": "Not about this."})
    assert db.session.query(CaseReasoning).count() == 0


def test_a_form_that_lacks_something_comes_back_with_what_was_written(browser):
    key = begin(browser)
    sent = browser.post(f"/cases/{key}", data={"step": "0", "reason-c-ask": "My words."})
    assert "Choose what you would do first" in text_of(sent)
    assert "My words." in text_of(sent)
    long = choose(browser, key, 0, "c-ask", **{"reason-c-ask": "x" * 201})
    assert "What you wrote is too long" in text_of(long)
    assert "x" * 201 in text_of(long)
    assert db.session.query(CaseReasoning).count() == 0
    fits = "x\r\n" * 100
    assert choose(browser, key, 0, "c-ask", **{"reason-c-ask": fits}).status_code == 302


def test_a_road_that_does_not_pass_leaves_the_case_unfinished_until_one_does(browser, ann):
    failed = take(browser, "c-shout", "c-refuse")
    page = text_of(browser.get(f"/cases/{failed}/debrief"))
    assert "the case is not finished yet" in page
    assert "Protection: at least 3 at the end (it was 0)" in page
    assert "This case is not finished yet" in text_of(browser.get("/courses/roads/bus"))
    assert enrolment_store.open_standing(ann.id, "roads").done.finished == frozenset()
    kinds = [kind for (kind,) in db.session.query(Event.kind).order_by(Event.id)]
    assert kinds[-1] == EventKind.CASE_FAILED.value
    passed = take(browser, "c-ask", "c-listen")
    assert "This road reaches what the case asks" in text_of(
        browser.get(f"/cases/{passed}/debrief")
    )
    assert enrolment_store.open_standing(ann.id, "roads").done.finished == {"bus"}


def test_a_later_road_that_fails_takes_nothing_away_and_shows_the_earlier_one(browser, ann):
    take(browser, "c-ask", "c-listen")
    again = take(browser, "c-shout", "c-refuse")
    page = text_of(browser.get(f"/cases/{again}/debrief"))
    assert "Another road of yours did, and that one counts" in page
    assert "taken on another road" in page
    assert enrolment_store.open_standing(ann.id, "roads").done.finished == {"bus"}
    assert [a.passed for a in db.session.query(Attempt).order_by(Attempt.number)] == [True, False]


def test_a_debrief_groups_decisions_by_outcome(browser):
    key = take(browser, "c-shout", "c-refuse")
    page = text_of(browser.get(f"/cases/{key}/debrief"))
    assert "Listen first. 0 0 2 1 , 2" in page
    assert "Tell the two lines apart. 0 0 1 2" in page


def test_nobody_looks_at_things_in_the_case_of_another(browser, ann, cast, client_for):
    key = begin(browser)
    for other in (cast.ben, cast.dee, cast.ana):
        there = client_for(other)
        assert there.post(f"/cases/{key}/look", data={"thing": "ticket"}).status_code == 404
    assert db.session.query(CaseSeen).count() == 0


def roads_of_many(client_for, *roads):
    """So many people take these roads, one each."""
    for choices in roads:
        somebody = make.person("Somebody")
        there = client_for(somebody)
        there.post("/courses/roads/enrol")
        take(there, *choices)


def test_trainers_see_how_many_went_which_way_and_no_names(browser, ann, cast, client_for):
    roads_of_many(client_for, *[("c-shout", "c-refuse")] * 5, *[("c-ask", "c-listen")] * 6, ())
    take(browser, "c-wait")
    page = text_of(client_for(cast.dee).get("/packs/roads/1.0.0/cases/bus"))
    assert "First roads 13" in page
    assert "Of these finished 11" in page
    assert "Further roads 0" in page
    assert "Ask him louder. ✕ Wrong In the second line 5 38 %" in page.replace("\u00a0", " ")
    assert (
        "Let him wait until the queue is gone. ◐ Acceptable At the barrier fewer than 5 –" in page
    )
    assert "At the barrier fewer than 5" in page[page.index("Where people stop") :]
    assert "Ask him louder. At the barrier ! Few roads: take with care" in page
    assert "100 % of 5" in page.replace("\u00a0", " ")
    assert "0 % of 6" in page.replace("\u00a0", " ")
    for hidden in (ann.name, "Somebody"):
        assert hidden not in page


def test_second_roads_are_not_counted_but_told(browser, cast, client_for):
    roads_of_many(client_for, *[("c-ask", "c-listen")] * 5)
    for _ in range(5):
        take(browser, "c-shout", "c-refuse")
    page = text_of(client_for(cast.dee).get("/packs/roads/1.0.0/cases/bus"))
    assert "First roads 6" in page
    assert "Further roads fewer than 5" in page


def test_the_numbers_are_for_trainers_alone(browser, cast, client_for, client):
    address = "/packs/roads/1.0.0/cases/bus"
    assert client_for(cast.dee).get(address).status_code == 200
    for other in (cast.ann, cast.ben, cast.mia, cast.co):
        assert client_for(other).get(address).status_code == 403
    assert client.get(address).status_code == 302
    dee = client_for(cast.dee)
    assert dee.get("/packs/roads/1.0.0/cases/lines").status_code == 404
    assert dee.get("/packs/roads/2.0.0/cases/bus").status_code == 404


def test_the_whole_case_stands_on_one_page_with_its_conditions_in_words(browser, cast, client_for):
    page = text_of(client_for(cast.dee).get("/packs/roads/1.0.0/preview/bus?answers=1"))
    assert "His trust : begins at 1, between 0 and 4" in page.replace("trust:", "trust :")
    assert "1 h → The shift is over" in page
    assert "Protection: at least 3 at the end" in page
    assert "Open if: shown: “The letter” · otherwise not shown to the officer" in page
    assert (
        "one of these: (His trust at least 3; all of these: (at least 30 min left; not: "
        "(decided: “Ask him louder.”)))"
    ) in page
    assert "Arrives when: at least 20 min used" in page
    assert "Arrives when: been at: “In the second line”" in page
    assert "So that he can say what he has to say" in page
    assert "Reveals: The letter" in page
    assert client_for(cast.ann).get("/packs/roads/1.0.0/preview/bus?answers=1").status_code == 403


def test_the_preview_shows_what_is_not_open_and_asks_for_nothing(browser, cast, client_for):
    dee = client_for(cast.dee)
    page = text_of(dee.get("/packs/roads/1.0.0/preview/bus?road=c-shout"))
    assert "Protection 2 of 5" in page
    assert "Not open on this road Ask what he fears. Not possible now: He does not trust" in page
    assert "Hear him out, letter in hand. (not shown to the officer)" in page
    assert "The officer is asked to write: Say in a sentence why." in page
    end = dee.get("/packs/roads/1.0.0/preview/bus?road=c-shout.c-refuse&debrief=1")
    assert "This road does not reach what the case asks" in text_of(end)
    assert dee.get("/packs/roads/1.0.0/preview/bus?road=c-shout.c-listen").status_code == 404
    assert db.session.query(CaseSeen).count() == 0


def test_the_map_says_how_roads_end_and_which_ways_many_took(browser, ann, cast, client_for):
    roads_of_many(client_for, *[("c-shout", "c-refuse")] * 5, *[("c-ask", "c-listen")] * 9)
    page = client_for(cast.dee).get("/packs/roads/1.0.0/cases/bus").get_data(as_text=True)
    assert page.count(" edge-much") == 2
    assert page.count(" edge-some") == 2
    assert 'class="end-good"' in page
    assert 'class="end-bad"' in page
    words = text_of(client_for(cast.dee).get("/packs/roads/1.0.0/cases/bus"))
    assert "when the time has run out" in words
    assert "Difference in percentage points" in words
    assert "+100" in words
    key = take(browser, "c-ask", "c-listen")
    assert "✓ is a good end" in text_of(browser.get(f"/cases/{key}/debrief"))
