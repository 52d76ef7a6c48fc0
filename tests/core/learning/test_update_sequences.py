"""Whatever the sequence of updates: nothing finished is lost, and everybody can finish."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from elearn.core.ids import version_key
from elearn.core.learning import policy
from elearn.core.learning.policy import (
    ONLY_READ,
    Far,
    Finished,
    Learner,
    Publishing,
    Release,
    State,
    Way,
    fate,
    follows,
    goes_on,
    offered,
    plan,
    published,
    stand,
)
from elearn.core.pack.diff.change import Level
from elearn.core.pack.model import UpdatePolicy

TODAY = date(2026, 12, 1)


@dataclass
class Taking:
    """Somebody's enrolments, as the site keeps them: the last one is open."""

    version: str
    held: bool = False
    in_attempt: bool = False
    completed_on: str = ""
    done: dict[str, str] = field(default_factory=dict)  # item -> version on which it was done
    earlier: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    held_on: str = ""

    @property
    def far(self):
        if self.completed_on:
            return Far.COMPLETE
        return Far.UNDER_WAY if self.done or self.in_attempt else Far.NOT_BEGUN

    def as_learner(self):
        return Learner(self.version, self.far, self.held, self.in_attempt)


def next_number(version, size):
    """The next number of that size."""
    major, minor, patch = (int(n) for n in version.split("."))
    return {
        Level.PATCH: f"{major}.{minor}.{patch + 1}",
        Level.MINOR: f"{major}.{minor + 1}.0",
        Level.MAJOR: f"{major + 1}.0.0",
    }[size]


