"""What a change of law touches: found in all packs, opened once, kept place by place."""

from datetime import date

import lawful
import make
import pytest
from sqlalchemy import select

from elearn.core.access import Role
from elearn.core.errors import BadInput, Conflict, NotAllowed, NotFound
from elearn.core.law.changes import from_raw
from elearn.services import citations, law_impacts
from elearn.services.law_impacts import Plan, Source
from elearn.services.people import OPERATOR
from elearn.store import citations as index
from elearn.store import law_impacts as store
from elearn.store.db import begin_write, db
from elearn.store.tables.audit import AuditEntry
from elearn.store.tables.law import CitationRow, LawHit, VersionLaw

UPDATE = Source("law", "1.0.0", "2.0.0")


@pytest.fixture
def dee(app, cast, now):
    lawful.reform(now)
    return make.actor(cast.dee)


def places(found):
    return {(t.version_id, t.role): t.places for v in found.versions for t in v.tallies}


def hits():
    return [
        (h.item, h.part if h.role != "text" else "", h.role, h.state)
        for h in db.session.scalars(select(LawHit).order_by(LawHit.id))
    ]


def test_a_register_update_finds_every_place_that_cites_what_changed(dee, now):
    found = law_impacts.look(dee, UPDATE, now=now)
    assert [(c.key, c.kind.value) for c in found.changes] == [
        ("code:6(1)(a)", "new-wording"),
        ("old", "replaced"),
        ("new", "new"),
    ]
    assert [(t.key, t.nearness.value) for t in found.touches] == [
        ("code:6", "around"),
        ("code:6(1)(a)", "same"),
        ("old:4", "whole"),
    ]
    (version,) = found.versions
    assert (version.version.pack_id, version.version.version) == ("entry", "1.0.0")
    assert version.items == 3
    assert {t.role: t.places for t in version.tallies} == {
        "text": 2,
        "option": 1,
        "key": 1,
        "debrief": 1,
    }
    assert version.places == found.places == 5


def test_the_version_before_is_taken_where_none_is_named(dee, now):
    assert law_impacts.look(dee, Source("law", to_version="2.0.0"), now=now).source == UPDATE
    assert law_impacts.look(dee, Source("law"), now=now).source == UPDATE


def test_one_provision_and_a_day(dee, now):
    day = date(2027, 1, 1)
    for text in ("code:6(1)(c)", "[@code:6(1)(c)]", " code:6(1)(c) "):
        found = law_impacts.look(dee, Source(provision=text, day=day), now=now)
        assert found.source == Source("law", provision="code:6(1)(c)", day=day)
        assert [(t.key, t.nearness.value) for t in found.touches] == [
            ("code:6", "around"),
            ("code:6(1)(c)", "same"),
        ]
        assert found.places == 2


def test_records_that_hold_are_counted_by_version(dee, cast, now):
    (version,) = index.in_use("law")
    make.record(cast.ann, version.version_id)
    make.record(cast.ben, version.version_id, valid_until=date(2026, 11, 23))
    make.record(cast.cy, version.version_id, valid_until=date(2026, 11, 22))
    make.record(cast.dee, version.version_id, status="revoked")
    make.record(cast.mia, version.version_id, status="superseded")
    (found,) = law_impacts.look(dee, UPDATE, now=now).versions
    assert found.records == 2


def test_what_was_checked_against_the_newer_register_is_not_touched(dee, now):
    lawful.install(lawful.course_files("2.0.0", law="2.0.0"), now)
    found = law_impacts.look(dee, UPDATE, now=now)
    assert [v.version.version for v in found.versions] == ["1.0.0"]


def test_versions_that_nobody_uses_are_left_out(dee, cast, now):
    lawful.install(lawful.course_files("1.1.0"), now)
    found = law_impacts.look(dee, UPDATE, now=now)
    assert [v.version.version for v in found.versions] == ["1.1.0"]
    first = next(v for v in db.session.scalars(select(VersionLaw.version_id)))
    make.record(cast.ann, first)
    found = law_impacts.look(dee, UPDATE, now=now)
    assert [v.version.version for v in found.versions] == ["1.0.0", "1.1.0"]


def test_a_version_that_is_not_published_yet_is_touched_too(dee, now):
    lawful.install(lawful.course_files("1.1.0"), now, publish=False)
    found = law_impacts.look(dee, UPDATE, now=now)
    assert [v.version.version for v in found.versions] == ["1.0.0", "1.1.0"]


