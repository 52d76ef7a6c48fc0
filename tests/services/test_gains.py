"""The gain is kept when the post-test is handed in; the learner reads it, trainers its sum."""

import re

import learning
import make
import pytest
from client import text_of
from sqlalchemy import select

from elearn.core.errors import NotAllowed, NotFound
from elearn.services import attempts, enrolments, gains
from elearn.store.db import begin_write, db
from elearn.store.tables.attempts import Attempt
from elearn.store.tables.gains import GainRow


@pytest.fixture
def pair(app, cast, now):
    learning.publish("pair", now)
    return cast


def enrol(person, now):
    actor = make.actor(person)
    enrolments.enrol(actor, "pair", now=now)
    db.session.commit()
    return actor


def sit(actor, quiz_id, right, now):
    """An attempt with so many right answers, the others left out; its key."""
    key = attempts.begin(actor, "pair", quiz_id, "en", now=now)
    for number, form in learning.truth_forms(actor, key).items():
        if number <= right:
            attempts.answer(actor, key, number, form, now=now)
    attempts.finish(actor, key, now=now)
    db.session.commit()
    return key


def rows():
    return list(db.session.scalars(select(GainRow).order_by(GainRow.id)))


def test_the_gain_is_kept_exactly_and_names_both_attempts(pair, clock):
    ann = enrol(pair.ann, clock.now)
    before = sit(ann, "before", 1, clock.now)
    assert rows() == []
    after = sit(ann, "after", 2, clock.move(days=1))
    (row,) = rows()
    keys = {a.id: a.key for a in db.session.scalars(select(Attempt))}
    assert (keys[row.pre_attempt_id], keys[row.post_attempt_id]) == (before, after)
    assert (row.before, row.after, row.gain) == ("50", "100", "1")
    assert len(row.digest) == 64


def test_without_a_pretest_before_it_there_is_no_gain(pair, clock):
    ann = enrol(pair.ann, clock.now)
    key = attempts.begin(ann, "pair", "after", "en", now=clock.now)
    sit(ann, "before", 1, clock.move(hours=1))
    attempts.finish(ann, key, now=clock.move(hours=1))
    db.session.commit()
    assert rows() == []


def test_who_had_all_right_before_has_no_gain(pair, now):
    ann = enrol(pair.ann, now)
    sit(ann, "before", 2, now)
    sit(ann, "after", 2, now)
    (row,) = rows()
    assert row.gain is None


def test_a_result_that_was_corrected_adds_a_gain_and_the_same_adds_none(pair, now):
    ann = enrol(pair.ann, now)
    sit(ann, "before", 0, now)
    key = sit(ann, "after", 1, now)
    begin_write()
    gains.keep(key, now=now)
    db.session.flush()
    assert len(rows()) == 1
    db.session.execute(select(Attempt).where(Attempt.key == key)).scalar_one().points = "2"
    db.session.flush()
    gains.keep(key, now=now)
    db.session.commit()
    assert [row.gain for row in rows()] == ["1/2", "1"]


def test_the_learner_reads_it_in_the_review(pair, client_for, now):
    ann = enrol(pair.ann, now)
    sit(ann, "before", 1, now)
    key = sit(ann, "after", 2, now)
    page = text_of(client_for(pair.ann).get(f"/attempts/{key}/review"))
    words = re.sub(r"\s%", "%", page)
    assert "In the pretest you had 50%, now you have 100%." in words
    assert "Of what was missing you have gained 100%." in words


def crowd(now):
    """Five people: gains 1, 0, 1/2, none, and two attempts of which the first gained nothing."""
    for before, after in ((1, (2,)), (1, (1,)), (0, (1,)), (2, (2,)), (1, (1, 2))):
        actor = enrol(make.person(), now)
        sit(actor, "before", before, now)
        for right in after:
            sit(actor, "after", right, now)


def test_trainers_see_how_gains_are_distributed(pair, client_for, now):
    crowd(now)
    figures = gains.report(make.actor(pair.dee), "pair", "", "after").figures
    assert (figures.people, figures.full_before) == (5, 1)
    assert (figures.lost, figures.low, figures.medium, figures.high) == (0, 2, 1, 1)
    assert figures.mean == pytest.approx(3 / 8)
    assert figures.small
    page = client_for(pair.dee).get("/packs/pair/1.0.0/quizzes/after")
    assert "5 people took the pretest and this test." in text_of(page)
    assert "Few people" in text_of(page)


def test_of_few_people_nothing_is_told(pair, client_for, now):
    ann = enrol(pair.ann, now)
    sit(ann, "before", 1, now)
    sit(ann, "after", 2, now)
    assert gains.report(make.actor(pair.dee), "pair", "1.0.0", "after").figures is None


def test_gains_are_for_trainers_and_of_post_tests(pair):
    for person in (pair.ann, pair.mia, pair.co, pair.ana):
        with pytest.raises(NotAllowed):
            gains.report(make.actor(person), "pair", "", "after")
    for version, quiz in (("", "before"), ("9.9.9", "after"), ("", "rules-lesson")):
        with pytest.raises(NotFound):
            gains.report(make.actor(pair.dee), "pair", version, quiz)
