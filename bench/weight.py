"""`python -m bench weight`: bytes, requests and largest contentful paint of pages in Chromium.

Against the server of `elearn serve` on the seeded installation, without a proxy in front. Its mode
is `demo`, since a browser keeps the cookies of production only over TLS; the pages are the same.
They travel as gzip: browsers ask for Brotli only over TLS, where they are smaller still.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from bench import pages, report, seed, visitors
from bench.report import Row, at_most
from bench.seed_rows import attempt_key
from bench.server import Server, serving
from elearn.app import create_app
from elearn.services import shelf

PERSON = 7
SIGN_IN = "/sign-in"
SLOW_3G = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 400_000 / 8,
    "uploadThroughput": 400_000 / 8,
}
SLOWER_CPU = 4
LESSON_KB, LESSON_REQUESTS = 25, 8
IMAGES_KB, IMAGES_REQUESTS = 90, 12
QUESTION_KB, NEXT_KB, LCP_SECONDS = 30, 8, 1.8
_LCP = """() => new Promise(done => new PerformanceObserver(
  list => done(list.getEntries().at(-1).startTime)
).observe({type: 'largest-contentful-paint', buffered: true}))"""


@dataclass(slots=True)
class _Load:
    """What one load of a page took over the wire. KB are 1,024 bytes, headers of answers with."""

    kb: float = 0.0
    requests: int = 0
    kinds: dict[str, float] = field(default_factory=dict)


def run(*, json_file: Path | None, quick: bool) -> int:
    """Measure; the exit code."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chrome")
    if chromium is None:
        print(
            "Chromium is missing: `apt-get install chromium`, or set CHROMIUM to its path.",
            file=sys.stderr,
        )
        return 2
    with seed.seeded() as instance, tempfile.TemporaryDirectory() as temporary:
        settings = {**seed.settings(instance), "mode": "demo", "public_url": "http://127.0.0.1"}
        app = create_app(settings)
        env = {f"ELEARN_{name.upper()}": value for name, value in settings.items()}
        with (
            serving(pages.SERVE, env, Path(temporary) / "site.log") as site,
            sync_playwright() as playwright,
        ):
            browser = playwright.chromium.launch(
                executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
            )
            version = f"Chromium {browser.version}"
            rows = _Bench(browser, site, app, 3 if quick else 9).rows()
            browser.close()
    return report.finish(rows, report.machine(version), json_file)


