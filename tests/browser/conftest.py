"""A demonstration site behind the production server, and Debian's Chromium in front of it."""

import os
import shutil
import threading
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import flask_migrate
import learning
import pytest
from visitor import Visitor
from waitress.server import create_server

from elearn.app import create_app
from elearn.core.settings import Settings
from elearn.services import demo, people
from elearn.services.people import OPERATOR, PersonForm
from elearn.services.transaction import transaction
from elearn.store.db import db

PASSWORD = "a password for the browser"
PACKS = Path(__file__).parents[2] / "course_packs"


def pytest_collection_modifyitems(items):
    """Mark the browser tests. On a crowded machine a browser may be late: each may try again."""
    for item in items:
        if "/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=2))


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


def application(instance):
    """The program on a folder."""
    return create_app(Settings(mode="testing", instance=str(instance), secret_key="x" * 40))


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory):
    """A folder with the demonstration, and the tests' courses of all kinds; made once."""
    instance = tmp_path_factory.mktemp("demonstration")
    now = datetime.now(UTC)
    with application(instance).app_context():
        flask_migrate.upgrade()
        with transaction():
            demo.install_packs(PACKS, now=now - demo.HISTORY)
        with transaction():
            demo.prepare(PASSWORD, now=now)
        learning.publish("kinds", now)
        learning.publish("marks", now)
        db.engine.dispose()
    return instance


@pytest.fixture(scope="module")
def site(demonstration, tmp_path_factory, switch):
    """The application behind the pages, for one file of tests: nothing of another file is in it."""
    instance = tmp_path_factory.mktemp("site") / "instance"
    shutil.copytree(demonstration, instance)
    switch.site = application(instance)
    yield switch.site
    with switch.site.app_context():
        db.engine.dispose()


class Switch:
    """What the server answers with: the application of the tests that run now."""

    site = None

    def __call__(self, environ, start_response):
        return self.site(environ, start_response)


@pytest.fixture(scope="session")
def switch():
    """See `Switch`."""
    return Switch()


@pytest.fixture(scope="session")
def base_url(switch):
    """Where the site answers."""
    server = create_server(switch, host="127.0.0.1", port=0, threads=4)

    def run():
        with suppress(OSError):  # its sockets are closed under it in the end
            server.run()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=5)


@pytest.fixture(autouse=True)
def there(site):
    """The site is there for every test, also for those that only go to its address."""


@pytest.fixture(params=["en", "sr"])
def officer(request, site, page):
    """A new officer, signed in, on a phone."""
    page.set_viewport_size({"width": 360, "height": 740})
    name = f"{request.param}-{page.__hash__()}"
    with site.app_context():
        form = PersonForm(name="Ана Тест", service_number=name, language=request.param)
        made = people.add_person(OPERATOR, form, now=datetime.now(UTC), password=PASSWORD)
        db.session.commit()
    visitor = Visitor(page)
    visitor.sign_in(name, PASSWORD)
    visitor.person_id = made.id
    return visitor
