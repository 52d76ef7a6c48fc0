"""Versions come, stop and go at random while people learn: nobody is hurt, on the real site.

`tests/core/learning/test_update_sequences.py` says the same of the rules alone, for many more
sequences; here everything is kept, moved by workers and read back.
"""

import hashlib
import random
from datetime import timedelta

import pytest
import updating
from updating import act, edited, installed, standing, taker

from elearn.core.errors import Conflict
from elearn.core.ids import version_key
from elearn.core.learning import policy
from elearn.services import attempts, lessons, moves, releases
from elearn.services.publishing import Act, Settings
from elearn.store import attempts as attempt_store
from elearn.store import blobs, records
from elearn.store import enrolments as enrolment_store
from elearn.store import moves as move_store
from elearn.store import releases as release_store
from elearn.store.db import db
from elearn.store.tables.attempts import Attempt
from elearn.store.tables.packs import PackVersion

STEPS = 18
RULE = b"A rule tells what to do."
RULES = (
    RULE,
    b"A rule tells nobody what may be left out for ever.",
    b"A rule tells everybody what has to be done at once.",
)
KEYS = (b"answer: true", b"answer: false")
DONE = ("read", "passed", "finished")


class Site:
    """A course whose versions differ in a lesson, a quiz, or a lesson more; three who take it."""

    def __init__(self, app, seed, now):
        self.app, self.now, self.dice = app, now, random.Random(seed)
        self.log = []
        self.contents = {}
        self.publish("1.0.0", {"rules": 0, "quiz": 0, "gate": 0}, {})
        self.people = [taker(now, name=f"Taker {n}", read=False) for n in range(3)]
        self.results, self.issued, self.held, self.completed = {}, {}, {}, {}

    # --- what trainers do

    def publish(self, version, items, update, *, urgent=False):
        changes = edited(updating.LESSON, RULE, RULES[items["rules"]])
        changes |= edited(updating.QUIZ, KEYS[0], KEYS[items["quiz"]])
        if "night" in items:
            changes["01-all/04-night.md"] = updating.NIGHT
        words = ", ".join(f"{name}: {value}" for name, value in update.items())
        installed(version, self.now, changes=changes, update=f"{{{words}}}" if words else "")
        self.contents[version] = dict(items)
        act(Act.PUBLISH, version, self.now, settings=Settings(urgent=urgent))

    def a_version(self):
        newest = max(self.contents, key=version_key)
        items = dict(self.contents[newest])
        change = self.dice.choice(["nothing", "words", "words", "key", "more", "back"])
        if change == "words":
            items["rules"] = self.dice.randrange(len(RULES))
        elif change == "key":
            items["quiz"] = self.dice.randrange(len(KEYS))
        elif change == "more":
            items["night"] = 0
        elif change == "back":
            items = dict(self.contents["1.0.0"])
        before = self.contents[newest]
        needs = 1 if items != before else 0
        if items["quiz"] != before["quiz"] or before.keys() - items.keys():
            needs = 2
        size = max(needs, self.dice.choice([0, 1, 2]))
        numbers = [int(n) for n in newest.split(".")]
        major, minor, patch = numbers
        version = (f"{major}.{minor}.{patch + 1}", f"{major}.{minor + 1}.0", f"{major + 1}.0.0")
        update = {
            "minor": self.dice.choice(["move", "finish"]),
            "major": self.dice.choice(["move", "finish"]),
            "sunset-days": self.dice.randrange(3),
        }
        urgent = self.dice.random() < 0.2
        self.log.append((version[size], change, update, urgent))
        self.publish(version[size], items, update, urgent=urgent)

    def an_end(self):
        live = [
            row.version
            for row in db.session.query(PackVersion).order_by(PackVersion.id)
            if row.state in ("published", "retired")
        ]
        db.session.rollback()
        if live:
            what = self.dice.choice([Act.STOP, Act.WITHDRAW])
            version = self.dice.choice(live)
            self.log.append((what, version))
            act(what, version, self.now)

    def days(self):
        self.now += timedelta(days=self.dice.randrange(1, 3))
        self.log.append(("day", self.now.date()))
        updating.jobs.ask_for_tidying(self.now)

    # --- what learners do

    def an_item(self):
        person = self.dice.choice(self.people)
        found = standing(person)
        there = self.contents[found.enrolment.version]
        item = self.dice.choice(sorted(there))
        self.log.append((person.person_id, item))
        try:
            self.do(person, item)
        except Conflict as refused:  # the version is stopped, or an attempt is under way already
            self.log.append(refused.code)
            db.session.rollback()

    def do(self, person, item):
        if item == "quiz":
            updating.pass_quiz(person, self.now)
        elif item == "gate":
            updating.play_case(person, self.now)
        else:
            lessons.finish_lesson(person, "kinds", item, now=self.now)
            db.session.commit()

    def all_items(self):
        """Somebody does all that is left."""
        person = self.dice.choice(self.people)
        self.log.append((person.person_id, "does all"))
        self.finish(person)

    def finish(self, person):
        """Somebody does all that is left; whether nothing kept them from it."""
        found = standing(person)
        done = found.done.read | found.done.passed | found.done.finished
        try:
            for item in sorted(self.contents[found.enrolment.version].keys() - done):
                self.do(person, item)
        except Conflict as refused:
            self.log.append(refused.code)
            db.session.rollback()
            return refused.code
        return ""

    def reworded(self):
        """Done, reworded in a minor version that lets it count, and unchanged in a major one."""
        person = self.dice.choice(self.people)
        newest = max(self.contents, key=version_key)
        if standing(person).enrolment.version != newest:
            return
        self.do(person, "rules")
        items = dict(self.contents[newest])
        items["rules"] = (items["rules"] + 1) % len(RULES)
        major, minor, _patch = (int(n) for n in newest.split("."))
        self.log.append((person.person_id, "reworded", f"{major + 1}.0.0"))
        self.publish(f"{major}.{minor + 1}.0", items, {"minor": "move"})
        updating.work(self.app, self.now)
        self.publish(f"{major + 1}.0.0", items, {"major": "move"})

    def an_attempt(self):
        person = self.dice.choice(self.people)
        self.log.append((person.person_id, "begins"))
        try:
            attempts.begin(person, "kinds", "quiz", "en", now=self.now)
            db.session.commit()
        except Conflict as refused:
            self.log.append(refused.code)
            db.session.rollback()

    def an_end_of_attempts(self):
        self.log.append("all hand in")
        open_ = db.session.query(Attempt).filter_by(finished_at=None)
        for key in [row.key for row in open_]:
            whose = attempt_store.by_key(key).person_id
            person = next(p for p in self.people if p.person_id == whose)
            attempts.finish(person, key, now=self.now)
            db.session.commit()

    def a_choice(self):
        person = self.dice.choice(self.people)
        if standing(person).enrolment.completed_at is not None:
            return  # who has completed may take a later version as well; that is another story
        self.log.append((person.person_id, "goes on"))
        try:
            moves.go_on(person, "kinds", now=self.now)
            db.session.commit()
        except Conflict as refused:
            self.log.append(refused.code)
            db.session.rollback()

    def step(self):
        """Something happens, and then workers do what is due."""
        ways = [self.a_version] * 4 + [self.an_item] * 5 + [self.days, self.an_end, self.a_choice]
        ways += [self.an_attempt, self.an_end_of_attempts, self.all_items, self.reworded]
        self.dice.choice(ways)()
        updating.work(self.app, self.now)

    # --- what always holds

    def check(self):
        for person in self.people:
            self.nothing_finished_is_lost(person)
            self.there_is_a_way_to_finish(person)
            self.who_is_held_reads_what_was_begun(person)
            self.who_has_completed_stays(person)
            self.no_record_is_lost(person)
        self.no_result_changes()
        db.session.rollback()

    def nothing_finished_is_lost(self, person):
        """In any enrolment that leads to the one of today, on the version where it was done."""
        found = enrolment_store.open_standing(person.person_id, "kinds")
        here = self.contents[found.enrolment.version]
        now_done = found.done.read | found.done.passed | found.done.finished
        for one in move_store.states_of_chain(found.enrolment.id):
            if one.state not in DONE or one.item_id not in here:
                continue
            for version in (one.done_on, one.stood_on):
                if self.contents[version].get(one.item_id) == here[one.item_id]:
                    assert one.item_id in now_done, (one, self.log)

    def there_is_a_way_to_finish(self, person):
        enrolment = enrolment_store.open_standing(person.person_id, "kinds").enrolment
        if enrolment.completed_at is not None:
            return
        found = releases.standing_of(enrolment, now=self.now)
        if found.stand.may_complete:
            return
        known = release_store.of_pack("kinds")
        live = [r for r in known if r.state == "published" and r.release.current]
        assert found.goal is not None or not live, self.log
        if found.goal is not None:
            there = policy.stand(found.goal.release, [r.release for r in known], self.now.date())
            assert there.may_complete, self.log

    def who_is_held_reads_what_was_begun(self, person):
        enrolment = enrolment_store.open_standing(person.person_id, "kinds").enrolment
        if enrolment.pinned_id is None:
            self.held.pop(enrolment.id, None)
            return
        archive = blobs.archive_path(enrolment.digest).read_bytes()
        kept = (enrolment.version, hashlib.sha256(archive).hexdigest())
        assert self.held.setdefault(enrolment.id, kept) == kept, self.log

    def who_has_completed_stays(self, person):
        enrolment = enrolment_store.open_standing(person.person_id, "kinds").enrolment
        there = self.completed.get(person.person_id)
        assert there is None or there == (enrolment.id, enrolment.completed_at), self.log
        if enrolment.completed_at is not None:
            self.completed[person.person_id] = (enrolment.id, enrolment.completed_at)

    def no_record_is_lost(self, person):
        held = {kept.key: kept.digest for kept in records.standing_of(person.person_id)}
        before = self.issued.setdefault(person.person_id, {})
        assert before.items() <= held.items(), self.log
        before.update(held)

    def no_result_changes(self):
        finished = db.session.query(Attempt).filter(Attempt.finished_at.is_not(None))
        for row in finished:
            came_to = (row.version_id, row.points, row.points_max, row.passed)
            assert self.results.setdefault(row.key, came_to) == came_to, self.log


@pytest.mark.parametrize("seed", range(6))
def test_whatever_comes_nobody_is_hurt(app, now, seed):
    site = Site(app, seed, now)
    for _ in range(STEPS):
        site.step()
        site.check()
    # Whoever is under way, and has somewhere to go, completes by doing what is left.
    site.an_end_of_attempts()
    updating.work(app, site.now)
    for person in site.people:
        found = standing(person)
        if found.enrolment.completed_at is not None:
            continue
        stand = releases.standing_of(found.enrolment, now=site.now).stand
        db.session.rollback()
        if not stand.may_complete:
            if stand.goal is None:
                continue
            moves.go_on(person, "kinds", now=site.now)
            db.session.commit()
        if site.finish(person) == "no-attempt-left":  # blank papers; a trainer grants another one
            continue
        assert standing(person).enrolment.completed_at is not None, site.log
    site.check()
