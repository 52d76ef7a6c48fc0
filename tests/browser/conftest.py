"""A demonstration site behind the production server, and Debian's Chromium in front of it."""

import os
import shutil
import threading
from datetime import UTC, datetime
from pathlib import Path

import flask_migrate
import learning
import pytest
from waitress.server import create_server

from elearn.app import create_app
from elearn.core.settings import Settings
from elearn.services import demo
from elearn.services.transaction import transaction

PASSWORD = "a password for the browser"
PACKS = Path(__file__).parents[2] / "course_packs"


def pytest_collection_modifyitems(items):
    """All browser tests in one worker: they share the site."""
    for item in items:
        if "/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The system's Chromium; without one these tests are skipped, unless they are required."""
    chromium = os.environ.get("CHROMIUM") or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    if chromium is None:
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail("no Chromium was found, and REQUIRE_BROWSER is set")
        pytest.skip("no Chromium was found; install it, or set CHROMIUM to its path")
    quiet = ["--disable-dev-shm-usage", "--disable-background-networking"]
    return {**browser_type_launch_args, "executable_path": chromium, "args": quiet}


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The application behind the pages: the demonstration, and the tests' course of all kinds."""
    instance = tmp_path_factory.mktemp("site")
    app = create_app(Settings(mode="testing", instance=str(instance), secret_key="x" * 40))
    now = datetime.now(UTC)
    with app.app_context():
        flask_migrate.upgrade()
        with transaction():
            demo.install_packs(PACKS, now=now)
        with transaction():
            demo.prepare(PASSWORD, now=now)
        learning.publish("kinds", now)
    return app


@pytest.fixture(scope="session")
def base_url(site):
    """Where the site answers."""
    server = create_server(site, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=5)
