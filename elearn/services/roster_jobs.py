"""What the worker does for the import of a roster: the dry run, and the bulk write."""

from datetime import datetime
from typing import Any

from elearn.core import said
from elearn.core.access import Actor
from elearn.core.errors import ElearnError, NotFound
from elearn.core.roster.plan import Fate
from elearn.core.said import Said
from elearn.core.unit_tree import Node
from elearn.services import jobs
from elearn.services import roster_work as work
from elearn.services.jobs import JobRecord
from elearn.services.roster_work import Setup
from elearn.store import people
from elearn.store import rosters as store
from elearn.store.rosters import KeptImport

KIND = "roster"
LIKELY = "likely"
"""The part of a plan that lists, once more, the rows of people who are likely here already."""
BUSY = (store.CHECKING, store.APPLYING)
"""The states in which the worker has an import in hand."""


def handler(job: JobRecord, now: datetime) -> None:
    """The handler of `roster` jobs: the dry run, or the bulk write, as the import stands."""
    key = str(job.payload["key"])
    kept = store.find(key, now=now)
    if kept is not None and kept.state == store.APPLIED:
        store.forget_files(key)
    if kept is None or kept.state not in BUSY:
        return
    try:
        known = people.actor_by_id(kept.person_id, now.date())
        if known is None:
            raise NotFound("This account has been closed.")
        if kept.state == store.CHECKING:
            _check(known.actor, kept, now)
        else:
            _apply(known.actor, kept, now)
    except ElearnError as error:
        why = said.to_raw(Said(error.template, **error.values))
        store.go_on(key, BUSY, store.FAILED, counts={"said": why})


def _check(actor: Actor, kept: KeptImport, now: datetime) -> None:
    data = store.read_file(kept.key)
    if data is None:
        raise NotFound("This import is not here any more. Upload the file once more.")
    setup = Setup.from_raw(kept.settings)

    def tell(done: int, total: int) -> None:
        store.tell(kept.key, done, total)

    found = work.work_out(actor, kept.unit_id, data, setup, now=now, tell=tell)
    raw = {fate: [work.line_to_raw(line) for line in lines] for fate, lines in found.lines.items()}
    raw[LIKELY] = [line for lines in raw.values() for line in lines if line[-1]]
    head = {"digest": found.digest, "free": found.free, "day": found.day.isoformat()}
    store.keep_plan(kept.key, head, raw)
    counts: dict[str, Any] = dict(found.counts)
    total = sum(counts.values()) - counts[Fate.LEFT.value]
    store.go_on(kept.key, [store.CHECKING], store.CHECKED, counts=counts, done=total, total=total)


def _apply(actor: Actor, kept: KeptImport, now: datetime) -> None:
    head = store.read_head(kept.key)
    if head is None:
        raise NotFound("This import is not here any more. Upload the file once more.")
    raw = store.read_lines(kept.key)
    again = head["counts"].get(LIKELY, 0)
    lines = [work.line_from_raw(line) for line in raw[: len(raw) - again]]
    ready = work.prepare(lines, now.date(), now=now)
    same_day = head["day"] == now.date().isoformat()
    if not same_day or not work.write(actor, ready, head["digest"], head["free"], now=now):
        store.go_on(kept.key, [store.APPLYING], store.STALE)
        return
    unit = Node(kept.unit_id, kept.unit_key, kept.unit, "", "", None)
    work.keep_act(actor, unit, kept.file_name, dict(kept.counts), now=now)
    store.go_on(kept.key, [store.APPLYING], store.APPLIED)
    jobs.enqueue(KIND, {"key": kept.key}, now=now)  # its files go once this is certain
