"""Figures of a quiz, from attempts that were really sat."""

import shutil

import learning
import make
import pytest
from sqlalchemy import select

from elearn.core.errors import Conflict, NotAllowed, NotFound
from elearn.services import attempts, enrolments, packs, quiz_statistics
from elearn.services.people import OPERATOR
from elearn.store.db import begin_write, db
from elearn.store.tables.attempts import Attempt, MarkRow


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


def test_time_options_and_parts_have_their_texts(sat):
    report = quiz_statistics.report(make.actor(sat.dee), "kinds", "", "quiz")
    assert report.labels["q-single"] == {"a": "Wrong one", "b": "Right one"}
    assert report.labels["q-matching"] == {"a": "One", "b": "Two"}
    items = {item.id: item for item in report.figures.items}
    assert {p.part for p in items["q-ordering"].parts} == {"a", "b"}
    assert all(item.seconds == 0 for item in items.values())  # the clock stands still
    assert items["q-text"].options == items["q-text"].parts == ()


def mark_again(question_id, share, verdict, now):
    """A newer mark on that question in every attempt."""
    begin_write()
    for attempt in db.session.scalars(select(Attempt)):
        db.session.add(
            MarkRow(
                attempt_id=attempt.id,
                question_id=question_id,
                share=share,
                points=share,
                verdict=verdict,
                grader_version=1,
                at=now,
            )
        )
    db.session.commit()


def test_the_newest_mark_counts_and_counts_once(sat, now):
    mark_again("q-numeric", "1/3", "partly", now)
    items = figures_of(sat)
    assert items["q-numeric"].answers == 2
    assert items["q-numeric"].facility == pytest.approx(1 / 3)
    assert items["q-single"].answers == 2


def test_a_question_that_is_withdrawn_counts_for_nothing(sat, now):
    before = figures_of(sat)
    actor = make.actor(sat.dee)
    mean = quiz_statistics.report(actor, "kinds", "", "quiz").figures.mean
    mark_again("q-text", "0", "withdrawn", now)
    items = figures_of(sat)
    assert items["q-text"].answers == 0
    assert items["q-text"].facility is None
    assert items["q-single"].facility == before["q-single"].facility
    assert mean == pytest.approx((100 + 100 / 7) / 2)
    less = quiz_statistics.report(actor, "kinds", "", "quiz").figures.mean
    assert less in (pytest.approx(50), pytest.approx((100 + 100 / 6) / 2))


def figures_of(sat):
    report = quiz_statistics.report(make.actor(sat.dee), "kinds", "", "quiz")
    return {item.id: item for item in report.figures.items}


def test_pages_and_files_tell_nothing_of_few(sat):
    page = quiz_statistics.statistics_page(make.actor(sat.dee), "kinds", "1.0.0", "quiz")
    assert not page.told
    assert page.items == page.dots == ()
    with pytest.raises(Conflict):
        quiz_statistics.require_told(make.actor(sat.dee), "kinds", "1.0.0", "quiz")


STEPS = """\
id: quiz
title: Sums
minutes: 5
pass: 60
questions:
  - id: q-sum
    kind: calculation
    prompt: Work it out with {a} and {b}.
    outcomes: [o-all]
    parameters:
      - {name: a, from: 1, to: 90}
      - {name: b, from: 1, to: 90}
    steps:
      - {id: s-sum, text: Add them., answer: a + b}
      - {id: s-twice, text: Twice that., answer: (a + b) * 2}
"""


def test_parts_of_drawn_values_are_judged_by_what_was_drawn(app, cast, now, tmp_path):
    folder = tmp_path / "kinds"
    shutil.copytree(learning.PACKS / "kinds", folder)
    (folder / "01-all" / "02-quiz.quiz.yaml").write_text(STEPS, encoding="utf-8")
    installed = packs.install_path(folder, now=now)
    assert installed.done, [str(p) for p in installed.problems]
    packs.publish(OPERATOR, "kinds", "1.0.0", now=now)
    db.session.commit()
    for spoilt in (0, 1, 1, 2, 3):
        actor = make.actor(make.person())
        enrolments.enrol(actor, "kinds", now=now)
        key = attempts.begin(actor, "kinds", "quiz", "en", now=now)
        form = learning.truth_forms(actor, key)[1]
        for field in list(form)[:spoilt]:
            form[field] = ["100000"]
        if spoilt < 3:
            attempts.answer(actor, key, 1, form, now=now)
        attempts.finish(actor, key, now=now)
        db.session.commit()
    (item,) = quiz_statistics.report(OPERATOR, "kinds", "", "quiz").figures.items
    assert item.answers == 5
    assert [(p.part, p.count) for p in item.parts] == [("s-sum", 1), ("s-twice", 3)]
