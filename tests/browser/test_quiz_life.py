"""A timed quiz in the browser: its clock, flags, two tabs, a lost link; with and without script."""

import re
from datetime import UTC, datetime

import learning
import pytest
from playwright.sync_api import expect
from visitor import Visitor

from elearn.services import attempts, people
from elearn.services.people import OPERATOR, PersonForm
from elearn.store import attempts as store
from elearn.store import people as people_store
from elearn.store.db import db

PASSWORD = "a password for the browser"
COURSES = {
    "timed": "limit: 30\nattempts: 5",
    "allatonce": "layout: all\nfeedback: at-once",
    "onward": "navigation: forward",
}


@pytest.fixture(scope="module", autouse=True)
def courses(site, tmp_path_factory):
    """The courses with the quizzes of these tests."""
    with site.app_context():
        for name, options in COURSES.items():
            folder = tmp_path_factory.mktemp(name)
            learning.publish_quiz(folder, options, datetime.now(UTC), name)


@pytest.fixture
def officer(site):
    """`officer(page)`: somebody new, signed in there."""

    def signed_in(page, number=None):
        number = number or f"life-{page.__hash__()}"
        with site.app_context():
            if people_store.by_name(number) is None:
                form = PersonForm(name="Ana Test", service_number=number, language="en")
                people.add_person(OPERATOR, form, now=datetime.now(UTC), password=PASSWORD)
                db.session.commit()
        visitor = Visitor(page)
        visitor.sign_in(number, PASSWORD)
        visitor.number = number
        return visitor

    return signed_in


def begin(page, course):
    page.goto(f"/courses/{course}")
    enrol = page.locator("form[action$='/enrol'] button")
    if enrol.count():
        with page.expect_navigation():
            enrol.first.click()
    page.goto(f"/courses/{course}/quiz")
    with page.expect_navigation():
        page.locator("form[action$='/attempts'] button").click()
    return learning.key_in(page.url)


def sitting(site, visitor, key):
    with site.app_context():
        known = people_store.by_name(visitor.number)
        actor = people_store.actor_by_id(known.id, datetime.now(UTC).date()).actor
        return attempts.require_sitting(actor, key)


def number_of(site, visitor, key, question_id):
    asked = sitting(site, visitor, key).paper.questions
    return next((n, a.token) for n, a in enumerate(asked, 1) if a.question.id == question_id)


def kept(site, visitor, key, question_id):
    attempt_id = sitting(site, visitor, key).kept.id
    with site.app_context():
        found = store.answers(attempt_id).get(question_id)
        return found.raw.get("text") if found else None


@pytest.mark.parametrize("width", [320, 1280])
def test_pages_of_a_timed_quiz_hold_what_must_hold_everywhere(page, officer, width):
    page.set_viewport_size({"width": width, "height": 800})
    visitor = officer(page)
    for course in COURSES:
        key = begin(page, course)
        visitor.check()
        with page.expect_navigation():
            page.locator("button[value^='flag-']").first.click()
        visitor.check()
        page.goto(f"/attempts/{key}/summary")
        visitor.check()
        page.goto(f"/courses/{course}/quiz")
        visitor.check()


def test_the_clock_is_quiet_can_be_hidden_and_says_five_and_one_minute(page, officer):
    page.clock.install()
    officer(page)
    begin(page, "timed")
    expect(page.locator(".clock")).to_contain_text("Ends at")
    left, said = page.locator("[data-left]"), page.locator("[data-say]")
    expect(left).to_have_text(re.compile(r"^(30:00|29:5\d)$"))
    expect(said).to_have_text("")
    page.locator("[data-hide]").click()
    expect(left).to_be_hidden()
    page.clock.fast_forward("25:00")
    page.clock.run_for(2000)
    expect(said).to_have_text("5 minutes left")
    page.locator("[data-hide]").click()
    expect(left).to_be_visible()
    page.clock.fast_forward("04:00")
    page.clock.run_for(2000)
    expect(said).to_have_text("1 minute left")


