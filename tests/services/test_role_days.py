"""Roles that end by themselves."""

from datetime import timedelta

import make
import pytest

from elearn.core.access import Role
from elearn.core.errors import BadInput
from elearn.services import roles
from elearn.store.db import db


def grant(cast, role, unit, to_day, now):
    roles.grant(
        make.actor(cast.ana),
        cast.ben.key,
        role,
        unit_key=unit,
        from_day=now.date(),
        to_day=to_day,
        now=now,
    )
    db.session.commit()


def test_a_role_is_held_until_its_last_day_and_no_longer(cast, now):
    end = now.date() + timedelta(days=7)
    grant(cast, Role.MANAGER, cast.station.key, end, now)
    assert make.actor(cast.ben, end - timedelta(days=1)).has(Role.MANAGER)
    assert not make.actor(cast.ben, end).has(Role.MANAGER)


def test_a_role_does_not_end_before_it_begins(cast, now):
    with pytest.raises(BadInput):
        grant(cast, Role.TRAINER, "", now.date(), now)


def test_an_administrators_role_does_not_end_by_itself(cast, now):
    with pytest.raises(BadInput):
        grant(cast, Role.ADMIN, "", now.date() + timedelta(days=7), now)


def test_the_page_takes_a_last_day(cast, client_for, now):
    day = now.date()
    form = {"role": "trainer", "unit": "", "from_day": day.isoformat()}
    browser, at = client_for(cast.ana), f"/admin/people/{cast.ben.key}/roles"
    assert browser.post(at, data={**form, "to_day": day.isoformat()}).status_code == 422
    end = day + timedelta(days=3)
    assert browser.post(at, data={**form, "to_day": end.isoformat()}).status_code == 303
    assert not make.actor(cast.ben, end).has(Role.TRAINER)
