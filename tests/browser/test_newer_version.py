"""A newer version, for those under way: by keyboard on a phone's width; and without any script."""

from datetime import UTC, datetime

import make
import pytest
import updating
from playwright.sync_api import expect

from elearn.services import enrolments, lessons
from elearn.store import packs
from elearn.store.db import db

PASSWORD = "a password for the browser"
OTHER_LESSON = (b"A rule tells what to do.", b"A rule tells nobody what may be left out for ever.")
CHANGES = "/courses/kinds/version/changes"


def under_way(site, person_id):
    """Somebody who has read the lesson of 1.0.0 and passed its quiz; then 2.0.0 came."""
    now = datetime.now(UTC)
    with site.app_context():
        actor = make.actor(make.Made(person_id, ""), now.date())
        line = packs.line_of(packs.find_version("kinds", "1.0.0").id)
        enrolments.begin_write()
        enrolments.store.enrol(f"kinds-{person_id}", person_id, line, at=now)
        lessons.finish_lesson(actor, "kinds", "rules", now=now)
        db.session.commit()
        updating.pass_quiz(actor, now)
        if packs.find_version("kinds", "2.0.0") is None:
            changes = updating.edited(updating.LESSON, *OTHER_LESSON)
            updating.published("2.0.0", now, changes=changes)


def test_by_keyboard_on_a_phone(officer, site):
    under_way(site, officer.person_id)
    page = officer.page
    page.goto("/learning")
    officer.press(f"main a[href='{CHANGES}']")
    officer.check()
    officer.tab_to("main summary")
    page.keyboard.press("Enter")
    expect(page.locator("main details[open] p")).to_have_text("New.")
    expect(page.locator("main")).to_contain_text("2.0.0")
    officer.press(f"form[action='{CHANGES}'] button")
    officer.check()
    page.goto(CHANGES)
    officer.check()


@pytest.fixture
def nina(browser, base_url, site):
    """A page without script, somebody signed in."""
    with site.app_context():
        person = make.person("Nina Noscript", service_number="no-script-2", password=PASSWORD)
    context = browser.new_context(base_url=base_url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/sign-in")
    page.locator("main input[type=password]").fill(PASSWORD)
    page.locator("main input:not([type=hidden]):not([type=password])").first.fill("no-script-2")
    page.locator("main form button").first.click()
    yield person, page
    context.close()


def test_without_script(nina, site):
    person, page = nina
    under_way(site, person.id)
    page.goto("/courses/kinds")
    page.click(f"main a[href='{CHANGES}']")
    expect(page.locator("main")).to_contain_text("To be done again, since it has changed:")
    page.click(f"form[action='{CHANGES}'] button")
    page.goto(CHANGES)
    expect(page.locator("main")).to_contain_text("You came from version 1.0.0.")
    with site.app_context():
        actor = make.actor(make.Made(person.id, ""), datetime.now(UTC).date())
        assert updating.standing(actor).done.passed == {"quiz"}
