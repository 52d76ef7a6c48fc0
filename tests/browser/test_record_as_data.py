"""A record as data, in front of a person: the page, the choice of facts, the offer to a wallet."""

import pytest
from conftest import PASSWORD
from playwright.sync_api import expect
from visitor import Visitor

from elearn.interop import sd_jwt
from elearn.services import keys
from elearn.services.demo import ACCOUNTS


@pytest.fixture
def holder(page):
    """A learner who holds a record, on its page."""
    visitor = Visitor(page)
    visitor.sign_in(ACCOUNTS["renewed"], PASSWORD)
    page.goto("/records")
    with page.expect_navigation():
        page.locator("main .cards h3 a").first.click()
    return visitor


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("sr", 360)])
def test_every_page_on_the_way_can_be_used_by_everybody(holder, page, language, width):
    page.set_viewport_size({"width": width, "height": 800})
    holder.speak(language)
    holder.check()
    record = page.url
    page.goto(f"{record}/selection")
    holder.check()
    page.goto(record)
    with page.expect_navigation():
        page.locator("form[action$='/wallet'] button").click()
    holder.check()


def test_facts_are_chosen_by_keyboard_and_a_file_comes(holder, page, site):
    page.goto(f"{page.url}/selection")
    holder.tab_to("input[value=title]")
    page.keyboard.press("Space")
    holder.tab_to("main form button")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    text = waiting.value.path().read_text("utf-8")
    with site.app_context():
        listed = [
            {**key.jwk, "kid": key.kid, "elearn:purpose": key.purpose} for key in keys.every()
        ]
    assert set(sd_jwt.check(text, listed).facts) == {"title"}


def test_results_are_offered_by_the_titles_of_what_was_asked(page, holder):
    page.goto(f"{page.url}/selection")
    expect(page.locator("main form")).to_contain_text("Questions on what has changed 100")
