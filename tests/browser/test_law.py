"""A change of law in the browser: what trainers, learners and leaders see; wide and narrow."""

from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import expect
from visitor import Visitor

from elearn.core.law.outcome import Outcome
from elearn.services import law_hits, law_impacts
from elearn.services.demo import ACCOUNTS
from elearn.services.law_hits import Decision
from elearn.services.law_impacts import Plan, Source
from elearn.services.people import OPERATOR
from elearn.services.transaction import transaction
from elearn.store import law_hits as store
from elearn.store import law_impacts as impacts

PASSWORD = "a password for the browser"
LOOKS = (("en", 1280), ("sr", 360))
SOURCE = Source(provision="sbc:6(1)", day=date(2026, 11, 1))


@pytest.fixture(scope="module")
def opened(site):
    """The key of a change; afterwards all of it is found to be right."""
    now = datetime.now(UTC)
    with site.app_context():
        with transaction():
            key = law_impacts.open_impact(OPERATOR, SOURCE, Plan(reason="The Code."), now=now)
        yield key
        right = Decision(Outcome.STILL_RIGHT)
        with transaction():
            for tally in store.items_of(impacts.by_key(key).id, "border-checks"):
                if tally.open_hits:
                    where = ("border-checks", tally.item)
                    law_hits.work_off(OPERATOR, key, where, None, right, now=now)


def visitor_as(page, who, language, width):
    page.set_viewport_size({"width": width, "height": 800})
    visitor = Visitor(page)
    visitor.sign_in(ACCOUNTS[who], PASSWORD)
    visitor.speak(language)
    return visitor


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_trainers_pages(page, opened, language, width):
    visitor = visitor_as(page, "trainer", language, width)
    at = f"/law/impacts/{opened}"
    for path in (
        "/law/impacts",
        "/law/impacts/look?provision=sbc:14&day=2027-01-01",
        "/law/impacts/look?provision=none:1&day=2027-01-01",
        at,
        f"{at}/border-checks",
        f"{at}/border-checks/entry-conditions",
    ):
        assert page.goto(path).status in (200, 422)
        visitor.check()


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_leaders_and_learners_pages(page, opened, language, width):
    visitor = visitor_as(page, "manager", language, width)
    assert page.goto("/people/law").status == 200
    visitor.check()
    page.goto("/courses/border-checks")
    enrol = page.locator("form[action$='/enrol'] button")
    if enrol.count():
        enrol.click()
    visitor.check()
    page.goto("/courses/border-checks/entry-conditions")
    expect(page.locator("[role=note]").first).to_be_visible()
    visitor.check()
    page.locator("[role=note] a.cite").first.click()
    dialog = page.locator("dialog[open]")
    dialog.locator("details summary").last.click()
    expect(dialog.locator("details li").first).to_be_visible()


def test_a_place_is_worked_off_by_keyboard(page, opened):
    visitor = visitor_as(page, "trainer", "en", 1280)
    page.goto(f"/law/impacts/{opened}/border-checks/your-task-and-its-limits")
    boxes = page.locator("input[name=place]")
    assert boxes.count() > 0
    visitor.tab_to("input[name=outcome]")
    page.keyboard.press("Space")
    visitor.tab_to("form[method=post] button.button")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("main").get_by_text("All worked off").first).to_be_visible()
