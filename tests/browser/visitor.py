"""A visitor in words: where they go, what they press, and what must hold on every page."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Visitor:
    """Somebody in front of a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note(self, message):
        if message.type in {"error", "warning"} and "status of 4" not in message.text:
            self.complaints.append(message.text)

    def sign_in(self, name: str, password: str) -> None:
        """Sign in with the form."""
        self.page.goto("/sign-in")
        self.page.locator("main input[type=password]").fill(password)
        self.page.locator("main input:not([type=hidden]):not([type=password])").first.fill(name)
        self.page.locator("main form button").first.click()
        expect(self.page.locator("form[action='/sign-out']")).to_have_count(1)

    def speak(self, language: str) -> None:
        """Choose a language."""
        self.page.evaluate("() => document.querySelector('footer details').open = true")
        self.page.locator(f"footer button[value='{language}']").click()

    def tab_to(self, selector: str) -> None:
        """Move by the Tab key until the focus is on such an element, which must show an outline."""
        for _ in range(140):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                assert self.page.evaluate(
                    "() => { const s = getComputedStyle(document.activeElement);"
                    " return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2"
                    " || getComputedStyle(document.activeElement.parentElement).outlineStyle"
                    " !== 'none' || s.boxShadow !== 'none'; }"
                ), f"no visible focus on {selector}"
                return
        raise AssertionError(f"the Tab key does not reach {selector} on {self.page.url}")

    def press(self, selector: str) -> None:
        """Go there by keyboard and press Enter."""
        self.tab_to(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def check(self) -> None:
        """What must hold on every page."""
        self.page.wait_for_load_state()
        sideways = self.page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert sideways <= 0, f"{self.page.url} scrolls sideways by {sideways}"
        found = Axe().run(self.page, options={"runOnly": RULES})
        assert found.violations_count == 0, f"{self.page.url}\n{found.generate_report()}"
        html = self.page.content()
        assert not re.search(r"<[^>]+\sstyle=", html), f"{self.page.url} has a style attribute"
        assert self.complaints == [], f"{self.page.url}: {self.complaints}"
