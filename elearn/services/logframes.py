"""Logframes of the site: kept, computed by the worker, frozen, and derived again."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.errors import BadInput, NotFound
from elearn.core.indicator.figures import Figures, Moved, Who
from elearn.core.indicator.logframe import Logframe, parse
from elearn.core.indicator.shapes import By
from elearn.core.problems import Problem
from elearn.services import indicators, jobs
from elearn.services.indicator_files import Report
from elearn.services.indicators import Basis, Drawn
from elearn.services.jobs import JobRecord
from elearn.store import audit
from elearn.store import indicators as store
from elearn.store.indicators import KeptLogframe, KeptSnapshot, SnapshotLine
from elearn.store.pages.indicator_facts import Bounds

KIND = "indicators"
COMPUTE, FREEZE, DERIVE = "compute", "freeze", "derive"
LONGEST = 200_000
"""The most letters of a logframe."""


class BadLogframe(BadInput):
    """A logframe with faults; `problems` names each with its line."""

    code = "logframe-bad"

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__("The logframe has faults.")
        self.problems = tuple(problems)


@lru_cache(maxsize=64)
def frame_of(source: str) -> Logframe:
    """A logframe that was kept: it had no faults then."""
    frame, problems = parse(source.encode())
    if frame is None:
        raise RuntimeError(f"a kept logframe has faults: {problems[0]}")
    return frame


def keep(actor: Actor, source: str, *, now: datetime) -> str:
    """Keep a logframe, in place of an earlier one with its id, and have it computed; its id.

    Frozen figures keep the logframe by which they were made.

    Raises:
        NotAllowed: If the actor may not keep logframes.
        BadLogframe: If it has faults.
        BadInput: If it is too long.
    """
    access.require(actor, Action.KEEP_INDICATORS)
    if len(source) > LONGEST:
        raise BadInput("A logframe has at most 200,000 letters.", code="logframe-long")
    source = source.replace("\r\n", "\n")
    frame, problems = parse(source.encode())
    if frame is None:
        raise BadLogframe(problems)
    store.keep_logframe(frame.id, frame.title[:200], source, now)
    jobs.enqueue(KIND, {"frame": frame.id, "do": COMPUTE}, now=now)
    details = {"sha256": sha256(source.encode()).hexdigest()}
    audit.keep_act(
        actor.person_id or None, "logframe-kept", f"logframe:{frame.id}", details, at=now
    )
    return frame.id


def find(actor: Actor, key: str) -> KeptLogframe:
    """A logframe of the site.

    Raises:
        NotAllowed: If the actor may not see indicators.
        NotFound: If there is none with that id.
    """
    access.require(actor, Action.SEE_INDICATORS)
    kept = store.logframe(key)
    if kept is None:
        raise NotFound("There is no such logframe.")
    return kept


def find_snapshot(kept: KeptLogframe, key: str) -> KeptSnapshot:
    """Frozen figures of a logframe.

    Raises:
        NotFound: If it has none with that key.
    """
    found = store.snapshot(key)
    if found is None or found.logframe_id != kept.id:
        raise NotFound("There are no such frozen figures.")
    return found


def frozen(actor: Actor, key: str) -> list[SnapshotLine]:
    """The frozen figures of a logframe, newest first.

    Raises:
        NotAllowed: If the actor may not see indicators.
        NotFound: If there is no such logframe.
    """
    return store.snapshots(find(actor, key).id)


def ask(actor: Actor, key: str, what: str, *, snapshot: str = "", now: datetime) -> None:
    """Have the worker compute figures, freeze them, or derive frozen ones again.

    Raises:
        NotAllowed: If the actor may not.
        NotFound: If there is no such logframe, or no such frozen figures.
    """
    access.require(actor, Action.KEEP_INDICATORS)
    kept = find(actor, key)
    if what == DERIVE:
        find_snapshot(kept, snapshot)
    payload = {"frame": key, "do": what, "snapshot": snapshot}
    jobs.enqueue(KIND, payload, now=now)
    if what == FREEZE:
        subject = f"logframe:{key}"
        audit.keep_act(actor.person_id or None, "figures-frozen", subject, {}, at=now)


def ask_daily(now: datetime) -> None:
    """Have the figures of every logframe computed, once a day."""
    for kept in store.logframes():
        once = f"{KIND}:{kept.key}:{now.date()}"
        jobs.enqueue(KIND, {"frame": kept.key, "do": COMPUTE}, once=once, now=now)


def handler(job: JobRecord, now: datetime) -> None:
    """The handler of `indicators` jobs."""
    kept = store.logframe(str(job.payload["frame"]))
    if kept is None:
        return
    what = job.payload["do"]
    if what == FREEZE:
        freeze(kept, now=now)
    elif what == DERIVE:
        found = store.snapshot(str(job.payload["snapshot"]))
        if found is not None:
            derive(found, now=now)
    else:
        compute(kept, now=now)


def last_day(frame: Logframe, now: datetime) -> date | None:
    """The last day that can be counted; None before the first."""
    last = min(now.date(), frame.last)
    return last if last >= frame.first else None


def _raw(frame: Logframe, drawn: Drawn, last: date) -> dict[str, Any]:
    axes = indicators.axes_of(frame, last)
    keys = {by.value: list(keys) for by, keys in axes.items()}
    return {"figures": drawn.figures.to_raw(), "axes": keys}


def report_of(source: str, raw: Mapping[str, Any], last: date) -> Report:
    """Kept figures, as pages and files take them."""
    axes = {By(name): tuple(keys) for name, keys in raw["axes"].items()}
    return Report(frame_of(source), Figures.from_raw(raw["figures"]), axes, last)


def compute(kept: KeptLogframe, *, now: datetime) -> None:
    """Compute the figures of a logframe up to today, and keep them. The caller commits."""
    frame = frame_of(kept.source)
    last = last_day(frame, now)
    if last is None:
        return
    raw = _raw(frame, indicators.draw(frame, last), last)
    store.set_figures(kept.key, kept.source, raw, last, now)


def freeze(kept: KeptLogframe, *, now: datetime) -> str:
    """Freeze the figures of a logframe up to today; the key, empty before its first day.

    What they rest on is kept with them: rows by their highest numbers, of each person counted where
    they belong, sex and function, of each version of a pack whether its law is in force.
    """
    frame = frame_of(kept.source)
    last = last_day(frame, now)
    if last is None:
        return ""
    drawn = indicators.draw(frame, last)
    people = _people(drawn)
    raw = _raw(frame, drawn, last)
    key = secrets.token_urlsafe(9)
    store.keep_snapshot(
        people,
        key=key,
        logframe_id=kept.id,
        source=kept.source,
        last=last,
        taken_at=now,
        bounds={
            "records": drawn.bound.records,
            "statuses": drawn.bound.statuses,
            "gains": drawn.bound.gains,
        },
        versions={
            str(number): [current, until.isoformat() if until else None]
            for number, (current, until) in drawn.basis.versions.items()
        },
        figures=raw,
        people_digest=_digest(people),
    )
    if kept.computed_at is None or kept.last != last:
        store.set_figures(kept.key, kept.source, raw, last, now)
    return key


def _people(drawn: Drawn) -> list[tuple[int, Who, list[str]]]:
    moves: dict[int, list[str]] = {}
    for person_id, day in drawn.basis.moved:
        moves.setdefault(person_id, []).append(day.isoformat())
    nobody = Who()
    return [
        (person_id, drawn.basis.who.get(person_id, nobody), moves.get(person_id, []))
        for person_id in sorted(drawn.counted)
    ]


def _digest(people: Iterable[tuple[int, Who, list[str]]]) -> str:
    """SHA-256 over a line for each person: number, what is known, moves."""
    found = sha256()
    for person_id, who, moves in people:
        found.update(("\t".join((str(person_id), *who, *moves)) + "\n").encode())
    return found.hexdigest()


def derive(kept: KeptSnapshot, *, now: datetime) -> tuple[str, ...]:
    """Derive frozen figures again from the same records; what differs, nothing if all is equal.

    Kept with the snapshot; the caller commits.
    """
    known = store.people_of(kept.id)
    basis = Basis(
        {person_id: who for person_id, (who, _moves) in known.items()},
        tuple(
            Moved(person_id, date.fromisoformat(day))
            for person_id, (_who, moves) in known.items()
            for day in moves
        ),
        {
            int(number): (current, date.fromisoformat(until) if until else None)
            for number, (current, until) in kept.versions.items()
        },
    )
    frame = frame_of(kept.source)
    found = indicators.draw(frame, kept.last, Bounds(**kept.bounds), basis).figures
    differs = list(indicators.differing(kept.figures["figures"], found))
    if _digest((n, who, moves) for n, (who, moves) in known.items()) != kept.people_digest:
        differs.append("ground")
    store.set_derived(kept.key, differs, now)
    return tuple(differs)
