"""Links to a record in the browser: made by keyboard, opened by a stranger, taken back."""

import pytest
from conftest import PASSWORD
from playwright.sync_api import expect
from visitor import Visitor

from elearn.services.demo import ACCOUNTS

LOOKS = (("en", 1280), ("sr", 360))


def holder(page, language="en", width=1280):
    """A learner who holds a record, at its links; the visitor and the address of that page."""
    page.set_viewport_size({"width": width, "height": 800})
    visitor = Visitor(page)
    visitor.sign_in(ACCOUNTS["renewed"], PASSWORD)
    with page.expect_navigation():
        visitor.speak(language)
    page.goto("/records")
    with page.expect_navigation():
        page.locator("main .cards h3 a").first.click()
    address = f"{page.url}/links"
    page.goto(address)
    return visitor, address


def make_link(page, address, *chosen):
    """Make a link that shows these besides; its own page, and the address for others."""
    page.goto(address)
    for choice in chosen:
        page.locator(f"input[name=chosen][value={choice}]").check()
    with page.expect_navigation():
        page.locator("form[action$='/links'] button").click()
    return page.url, page.locator("main p.code").inner_text()


@pytest.fixture
def stranger(browser, base_url):
    """Somebody without an account and without script."""
    context = browser.new_context(base_url=base_url, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_every_page_of_a_link_can_be_used_by_everybody(page, language, width):
    visitor, address = holder(page, language, width)
    visitor.check()
    link, shown = make_link(page, address, "name", "course", "language", "code")
    visitor.check()
    page.goto(address)
    visitor.check()
    page.goto(shown)
    visitor.check()
    with page.expect_navigation():
        page.locator("main form button").click()
    expect(page.locator("main")).to_contain_text("Aida Salihović")
    visitor.check()
    page.goto(link)
    with page.expect_navigation():
        page.locator("form[action$='/take-back'] button").click()
    visitor.check()
    page.goto(shown)
    with page.expect_navigation():
        page.locator("main form button").click()
    expect(page.locator("main")).not_to_contain_text("Aida Salihović")
    visitor.check()


def test_a_link_is_made_and_taken_back_by_keyboard(page):
    visitor, _ = holder(page)
    visitor.tab_to("input[name=chosen][value=name]")
    page.keyboard.press("Space")
    visitor.tab_to("#label")
    page.keyboard.type("For the head of my station")
    visitor.press("form[action$='/links'] button")
    expect(page.get_by_role("heading", level=1)).to_have_text("For the head of my station")
    link = page.url
    visitor.press("form[action$='/take-back'] button")
    page.goto(link)
    expect(page.locator("main")).to_contain_text("Taken back")
    expect(page.locator("form[action$='/take-back']")).to_have_count(0)


def test_a_stranger_without_script_sees_what_was_chosen_until_it_is_taken_back(page, stranger):
    _, address = holder(page)
    link, shown = make_link(page, address, "course")
    stranger.goto(shown)
    assert "Aida" not in stranger.content()
    expect(stranger.locator("main h2")).to_have_count(0)
    with stranger.expect_navigation():
        stranger.locator("main form button").click()
    expect(stranger.get_by_text("What the holder can do")).to_be_visible()
    assert "Aida" not in stranger.content()
    page.goto(link)
    expect(page.locator("main h2 + p + ul > li")).to_have_count(1)
    with page.expect_navigation():
        page.locator("form[action$='/take-back'] button").click()
    stranger.goto(shown)
    with stranger.expect_navigation():
        stranger.locator("main form button").click()
    expect(stranger.get_by_role("heading", level=1)).to_have_text("This link shows nothing")


def test_a_day_that_is_past_is_refused_and_the_choice_is_kept(page):
    visitor, _ = holder(page, "sr", 360)
    page.locator("input[name=chosen][value=name]").check()
    page.locator("#until").fill("2020-01-01")
    with page.expect_navigation():
        page.locator("form[action$='/links'] button").click()
    expect(page.locator("#errors a")).to_be_visible()
    expect(page.locator("input[name=chosen][value=name]")).to_be_checked()
    visitor.check()
