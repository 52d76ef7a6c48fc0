"""Rosters that coordinators import: upload, columns, dry run, apply.

An import is seen by whoever uploaded it and by nobody else, and is forgotten after a day. The work
is done by the worker (`roster_work`); the row of the import says how far it is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.errors import BadInput, Conflict, NotFound
from elearn.core.roster import columns
from elearn.core.roster.columns import Field
from elearn.core.roster.plan import Fate, Line
from elearn.core.unit_tree import Node
from elearn.interop import table
from elearn.interop.table import NoTable, Reading
from elearn.services import jobs, looks, roster_jobs
from elearn.services import roster_work as work
from elearn.services import units as unit_service
from elearn.services.roster_jobs import BUSY, LIKELY
from elearn.services.roster_work import Setup
from elearn.store import rosters as store
from elearn.store import scopes, units
from elearn.store.db import begin_write
from elearn.store.rosters import PER_PAGE, KeptImport

__all__ = ["Fate", "KeptImport", "Line", "Setup"]

MAX_BYTES = 30_000_000
"""The largest file with a roster."""
KEPT = timedelta(days=1)
_SHOWN = 6
"""Rows of a file that the page with the columns shows."""


@dataclass(frozen=True, slots=True)
class StartPage:
    """The form that takes a file for a unit, and what was uploaded before. Megabytes in `most`."""

    unit_key: str
    unit: str
    imports: tuple[KeptImport, ...]
    most: int


@dataclass(frozen=True, slots=True)
class ColumnsPage:
    """What the file says, and how it is understood so far.

    `sheets` are the titles of a workbook's sheets; `problem` says why nothing can be read.
    """

    kept: KeptImport
    setup: Setup
    headings: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    sheets: tuple[str, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class RosterImportPage:
    """An import on its way, or what would become of its rows; `units` are the names of units."""

    kept: KeptImport
    setup: Setup
    shown: str
    lines: tuple[Line, ...]
    page: int
    pages: int
    likely: int
    units: Mapping[int, str]

    @property
    def busy(self) -> bool:
        """Whether the worker has it in hand."""
        return self.kept.state in BUSY


def _number(actor: Actor) -> int:
    if not actor.person_id:
        raise NotFound("This account has just been closed.")
    return actor.person_id


def _unit(actor: Actor, key: str, now: datetime) -> Node:
    return unit_service.find(actor, key, Action.EDIT_MEMBERS, now.date())


def start_page(actor: Actor, unit_key: str, *, now: datetime) -> StartPage:
    """The page that takes a roster of a unit.

    Raises:
        NotFound: If there is no such unit for the actor.
    """
    unit = _unit(actor, unit_key, now)
    mine = store.of_person(_number(actor), now=now)
    own = tuple(kept for kept in mine if kept.unit_id == unit.id)
    return StartPage(unit.key, unit.name, own, MAX_BYTES // 1_000_000)


def upload(
    actor: Actor,
    unit_key: str,
    name: str,
    data: bytes,
    told: Iterable[tuple[str, Field]],
    *,
    now: datetime,
) -> str:
    """Keep a file with a roster and guess how it is to be read; the key of the import.

    Raises:
        NotFound: If there is no such unit for the actor.
        BadInput: If the file is too large, or holds no table.
    """
    unit = _unit(actor, unit_key, now)
    if len(data) > MAX_BYTES:
        raise BadInput("This file is too large.", code="roster-large")
    setup = guessed(data, told)
    key = store.new_key()
    store.keep_file(key, data)
    begin_write()
    for old in store.of_person(_number(actor), now=now)[store.MOST - 1 :]:
        store.forget(old.key)
    store.keep(
        key=key,
        person_id=_number(actor),
        unit_id=unit.id,
        file_name=name[-200:],
        state=store.MAPPING,
        settings=setup.to_raw(),
        at=now,
        expires_at=now + KEPT,
    )
    return key


def guessed(data: bytes, told: Iterable[tuple[str, Field]]) -> Setup:
    """How a file is to be understood, as far as it says itself.

    Raises:
        BadInput: If it holds no table.
    """
    try:
        reading = table.guess(data)
    except NoTable as error:
        raise BadInput(error.said.template, code="roster-unreadable") from None
    return guessed_anew(data, reading, told)


def guessed_anew(data: bytes, reading: Reading, told: Iterable[tuple[str, Field]]) -> Setup:
    """The same, where it is said how the file is to be read.

    Raises:
        BadInput: If it cannot be read so.
    """
    try:
        first = next(table.rows(data, reading), None)
    except NoTable as error:
        raise BadInput(error.said.template, code="roster-unreadable") from None
    if first is None:
        raise BadInput("There is nobody in this file.", code="roster-empty")
    return Setup(reading, columns.guess(first[1], told))


def _mine(actor: Actor, key: str, now: datetime) -> KeptImport:
    """An import of the actor's, for a unit that is still in their reach."""
    kept = store.find(key, now=now)
    if kept is None or kept.person_id != actor.person_id:
        raise NotFound("This import is not here any more. Upload the file once more.")
    access.require(actor, Action.EDIT_MEMBERS, scopes.unit_subject(kept.unit_id, now.date()))
    return kept


