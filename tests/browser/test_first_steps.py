"""The quiz with every kind of the demonstration, by keyboard alone: with script and without."""

from datetime import UTC, datetime

import learning
import pytest
from conftest import PASSWORD
from playwright.sync_api import expect
from test_keyboard import answer_by_keyboard, right_answers
from visitor import Visitor

from elearn.core.quiz.questions import KINDS
from elearn.services import people
from elearn.services.people import OPERATOR, PersonForm
from elearn.store.db import db

TEXT = "Nobody sees your answers, and under My account you read who looked."


@pytest.fixture(params=[("sr", True), ("en", False)], ids=str)
def newcomer(request, site, browser, base_url):
    """Somebody new with a keyboard and a phone's width; with script or without."""
    language, script = request.param
    number = f"first-{language}-{script}"
    with site.app_context():
        form = PersonForm(name="Мира Тест", service_number=number, language=language)
        made = people.add_person(OPERATOR, form, now=datetime.now(UTC), password=PASSWORD)
        db.session.commit()
    context = browser.new_context(
        base_url=base_url, java_script_enabled=script, viewport={"width": 360, "height": 740}
    )
    visitor = Visitor(context.new_page())
    visitor.sign_in(number, PASSWORD)
    visitor.person_id = made.id
    visitor.script = script
    yield visitor
    context.close()


def test_every_kind_of_the_demonstration_by_keyboard(site, newcomer):
    page = newcomer.page
    page.goto("/courses/first-steps")
    newcomer.press("form[action$='/enrol'] button")
    page.goto("/courses/first-steps/every-kind")
    newcomer.press("form[action$='/attempts'] button")
    key = learning.key_in(page.url)
    answers = right_answers(site, newcomer, key)
    assert len(answers) == len(KINDS)
    for number, fields in enumerate(answers, 1):
        assert page.url.partition("#")[0].endswith(f"/attempts/{key}/{number}")
        if newcomer.script:  # the rules are looked at by a script
            newcomer.check()
        if page.locator("textarea").count():
            fields = {name: [TEXT] for name in fields}  # noqa: PLW2901 - no text is the right one
        answer_by_keyboard(newcomer, fields)
        newcomer.press("main .actions .end button")
    assert page.url.endswith("/summary")
    newcomer.press("form[action$='/finish'] button")
    # All that a program can mark is right, and the text waits for a trainer.
    expect(page.locator(".question-review .tag-ok")).to_have_count(len(KINDS) - 1)
    expect(page.locator(".question-review .tag-info")).to_have_count(1)
    assert TEXT in page.locator("blockquote").inner_text()
    if newcomer.script:
        newcomer.check()