@pytest.mark.parametrize(
    ("source", "error", "code"),
    [
        (Source("none", "1.0.0", "2.0.0"), NotFound, "not-found"),
        (Source("entry", "1.0.0", "1.0.0"), NotFound, "not-found"),
        (Source("law", "1.0.0", "3.0.0"), NotFound, "not-found"),
        (Source("law", to_version="1.0.0"), NotFound, "not-found"),
        (Source("law", "2.0.0", "1.0.0"), BadInput, "versions-order"),
        (Source("law", "2.0.0", "2.0.0"), BadInput, "versions-order"),
        (Source(provision="code:6(1)(a)"), BadInput, "day-missing"),
        (Source(provision="none:6", day=date(2027, 1, 1)), BadInput, "provision-unknown"),
        (Source(provision="code:99", day=date(2027, 1, 1)), BadInput, "provision-unlisted"),
        (Source(provision="What?", day=date(2027, 1, 1)), BadInput, "provision-unknown"),
        (Source(provision="other:6", day=date(2027, 1, 1)), BadInput, "provision-unknown"),
    ],
)
def test_what_cannot_be_looked_at_is_said(dee, now, source, error, code):
    with pytest.raises(error) as refused:
        law_impacts.look(dee, source, now=now)
    assert refused.value.code == code


def test_an_impact_is_opened_with_every_place_its_owner_and_its_deadline(dee, cast, now):
    due = date(2026, 12, 24)
    key = law_impacts.open_impact(dee, UPDATE, Plan(due=due, reason=" The  Pact. "), now=now)
    db.session.commit()
    kept = store.by_key(key)
    assert (kept.owner_id, kept.owner, kept.due) == (cast.dee.id, "Dee Trainer", due)
    assert (kept.reason, kept.hits, kept.open_hits) == ("The Pact.", 5, 5)
    assert from_raw(kept.changes[0]).key == "code:6(1)(a)"
    assert hits() == [
        ("documents", "", "text", "open"),
        ("documents", "", "text", "open"),
        ("ask", "q-paper", "key", "open"),
        ("ask", "q-paper/a", "option", "open"),
        ("gate", "s-gate/c-refer", "debrief", "open"),
    ]
    (version,) = store.versions_of(kept.id)
    assert (version.pack_id, version.owner, version.due) == ("entry", "Dee Trainer", due)
    assert (version.hits, version.open_hits, version.records) == (5, 5, 0)
    assert [(t.name, t.ref, t.number, t.day) for t in store.touches_of(kept.id)] == [
        ("code", "6", 0, "2026-06-12"),
        ("code", "6(1)(a)", 0, "2026-06-12"),
        ("old", "4", 1, "2026-06-12"),
    ]
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "law-impact-opened")
    ).one()
    assert entry.details == {"source": "law 1.0.0 > 2.0.0", "places": 5}


def test_a_change_is_opened_once(dee, now):
    key = law_impacts.open_impact(dee, UPDATE, Plan(), now=now)
    with pytest.raises(Conflict) as refused:
        law_impacts.open_impact(dee, Source("law"), Plan(), now=now)
    assert refused.value.details["key"] == key


def test_another_trainer_may_have_it_but_nobody_else(dee, cast, now):
    eva = make.person("Eva Trainer", roles=(Role.TRAINER,))
    with pytest.raises(BadInput) as refused:
        law_impacts.open_impact(dee, UPDATE, Plan(owner_key=cast.ann.key), now=now)
    assert refused.value.code == "owner-unknown"
    db.session.rollback()
    key = law_impacts.open_impact(dee, UPDATE, Plan(owner_key=eva.key), now=now)
    assert store.by_key(key).owner == "Eva Trainer"


def test_nothing_touched_is_nothing_to_open(dee, now):
    lawful.install(lawful.register_files("3.0.0", lawful.AFTER, "2026-07-01"), now)
    with pytest.raises(BadInput) as refused:
        law_impacts.open_impact(dee, Source("law"), Plan(), now=now)
    assert refused.value.code == "nothing-touched"


def test_changes_of_law_are_for_trainers(app, cast, now):
    lawful.reform(now)
    for somebody in (cast.ann, cast.mia, cast.co, cast.ana):
        for act in (
            lambda actor: law_impacts.look(actor, UPDATE, now=now),
            lambda actor: law_impacts.open_impact(actor, UPDATE, Plan(), now=now),
        ):
            with pytest.raises(NotAllowed):
                act(make.actor(somebody))
    assert law_impacts.look(OPERATOR, UPDATE, now=now).places == 5


def test_the_index_can_be_made_anew(dee, now):
    def kept():
        return sorted(
            (row.item, row.part, row.role, row.mark, row.provision_id)
            for row in db.session.scalars(select(CitationRow))
        )

    before = kept()
    begin_write()
    db.session.execute(CitationRow.__table__.delete())
    db.session.execute(VersionLaw.__table__.delete())
    db.session.commit()
    assert citations.index_missing() == 1
    assert citations.index_missing() == 0
    db.session.commit()
    assert kept() == before
    assert len(before) == 7
