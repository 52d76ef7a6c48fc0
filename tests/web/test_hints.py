"""Hints and certainty, on the pages of a learner without script."""

import re

import learning
import make
import pytest
from client import text_of

from elearn.core.quiz.response import certainty_field
from elearn.services import attempts, enrolments
from elearn.store import attempts as store
from elearn.store.db import db


@pytest.fixture
def browser(app, cast, now, client_for):
    """Ann's browser; she takes the course `marks`."""
    learning.publish("marks", now)
    enrolments.enrol(make.actor(cast.ann), "marks", now=now)
    db.session.commit()
    return client_for(cast.ann)


def begin(browser, item):
    return learning.key_in(browser.post(f"/courses/marks/{item}/attempts").location)


def sitting_of(cast, key):
    return attempts.require_sitting(make.actor(cast.ann), key)


def number_of(cast, key, question_id):
    asked = sitting_of(cast, key).paper.questions
    return next(n for n, a in enumerate(asked, 1) if a.question.id == question_id)


def html_of(browser, path):
    return browser.get(path).get_data(as_text=True)


def kept(cast, key):
    return {q: a.raw for q, a in store.answers(sitting_of(cast, key).kept.id).items()}


def test_hints_are_given_one_after_the_other_and_their_price_is_said_before(browser, cast):
    key = begin(browser, "hinted")
    number = number_of(cast, key, "q-days")
    page = f"/attempts/{key}/{number}"
    before = text_of(browser.get(page))
    assert "It takes 1 from the points of this question" in before
    assert "less than a hundred" not in before
    assert browser.post(f"{page}/hint", data={"hint": "2"}).status_code == 404
    answer = browser.post(f"{page}/hint", data={"hint": "1"})
    assert answer.location.endswith(f"{page}#hints-{number}")
    first = text_of(browser.get(page))
    assert "It is less than a hundred." in first
    assert "half of 180" not in first
    assert "It takes 2 from the points" in first
    browser.post(f"{page}/hint", data={"hint": "2"})
    assert "It is half of 180." in text_of(browser.get(page))
    assert 'name="hint"' not in html_of(browser, page)
    assert browser.post(f"{page}/hint", data={"hint": "3"}).status_code == 404


def test_what_was_typed_is_kept_when_a_hint_is_asked_and_the_hint_when_it_is_changed(browser, cast):
    key = begin(browser, "hinted")
    number = number_of(cast, key, "q-days")
    page = f"/attempts/{key}/{number}"
    token = sitting_of(cast, key).paper.questions[number - 1].token
    browser.post(f"{page}/hint", data={"hint": "1", token: "80"})
    assert kept(cast, key)["q-days"] == {
        "kind": "numeric", "value": "80", "text": "80", "hints": 1,
    }  # fmt: skip
    assert 'value="80"' in html_of(browser, page)
    browser.post(page, data={token: "90", "go": "next"})
    browser.post(f"{page}/save", data={token: "90"})
    assert kept(cast, key)["q-days"]["hints"] == 1
    browser.post(f"/attempts/{key}/finish")
    review = text_of(browser.get(f"/attempts/{key}/review"))
    assert "3 of 5 points" in review
    assert "Hints taken: 1. They took 1 from the points." in review
    assert "You know the rule." in review
    assert "Look at the rule again." not in review


def test_a_form_that_cannot_be_read_does_not_stand_in_the_way_of_a_hint(browser, cast):
    key = begin(browser, "hinted")
    number = number_of(cast, key, "q-days")
    token = sitting_of(cast, key).paper.questions[number - 1].token
    browser.post(f"/attempts/{key}/{number}", data={token: "80"})
    browser.post(f"/attempts/{key}/{number}/hint", data={"hint": "1", token: "eighty"})
    assert kept(cast, key)["q-days"] == {
        "kind": "numeric", "value": "80", "text": "80", "hints": 1,
    }  # fmt: skip


