"""What an institution says about records, in the browser: revoking by two, paper, grace period."""

import pytest
from conftest import PASSWORD
from playwright.sync_api import expect
from visitor import Visitor

from elearn.services.demo import ACCOUNTS
from elearn.store import people as people_store
from elearn.store import records

LOOKS = (("en", 1280), ("sr", 360))


def visitor_as(page, who, language="en", width=1280):
    page.set_viewport_size({"width": width, "height": 800})
    visitor = Visitor(page)
    visitor.sign_in(ACCOUNTS[who], PASSWORD)
    with page.expect_navigation():
        visitor.speak(language)
    return visitor


@pytest.fixture
def code_of(site):
    """The code of the newest record of somebody of the demonstration."""

    def find(who):
        with site.app_context():
            person = people_store.by_name(ACCOUNTS[who])
            return records.of_person(person.id)[0].code

    return find


@pytest.fixture
def second(browser, base_url):
    """The page of a second person, who has no script."""
    context = browser.new_context(base_url=base_url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def ask(page, code, reason):
    """Ask to revoke a record; the address of the request."""
    page.goto("/revoke")
    page.locator("#code").fill(code)
    page.locator("#reason").fill(reason)
    for _ in ("look at it", "ask"):
        with page.expect_navigation():
            page.locator("form[action='/revoke'] button").click()
    return page.url


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_every_page_of_a_revocation_can_be_used_by_everybody(page, code_of, language, width):
    visitor = visitor_as(page, "coordinator", language, width)
    page.goto("/revocations")
    visitor.check()
    page.goto("/revoke")
    visitor.check()
    page.locator("#code").fill("0000-0000-0000-0000-0")
    page.locator("#reason").fill("Полагао је неко други.")
    with page.expect_navigation():
        page.locator("form[action='/revoke'] button").click()
    expect(page.locator("#errors a")).to_be_visible()
    expect(page.locator("#reason")).to_have_value("Полагао је неко други.")
    visitor.check()
    page.locator("#code").fill(code_of("renewed"))
    with page.expect_navigation():
        page.locator("form[action='/revoke'] button").click()
    expect(page.locator("button[name=confirmed]")).to_be_visible()
    visitor.check()
    with page.expect_navigation():
        page.locator("button[name=confirmed]").click()
    visitor.check()
    page.goto("/revocations")
    visitor.check()
    with page.expect_navigation():
        page.locator("main article h3 a").first.click()
    with page.expect_navigation():
        page.locator("button[value=decline]").click()
    expect(page.locator("button[value=decline]")).to_have_count(0)
    visitor.check()


def test_one_asks_by_keyboard_and_another_confirms_without_script(page, second, code_of):
    code = code_of("withdrawn")
    visitor = visitor_as(page, "coordinator")
    page.goto("/revoke")
    visitor.tab_to("#code")
    page.keyboard.type(code)
    visitor.tab_to("#reason")
    page.keyboard.type("Somebody else took it.")
    visitor.press("form[action='/revoke'] button")
    expect(page.locator("main")).to_contain_text("Somebody else took it.")
    visitor.press("button[name=confirmed]")
    request = page.url
    expect(page.locator("main")).to_contain_text("You asked for this.")
    expect(page.locator("button[value=confirm]")).to_have_count(0)

    Visitor(second).sign_in(ACCOUNTS["manager"], PASSWORD)
    second.goto("/revocations")
    with second.expect_navigation():
        second.locator("main article h3 a").first.click()
    assert second.url == request
    with second.expect_navigation():
        second.locator("button[value=confirm]").click()
    expect(second.locator("main")).to_contain_text("Confirmed: revoked")
    page.goto(f"/verify/{code}")
    expect(page.locator("main")).to_contain_text("This record was revoked")
    visitor.check()


def test_what_was_asked_for_by_mistake_is_taken_back_by_keyboard(page, code_of):
    visitor = visitor_as(page, "coordinator")
    ask(page, code_of("bridge-due"), "A mistake.")
    visitor.press("button[value=decline]")
    expect(page.locator("main")).to_contain_text("Declined")
    page.goto(f"/verify/{code_of('bridge-due')}")
    expect(page.locator("main")).not_to_contain_text("This record was revoked")


def unit_of(page):
    """Open the first unit that is in charge of others; its address."""
    page.goto("/institutions")
    with page.expect_navigation():
        page.locator("main table a[href^='/institutions/']").first.click()
    return page.url


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_every_page_of_a_units_settings_can_be_used_by_everybody(page, language, width):
    visitor = visitor_as(page, "coordinator", language, width)
    unit = unit_of(page)
    visitor.check()
    for path, field, wrong, right in (
        ("grace", "#days", "900", "60"),
        ("certificates", "#name", "", "Гранична полиција"),
    ):
        page.goto(f"{unit}/{path}")
        visitor.check()
        for value in filter(None, (wrong, right)):
            page.locator(field).fill(value)
            with page.expect_navigation():
                page.locator("main form button").first.click()
            expect(page.locator("#errors")).to_have_count(int(value == wrong))
            visitor.check()
        page.goto(f"{unit}/{path}")
        expect(page.locator(field)).to_have_value(right)
        visitor.check()


def test_a_grace_period_and_a_look_are_chosen_by_keyboard(page):
    visitor = visitor_as(page, "coordinator")
    unit = unit_of(page)
    page.goto(f"{unit}/grace")
    visitor.tab_to("#days")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("45")
    visitor.press("form[action$='/grace'] button")
    page.goto(f"{unit}/grace")
    expect(page.locator("#days")).to_have_value("45")
    page.goto(f"{unit}/certificates")
    visitor.tab_to("input[name=look]:checked")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("input[name=look]:checked").get_attribute("value")
    visitor.press("form[action$='/certificates'] button")
    page.goto(f"{unit}/certificates")
    assert chosen
    expect(page.locator("input[name=look]:checked")).to_have_value(chosen)
    visitor.press("form[action$='/forget'] button")
    page.goto(f"{unit}/certificates")
    expect(page.locator("form[action$='/forget']")).to_have_count(0)
