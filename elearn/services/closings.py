"""Keeping up with law that lapses: who is told, and what becomes of attempts under way.

A job does it, each day and whenever something is published. What lapsed and what is closed follows
from the law by itself (`services.lapses`); here it is only put down, so that everybody is told once
and the time for which a quiz was closed is known when it opens again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from elearn.core.errors import NotFound
from elearn.core.ids import version_key
from elearn.core.learning import policy
from elearn.core.pack.model import Quiz
from elearn.core.quiz.lapsed import Lapse, Left
from elearn.services import closing_letters, closing_times, handing_in, jobs, lapses, shelf
from elearn.services.closing_letters import About, LawLetters, News
from elearn.store import closings as store
from elearn.store import enrolments, packs, releases
from elearn.store.closings import InUse, KeptClosing
from elearn.store.db import begin_write
from elearn.store.releases import KeptRelease


@dataclass(frozen=True, slots=True)
class _Found:
    """What lapsed of a version, as the law is now, and since when the register is known here."""

    version: InUse
    lapses: Mapping[str, Lapse]
    closed: Mapping[str, Left]
    known_at: datetime | None


def ask_daily(now: datetime) -> None:
    """Ask for today's look at the law, once a day."""
    jobs.enqueue("law", {}, now=now, once=f"law:{now.date().isoformat()}")


def handler(letters: LawLetters | None) -> jobs.Handler:
    """The handler of `law` jobs."""
    return lambda _job, now: keep_up(letters, now=now)


def keep_up(letters: LawLetters | None, *, now: datetime) -> None:
    """Put down what lapsed, closed and opened since, and tell those concerned.

    Needs a transaction of its own. Done twice, it changes nothing the second time.
    """
    shelf.forget_newest()
    looks = [_look(version, now) for version in store.in_use()]  # slow where packs are read first
    found = {one.version.id: one for one in looks if one is not None}
    begin_write()
    work = _Work(found, letters, now)
    for one in found.values():
        work.note_lapses(one)
    kept = store.open_closings()
    known = {(closing.version_id, closing.item_id) for closing in kept}
    for one in found.values():
        for item_id, left in one.closed.items():
            if (one.version.id, item_id) not in known:
                kept.append(work.close(one, item_id, left, kept))
    for closing in kept:
        work.carry_on(closing)


def _look(version: InUse, now: datetime) -> _Found | None:
    """What lapsed of a version; None where its archive is not here."""
    try:
        course = shelf.take(version.digest).course
    except NotFound:
        return None
    register = packs.newest_published(course.law.register) if course.law else None
    return _Found(
        version,
        lapses.lapses(version.digest, now=now),
        lapses.closed_in(version.digest, now=now),
        register.published_at if register else None,
    )


