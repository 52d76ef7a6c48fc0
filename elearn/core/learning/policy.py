"""What a new version of a course does to the people who take the course.

A *release line* is a pack and a major number; it leads whoever follows it to one version, its
current one. A release is *offered* when it is published and its line's current version; new
learners get the newest one that is offered.

**The four ways.** A patch moves everybody who is under way. A minor version moves them too, or, if
the pack says `finish`, holds them where they are until a sunset. A major version begins a new line:
people under way finish on the old one until its sunset (`finish`), or its sunset is today (`move`).
Where the law has changed with urgency the older versions stop: they can be read and complete
nothing. Who has completed the course keeps that, and may be asked to take a bridge.

**A sunset** is the first day on which a version completes nothing any more. It counts only while
there is a later version to go on with, so that nobody is left without a way to finish. A stopped or
withdrawn version completes nothing at all; whoever is on it goes on with a later version as soon as
there is one.

**What carries over** to another line is every finished item that exists there unchanged: compared
with the version on which the learner stood, or with the one on which it was done.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from elearn.core.ids import version_key
from elearn.core.pack.diff.change import Level
from elearn.core.pack.model import UpdatePolicy


def step(older: str, newer: str) -> Level:
    """How far one version is from an earlier one, by the release lines that they are on.

    Raises:
        ValueError: If one of them is no version.
    """
    before, after = version_key(older), version_key(newer)
    if before[0] != after[0]:
        return Level.MAJOR
    return Level.MINOR if before[1] != after[1] else Level.PATCH


class State(StrEnum):
    """Where a version stands on a site.

    Stopped: the law has changed, it completes nothing. Withdrawn: it taught something wrong.
    """

    INSTALLED = "installed"
    PUBLISHED = "published"
    RETIRED = "retired"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"


ONLY_READ = frozenset({State.STOPPED, State.WITHDRAWN})
"""States in which a version can be read and completes nothing."""


@dataclass(frozen=True, slots=True)
class Release:
    """A version of a course, as far as moving on is concerned.

    Attributes:
        version: Its number.
        state: Where it stands.
        current: Whether its release line leads to it.
        sunset_on: The first day on which it completes nothing any more; None without.
    """

    version: str
    state: State
    current: bool
    sunset_on: date | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """By which releases are put in order."""
        return version_key(self.version)

    @property
    def major(self) -> int:
        """The number of its release line."""
        return version_key(self.version)[0]

    def set_by(self, today: date) -> bool:
        """Whether its sunset has come."""
        return self.sunset_on is not None and self.sunset_on <= today


def offered(releases: Iterable[Release], today: date) -> list[Release]:
    """The releases that people can go on with, newest first.

    The newest of those that are published and current is one whatever its sunset says.
    """
    open_ = [r for r in releases if r.current and r.state is State.PUBLISHED]
    open_.sort(key=lambda r: version_key(r.version), reverse=True)
    return [r for n, r in enumerate(open_) if n == 0 or not r.set_by(today)]


class Place(StrEnum):
    """How somebody under way stands with regard to the releases that there are.

    Here: nothing to decide. Choice: they may finish, or take a later version. Over: the version
    completes nothing any more, and there is another one. Waiting: the same, and there is none yet.
    """

    HERE = "here"
    CHOICE = "choice"
    OVER = "over"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Stand:
    """Where somebody stands, where they can go, and until when they have the choice."""

    place: Place
    goal: Release | None = None
    until: date | None = None

    @property
    def may_complete(self) -> bool:
        """Whether the version on which they stand can still be completed."""
        return self.place in (Place.HERE, Place.CHOICE)


def stand(own: Release, releases: Sequence[Release], today: date) -> Stand:
    """How somebody who is under way on `own` stands.

    The goal is the newest release offered after `own`. Whoever is on a version that is stopped or
    withdrawn may also be shown an earlier one that is still offered; nobody is sent there unasked.
    """
    others = [r for r in offered(releases, today) if r.version != own.version]
    later = [r for r in others if r.key > own.key]
    if own.state in ONLY_READ:
        found = (later or others)[:1]
        return Stand(Place.OVER, found[0]) if found else Stand(Place.WAITING)
    if not later:
        return Stand(Place.HERE)
    if own.set_by(today):
        return Stand(Place.OVER, later[0])
    return Stand(Place.CHOICE, later[0], own.sunset_on)


@dataclass(frozen=True, slots=True)
class Publishing:
    """A version that is to be published.

    Attributes:
        version: Its number.
        update: What its pack says about updates.
        urgent: The law has changed: earlier versions stop.
        sunset_on: When those who stay on an earlier version must be done; None for what the pack
            says.
        bridge_due_on: Until when those who have completed an earlier version take the bridge.
    """

    version: str
    update: UpdatePolicy
    urgent: bool = False
    sunset_on: date | None = None
    bridge_due_on: date | None = None

    @property
    def major(self) -> int:
        """The number of its release line."""
        return version_key(self.version)[0]


@dataclass(frozen=True, slots=True)
class Plan:
    """What publishing changes, beside the version itself and the line that leads to it.

    Attributes:
        hold: The version on which those under way are held before the line leads on; empty: nobody.
        hold_until: Its sunset.
        release: Everybody who was held on an earlier version of this line follows it again.
        sunsets: New sunsets of earlier lines, by major number.
        stop: The versions that stop.
    """

    hold: str = ""
    hold_until: date | None = None
    release: bool = False
    sunsets: Mapping[int, date] = field(default_factory=dict)
    stop: frozenset[str] = frozenset()


def plan(act: Publishing, releases: Sequence[Release], today: date) -> Plan:
    """What publishing a version changes. A sunset that was told to people stays as it is."""
    earlier = [r for r in releases if r.key < version_key(act.version)]
    if act.urgent:
        live = (State.PUBLISHED, State.RETIRED)
        return Plan(release=True, stop=frozenset(r.version for r in earlier if r.state in live))
    sunsets = {
        r.major: _sunset(act, act.update.major, today)
        for r in earlier
        if r.current and r.major < act.major and r.sunset_on is None
    }
    own = next((r for r in earlier if r.current and r.major == act.major), None)
    holds = (
        own is not None
        and own.state not in ONLY_READ
        and step(own.version, act.version) is Level.MINOR
        and act.update.minor == "finish"
    )
    if own is None or not holds:
        return Plan(sunsets=sunsets)
    return Plan(hold=own.version, hold_until=_sunset(act, "finish", today), sunsets=sunsets)


def _sunset(act: Publishing, way: str, today: date) -> date:
    if way == "move":
        return today
    return act.sunset_on or today + timedelta(days=act.update.sunset_days)


def published(act: Publishing, releases: Sequence[Release], today: date) -> list[Release]:
    """The releases as they are once that version is published."""
    change = plan(act, releases, today)
    after = []
    for release in releases:
        if release.version == act.version:
            continue
        now = release
        if release.version in change.stop:
            now = replace(now, state=State.STOPPED)
        if release.major == act.major:
            now = replace(now, current=False)
        elif release.major in change.sunsets:
            ends = change.sunsets[release.major]
            now = replace(now, sunset_on=min(ends, release.sunset_on or ends))
        if release.version == change.hold:
            now = replace(now, sunset_on=change.hold_until)
        after.append(now)
    return [*after, Release(act.version, State.PUBLISHED, current=True)]


class Far(StrEnum):
    """How far somebody is with a course."""

    NOT_BEGUN = "not-begun"
    UNDER_WAY = "under-way"
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class Learner:
    """Somebody who takes a course.

    Attributes:
        version: The version on which they stand.
        far: How far they are.
        held: They do not follow their line: they are held on that version.
        in_attempt: An attempt of theirs is under way.
    """

    version: str
    far: Far
    held: bool = False
    in_attempt: bool = False


class Way(StrEnum):
    """What publishing a version means for somebody.

    Moves: goes on with it at once. After the attempt: as soon as the attempt under way has ended.
    Finishes: may finish on the version that was begun. Keeps: has completed the course, and that
    stays. Bridge: the same, and is asked to take what has changed. Stays: is not concerned.
    """

    MOVES = "moves"
    AFTER_ATTEMPT = "after-attempt"
    FINISHES = "finishes"
    KEEPS = "keeps"
    BRIDGE = "bridge"
    STAYS = "stays"


@dataclass(frozen=True, slots=True)
class Fate:
    """What publishing a version means for somebody.

    Attributes:
        way: What happens.
        until: With `finishes` the sunset, with `bridge` the day by which it is due; None without.
        told: Whether there is anything to tell: of a patch there is not.
    """

    way: Way
    until: date | None = None
    told: bool = True


def follows(act: Publishing, learner: Learner, releases: Sequence[Release], today: date) -> bool:
    """Whether somebody goes to the new version with their line, by the line's row alone."""
    own = version_key(learner.version)
    if own[0] != act.major or own > version_key(act.version):
        return False
    change = plan(act, releases, today)
    if learner.held:
        return change.release and learner.far is not Far.COMPLETE
    return not (change.hold == learner.version and learner.far is Far.UNDER_WAY)


