"""What trainers see of acts upon versions: the form, proposals, one of them, what would follow."""

from dataclasses import dataclass
from datetime import date, datetime

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.learning import policy
from elearn.core.learning.policy import Far, Way
from elearn.core.pack.model import Quiz, UpdatePolicy
from elearn.services import (
    authoring,
    change_pages,
    impacts,
    pack_changes,
    publications,
    publishing,
    rolling_back,
    shelf,
)
from elearn.services.authoring import Count
from elearn.services.change_pages import ChangedItem
from elearn.services.impacts import Results
from elearn.services.publishing import DEFAULT, PUBLISHES, Act, Settings
from elearn.store import packs, releases
from elearn.store import publications as store
from elearn.store.impacts import MOST
from elearn.store.packs import KeptVersion
from elearn.store.publications import KeptPublication


@dataclass(frozen=True, slots=True)
class PublicationLine:
    """An act upon a version in a list. Names are empty where the operator acted."""

    key: str
    pack_id: str
    version: str
    title: str
    act: str
    state: str
    reason: str
    proposer: str
    proposed_at: datetime
    decider: str
    decided_at: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class PublicationsPage:
    """Acts upon versions: those that wait for a second person, and those decided."""

    waiting: tuple[PublicationLine, ...]
    decided: tuple[PublicationLine, ...]
    pack_id: str


@dataclass(frozen=True, slots=True)
class GroupLine:
    """People for whom publishing means the same; small numbers are not told."""

    version: str
    far: Far
    way: Way
    until: date | None
    people: Count


@dataclass(frozen=True, slots=True)
class Effect:
    """What publishing would mean for people. `level` is patch, minor or major; empty at first."""

    level: str
    before: str
    under_way: Count
    done: Count
    due: Count
    groups: tuple[GroupLine, ...]


@dataclass(frozen=True, slots=True)
class DeclaredSame:
    """Words that differ from the version `since`, declared to mean the same, item by item."""

    since: str
    items: tuple[ChangedItem, ...]


@dataclass(frozen=True, slots=True)
class PublicationPage:
    """One act upon a version, with what would follow from it."""

    line: PublicationLine
    settings: Settings
    update: UpdatePolicy
    kind: str
    effect: Effect | None
    declared: DeclaredSame | None
    may_confirm: bool
    may_decline: bool


@dataclass(frozen=True, slots=True)
class ImpactPage:
    """What publishing a version would do: to people, and to results. `results` None: not known.

    `quizzes` are the titles of its quizzes, by id.
    """

    pack_id: str
    version: str
    title: str
    state: str
    effect: Effect | None
    results: Results | None
    quizzes: dict[str, str]
    most: int = MOST


@dataclass(frozen=True, slots=True)
class BackPage:
    """The form with which an earlier version's content comes back under a new number."""

    pack_id: str
    version: str
    title: str
    newest: str
    number: str


@dataclass(frozen=True, slots=True)
class ActPage:
    """The form with which an act is proposed.

    Attributes:
        first: Nothing of the pack was published before.
        later: A later version that learners can go on with; empty if there is none.
        sunset_on: The sunset that its line has now.
    """

    pack_id: str
    version: str
    title: str
    kind: str
    act: str
    state: str
    update: UpdatePolicy
    effect: Effect | None
    declared: DeclaredSame | None
    first: bool
    later: str
    sunset_on: date | None
    four_eyes: bool
    today: date


def line_of(kept: KeptPublication) -> PublicationLine:
    """An act as a line of a list."""
    return PublicationLine(
        kept.key,
        kept.pack_id,
        kept.version,
        kept.title,
        kept.act,
        kept.state,
        kept.reason,
        kept.proposer or kept.settings.get("by", ""),
        kept.proposed_at,
        kept.decider or kept.settings.get("second", ""),
        kept.decided_at,
        kept.note,
    )


def publications_page(actor: Actor, pack_id: str = "") -> PublicationsPage:
    """Acts upon the versions of a pack, or of all packs those that wait.

    Raises:
        NotAllowed: If the actor may not review.
    """
    access.require(actor, Action.REVIEW_PACKS)
    found = store.of_pack(pack_id) if pack_id else store.proposed()
    lines = [line_of(kept) for kept in found]
    return PublicationsPage(
        tuple(line for line in lines if line.state == "proposed"),
        tuple(line for line in lines if line.state != "proposed"),
        pack_id,
    )


