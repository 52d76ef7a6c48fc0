"""What trainers and learners see of acts upon versions, and whom they are shown to."""

from datetime import timedelta

import learning
import make
import pytest
import updating
from client import text_of
from updating import act, edited, installed, published, taker

from elearn.core.access import Role
from elearn.core.settings import Settings as SiteSettings
from elearn.services.publishing import Act, Settings
from elearn.store import jobs as job_store
from elearn.store import records
from elearn.store.db import db
from elearn.store.tables.audit import Look

OTHER_KEY = (b"answer: true", b"answer: false")


@pytest.fixture
def kinds(app, now):
    """The course `kinds` in version 1.0.0, published."""
    return learning.publish("kinds", now)


@pytest.fixture
def dee(app, client_for):
    """The browser of a trainer."""
    return client_for(make.person("Dee Trainer", roles=(Role.TRAINER,)))


@pytest.fixture
def eva(app, client_for):
    """The browser of another trainer."""
    return client_for(make.person("Eva Trainer", roles=(Role.TRAINER,)))


@pytest.fixture
def ann(kinds, now):
    """Ann, who has read the lesson and passed the quiz."""
    ann = taker(now)
    updating.pass_quiz(ann, now)
    return ann


@pytest.fixture
def hers(ann, client_for):
    """Ann's browser."""
    return client_for(make.Made(ann.person_id, ann.key))


# Trainers ---------------------------------------------------------------------------------------


def test_one_proposes_and_another_one_confirms(kinds, dee, eva, now):
    installed("1.1.0", now, changes={"01-all/04-night.md": updating.NIGHT})
    form = text_of(dee.get("/packs/kinds/1.1.0/acts/publish"))
    assert "It follows 1.0.0 and is a minor version" in form
    made = dee.post("/packs/kinds/1.1.0/acts/publish", data={"reason": "At night, too."})
    mine = text_of(dee.get(made.location))
    assert "You proposed this. Somebody else must look at it and confirm it." in mine
    assert "Confirm it" not in mine
    assert "1 proposal waits" in text_of(eva.get("/packs"))
    assert "At night, too." in text_of(eva.get("/publications"))
    assert "Confirm it" in text_of(eva.get(made.location))
    own = dee.post(f"{made.location}/confirm")
    assert "Somebody else must confirm what you proposed." in text_of(dee.get(own.location))
    done = eva.post(f"{made.location}/confirm", data={"note": "Seen."})
    assert "It is confirmed and done." in text_of(eva.get(done.location))
    assert "Published" in text_of(eva.get("/packs/kinds/1.1.0"))
    again = eva.post(f"{made.location}/decline")
    assert "This proposal was decided already." in text_of(eva.get(again.location))


def test_the_form_says_what_it_means_for_people(kinds, dee, now):
    for number in range(6):
        taker(now, name=f"Taker {number}")
    installed("2.0.0", now, changes=edited(updating.QUIZ, *OTHER_KEY))
    form = text_of(dee.get("/packs/kinds/2.0.0/acts/publish"))
    assert "Under way: 6" in form
    assert "may finish what they began" in form
    assert "or go on with 2.0.0" in form


def test_few_people_are_not_counted(kinds, dee, ann, now):
    installed("1.0.1", now)
    form = text_of(dee.get("/packs/kinds/1.0.1/acts/publish"))
    assert "fewer than 5" in form
    assert "Ann" not in form


def test_a_form_that_makes_no_sense_comes_back_as_it_was(kinds, dee, now):
    answer = dee.post("/packs/kinds/1.0.0/acts/withdraw", data={"law_note": "As of today."})
    assert answer.status_code == 422
    assert "Say why, in at most 1000 letters." in text_of(answer)
    assert "As of today." in answer.get_data(as_text=True)
    answer = dee.post("/packs/kinds/1.0.0/acts/publish", data={"reason": "Once more."})
    assert answer.status_code == 422
    assert "This version is published already." in text_of(answer)
    assert "Once more." in answer.get_data(as_text=True)
    published("2.0.0", now)
    answer = dee.post("/packs/kinds/1.0.0/acts/sunset", data={"sunset_on": "soon"})
    assert answer.status_code == 422
    assert "This is no day." in text_of(answer)
    assert dee.get("/packs/kinds/1.0.0/acts/explode").status_code == 404


