"""Places in status lists: one a record however many ask at once, by chance, never twice."""

import learning
import make
import pytest
from test_races import together

from elearn.interop import status_list
from elearn.services import enrolments, lessons, status_lists
from elearn.store import records as record_store
from elearn.store import status_lists as store
from elearn.store.db import begin_write, db
from elearn.store.status_lists import KeptPlace

MANY = 8


@pytest.fixture(
    params=["app", pytest.param("app_on_postgresql", marks=pytest.mark.postgresql)],
    ids=["sqlite", "postgresql"],
)
def site(request):
    """An app on each database, with its real file or server."""
    return request.getfixturevalue(request.param)


def records(now, names):
    learning.publish("pages", now)
    found = []
    for name in names:
        person = make.person(name)
        enrolments.enrol(make.actor(person), "pages", now=now)
        for lesson in ("first", "second"):
            lessons.finish_lesson(make.actor(person), "pages", lesson, now=now)
        db.session.commit()
        found += [r.id for r in record_store.of_person(person.id)]
    return found


def drawn(record_id):
    begin_write()
    place = status_lists.place_of(record_id)
    db.session.commit()
    return place


def test_requests_that_meet_give_a_record_one_place(site, now):
    (record_id,) = records(now, ["Ann"])
    results = together(site, [lambda: drawn(record_id)] * MANY)
    assert len(set(results)) == 1
    assert isinstance(results[0], KeptPlace)
    assert len(results) == MANY


def test_a_place_that_is_taken_is_not_given_again(app, now, monkeypatch):
    ann, ben = records(now, ["Ann", "Ben"])
    draws = iter([5, 5, 5, 6])
    monkeypatch.setattr(status_lists.secrets, "randbelow", lambda _most: next(draws))
    assert drawn(ann) == KeptPlace(1, 5)
    assert drawn(ben) == KeptPlace(1, 6)
    assert drawn(ann) == KeptPlace(1, 5)


def test_a_list_that_fills_up_is_followed_by_another(app, now, monkeypatch):
    ann, ben = records(now, ["Ann", "Ben"])
    monkeypatch.setattr(status_lists.secrets, "randbelow", lambda _most: 5)
    assert drawn(ann) == KeptPlace(1, 5)
    assert drawn(ben) == KeptPlace(2, 5)
    assert store.newest_list() == 2


def test_places_are_drawn_from_the_whole_list(app, now, monkeypatch):
    (ann,) = records(now, ["Ann"])
    asked = []
    monkeypatch.setattr(status_lists.secrets, "randbelow", lambda most: asked.append(most) or 0)
    drawn(ann)
    assert asked == [status_list.BITS]
