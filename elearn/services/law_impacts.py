"""What a change of law touches in all packs: looked at beforehand, and opened to be worked off."""

import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from elearn.core import access
from elearn.core.access import Action, Actor, Role
from elearn.core.errors import BadInput, Conflict, NotFound
from elearn.core.ids import version_key
from elearn.core.law import labels
from elearn.core.law.changes import Change, Kind, changes, to_raw
from elearn.core.law.impact import Touch, touched
from elearn.core.law.register import Register
from elearn.core.pack.model import RegisterPack
from elearn.services import compliance, law_notices, mail, shelf
from elearn.services.sign_in import Letter
from elearn.store import audit, packs, people
from elearn.store import citations as index
from elearn.store import law_impacts as store
from elearn.store.citations import LawOfVersion, Tally
from elearn.store.db import begin_write

LONGEST_REASON = 1000
"""Letters."""

_CITATION = re.compile(r"\[?@?([a-z][a-z0-9-]{0,63})(?::([^\]\n]{1,80}))?\]?")


@dataclass(frozen=True, slots=True)
class Source:
    """How a change of law is known: by two versions of a register, or by a provision and a day.

    `from_version` is empty for the version installed before `to_version`.
    """

    register_id: str = ""
    from_version: str = ""
    to_version: str = ""
    provision: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What opening an impact needs: who has it (the key of a trainer), until when, and why.

    `by` is who opens it, where the operator does so on the command line.
    """

    owner_key: str = ""
    due: date | None = None
    reason: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class TouchedVersion:
    """A version that cites what changed. `records`: completion records on it that hold today."""

    version: LawOfVersion
    items: int
    tallies: tuple[Tally, ...]
    records: int

    @property
    def places(self) -> int:
        """How many places of it cite what changed, translations counted by themselves."""
        return sum(tally.places for tally in self.tallies)


@dataclass(frozen=True, slots=True)
class Impact:
    """What a change of law touches. `provisions` are the numbers of `touches`, in their order."""

    source: Source
    changes: tuple[Change, ...]
    touches: tuple[Touch, ...]
    provisions: tuple[int, ...]
    versions: tuple[TouchedVersion, ...]

    @property
    def places(self) -> int:
        """How many places there are in all versions."""
        return sum(version.places for version in self.versions)

    def day_of(self, touch: Touch) -> str:
        """From when what a provision says is changed."""
        return self.changes[touch.number].day


@dataclass(frozen=True, slots=True)
class Given:
    """What a letter says to a trainer to whom a change is given. `path`: its page on the site."""

    language: str | None
    name: str
    source: str
    places: int
    due: date | None
    path: str


Letters = Callable[[Given], Letter]
"""Writes a letter in the reader's language."""


def look(actor: Actor, source: Source, *, now: datetime) -> Impact:
    """What a change of law touches today. Reads only.

    Raises:
        NotAllowed: If the actor does not work off changes of law.
        NotFound: If a register or a version of it is not installed.
        BadInput: If the provision is none, or the versions stand in the wrong order.
    """
    access.require(actor, Action.WORK_OFF_LAW)
    source, found = _known(source)
    return _examined(source, found, now.date())


def _known(source: Source) -> tuple[Source, tuple[Change, ...]]:
    """The source with what it left open, and what changed."""
    if source.provision:
        return _of_provision(source)
    new = _register(source.register_id, source.to_version)
    before = source.from_version or _version_before(source.register_id, new.version)
    old = _register(source.register_id, before)
    if version_key(old.version) >= version_key(new.version):
        raise BadInput(
            "Version %(old)s is not older than %(new)s; name the older one first.",
            code="versions-order",
            values={"old": old.version, "new": new.version},
        )
    known = Source(source.register_id, old.version, new.version)
    return known, changes(old, new)


def _version_before(register_id: str, version: str) -> str:
    older = [
        kept.version
        for kept in packs.versions_of(register_id)
        if version_key(kept.version) < version_key(version)
    ]
    if not older:
        raise NotFound(
            "No version of %(register)s before %(version)s is installed here.",
            values={"register": register_id, "version": version},
        )
    return older[0]


def _register(register_id: str, version: str) -> Register:
    kept = (
        packs.find_version(register_id, version) if version else packs.newest_published(register_id)
    )
    pack = shelf.take(kept.digest).pack if kept else None
    if not isinstance(pack, RegisterPack):
        named = f"{register_id} {version}".strip()
        raise NotFound("The register %(name)s is not installed here.", values={"name": named})
    return pack.register


def _of_provision(source: Source) -> tuple[Source, tuple[Change, ...]]:
    match = _CITATION.fullmatch(" ".join(source.provision.split()))
    name, ref = (match[1], (match[2] or "").strip()) if match else ("", "")
    if source.day is None:
        raise BadInput("Say from which day the provision is changed.", code="day-missing")
    for kept in packs.published_registers():
        if source.register_id in ("", kept.pack_id):
            register = _register(kept.pack_id, kept.version)
            if name in register.instruments or name in register.judgments:
                change = Change(name=name, ref=ref, kind=Kind.ANNOUNCED, day=source.day.isoformat())
                _require_known(register, change)
                known = Source(kept.pack_id, provision=change.key, day=source.day)
                return known, (change,)
    raise BadInput(
        'No register here lists "%(provision)s". Write an instrument and a provision of it as '
        "packs cite them, such as sbc:6(1)(a).",
        code="provision-unknown",
        values={"provision": source.provision[:80]},
    )


