"""Working off what a change of law touches, place by place; and what comes with new versions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.errors import BadInput, NotFound
from elearn.core.ids import is_version, version_key
from elearn.core.law.outcome import Outcome
from elearn.core.pack.model import Course
from elearn.services import compliance, law_notices, record_law
from elearn.services.law_impacts import Letters, Source, named, owner_of, tell_owner
from elearn.store import audit, citations, packs
from elearn.store import law_hits as store
from elearn.store import law_impacts as impacts
from elearn.store.db import begin_write
from elearn.store.law_hits import KeptHit, WaitingImpact
from elearn.store.law_impacts import KeptImpact

AROUND = "pack"
"""Names what stands around the items of a course, where an item is asked for."""

LONGEST_NOTE = 1000
"""Letters."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided about places.

    Attributes:
        outcome: What becomes of them.
        in_version: With `changed`: the installed version in which they say something else.
        note: Why; needed with `withdrawn`, since those who learnt it are told.
        by: Who decides, where the operator does so on the command line.
    """

    outcome: Outcome
    in_version: str = ""
    note: str = ""
    by: str = ""


def require(actor: Actor, key: str) -> KeptImpact:
    """An impact, for somebody who works off changes of law.

    Raises:
        NotAllowed: If the actor does not.
        NotFound: If there is none with that key.
    """
    access.require(actor, Action.WORK_OFF_LAW)
    kept = impacts.by_key(key)
    if kept is None:
        raise NotFound("There is no such change of law here.")
    return kept


def work_off(
    actor: Actor,
    key: str,
    where: tuple[str, str],
    chosen: Iterable[int] | None,
    decision: Decision,
    *,
    now: datetime,
) -> int:
    """Decide about places of an item, in every version that says the same there; how many.

    Args:
        actor: Who decides.
        key: The impact.
        where: Pack and item.
        chosen: Numbers of the places; None for all that are open, or to open again, all that were
            decided.
        decision: What becomes of them.
        now: The moment.

    Raises:
        NotAllowed: If the actor does not work off changes of law.
        NotFound: If there is no such impact, or it does not touch this item.
        BadInput: If nothing is chosen, or the decision lacks something or cannot be true.
    """
    access.require(actor, Action.WORK_OFF_LAW)
    begin_write()
    impacts.hold(key)
    kept = require(actor, key)
    pack_id, item = where
    there = store.of_item(kept.id, pack_id, "" if item == AROUND else item)
    if not there:
        raise NotFound("This change of law does not touch that.")
    hits = _chosen(there, chosen, decision.outcome)
    note = _require_fit(decision, pack_id, hits)
    versions = {hit.version_id for hit in hits}
    before = compliance.law_days(versions)
    done = store.decide(
        [hit.id for hit in hits],
        decision.outcome,
        in_version=decision.in_version,
        note=note,
        by=actor.person_id or None,
        at=now,
    )
    compliance.concern_law(before, versions, now=now)
    details: dict[str, object] = {
        "pack": pack_id,
        "item": item,
        "places": done,
        "outcome": decision.outcome.value,
    }
    if decision.in_version:
        details["in"] = decision.in_version
    if not actor.person_id:
        details["by"] = " ".join(decision.by.split())[:200]
    audit.keep_act(actor.person_id or None, "law-worked-off", f"law:{key}", details, at=now)
    law_notices.forget()
    record_law.ask(pack_id, now=now)
    return done


def _chosen(
    there: Sequence[KeptHit], chosen: Iterable[int] | None, outcome: Outcome
) -> list[KeptHit]:
    if chosen is None:
        again = outcome is Outcome.OPEN
        found = [hit for hit in there if (hit.state != Outcome.OPEN.value) is again]
    else:
        wanted = set(chosen)
        found = [hit for hit in there if hit.id in wanted]
    if not found:
        raise BadInput("Choose at least one place.", code="nothing-chosen")
    return found


def _require_fit(decision: Decision, pack_id: str, hits: Sequence[KeptHit]) -> str:
    """The note as it is kept."""
    note = " ".join(decision.note.split())
    if len(note) > LONGEST_NOTE:
        raise BadInput("Write at most 1000 letters.", code="note-long")
    if decision.outcome is Outcome.WITHDRAWN and not note:
        raise BadInput("Say why it is withdrawn: those who learnt it ask.", code="note-missing")
    if decision.outcome is Outcome.CHANGED:
        _require_changed(decision.in_version, pack_id, hits)
    elif decision.in_version:
        raise BadInput("Only what is changed has a version.", code="version-unfit")
    return note


def _require_changed(version: str, pack_id: str, hits: Sequence[KeptHit]) -> None:
    """That the version is installed, newer, and says something else at these places."""
    kept = packs.find_version(pack_id, version) if is_version(version) else None
    if kept is None:
        raise BadInput(
            "Name the version in which it is changed; it must be installed here.",
            code="version-missing",
        )
    if any(version_key(hit.version) >= version_key(version) for hit in hits):
        raise BadInput(
            "%(version)s is not newer than what is touched; name a later version.",
            code="version-older",
            values={"version": version},
        )
    same = store.still_there(kept.id, (hit.key for hit in hits))
    if same:
        where = ", ".join(dict.fromkeys("/".join(filter(None, key[:2])) for key in same[:5]))
        raise BadInput(
            "%(version)s still says the same at %(where)s.",
            code="version-same",
            values={"version": version, "where": where},
        )


def give(
    actor: Actor,
    key: str,
    pack_id: str,
    given: tuple[str, date | None],
    letters: Letters | None = None,
    *,
    now: datetime,
) -> None:
    """Give a pack's part of a change to a trainer (their key), until a day. They are told.

    Raises:
        NotAllowed: If the actor does not work off changes of law.
        NotFound: If there is no such impact, or it does not touch the pack.
        BadInput: If there is no such trainer.
    """
    access.require(actor, Action.WORK_OFF_LAW)
    owner_key, due = given
    owner_id = owner_of(actor, owner_key, now=now)
    begin_write()
    kept = require(actor, key)
    if not impacts.give(kept.id, pack_id, owner_id=owner_id, due=due):
        raise NotFound("This change of law does not touch that.")
    details = {"pack": pack_id, "owner": owner_key, "due": due.isoformat() if due else ""}
    audit.keep_act(actor.person_id or None, "law-given", f"law:{key}", details, at=now)
    if letters is not None:
        waiting = sum(tally.open_hits for tally in store.items_of(kept.id, pack_id))
        what = (f"{_source(kept)}, {pack_id}", waiting, due, f"/law/impacts/{key}/{pack_id}")
        tell_owner(actor, owner_id, what, letters, now=now)


def _source(kept: KeptImpact) -> str:
    return named(
        Source(kept.register_id, kept.from_version, kept.to_version, kept.provision, kept.day)
    )


def follow(version_id: int, course: Course) -> int:
    """Take places of a version that has just been installed into the impacts that wait; how many.

    What says the same as before stands as it was decided there. A version that was checked against
    the new law is not touched. Needs a writing transaction, and the version's index.
    """
    law_notices.forget()
    law = course.law
    if law is None:
        return 0
    pack_id, version = course.meta.id, course.meta.version
    found = 0
    for impact in store.waiting_for(pack_id, law.register):
        if not _knows(impact, law.version, law.checked):
            found += _take_in(impact, pack_id, version_id, version)
    return found


def _knows(impact: WaitingImpact, register_version: str, checked: date) -> bool:
    """Whether a version was checked after the change was known."""
    if impact.to_version:
        return version_key(register_version) >= version_key(impact.to_version)
    return checked >= impact.opened_at.date()


def _take_in(impact: WaitingImpact, pack_id: str, version_id: int, version: str) -> int:
    provisions = store.touched_provisions(impact.id)
    decided = store.decided(impact.id, pack_id)
    found = {}
    for place in citations.places(provisions, [version_id]):
        key = (
            place.item,
            place.part,
            place.role,
            place.language,
            place.mark,
            place.provision_id,
        )
        state, changed = decided.get(key, (Outcome.OPEN.value, ""))
        if changed and version_key(changed) <= version_key(version):
            state, changed = Outcome.OPEN.value, ""  # it was to say something else, and does not
        found[place] = (state, changed)
    if found:
        store.add(impact, version_id, found)
    return len(found)
