"""A bridge by keyboard alone on a phone's width, in English and Serbian; and without any script."""

from datetime import UTC, datetime

import bridging
import learning
import make
import pytest
from playwright.sync_api import expect

from elearn.store import packs
from elearn.store import records as record_store

PASSWORD = "a password for the browser"


@pytest.fixture(scope="module")
def steps(site):
    """The course `steps` in two versions."""
    with site.app_context():
        for version in ("1.0.0", "2.0.0"):
            if packs.find_version(bridging.PACK, version) is None:
                bridging.publish(version, datetime.now(UTC))


def completed(site, person_id):
    with site.app_context():
        person = make.Made(person_id, "")
        bridging.completed_then(person, "1.0.0", datetime.now(UTC))


def test_from_what_changed_to_the_renewed_record_by_keyboard(officer, site, steps):
    completed(site, officer.person_id)
    page = officer.page
    page.goto("/learning")
    officer.check()
    officer.press("main a[href='/bridges/steps']")
    officer.check()
    officer.press("form[action='/bridges/steps'] button")
    officer.check()
    officer.press("main a.button[href$='/lines']")
    officer.check()
    officer.press("form[action$='/done'] button")
    officer.check()
    officer.press("form[action$='/attempts'] button")
    key = learning.key_in(page.url)
    answer_rightly(page, site, officer.person_id, key)
    page.goto(page.url.split("/attempts")[0] + "/learning")
    with site.app_context():
        new = record_store.standing_of(officer.person_id)[0]
    assert (new.version, new.renews_version) == ("2.0.0", "1.0.0")
    page.goto(f"/records/{new.key}")
    officer.check()
    page.goto(f"/verify/{new.code}")
    officer.check()


def answer_rightly(page, site, person_id, key):
    """Choose the right answer and hand in."""
    with site.app_context():
        actor = make.actor(make.Made(person_id, ""), datetime.now(UTC).date())
        form = learning.truth_forms(actor, key)[1]
    for name, value in form.items():
        values = value if isinstance(value, list) else [value]
        for one in values:
            page.check(f"input[name='{name}'][value='{one}']")
    page.locator("main .actions .end button").last.click()
    page.locator("form[action$='/finish'] button").last.click()


def test_without_script(browser, base_url, site, steps):
    with site.app_context():
        person = make.person("Nina Noscript", service_number="no-script", password=PASSWORD)
    completed(site, person.id)
    context = browser.new_context(base_url=base_url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/sign-in")
    page.locator("main input[type=password]").fill(PASSWORD)
    page.locator("main input:not([type=hidden]):not([type=password])").first.fill("no-script")
    page.locator("main form button").first.click()
    page.goto("/learning")
    page.click("main a[href='/bridges/steps']")
    page.click("form[action='/bridges/steps'] button")
    page.click("main a.button[href$='/lines']")
    page.click("form[action$='/done'] button")
    page.click("form[action$='/attempts'] button")
    answer_rightly(page, site, person.id, learning.key_in(page.url))
    with site.app_context():
        new = record_store.standing_of(person.id)[0]
    page.goto(f"/verify/{new.code}")
    expect(page.locator("main")).to_contain_text("version 1.0.0, by what has changed since")
    context.close()
