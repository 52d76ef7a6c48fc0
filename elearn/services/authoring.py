"""What trainers see of the packs on this site: versions, problems, how far learners are."""

from dataclasses import dataclass
from datetime import datetime

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.errors import NotFound
from elearn.core.ids import version_key
from elearn.core.pack.model import Course
from elearn.services import contents, imports, law_notes, law_waiting, shelf, version_acts
from elearn.services.law_notes import NOTHING_LAPSED, Lapsed
from elearn.services.law_waiting import WaitingLine
from elearn.services.version_acts import VersionActs
from elearn.store import bridges, corrections, law_hits, publications, reports
from elearn.store import packs as store
from elearn.store.packs import KeptVersion
from elearn.store.pages import pack_progress
from elearn.store.pages.pack_progress import Learners

FEW = 5
"""Fewer people than this are not counted on a page: somebody could be recognised."""

DONE = ("read", "passed", "finished")
"""States of an item that is done."""


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people. `shown` is None where it is too small to be told."""

    shown: int | None


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version in the list. `people` says whether its release line leads anybody to it.

    `law`: how many of its places cite law that changed, and wait to be worked off.
    """

    pack_id: str
    version: str
    title: str
    kind: str
    state: str
    problems: int
    languages: tuple[str, ...]
    installed_at: datetime
    published_at: datetime | None
    people: bool
    under_way: Count
    completed: Count
    reports: int
    law: int


@dataclass(frozen=True, slots=True)
class PackLines:
    """A pack with its versions, newest first."""

    pack_id: str
    kind: str
    title: str
    versions: tuple[VersionLine, ...]


@dataclass(frozen=True, slots=True)
class PacksPage:
    """All packs on this site. `corrections`: how many wait for somebody like the reader."""

    packs: tuple[PackLines, ...]
    reports: int
    law: int
    corrections: int
    proposals: int


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """A problem that was found when the version was installed. `line` is 0 where none is named."""

    path: str
    line: int
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class ItemCount:
    """An item, and how many people have done it."""

    item_id: str
    kind: str
    title: str
    minutes: int
    done: Count


@dataclass(frozen=True, slots=True)
class ModuleCounts:
    """A module with its items."""

    title: str
    items: tuple[ItemCount, ...]


@dataclass(frozen=True, slots=True)
class BridgeCounts:
    """How many people take, or took, what changed since an older version."""

    since: str
    under_way: Count
    completed: Count


@dataclass(frozen=True, slots=True)
class VersionPage:
    """One version: what it is, what is wrong with it, how far learners are.

    `asked` are its quizzes and banks: id and title. `before`: of a register, the version installed
    before it, if there is one.
    """

    line: VersionLine
    digest: str
    language: str
    retired_at: datetime | None
    facts: dict[str, int]
    authors: tuple[str, ...]
    licence: str
    law: str
    problems: tuple[ProblemLine, ...]
    modules: tuple[ModuleCounts, ...]
    current: str
    acts: VersionActs
    asked: tuple[tuple[str, str], ...] = ()
    before: str = ""
    lapsed: Lapsed = NOTHING_LAPSED
    bridges: tuple[BridgeCounts, ...] = ()
    waiting: tuple[WaitingLine, ...] = ()


def few(number: int, *, anybody: bool = True) -> Count:
    """A number as it may be told. Where there is nobody at all, that is told."""
    if not anybody:
        return Count(0)
    return Count(number if number >= FEW else None)


def _line(kept: KeptVersion, learners: Learners | None, open_reports: int, law: int) -> VersionLine:
    here = learners or Learners()
    anybody = bool(here.under_way or here.completed)
    return VersionLine(
        pack_id=kept.pack_id,
        version=kept.version,
        title=kept.title,
        kind=kept.kind,
        state=kept.state,
        problems=len(kept.warnings),
        languages=tuple(kept.facts.get("languages", [kept.language])),
        installed_at=kept.installed_at,
        published_at=kept.published_at,
        people=anybody,
        under_way=few(here.under_way, anybody=anybody),
        completed=few(here.completed, anybody=anybody),
        reports=open_reports,
        law=law,
    )


