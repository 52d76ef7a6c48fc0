"""Every further kind of question: by keyboard on a phone, by mouse, and on its review."""

import re
from datetime import UTC, datetime

import learning
import pytest
from test_keyboard import answer_by_keyboard, right_answers

from elearn.core.quiz.questions import kind_of
from elearn.services import attempts
from elearn.store import people as people_store


@pytest.fixture(scope="module")
def more(site):
    """The course `more`."""
    with site.app_context():
        learning.publish("more", datetime.now(UTC))


def begin(officer, item):
    page = officer.page
    page.goto("/courses/more")
    page.locator("form[action$='/enrol'] button").click()
    page.goto(f"/courses/more/{item}")
    page.locator("form[action$='/attempts'] button").click()
    return learning.key_in(page.url)


def test_every_kind_by_keyboard(site, more, officer):
    page = officer.page
    key = begin(officer, "answers")
    for number, fields in enumerate(right_answers(site, officer, key), 1):
        page.goto(f"/attempts/{key}/{number}")
        officer.check()
        answer_by_keyboard(officer, fields)
        officer.press("main .actions .end button")
    page.goto(f"/attempts/{key}/summary")
    officer.press("form[action$='/finish'] button")
    assert re.search(r"100\s?%", page.locator(".big").inner_text())
    officer.check()
    page.goto("/courses/more/about")
    officer.check()


def test_a_long_text_by_keyboard(more, officer):
    page = officer.page
    key = begin(officer, "written")
    officer.check()
    officer.tab_to("textarea")
    page.keyboard.type("At ten a car stopped.")
    officer.press("main .actions .end button")
    page.goto(f"/attempts/{key}/summary")
    officer.press("form[action$='/finish'] button")
    assert "At ten a car stopped." in page.locator("blockquote").inner_text()
    officer.check()


def number_of(site, officer, key, kind):
    with site.app_context():
        actor = people_store.actor_by_id(officer.person_id, datetime.now(UTC).date()).actor
        questions = attempts.require_sitting(actor, key).paper.questions
        return next(n for n, a in enumerate(questions, 1) if kind_of(a.question) == kind)


def test_places_are_clicked_and_items_dragged(site, more, officer):
    page = officer.page
    key = begin(officer, "answers")
    page.goto(f"/attempts/{key}/{number_of(site, officer, key, 'hotspot')}")
    page.locator(".region").nth(1).click(position={"x": 12, "y": 12})
    boxes = page.locator(".letters input")
    assert [box.is_checked() for box in boxes.all()] == [False, True, False]
    assert page.locator(".region-chosen").count() == 1

    page.set_viewport_size({"width": 1100, "height": 1000})
    page.goto(f"/attempts/{key}/{number_of(site, officer, key, 'categorise')}")
    dragged = page.locator("[draggable]").first
    dragged.drag_to(page.locator(".drop").nth(2))
    moved = page.locator(".drop").nth(2).locator("select")
    assert moved.count() == 1
    assert moved.input_value() == moved.locator("option").nth(2).get_attribute("value")
    officer.check()
