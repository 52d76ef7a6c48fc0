"""Many who complete or revoke at the same moment: one record, one place in the log, one end."""

import bridging
import make
import pytest
from sqlalchemy import func, select
from test_races import errors, together

from elearn.core.access import Role
from elearn.core.errors import Conflict
from elearn.services import enrolments, lessons, record_log, revocations
from elearn.store import enrolments as enrolment_store
from elearn.store import records as store
from elearn.store.db import begin_write, db
from elearn.store.refusals import Overtaken
from elearn.store.tables.record_log import LogEntry
from elearn.store.tables.records import RecordRow, RecordSecret, RecordStatus
from elearn.store.tables.revocations import RevocationRequest

MANY = 50


@pytest.fixture(
    params=["app", pytest.param("app_on_postgresql", marks=pytest.mark.postgresql)],
    ids=["sqlite", "postgresql"],
)
def site(request):
    """An app on each database, with its real file or server."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def cast(site, now):
    """Everybody, and the course."""
    bridging.publish("1.0.0", now)
    return make.cast(now)


def count(table, *where):
    return db.session.scalar(select(func.count()).select_from(table).where(*where))


def test_fifty_completions_at_once_make_one_record(site, cast, now):
    ann = make.actor(cast.ann)
    enrolments.enrol(ann, bridging.PACK, now=now)
    db.session.commit()
    bridging.finish_but_lessons(ann, bridging.PACK, now)
    lessons.finish_lesson(ann, bridging.PACK, "lines", now=now)
    db.session.commit()

    def last_step():
        lessons.finish_lesson(ann, bridging.PACK, "papers", now=now)

    def worker():
        begin_write()
        standing = enrolment_store.open_standing(ann.person_id, bridging.PACK)
        enrolments.hold(standing.enrolment)
        enrolments.complete_if_done(standing.enrolment.id, ann, now=now)

    results = together(site, [last_step, worker] * (MANY // 2))
    assert errors(results) == []
    assert count(RecordRow) == count(RecordSecret) == count(LogEntry) == 1
    assert record_log.audit() is None


def test_a_second_record_of_a_completion_meets_the_constraint(site, cast, now):
    """Whatever the program did wrong, the database would refuse."""
    kept = bridging.completed(cast.ann, now)
    row = db.session.get(RecordRow, kept.id)
    copy = {c.key: getattr(row, c.key) for c in RecordRow.__table__.columns if c.key != "id"}
    copy |= {"key": "another", "code_hash": "another", "digest": "0" * 64}
    begin_write()
    with pytest.raises(Overtaken):
        store.keep(copy, {"code": "X", "facts": {}, "salts": {}})
    db.session.rollback()


def test_of_many_who_ask_one_is_heard_and_of_many_who_confirm_one_revokes(site, cast, now):
    code = bridging.completed(cast.ann, now).code
    askers = [make.actor(make.person(f"C {n}", roles=(Role.COORDINATOR,))) for n in range(6)]

    def ask(actor):
        return revocations.ask(actor, code, "By mistake.", four_eyes=True, now=now)

    results = together(site, [lambda a=actor: ask(a) for actor in askers])
    assert errors(results, Conflict) == []
    (made,) = [result for result in results if isinstance(result, revocations.Asked)]
    asker = db.session.scalar(select(RevocationRequest.asked_by))
    others = [actor for actor in askers if actor.person_id != asker]
    db.session.commit()

    def decide(actor, n):
        how = revocations.decline if n == 0 else revocations.confirm
        how(actor, made.key, now=now)
        return how

    works = [lambda a=actor, n=n: decide(a, n) for n, actor in enumerate(others)]
    results = together(site, works)
    assert errors(results, Conflict) == []
    (heard,) = [result for result in results if not isinstance(result, Exception)]
    revoked = 1 if heard is revocations.confirm else 0
    assert count(RecordStatus, RecordStatus.status == "revoked") == revoked
    assert bool(store.standing_of(cast.ann.id)) is not bool(revoked)