def publication_page(actor: Actor, key: str, *, now: datetime) -> PublicationPage:
    """One act; as long as nobody has decided, with what would follow.

    Raises:
        NotAllowed: If the actor may not publish.
        NotFound: If there is none with that key.
    """
    kept = publications.require(actor, key)
    version = publications.require_version(kept.pack_id, kept.version)
    settings = Settings.from_raw(kept.settings)
    open_ = kept.state == "proposed"
    publishes = Act(kept.act) in PUBLISHES
    return PublicationPage(
        line_of(kept),
        settings,
        publishing.update_policy(version.digest),
        version.kind,
        effect_of(version, settings, now=now) if open_ and publishes else None,
        declared_same(version, now=now) if publishes else None,
        may_confirm=open_ and kept.proposed_by != (actor.person_id or None),
        may_decline=open_,
    )


def act_page(
    actor: Actor, act: Act, pack_id: str, version: str, *, four_eyes: bool, now: datetime
) -> ActPage:
    """The form with which an act upon a version is proposed.

    Raises:
        NotAllowed: If the actor may not publish.
        NotFound: If it is not installed.
    """
    access.require(actor, Action.PUBLISH_PACKS)
    kept = publications.require_version(pack_id, version)
    found = releases.of_pack(pack_id)
    own = next(r for r in found if r.id == kept.id)
    later = [
        r for r in policy.offered([r.release for r in found], now.date()) if r.key > own.release.key
    ]
    publishes = act in PUBLISHES
    return ActPage(
        pack_id=pack_id,
        version=version,
        title=kept.title,
        kind=kept.kind,
        act=act.value,
        state=kept.state,
        update=publishing.update_policy(kept.digest),
        effect=effect_of(kept, DEFAULT, now=now) if publishes else None,
        declared=declared_same(kept, now=now) if publishes else None,
        first=all(r.published_at is None for r in found),
        later=later[0].version if later else "",
        sunset_on=own.line_sunset_on,
        four_eyes=four_eyes,
        today=now.date(),
    )


def effect_of(kept: KeptVersion, settings: Settings, *, now: datetime) -> Effect | None:
    """What publishing a course would mean for people, in numbers that name nobody."""
    if kept.kind != "course":
        return None
    found = impacts.people(kept, settings, now=now)

    def told(number: int) -> Count:
        return authoring.few(number, anybody=number > 0)

    return Effect(
        found.level.word if found.level else "",
        found.before,
        told(found.under_way),
        told(found.done),
        told(found.due),
        tuple(
            GroupLine(group.version, group.far, group.way, group.until, told(group.people))
            for group in found.groups
        ),
    )


def impact_page(actor: Actor, pack_id: str, version: str, *, now: datetime) -> ImpactPage:
    """What publishing a version would do. Keep the look with `impacts.keep_look`.

    Raises:
        NotAllowed: If the actor writes no packs.
        NotFound: If it is not installed, or is no course.
    """
    kept = authoring.require_version(actor, pack_id, version)
    course = shelf.take(kept.digest).course
    return ImpactPage(
        pack_id,
        version,
        kept.title,
        kept.state,
        effect_of(kept, DEFAULT, now=now),
        impacts.results(actor, kept, now=now),
        {item.id: item.title for item in course.items if isinstance(item, Quiz)},
    )


def back_page(actor: Actor, pack_id: str, version: str) -> BackPage:
    """The form with which an earlier version's content comes back.

    Raises:
        NotAllowed: If the actor may not publish.
        NotFound: If it is not installed.
        Conflict: If it is the newest version.
    """
    access.require(actor, Action.PUBLISH_PACKS)
    number = rolling_back.proposed_number(pack_id, version)
    kept = publications.require_version(pack_id, version)
    newest = packs.versions_of(pack_id)[0].version
    return BackPage(pack_id, version, kept.title, newest, number)


def declared_same(kept: KeptVersion, *, now: datetime) -> DeclaredSame | None:
    """What differs from an earlier version though it is declared to mean the same, if anything."""
    same = publishing.update_policy(kept.digest).meaning_same
    before = packs.find_version(kept.pack_id, same.since) if same else None
    if before is None:
        return None
    changes = pack_changes.between(before.digest, kept.digest)
    declared = [change for change in changes if change.declared]
    if not declared:
        return None
    return DeclaredSame(before.version, change_pages.told(declared, before, kept, now=now))
