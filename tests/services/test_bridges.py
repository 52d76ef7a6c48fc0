"""Bridges: offered to whoever completed an older version, made once, renewing the record."""

from dataclasses import replace
from datetime import timedelta

import bridging
import make
import pytest

from elearn.core.access import NOBODY, Role
from elearn.core.errors import Conflict, NotAllowed, NotFound
from elearn.core.learning import record as facts_of
from elearn.core.learning.standing import Status
from elearn.core.pack.model import Lesson, Quiz
from elearn.core.quiz.answers import SingleAnswer
from elearn.core.quiz.correct import CorrectionKind
from elearn.services import (
    authoring,
    bridges,
    corrections,
    courses,
    enrolments,
    lessons,
    mistake_reports,
    packs,
    publications,
    records,
    regrading,
    shelf,
)
from elearn.services.corrections import Proposal as Correcting
from elearn.services.mistake_reports import Mistake
from elearn.services.people import OPERATOR
from elearn.services.publications import Proposal
from elearn.services.publishing import Act, Settings
from elearn.store import bridges as store
from elearn.store import packs as pack_store
from elearn.store import records as record_store
from elearn.store import reports
from elearn.store.db import begin_write, db
from elearn.store.pages import concerned


@pytest.fixture
def ann(cast, now):
    """Ann, who has completed version 1.0.0."""
    bridging.publish("1.0.0", now)
    bridging.completed(cast.ann, now)
    return cast.ann


def offered(person, now):
    return bridges.offer(person.id, bridging.PACK, "en", now=now)


def shown(person, now):
    return bridges.page(make.actor(person), bridging.PACK, "en", now=now)


def test_nothing_is_offered_where_nothing_is_newer(ann, now):
    assert offered(ann, now) is None
    with pytest.raises(NotFound):
        shown(ann, now)
    with pytest.raises(NotFound):
        bridging.begun(ann, now)


def test_a_newer_version_is_offered_with_what_changed(ann, now):
    bridging.publish("2.0.0", now)
    found = offered(ann, now)
    assert (found.completed, found.current, found.going_on) == ("1.0.0", "2.0.0", "")
    page = shown(ann, now)
    assert [(line.kind, line.title.plain, line.new) for line in page.lines] == [
        ("lesson", "The two lines", False)
    ]
    assert (page.questions, page.asked, page.minutes) == (1, 1, 7)
    assert page.months == 24


def test_several_versions_are_bridged_in_one_go(ann, now):
    bridging.publish("2.0.0", now)
    bridging.publish("3.0.0", now)
    assert offered(ann, now).current == "3.0.0"
    assert [(line.kind, line.title.plain, line.new) for line in shown(ann, now).lines] == [
        ("lesson", "The two lines", False),
        ("case", "The train", False),
        ("lesson", "The gate", True),
    ]


def test_who_completed_nothing_is_offered_nothing(ann, cast, now):
    bridging.publish("2.0.0", now)
    assert offered(cast.ben, now) is None
    with pytest.raises(NotFound):
        shown(cast.ben, now)
    with pytest.raises(NotFound):
        bridging.begun(cast.ben, now)
    with pytest.raises(NotAllowed):
        bridges.start(NOBODY, bridging.PACK, now=now)


def test_nothing_is_offered_where_the_pack_wants_no_bridge(ann, now):
    bridging.publish("2.0.0", now, update="update: {bridge: false}\n")
    assert offered(ann, now) is None


def test_a_minor_version_is_offered_too(ann, now):
    bridging.publish("1.1.0", now)
    assert [line.title.plain for line in shown(ann, now).lines] == ["Papers"]


CHIP = "A passport holds a chip that a reader in the booth can read."
SAME = "update: {{meaning-same: {{since: {since}, ids: [papers]}}}}\n"


def said_again(version, since, now, papers=CHIP):
    """A version that says something in other words than `since`, and declares that it is that."""
    return bridging.publish(version, now, SAME.format(since=since), papers=papers)


def titles(person, now):
    return [line.title.plain for line in shown(person, now).lines]


def test_what_was_declared_to_mean_the_same_on_the_way_is_not_taken_again(ann, now):
    said_again("1.0.1", "1.0.0", now)
    said_again("1.0.2", "1.0.1", now, papers=f"{CHIP} It opens the gate.")
    bridging.publish("2.0.0", now, papers=f"{CHIP} It opens the gate.")
    assert titles(ann, now) == ["The two lines"]
    bridge = bridging.begun(ann, now)
    course = shelf.take(pack_store.newest_published(bridge).digest).course
    assert {item.id for item in course.items if isinstance(item, Lesson)} == {"lines"}


