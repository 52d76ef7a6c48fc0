"""Working off a change of law, place by place."""

from datetime import date

import lawful
import make
import pytest
from sqlalchemy import select

from elearn.core.access import Role
from elearn.core.errors import BadInput, NotAllowed, NotFound
from elearn.core.law.outcome import Outcome
from elearn.services import law_hits, law_impacts, law_notices
from elearn.services.law_hits import Decision
from elearn.services.law_impacts import Plan, Source
from elearn.store import law_hits as store
from elearn.store import law_impacts as impacts
from elearn.store import packs
from elearn.store.db import db
from elearn.store.tables.audit import AuditEntry
from elearn.store.tables.law import LawHit

RIGHT = Decision(Outcome.STILL_RIGHT)
HERE = ("entry", "documents")
OTHER_WORDS = lawful.LESSON.replace("is valid", "is valid, and its chip is read")


@pytest.fixture
def dee(app, cast, now):
    lawful.reform(now)
    return make.actor(cast.dee)


@pytest.fixture
def key(dee, now):
    key = law_impacts.open_impact(dee, Source("law"), Plan(), now=now)
    db.session.commit()
    return key


def kept(key):
    return impacts.by_key(key)


def of_item(key, item="documents"):
    return store.of_item(kept(key).id, "entry", item)


def states(version="1.0.0"):
    number = packs.find_version("entry", version).id
    found = db.session.scalars(
        select(LawHit).where(LawHit.version_id == number).order_by(LawHit.id)
    )
    return [(h.item, h.role, h.state, h.in_version) for h in found]


def test_a_place_is_worked_off_with_who_and_when(dee, key, cast, now):
    first, second = of_item(key)
    assert (first.name, first.ref, first.language, first.state) == ("code", "6(1)(a)", "en", "open")
    done = law_hits.work_off(
        dee, key, HERE, [first.id], Decision(Outcome.STILL_RIGHT, note=" Read  it. "), now=now
    )
    db.session.commit()
    assert done == 1
    first, second = of_item(key)
    assert (first.state, first.note, first.handler, first.handled_at) == (
        "still-right",
        "Read it.",
        "Dee Trainer",
        now,
    )
    assert second.state == "open"
    assert (kept(key).hits, kept(key).open_hits) == (5, 4)
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "law-worked-off")
    ).one()
    assert entry.actor_id == cast.dee.id
    assert entry.details == {
        "pack": "entry",
        "item": "documents",
        "places": 1,
        "outcome": "still-right",
    }


def test_all_that_is_open_of_an_item_can_be_worked_off_at_once(dee, key, now):
    assert law_hits.work_off(dee, key, ("entry", "ask"), None, RIGHT, now=now) == 2
    with pytest.raises(BadInput) as refused:
        law_hits.work_off(dee, key, ("entry", "ask"), None, RIGHT, now=now)
    assert refused.value.code == "nothing-chosen"
    assert [t.open_hits for t in store.items_of(kept(key).id, "entry")] == [2, 0, 1]


def test_what_was_decided_can_be_decided_again(dee, key, now):
    first, _second = of_item(key)
    law_hits.work_off(dee, key, HERE, [first.id], RIGHT, now=now)
    law_hits.work_off(dee, key, HERE, [first.id], Decision(Outcome.OPEN), now=now)
    assert of_item(key)[0].state == "open"


def test_changed_in_a_version_holds_only_if_that_version_says_otherwise(dee, key, now):
    first, second = of_item(key)
    changed = Decision(Outcome.CHANGED, in_version="1.1.0")

    def refused(decision=changed, hits=(first.id,)):
        with pytest.raises(BadInput) as refusal:
            law_hits.work_off(dee, key, HERE, hits, decision, now=now)
        db.session.rollback()
        return refusal.value.code

    assert refused() == "version-missing"
    assert refused(Decision(Outcome.CHANGED)) == "version-missing"
    assert refused(Decision(Outcome.CHANGED, in_version="soon")) == "version-missing"
    assert refused(Decision(Outcome.CHANGED, in_version="1.0.0")) == "version-older"
    assert refused(Decision(Outcome.STILL_RIGHT, in_version="1.1.0")) == "version-unfit"
    lawful.install(lawful.course_files("1.1.0", law="2.0.0", lesson=OTHER_WORDS), now)
    assert refused(hits=(first.id, second.id)) == "version-same"
    assert law_hits.work_off(dee, key, HERE, [first.id], changed, now=now) == 1
    assert (of_item(key)[0].state, of_item(key)[0].in_version) == ("changed", "1.1.0")


def test_what_is_withdrawn_says_why(dee, key, now):
    withdrawn = Decision(Outcome.WITHDRAWN)
    with pytest.raises(BadInput) as refused:
        law_hits.work_off(dee, key, ("entry", "gate"), None, withdrawn, now=now)
    assert refused.value.code == "note-missing"
    long = Decision(Outcome.WITHDRAWN, note="x" * 1001)
    with pytest.raises(BadInput) as refused:
        law_hits.work_off(dee, key, ("entry", "gate"), None, long, now=now)
    assert refused.value.code == "note-long"
    why = Decision(Outcome.WITHDRAWN, note="The directive is gone.")
    assert law_hits.work_off(dee, key, ("entry", "gate"), None, why, now=now) == 1


def test_a_place_that_says_the_same_in_several_versions_is_worked_off_in_all(dee, cast, now):
    lawful.install(lawful.course_files("1.1.0", lesson=OTHER_WORDS), now)
    make.record(cast.ann, packs.find_version("entry", "1.0.0").id)
    key = law_impacts.open_impact(dee, Source("law"), Plan(), now=now)
    assert law_hits.work_off(dee, key, ("entry", "ask"), None, RIGHT, now=now) == 4
    old = next(h for h in of_item(key) if h.version == "1.0.0" and h.ref == "6(1)(a)")
    assert law_hits.work_off(dee, key, HERE, [old.id], RIGHT, now=now) == 1
    assert [s[2] for s in states("1.0.0") if s[0] == "documents"] == ["still-right", "open"]
    assert [s[2] for s in states("1.1.0") if s[0] == "documents"] == ["open", "open"]


