"""Hints and certainty by keyboard alone, on a phone's width, in English and in Serbian."""

import learning
from playwright.sync_api import expect

from elearn.services.demo import ACCOUNTS

PASSWORD = "a password for the browser"


def choose(officer, place):
    """Choose the answer in that place, and then the second level of certainty: I think so."""
    page = officer.page
    officer.tab_to("input[type=radio]")
    for _ in range(place):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    officer.tab_to("input[name$='-certainty']")
    page.keyboard.press("ArrowDown")


def test_a_question_with_a_hint_and_certainty_by_keyboard(officer):
    page = officer.page
    page.goto("/courses/marks")
    officer.press("form[action$='/enrol'] button")
    page.goto("/courses/marks/sure")
    officer.check()
    officer.press("form[action$='/attempts'] button")
    key = learning.key_in(page.url)

    expect(page.locator("#hints-1 .note")).to_have_count(0)
    officer.press("button[name=hint]")
    expect(page.locator("#hints-1 .note")).to_have_count(1)
    assert page.url.endswith("#hints-1")
    assert page.evaluate("() => document.activeElement.id") == "hints-1"
    officer.check()
    page.evaluate("() => document.querySelector('main').focus()")
    choose(officer, 0)
    expect(page.locator("input[value=think-so]")).to_be_checked()
    officer.press("main .actions .end button")
    choose(officer, 0)
    officer.press("main .actions .end button")
    officer.check()
    officer.press("form[action$='/finish'] button")

    # A third of 3 points after a hint that takes half, and two thirds of 3 points lost.
    expect(page.locator(".big")).to_contain_text("0")
    expect(page.locator("table:has(.bar) tbody tr")).to_have_count(3)
    expect(page.locator(".bar svg[role=img]")).to_have_count(1)
    officer.check()
    page.goto("/courses/marks/sure")
    expect(page.locator("table:has(.bar) tbody tr")).to_have_count(3)
    officer.check()
    page.goto(f"/attempts/{key}/1")
    assert page.url.endswith("/review")


def test_several_questions_with_hints_on_one_page(officer):
    page = officer.page
    page.goto("/courses/marks")
    officer.press("form[action$='/enrol'] button")
    page.goto("/courses/marks/together")
    officer.press("form[action$='/attempts'] button")
    expect(page.locator("button[name=hint]")).to_have_count(2)
    officer.check()
    officer.press("#q-2 button[name=hint]")
    expect(page.locator("#hints-2 .note")).to_have_count(1)
    expect(page.locator("button[name=hint]")).to_have_count(1)
    officer.check()


def test_a_hint_of_a_self_check_opens_by_keyboard(officer):
    page = officer.page
    page.goto("/courses/marks")
    officer.press("form[action$='/enrol'] button")
    page.goto("/courses/marks/know")
    officer.tab_to(".check summary")
    page.keyboard.press("Enter")
    expect(page.locator(".check details p")).to_be_visible()
    officer.check()


def test_hints_and_certainty_without_script(site, browser, base_url):
    context = browser.new_context(base_url=base_url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/sign-in")
    page.locator("main input[type=password]").fill(PASSWORD)
    page.locator("main input:not([type=hidden]):not([type=password])").first.fill(ACCOUNTS["admin"])
    page.locator("main form button").first.click()
    page.goto("/courses/marks")
    page.locator("form[action$='/enrol'] button").click()
    page.goto("/courses/marks/sure")
    page.locator("form[action$='/attempts'] button").click()
    page.locator("input[value=sure]").check()
    page.locator("button[name=hint]").click()
    expect(page.locator("[id^=hints] .note")).to_have_count(1)
    expect(page.locator("input[value=sure]")).to_be_checked()
    page.locator("main .actions .end button").click()
    page.locator("main .actions .end button").click()
    page.locator("form[action$='/finish'] button").click()
    expect(page.locator(".question-review")).to_have_count(2)
    context.close()
