"""Makes the pictures of the handbook from the running program: `python docs/make_pictures.py`."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

PICTURES = Path(__file__).parent / "pictures"
LESSON = "/courses/border-checks/non-refoulement"
VERSIONS = (
    ("trainer", ("/law/impacts", "main a[href^='/law/impacts/']"), "law-impact"),
    (
        "trainer",
        ("/packs", "main a[href^='/packs/border-checks/']", "main a[href*='/changes']"),
        "changes",
    ),
    ("pinned", ("/courses/border-checks/version/changes",), "newer-version"),
    ("bridge-due", ("/bridges/border-checks",), "bridge"),
)
"""What a new version does: who looks, where they begin and which links they follow, the name."""


def shoot(page: Page, path: str, name: str) -> None:
    """Open a page and keep what the window shows."""
    page.goto(path)
    page.screenshot(path=PICTURES / f"{name}.png")


def sign_in(page: Page, name: str, password: str) -> None:
    """Sign in with the form."""
    page.goto("/sign-in")
    page.locator("main input[type=password]").fill(password)
    page.locator("main input:not([type=hidden]):not([type=password])").first.fill(name)
    page.locator("main form button").first.click()
    page.wait_for_load_state()


def learn(page: Page) -> None:
    """Enrol and read a little, so that the pictures show some progress."""
    page.goto("/courses/border-checks")
    enrol = page.locator("form[action$='/enrol'] button")
    if enrol.count():
        enrol.click()
    for lesson in ("your-task-and-its-limits", "entry-conditions", "ninety-days"):
        page.goto(f"/courses/border-checks/{lesson}")
        page.locator("form[action$='/done'] button").click()


def take(browser: Browser, site: dict[str, str]) -> None:
    """All pictures."""
    accounts = site["accounts"]
    look = {"base_url": site["url"], "locale": "en-GB"}
    wide = {"width": 1280, "height": 860}
    page = browser.new_page(viewport=wide, **look)
    sign_in(page, accounts["officer"], site["password"])
    learn(page)
    shoot(page, LESSON, "lesson")
    shoot(page, "/courses/border-checks", "course")
    phone = browser.new_page(viewport={"width": 360, "height": 780}, **look)
    sign_in(phone, accounts["officer"], site["password"])
    phone.goto("/")
    phone.evaluate("() => { document.querySelector('footer details').open = true; }")
    phone.locator("footer button[value='sr']").click()
    shoot(phone, LESSON, "lesson-sr")
    manager = browser.new_page(viewport=wide, **look)
    sign_in(manager, accounts["manager"], site["password"])
    shoot(manager, "/people", "people")
    for who, steps, name in VERSIONS:
        other = browser.new_page(viewport=wide, **look)
        sign_in(other, accounts[who], site["password"])
        follow(other, steps, name)
    certificate(browser, look, (accounts["renewed"], site["password"]))


def follow(page: Page, steps: tuple[str, ...], name: str) -> None:
    """Go to an address, follow one link after another, and keep what the window shows."""
    page.goto(steps[0])
    for link in steps[1:]:
        page.goto(page.locator(link).first.get_attribute("href") or "")
    page.screenshot(path=PICTURES / f"{name}.png")


def certificate(browser: Browser, look: dict[str, str], login: tuple[str, str]) -> None:
    """The first page of a certificate."""
    page = browser.new_page(accept_downloads=True, **look)
    sign_in(page, *login)
    page.goto("/records")
    page.goto(page.locator("main h3 a[href^='/records/']").first.get_attribute("href") or "")
    with page.expect_download() as awaited:
        page.locator("form[action$='/certificate.pdf'] button").first.click()
    name = PICTURES / "certificate"
    file = str(awaited.value.path())
    subprocess.run(
        ["pdftoppm", "-r", "72", "-l", "1", "-singlefile", "-png", file, name], check=True
    )


def main() -> None:
    """Start a demonstration in a folder of its own, and take the pictures."""
    PICTURES.mkdir(exist_ok=True)
    elearn = str(Path(sys.executable).with_name("elearn"))
    with tempfile.TemporaryDirectory() as folder:
        command = [elearn, "demo", "--json", "--port", "0", "--instance", folder]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            site = json.loads(server.stdout.readline())
            try:
                with sync_playwright() as playwright:
                    chromium = shutil.which("chromium") or shutil.which("google-chrome")
                    browser = playwright.chromium.launch(executable_path=chromium)
                    take(browser, site)
                    browser.close()
            finally:
                server.terminate()


if __name__ == "__main__":
    main()
