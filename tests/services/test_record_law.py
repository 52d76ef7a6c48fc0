"""Records that hold until the law changes: no day at first, then the eve of the change."""

from datetime import date, timedelta
from pathlib import Path

import lawful
import make
import pytest

from elearn.core.access import Scope
from elearn.core.law.outcome import Outcome
from elearn.core.learning import record as core
from elearn.core.learning.renewal import Term
from elearn.core.learning.standing import Status
from elearn.services import (
    enrolments,
    handlers,
    jobs,
    law_hits,
    law_impacts,
    lessons,
    my_records,
    own_records,
    record_law,
    records,
    trust,
    verifier,
)
from elearn.services.guarding import Origin
from elearn.store import citations
from elearn.store import law_hits as found
from elearn.store import law_impacts as impacts
from elearn.store import records as store
from elearn.store.db import db
from elearn.store.pages import law_people

AHEAD = lawful.AFTER.replace("2026-06-12", "2027-06-12")
EVE = date(2027, 6, 11)


@pytest.fixture
def kept(app, cast, now):
    """Ann's record of a course whose records hold until its law changes."""
    lawful.install(lawful.register_files(), now)
    files = lawful.course_files()
    files["pack.yaml"] += "validity: {until: law-changes}\n"
    lawful.install(files, now)
    ann = make.actor(cast.ann)
    enrolments.enrol(ann, "entry", now=now)
    lessons.finish_lesson(ann, "entry", "documents", now=now)
    db.session.commit()
    return store.of_person(cast.ann.id)[0]


def work(app, now):
    """Let a worker do what a publication asks for."""
    every = handlers.job_handlers(app.config["SETTINGS"], Path(app.instance_path))
    jobs.run_due({"law": every["law"]}, now)
    db.session.remove()


def standing(kept):
    return store.by_id(kept.id)


def test_it_does_not_end_while_no_change_is_known(app, cast, kept, now):
    work(app, now)
    facts = core.from_raw(kept.facts)
    assert (facts.validity, facts.valid_until) == ("until-law-changes", None)
    assert standing(kept).valid_until is None
    page = my_records.page(make.actor(cast.ann), "en", now=now)
    assert [one.renewal.term for one in page.current] == [Term.CURRENT]


def test_it_ends_on_the_eve_of_a_change_that_the_register_knows_ahead(app, cast, kept, now):
    lawful.install(lawful.register_files("2.0.0", AHEAD, "2026-11-20"), now)
    work(app, now)
    assert standing(kept).valid_until == EVE
    assert core.from_raw(standing(kept).facts).valid_until is None  # what was signed stays
    page = my_records.page(make.actor(cast.ann), "en", now=now + timedelta(days=150))
    assert [one.renewal.term for one in page.due] == [Term.DUE]
    for day, status in ((EVE, Status.VALID), (EVE + timedelta(days=1), Status.EXPIRED)):
        at = now.replace(year=day.year, month=day.month, day=day.day)
        found = records.look_up(kept.code, "", now=at)
        assert (found.status, found.valid_until) == (status, EVE)


def test_a_change_that_is_withdrawn_ends_nothing(app, kept, now):
    lawful.install(lawful.register_files("2.0.0", AHEAD, "2026-11-20"), now)
    work(app, now)
    lawful.install(lawful.register_files("3.0.0", lawful.BEFORE, "2026-11-21"), now)
    work(app, now)
    assert standing(kept).valid_until is None
    assert record_law.refresh(now=now) == 0


def test_what_verifiers_keep_tells_of_the_change(app, cast, kept, now):
    def listed():
        return trust.document(trust.Issuer("https://learn.example.org", "Learn"), now=now)["law"]

    assert listed() == []
    lawful.install(lawful.register_files("2.0.0", AHEAD, "2026-11-20"), now)
    work(app, now)
    facts = core.from_raw(kept.facts)
    assert listed() == [{"pack": "entry", "version": facts.version, "until": "2027-06-11"}]
    brought = own_records.my_record_file(make.actor(cast.ann), kept.key).encode()
    origin = Origin("secret", "192.0.2.1")
    for day, status in ((EVE, Status.VALID), (EVE + timedelta(days=1), Status.EXPIRED)):
        at = now.replace(year=day.year, month=day.month, day=day.day)
        found = verifier.check(brought, "", origin, now=at)
        assert (found.status, found.facts["valid_until"]) == (status, "2027-06-11")


def decided(cast, key, item, outcome, now):
    decision = law_hits.Decision(outcome)
    law_hits.work_off(make.actor(cast.dee), key, ("entry", item), None, decision, now=now)
    db.session.commit()


def refreshed(app, now):
    every = handlers.job_handlers(app.config["SETTINGS"], Path(app.instance_path))
    jobs.run_due({record_law.KIND: every[record_law.KIND]}, now)
    db.session.remove()


def test_what_was_found_to_be_right_still_ends_nothing_until_it_is_opened_again(
    app, cast, kept, now
):
    lawful.install(lawful.register_files("2.0.0", AHEAD, "2026-11-20"), now)
    work(app, now)
    opened = law_impacts.Source("law")
    key = law_impacts.open_impact(make.actor(cast.dee), opened, law_impacts.Plan(), now=now)
    db.session.commit()
    items = [one.item or law_hits.AROUND for one in found.items_of(found_impact(key), "entry")]
    assert len(items) > 1
    for item in items:
        assert standing(kept).valid_until == EVE  # one place that waits is enough
        decided(cast, key, item, Outcome.STILL_RIGHT, now)
        refreshed(app, now)
    assert standing(kept).valid_until is None
    decided(cast, key, items[0], Outcome.OPEN, now)
    refreshed(app, now)
    assert standing(kept).valid_until == EVE


def found_impact(key):
    return impacts.by_key(key).id


def test_other_records_have_nothing_to_do_with_it(app, cast, now):
    lawful.reform(now)
    ann = make.actor(cast.ann)
    enrolments.enrol(ann, "entry", now=now)
    lessons.finish_lesson(ann, "entry", "documents", now=now)
    db.session.commit()
    work(app, now)
    assert store.of_person(cast.ann.id)[0].valid_until is None


def test_lists_about_changed_law_count_it_until_the_eve_of_the_change(app, cast, kept, now):
    lawful.install(lawful.register_files("2.0.0", AHEAD, "2026-11-20"), now)
    work(app, now)
    source = law_impacts.Source("law")
    law_impacts.open_impact(make.actor(cast.dee), source, law_impacts.Plan(), now=now)
    db.session.commit()
    after = EVE + timedelta(days=1)
    assert citations.records_standing([kept.version_id], EVE) == {kept.version_id: 1}
    assert citations.records_standing([kept.version_id], after) == {}
    everybody = Scope(everybody=True)
    (row,) = law_people.rows(law_people.Wanted(everybody, EVE), limit=5)
    assert (row.record_key, row.valid_until) == (kept.key, EVE)
    assert law_people.count(law_people.Wanted(everybody, after)) == 0
