"""Figures of a quiz, from attempts that were really sat."""

import learning
import make
import pytest

from elearn.core.errors import NotAllowed, NotFound
from elearn.services import attempts, enrolments, quiz_statistics
from elearn.store.db import db


@pytest.fixture
def sat(app, cast, now):
    """Ann answers all, Ben nothing but the first question on his paper."""
    learning.publish("kinds", now)
    for person, most in ((cast.ann, 99), (cast.ben, 1)):
        actor = make.actor(person)
        enrolments.enrol(actor, "kinds", now=now)
        key = attempts.begin(actor, "kinds", "quiz", "en", now=now)
        for number, form in learning.truth_forms(actor, key).items():
            if number <= most:
                attempts.answer(actor, key, number, form, now=now)
        attempts.finish(actor, key, now=now)
    db.session.commit()
    return cast


def test_every_question_has_its_figures_from_all_finished_attempts(sat):
    report = quiz_statistics.report(make.actor(sat.dee), "kinds", "", "quiz")
    assert report.figures.attempts == 2
    assert len(report.figures.items) == 7
    assert all(item.answers == 2 for item in report.figures.items)
    assert sum(item.facility for item in report.figures.items) == pytest.approx((7 + 1) / 2)
    assert report.prompts["q-single"] == "Choose the right one."


def test_what_was_chosen_is_counted(sat):
    report = quiz_statistics.report(make.actor(sat.dee), "kinds", "1.0.0", "quiz")
    (single,) = (i for i in report.figures.items if i.id == "q-single")
    assert {o.option: o.count for o in single.options}["b"] >= 1


def test_figures_are_for_trainers(sat):
    for person in (sat.ann, sat.mia, sat.co, sat.ana):
        with pytest.raises(NotAllowed):
            quiz_statistics.report(make.actor(person), "kinds", "", "quiz")


def test_what_is_not_there_is_said(sat):
    for pack, version, quiz in (
        ("none", "", "quiz"),
        ("kinds", "9.9.9", "quiz"),
        ("kinds", "", "rules"),
    ):
        with pytest.raises(NotFound):
            quiz_statistics.report(make.actor(sat.dee), pack, version, quiz)
