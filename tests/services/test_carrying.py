"""What a correction changes reaches who has gone on since, on however many lines."""

import learning
import make
import pytest
import updating
from counting import counted
from updating import edited, published, standing, taker, version_of

from elearn.core.access import Role
from elearn.core.quiz.answers import SingleAnswer
from elearn.core.quiz.correct import CorrectionKind
from elearn.services import attempts, corrections, lessons, moves, regrading
from elearn.services.corrections import Proposal
from elearn.store import enrolments as enrolment_store
from elearn.store import records
from elearn.store.db import begin_write, db
from elearn.store.tables.enrolments import Enrolment, Event, ItemState

JUST = ("q-single", "q-multiple", "q-truefalse", "q-matching", "q-numeric")
"""So many right answers pass the quiz, and not one fewer."""
TOO_FEW = JUST[1:]
OTHER_LESSON = (b"A rule tells what to do.", b"A rule tells nobody what may be left out for ever.")
AGAIN = (b"A rule tells what to do.", b"A rule tells everybody what has to be done at once.")
OTHER_KEY = (b"answer: true", b"answer: false")


@pytest.fixture
def trainers(app, cast, now):
    """Two trainers, with `kinds` 1.0.0 published."""
    learning.publish("kinds", now)
    return make.actor(cast.dee), make.actor(make.person("Eva", roles=(Role.TRAINER,)))


def sit(actor, right, now):
    """Take the quiz and know these questions."""
    key = attempts.begin(actor, "kinds", "quiz", "en", now=now)
    sitting = attempts.require_sitting(actor, key)
    for number, form in learning.truth_forms(actor, key).items():
        if attempts.question_at(sitting, number).question.id in right:
            attempts.answer(actor, key, number, form, now=now)
    attempts.finish(actor, key, now=now)
    db.session.commit()


def go_on(actor, version, now, **changed):
    """A version comes out and somebody goes on with it."""
    published(version, now, **changed)
    moves.go_on(actor, "kinds", now=now)
    db.session.commit()
    assert version_of(actor) == version


def correct(trainers, kind, app, now, **more):
    """Correct the question with one answer, in version 1.0.0; workers do the rest."""
    dee, eva = trainers
    wanted = Proposal(
        pack_id="kinds",
        version="1.0.0",
        question_id="q-single",
        kind=kind,
        reason="The key was wrong.",
        **more,
    )
    key = corrections.propose(dee, wanted, now=now)
    regrading.begin(corrections.confirm(eva, key, now=now), None, now=now)
    updating.work(app, now)


def lower(trainers, app, now):
    correct(trainers, CorrectionKind.KEY, app, now, answer=SingleAnswer("a"), may_lower=True)


def test_a_result_that_falls_falls_where_the_learner_went_on(trainers, app, now):
    ann = taker(now)
    sit(ann, JUST, now)
    go_on(ann, "2.0.0", now, changes=edited(updating.LESSON, *OTHER_LESSON))
    assert standing(ann).done.passed == {"quiz"}
    lower(trainers, app, now)
    found = standing(ann)
    assert (found.enrolment.version, found.done.passed) == ("2.0.0", set())
    events = db.session.query(Event).filter_by(enrolment_id=found.enrolment.id)
    assert [e.kind for e in events.order_by(Event.id)][-1] == "quiz-reopened"


def test_what_was_completed_by_it_is_taken_back(trainers, app, now):
    ann = taker(now)
    sit(ann, JUST, now)
    go_on(ann, "2.0.0", now, changes=edited(updating.LESSON, *OTHER_LESSON))
    lessons.finish_lesson(ann, "kinds", "rules", now=now)
    updating.play_case(ann, now)
    (record,) = records.of_person(ann.person_id)
    assert (record.version, record.revoked) == ("2.0.0", False)
    lower(trainers, app, now)
    (record,) = records.of_person(ann.person_id)
    assert record.revoked
    assert records.reason(record.id, "revoked") == "The key was wrong."
    assert standing(ann).enrolment.completed_at is None


