"""Compliance worked out and kept: who is concerned, what is counted where, from which day on."""

import random
from collections import Counter
from datetime import date, timedelta

import asking
import make
import pytest
from asking import ASKED, DUE

from elearn.core.access import Role
from elearn.core.learning.compliance import SOON, Status
from elearn.services import compliance, members, records, units
from elearn.store import compliance_counts as counts
from elearn.store import records as record_store
from elearn.store import units as unit_store
from elearn.store.db import begin_write, db
from elearn.store.scopes import unit_subject
from elearn.store.tables.compliance import ComplianceDay, ComplianceSpan
from elearn.store.tables.jobs import Job
from elearn.store.tables.law import CitedProvision, LawHit, LawImpact, LawTouch
from elearn.store.tables.people import Person

DAY = timedelta(days=1)
S = Status


@pytest.fixture(
    params=["app", pytest.param("app_on_postgresql", marks=pytest.mark.postgresql)],
    ids=["sqlite", "postgresql"],
)
def site(request):
    """An app on each database."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def world(site, now):
    """A course that is asked of the ministry."""
    people = make.cast(now)
    version = make.course()
    asking.assign(unit=people.ministry)
    return people, version


def on(day, *at, pack_id="checks"):
    """The counts of units on a day."""
    found = counts.on_day([unit.id for unit in at], day)
    return [dict(found.get((unit.id, pack_id), {})) for unit in at]


def test_a_unit_and_all_above_count_their_people(world, now):
    people, version = world
    make.record(people.ann, version, valid_until=date(2027, 1, 4))
    asking.refresh(*people.everybody, now=now)
    there = people.station, people.ministry, people.abroad
    assert on(ASKED, *there) == [{S.OPEN: 3}, {S.OPEN: 3}, {}]
    assert on(DUE + DAY, *there)[:2] == [{S.OVERDUE: 2, S.CURRENT: 1}] * 2
    assert on(date(2027, 1, 5), *there)[:2] == [{S.OVERDUE: 2, S.EXPIRED: 1}] * 2
    assert on(ASKED - DAY, *there) == [{}, {}, {}]


def test_working_it_out_twice_changes_nothing(world, now):
    people, _version = world
    numbers = [one.id for one in people.everybody]
    assert (
        compliance.refresh(numbers, now=now) == 5
    )  # two of them elsewhere, where nothing is asked
    db.session.commit()
    before = db.session.query(ComplianceDay).count()
    assert compliance.refresh(numbers, now=now) == 0
    assert db.session.query(ComplianceDay).count() == before


def test_a_transfer_shifts_the_counts_from_that_day_on(world, now):
    people, _version = world
    south = make.unit("Station South", parent=people.ministry)
    asking.refresh(*people.everybody, now=now)
    co = make.actor(people.co)
    members.transfer(co, people.station.key, people.ann.key, south.key, now=now)
    db.session.commit()
    asking.refresh(people.ann, now=now)
    yesterday = now.date() - DAY
    there = people.station, south, people.ministry
    assert on(yesterday, *there) == [{S.OVERDUE: 3}, {}, {S.OVERDUE: 3}]
    assert on(now.date(), *there) == [{S.OVERDUE: 2}, {S.OVERDUE: 1}, {S.OVERDUE: 3}]


def test_a_unit_that_moves_takes_its_counts_along_from_that_day_on(site, world, now):
    people, _version = world
    directorate = make.unit("Directorate", parent=people.ministry)
    asking.refresh(*people.everybody, now=now)
    asking.work(site, now)
    units.move_unit(make.actor(people.co), people.station.key, directorate.key, now=now)
    db.session.commit()
    asking.work(site, now)
    there = people.station, directorate, people.ministry
    yesterday = now.date() - DAY
    assert on(yesterday, *there) == [{S.OVERDUE: 3}, {}, {S.OVERDUE: 3}]
    assert on(now.date(), *there) == [{S.OVERDUE: 3}] * 3


def test_who_leaves_counts_no_more_and_did_before(world, now):
    people, _version = world
    asking.refresh(*people.everybody, now=now)
    begin_write()
    db.session.get(Person, people.ann.id).left_at = now
    db.session.commit()
    asking.refresh(people.ann, now=now)
    assert on(now.date() - DAY, people.station) == [{S.OVERDUE: 3}]
    assert on(now.date(), people.station) == [{S.OVERDUE: 2}]


def test_a_revoked_record_counts_until_the_day_of_its_revocation(site, world, now):
    people, version = world
    number = make.record(people.ann, version)
    asking.refresh(*people.everybody, now=now)
    begin_write()
    records.revoke(record_store.by_id(number), "forged", by=None, now=now)
    db.session.commit()
    asking.work(site, now)
    assert on(now.date() - DAY, people.station) == [{S.OVERDUE: 2, S.CURRENT: 1}]
    assert on(now.date(), people.station) == [{S.OVERDUE: 3}]


def test_a_record_that_holds_again_counts_again(world, now):
    people, version = world
    number = make.record(people.ann, version, status="superseded")
    begin_write()
    record_store.add_status(number, "reinstated", "", by=None, at=now)
    db.session.commit()
    asking.refresh(people.ann, now=now)
    assert [status for status, _day in asking.timeline(people.ann)][-2:] == ["overdue", "current"]


def test_exemptions_and_what_was_learnt_elsewhere_count(world, now):
    people, _version = world
    asking.exempt(people.ann, DUE, DUE + 9 * DAY)
    asking.learnt_elsewhere(people.ben, ASKED - DAY)
    asking.refresh(*people.everybody, now=now)
    assert on(DUE + DAY, people.station) == [{S.EXEMPT: 1, S.CURRENT: 1, S.OVERDUE: 1}]


def _law_changes(version, now, day="2026-10-01", state="open"):
    begin_write()
    provision = CitedProvision(name="sbc", ref="6")
    impact = LawImpact(
        key="impact",
        register_id="law",
        from_version="1",
        to_version="2",
        provision="",
        reason="",
        changes=[],
        opened_at=now,
    )
    db.session.add_all([provision, impact])
    db.session.flush()
    touch = LawTouch(
        impact_id=impact.id, provision_id=provision.id, number=0, nearness="same", day=day
    )
    hit = LawHit(
        impact_id=impact.id,
        version_id=version,
        item="a",
        part="a",
        role="text",
        language="en",
        mark="",
        provision_id=provision.id,
        state=state,
    )
    db.session.add_all([touch, hit])
    db.session.commit()


@pytest.mark.parametrize(
    ("day", "state", "renewed", "expected"),
    [
        ("2026-10-01", "open", True, ("law-changed", date(2026, 10, 1))),
        ("2026-10", "changed", True, ("law-changed", date(2026, 10, 1))),
        ("", "open", True, ("law-changed", date(2026, 11, 23))),
        ("2026-10-01", "still-right", True, ("current", date(2026, 1, 5))),
        ("2026-10-01", "open", False, ("current", date(2026, 1, 5))),
    ],
)
def test_law_that_changed_counts_where_it_is_to_be_held_anew(
    app, now, day, state, renewed, expected
):
    people = make.cast(now)
    version = make.course()
    asking.assign(unit=people.station, on_law_change=renewed)
    make.record(people.ann, version)
    _law_changes(version, now, day, state)
    asking.refresh(people.ann, now=now)
    assert asking.timeline(people.ann)[-1] == expected


def test_whoever_is_concerned_is_one_row(world, now):
    people, _version = world
    begin_write()
    before = db.session.query(Job).count()
    compliance.concern([one.id for one in people.everybody], now=now)
    assert db.session.query(Job).count() == before + 1
    compliance.concern(now=now)
    assert db.session.query(Job).count() == before + 1
    db.session.rollback()


def test_the_worker_does_what_waits_at_once(site, world, now):
    people, _version = world
    begin_write()
    for one in people.everybody:
        compliance.concern([one.id], now=now)
    db.session.commit()
    assert asking.work(site, now) == 1
    assert {job.state for job in db.session.query(Job)} == {"done"}
    assert on(now.date(), people.ministry) == [{S.OVERDUE: 3}]


@pytest.mark.parametrize("whom", ["units", "versions", "everybody"])
def test_the_worker_finds_those_concerned_some_at_a_time(site, world, now, whom, monkeypatch):
    people, version = world
    monkeypatch.setattr(compliance, "BATCH", 2)
    for one in (people.ann, people.ben, people.mia):
        make.record(one, version)
    begin_write()
    given = {"units": [people.ministry.id], "versions": [version]}.get(whom)
    compliance.concern(
        unit_ids=given if whom == "units" else (),
        version_ids=given if whom == "versions" else (),
        everybody=whom == "everybody",
        now=now,
    )
    db.session.commit()
    assert asking.work(site, now) >= 2
    assert on(now.date(), people.ministry) == [{S.CURRENT: 3}]


def test_the_time_that_is_soon_is_a_setting(world, now):
    people, _version = world
    compliance.refresh([people.ann.id], now=now, soon=7 * DAY)
    db.session.commit()
    assert ("due-soon", DUE - 7 * DAY) in asking.timeline(people.ann)
    compliance.refresh([people.ann.id], now=now)
    assert ("due-soon", DUE - SOON) in asking.timeline(people.ann)


def test_sums_that_disagree_are_found_and_mended(world, now):
    people, _version = world
    asking.refresh(*people.everybody, now=now)
    assert compliance.disagreements(now.date()) == 0
    begin_write()
    row = db.session.query(ComplianceDay).filter_by(unit_id=people.ministry.id).first()
    row.overdue += 5
    db.session.commit()
    assert counts.differing([people.ministry.id, people.station.id]) == {people.ministry.id}
    assert compliance.recount_next(0) == (1, None)
    db.session.commit()
    assert counts.differing([people.ministry.id, people.station.id]) == set()
    assert on(now.date(), people.ministry) == [{S.OVERDUE: 3}]


class Happenings:
    """A small ministry in which things happen at random."""

    def __init__(self, site, dice, now):
        self.site, self.dice, self.now = site, dice, now
        self.tops = [make.unit(f"Ministry {n}", kind="ministry") for n in range(2)]
        self.units = [make.unit(f"Post {n}", parent=dice.choice(self.tops)) for n in range(4)]
        self.people = [make.person(f"Officer {n}", unit=dice.choice(self.units)) for n in range(6)]
        self.versions = [make.course(name) for name in ("checks", "asylum")]
        self.co = make.actor(make.person("Co", roles=(Role.COORDINATOR,)))

    def day(self):
        return self.now.date() + timedelta(days=self.dice.randint(-200, 200))

    def pack(self):
        return self.dice.choice(("checks", "asylum"))

    def step(self):
        """Something happens; those whom it concerns."""
        one = self.dice.choice(self.people)
        act = self.dice.choice(
            (self.assign, self.record, self.revoke, self.move, self.part, self.exempt, self.place)
        )
        return self.people if act(one) else [one]

    def record(self, one):
        issued = self.now + timedelta(days=self.dice.randint(-300, 0))
        until = self.dice.choice([None, self.day()])
        make.record(one, self.dice.choice(self.versions), valid_until=until, issued_at=issued)

    def revoke(self, one):
        begin_write()
        for kept in record_store.of_person(one.id)[:1]:
            if not kept.revoked:
                records.revoke(kept, "why", by=None, now=self.now)
        db.session.commit()

    def exempt(self, one):
        first = self.day()
        asking.exempt(one, first, first + 30 * DAY, self.pack())

    def part(self, one):
        begin_write()
        for number in unit_store.units_of(one.id, self.now.date()):
            unit_store.part(one.id, number, self.now.date())
        db.session.commit()

    def move(self, one):
        self.part(one)
        begin_write()
        unit_store.join(one.id, self.dice.choice(self.units).id, self.now.date())
        db.session.commit()

    def place(self, _one):
        begin_write()
        unit = self.dice.choice(self.units)
        unit_store.place(unit.id, self.dice.choice(self.tops).id, self.now.date())
        db.session.commit()
        return True

    def assign(self, _one):
        asking.assign(
            self.pack(),
            unit=self.dice.choice([*self.units, *self.tops]),
            from_day=self.day(),
            due_on=self.day(),
            renew_months=self.dice.choice([None, 2, 12]),
            compulsory=self.dice.random() < 0.8,
        )
        return True

    def counted(self, day):
        """The counts of a day, from timelines and from who was where, without any sum."""
        found = Counter()
        for one in self.people:
            units_there = set()
            for number in unit_store.units_of(one.id, day):
                units_there |= unit_subject(number, day).units
            rows = db.session.query(ComplianceSpan).filter_by(person_id=one.id)
            for row in rows:
                if row.from_day <= day and (row.to_day is None or day < row.to_day):
                    for unit_id in units_there:
                        found[unit_id, row.pack_id, Status(row.status)] += 1
        return found


@pytest.mark.parametrize("seed", range(4))
def test_sums_are_what_a_recount_gives_whatever_happens(site, now, seed):
    dice = random.Random(seed)
    world = Happenings(site, dice, now)
    every = [unit.id for unit in (*world.tops, *world.units)]
    for _step in range(14):
        concerned = world.step()
        asking.refresh(*concerned, now=world.now)
        world.now += timedelta(days=dice.randint(0, 20))
    assert counts.differing(every) == set()
    for _try in range(12):
        day = world.day()
        summed = Counter()
        for (unit_id, pack_id), numbers in counts.on_day(every, day).items():
            for status, number in numbers.items():
                summed[unit_id, pack_id, status] = number
        assert summed == world.counted(day)