def test_what_changed_once_without_a_declaration_is_taken(ann, now):
    said_again("1.0.1", "1.0.0", now)
    bridging.publish("2.0.0", now, papers="A passport has a chip and two pages of visas.")
    assert titles(ann, now) == ["The two lines", "Papers"]


def test_a_declaration_that_nobody_confirmed_or_that_was_withdrawn_counts_for_nothing(ann, now):
    text = SAME.format(since="1.0.0")
    bridging.publish_only("1.0.1", now, text, publish=False, papers=CHIP)
    db.session.commit()
    bridging.publish("2.0.0", now, papers=CHIP)
    assert titles(ann, now) == ["The two lines", "Papers"]
    begin_write()
    withdrawn = Proposal(act=Act.PUBLISH, pack_id=bridging.PACK, version="1.0.1")
    settings = Settings(meaning_same=True)
    publications.act_at_once(OPERATOR, replace(withdrawn, settings=settings), now=now)
    assert titles(ann, now) == ["The two lines"]
    wrong = replace(withdrawn, act=Act.WITHDRAW, reason="It was not the same.")
    publications.act_at_once(OPERATOR, wrong, now=now)
    assert titles(ann, now) == ["The two lines", "Papers"]


def test_an_expired_record_is_not_bridged(ann, now):
    bridging.publish("2.0.0", now)
    later = now + timedelta(days=800)
    assert offered(ann, later) is None


def test_a_bridge_holds_what_changed_as_a_course(ann, now):
    bridging.publish("2.0.0", now)
    name = bridging.begun(ann, now)
    version = pack_store.newest_published(name)
    course = shelf.take(version.digest).course
    assert version.kind == "bridge"
    assert course.bridge.of == bridging.PACK
    assert [type(item) for item in course.items] == [Lesson, Quiz]
    assert course.items[0] == shelf.take(_digest("2.0.0")).course.item("lines")
    assert [q.id for q in course.items[1].own_questions] == ["q-line"]
    assert course.items[1].pass_percent == 80


def _digest(version):
    return pack_store.find_version(bridging.PACK, version).digest


def test_it_is_in_no_list_of_packs_or_courses(ann, cast, now):
    bridging.publish("2.0.0", now)
    name = bridging.begun(ann, now)
    catalogue = courses.catalogue(make.actor(ann), "en", query="", topic="", taught_in="", now=now)
    assert [card.pack_id for card in catalogue.cards] == [bridging.PACK]
    assert {v.pack_id for v in packs.installed()} == {bridging.PACK}
    with pytest.raises(NotFound):
        enrolments.enrol(make.actor(cast.ben), name, now=now)
    with pytest.raises(NotFound):
        courses.course_page(make.actor(cast.ben), name, "en", now=now)


def test_its_title_is_said_in_the_readers_language(ann, now):
    bridging.publish("2.0.0", now)
    name = bridging.begun(ann, now)
    page = courses.course_page(make.actor(ann), name, "sr", now=now)
    assert page.title.plain == "Кораци: шта се променило"
    assert page.modules[-1].title.plain == "Питања о ономе што се променило"


def test_links_to_what_is_not_in_it_lead_to_the_course(ann, now):
    bridging.publish("2.0.0", now)
    name = bridging.begun(ann, now)
    digest = enrolments.require_standing(make.actor(ann), name).enrolment.digest
    html = "".join(part.html for part in shelf.read(digest, "en", now.date()).body("lines").parts)
    assert 'href="/courses/steps/papers"' in html


def test_finishing_it_renews_the_record_and_names_both_versions(ann, now):
    (old,) = record_store.of_person(ann.id)
    bridging.publish("2.0.0", now)
    later = now + timedelta(days=100)
    new = bridging.renewed(ann, later)
    assert (new.version, new.kind, new.renews_id) == ("2.0.0", "renewal", old.id)
    assert new.pack_id == bridging.PACK
    facts = facts_of.from_raw(new.facts)
    assert (facts.pack, facts.version, facts.digest) == ("steps", "2.0.0", _digest("2.0.0"))
    assert (facts.renews, facts.renews_version) == (old.digest, "1.0.0")
    assert facts.renews_digest == _digest("1.0.0")
    assert facts.title == "Steps"
    assert facts.hours == {"self-study": 3}
    assert facts.issued == later.date()
    assert facts.valid_until > record_store.by_id(old.id).valid_until
    assert record_store.by_id(old.id).superseded
    assert offered(ann, later) is None


