"""Two tabs, double clicks, many workers: what must hold when requests meet."""

import threading
from datetime import timedelta

import learning
import make
import pytest

from elearn.core.access import Role
from elearn.core.errors import Conflict, ElearnError
from elearn.services import (
    attempts,
    cases,
    enrolments,
    granting,
    handing_in,
    lessons,
    sign_in,
)
from elearn.services.guarding import keyed
from elearn.services.transaction import transaction
from elearn.store import attempts as attempt_store
from elearn.store import cases as case_store
from elearn.store import records as record_store
from elearn.store import reset_tokens
from elearn.store.db import begin_write, db
from elearn.store.tables.attempts import AnswerRow, Attempt, MarkRow
from elearn.store.tables.enrolments import Enrolment

MANY = 20
SECRET = "a secret that only the tests know"


@pytest.fixture(
    params=["app", pytest.param("app_on_postgresql", marks=pytest.mark.postgresql)],
    ids=["sqlite", "postgresql"],
)
def site(request):
    """An app on each database, with its real file or server."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def ann(site, now):
    """Ann, who takes the course `kinds`."""
    learning.publish("kinds", now)
    person = make.person("Ann Learner")
    enrolments.enrol(make.actor(person), "kinds", now=now)
    db.session.commit()
    return person


def together(site, works):
    """Do all at the same moment, each in a transaction of its own; what each gave or raised."""
    db.session.remove()
    gate, results = threading.Barrier(len(works)), []

    def run(work):
        with site.app_context():
            gate.wait()
            try:
                with transaction():
                    results.append(work())
            except Exception as error:  # noqa: BLE001  # the test looks at it
                results.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def errors(results, *kinds):
    """What was raised, beside refusals of these kinds."""
    return [r for r in results if isinstance(r, Exception) and not isinstance(r, kinds)]


def answered(actor, now):
    """An attempt at the quiz with every answer right, not handed in."""
    key = attempts.begin(actor, "kinds", "quiz", "en", now=now)
    for number, form in learning.truth_forms(actor, key).items():
        attempts.answer(actor, key, number, form, now=now)
    db.session.commit()
    return key


def at_the_gate(actor, now):
    """A case one choice before its end."""
    key = cases.begin(actor, "kinds", "gate", "en", now=now)
    db.session.commit()
    return key


def test_many_last_steps_at_once_issue_one_record(site, ann, now):
    actor = make.actor(ann)
    lessons.finish_lesson(actor, "kinds", "rules", now=now)
    key = at_the_gate(actor, now)
    cases.choose(actor, key, 0, "c-ask", now=now)
    db.session.commit()
    quiz = answered(actor, now)
    results = together(site, [lambda: attempts.finish(actor, quiz, now=now)] * MANY)
    assert errors(results) == []
    assert len(record_store.of_person(ann.id)) == 1


def test_different_last_steps_at_once_issue_one_record(site, ann, now):
    actor = make.actor(ann)
    case, quiz = at_the_gate(actor, now), answered(actor, now)
    results = together(
        site,
        [
            lambda: attempts.finish(actor, quiz, now=now),
            lambda: cases.choose(actor, case, 0, "c-ask", now=now),
            lambda: lessons.finish_lesson(actor, "kinds", "rules", now=now),
        ]
        * 3,
    )
    assert errors(results) == []
    assert len(record_store.of_person(ann.id)) == 1


def test_many_savers_at_once_all_keep_their_answers(site, ann, now):
    actor = make.actor(ann)
    key = attempts.begin(actor, "kinds", "quiz", "en", now=now)
    db.session.commit()
    forms = learning.truth_forms(actor, key)
    works = [
        lambda number=number: attempts.answer(actor, key, number, forms[number], now=now)
        for number in (*forms, *forms, *forms)
    ][:MANY]
    assert [bool(saved) for saved in together(site, works)] == [True] * MANY
    kept = db.session.query(AnswerRow).count()
    assert kept == MANY


def test_an_answer_that_meets_the_handing_in_is_graded_or_late(site, ann, now):
    actor = make.actor(ann)
    key = attempts.begin(actor, "kinds", "quiz", "en", now=now)
    db.session.commit()
    forms = learning.truth_forms(actor, key)
    works = [
        lambda number=number: attempts.answer(actor, key, number, forms[number], now=now)
        for number in forms
    ]
    results = together(site, [*works, lambda: attempts.finish(actor, key, now=now)])
    assert errors(results) == []
    attempt = attempt_store.by_key(key)
    in_time = attempt_store.answers(attempt.id)
    marks = attempt_store.marks(attempt.id)
    assert {q for q, mark in marks.items() if mark.points != "0"} == set(in_time)
    assert sum(bool(result) for result in results) == len(in_time)


def test_two_tabs_begin_one_attempt(site, ann, now):
    actor = make.actor(ann)
    begin = lambda: attempts.begin(actor, "kinds", "quiz", "en", now=now)  # noqa: E731
    keys = together(site, [begin] * 8)
    assert len(set(keys)) == 1, keys
    assert db.session.query(Attempt).count() == 1


def test_a_double_click_enrols_once(site, now):
    learning.publish("kinds", now)
    actor = make.actor(make.person("Ben"))
    results = together(site, [lambda: enrolments.enrol(actor, "kinds", now=now)] * 8)
    assert errors(results) == []
    assert db.session.query(Enrolment).count() == 1


def test_two_choices_at_once_take_one_road(site, ann, now):
    actor = make.actor(ann)
    key = at_the_gate(actor, now)
    scene = cases.require_sitting(actor, key).walk.scene
    works = [
        lambda choice=choice: cases.choose(actor, key, 0, choice.id, now=now)
        for choice in scene.choices
    ]
    results = together(site, works * 2)
    assert errors(results, ElearnError) == []
    assert len(case_store.choices(attempt_store.by_key(key).id)) == 1


def test_a_mailed_link_sets_one_password_however_many_use_it(site, now):
    person = make.person("Ann")
    begin_write()
    reset_tokens.keep(
        person.id,
        keyed(SECRET, "reset-link", "token"),
        "mail",
        issued_by=None,
        now=now,
        expires_at=now + sign_in.LINK_LASTS,
    )
    db.session.commit()
    results = together(
        site,
        [
            lambda n=n: sign_in.set_password_by_link(
                "token", f"a fine long password {n}", secret=SECRET, now=now
            )
            for n in range(6)
        ],
    )
    assert errors(results) == []
    assert sum(r is not None for r in results) == 1


def timed(tmp_path, person, now, options="limit: 30"):
    """Who takes the course with such a quiz, as an actor."""
    learning.publish_quiz(tmp_path, options, now, "timed")
    actor = make.actor(person)
    enrolments.enrol(actor, "timed", now=now)
    db.session.commit()
    return actor


def test_the_worker_and_the_learner_end_an_attempt_once(site, ann, tmp_path, now):
    actor = timed(tmp_path, ann, now)
    key = attempts.begin(actor, "timed", "quiz", "en", now=now)
    db.session.commit()
    late = now + timedelta(minutes=31)
    works = [
        lambda: attempts.finish(actor, key, now=late),
        lambda: handing_in.hand_in_overdue(late),
        lambda: attempts.begin(actor, "timed", "quiz", "en", now=late),
    ]
    results = together(site, works * 4)
    assert errors(results) == []
    assert attempt_store.by_key(key).finished_at == now + timedelta(minutes=30)
    assert db.session.query(MarkRow).count() == 7
    assert db.session.query(Attempt).count() == 2


def test_an_answer_at_the_deadline_is_graded_or_late(site, ann, tmp_path, now):
    actor = timed(tmp_path, ann, now)
    key = attempts.begin(actor, "timed", "quiz", "en", now=now)
    db.session.commit()
    forms = learning.truth_forms(actor, key)
    ends = now + timedelta(minutes=30)
    just_before = ends - timedelta(microseconds=1)
    works = [
        lambda number=number: attempts.answer(actor, key, number, forms[number], now=just_before)
        for number in forms
    ]
    results = together(site, [*works, lambda: handing_in.hand_in_overdue(ends)])
    assert errors(results) == []
    attempt = attempt_store.by_key(key)
    in_time = attempt_store.answers(attempt.id)
    marks = attempt_store.marks(attempt.id)
    assert {q for q, mark in marks.items() if mark.points != "0"} == set(in_time)
    assert len(marks) == 7


def test_more_time_and_the_end_do_not_pass_each_other_by(site, ann, tmp_path, now):
    actor = timed(tmp_path, ann, now)
    key = attempts.begin(actor, "timed", "quiz", "en", now=now)
    db.session.commit()
    trainer = make.actor(make.person("Dee", roles=(Role.TRAINER,)))
    whom = granting.Whom(ann.key, "timed", "quiz")
    before_end, after_end = now + timedelta(minutes=29), now + timedelta(minutes=31)
    works = [
        lambda: granting.grant_time(trainer, whom, 10, "So.", now=before_end),
        lambda: handing_in.hand_in_overdue(after_end),
    ]
    results = together(site, works)
    assert errors(results, Conflict) == []
    kept = attempt_store.by_key(key)
    granted = not any(isinstance(result, Conflict) for result in results)
    assert (kept.finished_at is None) == granted
    assert kept.deadline_at == now + timedelta(minutes=40 if granted else 30)


def test_two_tabs_at_once_keep_both_answers_and_one_stands(site, ann, now):
    actor = make.actor(ann)
    key = attempts.begin(actor, "kinds", "quiz", "en", now=now)
    db.session.commit()
    sitting = attempts.require_sitting(actor, key)
    asked = sitting.paper.question("q-numeric")
    number = sitting.paper.questions.index(asked) + 1
    works = [
        lambda tab=tab: attempts.answer(
            actor,
            key,
            number,
            {asked.token: [str(tab)], attempts.based_field(asked): ["0"], "tab": [str(tab)]},
            now=now,
        )
        for tab in range(6)
    ]
    results = together(site, works)
    assert errors(results) == []
    assert sorted(saved.outcome for saved in results) == ["aside"] * 5 + ["kept"]
    assert db.session.query(AnswerRow).count() == 6


def test_an_attempt_that_was_granted_once_begins_once(site, ann, tmp_path, now):
    actor = timed(tmp_path, ann, now, "attempts: 1")
    key = attempts.begin(actor, "timed", "quiz", "en", now=now)
    attempts.finish(actor, key, now=now)
    db.session.commit()
    trainer = make.actor(make.person("Dee", roles=(Role.TRAINER,)))
    granting.grant_attempt(trainer, granting.Whom(ann.key, "timed", "quiz"), "So.", now=now)
    db.session.commit()

    def go():
        again = attempts.begin(actor, "timed", "quiz", "en", now=now)
        attempts.finish(actor, again, now=now)
        return again

    results = together(site, [go] * 6)
    assert errors(results, Conflict) == []
    assert db.session.query(Attempt).count() == 2
