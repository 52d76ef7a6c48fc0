"""Pages about law that lapsed: accessible, within their width, in two languages."""

from datetime import UTC, datetime, time, timedelta

import lapsing
import make
import pytest
from visitor import Visitor

from elearn.services import attempts, closings, enrolments
from elearn.services.demo import ACCOUNTS
from elearn.services.transaction import transaction
from elearn.store import people
from elearn.store.db import db

PASSWORD = "a password for the browser"


@pytest.fixture(scope="module")
def attempt(site, tmp_path_factory):
    """The key of an attempt of the officer, begun half an hour before law lapsed today."""
    folder, now = tmp_path_factory.mktemp("lapse"), datetime.now(UTC)
    today = datetime.combine(now.date(), time.min, UTC)
    before = today - timedelta(minutes=30)
    with site.app_context():
        day = today.date().isoformat()
        lapsing.publish_law(folder, before, repealed=day, register="lapse-law")
        lapsing.publish_course(
            folder, before, old=("q-1", "q-2", "q-3", "b-1", "sc-1"), register="lapse-law"
        )
        person = people.by_name(ACCOUNTS["officer"])
        officer = make.actor(make.Made(person.id, person.key), now.date())
        enrolments.enrol(officer, "lapse", now=before)
        attempts.begin(officer, "lapse", "check", "en", now=before)
        key = attempts.begin(officer, "lapse", "drawn", "en", now=before)
        db.session.commit()
        with transaction():
            closings.keep_up(None, now=now)
        db.session.remove()
    return key


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("sr", 360)])
def test_what_learners_and_trainers_see(page, attempt, language, width):
    page.set_viewport_size({"width": width, "height": 800})
    visitor = Visitor(page)
    paths = {
        "officer": (
            "/learning",
            "/courses/lapse",
            "/courses/lapse/check",
            "/courses/lapse/drawn",
            "/courses/lapse/rules",
            f"/attempts/{attempt}/1",
            f"/attempts/{attempt}/2",
        ),
        "trainer": ("/packs/lapse/1.0.0",),
    }
    for who, pages in paths.items():
        page.context.clear_cookies()
        visitor.sign_in(ACCOUNTS[who], PASSWORD)
        visitor.speak(language)
        for path in pages:
            assert page.goto(path).status == 200, path
            visitor.check()