def fate(act: Publishing, learner: Learner, releases: Sequence[Release], today: date) -> Fate:
    """What publishing a version means for somebody who takes the course."""
    if version_key(learner.version) >= version_key(act.version):
        return Fate(Way.STAYS, told=False)
    far = step(learner.version, act.version)
    told = act.urgent or far is not Level.PATCH
    if learner.far is Far.COMPLETE:
        return _fate_of_completed(act, far, told=told)
    if follows(act, learner, releases, today):
        return Fate(Way.MOVES, told=told)
    after = published(act, releases, today)
    own = next(r for r in after if r.version == learner.version)
    standing = stand(own, after, today)
    if goes_on(learner, standing):
        return Fate(Way.MOVES)
    if standing.place is Place.OVER:
        return Fate(Way.AFTER_ATTEMPT)
    return Fate(Way.FINISHES, standing.until, told=told)


def _fate_of_completed(act: Publishing, far: Level, *, told: bool) -> Fate:
    asks = act.update.bridge and far is Level.MAJOR
    if far is not Level.PATCH and (act.urgent or act.bridge_due_on is not None or asks):
        return Fate(Way.BRIDGE, act.bridge_due_on)
    return Fate(Way.KEEPS, told=told)


def goes_on(learner: Learner, standing: Stand) -> bool:
    """Whether somebody is taken to another version, unasked, as things stand.

    Never in the middle of an attempt, never to an earlier version, never who has completed. Who has
    not begun has nothing to lose and gets the newest version.
    """
    goal = standing.goal
    if goal is None or learner.in_attempt or learner.far is Far.COMPLETE:
        return False
    if goal.key < version_key(learner.version):
        return False
    return standing.place is Place.OVER or learner.far is Far.NOT_BEGUN


@dataclass(frozen=True, slots=True)
class Finished:
    """An item that is done: on which version, and on which the learner stood at last."""

    item: str
    done_on: str
    stood_on: str


def carried(
    finished: Iterable[Finished], unchanged: Callable[[str], AbstractSet[str]]
) -> frozenset[str]:
    """The items that count on another version without being done again.

    Args:
        finished: What is done, in this enrolment and in those before it.
        unchanged: For a version the ids of the items that the other version has unchanged.
    """
    return frozenset(
        one.item
        for one in finished
        if one.item in unchanged(one.stood_on) or one.item in unchanged(one.done_on)
    )