def test_a_hint_pressed_twice_is_taken_once_and_a_blank_stays_unanswered(browser, cast):
    key = begin(browser, "hinted")
    number = number_of(cast, key, "q-days")
    for _ in range(2):
        browser.post(f"/attempts/{key}/{number}/hint", data={"hint": "1"})
    assert kept(cast, key)["q-days"] == {"kind": "blank", "hints": 1}
    assert 'class="answered"' not in html_of(browser, f"/attempts/{key}/{number}")


def test_somebody_elses_hints_are_not_to_be_had(browser, cast, client_for):
    key = begin(browser, "hinted")
    outsider = client_for(cast.cy)
    assert outsider.post(f"/attempts/{key}/1/hint", data={"hint": "1"}).status_code == 404
    assert kept(cast, key) == {}


def test_after_handing_in_no_hint_is_given(browser, cast):
    key = begin(browser, "hinted")
    number = number_of(cast, key, "q-days")
    browser.post(f"/attempts/{key}/finish")
    answer = browser.post(f"/attempts/{key}/{number}/hint", data={"hint": "1"})
    assert answer.location.endswith("/review")
    assert kept(cast, key) == {}


@pytest.mark.parametrize("hint", ["", "0", "-1", "99999999999999999999", "½", "one"])
def test_a_hint_that_is_no_number_is_not_found(browser, hint):
    key = begin(browser, "hinted")
    assert browser.post(f"/attempts/{key}/1/hint", data={"hint": hint}).status_code == 404


def sit(browser, cast, said):
    """Answer the quiz on certainty; `said` holds for each question right or not, and the level."""
    key = begin(browser, "sure")
    forms = learning.truth_forms(make.actor(cast.ann), key)
    for number, asked in enumerate(sitting_of(cast, key).paper.questions, 1):
        right, level = said[number - 1]
        form = dict(forms[number])
        if not right:
            form[asked.token] = [o.token for o in asked.options if [o.token] != form[asked.token]]
        if level:
            form[certainty_field(asked)] = level
        browser.post(f"/attempts/{key}/{number}", data={**form, "go": "next"})
    browser.post(f"/attempts/{key}/finish")
    return key


@pytest.mark.parametrize(
    ("said", "points", "result"),
    [
        ([(True, "sure"), (True, "sure")], "6 of 6", "Passed"),
        ([(True, "sure"), (True, "think-so")], "5 of 6", "Passed"),
        ([(True, "think-so"), (True, "")], "3 of 6", "Not passed"),
        ([(True, "sure"), (False, "guessing")], "3 of 6", "Not passed"),
        ([(True, "sure"), (False, "sure")], "0 of 6", "Not passed"),
    ],
)
def test_certainty_decides_about_points_and_the_pass_mark(browser, cast, said, points, result):
    key = sit(browser, cast, said)
    review = text_of(browser.get(f"/attempts/{key}/review"))
    assert f"{points} points" in review
    assert result in review


def test_the_review_shows_how_well_one_knows_what_one_knows(browser, cast):
    key = sit(browser, cast, [(True, "sure"), (False, "think-so")])
    html = html_of(browser, f"/attempts/{key}/review")
    rows = re.findall(r"<tr><th scope=\"row\">([^<]+)</th><td[^>]*>(\d+) of (\d+)<", html)
    assert rows == [("Sure", "1", "1"), ("I think so", "0", "1"), ("Guessing", "0", "0")]
    assert "You said: Sure" in text_of(browser.get(f"/attempts/{key}/review"))
    assert html.count('<svg role="img"') == 2


def test_the_start_page_shows_it_over_all_attempts(browser, cast):
    assert "How well you know" not in text_of(browser.get("/courses/marks/sure"))
    for _ in range(2):
        sit(browser, cast, [(True, "sure"), (False, "sure")])
    html = html_of(browser, "/courses/marks/sure")
    assert re.search(r'<th scope="row">Sure</th><td[^>]*>2 of 4<', html)


