"""Renewing a record: by what changed or by the whole course; the grace period; the notices."""

from datetime import timedelta

import bridging
import make
import pytest
from sqlalchemy import select

from elearn.core.errors import BadInput, Conflict, NotAllowed, NotFound
from elearn.core.learning import record as facts_of_record
from elearn.core.learning.renewal import Term
from elearn.services import (
    bridges,
    enrolments,
    jobs,
    my_records,
    records,
    renewal_notices,
    renewal_terms,
    renewing,
)
from elearn.services.renewing import Way
from elearn.services.sign_in import Letter
from elearn.store import enrolments as enrolment_store
from elearn.store import records as store
from elearn.store.db import begin_write, db
from elearn.store.tables.jobs import Job
from elearn.store.tables.renewals import RenewalNotice

LONG = timedelta(days=800)
"""After this the records of the course have ended: they hold for two years."""


@pytest.fixture
def old(app, cast, now):
    """The record of Ann, who completed the course."""
    bridging.publish("1.0.0", now)
    return bridging.completed(cast.ann, now)


def page(person, now):
    return my_records.page(make.actor(person, now.date()), "en", now=now)


def grace(cast, days, now, unit=None):
    renewal_terms.set_grace(make.actor(cast.co), (unit or cast.station).key, days, now=now)
    db.session.commit()


def again(person, key, now):
    pack_id = renewing.take_again(make.actor(person, now.date()), key, now=now)
    db.session.commit()
    return pack_id


def test_my_records_are_sorted_by_when_they_end(old, cast, now):
    soon, late = now + timedelta(days=700), now + LONG
    assert [one.record.key for one in page(cast.ann, now).current] == [old.key]
    (due,) = page(cast.ann, soon).due
    assert (due.renewal.term, due.renewal.way) == (Term.DUE, Way.COURSE)
    (expired,) = page(cast.ann, late).expired
    assert (expired.renewal.term, expired.renewal.way) == (Term.EXPIRED, Way.COURSE)
    assert not page(cast.ben, now).any


def test_who_takes_the_course_again_gets_a_record_that_takes_the_place_of_the_old_one(
    old, cast, now
):
    late = now + LONG
    first = enrolment_store.open_standing(cast.ann.id, "steps").enrolment
    assert again(cast.ann, old.key, late) == "steps"
    assert again(cast.ann, old.key, late) == "steps"
    (one,) = page(cast.ann, late).expired
    assert (one.renewal.way, one.renewal.leads_to) == (Way.UNDER_WAY, "steps")
    standing = enrolment_store.open_standing(cast.ann.id, "steps")
    assert standing.enrolment.id != first.id
    assert not standing.done.read
    assert enrolment_store.standing(first.id).done.read  # nothing of it is wiped
    bridging.finish(make.actor(cast.ann, late.date()), "steps", late)
    (new,) = store.standing_of(cast.ann.id, "steps")
    facts = facts_of_record.from_raw(new.facts)
    assert (facts.kind, facts.bridge) == ("completion", None)
    assert (facts.renews, facts.renews_version) == (old.digest, "1.0.0")
    assert facts.renews_digest == old.pack_digest
    found = page(cast.ann, late)
    assert [one.record.key for one in found.current] == [new.key]
    assert [line.key for line in found.past] == [old.key]


def test_a_record_of_the_whole_course_stands_when_the_one_before_it_is_revoked(old, cast, now):
    late = now + LONG
    again(cast.ann, old.key, late)
    bridging.finish(make.actor(cast.ann, late.date()), "steps", late)
    begin_write()
    records.revoke(store.by_id(old.id), "By mistake.", by=None, now=late)
    db.session.commit()
    (new,) = store.standing_of(cast.ann.id, "steps")
    assert new.id != old.id
    begin_write()
    records.revoke(new, "By mistake, too.", by=None, now=late)
    db.session.commit()
    assert store.standing_of(cast.ann.id, "steps") == []


def test_what_need_not_be_renewed_is_not_begun_again(old, cast, now):
    with pytest.raises(Conflict):
        again(cast.ann, old.key, now)
    db.session.rollback()
    with pytest.raises(NotFound):
        again(cast.ben, old.key, now + LONG)
    db.session.rollback()
    with pytest.raises(NotFound):
        again(cast.ann, "nothing", now + LONG)


def test_what_has_changed_comes_before_the_whole_course(old, cast, now):
    soon = now + timedelta(days=700)
    bridging.publish("2.0.0", now)
    (due,) = page(cast.ann, soon).due
    assert due.renewal.way is Way.BRIDGE
    with pytest.raises(Conflict):
        again(cast.ann, old.key, soon)
    db.session.rollback()
    begun = bridging.begun(cast.ann, soon)
    (due,) = page(cast.ann, soon).due
    assert (due.renewal.way, due.renewal.leads_to) == (Way.GOING_ON, begun)