def columns_page(actor: Actor, key: str, *, now: datetime) -> ColumnsPage:
    """What the file says, and how it is understood.

    Raises:
        NotFound: If it is not the actor's, has expired or was applied.
        NotAllowed: If its unit is no longer in their reach.
    """
    kept = _mine(actor, key, now)
    data = store.read_file(key)
    if data is None or kept.state in (store.APPLIED, *BUSY):
        raise NotFound("This import is not here any more. Upload the file once more.")
    setup = Setup.from_raw(kept.settings)
    problem: str = ""
    rows: list[tuple[str, ...]] = []
    try:
        rows = [cells for _at, cells in islice(table.rows(data, setup.reading), _SHOWN)]
    except NoTable as error:
        problem = error.said
    wide = table.columns(rows)
    full = [row + ("",) * (wide - len(row)) for row in rows]
    mapping = (setup.mapping + (None,) * wide)[:wide]
    headings = full[0] if full and setup.headed else tuple("" for _ in range(wide))
    sample = full[1:] if setup.headed else full
    sheets = table.sheets(data)
    return ColumnsPage(
        kept, replace(setup, mapping=mapping), headings, tuple(sample), sheets, problem
    )


def read_anew(
    actor: Actor, key: str, setup: Setup, told: Iterable[tuple[str, Field]], *, now: datetime
) -> None:
    """Read the file with another encoding, separator or sheet; its columns are guessed anew.

    Raises:
        NotFound: If it is not the actor's, has expired or was applied.
    """
    page = columns_page(actor, key, now=now)
    mapping = setup.mapping
    if setup.reading != page.setup.reading:
        try:
            mapping = guessed_anew(store.read_file(key) or b"", setup.reading, told).mapping
        except BadInput:
            mapping = ()  # the page says what is wrong
    _go_on(page.kept, _AT_REST, store.MAPPING, replace(setup, mapping=mapping))


_AT_REST = (store.MAPPING, store.CHECKED, store.STALE, store.FAILED)


def _go_on(kept: KeptImport, before: Iterable[str], state: str, setup: Setup) -> None:
    values = {"settings": setup.to_raw(), "done": 0, "total": 0}
    if not store.go_on(kept.key, before, state, **values):
        raise Conflict("This import is being worked on.", code="roster-busy")


