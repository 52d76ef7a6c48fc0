"""Two tabs, double clicks, many workers: what must hold when requests meet."""

import threading

import learning
import make
import pytest

from elearn.core.errors import ElearnError
from elearn.services import attempts, cases, enrolments, lessons, sign_in
from elearn.services.guarding import keyed
from elearn.services.transaction import transaction
from elearn.store import attempts as attempt_store
from elearn.store import records as record_store
from elearn.store import reset_tokens
from elearn.store.db import begin_write, db
from elearn.store.tables.attempts import AnswerRow, Attempt
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
    assert together(site, works) == [True] * MANY
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
    assert results.count(True) == len(in_time)


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
    assert len(attempt_store.choices(attempt_store.by_key(key).id)) == 1


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