def test_in_the_grace_period_what_has_changed_is_enough(old, cast, now):
    bridging.publish("2.0.0", now)
    ended = now + timedelta(days=740)  # some days after two years
    (one,) = page(cast.ann, ended).expired
    assert (one.renewal.term, one.renewal.way) == (Term.EXPIRED, Way.COURSE)
    grace(cast, "30", now)
    (one,) = page(cast.ann, ended).expired
    assert (one.renewal.term, one.renewal.way) == (Term.GRACE, Way.BRIDGE)
    assert one.renewal.grace_until == old.valid_until + timedelta(days=30)
    assert bridges.start(make.actor(cast.ann, ended.date()), "steps", now=ended)
    db.session.rollback()
    (one,) = page(cast.ann, now + LONG).expired
    assert (one.renewal.term, one.renewal.way) == (Term.EXPIRED, Way.COURSE)


def test_the_nearest_unit_decides_and_an_empty_term_takes_that_above(old, cast, now):
    def days():
        return renewing.ways(cast.ann.id, "en", now=now).grace

    assert days() == 0
    grace(cast, "60", now, cast.ministry)
    assert days() == 60
    grace(cast, "10", now)
    assert days() == 10
    grace(cast, "0", now)
    assert days() == 0
    found = renewal_terms.page(make.actor(cast.co), cast.station.key, now=now)
    assert (found.days, found.above) == (0, (60, "Ministry"))
    grace(cast, "", now)
    assert days() == 60
    make.membership(cast.ann, cast.abroad)
    grace(cast, "90", now, cast.abroad)
    assert days() == 90
    assert renewing.ways(cast.cy.id, "en", now=now).grace == 90


@pytest.mark.parametrize("days", ["-1", "366", "soon", "1.5", "1000"])
def test_a_grace_period_is_a_number_of_days(old, cast, now, days):
    with pytest.raises(BadInput):
        renewal_terms.set_grace(make.actor(cast.co), cast.station.key, days, now=now)


def test_only_coordinators_set_a_grace_period(old, cast, now):
    for who in (cast.mia, cast.ann, cast.dee):
        with pytest.raises((NotFound, NotAllowed)):
            renewal_terms.set_grace(make.actor(who), cast.station.key, "5", now=now)


class Post:
    """Letters as they are written."""

    def __init__(self):
        self.told = []

    def __call__(self, told):
        self.told.append(told)
        return Letter("subject", "text\n")


def tell(post, now):
    """Let the worker do a day's notices."""
    begin_write()
    renewal_notices.ask_daily(now)
    db.session.commit()
    jobs.run_due({"renewals": renewal_notices.handler(post)}, now)
    db.session.commit()


def test_a_holder_is_told_once_at_each_stage(old, cast, now):
    post = Post()
    until = old.valid_until
    days = [-100, -90, -89, -31, -30, -8, -7, 0, 1, 2, 30, 31]
    start = now.replace(year=until.year, month=until.month, day=until.day)
    for n in days:
        tell(post, start + timedelta(days=n))
    assert [told.stage.value for told in post.told] == ["soon", "month", "week", "ended"]
    assert {told.record_key for told in post.told} == {old.key}
    assert {told.until for told in post.told} == {until}
    assert post.told[0].renewal.way is Way.COURSE
    stages = list(db.session.scalars(select(RenewalNotice.stage)))
    assert sorted(stages) == ["ended", "month", "soon", "week"]
    mails = [row for row in db.session.scalars(select(Job)) if row.kind == "mail"]
    assert len(mails) == 4


def test_nobody_is_told_of_a_record_that_was_renewed_or_revoked_or_has_left(old, cast, now):
    soon = now + timedelta(days=700)
    bridging.completed(cast.ben, now)
    bridging.completed(cast.cy, now)
    bridging.publish("2.0.0", now)
    bridging.renewed(cast.ann, now + timedelta(days=300))
    (ben,) = store.standing_of(cast.ben.id)
    begin_write()
    records.revoke(ben, "By mistake.", by=None, now=now)
    db.session.commit()
    post = Post()
    tell(post, soon)
    assert [told.name for told in post.told] == ["Cy Outsider"]
    assert post.told[0].renewal.way is Way.BRIDGE


def test_who_has_no_mail_reads_it_on_the_page_and_breaks_nothing(old, cast, now):
    alone = make.person("No Mail", email=None, service_number="bp-1")
    bridging.completed(alone, now)
    post = Post()
    tell(post, now + timedelta(days=700))
    assert [told.name for told in post.told] == ["Ann Learner"]
    assert len(list(db.session.scalars(select(RenewalNotice.record_id)))) == 2


def test_many_records_are_told_of_in_several_jobs(app, cast, now, monkeypatch):
    monkeypatch.setattr(renewal_notices, "BATCH", 2)
    version = make.course("other")
    soon = now.date() + timedelta(days=20)
    for n in range(5):
        make.record(make.person(f"Person {n}"), version, valid_until=soon)
    post = Post()
    tell(post, now)
    for _round in range(3):
        jobs.run_due({"renewals": renewal_notices.handler(post)}, now)
    assert len(post.told) == 5


def test_leaving_a_course_taken_again_loses_nothing(old, cast, now):
    late = now + LONG
    again(cast.ann, old.key, late)
    enrolments.leave(make.actor(cast.ann, late.date()), "steps", now=late)
    db.session.commit()
    assert [kept.key for kept in store.standing_of(cast.ann.id)] == [old.key]
    again(cast.ann, old.key, late)
    assert enrolment_store.open_standing(cast.ann.id, "steps") is not None
