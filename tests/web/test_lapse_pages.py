"""What learners and trainers see when law has lapsed, and what is written to them."""

from datetime import UTC, datetime, timedelta

import lapsing
import learning
import make
import pytest

from elearn.services import closing_letters, closings, jobs
from elearn.services.closing_letters import About, LawTold
from elearn.services.transaction import transaction

DAY = "2026-11-24"
MIDNIGHT = datetime(2026, 11, 24, tzinfo=UTC)
CLOSED = "This quiz is closed since the law changed"


@pytest.fixture
def now(clock):
    """Ten minutes before the law lapses: a session lasts beyond it."""
    clock.now = MIDNIGHT - timedelta(minutes=10)
    return clock.now


@pytest.fixture
def hers(app, cast, client_for, now):
    """Ann's browser."""
    return client_for(cast.ann)


def course(folder, now, *old, **more):
    lapsing.publish_law(folder, now, repealed=DAY)
    lapsing.publish_course(folder, now, old=old, **more)


def begun(browser, item="check"):
    browser.post("/courses/lapse/enrol")
    return learning.key_in(browser.post(f"/courses/lapse/{item}/attempts").location)


def text(browser, path):
    page = browser.get(path)
    assert page.status_code == 200, (path, page.status_code)
    return " ".join(page.text.split())


def test_a_quiz_says_how_many_questions_are_not_asked(hers, now, tmp_path, clock):
    course(tmp_path, now, "q-1")
    hers.post("/courses/lapse/enrol")
    assert "not asked at present" not in text(hers, "/courses/lapse/check")
    clock.move(minutes=20)
    page = text(hers, "/courses/lapse/check")
    assert "One question is not asked at present" in page
    assert "<dt>Questions</dt><dd>4</dd>" in page.replace("> <", "><")


def test_a_closed_quiz_says_why_since_when_and_what_to_do(hers, now, tmp_path, clock):
    course(tmp_path, now, "q-1", "q-2", "q-3")
    hers.post("/courses/lapse/enrol")
    assert CLOSED not in text(hers, "/courses/lapse/check")
    clock.move(minutes=20)
    page = text(hers, "/courses/lapse/check")
    for words in (CLOSED, "24 November 2026", "Old Act, Art. 1", "You need not do anything"):
        assert words in page
    assert "/courses/lapse/check/attempts" not in page
    assert "your time stands still" not in page
    refused = hers.post("/courses/lapse/check/attempts")
    assert refused.status_code == 409
    assert "closed since the law changed" in refused.text


@pytest.mark.parametrize("path", ["", "/1", "/summary", "/review"])
def test_every_page_of_an_attempt_leads_to_the_note_while_it_waits(
    hers, now, tmp_path, clock, path
):
    course(tmp_path, now, "q-1", "q-2", "q-3", options="limit: 60\n")
    key = begun(hers)
    clock.now = MIDNIGHT + timedelta(hours=3)
    page = hers.get(f"/attempts/{key}{path}", follow_redirects=True)
    assert page.request.path == "/courses/lapse/check"
    assert CLOSED in page.text
    assert "your time stands still" in page.text


def test_what_is_sent_meanwhile_is_kept_and_handing_in_waits(hers, cast, now, tmp_path, clock):
    course(tmp_path, now, "q-1", "q-2", "q-3")
    key = begun(hers)
    forms = learning.truth_forms(make.actor(cast.ann), key)
    clock.now = MIDNIGHT
    sent = hers.post(f"/attempts/{key}/1", data={**forms[1], "go": "next-2"}, follow_redirects=True)
    assert "What you sent is kept." in sent.text
    done = hers.post(f"/attempts/{key}/finish", follow_redirects=True)
    assert CLOSED in done.text


def test_a_question_that_lapsed_meanwhile_says_so_until_it_is_looked_back_at(
    hers, cast, now, tmp_path, clock
):
    course(tmp_path, now, "q-1", options="shuffle: false\n")
    key = begun(hers)
    assert "This question does not count" not in text(hers, f"/attempts/{key}/1")
    clock.now = MIDNIGHT
    page = text(hers, f"/attempts/{key}/1")
    assert "This question does not count" in page
    assert "Old Act, Art. 1" in page
    assert "This question does not count" not in text(hers, f"/attempts/{key}/2")
    for number, form in learning.truth_forms(make.actor(cast.ann), key).items():
        hers.post(f"/attempts/{key}/{number}", data=form)
    hers.post(f"/attempts/{key}/finish")
    review = text(hers, f"/attempts/{key}/review")
    assert "4 of 4 points" in review
    assert "This question does not count" in review
    assert "Does not count" in review


def test_a_self_check_that_lapsed_is_not_asked(hers, now, tmp_path, clock):
    course(tmp_path, now, "sc-1")
    hers.post("/courses/lapse/enrol")
    assert "The self-check is right." in text(hers, "/courses/lapse/rules")
    assert "0 of 1 self-checks" in text(hers, "/courses/lapse")
    clock.move(minutes=20)
    for path in ("/courses/lapse/rules", "/courses/lapse/modules/one/print"):
        page = text(hers, path)
        assert "The self-check is right." not in page
        assert "Here stood a question to check yourself" in page
        assert "Then go on." in page
    assert "self-checks" not in text(hers, "/courses/lapse")


