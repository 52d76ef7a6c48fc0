"""Reports of mistakes: from a learner's block to a trainer's note."""

import learning
import make
import pytest
from client import text_of
from sqlalchemy import select

from elearn.core.access import Role
from elearn.core.pack.blocks import blocks
from elearn.services import attempts, enrolments, mistake_reports, mistakes, shelf
from elearn.services.mistake_reports import Mistake
from elearn.store.db import db
from elearn.store.tables.audit import AuditEntry
from elearn.store.tables.packs import MistakeReport


@pytest.fixture
def kinds(app, now):
    return learning.publish("kinds", now)


@pytest.fixture
def reported(kinds, now):
    """Ann reports the first block of the lesson."""
    ann = make.person("Ann Learner")
    actor = make.actor(ann)
    enrolments.enrol(actor, "kinds", now=now)
    lesson = shelf.item(kinds.digest, "rules")
    block = blocks(lesson.source)[0].address
    mistake = Mistake("rules", block, "en", "It is <b>not</b> so.")
    mistake_reports.report_mistake(actor, "kinds", mistake, now=now)
    db.session.commit()
    return ann


@pytest.fixture
def dee(app, client_for):
    return client_for(make.person("Dee Trainer", roles=(Role.TRAINER,)))


def key():
    return db.session.scalar(select(MistakeReport.key))


def test_a_trainer_sees_the_words_and_the_block_and_not_who_said_it(reported, dee):
    assert "It is &lt;b&gt;not" in dee.get("/mistakes").text
    page = dee.get(f"/mistakes/{key()}")
    assert "A rule tells what to do." in page.text
    assert "&lt;b&gt;not" in page.text
    assert "Ann Learner" not in page.text
    assert "/packs/kinds/1.0.0/preview/rules#b-" in page.text


def test_the_list_of_packs_says_how_many_are_open(reported, dee):
    assert "1 open report" in text_of(dee.get("/packs"))


def test_closing_needs_a_note_and_is_kept(reported, dee):
    answer = dee.post(f"/mistakes/{key()}", data={"note": "  "})
    assert answer.status_code == 422
    assert "Say in a few words" in text_of(answer)
    assert dee.post(f"/mistakes/{key()}", data={"note": "Mended in 1.0.1."}).status_code == 303
    assert "Nothing open" in text_of(dee.get("/mistakes"))
    assert "It is" in text_of(dee.get("/mistakes?state=closed"))
    assert "Mended in 1.0.1." in text_of(dee.get(f"/mistakes/{key()}"))
    assert db.session.scalars(select(AuditEntry.action)).all()[-1] == "report-closed"


def test_closing_again_does_not_change_the_note(reported, dee):
    dee.post(f"/mistakes/{key()}", data={"note": "First."})
    dee.post(f"/mistakes/{key()}", data={"note": "Second."})
    assert db.session.scalar(select(MistakeReport.note)) == "First."


def test_who_reported_reads_the_answer_and_nobody_else_does(reported, dee, cast, client_for):
    browser = client_for(reported)
    assert "have not answered yet" in text_of(browser.get("/my-reports"))
    dee.post(f"/mistakes/{key()}", data={"note": "Mended in 1.0.1."})
    page = browser.get("/my-reports")
    assert "Mended in 1.0.1." in text_of(page)
    assert "&lt;b&gt;not" in page.text
    assert "Nothing reported" in text_of(client_for(cast.ben).get("/my-reports"))


def test_others_see_and_close_nothing(reported, client_for):
    browser = client_for(reported)
    assert browser.get("/mistakes").status_code == 403
    assert browser.get(f"/mistakes/{key()}").status_code == 403
    assert browser.post(f"/mistakes/{key()}", data={"note": "Mine."}).status_code == 403


def test_a_report_on_a_block_that_nobody_wrote_shows_the_item_as_a_whole(kinds, dee, now):
    actor = make.actor(make.person("Ben"))
    enrolments.enrol(actor, "kinds", now=now)
    for block in ("", "b-00000000", "b-(((", "q-one"):
        mistake_reports.report_mistake(
            actor, "kinds", Mistake("rules", block, "xx", "Wrong."), now=now
        )
    db.session.commit()
    for each in db.session.scalars(select(MistakeReport.key)).all():
        page = dee.get(f"/mistakes/{each}")
        assert page.status_code == 200
        assert "as a whole" in text_of(page)


def test_a_report_that_is_not_there_is_not_found(app, dee):
    assert dee.get("/mistakes/none").status_code == 404
    assert dee.post("/mistakes/none", data={"note": "x"}).status_code == 404


def begin(browser, item="quiz"):
    """Begin an item of the course; the go's key."""
    browser.post("/courses/kinds/enrol")
    return learning.key_in(browser.post(f"/courses/kinds/{item}/attempts").location)


def hand_in(browser):
    """Hand in a blank attempt; its key."""
    key = begin(browser)
    browser.post(f"/attempts/{key}/finish")
    return key


def key_of(text):
    return db.session.scalar(select(MistakeReport.key).where(MistakeReport.text == text))


def places():
    return list(db.session.scalars(select(MistakeReport.block).order_by(MistakeReport.id)))


