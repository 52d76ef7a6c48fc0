"""Units of institutions: the tree and its changes. History is kept: rows end."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.errors import BadInput, Conflict, NotFound
from elearn.core.unit_tree import Node, Placed, in_order, with_those_above
from elearn.services import compliance, looks
from elearn.services.people import clean_name
from elearn.store import audit, scopes
from elearn.store import units as store
from elearn.store.db import begin_write
from elearn.store.units import MemberRow

KINDS = ("ministry", "directorate", "field-office", "station", "school", "unit")
COUNTRIES = ("AL", "BA", "ME", "MK", "RS", "XK", "HR")
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit in the tree, and how many people belong to it itself."""

    key: str
    name: str
    kind: str
    country: str
    depth: int
    members: int


@dataclass(frozen=True, slots=True)
class UnitsPage:
    """The tree of units in reach; `found` are those that a search wants, with the ones above."""

    units: tuple[UnitLine, ...]
    may_add_at_top: bool
    search: str = ""
    found: tuple[UnitLine, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitPage:
    """One unit. `path` leads down to it; `targets` are where it or its people could go."""

    id: int
    key: str
    name: str
    kind: str
    country: str
    path: tuple[tuple[str, str], ...]
    below: tuple[UnitLine, ...]
    members: tuple[MemberRow, ...]
    managers: tuple[tuple[int, str, str], ...]
    parents: tuple[UnitLine, ...]
    parent_key: str
    targets: tuple[UnitLine, ...]
    at_top: bool
    may_move_to_top: bool
    may_close: bool


def _line(placed: Placed, counts: dict[int, int]) -> UnitLine:
    node = placed.node
    return UnitLine(
        node.key, node.name, node.kind, node.country, placed.depth, counts.get(node.id, 0)
    )


def units_page(actor: Actor, search: str = "", *, now: datetime) -> UnitsPage:
    """The units in the actor's reach, as a tree.

    `search` finds names whatever their script and diacritics.

    Raises:
        NotAllowed: If the actor edits no units.
    """
    access.require(actor, Action.EDIT_UNITS)
    reach = access.scope(actor, Action.EDIT_UNITS)
    placed = in_order(store.reached(reach, now.date()))
    counts = store.count_members(now.date(), reach)
    lines = tuple(_line(p, counts) for p in placed)
    found = tuple(_line(p, counts) for p in with_those_above(placed, search))
    return UnitsPage(lines, reach.everybody, search, found)


def find(actor: Actor, key: str, action: Action, day: date) -> Node:
    """A unit to which the actor may do that; for others it is as if there were none.

    Raises:
        NotFound: If there is no such unit for the actor.
    """
    node = store.by_key(key, day)
    if node is None or not access.may(actor, action, scopes.unit_subject(node.id, day)):
        raise NotFound("There is no such unit.")
    return node


def unit_page(actor: Actor, key: str, *, now: datetime) -> UnitPage:
    """One unit with its people. Keep the look with `keep_look`.

    Raises:
        NotFound: If there is no such unit for the actor.
    """
    day = now.date()
    unit = find(actor, key, Action.EDIT_UNITS, day)
    reach = access.scope(actor, Action.EDIT_UNITS)
    placed = in_order(store.reached(reach, day))
    counts = store.count_members(day, reach)
    inside = store.below(unit.id, day)
    nodes = {p.node.id: p.node for p in placed}
    lines = {p.node.id: _line(p, counts) for p in placed}
    below = tuple(lines[p.node.id] for p in placed if p.node.parent_id == unit.id)
    members = tuple(store.members(unit.id, day))
    above = nodes.get(unit.parent_id or 0)
    return UnitPage(
        id=unit.id,
        key=unit.key,
        name=unit.name,
        kind=unit.kind,
        country=unit.country,
        path=_path(unit, nodes),
        below=below,
        members=members,
        managers=tuple(store.managers(unit.id, day)),
        parents=tuple(lines[n] for n in nodes if n not in inside),
        parent_key=above.key if above else "",
        targets=tuple(lines[n] for n in nodes if n != unit.id),
        at_top=unit.parent_id is None,
        may_move_to_top=reach.everybody,
        may_close=not below and not members,
    )


def _path(unit: Node, nodes: dict[int, Node]) -> tuple[tuple[str, str], ...]:
    path: list[tuple[str, str]] = []
    above = nodes.get(unit.parent_id or 0)
    while above is not None and len(path) < len(nodes):
        path.insert(0, (above.key, above.name))
        above = nodes.get(above.parent_id or 0)
    return tuple(path)


def path_to(actor: Actor, unit: Node, day: date) -> tuple[tuple[str, str], ...]:
    """Key and name of the units in the actor's reach that lead down to a unit, itself last."""
    nodes = {node.id: node for node in store.reached(access.scope(actor, Action.EDIT_UNITS), day)}
    return (*_path(unit, nodes), (unit.key, unit.name))


def keep_look(actor: Actor, page: UnitPage, *, now: datetime) -> None:
    """Keep that the actor saw who belongs to this unit."""
    shown = {m.person_id for m in page.members} | {m[0] for m in page.managers}
    looks.keep(actor, "unit", {"unit": page.key}, shown, now=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitForm:
    """A unit to make, as typed. `below` is the key of the unit above it; empty for the top."""

    name: str
    kind: str
    country: str
    below: str = ""


def make_unit(actor: Actor, form: UnitForm, *, now: datetime) -> str:
    """Make a unit below one in reach, or at the top; its key.

    Raises:
        NotFound: If the unit above is not there for the actor.
        NotAllowed: If the actor may not make one at the top.
        BadInput: If the name, the kind or the country cannot be used.
    """
    name = clean_name(form.name)
    if form.kind not in KINDS or form.country not in COUNTRIES:
        raise BadInput("Choose a kind and a country from the list.", code="bad-unit")
    begin_write()
    day = now.date()
    parent = find(actor, form.below, Action.EDIT_UNITS, day) if form.below else None
    if parent is None:
        _require_everywhere(actor)
    key = secrets.token_urlsafe(12)
    number = store.add(key, name, form.kind, form.country, at=now)
    store.place(number, parent.id if parent else None, day)
    details = {"name": name, "below": parent.key if parent else None}
    audit.keep_act(actor.person_id, "unit-made", f"unit:{key}", details, at=now)
    return key


def _require_everywhere(actor: Actor) -> None:
    """Only whose reach is the whole site may put something at the top."""
    if not access.scope(actor, Action.EDIT_UNITS).everybody:
        access.require(actor, Action.EDIT_UNITS, access.Subject(units=frozenset({-1})))


def rename_unit(actor: Actor, key: str, name: str, *, now: datetime) -> None:
    """Give a unit another name; the old one stands in the audit trail.

    Raises:
        NotFound: If there is no such unit for the actor.
        BadInput: If the name cannot be used.
    """
    name = clean_name(name)
    begin_write()
    unit = find(actor, key, Action.EDIT_UNITS, now.date())
    if unit.name == name:
        return
    store.rename(unit.id, name)
    details = {"from": unit.name, "to": name}
    audit.keep_act(actor.person_id, "unit-renamed", f"unit:{key}", details, at=now)


def move_unit(actor: Actor, key: str, below: str, *, now: datetime) -> None:
    """From today on a unit hangs below another (empty: at the top). Both must be in reach.

    Raises:
        NotFound: If one of the units is not there for the actor.
        NotAllowed: If the actor may not put it at the top.
        Conflict: If it would hang below itself.
    """
    begin_write()
    day = now.date()
    unit = find(actor, key, Action.EDIT_UNITS, day)
    parent = find(actor, below, Action.EDIT_UNITS, day) if below else None
    if parent is None:
        _require_everywhere(actor)
    elif parent.id in store.below(unit.id, day):
        raise Conflict("A unit cannot hang below itself.", code="unit-cycle")
    parent_id = parent.id if parent else None
    if parent_id == unit.parent_id:
        return
    store.place(unit.id, parent_id, day)
    compliance.concern(unit_ids=(unit.id,), now=now)
    details = {"below": parent.key if parent else None}
    audit.keep_act(actor.person_id, "unit-moved", f"unit:{key}", details, at=now)


def close_unit(actor: Actor, key: str, *, now: datetime) -> None:
    """Close a unit in which nobody is left; roles about it end today.

    Raises:
        NotFound: If there is no such unit for the actor.
        Conflict: If people belong to it, or units hang below it.
    """
    begin_write()
    day = now.date()
    unit = find(actor, key, Action.EDIT_UNITS, day)
    if store.below(unit.id, day) != {unit.id}:
        raise Conflict("Units hang below this one. Move or close them first.", code="unit-full")
    if store.members(unit.id, day):
        raise Conflict("People belong to this unit. Transfer them first.", code="unit-full")
    store.lift(unit.id, day)
    store.end_roles(unit.id, day)
    audit.keep_act(actor.person_id, "unit-closed", f"unit:{key}", {"name": unit.name}, at=now)
