"""Makers of what is asked of people, for tests of compliance."""

from datetime import date
from itertools import count
from pathlib import Path

import make

from elearn.services import compliance, handlers, jobs
from elearn.store.db import begin_write, db
from elearn.store.tables.compliance import ComplianceSpan
from elearn.store.tables.duties import AssignmentRow, ExemptionRow, PriorLearningRow

_numbers = count(1)
ASKED = date(2026, 1, 1)
DUE = date(2026, 6, 30)


def assign(
    pack_id="checks",
    *,
    unit=None,
    person=None,
    role=None,
    from_day=ASKED,
    to_day=None,
    due_on=DUE,
    due_days=None,
    renew_months=None,
    on_law_change=False,
    compulsory=True,
):
    """A pack is asked of a unit, a role or a person; its number."""
    begin_write()
    row = AssignmentRow(
        key=f"assignment{next(_numbers)}",
        unit_id=unit.id if unit else None,
        role=role.value if role else None,
        person_id=person.id if person else None,
        pack_id=pack_id,
        from_day=from_day,
        to_day=to_day,
        first_day=from_day,
        due_on=due_on,
        due_days=due_days,
        renew_months=renew_months,
        on_law_change=on_law_change,
        compulsory=compulsory,
        at=make.CREATED,
    )
    db.session.add(row)
    db.session.flush()
    number = row.id
    db.session.commit()
    return number


def exempt(person, from_day, to_day=None, pack_id="checks"):
    """A pack is not asked of somebody."""
    begin_write()
    db.session.add(
        ExemptionRow(
            key=f"exemption{next(_numbers)}",
            person_id=person.id,
            pack_id=pack_id,
            from_day=from_day,
            to_day=to_day,
            reason="on leave",
            at=make.CREATED,
        )
    )
    db.session.commit()


def learnt_elsewhere(person, awarded_on, valid_until=None, pack_id="checks"):
    """Somebody learnt elsewhere what a pack teaches."""
    begin_write()
    db.session.add(
        PriorLearningRow(
            key=f"prior{next(_numbers)}",
            person_id=person.id,
            pack_id=pack_id,
            title="A course elsewhere",
            awarding_body="An academy",
            awarded_on=awarded_on,
            valid_until=valid_until,
            seen="A certificate",
            at=make.CREATED,
        )
    )
    db.session.commit()


def refresh(*people, now):
    """Work out these people."""
    compliance.refresh([one.id for one in people], now=now)
    db.session.commit()


def timeline(person, pack_id="checks"):
    """What is kept of somebody: status and first day, in order."""
    rows = db.session.query(ComplianceSpan).filter_by(person_id=person.id, pack_id=pack_id)
    return [(row.status, row.from_day) for row in rows.order_by(ComplianceSpan.from_day)]


def work(app, now):
    """Let the worker do all that is due."""
    db.session.remove()
    every = handlers.job_handlers(app.config["SETTINGS"], Path(app.instance_path))
    return jobs.run_due(every, now)