def test_a_site_with_one_trainer_needs_no_second(app, kinds, dee, now):
    settings: SiteSettings = app.config["SETTINGS"]
    from dataclasses import replace

    app.config["SETTINGS"] = replace(settings, four_eyes="off")
    installed("1.0.1", now)
    assert "Nothing changes until somebody else" not in text_of(
        dee.get("/packs/kinds/1.0.1/acts/publish")
    )
    done = dee.post("/packs/kinds/1.0.1/acts/publish")
    assert "It is done." in text_of(dee.get(done.location))
    assert "Published" in text_of(dee.get("/packs/kinds/1.0.1"))


def test_what_is_declared_to_mean_the_same_stands_side_by_side(kinds, dee, eva, now):
    words = edited(updating.LESSON, b"A rule tells what to do.", b"A rule says what to do.")
    declared = "{meaning-same: {since: 1.0.0, ids: [rules]}}"
    installed("1.0.1", now, changes=words, update=declared)
    made = dee.post("/packs/kinds/1.0.1/acts/publish")
    page = text_of(eva.get(made.location))
    assert "A rule tells what to do." in page
    assert "A rule says what to do." in page
    refused = eva.post(f"{made.location}/confirm")
    assert refused.status_code == 422
    assert "Compare what is declared to mean the same" in text_of(refused)
    assert eva.post(f"{made.location}/confirm", data={"meaning_same": "1"}).status_code == 303
    assert "Published" in text_of(eva.get("/packs/kinds/1.0.1"))


def test_a_version_is_rolled_back_under_a_new_number(kinds, ann, dee, eva, hers, now):
    published("2.0.0", now, changes=edited(updating.QUIZ, *OTHER_KEY))
    form = dee.get("/packs/kinds/1.0.0/roll-back")
    assert 'value="3.0.0"' in form.get_data(as_text=True)
    low = dee.post("/packs/kinds/1.0.0/roll-back", data={"number": "2.0.0", "reason": "Wrong."})
    assert low.status_code == 422
    assert "Give a version number above the newest one." in text_of(low)
    made = dee.post("/packs/kinds/1.0.0/roll-back", data={"number": "", "reason": "Wrong."})
    assert made.status_code == 303, text_of(made)
    eva.post(f"{made.location}/confirm")
    assert "Published" in text_of(eva.get("/packs/kinds/3.0.0"))
    hers.post("/courses/kinds/version/changes")
    assert updating.version_of(ann) == "3.0.0"
    assert updating.standing(ann).done.passed == {"quiz"}


def test_what_taught_something_wrong_does_not_come_back(kinds, dee, now):
    published("2.0.0", now, changes=edited(updating.QUIZ, *OTHER_KEY))
    assert "/packs/kinds/1.0.0/roll-back" in dee.get("/packs/kinds/1.0.0").get_data(as_text=True)
    act(Act.WITHDRAW, "1.0.0", now)
    assert "/roll-back" not in dee.get("/packs/kinds/1.0.0").get_data(as_text=True)
    for answer in (
        dee.get("/packs/kinds/1.0.0/roll-back"),
        dee.post("/packs/kinds/1.0.0/roll-back", data={"number": "", "reason": "Why not?"}),
    ):
        assert answer.status_code == 409


def test_a_learner_reaches_none_of_it(kinds, hers, dee, now):
    installed("1.0.1", now)
    key = dee.post("/packs/kinds/1.0.1/acts/publish").location
    for address in (
        "/publications",
        key,
        "/packs/kinds/1.0.1/acts/publish",
        "/packs/kinds/1.0.0/roll-back",
        "/packs/kinds/1.0.0/impact",
        "/packs/kinds/1.0.0/concerned",
    ):
        assert hers.get(address).status_code == 403, address
    for address in (f"{key}/confirm", "/packs/kinds/1.0.1/acts/publish"):
        assert hers.post(address).status_code == 403, address


# Whose result would change ----------------------------------------------------------------------


def test_results_that_would_change_are_told_by_number(app, kinds, ann, dee, now):
    installed("2.0.0", now, changes=edited(updating.QUIZ, *OTHER_KEY))
    dee.post("/packs/kinds/2.0.0/impact")
    assert "Being worked out" in text_of(dee.get("/packs/kinds/2.0.0/impact"))
    updating.work(app, now)
    page = text_of(dee.get("/packs/kinds/2.0.0/impact"))
    assert "Worked out" in page
    assert "1 attempt looked at" in page
    assert "1 result would be another one." in page
    assert "Ann" not in page
    assert db.session.query(Look).count() == 0


