"""The demonstration's packs change: new versions of a register and a course, and what comes of it.

One trainer installs and proposes, the other confirms. Learners finish what they began, go on with a
newer version, take a bridge, or hold a record of a version that was withdrawn.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from elearn.core.errors import BadInput
from elearn.core.ids import version_key
from elearn.core.law.outcome import Outcome
from elearn.services import (
    bridges,
    law_hits,
    law_impacts,
    law_pages,
    moves,
    packs,
    publications,
)
from elearn.services.demo_history import Act, Learner, Trainers
from elearn.services.law_hits import Decision
from elearn.services.law_impacts import Plan, Source
from elearn.services.people import OPERATOR
from elearn.services.publications import Proposal
from elearn.services.publishing import Act as VersionAct
from elearn.services.publishing import Settings
from elearn.store import pack_files
from elearn.store import packs as store

COURSE, REGISTER = "border-checks", "law"


@dataclass(frozen=True, slots=True)
class Release:
    """A version of a pack, and how many days ago it was published. `version`: "" is the newest."""

    pack_id: str
    version: str
    ago: int

    def path(self, folder: Path) -> Path:
        """Where it lies among the packs that come along."""
        if not self.version:
            return folder / self.pack_id
        return folder / "history" / self.pack_id / self.version


FIRST = (Release(REGISTER, "0.8.0", 390), Release(COURSE, "3.0.0", 390))
"""What there was when the demonstration began: the Entry/Exit System had just started."""

LATER = (
    Release(REGISTER, "0.9.0", 322),
    Release(COURSE, "4.0.0", 316),
    Release(COURSE, "4.0.1", 300),
    Release(REGISTER, "", 256),
    Release(COURSE, "", 250),
)
"""What came after it: the system in full operation, a patch, and the Pact."""

CHANGING = frozenset(release.pack_id for release in FIRST)
"""The packs of which earlier versions come along."""

_SUNSET, _BRIDGE_DUE = timedelta(days=45), timedelta(days=30)
"""From today: until when the version before the newest can be finished, and the bridge is due."""

_WITHDRAWN = (
    "It says that stamps come first where data are missing. That rule ended on 9 April 2026."
)


def install_first(folder: Path, *, now: datetime) -> list[str]:
    """Install and publish the oldest versions of what changes; what was installed."""
    return [_install(release.path(folder), now=now) for release in FIRST]


def _install(path: Path, *, now: datetime) -> str:
    done = packs.install_path(path, now=now)
    if not done.done:
        raise RuntimeError(f"{path} has problems: {[str(p) for p in done.problems[:3]]}")
    packs.publish(OPERATOR, done.pack_id, done.version, now=now)
    return f"{done.pack_id} {done.version}"


def is_kept(folder: Path) -> bool:
    """Whether the earlier versions are there."""
    return all(r.path(folder).is_dir() for r in (*FIRST, *LATER))


@dataclass(frozen=True, slots=True)
class Releases:
    """What the two trainers publish, withdraw and work off, in the order of time."""

    trainers: Trainers
    folder: Path
    today: datetime

    def acts(self) -> Iterator[Act]:
        """Each version is installed and proposed by one, and confirmed a day later by the other."""
        for release in LATER:
            yield Act(self._ago(release.ago + 1), partial(self._propose, release))
        yield Act(self._ago(254), self._open_law)
        yield Act(self._ago(248), self._work_off)
        yield Act(self._ago(225), take_along)
        yield Act(self._ago(151), self._withdraw)

    def _ago(self, days: int) -> datetime:
        return self.today - timedelta(days=days)

    def _propose(self, release: Release, *, now: datetime) -> Iterator[Act]:
        """Nothing is proposed that the other would not confirm."""
        files, _problems = pack_files.read(release.path(self.folder))
        done = packs.install_files(self.trainers.second, files, now=now)
        if not done.done:
            raise RuntimeError(f"{release} has problems: {[str(p) for p in done.problems[:3]]}")
        settings = Settings()
        if release is LATER[-1]:
            settings = Settings(
                sunset_on=(self.today + _SUNSET).date(),
                bridge_due_on=(self.today + _BRIDGE_DUE).date(),
            )
        proposal = Proposal(
            act=VersionAct.PUBLISH, pack_id=done.pack_id, version=done.version, settings=settings
        )
        return self._agreed(proposal, now)

    def _agreed(self, proposal: Proposal, now: datetime) -> Iterator[Act]:
        key = publications.propose(self.trainers.second, proposal, four_eyes=True, now=now).key
        yield Act(now + timedelta(days=1), partial(self._confirm, key))

    def _confirm(self, key: str, *, now: datetime) -> None:
        publications.confirm(self.trainers.first, key, meaning_same=True, now=now)

    def _withdraw(self, *, now: datetime) -> Iterator[Act]:
        release = FIRST[1]
        return self._agreed(
            Proposal(
                act=VersionAct.WITHDRAW,
                pack_id=release.pack_id,
                version=release.version,
                reason=_WITHDRAWN,
            ),
            now,
        )

    def _open_law(self, *, now: datetime) -> None:
        """The change from the register before the newest to the newest."""
        newer, older = _two_newest(REGISTER)
        plan = Plan(due=(self.today + timedelta(days=20)).date(), reason="The Pact applies.")
        law_impacts.open_impact(self.trainers.first, Source(REGISTER, older, newer), plan, now=now)

    def _work_off(self, *, now: datetime) -> None:
        """What the newest version of the course says anew is worked off; the rest still waits."""
        newest, _older = _two_newest(COURSE)
        changed = Decision(Outcome.CHANGED, in_version=newest)
        trainer = self.trainers.second
        for impact in law_pages.impacts_page(trainer, now=now).impacts:
            for line in law_pages.pack_page(trainer, impact.key, COURSE, "en", now=now).items:
                try:
                    where = (COURSE, line.item)
                    law_hits.work_off(trainer, impact.key, where, None, changed, now=now)
                except BadInput as refusal:
                    if refusal.code != "version-same":
                        raise


def _two_newest(pack_id: str) -> tuple[str, str]:
    versions = sorted((v.version for v in store.versions_of(pack_id)), key=version_key)
    return versions[-1], versions[-2]


def take_along(*, now: datetime) -> None:
    """Whose version is over goes on with the next one, as the worker does it."""
    after: int | None = 0
    while after is not None:
        after = moves.take_along(COURSE, after, now=now)


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody does about a newer version.

    `ago` days have passed since. `far`: of what is then before them, the share that they do, in
    per cent. `bridge`: they have completed an older version, and take the bridge from it.
    """

    ago: int
    far: int
    bridge: bool


CHANGES = {
    "Aida Salihović": Change(140, 100, bridge=True),
    "Amir Halilović": Change(8, 40, bridge=True),
    "Hasan Zukić": Change(245, 50, bridge=False),
}
"""Those who do something about it, by name."""


def changes(learners: Iterable[tuple[str, Learner]], today: datetime) -> Iterator[Act]:
    """What these people do about newer versions."""
    for name, learner in learners:
        change = CHANGES.get(name)
        if change is not None:
            at = today - timedelta(days=change.ago)
            later = replace(learner, far=change.far, end=at + timedelta(hours=6))
            yield Act(at, partial(_take_bridge if change.bridge else _go_on, later))


def _take_bridge(learner: Learner, *, now: datetime) -> Iterator[Act]:
    bridge = bridges.start(learner.actor, COURSE, now=now)
    if bridge is None:
        raise RuntimeError("the demonstration's versions do not differ")
    return learner.take(bridge, now=now)


def _go_on(learner: Learner, *, now: datetime) -> Iterator[Act]:
    moves.go_on(learner.actor, COURSE, now=now)
    return learner.take(COURSE, now=now)