@dataclass(frozen=True, slots=True)
class _Work:
    """One look at the law: what was found by version number, who writes letters, when it is."""

    found: Mapping[int, _Found]
    letters: LawLetters | None
    now: datetime

    def note_lapses(self, one: _Found) -> None:
        """Put down the questions that lapsed since the last look, and tell the trainers."""
        version = one.version
        fresh = sorted(one.lapses.keys() - store.lapsed_in(version.id))
        for question_id in fresh:
            store.add_lapsed(version.id, question_id, one.lapses[question_id], at=self.now)
        if fresh and version.line_id is not None:
            new = {question_id: one.lapses[question_id] for question_id in fresh}
            self._tell(News(About.LAPSED, version.id, questions=new))

    def close(
        self, one: _Found, item_id: str, left: Left, others: Iterable[KeptClosing]
    ) -> KeptClosing:
        """Put down that a quiz closed, let the time of its attempts stand still, and tell.

        Where its release line came from a version on which it was closed, too, it has been closed
        since then.
        """
        since = left.since_when
        assert since is not None
        assert left.since is not None
        assert left.closing is not None
        line_id = packs.line_of(one.version.id)
        before = [
            other.from_at
            for other in others
            if other.item_id == item_id
            and other.opened_in is None
            and packs.line_of(other.version_id) == line_id
        ]
        from_at = min(self.now, max(since, one.known_at or since), *before)
        reason = left.closing.value
        closing = store.add(one.version.id, item_id, reason, left.since, from_at=from_at)
        store.pause_attempts(closing, since)
        if (one.version.line_id is not None or one.version.held) and not before:
            self._tell(News(About.CLOSED, one.version.id, item_id))
        return closing

    def carry_on(self, closing: KeptClosing) -> None:
        """See whether a closed quiz is open again, or open in a version that came later."""
        one = self.found.get(closing.version_id)
        if one is not None and closing.item_id not in one.closed:
            self._open_again(closing)
            return
        later = self._later(closing)
        waiting = self._set_aside(closing, later)
        if later is not None and closing.opened_in is None:
            self._open_in(closing, later)
        used = one is not None and (one.version.line_id is not None or one.version.held)
        if not used and not waiting:
            store.end(closing.id, at=self.now)

    def _open_again(self, closing: KeptClosing) -> None:
        """The law is in force after all: what was begun goes on."""
        store.end(closing.id, at=self.now)
        line_id = packs.line_of(closing.version_id)
        if line_id is not None:
            closing_times.shift_dates(line_id, closing, now=self.now)
        for own_line, kept in closing_times.paused(closing):
            closing_times.go_on(kept, own_line, now=self.now)
        if closing.opened_in is None:
            self._tell(News(About.OPENED, closing.version_id, closing.item_id))

    def _later(self, closing: KeptClosing) -> KeptRelease | None:
        """The newest version that learners can go on with, if the quiz is open there."""
        version = packs.version_by_id(closing.version_id)
        assert version is not None
        found = {r.version: r for r in releases.of_pack(version.pack_id)}
        offered = policy.offered([r.release for r in found.values()], self.now.date())
        goals = [r for r in offered if r.key > version_key(version.version)]
        goal = found[goals[0].version] if goals else None
        fine = goal is not None and open_quiz(goal.digest, closing.item_id, now=self.now)
        return goal if fine else None

    def _set_aside(self, closing: KeptClosing, later: KeptRelease | None) -> bool:
        """Set aside the attempts of those who have a version where the quiz is open.

        They stand on it already, or can go on with it.

        Returns:
            Whether attempts of others remain, who have none.
        """
        waiting = False
        for _line_id, kept in closing_times.paused(closing):
            standing = enrolments.standing(kept.enrolment_id)
            on = self.found.get(standing.enrolment.version_id) if standing else None
            if later is not None or (on is not None and closing.item_id not in on.closed):
                handing_in.set_aside(kept, now=self.now)
            else:
                waiting = True
        return waiting

    def _open_in(self, closing: KeptClosing, later: KeptRelease) -> None:
        """Tell that a later version is there in which the quiz is open; once.

        Where the release line has come to lead to it, learners are on it already, and the time is
        made up for.
        """
        store.note_opened(closing.id, later.id)
        line_id = packs.line_of(closing.version_id)
        item_id = closing.item_id
        after = later.published_at is not None and later.published_at >= closing.from_at
        follow = after and later.line_id == line_id
        if line_id is not None and follow:
            closing_times.shift_dates(line_id, closing, now=self.now)
            self._tell(News(About.OPENED, later.id, item_id))
        stay = News(About.OPENED, closing.version_id, item_id, later.version)
        self._tell(stay, trainers=not follow)

    def _tell(self, news: News, *, trainers: bool = True) -> None:
        if self.letters is not None:
            closing_letters.tell(self.letters, news, trainers=trainers, now=self.now)


def open_quiz(digest: str, item_id: str, *, now: datetime) -> bool:
    """Whether a version has that quiz, and it is not closed since law lapsed."""
    try:
        there = isinstance(shelf.item(digest, item_id), Quiz)
    except NotFound:
        return False
    return there and lapses.left_of(digest, item_id, now=now).closing is None
