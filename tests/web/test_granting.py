"""Dates of quizzes, attempts and time for one learner: who may give what, and what comes of it."""

import re
from datetime import timedelta

import learning
import make
import pytest
from client import text_of
from sqlalchemy import select

from elearn.services import attempts, enrolments
from elearn.store import attempts as store
from elearn.store.db import db
from elearn.store.tables.audit import AuditEntry

FORM = "%Y-%m-%dT%H:%M"


@pytest.fixture
def course(app, cast, tmp_path, now):
    """The course with a timed quiz of one attempt; Ann takes it."""
    learning.publish_quiz(tmp_path, "limit: 30\nattempts: 1", now)
    enrolments.enrol(make.actor(cast.ann), "kinds", now=now)
    db.session.commit()
    return cast


@pytest.fixture
def dee(course, client_for):
    """The trainer's browser."""
    return client_for(course.dee)


@pytest.fixture
def ann(course, client_for):
    """The learner's browser."""
    return client_for(course.ann)


def begin(browser):
    return browser.post("/courses/kinds/quiz/attempts")


def quiz_of(cast):
    return f"/granting/{cast.ann.key}/kinds/quiz"


def acts():
    """What was done, beside installing the course."""
    found = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id))
    return [action for action in found if not action.startswith("pack-")]


def number_on(browser):
    page = browser.get("/courses/kinds/quiz").get_data(as_text=True)
    return re.search(r'class="code">([^<]+)<', page)[1]


def test_a_learner_is_found_by_each_of_their_numbers_and_no_name_is_shown(course, dee, ann):
    key = learning.key_in(begin(ann).location)
    for number in (course.ann.email, number_on(ann), key):
        found = dee.post("/granting", data={"number": number})
        assert found.location == f"/granting/{course.ann.key}", number
    page = text_of(dee.get(f"/granting/{course.ann.key}"))
    assert "All kinds of question" in page
    assert course.ann.name not in page
    wrong = dee.post("/granting", data={"number": "nobody"})
    assert wrong.status_code == 422
    assert "Nobody here has this number" in text_of(wrong)


def test_whoever_looks_is_seen_by_the_learner(course, dee, ann):
    dee.get(quiz_of(course))
    page = text_of(ann.get("/account"))
    assert course.dee.name in page
    assert "What you were granted for quizzes" in page


def test_a_granted_attempt_can_be_taken_and_is_told_with_its_reason(course, dee, ann):
    key = learning.key_in(begin(ann).location)
    ann.post(f"/attempts/{key}/finish")
    assert begin(ann).status_code == 409
    assert "used all attempts" in text_of(ann.get("/courses/kinds/quiz"))
    empty = dee.post(f"{quiz_of(course)}/attempt", data={"attempt-reason": " "})
    assert empty.status_code == 422
    data = {"attempt-reason": "The power went out."}
    assert dee.post(f"{quiz_of(course)}/attempt", data=data).status_code == 303
    page = text_of(ann.get("/courses/kinds/quiz"))
    assert "granted 1 more attempt" in page
    assert "The power went out." in page
    assert begin(ann).status_code == 302
    assert acts()[-1] == "attempt-granted"


def test_more_time_moves_the_end_of_the_open_attempt_only(course, dee, ann, clock):
    key = learning.key_in(begin(ann).location)
    before = store.by_key(key).deadline_at
    data = {"time-minutes": "15", "time-reason": "Fire drill."}
    assert dee.post(f"{quiz_of(course)}/time", data=data).status_code == 303
    assert store.by_key(key).deadline_at == before + timedelta(minutes=15)
    assert "Fire drill." in text_of(ann.get("/courses/kinds/quiz"))
    clock.move(minutes=44)
    assert ann.get(f"/attempts/{key}/1").status_code == 200
    clock.move(minutes=1)
    assert ann.get(f"/attempts/{key}/1").location.endswith("/review")
    late = dee.post(f"{quiz_of(course)}/time", data=data)
    assert late.status_code == 422
    assert "No attempt of this learner is under way" in text_of(late)


def test_dates_hold_for_everybody_and_end_what_is_open(course, dee, ann, now, clock):
    page = "/packs/kinds/1.0.0/quizzes"
    opens = {"quiz-opens": (now + timedelta(hours=1)).strftime(FORM)}
    assert dee.post(f"{page}/quiz", data=opens).status_code == 303
    assert begin(ann).status_code == 409
    assert "This quiz opens at" in text_of(ann.get("/courses/kinds/quiz"))
    clock.move(hours=1)
    key = learning.key_in(begin(ann).location)
    closes = opens | {"quiz-closes": (clock.now + timedelta(minutes=10)).strftime(FORM)}
    assert dee.post(f"{page}/quiz", data=closes).status_code == 303
    assert store.by_key(key).deadline_at == clock.now + timedelta(minutes=10)
    clock.move(minutes=10)
    assert ann.get(f"/attempts/{key}/1").location.endswith("/review")
    assert acts() == ["quiz-dates-set"] * 2


def test_dates_in_the_wrong_order_are_refused(course, dee, now):
    data = {
        "quiz-opens": (now + timedelta(hours=2)).strftime(FORM),
        "quiz-closes": (now + timedelta(hours=1)).strftime(FORM),
    }
    answer = dee.post("/packs/kinds/1.0.0/quizzes/quiz", data=data)
    assert answer.status_code == 422
    assert "must open before it closes" in text_of(answer)