class Site(RuleBasedStateMachine):
    """A pack, three people, and everything that trainers and learners can do."""

    def __init__(self):
        super().__init__()
        self.today = TODAY
        self.contents = {"1.0.0": {"a": 0, "b": 0}}
        self.releases = [Release("1.0.0", State.PUBLISHED, current=True)]
        self.people = [Taking("1.0.0") for _ in range(3)]
        self.next_wording = 1

    def release(self, version):
        return next(r for r in self.releases if r.version == version)

    def unchanged(self, older, newer):
        old, new = self.contents[older], self.contents[newer]
        return {item for item in new if old.get(item) == new[item]}

    def put(self, version, **values):
        self.releases = [replace(r, **values) if r.version == version else r for r in self.releases]

    def wrote(self, size, change, item):
        """A new version is written; its number."""
        newest = max(self.contents, key=version_key)
        version = next_number(newest, size)
        items = dict(self.contents[newest])
        if change == "word" and item in items:
            items[item] = self.next_wording
            self.next_wording += 1
        elif change == "add":
            items[f"new-{version}"] = 0
        elif change == "drop" and len(items) > 1 and size is Level.MAJOR:
            items.popitem()
        elif change == "back":
            items = dict(self.contents["1.0.0"])
        self.contents[version] = dict(self.contents[newest]) if size is Level.PATCH else items
        return version

    # --- trainers

    @rule(
        size=st.sampled_from(Level),
        update=st.builds(
            UpdatePolicy,
            minor=st.sampled_from(["move", "finish"]),
            major=st.sampled_from(["move", "finish"]),
            sunset_days=st.integers(0, 3),
        ),
        urgent=st.booleans(),
        change=st.sampled_from(["nothing", "word", "add", "drop", "back"]),
        item=st.sampled_from("ab"),
    )
    def publish(self, size, update, urgent, change, item):
        self.publish_one(size, update, urgent=urgent, change=change, item=item)

    def publish_one(self, size, update, *, urgent, change, item):
        """Publish a version; everybody's fate is the one that was foretold."""
        version = self.wrote(size, change, item)
        act = Publishing(version, update, urgent=urgent)
        expected = [fate(act, p.as_learner(), self.releases, self.today) for p in self.people]
        going = [follows(act, p.as_learner(), self.releases, self.today) for p in self.people]
        change_ = plan(act, self.releases, self.today)
        for person, goes in zip(self.people, going, strict=True):
            if goes:
                person.version, person.held = version, False
                self.carry(person)
            elif person.version == change_.hold and person.far is Far.UNDER_WAY:
                person.held = True
        self.releases = published(act, self.releases, self.today)
        before = [p.version for p in self.people]
        self.tidy()
        for person, told, was in zip(self.people, expected, before, strict=True):
            if told.way is Way.MOVES:
                assert person.version == version
            elif told.way in (Way.FINISHES, Way.AFTER_ATTEMPT):
                assert person.version == was

    @rule(which=st.integers(0, 9), state=st.sampled_from(sorted(ONLY_READ)))
    def end_a_version(self, which, state):
        live_ = [r for r in self.releases if r.state in (State.PUBLISHED, State.RETIRED)]
        if live_:
            self.put(live_[which % len(live_)].version, state=state)
            self.tidy()

    @rule(days=st.integers(1, 3))
    def days_pass(self, days):
        self.today += timedelta(days=days)
        self.tidy()

    def tidy(self):
        """What the worker does: take along whoever goes on unasked."""
        for person in self.people:
            found = stand(self.release(person.version), self.releases, self.today)
            if goes_on(person.as_learner(), found):
                self.take(person, found.goal.version)

    def take(self, person, version):
        if version_key(version)[0] == version_key(person.version)[0]:
            person.version, person.held = version, False
            self.carry(person)
            return
        person.earlier.append((person.version, dict(person.done)))
        person.done = {}
        person.version, person.held = version, False
        self.carry(person)

    def carry(self, person):
        """What was done before the learner came to this line counts as far as it is unchanged."""
        finished = [
            Finished(item, done_on, stood_on)
            for stood_on, done in person.earlier
            for item, done_on in done.items()
        ]
        counts = policy.carried(finished, partial(self.unchanged, newer=person.version))
        for one in finished:
            if one.item in counts:
                person.done.setdefault(one.item, one.done_on)

    # --- learners

    @rule(who=st.integers(0, 2), item=st.integers(0, 9))
    def finish_an_item(self, who, item):
        person = self.people[who]
        items = sorted(self.contents[person.version])
        person.done.setdefault(items[item % len(items)], person.version)
        self.complete_if_done(person)

    def complete_if_done(self, person):
        found = stand(self.release(person.version), self.releases, self.today)
        all_done = set(self.contents[person.version]) <= set(person.done)
        if all_done and found.may_complete and not person.completed_on:
            person.completed_on = person.version

    @rule(who=st.integers(0, 2))
    def begin_or_end_an_attempt(self, who):
        person = self.people[who]
        person.in_attempt = not person.in_attempt
        self.tidy()

    @precondition(lambda self: any(not p.in_attempt for p in self.people))
    @rule(who=st.integers(0, 2))
    def choose_to_go_on(self, who):
        person = self.people[who]
        found = stand(self.release(person.version), self.releases, self.today)
        if found.goal and not person.in_attempt and not person.completed_on:
            self.take(person, found.goal.version)
            self.complete_if_done(person)

    @rule(who=st.integers(0, 2), item=st.sampled_from("ab"))
    def finish_reword_and_go_on(self, who, item):
        """Done, reworded in a minor version that lets it count, and unchanged in a major one."""
        person, move = self.people[who], UpdatePolicy(minor="move")
        if person.in_attempt or item not in self.contents[person.version]:
            return
        person.done.setdefault(item, person.version)
        self.complete_if_done(person)
        for size, change in ((Level.MINOR, "word"), (Level.MAJOR, "nothing")):
            self.publish_one(size, move, urgent=False, change=change, item=item)
        found = stand(self.release(person.version), self.releases, self.today)
        if found.goal and not person.completed_on:
            self.take(person, found.goal.version)

    # --- what always holds

    @invariant()
    def nothing_finished_that_exists_unchanged_is_lost(self):
        for person in self.people:
            for stood_on, done in [*person.earlier, (person.version, person.done)]:
                for item, done_on in done.items():
                    here = self.contents[person.version].get(item)
                    for version in (stood_on, done_on):
                        if here is not None and here == self.contents[version].get(item):
                            assert item in person.done

    @invariant()
    def a_completed_result_stays(self):
        for person in self.people:
            if person.completed_on:
                assert set(self.contents[person.completed_on]) <= set(person.done)
                assert policy.step(person.completed_on, person.version) is not Level.MAJOR

    @invariant()
    def nobody_is_left_without_a_way_to_finish(self):
        for person in self.people:
            if person.completed_on:
                continue
            found = stand(self.release(person.version), self.releases, self.today)
            if found.may_complete:
                continue
            live = [r for r in self.releases if r.state is State.PUBLISHED and r.current]
            assert found.goal is not None or live == []
            if found.goal is not None:  # and there they can finish
                assert stand(found.goal, self.releases, self.today).may_complete
            # Only an attempt under way keeps somebody on a version that is over, or that the only
            # version to go on with is an earlier one: then they choose.
            later = found.goal is not None and found.goal.key > version_key(person.version)
            assert person.in_attempt or not later

    @invariant()
    def who_is_held_stands_where_they_began_until_it_is_over(self):
        for person in self.people:
            if person.held and person.far is not Far.COMPLETE and not person.in_attempt:
                found = stand(self.release(person.version), self.releases, self.today)
                assert (
                    found.may_complete
                    or found.goal is None
                    or (found.goal.key < version_key(person.version))
                )

    @invariant()
    def who_is_held_opens_the_version_that_they_began(self):
        for person in self.people:
            if not person.held:
                person.held_on = ""
                continue
            person.held_on = person.held_on or person.version
            assert person.version == person.held_on

    @invariant()
    def new_learners_get_what_is_published_and_never_what_is_stopped(self):
        live = [r for r in self.releases if r.state is State.PUBLISHED and r.current]
        found = offered(self.releases, self.today)[:1]
        assert bool(found) == bool(live)
        for release in found:
            assert release.state is State.PUBLISHED
            assert release.current


Site.TestCase.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)
TestSite = Site.TestCase
