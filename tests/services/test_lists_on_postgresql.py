"""The lists of managers and administrators say the same on PostgreSQL."""

from datetime import timedelta

import make
import pytest

from elearn.core.learning.standing_in_list import ListFilter, ListState
from elearn.services import admin_people, audit_trail, nominations, overview, units
from elearn.services.audit_trail import Filter as AuditFilter
from elearn.services.overview import SORTS, Filter
from elearn.store.db import db

pytestmark = pytest.mark.postgresql


def test_lists_pages_and_exports_work(app_on_postgresql, now):
    with app_on_postgresql.app_context():
        cast = make.cast(now)
        version = make.course()
        make.record(cast.ann, version, valid_until=now.date() - timedelta(days=1))
        make.record(cast.ben, version)
        make.enrolment(cast.mia, version, done=("a",))
        actor = make.actor(cast.mia)
        for sort in SORTS:
            page = overview.people(actor, Filter(sort=sort, descending=True), "en", now=now)
            assert {line.name: line.state for line in page.lines} == {
                "Ann Learner": ListState.EXPIRED,
                "Ben Colleague": ListState.VALID,
                "Mia Manager": ListState.IN_PROGRESS,
            }
        for state in ListFilter:
            page = overview.people(actor, Filter(state=state), "en", now=now)
            assert len(page.lines) == page.counts[state]
        overview.keep_look(actor, page, now=now)
        db.session.commit()
        parts = list(overview.export(actor, Filter(), "en", now=now))
        db.session.commit()
        assert sum(len(part) for part in parts) == 3
        nominations.nominate(actor, cast.ann.key, "checks", now=now)
        db.session.commit()
        assert len(nominations.nominations_page(make.actor(cast.co), "en", now=now).open) == 1
        page = units.unit_page(make.actor(cast.co), cast.station.key, now=now)
        assert {m.name for m in page.members if m.manager} == {"Mia Manager"}
        ana = make.actor(cast.ana)
        assert admin_people.roster(ana, "ann", with_left=True, page=1, now=now).total == 1
        assert len(audit_trail.trail(ana, AuditFilter(actor="mia")).acts) == 1
