"""No page of a trainer is reached only by typing its address."""

import re
from collections import Counter, deque
from html import unescape

import learning
import make
import pytest
import walk
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from elearn.services import attempts, enrolments
from elearn.store.db import db

MOST_OF_A_KIND = 20
BY_FORM = {"author.granting_learner", "author.granting_quiz"}
"""A learner is found by a number."""
FROM_FIVE_ATTEMPTS = {"author.quiz_csv", "author.quiz_xlsx"}
WITH_A_PICTURE = {"author.import_media"}
WHERE_A_VERSION_COMES_OR_GOES = {"author.impact", "author.concerned"}


def endpoint(app, address):
    try:
        return app.url_map.bind("localhost").match(address.partition("?")[0], method="GET")[0]
    except (HTTPException, RequestRedirect):
        return None


def reached(app, browser, start):
    """What links lead to from there, by name; what answers with anything but a page is named."""
    seen, found, lost = set(), Counter(), []
    queue = deque([start])
    while queue:
        address = queue.popleft().partition("#")[0]
        name = endpoint(app, address)
        if name in (None, "static") or address in seen or found[name] >= MOST_OF_A_KIND:
            continue
        seen.add(address)
        answer = browser.get(address)
        if answer.status_code in (302, 303):
            queue.append(answer.location)
        elif answer.status_code != 200:
            lost.append((address, answer.status_code))
            continue
        found[name] += 1
        body = answer.get_data()
        if answer.mimetype == "text/html":
            queue += [unescape(a) for a in re.findall(r'href="(/[^"]*)"', body.decode())]
        answer.close()
    return set(found), lost


@pytest.fixture
def places(app, cast, now):
    """Courses, a correction, an import, a report; an answer that waits for a trainer."""
    known = walk.world(cast, now, cast.dee)
    learning.publish("more", now)
    ann = make.actor(cast.ann)
    enrolments.enrol(ann, "more", now=now)
    key = attempts.begin(ann, "more", "written", "en", now=now)
    for number, form in learning.truth_forms(ann, key).items():
        attempts.answer(ann, key, number, form, now=now)
    attempts.finish(ann, key, now=now)
    db.session.commit()
    return known


def test_each_page_of_a_trainer_is_linked_from_another_one(app, cast, places, client_for):
    found, lost = reached(app, client_for(cast.dee), "/learning")
    named = {r.endpoint for r in app.url_map.iter_rules() if "GET" in r.methods}
    wanted = {name for name in named if name.startswith("author.")}
    rare = BY_FORM | FROM_FIVE_ATTEMPTS | WITH_A_PICTURE | WHERE_A_VERSION_COMES_OR_GOES
    assert wanted - found - rare == set()
    # The course that has no files here, and the record without a signature, are of the tests.
    assert [a for a, _ in lost if not re.search("/other/|^/courses$|^/records/", a)] == []


def test_the_course_whose_page_leads_to_the_import_is_chosen_there(app, cast, places, client_for):
    dee = client_for(cast.dee)
    page = dee.get("/packs/kinds/1.0.0").get_data(as_text=True)
    (address,) = re.findall(r'href="(/imports[^"]*)"', page)
    chosen = re.findall(
        r"<option value=\"([^\"]*)\" selected>", dee.get(address).get_data(as_text=True)
    )
    assert chosen == ["kinds 1.0.0"]
