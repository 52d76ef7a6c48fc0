"""Acts upon versions in the browser: proposing, what it means, confirming; wide and narrow."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect
from visitor import Visitor

from elearn.services import packs, publications, shelf
from elearn.services.demo import ACCOUNTS
from elearn.services.people import OPERATOR
from elearn.services.publications import Proposal
from elearn.services.publishing import Act
from elearn.services.transaction import transaction
from elearn.store import packs as store
from elearn.store import publications as proposals

PASSWORD = "a password for the browser"
LOOKS = (("en", 1280), ("sr", 360))
PACK = "first-steps"
BORDER = "/packs/border-checks"


@pytest.fixture(scope="module")
def newer(site):
    """The address of a version that is installed and not published, over the newest one."""
    with site.app_context(), transaction():
        current = store.newest_published(PACK)
        files = dict(shelf.files(current.digest))
        number = "99.0.0"
        for path in ("pack.yaml", "CHANGELOG.md"):
            files[path] = files[path].replace(current.version.encode(), number.encode(), 1)
        lesson = next(path for path in sorted(files) if path.endswith(".md") and "/" in path)
        files[lesson] += "\nНова реченица at the end of it.\n".encode()
        made = packs.install_files(OPERATOR, files, now=datetime.now(UTC))
        assert made.done, made.problems
    return f"/packs/{PACK}/{number}"


def visitor_as(page, who, language="en", width=1280):
    page.set_viewport_size({"width": width, "height": 800})
    visitor = Visitor(page)
    visitor.sign_in(ACCOUNTS[who], PASSWORD)
    visitor.speak(language)
    return visitor


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_every_page_about_versions(page, newer, language, width):
    visitor = visitor_as(page, "trainer", language, width)
    for path in (
        newer,
        f"{newer}/acts/publish",
        f"{newer}/changes",
        f"{newer}/impact",
        f"{BORDER}/4.0.1",
        f"{BORDER}/4.0.1/acts/publish",
        f"{BORDER}/5.0.0/changes",
        f"{BORDER}/5.0.0/impact",
        f"{BORDER}/3.0.0/concerned",
        f"{BORDER}/4.0.1/roll-back",
        "/publications",
        "/publications?pack=border-checks",
        *(f"{BORDER}/5.0.0/acts/{act.value}" for act in Act if act is not Act.ROLL_BACK),
    ):
        assert page.goto(path).status == 200, path
        visitor.check()


def test_a_version_is_proposed_by_keyboard_and_taken_back(page, newer):
    visitor = visitor_as(page, "trainer")
    page.goto(f"{newer}/acts/publish")
    visitor.tab_to("#reason")
    page.keyboard.type("Because it is better.")
    visitor.press("#act button")
    expect(page.get_by_role("heading", level=1)).to_have_text("Publish 99.0.0")
    expect(page.locator("main")).to_contain_text("You proposed this.")
    visitor.check()
    visitor.press("#decide button")
    expect(page.get_by_text("It is declined. Nothing has changed.")).to_be_visible()
    visitor.check()


def test_a_refused_proposal_says_why_and_keeps_what_was_written(page, newer):
    visitor = visitor_as(page, "trainer", "sr", 360)
    page.goto(f"{BORDER}/4.0.1/acts/publish")
    page.locator("#reason").fill("Враћамо је.")
    with page.expect_navigation():
        page.locator("#act button").click()
    expect(page.locator("#errors a")).to_be_visible()
    expect(page.locator("#reason")).to_have_value("Враћамо је.")
    visitor.check()


def test_another_trainer_confirms_without_script(browser, base_url, site, newer):
    with site.app_context(), transaction():
        proposal = Proposal(act=Act.PUBLISH, pack_id=PACK, version="99.0.0", reason="Better.")
        made = publications.propose(OPERATOR, proposal, four_eyes=True, now=datetime.now(UTC))
    context = browser.new_context(base_url=base_url, java_script_enabled=False)
    page = context.new_page()
    Visitor(page).sign_in(ACCOUNTS["second-trainer"], PASSWORD)
    page.goto(f"/publications/{made.key}")
    expect(page.locator("main")).to_contain_text("Better.")
    page.locator("#note").fill("Not yet.")
    page.locator("#decide button[formaction]").click()
    expect(page.get_by_text("It is declined. Nothing has changed.")).to_be_visible()
    with site.app_context():
        kept = proposals.by_key(made.key)
        assert (kept.state, kept.note) == ("declined", "Not yet.")
        assert store.find_version(PACK, "99.0.0").state == "installed"
    context.close()


def test_whose_result_would_change_is_worked_out(page, newer):
    visitor = visitor_as(page, "trainer", "sr", 360)
    page.goto(f"{newer}/impact")
    visitor.press("main form button")
    expect(page.locator("[role=status]").first).to_be_visible()
    visitor.check()