def test_other_dates_for_one_learner_open_a_closed_quiz(course, dee, ann, now, client_for):
    closed = {"quiz-closes": (now - timedelta(hours=1)).strftime(FORM)}
    dee.post("/packs/kinds/1.0.0/quizzes/quiz", data=closed)
    ben = client_for(course.ben)
    ben.post("/courses/kinds/enrol")
    assert "This quiz closed at" in text_of(ann.get("/courses/kinds/quiz"))
    assert begin(ann).status_code == 409
    data = {
        "dates-closes": (now + timedelta(hours=1)).strftime(FORM),
        "dates-reason": "Was on duty.",
    }
    assert dee.post(f"{quiz_of(course)}/dates", data=data).status_code == 303
    assert begin(ann).status_code == 302
    assert begin(ben).status_code == 409


@pytest.mark.parametrize("who", ["dee", "mia", "co"])
def test_extra_time_lengthens_what_is_open_and_what_comes(course, ann, client_for, now, who):
    key = learning.key_in(begin(ann).location)
    giver = client_for(getattr(course, who))
    path = f"/granting/{course.ann.key}" if who == "dee" else f"/people/{course.ann.key}"
    data = {
        "percent": "50",
        "minutes": "5",
        "from_day": now.date().isoformat(),
        "reason": "Reads slowly.",
    }
    assert giver.post(f"{path}/extra-time", data=data).status_code == 303
    assert store.by_key(key).deadline_at == now + timedelta(minutes=50)
    page = text_of(ann.get("/courses/kinds/quiz"))
    assert "50 % of the limit and 5 min" in page
    assert "Reads slowly." in page
    shown = giver.get(path if who == "dee" else f"{path}/extra-time").get_data(as_text=True)
    end = re.search(r'action="([^"]+/end)"', shown)[1]
    assert giver.post(end).status_code == 303
    assert "Reads slowly." not in text_of(ann.get("/courses/kinds/quiz"))
    assert acts() == ["extra-time-given", "extra-time-ended"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"percent": "0"},
        {"percent": "301"},
        {"percent": "x"},
        {"reason": ""},
        {"to_day": "2020-01-01"},
        {"from_day": "soon"},
    ],
)
def test_extra_time_that_makes_no_sense_is_refused(course, dee, now, wrong):
    good = {"percent": "25", "minutes": "0", "from_day": now.date().isoformat(), "reason": "So."}
    answer = dee.post(f"/granting/{course.ann.key}/extra-time", data=good | wrong)
    assert answer.status_code == 422
    assert acts() == []


def test_nobody_grants_anything_to_themselves(course, client_for, now):
    enrolments.enrol(make.actor(course.dee), "kinds", now=now)
    db.session.commit()
    dee = client_for(course.dee)
    answer = dee.post(
        f"/granting/{course.dee.key}/kinds/quiz/attempt", data={"attempt-reason": "I want it."}
    )
    assert answer.status_code == 422
    assert "Somebody else has to decide about you" in text_of(answer)


def test_outsiders_reach_none_of_it(course, client_for, client, now):
    trainers_only = (f"/granting/{course.ann.key}", quiz_of(course), "/granting")
    for person in (course.ann, course.ben, course.mia, course.co, course.ana, course.cy):
        other = client_for(person)
        for path in (*trainers_only, "/packs/kinds/1.0.0/quizzes"):
            assert other.get(path).status_code == 403, (person.name, path)
        for path in ("attempt", "time", "dates"):
            assert other.post(f"{quiz_of(course)}/{path}").status_code == 403
        assert other.post("/packs/kinds/1.0.0/quizzes/quiz").status_code == 403
        assert other.post(f"/granting/{course.ann.key}/extra-time").status_code == 403
        assert other.post(f"/granting/{course.ann.key}/extra-time/1/end").status_code == 403
    leaders_only = f"/people/{course.ann.key}/extra-time"
    data = {"percent": "25", "minutes": "0", "from_day": now.date().isoformat(), "reason": "So."}
    for person, status in ((course.max, 404), (course.ben, 403), (course.dee, 403)):
        other = client_for(person)
        assert other.get(leaders_only).status_code == status, person.name
        assert other.post(leaders_only, data=data).status_code == status, person.name
        assert other.post(f"{leaders_only}/1/end").status_code == status, person.name
    for path in (*trainers_only, leaders_only):
        assert client.get(path).status_code == 302
    assert acts() == []


def test_extra_time_of_somebody_else_is_not_ended_through_ones_own_people(course, client_for, now):
    dee, mia = client_for(course.dee), client_for(course.mia)
    data = {"percent": "25", "minutes": "0", "from_day": now.date().isoformat(), "reason": "So."}
    dee.post(f"/granting/{course.cy.key}/extra-time", data=data)
    assert mia.post(f"/people/{course.ann.key}/extra-time/1/end").status_code == 404


def test_an_unlimited_quiz_needs_no_further_attempt(cast, tmp_path, now, client_for):
    learning.publish_quiz(tmp_path, "limit: 30", now)
    enrolments.enrol(make.actor(cast.ann), "kinds", now=now)
    attempts.begin(make.actor(cast.ann), "kinds", "quiz", "en", now=now)
    db.session.commit()
    dee = client_for(cast.dee)
    assert "One more attempt" not in text_of(dee.get(quiz_of(cast)))
    answer = dee.post(f"{quiz_of(cast)}/attempt", data={"attempt-reason": "So."})
    assert answer.status_code == 422
