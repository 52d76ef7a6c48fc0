"""Find and keep which units take people who register themselves."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, insert, select, update

from elearn.core.access import Scope
from elearn.core.unit_tree import Node
from elearn.store.db import begin_write, db
from elearn.store.scopes import holds_on, units_in
from elearn.store.tables.invitations import Invitation
from elearn.store.tables.people import Person
from elearn.store.tables.registrations import RegistrationDomain, RegistrationRule
from elearn.store.tables.units import Unit, UnitParent

MOST = 500
"""The most units with a rule that one page shows."""


@dataclass(frozen=True, slots=True)
class KeptRule:
    """How a unit knows whoever may come: by mail domain, by a code, or both."""

    unit_key: str
    unit: str
    domains: tuple[str, ...]
    has_code: bool
    by: str
    set_at: datetime


def any_open() -> bool:
    """Whether any unit takes people who register themselves."""
    return db.session.scalar(select(RegistrationRule.id).limit(1)) is not None


def rules(scope: Scope, day: date) -> list[KeptRule]:
    """The rules of units that stand on that day and that the scope reaches, by name."""
    found = db.session.execute(
        select(
            RegistrationRule.id,
            Unit.key,
            Unit.name,
            RegistrationRule.code_hash.is_not(None),
            Person.name,
            RegistrationRule.set_at,
        )
        .join(Unit, Unit.id == RegistrationRule.unit_id)
        .join(UnitParent, UnitParent.unit_id == Unit.id)
        .outerjoin(Person, Person.id == RegistrationRule.set_by)
        .where(holds_on(UnitParent, day), units_in(scope, day))
        .order_by(Unit.name, Unit.id)
        .limit(MOST)
    ).all()
    domains = _domains([row[0] for row in found])
    return [
        KeptRule(key, unit, tuple(domains.get(number, ())), has_code, by or "", at)
        for number, key, unit, has_code, by, at in found
    ]


def _domains(rule_ids: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for rule_id, domain in db.session.execute(
        select(RegistrationDomain.rule_id, RegistrationDomain.domain)
        .where(RegistrationDomain.rule_id.in_(rule_ids))
        .order_by(RegistrationDomain.domain)
    ):
        found.setdefault(rule_id, []).append(domain)
    return found


def lets_in(unit_id: int, domain: str) -> bool:
    """Whether the unit takes people with an address of that domain, whatever the code."""
    rule_id = db.session.scalar(
        select(RegistrationRule.id).where(RegistrationRule.unit_id == unit_id)
    )
    if rule_id is None:
        return False
    domains = _domains([rule_id]).get(rule_id, [])
    return not domains or domain in domains


def unit_for(domain: str, code_hash: str | None, day: date) -> Node | None:
    """The unit that takes people with an address of that domain and that code."""
    query = (
        select(Unit.id, Unit.key, Unit.name, Unit.kind, Unit.country, UnitParent.parent_id)
        .join(UnitParent, UnitParent.unit_id == Unit.id)
        .join(RegistrationRule, RegistrationRule.unit_id == Unit.id)
        .where(holds_on(UnitParent, day))
    )
    if code_hash is not None:
        row = db.session.execute(query.where(RegistrationRule.code_hash == code_hash)).first()
        return Node(*row) if row is not None and lets_in(row.id, domain) else None
    listed = query.join(RegistrationDomain, RegistrationDomain.rule_id == RegistrationRule.id)
    row = db.session.execute(
        listed.where(RegistrationDomain.domain == domain, RegistrationRule.code_hash.is_(None))
    ).first()
    return Node(*row) if row is not None else None


def taken(domains: tuple[str, ...], besides: int) -> str | None:
    """The first of these domains by which alone another unit lets people in."""
    return db.session.scalar(
        select(RegistrationDomain.domain)
        .join(RegistrationRule, RegistrationRule.id == RegistrationDomain.rule_id)
        .where(
            RegistrationDomain.domain.in_(domains),
            RegistrationRule.code_hash.is_(None),
            RegistrationRule.unit_id != besides,
        )
        .order_by(RegistrationDomain.domain)
        .limit(1)
    )


def code_hash_of(unit_id: int) -> str | None:
    """What is kept of the unit's code; None where it has none."""
    query = select(RegistrationRule.code_hash).where(RegistrationRule.unit_id == unit_id)
    return db.session.scalar(query)


def keep(
    unit_id: int, domains: tuple[str, ...], code_hash: str | None, *, by: int | None, at: datetime
) -> None:
    """From now on the unit lets people in by this rule, whatever it did before."""
    begin_write()
    values = {"code_hash": code_hash, "set_by": by, "set_at": at}
    rule_id = db.session.scalar(
        update(RegistrationRule)
        .where(RegistrationRule.unit_id == unit_id)
        .values(**values)
        .returning(RegistrationRule.id)
    )
    if rule_id is None:
        row = RegistrationRule(unit_id=unit_id, **values)
        db.session.add(row)
        db.session.flush()  # for its number
        rule_id = row.id
    db.session.execute(delete(RegistrationDomain).where(RegistrationDomain.rule_id == rule_id))
    if domains:
        found = [{"rule_id": rule_id, "domain": domain} for domain in domains]
        db.session.execute(insert(RegistrationDomain), found)


def remove(unit_id: int) -> bool:
    """The unit lets nobody in any more, nor whoever has not confirmed yet; False if it did not."""
    begin_write()
    rule_id = db.session.scalar(
        select(RegistrationRule.id).where(RegistrationRule.unit_id == unit_id)
    )
    db.session.execute(
        delete(Invitation).where(
            Invitation.unit_id == unit_id, Invitation.self_registered.is_(True)
        )
    )
    if rule_id is None:
        return False
    db.session.execute(delete(RegistrationDomain).where(RegistrationDomain.rule_id == rule_id))
    db.session.execute(delete(RegistrationRule).where(RegistrationRule.id == rule_id))
    return True