def test_certainty_is_asked_only_where_the_quiz_asks_for_it(browser, cast):
    key = begin(browser, "hinted")
    assert "How sure are you?" not in html_of(browser, f"/attempts/{key}/1")
    key = begin(browser, "sure")
    page = f"/attempts/{key}/1"
    assert "How sure are you?" in html_of(browser, page)
    assert "Sure: 3 if right, −6 if wrong" in html_of(browser, page)
    asked = sitting_of(cast, key).paper.questions[0]
    browser.post(page, data={certainty_field(asked): "sure"})
    assert kept(cast, key)["q-stamp"] == {"kind": "blank", "certainty": "sure"}
    assert re.search(r'value="sure" checked', html_of(browser, page))


def test_a_self_check_gives_hints_for_nothing_and_feedback_by_the_answer(browser, cast):
    page = "/courses/marks/know"
    html = html_of(browser, page)
    assert re.search(r"<details[^>]*><summary>Hint</summary>.*Think of the booth", html, re.DOTALL)
    assert "Just so." not in html
    name, *_ = re.findall(r'type="radio" name="([^"]+)"', html)
    for value in learning.values_of(html, name):
        browser.post(f"{page}/checks/sc-line", data={name: value})
        found = text_of(browser.get(page))
        assert ("Just so." in found) != ("Read the lesson again." in found)


def test_hints_and_feedback_are_translated(browser, cast):
    browser.post("/account/language", data={"language": "sr", "next": "/"})
    key = begin(browser, "hinted")
    number = number_of(cast, key, "q-days")
    browser.post(f"/attempts/{key}/{number}/hint", data={"hint": "1"})
    assert "Мање је од сто." in html_of(browser, f"/attempts/{key}/{number}")


def test_trainers_see_hints_feedback_and_rules_beside_the_key(browser, cast, client_for):
    trainer = client_for(cast.dee)
    keys = text_of(trainer.get("/packs/marks/1.0.0/preview/hinted?answers=1"))
    for words in ("It is half of 180.", "Hint 2 (−2)", "There is more.", "Said if partly right"):
        assert words in keys
    assert "A wrong choice takes a share away." in keys
    seen = text_of(trainer.get("/packs/marks/1.0.0/preview/sure?question=1"))
    assert "How sure are you?" in seen
    assert "Think of the way out." in seen
    assert "Think of the booth." in text_of(trainer.get("/packs/marks/1.0.0/preview/know"))


def test_on_a_page_of_several_questions_a_hint_is_for_its_own_and_saves_them_all(browser, cast):
    key = begin(browser, "together")
    first, both = sitting_of(cast, key).paper.questions
    page = f"/attempts/{key}/1"
    assert "A wrong choice takes a share away." in text_of(browser.get(page))
    form = {first.token: "second", certainty_field(first): "guessing"}
    form[certainty_field(both)] = "sure"
    answer = browser.post(f"/attempts/{key}/2/hint", data={"hint": "1", **form})
    assert answer.location.endswith("#hints-2")
    assert kept(cast, key) == {
        "q-first": {"kind": "text", "text": "second", "certainty": "guessing"},
        "q-both": {"kind": "blank", "certainty": "sure", "hints": 1},
    }
    html = html_of(browser, page)
    assert "The booth comes first." in html
    assert "It is a number." not in html
    assert 'Show a hint<span class="sr"> Question 1</span>' in html


def test_under_minus_a_wrong_pair_takes_a_share_and_an_open_one_none(browser, cast):
    key = begin(browser, "together")
    _first, both = sitting_of(cast, key).paper.questions
    right = {slot.id: slot.token for slot in both.rights}
    left = {slot.id: slot.token for slot in both.lefts}
    for pairs, points in (({"a": "a"}, "0.5"), ({"a": "a", "b": "a"}, "0")):
        form = {left[one]: right[other] for one, other in pairs.items()}
        browser.post(f"/attempts/{key}/2", data={**form, "go": "summary"})
        browser.post(f"/attempts/{key}/finish")
        review = text_of(browser.get(f"/attempts/{key}/review"))
        assert f"{points} of 2 points" in review
        key = begin(browser, "together")
        _first, both = sitting_of(cast, key).paper.questions
        right = {slot.id: slot.token for slot in both.rights}
        left = {slot.id: slot.token for slot in both.lefts}