def test_a_question_that_is_looked_back_at_can_be_reported(kinds, cast, client_for, dee):
    ann = client_for(cast.ann)
    address = f"/attempts/{hand_in(ann)}/1/report"
    assert address in ann.get(address.replace("/1/report", "/review")).text
    form = text_of(ann.get(address))
    assert "Question 1" in form
    assert "not what you answered" in form
    empty = ann.post(address, data={"text": " "})
    assert empty.status_code == 422
    assert "Say in a few words" in text_of(empty)
    sent = ann.post(address, data={"text": "The key is wrong."})
    assert sent.location.endswith("/review#question-1")
    kept = db.session.scalars(select(MistakeReport)).one()
    place, name = kept.block.split("/")
    assert (place, kept.item_id, kept.version_id) == ("question", "quiz", 1)
    page = dee.get(f"/mistakes/{kept.key}")
    assert "The key is wrong." in text_of(page)
    assert cast.ann.name not in page.text
    assert f"/packs/kinds/1.0.0/preview/quiz?answers=1#{name}" in page.text
    assert "as a whole" not in text_of(page)
    assert "The key is wrong." in text_of(ann.get("/my-reports"))


def test_the_trainer_sees_each_question_with_its_key(kinds, cast, client_for, dee, now):
    key, ann = hand_in(client_for(cast.ann)), make.actor(cast.ann)
    ids = [a.question.id for a in attempts.require_sitting(ann, key).paper.questions]
    for number in range(1, len(ids) + 1):
        mistake_reports.report_question(ann, key, number, "Wrong.", now=now)
    db.session.commit()
    assert places() == [f"question/{name}" for name in ids]
    trainer = make.actor(cast.dee)
    keys = db.session.scalars(select(MistakeReport.key).order_by(MistakeReport.id)).all()
    pages = [mistakes.report_page(trainer, each, now=now) for each in keys]
    assert [page.question.id for page in pages] == ids
    assert [page.anchor for page in pages] == ids


@pytest.mark.parametrize("options", ["feedback: never", "feedback: after-closing"])
def test_no_question_is_reported_whose_answers_are_not_shown(
    app, cast, client_for, tmp_path, now, options
):
    learning.publish_quiz(tmp_path, options, now)
    ann = client_for(cast.ann)
    key = hand_in(ann)
    assert "/1/report" not in ann.get(f"/attempts/{key}/review").text
    assert ann.get(f"/attempts/{key}/1/report").status_code == 404
    assert ann.post(f"/attempts/{key}/1/report", data={"text": "Wrong."}).status_code == 404
    assert places() == []


def test_no_question_is_reported_while_the_attempt_is_open(kinds, cast, client_for):
    ann = client_for(cast.ann)
    key = begin(ann)
    assert ann.post(f"/attempts/{key}/1/report", data={"text": "Wrong."}).status_code == 404
    ann.post(f"/attempts/{key}/finish")
    assert ann.post(f"/attempts/{key}/99/report", data={"text": "Wrong."}).status_code == 404
    assert places() == []


def test_a_scene_can_be_reported_on_the_way_and_in_the_debrief(kinds, cast, client_for, dee):
    ann = client_for(cast.ann)
    key = begin(ann, "gate")
    page = ann.get(f"/cases/{key}").text
    assert f"/cases/{key}/0/report" in page
    assert "The scene" in text_of(ann.get(f"/cases/{key}/0/report"))
    sent = ann.post(f"/cases/{key}/0/report", data={"text": "No gate has two doors."})
    assert sent.location == f"/cases/{key}"
    assert ann.post(f"/cases/{key}/1/report", data={"text": "Not there yet."}).status_code == 404
    step = 0
    while choices := learning.values_of(ann.get(f"/cases/{key}").text, "choice"):
        ann.post(f"/cases/{key}", data={"step": step, "choice": choices[0]})
        step += 1
    address = f"/cases/{key}/0/report?from=debrief"
    assert address in ann.get(f"/cases/{key}/debrief").text
    sent = ann.post(address, data={"text": "The law says otherwise."})
    assert sent.location == f"/cases/{key}/debrief#decision-1"
    assert places() == ["scene/s-gate", "scene/s-gate"]
    shown = dee.get(f"/mistakes/{key_of('The law says otherwise.')}").text
    assert "Somebody stands there." in shown
    assert "/packs/kinds/1.0.0/preview/gate?answers=1#s-gate" in shown


def test_nobody_reports_at_what_others_have_taken(kinds, cast, client_for, client):
    ann = client_for(cast.ann)
    for path in (f"/attempts/{hand_in(ann)}/1/report", f"/cases/{begin(ann, 'gate')}/0/report"):
        assert ann.get(path).status_code == 200
        assert client.get(path).location.startswith("/sign-in")
        for person in (cast.ben, cast.cy, cast.dee, cast.mia, cast.ana):
            browser = client_for(person)
            assert browser.get(path).status_code == 404
            assert browser.post(path, data={"text": "Wrong."}).status_code == 404
    assert places() == []


def test_a_report_on_a_question_that_is_not_there_shows_the_item_as_a_whole(kinds, cast, dee, now):
    actor = make.actor(cast.ben)
    enrolments.enrol(actor, "kinds", now=now)
    for item, block in (("quiz", "question/none"), ("gate", "scene/none"), ("rules", "question/x")):
        mistake_reports.report_mistake(actor, "kinds", Mistake(item, block, "en", "W."), now=now)
    db.session.commit()
    for each in db.session.scalars(select(MistakeReport.key)).all():
        assert "as a whole" in text_of(dee.get(f"/mistakes/{each}"))
