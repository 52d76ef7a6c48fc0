"""Reports of mistakes: from a learner's block to a trainer's note."""

import learning
import make
import pytest
from client import text_of
from sqlalchemy import select

from elearn.core.access import Role
from elearn.core.pack.blocks import blocks
from elearn.services import enrolments, mistake_reports, shelf
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
