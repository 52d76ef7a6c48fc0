"""Every kind without script: asked, answered, looked back at; and as trainers see it."""

import re
from datetime import date

import learning
import make
import pytest
from client import text_of

from elearn.core.quiz import answers as given
from elearn.core.quiz.days import day_text
from elearn.core.quiz.questions import kind_of
from elearn.services import attempts, enrolments, lessons, question_forms, shelf


@pytest.fixture
def browser(app, cast, now, client_for):
    """Ann's browser; she takes the course `more`."""
    learning.publish("more", now)
    browser = client_for(cast.ann)
    assert browser.post("/courses/more/enrol").status_code == 302
    return browser


def begin(browser, item):
    return learning.key_in(browser.post(f"/courses/more/{item}/attempts").location)


def test_all_right_answers_make_full_marks(browser, cast):
    key = begin(browser, "answers")
    forms = learning.truth_forms(make.actor(cast.ann), key)
    for number, form in forms.items():
        page = browser.get(f"/attempts/{key}/{number}")
        assert page.status_code == 200
        for name in form:
            assert f'name="{name}"' in page.text
        assert browser.post(f"/attempts/{key}/{number}", data=form).status_code == 302
        again = browser.get(f"/attempts/{key}/{number}")
        for name, values in form.items():
            for value in values:
                control = re.search(
                    rf'<input[^>]*name="{name}"[^>]*value="{re.escape(value)}"[^>]*checked'
                    rf'|<input[^>]*name="{name}"[^>]*value="{re.escape(value)}"'
                    rf'|<select[^>]*name="{name}".*?<option value="{re.escape(value)}" selected',
                    again.text,
                    re.DOTALL,
                )
                assert control, (number, name, value)
    browser.post(f"/attempts/{key}/finish")
    review = browser.get(f"/attempts/{key}/review")
    assert re.search(r"100\s?%", text_of(review))


def test_no_form_betrays_its_key(browser, cast):
    key = begin(browser, "answers")
    sitting = attempts.require_sitting(make.actor(cast.ann), key)
    for number, asked in enumerate(sitting.paper.questions, 1):
        page = browser.get(f"/attempts/{key}/{number}").text
        main = page.split("<main", 1)[1].split("</main>", 1)[0]
        said = set(re.findall(r'(?:name|value|id|for|data-[a-z]+)="([^"]*)"', main))
        ids = {s.id for s in (*asked.options, *asked.lefts, *asked.rights, *asked.items)}
        assert not said & {asked.question.id, *ids}


def test_nothing_right_makes_no_marks_and_is_looked_back_at(browser):
    key = begin(browser, "answers")
    browser.post(f"/attempts/{key}/finish")
    review = browser.get(f"/attempts/{key}/review")
    assert review.status_code == 200
    assert "Not answered" in text_of(review)


def test_a_wrong_choice_in_a_gap_is_answered_with_its_feedback(browser, cast):
    key = begin(browser, "answers")
    questions = attempts.require_sitting(make.actor(cast.ann), key).paper.questions
    number = [kind_of(asked.question) for asked in questions].index("cloze") + 1
    asked = questions[number - 1]
    wrong = given.to_form(asked, given.ClozeAnswer((("limit", "91"), ("status", "two"))))
    browser.post(f"/attempts/{key}/{number}", data=wrong)
    browser.post(f"/attempts/{key}/finish")
    review = text_of(browser.get(f"/attempts/{key}/review"))
    assert "That is another matter." in review
    assert "Your answer: 91" in review


def test_a_long_text_waits_for_a_trainer(browser, cast):
    key = begin(browser, "written")
    page = browser.get(f"/attempts/{key}/1")
    assert "Names the facts." in text_of(page)
    name = re.search(r'<textarea[^>]*name="(t[0-9a-f]+)"', page.text)[1]
    refused = browser.post(f"/attempts/{key}/1", data={name: "x" * 501})
    assert refused.status_code == 422
    assert "x" * 501 in refused.text
    browser.post(f"/attempts/{key}/1", data={name: "At ten\r\n<b>a car</b> stopped."})
    browser.post(f"/attempts/{key}/finish")
    review = browser.get(f"/attempts/{key}/review")
    assert "Waiting for a trainer" in text_of(review)
    assert "&lt;b&gt;a car&lt;/b&gt; stopped." in review.text
    assert "The driver showed a passport." not in review.text


CHECKS = ("sc-sum", "sc-gaps", "sc-groups", "sc-rows", "sc-spot", "sc-zone")


@pytest.mark.parametrize("check", CHECKS)
def test_a_self_check_of_any_kind_is_answered_in_its_lesson(browser, cast, check):
    standing = enrolments.require_standing(make.actor(cast.ann), "more")
    lesson = shelf.take(standing.enrolment.digest).item("about")
    seed = lessons._seed(standing, lesson)
    asked = shelf.take(standing.enrolment.digest).check("about", check, seed)
    page = browser.get("/courses/more/about")
    right = given.to_form(asked, given.truth(asked.question))
    assert all(f'name="{name}"' in page.text for name in right)
    assert "Your answer: right" not in text_of(page)
    sent = browser.post(f"/courses/more/about/checks/{check}", data=right)
    assert sent.status_code == 302
    again = browser.get("/courses/more/about")
    assert "Your answer: right" in text_of(again)
    assert not re.search(r"\{[a-z]+\}", again.text.split("<main", 1)[1])


def test_self_checks_are_printed_with_what_there_is_to_choose_from(browser):
    page = browser.get("/courses/more/modules/m-more/print")
    assert page.status_code == 200
    words = text_of(page)
    assert "To choose from: Day · Night" in words
    assert "A day has" in words
    assert "Machine-readable zone" in page.text


def test_what_cannot_be_read_comes_back_as_it_was_typed(browser, cast):
    key = begin(browser, "answers")
    questions = attempts.require_sitting(make.actor(cast.ann), key).paper.questions
    kinds = [kind_of(asked.question) for asked in questions]
    number = kinds.index("calculation") + 1
    last, half, _digit = (slot.token for slot in questions[number - 1].lefts)
    page = browser.post(f"/attempts/{key}/{number}", data={last: "next week", half: "4,5"})
    assert page.status_code == 422
    assert "Write a day as day, month and year" in text_of(page)
    assert 'value="next week"' in page.text
    assert 'value="4,5"' in page.text


def test_values_and_gaps_are_filled_into_translations(browser, cast):
    sitting = attempts.require_sitting(make.actor(cast.ann), begin(browser, "answers"))
    reading = shelf.read(sitting.kept.digest, "sr", date(2026, 11, 23))
    for asked in sitting.paper.questions:
        form = question_forms.form_of(reading, asked, given.BlankAnswer())
        if form.kind == "calculation":
            values = dict(asked.question.drawn.values)
            assert f"Неко улази {day_text(values['entry'])}" in form.prompt.html
        if form.kind == "cloze":
            text = "".join(piece.html for piece in form.pieces)
            assert "боравак траје" in text
            assert "A stay" not in text
            assert [piece.row for piece in form.pieces if piece.row is not None] == [1, 0, 2]
            assert {"half year", "пола године"} <= set(asked.question.gaps[1].answers)


def test_trainers_see_forms_and_keys(browser, cast, client_for):
    trainer = client_for(cast.dee)
    for item in ("answers", "written"):
        there = f"/packs/more/1.0.0/preview/{item}"
        assert trainer.get(there).status_code == 200
        keys = trainer.get(f"{there}?answers=1")
        assert keys.status_code == 200
    assert "The driver showed a passport." in keys.text
