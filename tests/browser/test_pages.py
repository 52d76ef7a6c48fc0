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
        "/courses/border-checks/non-refoulement/report", "/courses/border-checks/check-entry",
        "/courses/border-checks/uncle-and-nephew", "/courses/border-checks/modules/m-entry/print",
        "/records", "/account", "/account/password",
    ),
    "manager": ("/people", "/people?state=valid&sort=name", "/people/looks"),
    "coordinator": ("/people", "/institutions", "/nominations"),
    "trainer": ("/packs", "/packs/border-checks/1.0.0", "/packs/upload", "/packs/law/1.0.0"),
    "admin": ("/admin/people", "/admin/packs", "/admin/jobs", "/admin/audit"),
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