@dataclass(frozen=True, slots=True)
class _Bench:
    """A browser, the site, and how often a paint is measured."""

    browser: Browser
    site: Server
    app: Flask
    paints: int

    @contextmanager
    def _fresh(self, path: str) -> Iterator[tuple[Page, CDPSession]]:
        """A page in a browser that has never been here, signed in but on the page for that."""
        context = self.browser.new_context()
        if path != SIGN_IN:
            with self.app.test_request_context():
                name, _, value = visitors.cookie(self.app, PERSON).partition("=")
            context.add_cookies([{"name": name, "value": value, "url": self._url("/")}])
        page = context.new_page()
        tools = context.new_cdp_session(page)
        tools.send("Network.enable")
        yield page, tools
        context.close()

    def _url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.site.port}{path}"

    def _load(self, page: Page, tools: CDPSession, path: str) -> _Load:
        """Load a page and count what came over the wire until nothing moves any more."""
        found = _Load()
        kinds: dict[str, str] = {}
        cached: set[str] = set()

        def answered(event: dict[str, Any]) -> None:
            kinds[event["requestId"]] = event["type"]
            if event["response"].get("fromDiskCache"):
                cached.add(event["requestId"])

        def finished(event: dict[str, Any]) -> None:
            number = event["requestId"]
            if number in cached or number not in kinds:
                return
            kb = event["encodedDataLength"] / 1024
            found.kb += kb
            found.requests += 1
            found.kinds[kinds[number]] = found.kinds.get(kinds[number], 0.0) + kb

        listeners = {
            "Network.responseReceived": answered,
            "Network.loadingFinished": finished,
            "Network.requestServedFromCache": lambda event: cached.add(event["requestId"]),
        }
        for name, listener in listeners.items():
            tools.on(name, listener)
        answer = page.goto(self._url(path), wait_until="networkidle")
        for name, listener in listeners.items():
            tools.remove_listener(name, listener)
        if answer is None or answer.status != 200:
            raise RuntimeError(f"{path} answers {answer and answer.status}")
        return found

    def _cold(self, path: str) -> _Load:
        with self._fresh(path) as (page, tools):
            return self._load(page, tools, path)

    def _warm(self, first: str, path: str) -> _Load:
        with self._fresh(first) as (page, tools):
            self._load(page, tools, first)
            return self._load(page, tools, path)

    def _paint(self, path: str) -> float:
        """Seconds until the largest content stands, cold, over a bad line on a slow machine."""
        found = []
        for _ in range(self.paints):
            with self._fresh(path) as (page, tools):
                tools.send("Network.emulateNetworkConditions", SLOW_3G)
                tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_CPU})
                page.goto(self._url(path), wait_until="networkidle", timeout=60_000)
                found.append(page.evaluate(_LCP) / 1000)
        return median(found)

    def rows(self) -> list[Row]:
        """Every figure; of pages of a kind the heaviest one counts."""
        plain, drawn, questions = self._paths()
        lessons = {path: self._cold(path) for path in plain}
        pictured = {path: self._cold(path) for path in drawn}
        asked = {path: self._cold(path) for path in questions}
        following = [self._warm(a, b) for a, b in pairwise(plain)]
        following_pictured = [self._warm(a, b) for a, b in pairwise(drawn)]
        return [
            *self._kind("lesson without images", lessons, (LESSON_KB, LESSON_REQUESTS)),
            *self._kind("lesson with images", pictured, (IMAGES_KB, IMAGES_REQUESTS)),
            *self._kind("quiz question", asked, (QUESTION_KB, LESSON_REQUESTS)),
            *self._kind("sign-in page", {SIGN_IN: self._cold(SIGN_IN)}, (LESSON_KB, 8)),
            at_most("next lesson, warm", max(load.kb for load in following), "KB", NEXT_KB),
            Row("next lesson, warm: requests", max(load.requests for load in following), ""),
            Row(
                "next lesson with images, warm: HTML of it",
                max(load.kinds["Document"] for load in following_pictured),
                "KB",
            ),
        ]

    def _kind(self, name: str, loads: dict[str, _Load], limits: tuple[int, int]) -> list[Row]:
        """Rows for the heaviest of these pages, and its paint."""
        path = max(loads, key=lambda p: loads[p].kb)
        load = loads[path]
        kinds = {"HTML": "Document", "CSS": "Stylesheet", "JS": "Script"}
        return [
            at_most(f"{name}, cold", load.kb, "KB", limits[0]),
            *(
                Row(f"{name}: {word} of it", load.kinds.get(kind, 0.0), "KB")
                for word, kind in kinds.items()
            ),
            at_most(f"{name}: requests", max(x.requests for x in loads.values()), "", limits[1]),
            at_most(f"{name}: paint on slow 3G", self._paint(path), "s", LCP_SECONDS),
        ]

    def _paths(self) -> tuple[list[str], list[str], list[str]]:
        """Lessons without and with images, and the questions of an open quiz."""
        with self.app.test_request_context():
            digest = visitors.digest()
            compiled = shelf.take(digest).compiled
            plain, drawn = [], []
            for path in visitors.lessons():
                parts = compiled.lesson("en", path.rsplit("/", 1)[1]).parts
                pictures = any("<img" in part.html for part in parts)
                (drawn if pictures else plain).append(path)
            count = visitors.draw_size(visitors.course())
        return plain, drawn, [f"/attempts/{attempt_key(PERSON)}/{n + 1}" for n in range(count)]