def _require_known(register: Register, change: Change) -> None:
    """That the register lists the provision, or something cites it or a part of it."""
    owner = register.instruments.get(change.name) or register.judgments[change.name]
    if not change.ref or any(p.ref == change.ref for p in owner.provisions):
        return
    if not touched([change], index.cited_provisions([change.name])):
        raise BadInput(
            'The register lists no provision "%(ref)s" of %(name)s, and nothing cites it. Write it '
            "as the register does.",
            code="provision-unlisted",
            values={"ref": change.ref, "name": change.name},
        )


def _examined(source: Source, found: tuple[Change, ...], today: date) -> Impact:
    numbers = index.cited_provisions({change.name for change in found})
    touches = touched(found, numbers)
    provisions = tuple(numbers[t.name, t.ref] for t in touches)
    concerned = {v.version_id: v for v in _concerned(source)}
    by_version: dict[int, list[Tally]] = {}
    for tally in index.tallies(provisions, concerned):
        by_version.setdefault(tally.version_id, []).append(tally)
    items = index.count_items(provisions, by_version)
    records = index.records_standing(by_version, today)
    versions = tuple(
        TouchedVersion(concerned[number], items[number], tuple(found), records.get(number, 0))
        for number, found in by_version.items()
    )
    ordered = sorted(versions, key=lambda v: (v.version.pack_id, version_key(v.version.version)))
    return Impact(source, found, touches, provisions, tuple(ordered))


def _concerned(source: Source) -> Iterable[LawOfVersion]:
    """The versions in use that were not checked against the newer register, or against a later."""
    for version in index.in_use(source.register_id):
        known = source.to_version and version_key(version.register_version) >= version_key(
            source.to_version
        )
        if not known:
            yield version


def open_impact(
    actor: Actor, source: Source, plan: Plan, letters: Letters | None = None, *, now: datetime
) -> str:
    """Open a change of law, so that what it touches is worked off place by place; its key.

    Whoever has it is told, unless it is the actor.

    Raises:
        NotAllowed: If the actor does not work off changes of law.
        NotFound: If a register or a version of it is not installed.
        BadInput: If nothing is touched, or the plan cannot be used.
        Conflict: If the same change was opened before; `details["key"]` is its key.
    """
    access.require(actor, Action.WORK_OFF_LAW)
    source, _found = _known(source)  # off the shelf before the lock is taken
    begin_write()
    store.hold_register(source.register_id)
    before = store.same(
        source.register_id,
        source.from_version,
        source.to_version,
        source.provision,
        source.day,
    )
    if before is not None:
        raise Conflict(
            "This change of law was opened already.", code="impact-open", details={"key": before}
        )
    owner_id = owner_of(actor, plan.owner_key, now=now)
    reason = " ".join(plan.reason.split())
    if len(reason) > LONGEST_REASON:
        raise BadInput("Write at most 1000 letters.", code="reason-long")
    impact = look(actor, source, now=now)
    if not impact.versions:
        raise BadInput("No pack in use cites what changed.", code="nothing-touched")
    key = secrets.token_hex(10)  # it is typed in commands: no dash may begin it
    places = _keep(actor, impact, key, (owner_id, plan.due, reason), now)
    details = {"source": named(source), "places": places}
    if not actor.person_id:
        details["by"] = " ".join(plan.by.split())[:200]
    compliance.concern(version_ids=[one.version.version_id for one in impact.versions], now=now)
    audit.keep_act(actor.person_id or None, "law-impact-opened", f"law:{key}", details, at=now)
    law_notices.forget()
    if letters is not None:
        given = (named(source), places, plan.due, f"/law/impacts/{key}")
        tell_owner(actor, owner_id, given, letters, now=now)
    return key


def tell_owner(
    actor: Actor,
    owner_id: int | None,
    what: tuple[str, int, date | None, str],
    letters: Letters,
    *,
    now: datetime,
) -> None:
    """Tell a trainer that a change is theirs: what it is, how many places, until when, where."""
    person = people.by_id(owner_id) if owner_id is not None else None
    if person is None or not person.email or person.id == actor.person_id:
        return
    letter = letters(Given(person.language, person.name, *what))
    mail.send(person.email, letter.subject, letter.text, now=now)


def _keep(
    actor: Actor, impact: Impact, key: str, plan: tuple[int | None, date | None, str], now: datetime
) -> int:
    owner_id, due, reason = plan
    source = impact.source
    touches = zip(impact.provisions, impact.touches, strict=True)
    return store.add(
        {
            "key": key,
            "register_id": source.register_id,
            "from_version": source.from_version,
            "to_version": source.to_version,
            "provision": source.provision,
            "day": source.day,
            "reason": reason,
            "changes": [to_raw(change) for change in impact.changes],
            "owner_id": owner_id,
            "due": due,
            "opened_by": actor.person_id or None,
            "opened_at": now,
        },
        [(number, touch, impact.day_of(touch)) for number, touch in touches],
        {v.version.version_id: v.records for v in impact.versions},
    )


def owner_of(actor: Actor, key: str, *, now: datetime) -> int | None:
    """The number of the trainer with that key; of the actor, where none is named.

    Raises:
        BadInput: If there is no such trainer.
    """
    if not key:
        return actor.person_id or None
    known = people.actor_by_key(key, now.date())
    if known is None or not known.actor.has(Role.TRAINER):
        raise BadInput("Choose one of the trainers.", code="owner-unknown")
    return known.actor.person_id


def named(source: Source) -> str:
    """A source in a few words: `law 1.0.0 > 2.0.0`, `sbc:6 2026-06-12`."""
    if source.provision:
        return f"{source.provision} {source.day.isoformat() if source.day else ''}".strip()
    return f"{source.register_id} {source.from_version} > {source.to_version}"


def split_key(key: str) -> tuple[str, str]:
    """Instrument and provision of a citation."""
    return labels.split(key)