def test_other_courses_keep_their_own_places(dee, now):
    lawful.install(lawful.course_files(pack_id="other"), now)
    key = law_impacts.open_impact(dee, Source("law"), Plan(), now=now)
    law_hits.work_off(dee, key, HERE, None, RIGHT, now=now)
    other = store.of_item(kept(key).id, "other", "documents")
    assert {hit.state for hit in other} == {"open"}
    with pytest.raises(BadInput):
        law_hits.work_off(dee, key, HERE, [other[0].id], RIGHT, now=now)


def test_a_new_version_that_does_not_know_the_new_law_is_touched_as_the_one_before(dee, key, now):
    law_hits.work_off(dee, key, ("entry", "ask"), None, RIGHT, now=now)
    first, _second = of_item(key)
    law_hits.work_off(
        dee, key, ("entry", "gate"), None, Decision(Outcome.WITHDRAWN, note="Gone."), now=now
    )
    db.session.commit()
    lawful.install(lawful.course_files("1.0.1"), now)
    assert states("1.0.1") == states("1.0.0")
    lawful.install(lawful.course_files("1.1.0", lesson=OTHER_WORDS), now)
    assert [s[2] for s in states("1.1.0")] == [s[2] for s in states("1.0.0")]
    changed = Decision(Outcome.CHANGED, in_version="1.1.0")
    law_hits.work_off(dee, key, HERE, [first.id], changed, now=now)
    db.session.commit()
    lawful.install(lawful.course_files("1.2.0"), now)
    assert ("documents", "text", "open", "") in states("1.2.0")
    assert not [s for s in states("1.2.0") if s[2] == "changed"]


def test_a_new_version_that_was_checked_against_the_new_law_is_not_touched(dee, key, now):
    lawful.install(lawful.course_files("2.0.0", law="2.0.0"), now)
    assert states("2.0.0") == []


def test_what_is_worked_off_altogether_touches_no_new_version(dee, key, now):
    for item in ("documents", "ask", "gate"):
        law_hits.work_off(dee, key, ("entry", item), None, RIGHT, now=now)
    db.session.commit()
    lawful.install(lawful.course_files("1.0.1"), now)
    assert states("1.0.1") == []


def test_a_provisions_change_touches_versions_checked_before_it_was_known(dee, now):
    source = Source(provision="code:6(1)(c)", day=date(2027, 1, 1))
    law_impacts.open_impact(dee, source, Plan(), now=now)
    db.session.commit()
    lawful.install(lawful.course_files("1.0.1"), now)
    assert len(states("1.0.1")) == 2
    later = lawful.course_files("1.0.2")
    later["pack.yaml"] = later["pack.yaml"].replace("checked: 2026-05-01", "checked: 2026-11-23")
    lawful.install(later, now)
    assert states("1.0.2") == []


def test_a_pack_is_given_to_a_trainer_until_a_day(dee, key, now):
    eva = make.person("Eva Trainer", roles=(Role.TRAINER,))
    law_hits.give(dee, key, "entry", (eva.key, date(2026, 12, 1)), now=now)
    (version,) = impacts.versions_of(kept(key).id)
    assert (version.owner, version.owner_key, version.due) == (
        "Eva Trainer",
        eva.key,
        date(2026, 12, 1),
    )
    with pytest.raises(NotFound):
        law_hits.give(dee, key, "none", (eva.key, None), now=now)


def test_only_trainers_work_off(dee, key, cast, now):
    for somebody in (cast.ann, cast.mia, cast.co, cast.ana):
        actor = make.actor(somebody)
        with pytest.raises(NotAllowed):
            law_hits.work_off(actor, key, HERE, None, RIGHT, now=now)
        with pytest.raises(NotAllowed):
            law_hits.give(actor, key, "entry", ("", None), now=now)
    for where in (("entry", "none"), ("none", "documents")):
        with pytest.raises(NotFound):
            law_hits.work_off(dee, key, where, None, RIGHT, now=now)
    with pytest.raises(NotFound):
        law_hits.work_off(dee, "none", HERE, None, RIGHT, now=now)


def test_learners_are_told_what_was_decided(dee, key, now):
    number = packs.find_version("entry", "1.0.0").id
    lawful.install(lawful.course_files("1.1.0", law="2.0.0", lesson=OTHER_WORDS), now)

    def said(item="documents", languages=("en",)):
        return law_notices.notice(number, (item,), languages)

    first, second = of_item(key)
    assert said().changes == (law_notices.Since("2026-06-12", ("code:6", "code:6(1)(a)")),)
    assert said().state is Outcome.OPEN
    assert said("ask").state is Outcome.OPEN
    assert said("nothing") is None
    assert said(languages=("sr",)) is None
    law_hits.work_off(dee, key, HERE, [second.id], RIGHT, now=now)
    assert said().changes == (law_notices.Since("2026-06-12", ("code:6(1)(a)",)),)
    changed = Decision(Outcome.CHANGED, in_version="1.1.0")
    law_hits.work_off(dee, key, HERE, [first.id], changed, now=now)
    assert (said().state, said().in_version) == (Outcome.CHANGED, "1.1.0")
    law_hits.work_off(dee, key, ("entry", "ask"), None, RIGHT, now=now)
    assert said("ask") is None
    assert law_notices.items_touched(number, ("en",)) == {"documents", "gate"}
