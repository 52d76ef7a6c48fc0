"""Many who begin or finish a bridge at the same moment: one bridge, one renewal each."""

import bridging
import make
import pytest
from sqlalchemy import func, select
from test_races import errors, together

from elearn.core.errors import Conflict
from elearn.services import bridges, enrolments, lessons, records
from elearn.store import records as store
from elearn.store.db import begin_write, db
from elearn.store.tables.bridges import BridgeRow
from elearn.store.tables.enrolments import Enrolment
from elearn.store.tables.packs import PackVersion
from elearn.store.tables.records import RecordRow, RecordStatus

MANY = 12


@pytest.fixture(
    params=["app", pytest.param("app_on_postgresql", marks=pytest.mark.postgresql)],
    ids=["sqlite", "postgresql"],
)
def site(request):
    """An app on each database, with its real file or server."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def people(site, now):
    """Some who have completed 1.0.0; then 2.0.0 comes."""
    bridging.publish("1.0.0", now)
    found = [make.person(f"Learner {n}") for n in range(4)]
    for person in found:
        bridging.completed(person, now)
    bridging.publish("2.0.0", now)
    return found


def count(table, *where):
    return db.session.scalar(select(func.count()).select_from(table).where(*where))


def test_many_who_begin_at_once_get_one_bridge_and_one_place_each(site, people, now):
    actors = [make.actor(person) for person in people]
    works = [
        lambda actor=actor: bridges.start(actor, bridging.PACK, now=now) for actor in actors * 3
    ]
    results = together(site, works)
    assert errors(results) == []
    (name,) = set(results)
    assert count(BridgeRow) == 1
    assert count(PackVersion, PackVersion.pack_id == name) == 1
    version = db.session.scalar(select(PackVersion.id).where(PackVersion.pack_id == name))
    assert db.session.scalar(select(BridgeRow.version_id)) == version
    assert count(Enrolment, Enrolment.completed_at.is_(None)) == len(people)


def test_many_last_steps_at_once_renew_once(site, people, now):
    ann = people[0]
    actor, name = make.actor(ann), bridging.begun(ann, now)
    bridging.finish_but_lessons(actor, name, now)
    db.session.commit()
    works = [lambda: lessons.finish_lesson(actor, name, "lines", now=now)] * MANY
    results = together(site, works)
    assert errors(results) == []
    assert count(RecordRow, RecordRow.person_id == ann.id) == 2
    assert count(RecordStatus, RecordStatus.status == "superseded") == 1


def test_a_renewal_and_a_revocation_at_once_leave_nothing_that_rests_on_what_was_revoked(
    site, people, now
):
    for person in people:
        actor, name = make.actor(person), bridging.begun(person, now)
        bridging.finish_but_lessons(actor, name, now)
        (old,) = store.standing_of(person.id)
        db.session.commit()

        def revoke(old=old):
            begin_write()
            records.revoke(old, "issued by mistake", by=None, now=now)

        def finish(actor=actor, name=name):
            lessons.finish_lesson(actor, name, "lines", now=now)

        results = together(site, [revoke, finish])
        assert errors(results) == []
        assert store.standing_of(person.id) == []


def test_a_bridge_and_a_newer_version_at_once(site, people, now):
    """Whoever begins gets a bridge to the version that they looked at, or is told to look again."""
    actors = [make.actor(person) for person in people]

    def begin(actor):
        return actor, bridges.start(actor, bridging.PACK, now=now)

    works = [lambda actor=actor: begin(actor) for actor in actors]
    results = together(site, [*works, lambda: bridging.publish_only("3.0.0", now)])
    assert errors(results, Conflict) == []
    begun = [result for result in results if isinstance(result, tuple)]
    for actor, name in begun:
        enrolments.require_standing(actor, name)
    told = [result for result in results if isinstance(result, Conflict)]
    assert len(begun) + len(told) == len(actors)