def test_others_are_told_that_a_newer_one_took_its_place(ann, now):
    (old,) = record_store.of_person(ann.id)
    bridging.publish("2.0.0", now)
    new = bridging.renewed(ann, now)
    said = records.described(old.code, record_store.by_id(old.id), now=now)
    assert said.status is Status.SUPERSEDED
    said = records.described(new.code, new, now=now)
    assert (said.status, said.version, said.renews_version) == (Status.VALID, "2.0.0", "1.0.0")


def test_a_renewed_record_is_renewed_again(ann, now):
    bridging.publish("2.0.0", now)
    first = bridging.renewed(ann, now)
    bridging.publish("3.0.0", now)
    assert [line.title.plain for line in shown(ann, now).lines] == ["The train", "The gate"]
    second = bridging.renewed(ann, now)
    assert (second.version, second.renews_id) == ("3.0.0", first.id)
    assert len(record_store.standing_of(ann.id)) == 1


def test_beginning_twice_changes_nothing(ann, now):
    bridging.publish("2.0.0", now)
    assert bridging.begun(ann, now) == bridging.begun(ann, now)
    assert offered(ann, now).going_on == bridging.begun(ann, now)
    taking = frozenset({bridging.begun(ann, now)})
    assert bridges.offers(ann.id, "en", taking, now=now) == ()
    assert len(bridges.offers(ann.id, "en", frozenset(), now=now)) == 1


def test_one_bridge_serves_everybody(ann, cast, now):
    bridging.completed(cast.ben, now)
    bridging.publish("2.0.0", now)
    assert bridging.begun(ann, now) == bridging.begun(cast.ben, now)
    assert len(store.ways_of(ann.id)) == 1


def test_where_nothing_changed_nothing_is_offered_once_that_is_known(ann, now):
    bridging.publish("1.2.0", now)  # it holds what 1.0.0 held
    assert shown(ann, now).empty
    assert bridges.start(make.actor(ann), bridging.PACK, now=now) is None
    db.session.commit()
    assert offered(ann, now) is None
    assert store.ways_of(ann.id)[0].made


def test_a_bridge_under_way_stays_when_a_newer_version_comes(ann, now):
    bridging.publish("2.0.0", now)
    name = bridging.begun(ann, now)
    bridging.publish("3.0.0", now)
    bridging.finish(make.actor(ann), name, now)
    (new,) = record_store.standing_of(ann.id)
    assert new.version == "2.0.0"
    assert offered(ann, now).completed == "2.0.0"


def test_a_bridge_renews_nothing_once_the_older_record_is_revoked(ann, now):
    (old,) = record_store.of_person(ann.id)
    bridging.publish("2.0.0", now)
    name = bridging.begun(ann, now)
    begin_write()
    records.revoke(old, "issued by mistake", by=None, now=now)
    db.session.commit()
    bridging.finish(make.actor(ann), name, now)
    assert record_store.standing_of(ann.id) == []
    assert enrolments.require_standing(make.actor(ann), name).enrolment.completed_at is None


def test_a_record_that_rested_on_a_revoked_one_goes_with_it(ann, now):
    (old,) = record_store.of_person(ann.id)
    bridging.publish("2.0.0", now)
    new = bridging.renewed(ann, now)
    begin_write()
    records.revoke(record_store.by_id(old.id), "issued by mistake", by=None, now=now)
    db.session.commit()
    assert record_store.by_id(new.id).revoked
    assert record_store.standing_of(ann.id) == []


def test_where_a_renewal_is_revoked_the_older_record_holds_again(ann, now):
    (old,) = record_store.of_person(ann.id)
    bridging.publish("2.0.0", now)
    new = bridging.renewed(ann, now)
    begin_write()
    records.revoke(new, "somebody else sat the quiz", by=None, now=now)
    db.session.commit()
    assert [kept.id for kept in record_store.standing_of(ann.id)] == [old.id]
    again = bridging.renewed(ann, now)
    assert again.id != new.id
    assert again.renews_id == old.id
    assert record_store.by_id(old.id).superseded


