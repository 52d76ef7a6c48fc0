"""Several people at once: all are put forward or decided about, or nothing changes."""

import make
import pytest
from counting import counted
from sqlalchemy import select

from elearn.core.access import Role
from elearn.core.errors import BadInput, NotAllowed, NotFound
from elearn.services import many_nominations, nominations
from elearn.store import enrolments, packs
from elearn.store.db import begin_write, db
from elearn.store.tables.audit import AuditEntry
from elearn.store.tables.packs import PackVersion
from elearn.store.tables.units import Nomination


@pytest.fixture
def nominate(cast, now):
    """`nominate(who, *people)`: puts people forward for the course `checks`; how many."""

    def call(who, *people, course="checks"):
        keys = [somebody.key for somebody in people]
        done = many_nominations.nominate(make.actor(who), keys, course, now=now)
        db.session.commit()
        return done

    return call


@pytest.fixture
def decide(now):
    """`decide(who, *keys)`: decides about nominations; what stood in the way."""

    def call(who, *keys, accept=True, note=""):
        found = many_nominations.decide(make.actor(who), keys, accept=accept, note=note, now=now)
        db.session.commit()
        return found

    return call


def states():
    db.session.expire_all()
    rows = db.session.scalars(select(Nomination).order_by(Nomination.id))
    return {row.key: row.state for row in rows}


def acts():
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def page_of(who, people, now, course="checks"):
    keys = [somebody.key for somebody in people]
    return many_nominations.nominating_page(make.actor(who), keys, course, "en", now=now)


def test_several_are_put_forward_and_accepted_at_once(nominate, decide, cast):
    make.course()
    assert nominate(cast.mia, cast.ann, cast.ben) == 2
    assert set(states().values()) == {"open"}
    assert decide(cast.co, *states()) == {}
    assert set(states().values()) == {"accepted"}
    for somebody in (cast.ann, cast.ben):
        assert enrolments.open_standing(somebody.id, "checks") is not None
    assert acts() == ["nominated"] * 2 + ["nomination-accepted"] * 2


def test_one_who_cannot_be_put_forward_keeps_all_back_and_is_named(nominate, cast, now):
    version = make.course()
    make.enrolment(cast.ben, version)
    nominate(cast.mia, cast.mia)
    assert nominate(cast.mia, cast.ann, cast.ben, cast.mia) is None
    assert len(states()) == 1
    page = page_of(cast.mia, (cast.ann, cast.ben, cast.mia), now)
    assert {line.person.name: line.problem for line in page.lines} == {
        "Ann Learner": "",
        "Ben Colleague": "takes-already",
        "Mia Manager": "nominated-already",
    }
    assert page.problems == 2


def test_who_completed_a_course_can_be_put_forward_again(nominate, cast):
    make.record(cast.ann, make.course())
    assert nominate(cast.mia, cast.ann) == 1


def test_whoever_belongs_nowhere_is_named(nominate, cast, now):
    make.course()
    alone = make.person("Al Alone")
    assert nominate(cast.co, cast.ann, alone) is None
    page = page_of(cast.co, (alone,), now)
    assert [line.problem for line in page.lines] == ["no-unit"]


def test_a_neighbour_and_a_stranger_put_nobody_forward(nominate, cast):
    make.course()
    with pytest.raises(NotFound):
        nominate(cast.max, cast.ann, cast.cy)
    db.session.rollback()
    for who in (cast.ann, cast.dee, cast.ana):
        with pytest.raises(NotAllowed):
            nominate(who, cast.ann)
        db.session.rollback()
    assert states() == {}


def test_a_superior_puts_forward_for_the_unit_below(nominate, cast):
    make.course()
    boss = make.person("Bo Boss", roles=(Role.MANAGER,), role_unit=cast.ministry)
    assert nominate(boss, cast.ann, cast.ben) == 2
    units = set(db.session.scalars(select(Nomination.unit_id)))
    assert units == {cast.station.id}


def test_nobody_too_many_and_no_course_are_refused(nominate, cast, now):
    make.course()
    with pytest.raises(BadInput):
        nominate(cast.mia)
    db.session.rollback()
    with pytest.raises(NotFound):
        nominate(cast.mia, cast.ann, course="none")
    db.session.rollback()
    with pytest.raises(BadInput):
        many_nominations.nominate(
            make.actor(cast.mia), [f"p{n}" for n in range(201)], "checks", now=now
        )
    db.session.rollback()
    assert states() == {}


def test_who_left_is_not_put_forward(nominate, cast, now):
    make.course()
    gone = make.person("Gone", unit=cast.station, left_at=now)
    with pytest.raises(NotFound):
        nominate(cast.mia, cast.ann, gone)


def test_declining_several_needs_one_note_for_all(nominate, decide, cast):
    make.course()
    nominate(cast.mia, cast.ann, cast.ben)
    with pytest.raises(BadInput):
        decide(cast.co, *states(), accept=False)
    db.session.rollback()
    assert decide(cast.co, *states(), accept=False, note="  No  seats. ") == {}
    assert set(db.session.scalars(select(Nomination.note))) == {"No seats."}
    assert enrolments.open_standing(cast.ann.id, "checks") is None


def test_one_that_was_decided_meanwhile_keeps_all_back(nominate, decide, cast, now):
    make.course()
    nominate(cast.mia, cast.ann, cast.ben)
    first, second = states()
    nominations.decide(make.actor(cast.co), first, accept=True, note="", now=now)
    db.session.commit()
    assert decide(cast.co, first, second) == {first: "decided-already"}
    assert states()[second] == "open"


def test_a_course_that_takes_nobody_new_keeps_all_back(nominate, decide, cast):
    make.course()
    other = make.course("other", "Other course")
    nominate(cast.mia, cast.ann)
    nominate(cast.mia, cast.ben, course="other")
    first, second = states()
    begin_write()
    db.session.get(PackVersion, other).state = "retired"
    db.session.commit()
    assert packs.offered_course("other") is None
    assert decide(cast.co, first, second) == {second: "course-closed"}
    assert set(states().values()) == {"open"}
    assert enrolments.open_standing(cast.ann.id, "checks") is None
    assert decide(cast.co, first, second, accept=False, note="Closed.") == {}


def test_only_who_coordinates_decides_and_only_for_their_own(nominate, decide, cast):
    make.course()
    nominate(cast.mia, cast.ann)
    (key,) = states()
    abroad = make.person("Al Abroad", roles=(Role.COORDINATOR,), role_unit=cast.abroad)
    for who in (cast.mia, cast.max, cast.ann, cast.dee, cast.ana, abroad):
        assert decide(who, key) == {key: "decided-already"}
    assert states() == {key: "open"}
    with pytest.raises(BadInput):
        decide(cast.co)


def test_looking_costs_the_same_for_one_and_for_many(cast, now):
    make.course()
    many = [make.person(f"N {n}", unit=cast.station) for n in range(20)]
    page_of(cast.mia, many, now)
    with counted() as for_one:
        page_of(cast.mia, many[:1], now)
    with counted() as for_many:
        page_of(cast.mia, many, now)
    assert len(for_one) == len(for_many)