def test_who_leads_somebody_sees_the_name_and_is_seen(app, cast, client_for, now):
    learning.publish("kinds", now)
    person = make.person("Ann Learner", unit=cast.station)
    ann = make.actor(person)
    updating.enrolments.enrol(ann, "kinds", now=now)
    updating.pass_quiz(ann, now)
    outsider = updating.taker(now, name="Zoe Elsewhere", read=False, unit=cast.abroad)
    updating.pass_quiz(outsider, now)
    installed("2.0.0", now, changes=edited(updating.QUIZ, *OTHER_KEY))
    both = make.person("Both", roles=(Role.TRAINER,))
    make.role(both, Role.MANAGER, unit=cast.station)
    browser = client_for(both)
    browser.post("/packs/kinds/2.0.0/impact")
    updating.work(app, now)
    page = text_of(browser.get("/packs/kinds/2.0.0/impact"))
    assert "2 results would be other ones." in page
    assert "Ann Learner" in page
    assert "Zoe" not in page
    (look,) = db.session.query(Look)
    assert (look.page, look.actor_id) == ("impact", both.id)


# The end of a version ---------------------------------------------------------------------------


def test_a_withdrawal_is_told_to_those_concerned_once(app, kinds, ann, dee, now):
    done = taker(now, name="Done")
    updating.complete(done, now)
    taker(now, name="Without mail", email=None, service_number="bp-7")
    act(Act.WITHDRAW, "1.0.0", now, reason="Lesson 1 names the wrong form.")
    updating.work(app, now, app.extensions["ending_letter"])
    updating.work(app, now, app.extensions["ending_letter"])
    folder = app.config["SETTINGS"].instance
    from pathlib import Path

    letters = [p.read_text("utf-8") for p in Path(folder, "mail").glob("*.eml")]
    assert len(letters) == 2
    assert all("Lesson 1 names the wrong form." in letter for letter in letters)
    assert sum("Your completion record stays as it is" in letter for letter in letters) == 1
    page = text_of(dee.get("/packs/kinds/1.0.0/concerned"))
    assert "fewer than 5" in page
    assert "Ann" not in page
    assert job_store.counts().get("waiting", 0) == 0


def test_a_withdrawal_stands_beside_the_record(kinds, ann, hers, now):
    updating.play_case(ann, now)
    assert "withdrawn" not in text_of(hers.get("/records"))
    act(Act.WITHDRAW, "1.0.0", now, reason="Lesson 1 names the wrong form.")
    page = hers.get("/records")
    assert "taught something wrong and was withdrawn" in text_of(page)
    key = records.of_person(ann.person_id)[0].key
    one = text_of(hers.get(f"/records/{key}"))
    assert "Lesson 1 names the wrong form." in one
    assert "Valid" in one


def test_who_leads_sees_whom_it_concerns(app, cast, client_for, now):
    learning.publish("kinds", now)
    ann = updating.taker(now, name="Ann Of Ours", unit=cast.station)
    updating.complete(ann, now)
    updating.taker(now, name="Zoe Elsewhere", unit=cast.abroad)
    both = make.person("Both", roles=(Role.TRAINER,))
    make.role(both, Role.MANAGER, unit=cast.station)
    page = text_of(client_for(both).get("/packs/kinds/1.0.0/concerned"))
    assert "Ann Of Ours" in page
    assert "Zoe" not in page
    (look,) = db.session.query(Look)
    assert look.page == "concerned"


# Learners ---------------------------------------------------------------------------------------


def test_a_learner_is_told_plainly_and_chooses(kinds, ann, hers, now):
    lesson = edited(
        updating.LESSON, b"A rule tells what to do.", b"A rule tells nobody what may be left out."
    )
    published("2.0.0", now, changes=lesson | {"01-all/04-night.md": updating.NIGHT})
    for address in ("/courses/kinds", "/courses/kinds/rules", "/courses/kinds/quiz", "/learning"):
        assert "you can still finish this one" in text_of(hers.get(address)), address
    page = text_of(hers.get("/courses/kinds/version/changes"))
    assert "You are on version 1.0.0. You can go on with version 2.0.0." in page
    assert "New At night" in page
    assert "Changed The rules" in page
    assert "1 part that you have done counts there, too." in page
    assert "To be done again, since it has changed: The rules" in page
    assert "Go on with version 2.0.0" in page
    done = hers.post("/courses/kinds/version/changes")
    assert "You go on with version 2.0.0." in text_of(hers.get(done.location))
    page = text_of(hers.get("/courses/kinds/version/changes"))
    assert "You came from version 1.0.0." in page


def test_an_attempt_comes_first(kinds, ann, hers, now):
    key = learning.key_in(hers.post("/courses/kinds/quiz/attempts").location)
    published("2.0.0", now)
    page = hers.get("/courses/kinds/version/changes")
    assert f"/attempts/{key}" in page.get_data(as_text=True)
    back = hers.post("/courses/kinds/version/changes")
    assert "Finish it first, then go on." in text_of(hers.get(back.location))
    assert updating.version_of(ann) == "1.0.0"