def withdraw(version, now):
    reason = "It taught the wrong thing."
    proposal = Proposal(act=Act.WITHDRAW, pack_id=bridging.PACK, version=version, reason=reason)
    publications.act_at_once(OPERATOR, proposal, now=now)
    db.session.commit()


def test_a_bridge_to_a_withdrawn_version_renews_nothing(ann, now):
    bridging.publish("2.0.0", now)
    name = bridging.begun(ann, now)
    withdraw("2.0.0", now)
    bridging.finish(make.actor(ann), name, now)
    (kept,) = record_store.standing_of(ann.id)
    assert kept.version == "1.0.0"
    bridging.publish("3.0.0", now)
    assert bridging.renewed(ann, now).version == "3.0.0"


def test_whoever_renewed_for_a_withdrawn_version_is_bridged_on(ann, now):
    bridging.publish("2.0.0", now)
    bridging.renewed(ann, now)
    withdraw("2.0.0", now)
    assert offered(ann, now) is None  # there is nothing newer yet
    bridging.publish("3.0.0", now)
    assert offered(ann, now).completed == "2.0.0"


def test_an_urgent_version_says_until_when_the_bridge_is_due(ann, now):
    (old,) = record_store.of_person(ann.id)
    bridging.publish_only("2.0.0", now, publish=False)
    due = (now + timedelta(days=30)).date()
    urgent = Settings(urgent=True, law_note="Checks begin in the queue.", bridge_due_on=due)
    proposal = Proposal(act=Act.PUBLISH, pack_id=bridging.PACK, version="2.0.0", settings=urgent)
    publications.act_at_once(OPERATOR, proposal, now=now)
    db.session.commit()
    assert offered(ann, now).due_on == due
    bridging.publish("3.0.0", now)  # a later version does not take the day away
    assert offered(ann, now).due_on == due
    new = bridging.renewed(ann, now)
    assert (new.version, new.renews_id) == ("3.0.0", old.id)
    assert offered(ann, now) is None


def test_those_in_bridges_are_concerned_when_the_version_is_withdrawn(ann, cast, now):
    bridging.completed(cast.ben, now)
    cy = cast.cy
    bridging.completed(cy, now)
    bridging.publish("2.0.0", now)
    bridging.begun(ann, now)
    bridging.renewed(cast.ben, now)
    version = pack_store.find_version(bridging.PACK, "2.0.0")
    counted = concerned.count(version.id)
    assert (counted.people, counted.standing, counted.records) == (2, 2, 1)
    found = {one.person_id: one for one in concerned.enrolments(version.id, 0, limit=9)}
    assert set(found) == {ann.id, cast.ben.id}
    assert found[ann.id].stands
    assert not found[ann.id].record
    assert found[cast.ben.id].record


def test_nobody_can_install_a_bridge(ann, now, tmp_path):
    bridging.publish("2.0.0", now)
    name = bridging.begun(ann, now)
    files = shelf.files(pack_store.newest_published(name).digest)
    for path, data in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    with pytest.raises(Conflict) as refused:
        packs.install_path(tmp_path, now=now)
    assert refused.value.code == "bridge-made"


def test_who_left_the_course_is_offered_the_bridge_all_the_same(ann, now):
    enrolments.leave(make.actor(ann), bridging.PACK, now=now)
    db.session.commit()
    bridging.publish("2.0.0", now)
    assert bridging.renewed(ann, now).version == "2.0.0"


def test_who_left_the_bridge_goes_on_where_they_were(ann, now):
    bridging.publish("2.0.0", now)
    actor, name = make.actor(ann), bridging.begun(ann, now)
    lessons.finish_lesson(actor, name, "lines", now=now)
    enrolments.leave(actor, name, now=now)
    db.session.commit()
    assert bridging.begun(ann, now) == name
    assert "lines" in enrolments.require_standing(actor, name).done.read


def test_what_was_read_in_the_newer_version_need_not_be_read_again(ann, now):
    """Minor versions come to the same enrolment: somebody may have read on there."""
    bridging.publish("1.1.0", now)
    actor = make.actor(ann)
    (line,) = shown(ann, now).lines
    assert line.title.plain == "Papers"
    lessons.finish_lesson(actor, bridging.PACK, "lines", now=now)
    db.session.commit()
    begin_write()
    enrolment = enrolments.require_standing(actor, bridging.PACK).enrolment
    _read_as_new(enrolment, "papers", now)
    db.session.commit()
    name = bridging.begun(ann, now)
    assert "papers" in enrolments.require_standing(actor, name).done.read
    assert record_store.standing_of(ann.id)[0].version == "1.1.0"


