"""A trainer imports questions: by keyboard or mouse, with script and without."""

import pytest
from visitor import Visitor

from elearn.services.demo import ACCOUNTS

PASSWORD = "a password for the browser"
FILE = {
    "name": "night shift.gift",
    "mimeType": "text/plain",
    "buffer": (
        b"::Stamp:: Who stamps? {=The officer#Yes ~The traveller}\n\n::Talk:: Only words.\n\n"
        b"Order the steps.{>3 ALL VERTICAL\nStop\nLook\nStamp}\n\nWhat fits? {=a -> b =c -> d}\n\n"
        b"A stay lasts {#90:0}.\n\nTell them why. {}"
    ),
}


def upload(page):
    visitor = Visitor(page)
    visitor.sign_in(ACCOUNTS["trainer"], PASSWORD)
    page.goto("/imports")
    page.set_input_files("#file", files=[FILE])
    page.locator("#into option", has_text="5.0.0").first.wait_for(state="attached")
    page.select_option("#into", value="border-checks 5.0.0")
    page.locator("form[action='/imports'] button").click()
    return visitor


@pytest.mark.parametrize("width", [1280, 360])
def test_what_became_of_each_item_is_shown(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    visitor = upload(page)
    assert "/imports/" in page.url
    for summary in page.locator("main section details summary").all():
        summary.click()
    visitor.check()
    assert page.locator("main section.card").count() == 6


def test_it_works_without_script(browser, base_url):
    context = browser.new_context(java_script_enabled=False, base_url=base_url)
    page = context.new_page()
    upload(page)
    assert "night shift.gift" in page.locator("h1").inner_text()
    page.locator("form[action$='/discard'] button").click()
    assert page.url.endswith("/imports")
    assert page.locator("[role=status], .note-ok").count() >= 1
    context.close()