def test_without_script_the_end_stands_there_as_text(browser, base_url, site, officer):
    context = browser.new_context(base_url=base_url, java_script_enabled=False)
    page = context.new_page()
    officer(page)
    begin(page, "timed")
    expect(page.locator(".clock")).to_contain_text("Ends at")
    expect(page.locator("[data-hide]")).to_be_hidden()
    context.close()


def test_of_two_tabs_the_later_one_is_told_and_chooses(page, context, site, officer):
    visitor = officer(page)
    key = begin(page, "timed")
    number, field = number_of(site, visitor, key, "q-numeric")
    page.goto(f"/attempts/{key}/{number}")
    other = context.new_page()
    other.goto(f"/attempts/{key}/{number}")
    page.locator(f"[name='{field}']").fill("11")
    expect(page.locator("[data-saved]")).to_contain_text("Saved")
    page.locator(f"[name='{field}']").fill("12")
    page.wait_for_timeout(1800)
    assert kept(site, visitor, key, "q-numeric") == "12"
    other.locator(f"[name='{field}']").fill("21")
    expect(other.locator("[data-saved]")).to_contain_text("Another tab answered this question")
    assert kept(site, visitor, key, "q-numeric") == "12"
    other.locator("[data-saved] a").click()
    Visitor(other).check()
    expect(other.locator("main")).to_contain_text("Two answers to question")
    other.get_by_role("button", name="Take this answer").click()
    expect(other.locator(f"[name='{field}']")).to_have_value("21")
    assert kept(site, visitor, key, "q-numeric") == "21"


def test_without_script_two_tabs_are_asked_which_answer_stands(browser, base_url, site, officer):
    context = browser.new_context(base_url=base_url, java_script_enabled=False)
    one, two = context.new_page(), context.new_page()
    visitor = officer(one)
    key = begin(one, "timed")
    number, field = number_of(site, visitor, key, "q-numeric")
    for page in (one, two):
        page.goto(f"/attempts/{key}/{number}")
    one.locator(f"[name='{field}']").fill("11")
    one.locator(".sticky .end button").click()
    two.locator(f"[name='{field}']").fill("22")
    two.locator(".sticky .end button").click()
    expect(two.locator("main")).to_contain_text("Two answers to question")
    assert kept(site, visitor, key, "q-numeric") == "11"
    two.get_by_role("button", name="Keep this answer").click()
    assert kept(site, visitor, key, "q-numeric") == "11"
    context.close()


def test_an_answer_given_without_a_link_is_kept_in_the_page_and_sent_later(
    page, context, site, officer
):
    visitor = officer(page)
    key = begin(page, "timed")
    number, field = number_of(site, visitor, key, "q-numeric")
    page.goto(f"/attempts/{key}/{number}")
    context.set_offline(True)
    page.locator(f"[name='{field}']").fill("31")
    expect(page.locator("[data-saved]")).to_contain_text("Not saved yet: kept in this page")
    context.set_offline(False)
    expect(page.locator("[data-saved]")).to_contain_text("Saved", timeout=15_000)
    assert kept(site, visitor, key, "q-numeric") == "31"


def test_leaving_the_page_saves_once_more(page, site, officer):
    visitor = officer(page)
    key = begin(page, "timed")
    number, field = number_of(site, visitor, key, "q-numeric")
    page.goto(f"/attempts/{key}/{number}")
    page.locator(f"[name='{field}']").fill("41")
    page.goto("/learning")
    page.wait_for_timeout(500)
    assert kept(site, visitor, key, "q-numeric") == "41"


def test_an_answer_that_is_checked_at_once_is_final_without_script(
    browser, base_url, site, officer
):
    context = browser.new_context(base_url=base_url, java_script_enabled=False)
    page = context.new_page()
    visitor = officer(page)
    key = begin(page, "allatonce")
    number, field = number_of(site, visitor, key, "q-numeric")
    page.locator(f"[name='{field}']").fill("90")
    page.locator(f"button[value='check-{number}']").click()
    expect(page.locator(f"#q-{number}")).to_contain_text("Right")
    assert page.locator(f"[name='{field}']").count() == 0
    with page.expect_navigation():
        page.locator("button[value^='flag-']").first.click()
    assert page.locator(".notices, .note-warn").count() == 0
    context.close()