def ask_check(actor: Actor, key: str, setup: Setup, *, now: datetime) -> None:
    """Ask for the dry run.

    Raises:
        NotFound: If it is not the actor's, has expired or was applied.
        BadInput: If the columns name nobody.
        Conflict: If it is being worked on.
    """
    kept = _mine(actor, key, now)
    if not columns.can_be_read(setup.mapping):
        raise BadInput(
            "Choose a column for the name, and one for the service number or the e-mail address.",
            code="roster-columns",
        )
    _go_on(kept, _AT_REST, store.CHECKING, setup)
    jobs.enqueue(roster_jobs.KIND, {"key": key}, now=now)


def check_again(actor: Actor, key: str, *, now: datetime) -> None:
    """Ask for the dry run once more, as it was set up.

    Raises:
        NotFound: If it is not the actor's, has expired or was applied.
        Conflict: If it is being worked on.
    """
    kept = _mine(actor, key, now)
    ask_check(actor, key, Setup.from_raw(kept.settings), now=now)


def ask_apply(actor: Actor, key: str, *, now: datetime) -> None:
    """Ask for all of it to be written.

    Raises:
        NotFound: If it is not the actor's or has expired.
        Conflict: If there is no dry run that could be applied.
    """
    kept = _mine(actor, key, now)
    _go_on(kept, [store.CHECKED], store.APPLYING, Setup.from_raw(kept.settings))
    jobs.enqueue(roster_jobs.KIND, {"key": key}, now=now)


def discard(actor: Actor, key: str, *, now: datetime) -> str:
    """Forget an import at once; the key of its unit.

    Raises:
        NotFound: If it is not the actor's or has expired.
        Conflict: If it is being worked on.
    """
    kept = _mine(actor, key, now)
    if kept.state in BUSY:
        raise Conflict("This import is being worked on.", code="roster-busy")
    store.forget(key)
    return kept.unit_key


def import_page(
    actor: Actor, key: str, shown: str, page: int, *, now: datetime
) -> RosterImportPage:
    """How far an import is, and what would become of its rows. Keep the look with `keep_look`.

    Args:
        actor: Whoever uploaded it.
        key: The import.
        shown: A fate, or `likely`; else the first that anything has.
        page: From 1.
        now: The moment.

    Raises:
        NotFound: If it is not the actor's or has expired.
        NotAllowed: If its unit is no longer in their reach.
    """
    kept = _mine(actor, key, now)
    setup = Setup.from_raw(kept.settings)
    head = store.read_head(key) if kept.state in (store.CHECKED, store.STALE) else None
    if head is None:
        return RosterImportPage(kept, setup, "", (), 1, 1, 0, {})
    counts: dict[str, int] = head["counts"]
    if not counts.get(shown):
        shown = next((f.value for f in _IN_ORDER if counts.get(f.value)), Fate.NEW.value)
    pages = max(1, -(-counts.get(shown, 0) // PER_PAGE))
    page = min(max(1, page), pages)
    lines = tuple(work.line_from_raw(raw) for raw in store.read_page(key, head, shown, page))
    wanted = {line.unit for line in lines if line.unit} | {u for line in lines for u in line.ends}
    return RosterImportPage(
        kept,
        setup,
        shown,
        lines,
        page,
        pages,
        counts.get(LIKELY, 0),
        units.names_by_number(wanted),
    )


_IN_ORDER = (Fate.REFUSED, Fate.LEFT, Fate.MOVED, Fate.CHANGED, Fate.NEW, Fate.SAME)


def keep_look(actor: Actor, page: RosterImportPage, *, now: datetime) -> None:
    """Keep that the actor saw these people of theirs."""
    shown = {line.person for line in page.lines if line.person}
    looks.keep(actor, "roster", {"unit": page.kept.unit_key}, shown, now=now)


def far(actor: Actor, key: str, *, now: datetime) -> KeptImport:
    """How far the work on an import is.

    Raises:
        NotFound: If it is not the actor's or has expired.
    """
    return _mine(actor, key, now)


def tidy(now: datetime) -> None:
    """Forget the imports that have expired, and what a crash left behind."""
    store.forget_before(now)