def test_a_result_stays_where_nothing_may_fall(trainers, app, now):
    ann = taker(now)
    sit(ann, JUST, now)
    go_on(ann, "2.0.0", now, changes=edited(updating.LESSON, *OTHER_LESSON))
    correct(trainers, CorrectionKind.KEY, app, now, answer=SingleAnswer("a"))
    assert standing(ann).done.passed == {"quiz"}


def test_who_passed_again_where_they_went_on_has_passed(trainers, app, now):
    ann = taker(now)
    sit(ann, JUST, now)
    go_on(ann, "2.0.0", now, changes=edited(updating.LESSON, *OTHER_LESSON))
    updating.pass_quiz(ann, now)
    lower(trainers, app, now)
    assert standing(ann).done.passed == {"quiz"}


@pytest.mark.parametrize("between", [OTHER_LESSON, OTHER_KEY])
def test_it_falls_on_every_line_after(trainers, app, now, between):
    """Also on the one where it counts again after another version had it otherwise."""
    ann = taker(now)
    sit(ann, JUST, now)
    path = updating.QUIZ if between is OTHER_KEY else updating.LESSON
    go_on(ann, "2.0.0", now, changes=edited(path, *between))
    go_on(ann, "3.0.0", now, changes=edited(updating.LESSON, *AGAIN))
    assert standing(ann).done.passed == {"quiz"}
    lower(trainers, app, now)
    assert standing(ann).done.passed == set()
    assert not db.session.query(ItemState).filter_by(item_id="quiz", state="passed").count()


def test_a_result_that_rises_reaches_the_line_after_the_next(trainers, app, now):
    ann = taker(now)
    sit(ann, TOO_FEW, now)
    go_on(ann, "2.0.0", now, changes=edited(updating.LESSON, *OTHER_LESSON))
    go_on(ann, "3.0.0", now, changes=edited(updating.LESSON, *AGAIN))
    assert standing(ann).done.passed == set()
    correct(trainers, CorrectionKind.EVERYBODY, app, now)
    assert standing(ann).done.passed == {"quiz"}


def test_other_people_lose_nothing(trainers, app, now):
    ann, ben = taker(now), taker(now, name="Ben Learner")
    sit(ann, JUST, now)
    sit(ben, ("q-text", *TOO_FEW), now)
    published("2.0.0", now, update="{major: move}", changes=edited(updating.LESSON, *OTHER_LESSON))
    updating.work(app, now)
    lower(trainers, app, now)
    assert standing(ann).done.passed == set()
    assert standing(ben).done.passed == {"quiz"}


def test_taking_along_many_asks_no_more_than_taking_along_a_few(app, now):
    learning.publish("kinds", now)
    for n in range(12):
        taker(now, name=f"Learner {n}", read=True)
    published("2.0.0", now, update="{major: move}", changes=edited(updating.QUIZ, *OTHER_KEY))
    moves._compare("kinds", now=now)

    numbers = [row.id for row in db.session.query(Enrolment).order_by(Enrolment.id)]
    db.session.rollback()
    begin_write()
    with counted() as few:
        moves.take_along_these("kinds", numbers[:2], now=now)
    with counted() as many:
        moves.take_along_these("kinds", numbers[2:], now=now)
    db.session.commit()
    assert len(many) == len(few)
    assert {s.enrolment.version for s in map(enrolment_store.standing, numbers)} == {"1.0.0"}
    moved = db.session.query(Enrolment).filter(Enrolment.moved_from_id.is_not(None))
    assert sorted(row.moved_from_id for row in moved) == numbers
    for row in moved:
        found = enrolment_store.standing(row.id)
        assert (found.enrolment.version, found.done.read) == ("2.0.0", {"rules"})
        assert [e.kind for e in db.session.query(Event).filter_by(enrolment_id=row.id)] == ["read"]