def test_my_learning_and_the_course_say_what_is_closed(hers, now, tmp_path, clock):
    course(tmp_path, now, "q-1", "q-2", "q-3")
    hers.post("/courses/lapse/enrol")
    clock.move(minutes=20)
    for path in ("/learning", "/courses/lapse"):
        page = text(hers, path)
        assert "A quiz is closed since the law changed" in page
        assert "Five questions" in page


def test_nobody_else_is_told_on_the_page_of_the_course(client, now, tmp_path, clock):
    course(tmp_path, now, "q-1", "q-2", "q-3")
    clock.move(minutes=20)
    assert "closed since the law" not in text(client, "/courses/lapse")


def test_an_attempt_that_was_set_aside_says_so(hers, now, tmp_path, clock):
    course(tmp_path, now, "q-1", "q-2", "q-3")
    key = begun(hers)
    clock.now = MIDNIGHT + timedelta(hours=1)
    old = ("q-1", "q-2", "q-3")
    lapsing.publish_course(tmp_path, clock.now, "1.1.0", old=old, minimum=", minimum: 20")
    assert learning.key_in(hers.post("/courses/lapse/check/attempts").location) != key
    page = text(hers, f"/attempts/{key}/review")
    assert "This attempt was set aside" in page
    assert "Not passed" not in page
    assert "Set aside since the law changed" in text(hers, "/courses/lapse/check")


def test_trainers_see_what_lapsed_and_what_is_closed(app, cast, client_for, now, tmp_path, clock):
    course(tmp_path, now, "q-1", "q-2", "q-3", "b-1")
    dee = client_for(cast.dee)
    assert "Lapsed with the law" not in text(dee, "/packs/lapse/1.0.0")
    clock.move(minutes=20)
    page = text(dee, "/packs/lapse/1.0.0")
    assert "The keys of 4 questions rest on law" in page
    assert "closed since 24 November 2026: fewer than 60 % of its questions are left." in page
    assert "open, without 1 question." in page


def test_what_is_learnt_stays_out_of_reach_of_others(app, cast, client_for, hers, now, tmp_path):
    course(tmp_path, now, "q-1")
    key = begun(hers)
    for other in (cast.ben, cast.mia, cast.dee):
        assert client_for(other).get(f"/attempts/{key}/1").status_code == 404


@pytest.mark.parametrize("language", ["en", "sr", "sr-Latn", None])
@pytest.mark.parametrize("about", list(About))
@pytest.mark.parametrize("trainer", [True, False])
def test_letters_say_what_happened_and_where(app, about, trainer, language):
    told = LawTold(
        about=about,
        trainer=trainer,
        language=language,
        name="Ann",
        pack_id="lapse",
        version="1.0.0",
        course="The course",
        item_id="check",
        quiz="The quiz",
        questions=(("q-1", "Old Act, Art. 1"), ("q-2", "Old Act, Art. 2")),
    )
    letter = app.extensions["law_letter"](told)
    where = "/packs/lapse/1.0.0" if trainer else "/courses/lapse/check"
    assert where in letter.text
    assert "Ann" in letter.text
    assert ("The quiz" in letter.text) == (about is not About.LAPSED)
    assert ("- q-2 (Old Act, Art. 2)" in letter.text) == (about is About.LAPSED)
    assert "\n\n\n" not in letter.text


def test_with_a_new_version_a_learner_goes_on_and_passes(hers, app, cast, now, tmp_path, clock):
    course(tmp_path, now, "q-1", "q-2", "q-3")
    key = begun(hers)
    clock.move(minutes=20)
    sent = []

    def letters(told):
        sent.append(told)
        return app.extensions["law_letter"](told)

    def look():
        with transaction():
            closings.keep_up(letters, now=clock.now)
        handlers = {"law-letters": closing_letters.handler(letters), "law": lambda *_: None}
        jobs.run_due({**handlers, "mail": lambda *_: None, "going-on": lambda *_: None}, clock.now)

    look()
    lapsing.publish_course(tmp_path, clock.now, "2.0.0")
    clock.move(minutes=5)
    look()
    (told,) = [one for one in sent if one.about is About.OPENED and not one.trainer]
    assert "/courses/lapse/version/changes" in app.extensions["law_letter"](told).text
    page = hers.get("/courses/lapse/check").text
    assert "Go on with version 2.0.0" in page
    assert 'href="/courses/lapse/version/changes"' in page
    assert "This attempt was set aside" in text(hers, f"/attempts/{key}/review")
    done = hers.post("/courses/lapse/version/changes", follow_redirects=True)
    assert "You go on with version 2.0.0." in done.text
    fresh = begun(hers)
    for number, form in learning.truth_forms(make.actor(cast.ann), fresh).items():
        hers.post(f"/attempts/{fresh}/{number}", data=form)
    hers.post(f"/attempts/{fresh}/finish")
    assert "5 of 5 points" in text(hers, f"/attempts/{fresh}/review")
    assert "You have passed this quiz." in text(hers, "/courses/lapse/check")
