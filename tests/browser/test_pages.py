"""Every page of every audience: accessible, within its width, under the policy; wide and narrow."""

import pytest
from visitor import Visitor

from elearn.services.demo import ACCOUNTS

PASSWORD = "a password for the browser"
PUBLIC = (
    "/", "/courses", "/courses/border-checks", "/sign-in", "/verify", "/about", "/accessibility",
    "/data-protection", "/verify/0000-0000-0000-0000-0", "/no-such-page",
)  # fmt: skip
PAGES = {
    "officer": (
        "/learning", "/courses/border-checks", "/courses/border-checks/ninety-days",
        "/courses/border-checks/machine-readable-zone", "/courses/border-checks/non-refoulement",
        "/courses/border-checks/non-refoulement/sources", "/my-reports",
        "/courses/border-checks/non-refoulement/report", "/courses/border-checks/check-entry",
        "/courses/border-checks/uncle-and-nephew", "/courses/border-checks/modules/m-entry/print",
        "/records", "/account", "/account/password", "/daily-review", "/daily-review/leave",
    ),
    "manager": (
        "/people", "/people?state=valid&sort=name", "/people/looks", "/people/readiness",
        "/people/compliance", "/people/compliance/trend",
    ),
    "coordinator": (
        "/people", "/institutions", "/nominations", "/assignments", "/programmes/new",
        "/assignments/exempt", "/people/left",
        "/people/compliance/map", "/people/figures?course=border-checks",
        "/reports?kind=compliance", "/registrations",
    ),
    "trainer": (
        "/marking", "/marking/first-steps/1.1.0/every-kind",
        "/packs", "/packs/border-checks/5.0.0", "/packs/upload", "/packs/law/1.1.0",
        "/packs/figures?course=border-checks",
        "/imports", "/packs/border-checks/5.0.0/export/check-entry",
        "/packs/border-checks/5.0.0/quizzes/check-entry",
        "/packs/border-checks/5.0.0/questions/q-entry-hotel/correct", "/corrections",
        "/packs/border-checks/5.0.0/cases/uncle-and-nephew",
        "/packs/first-steps/1.1.0/cases/call-before-shift", "/packs/border-checks/5.0.0/changes",
        "/packs/border-checks/5.0.0/preview/uncle-and-nephew?road=c-ask-together.c-separate-late",
    ),
    "admin": (
        "/admin/people", "/admin/packs", "/admin/jobs", "/admin/audit", "/admin/clients",
        "/account/tokens", "/registrations",
    ),
}  # fmt: skip
LOOKS = (("en", 1280), ("sr", 360))


def walk(page, paths):
    visitor = Visitor(page)
    for path in paths:
        answer = page.goto(path)
        assert answer.status in (200, 404), f"{path}: {answer.status}"
        visitor.check()


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_pages_for_everybody(page, language, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/")
    Visitor(page).speak(language)
    walk(page, PUBLIC)


@pytest.mark.parametrize(("language", "width"), LOOKS)
@pytest.mark.parametrize("who", PAGES)
def test_pages_of(page, who, language, width):
    page.set_viewport_size({"width": width, "height": 800})
    visitor = Visitor(page)
    visitor.sign_in(ACCOUNTS[who], PASSWORD)
    visitor.speak(language)
    if who == "officer":
        page.goto("/courses/border-checks")
        enrol = page.locator("form[action$='/enrol'] button")
        if enrol.count():
            enrol.click()
    walk(page, PAGES[who])


def enrolled(page):
    visitor = Visitor(page)
    visitor.sign_in(ACCOUNTS["officer"], PASSWORD)
    page.goto("/courses/border-checks")
    enrol = page.locator("form[action$='/enrol'] button")
    if enrol.count():
        enrol.click()


def test_a_citation_opens_what_it_cites_without_leaving_the_lesson(page):
    enrolled(page)
    page.goto("/courses/border-checks/non-refoulement")
    link = page.locator("article a.cite").first
    label = link.inner_text()
    link.focus()
    page.keyboard.press("Enter")
    dialog = page.locator("dialog[open]")
    dialog.get_by_text(label, exact=False).first.wait_for()
    assert dialog.locator("a[rel~=noopener]").first.get_attribute("href").startswith("http")
    page.keyboard.press("Escape")
    assert page.url.endswith("/non-refoulement")
    page.locator("article a.term").first.click()
    page.locator("dialog[open]").wait_for()


def test_without_script_a_citation_leads_to_the_page_of_sources(browser, base_url, page):
    enrolled(page)
    plain = browser.new_context(
        java_script_enabled=False, base_url=base_url, storage_state=page.context.storage_state()
    )
    other = plain.new_page()
    other.goto("/courses/border-checks/non-refoulement")
    link = other.locator("article a.cite").first
    target = link.get_attribute("href").partition("#")[2]
    link.click()
    assert other.locator(f"li#{target}").is_visible()
    other.locator("main .row a[href$='/non-refoulement']").click()
    assert other.url.endswith("/non-refoulement")
    plain.close()