def _read_as_new(enrolment, item_id, now):
    """As if the item had been opened first on the version on which the learner stands now."""
    from elearn.store.tables.enrolments import ItemState

    row = db.session.get_one(ItemState, (enrolment.id, item_id))
    row.version_id = enrolment.version_id


def test_what_was_read_in_another_bridge_comes_along_if_it_is_the_same(ann, now):
    bridging.publish("2.0.0", now)
    actor, first = make.actor(ann), bridging.begun(ann, now)
    lessons.finish_lesson(actor, first, "lines", now=now)
    db.session.commit()
    bridging.publish("3.0.0", now)
    second = bridging.begun(ann, now)
    assert second != first
    assert enrolments.require_standing(actor, second).done.read == {"lines"}


def test_what_was_read_before_it_changed_is_read_again(ann, now):
    bridging.publish("2.0.0", now)
    name = bridging.begun(ann, now)
    assert enrolments.require_standing(make.actor(ann), name).done.read == frozenset()


def test_a_mistake_in_a_bridge_is_reported_on_the_course(ann, cast, now):
    bridging.publish("2.0.0", now)
    actor, name = make.actor(ann), bridging.begun(ann, now)
    mistake_reports.report_mistake(actor, name, Mistake("lines", "", "en", "Wrong."), now=now)
    db.session.commit()
    (kept,) = reports.listing("open", limit=5, offset=0)
    assert (kept.pack_id, kept.version) == (bridging.PACK, "2.0.0")


def test_trainers_open_no_bridge_and_retire_none(ann, cast, now):
    bridging.publish("2.0.0", now)
    name = bridging.begun(ann, now)
    trainer = make.actor(cast.dee)
    with pytest.raises(NotFound):
        authoring.version_page(trainer, name, "2.0.0", now=now)
    with pytest.raises(NotFound):
        packs.retire(OPERATOR, name, "2.0.0", now=now)


def test_trainers_see_who_renews_in_numbers(ann, cast, now):
    bridging.publish("2.0.0", now)
    bridging.begun(ann, now)
    (line,) = authoring.version_page(make.actor(cast.dee), bridging.PACK, "2.0.0", now=now).bridges
    assert line.since == "1.0.0"
    assert line.under_way.shown is None  # fewer than five
    assert line.completed.shown is None


def correct_the_key(cast, now):
    """After all, it was the other answer: whoever gave it was right, and nobody else."""
    proposal = Correcting(
        pack_id=bridging.PACK,
        version="2.0.0",
        question_id="q-line",
        kind=CorrectionKind.KEY,
        answer=SingleAnswer("a"),
        reason="The first line after all.",
        may_lower=True,
    )
    key = corrections.propose(make.actor(cast.dee), proposal, now=now)
    db.session.commit()
    eva = make.actor(make.person("Eva Trainer", roles=(Role.TRAINER,)))
    regrading.begin(corrections.confirm(eva, key, now=now), None, now=now)
    db.session.commit()


def test_a_correction_marks_what_was_answered_in_a_bridge_again(ann, cast, now):
    (old,) = record_store.of_person(ann.id)
    bridging.publish("2.0.0", now)
    new = bridging.renewed(ann, now)
    correct_the_key(cast, now)
    assert record_store.by_id(new.id).revoked
    assert [kept.id for kept in record_store.standing_of(ann.id)] == [old.id]
    name = offered(ann, now).going_on
    assert enrolments.require_standing(make.actor(ann), name).done.passed == frozenset()


def test_a_correction_holds_in_bridges_that_come_later(ann, cast, now):
    bridging.publish("2.0.0", now)
    correct_the_key(cast, now)
    name = bridging.begun(ann, now)
    bridging.finish(make.actor(ann), name, now)  # by the key as it was published
    assert record_store.standing_of(ann.id)[0].version == "1.0.0"


def test_the_doctor_looks_at_bridges_too(ann, now):
    bridging.publish("2.0.0", now)
    name = bridging.begun(ann, now)
    assert name in {kept.pack_id for kept in pack_store.bridges()}


def test_an_old_version_can_be_retired_and_is_bridged_still(ann, now):
    bridging.publish("2.0.0", now)
    packs.retire(OPERATOR, bridging.PACK, "1.0.0", now=now)
    db.session.commit()
    assert bridging.renewed(ann, now).version == "2.0.0"