def test_a_withdrawn_version_is_read_under_a_banner_and_counts_nothing(kinds, ann, hers, now):
    before = hers.get("/courses/kinds/rules").get_data(as_text=True)
    act(Act.WITHDRAW, "1.0.0", now, reason="The form is wrong.")
    after = hers.get("/courses/kinds/rules").get_data(as_text=True)
    assert "A rule tells what to do." in after
    assert "nothing counts any more" in after
    assert article(before) == article(after)
    assert "No new attempt can begin" in text_of(hers.get("/courses/kinds/quiz"))
    begun = hers.post("/courses/kinds/gate/attempts")
    assert begun.location.endswith("/courses/kinds/version/changes")
    page = text_of(hers.get(begun.location))
    assert "The form is wrong." in page
    assert "As soon as there is a new version, you go on with it" in page


def article(html):
    """A lesson's own text, without what is said about its version and without tokens."""
    import re

    inside = html[html.index("<article") : html.index("</article>")]
    return re.sub(r'value="[^"]*"', "", inside)


def test_who_is_held_opens_what_they_began_byte_for_byte(kinds, hers, ann, now):
    before = hers.get("/courses/kinds/rules").get_data(as_text=True)
    lesson = edited(updating.LESSON, b"A rule tells what to do.", b"A rule tells much more now.")
    published("1.1.0", now, changes=lesson, update="{minor: finish}")
    assert updating.version_of(ann) == "1.0.0"
    after = hers.get("/courses/kinds/rules").get_data(as_text=True)
    assert article(before) == article(after)
    published("1.1.1", now, changes=lesson, update="{minor: finish}")
    assert article(hers.get("/courses/kinds/rules").get_data(as_text=True)) == article(before)


def test_urgent_law_is_explained(app, kinds, ann, hers, now):
    law = Settings(urgent=True, law_note="Article 6 is another one since June.")
    published("2.0.0", now, law, changes=edited(updating.QUIZ, *OTHER_KEY))
    page = text_of(hers.get("/courses/kinds/version/changes"))
    assert "Version 1.0.0 was stopped" in page
    assert "Article 6 is another one since June." in page
    updating.work(app, now)
    page = text_of(hers.get("/courses/kinds/version/changes"))
    assert "You came from version 1.0.0." in page
    assert "Article 6 is another one since June." in page


def test_a_minor_version_is_told_to_who_comes_back_and_a_patch_is_not(kinds, ann, hers, clock, now):
    clock.move(hours=3)
    published("1.0.1", clock.now)
    assert "new version since you were last here" not in text_of(hers.get("/courses/kinds"))
    night = {"01-all/04-night.md": updating.NIGHT}
    published("1.1.0", clock.now, changes=night)
    assert "new version since you were last here: 1.1.0" in text_of(hers.get("/courses/kinds"))
    assert "New At night" in text_of(hers.get("/courses/kinds/version/changes"))
    clock.move(hours=1)
    hers.post("/courses/kinds/night/done")
    assert "new version since you were last here" not in text_of(hers.get("/courses/kinds"))


def test_who_has_completed_keeps_it_and_may_take_the_new_one(kinds, ann, hers, now):
    updating.play_case(ann, now)
    published("2.0.0", now, changes=edited(updating.QUIZ, *OTHER_KEY))
    assert "you can still finish this one" not in text_of(hers.get("/courses/kinds"))
    page = text_of(hers.get("/courses/kinds/version/changes"))
    assert "that stays: your record names the version" in page
    hers.post("/courses/kinds/version/changes")
    assert updating.version_of(ann) == "2.0.0"
    assert updating.standing(ann).done.finished == {"gate"}
    assert "Valid" in text_of(hers.get("/records"))


def test_an_outsider_sees_nothing_of_it(kinds, client_for, now):
    published("2.0.0", now)
    cy = client_for(make.person("Cy"))
    assert cy.get("/courses/kinds/version/changes").status_code == 404
    assert cy.post("/courses/kinds/version/changes").status_code == 404


def test_a_sunset_is_set_in_the_browser(kinds, ann, hers, dee, eva, now):
    published("2.0.0", now)
    day = (now + timedelta(days=10)).date().isoformat()
    made = dee.post("/packs/kinds/1.0.0/acts/sunset", data={"sunset_on": day, "reason": "Law."})
    eva.post(f"{made.location}/confirm")
    assert updating.standing(ann).enrolment.sunset_on.isoformat() == day
