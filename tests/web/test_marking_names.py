"""Marking is anonymous unless the quiz says otherwise; then those see names who may know them."""

import re
import shutil

import learning
import make
import pytest
from client import text_of
from sqlalchemy import func, select

from elearn.core.access import Role
from elearn.services import packs
from elearn.services.people import OPERATOR
from elearn.store.db import db
from elearn.store.tables.audit import Look

QUIZ = "/marking/more/1.0.0/written"
GOOD = {"level-facts": "all", "level-order": "clear", "go": "list"}
TOLD = "the trainer sees your name"


def publish(tmp_path, now, marking):
    """The course `more`, whose quiz `written` says that of marking."""
    folder = tmp_path / "more"
    shutil.copytree(learning.PACKS / "more", folder)
    path = folder / "01-more" / "03-written.quiz.yaml"
    text = path.read_text()
    assert "pass: 50" in text
    path.write_text(text.replace("pass: 50", f"pass: 50\n{marking}"))
    installed = packs.install_path(folder, now=now)
    assert installed.done, [str(p) for p in installed.problems]
    packs.publish(OPERATOR, installed.pack_id, installed.version, now=now)
    db.session.commit()


@pytest.fixture
def named(app, cast, now, tmp_path):
    """The quiz shows names to those who mark."""
    publish(tmp_path, now, "marking: {anonymous: false}")
    return cast


def hand_in(browser):
    browser.post("/courses/more/enrol")
    key = learning.key_in(browser.post("/courses/more/written/attempts").location)
    page = browser.get(f"/attempts/{key}/1").text
    field = re.search(r'<textarea[^>]*name="(t[0-9a-f]{16})"', page)[1]
    browser.post(f"/attempts/{key}/1", data={field: "At ten a car stopped.", "go": "summary"})
    browser.post(f"/attempts/{key}/finish")


def take(browser):
    return browser.post(f"{QUIZ}/next").location


def looks():
    return db.session.scalar(select(func.count()).select_from(Look).where(Look.page == "marking"))


def test_where_the_quiz_says_so_whoever_marks_sees_the_name(named, client_for):
    hand_in(client_for(named.ann))
    dee = client_for(named.dee)
    assert named.ann.name in dee.get(QUIZ).text
    page = text_of(dee.get(take(dee)))
    assert f"Written by {named.ann.name}" in page
    assert named.ann.email not in page


def test_the_learner_is_told_before_and_reads_who_looked(named, client_for):
    ann, dee = client_for(named.ann), client_for(named.dee)
    ann.post("/courses/more/enrol")
    assert TOLD in text_of(ann.get("/courses/more/written"))
    hand_in(ann)
    assert "What you wrote in a quiz" not in text_of(ann.get("/account"))
    address = take(dee)
    assert looks() == 0  # taking shows nothing yet
    dee.get(address)
    page = text_of(ann.get("/account"))
    assert "What you wrote in a quiz, to mark it" in page
    assert named.dee.name in page
    assert dee.post(address, data=GOOD).status_code == 303
    assert looks() == 1


@pytest.mark.parametrize("said", ["shuffle: false", "marking: {anonymous: true}"])
def test_otherwise_nobody_sees_a_name_and_no_look_is_kept(
    app, cast, now, tmp_path, client_for, said
):
    publish(tmp_path, now, said)
    ann, dee = client_for(cast.ann), client_for(cast.dee)
    hand_in(ann)
    assert TOLD not in text_of(ann.get("/courses/more/written"))
    pages = [dee.get("/marking"), dee.get(QUIZ), dee.get(take(dee))]
    assert all(cast.ann.name not in page.text for page in pages)
    assert looks() == 0


def test_a_trainer_of_a_unit_sees_the_names_of_its_people_only(named, client_for):
    hand_in(client_for(named.ann))
    hand_in(client_for(named.cy))
    own = make.person("Eva Local", roles=(Role.TRAINER,), role_unit=named.station)
    page = client_for(own).get(QUIZ).text
    assert named.ann.name in page
    assert named.cy.name not in page
    assert "Answer 2" in text_of(client_for(own).get(QUIZ))


def test_outsiders_see_neither_answers_nor_names(named, client_for):
    hand_in(client_for(named.ann))
    key = take(client_for(named.dee))
    for person in (named.ben, named.cy, named.mia, named.co, named.ana):
        for path in (QUIZ, key):
            answer = client_for(person).get(path)
            assert answer.status_code == 403
            assert named.ann.name not in answer.text
