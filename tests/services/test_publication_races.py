"""Two who decide at once, and learners who go on while something is decided."""

import learning
import make
import pytest
import updating
from test_races import errors, together

from elearn.core.access import Role
from elearn.core.errors import Conflict, NotFound
from elearn.services import attempts, lessons, moves, publications
from elearn.services.publications import Proposal
from elearn.services.publishing import Act
from elearn.store import attempts as attempt_store
from elearn.store import packs as pack_store
from elearn.store import publications as store
from elearn.store import records
from elearn.store.db import db
from elearn.store.tables.audit import AuditEntry
from elearn.store.tables.enrolments import Enrolment, Event


@pytest.fixture(
    params=["app", pytest.param("app_on_postgresql", marks=pytest.mark.postgresql)],
    ids=["sqlite", "postgresql"],
)
def site(request):
    """An app on each database, with its real file or server."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def kinds(site, now):
    """The course `kinds` in version 1.0.0, published."""
    return learning.publish("kinds", now)


@pytest.fixture
def trainers(site):
    """Three trainers."""
    return [make.actor(make.person(name, roles=(Role.TRAINER,))) for name in ("Dee", "Eva", "Fay")]


def proposal(what=Act.PUBLISH, version="1.0.1"):
    return Proposal(act=what, pack_id="kinds", version=version, reason="So.")


def proposed(actor, now, what=Act.PUBLISH, version="1.0.1"):
    made = publications.propose(actor, proposal(what, version), four_eyes=True, now=now)
    db.session.commit()
    return made.key


def acts(action):
    return db.session.query(AuditEntry).filter_by(action=action).count()


def test_two_who_confirm_at_once_publish_once(site, kinds, trainers, now):
    updating.installed("1.0.1", now)
    dee, eva, fay = trainers
    key = proposed(dee, now)
    works = [lambda who=who: publications.confirm(who, key, now=now) for who in (eva, fay)]
    results = together(site, works * 3)
    assert errors(results, Conflict) == []
    assert sum(not isinstance(r, Conflict) for r in results) == 1
    assert acts("pack-published") == 2  # 1.0.0 before, and 1.0.1 once


def test_who_confirms_and_who_declines_at_once_do_not_both_decide(site, kinds, trainers, now):
    dee, eva, fay = trainers
    key = proposed(dee, now, Act.WITHDRAW, "1.0.0")
    results = together(
        site,
        [
            lambda: publications.confirm(eva, key, now=now),
            lambda: publications.decline(fay, key, now=now),
        ],
    )
    assert errors(results, Conflict) == []
    assert sum(isinstance(r, Conflict) for r in results) == 1
    confirmed = store.by_key(key).state == "confirmed"
    assert (pack_store.find_version("kinds", "1.0.0").state == "withdrawn") == confirmed
    assert acts("pack-withdrawn") == confirmed


def test_two_proposals_at_once_leave_one(site, kinds, trainers, now):
    dee, eva, fay = trainers
    works = [
        lambda who=who, what=what: publications.propose(
            who, proposal(what, "1.0.0"), four_eyes=True, now=now
        )
        for who, what in ((dee, Act.STOP), (eva, Act.WITHDRAW), (fay, Act.RETIRE))
    ]
    results = together(site, works)
    assert errors(results, Conflict) == []
    assert store.count_proposed() == 1


def test_a_double_click_goes_on_once(site, kinds, now):
    ann = updating.taker(now)
    updating.published("2.0.0", now)
    results = together(site, [lambda: moves.go_on(ann, "kinds", now=now)] * 6)
    assert errors(results, Conflict) == []
    assert db.session.query(Enrolment).filter_by(ended_at=None).count() == 1
    assert db.session.query(Enrolment).count() == 2
    db.session.rollback()
    assert updating.version_of(ann) == "2.0.0"


def test_the_worker_and_the_learner_go_on_once(site, kinds, now):
    takers = [updating.taker(now, name=f"Taker {n}") for n in range(4)]
    updating.published("2.0.0", now, update="{major: move}")
    works = [lambda: moves.take_along("kinds", 0, now=now)] * 2
    works += [lambda who=who: moves.go_on(who, "kinds", now=now) for who in takers]
    results = together(site, works)
    assert errors(results, Conflict) == []
    assert db.session.query(Enrolment).filter_by(ended_at=None).count() == 4
    assert db.session.query(Enrolment).count() == 8


def test_what_is_done_while_one_is_taken_along_is_not_lost(site, kinds, now):
    takers = [updating.taker(now, name=f"Taker {n}", read=False) for n in range(4)]
    for who in takers:
        lessons.finish_lesson(who, "kinds", "rules", now=now)
        db.session.commit()
    updating.published("2.0.0", now, update="{major: move}")
    works = [lambda: moves.take_along("kinds", 0, now=now)]
    works += [lambda who=who: attempts.begin(who, "kinds", "quiz", "en", now=now) for who in takers]
    results = together(site, works)
    assert errors(results, Conflict, NotFound) == []
    for who in takers:
        found = updating.standing(who)
        assert "rules" in found.done.read
        events = db.session.query(Event).filter_by(enrolment_id=found.enrolment.id, item_id="rules")
        assert [event.kind for event in events] == ["read"]
        db.session.rollback()
    ended = {e.id for e in db.session.query(Enrolment).filter(Enrolment.ended_at.is_not(None))}
    for key in (r for r in results if isinstance(r, str)):
        assert attempt_store.by_key(key).enrolment_id not in ended


def test_the_last_step_and_the_withdrawal_at_once_agree(site, kinds, trainers, now):
    dee, eva, _fay = trainers
    ann = updating.taker(now, read=False)
    updating.complete(ann, now)
    key = proposed(dee, now, Act.WITHDRAW, "1.0.0")
    together(
        site,
        [
            lambda: lessons.finish_lesson(ann, "kinds", "rules", now=now),
            lambda: publications.confirm(eva, key, now=now),
        ],
    )
    issued = records.of_person(ann.person_id)
    db.session.rollback()
    completed = updating.standing(ann).enrolment.completed_at
    assert bool(issued) == bool(completed)
    assert updating.standing(ann).done.read == {"rules"}
