"""Hot pages ask the database a few times, however much data there is."""

import learning
import make
import pytest
import updating
from counting import counted

from elearn.store import enrolments as enrolment_store
from elearn.store import records as record_store
from elearn.store.db import begin_write, db
from elearn.store.tables.attempts import AnswerRow, Attempt
from elearn.store.tables.enrolments import Event, ItemState

# Who asks; what the page is about; its own. A save reads twice; verifying looks at guess counts;
# the terms of a quiz are its dates, what was granted, and extra time.
MOST = {
    # then what was written, what has changed since, what is asked; once a course is completed, the
    # daily review
    "/learning": 6,
    "/courses/kinds/rules": 2,
    "/courses/kinds/quiz": 6,
    "question": 3,
    "save": 5,
    "verify": 3,
}


@pytest.fixture
def ann(app, cast, now):
    """Ann, with the course `kinds` published."""
    learning.publish("kinds", now)
    return cast.ann


@pytest.fixture
def browser(ann, client_for):
    """Ann's browser; she has completed the course and sits its quiz again."""
    browser = client_for(ann)
    browser.post("/courses/kinds/enrol")
    browser.post("/courses/kinds/rules/done")
    key = learning.key_in(browser.post("/courses/kinds/quiz/attempts").location)
    for number, form in learning.truth_forms(make.actor(ann), key).items():
        browser.post(f"/attempts/{key}/{number}", data={**form, "go": "next"})
    browser.post(f"/attempts/{key}/finish")
    case = learning.key_in(browser.post("/courses/kinds/gate/attempts").location)
    browser.post(f"/cases/{case}", data={"step": "0", "choice": "c-ask"})
    return browser


def queries(browser, ann, key):
    """How many statements each hot page sends, the second time."""
    form = learning.truth_forms(make.actor(ann), key)[1]
    (record,) = record_store.of_person(ann.id)
    asked = {
        **{path: lambda path=path: browser.get(path) for path in MOST if path.startswith("/")},
        "question": lambda: browser.get(f"/attempts/{key}/1"),
        "save": lambda: browser.post(f"/attempts/{key}/1/save", data=form),
        "verify": lambda: browser.get(f"/verify/{record.code}"),
    }
    found = {}
    for name, ask in asked.items():
        ask()
        with counted() as sent:
            assert ask().status_code in (200, 204), name
        found[name] = sent
    return found


def _answered(n):
    """What an event keeps of an answer to a self-check."""
    return {"check": f"c-{n}", "raw": {"kind": "blank"}}


def much_more(ann, key, now):
    """A long history for Ann, and many others beside her."""
    standing = enrolment_store.open_standing(ann.id, "kinds")
    begin_write()
    attempt = db.session.query(Attempt).filter_by(key=key).one()
    at = {"version_id": standing.enrolment.version_id, "at": now}
    for n in range(60):
        mine = {"enrolment_id": standing.enrolment.id, "item_id": f"gone-{n}", **at}
        checked = {"kind": "check-answered", "item_id": "rules", "data": _answered(n)}
        db.session.add_all(
            (
                ItemState(state="read", **mine),
                Event(**{**mine, **checked, "client_id": f"check-{n}"}),
                AnswerRow(
                    attempt_id=attempt.id,
                    question_id=f"q-{n}",
                    number=1,
                    raw={"kind": "blank"},
                    at=now,
                ),
            )
        )
    db.session.commit()
    line = db.session.scalar(db.text("SELECT line_id FROM enrolments"))
    for n in range(20):
        other = make.person(f"Other {n}")
        begin_write()
        enrolment_store.enrol(f"other-{n}", other.id, line, at=now)
        db.session.commit()


def test_hot_pages_ask_a_few_times_however_much_there_is(browser, ann, now):
    key = learning.key_in(browser.post("/courses/kinds/quiz/attempts").location)
    few = queries(browser, ann, key)
    much_more(ann, key, now)
    many = queries(browser, ann, key)
    assert {name: len(sent) for name, sent in many.items()} == {
        name: len(sent) for name, sent in few.items()
    }
    for name, most in MOST.items():
        assert len(many[name]) <= most, (name, many[name])


def test_a_lesson_costs_the_same_while_a_later_version_is_there(browser, ann, now):
    updating.published("2.0.0", now)
    browser.get("/courses/kinds/rules")
    with counted() as sent:
        assert browser.get("/courses/kinds/rules").status_code == 200
    assert len(sent) == MOST["/courses/kinds/rules"]


def test_the_sign_in_page_asks_only_whether_people_may_register_themselves(app, client):
    client.get("/sign-in")
    with counted() as sent:
        assert client.get("/sign-in").status_code == 200
    assert len(sent) == 1
    assert "registration_rules" in sent[0]


def test_a_case_costs_the_same_however_long_the_road_was(app, cast, client_for, now):
    learning.publish("roads", now)
    browser = client_for(cast.ann)
    browser.post("/courses/roads/enrol")
    for _ in range(2):  # the second road finds an earlier one on its map
        case = learning.key_in(browser.post("/courses/roads/bus/attempts").location)
        browser.post(f"/cases/{case}/look", data={"thing": "ticket"})
        sent = []
        for step, choice in enumerate(("c-wait", "c-wait", "c-hand-over")):
            browser.get(f"/cases/{case}")
            with counted() as found:
                assert browser.get(f"/cases/{case}").status_code == 200
            sent.append(len(found))
            browser.post(f"/cases/{case}", data={"step": str(step), "choice": choice})
        assert sent == [4, 4, 4]  # who asks, the go, its choices, what was looked at
        with counted() as found:
            assert browser.get(f"/cases/{case}/debrief").status_code == 200
        assert len(found) <= 7, found