def packs_page(actor: Actor) -> PacksPage:
    """All packs with their versions. Five queries, however many there are.

    Raises:
        NotAllowed: If the actor writes no packs.
    """
    access.require(actor, Action.AUTHOR_PACKS)
    learners = pack_progress.learners()
    open_reports = reports.open_counts()
    law = law_hits.open_by_version()
    by_pack: dict[str, list[VersionLine]] = {}
    for kept in store.all_versions():
        line = _line(kept, learners.get(kept.id), open_reports.get(kept.id, 0), law.get(kept.id, 0))
        by_pack.setdefault(kept.pack_id, []).append(line)
    packs = [
        PackLines(pack_id, lines[0].kind, lines[0].title, tuple(lines))
        for pack_id, lines in by_pack.items()
    ]
    packs.sort(key=lambda p: (p.kind != "course", p.title))
    waiting = corrections.count_proposed(actor.person_id)
    proposals = publications.count_proposed(besides=actor.person_id)
    return PacksPage(
        tuple(packs), sum(open_reports.values()), sum(law.values()), waiting, proposals
    )


def require_reviewable(actor: Actor, pack_id: str, version: str) -> KeptVersion:
    """An installed version, for somebody who writes packs or looks at what others propose.

    Raises:
        NotAllowed: If the actor does neither.
        NotFound: If it is not installed.
    """
    access.require(actor, Action.REVIEW_PACKS)
    return _version(pack_id, version)


def writes(actor: Actor) -> bool:
    """Whether the actor writes packs, and so sees more of them than a proposal."""
    return access.may(actor, Action.AUTHOR_PACKS)


def require_version(actor: Actor, pack_id: str, version: str) -> KeptVersion:
    """An installed version, for somebody who writes packs; no bridge, which nobody wrote.

    Raises:
        NotAllowed: If the actor writes no packs.
        NotFound: If it is not installed.
    """
    access.require(actor, Action.AUTHOR_PACKS)
    return _version(pack_id, version)


def _version(pack_id: str, version: str) -> KeptVersion:
    kept = store.find_version(pack_id, version)
    if kept is None or kept.kind == store.BRIDGE:
        raise NotFound("This version is not installed here.")
    return kept


def version_page(
    actor: Actor, pack_id: str, version: str, language: str = "en", *, now: datetime
) -> VersionPage:
    """One version of a pack, with its problems and how many people are how far.

    `language` is that in which law is named.

    Raises:
        NotAllowed: If the actor writes no packs.
        NotFound: If it is not installed.
    """
    kept = require_version(actor, pack_id, version)
    everybody = pack_progress.learners()
    learners = everybody.get(kept.id)
    waiting = law_hits.open_by_version(pack_id).get(kept.id, 0)
    line = _line(kept, learners, reports.open_counts().get(kept.id, 0), waiting)
    pack = shelf.take(kept.digest).pack
    newest = store.newest_published(pack_id)
    counts = pack_progress.items(kept.id) if learners else {}
    law = pack.law if isinstance(pack, Course) else None
    return VersionPage(
        line=line,
        digest=kept.digest,
        language=kept.language,
        retired_at=kept.retired_at,
        facts={k: v for k, v in kept.facts.items() if isinstance(v, int)},
        authors=pack.meta.authors,
        licence=pack.meta.licence,
        law=f"{law.register} {law.version} ({law.checked.isoformat()})" if law else "",
        problems=tuple(ProblemLine(*row) for row in kept.warnings),
        modules=_modules(pack, counts, anybody=line.people) if isinstance(pack, Course) else (),
        current=newest.version if newest else "",
        acts=version_acts.of_version(actor, kept),
        asked=tuple((q.id, q.title) for q in imports.asked_in(pack))
        if isinstance(pack, Course)
        else (),
        before="" if isinstance(pack, Course) else _before(kept),
        lapsed=law_notes.lapsed_of(kept.digest, now=now),
        bridges=_bridges(kept, everybody),
        waiting=law_waiting.waiting_at(kept.id, language, now.date()) if waiting else (),
    )


def _bridges(kept: KeptVersion, learners: dict[int, Learners]) -> tuple[BridgeCounts, ...]:
    """The bridges that people took to a version, in the order in which they were made."""
    found = ((since, learners.get(number)) for since, number in bridges.to_version(kept.id))
    return tuple(
        BridgeCounts(since, few(who.under_way), few(who.completed))
        for since, who in found
        if who is not None
    )


def _before(kept: KeptVersion) -> str:
    older = (
        other.version
        for other in store.versions_of(kept.pack_id)
        if version_key(other.version) < version_key(kept.version)
    )
    return next(older, "")


def _modules(
    course: Course, counts: dict[tuple[str, str], int], *, anybody: bool
) -> tuple[ModuleCounts, ...]:
    def number(item_id: str) -> Count:
        return few(sum(counts.get((item_id, s), 0) for s in DONE), anybody=anybody)

    return tuple(
        ModuleCounts(
            module.title,
            tuple(
                ItemCount(
                    item.id,
                    contents.kind_of(item),
                    item.title,
                    item.minutes,
                    number(item.id),
                )
                for item in module.items
            ),
        )
        for module in course.modules
    )
