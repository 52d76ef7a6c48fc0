"""Acts upon versions need four eyes; what publishing does to those who take the course."""

from datetime import timedelta

import learning
import make
import pytest
import updating
from updating import act, edited, installed, published, standing, taker, version_of

from elearn.core.access import Role
from elearn.core.errors import BadInput, Conflict, NotAllowed, NotFound
from elearn.services import enrolments, lessons, packs, publications
from elearn.services.people import OPERATOR
from elearn.services.publications import Proposal
from elearn.services.publishing import Act, Settings
from elearn.store import packs as pack_store
from elearn.store import publications as store
from elearn.store import records, releases
from elearn.store.db import db

FINISH = "{minor: finish, major: finish, sunset-days: 30}"
MOVE = "{minor: move, major: move}"


@pytest.fixture
def dee(app):
    """A trainer."""
    return make.actor(make.person("Dee", roles=(Role.TRAINER,)))


@pytest.fixture
def eva(app):
    """Another trainer."""
    return make.actor(make.person("Eva", roles=(Role.TRAINER,)))


@pytest.fixture
def kinds(app, now):
    """The course `kinds` in version 1.0.0, published."""
    return learning.publish("kinds", now)


def proposal(what=Act.PUBLISH, version="1.0.1", **more):
    return Proposal(act=what, pack_id="kinds", version=version, **more)


def propose(actor, now, what=Act.PUBLISH, version="1.0.1", four_eyes=True, **more):
    made = publications.propose(
        actor, proposal(what, version, **more), four_eyes=four_eyes, now=now
    )
    db.session.commit()
    return made


def state(version):
    found = pack_store.find_version("kinds", version).state
    db.session.rollback()
    return found


# Four eyes --------------------------------------------------------------------------------------


def test_nothing_happens_until_somebody_else_confirms(kinds, dee, eva, now):
    installed("1.0.1", now)
    ann = taker(now)
    made = propose(dee, now)
    assert not made.done
    assert (state("1.0.1"), version_of(ann)) == ("installed", "1.0.0")
    with pytest.raises(NotAllowed) as refused:
        publications.confirm(dee, made.key, now=now)
    assert refused.value.code == "publication-own"
    db.session.rollback()
    publications.confirm(eva, made.key, note="Looked at.", now=now)
    db.session.commit()
    assert (state("1.0.1"), version_of(ann)) == ("published", "1.0.1")
    kept = store.by_key(made.key)
    assert (kept.state, kept.proposer, kept.decider, kept.note) == (
        "confirmed",
        "Dee",
        "Eva",
        "Looked at.",
    )


def test_a_proposal_is_decided_once(kinds, dee, eva, now):
    installed("1.0.1", now)
    made = propose(dee, now)
    publications.decline(dee, made.key, now=now)
    db.session.commit()
    for decide in (publications.confirm, publications.decline):
        with pytest.raises(Conflict, match="decided already"):
            decide(eva, made.key, now=now)
        db.session.rollback()
    assert state("1.0.1") == "installed"
    assert not propose(dee, now).done  # it can be proposed again


def test_one_thing_is_proposed_at_a_time(kinds, dee, eva, now):
    propose(dee, now, Act.RETIRE, "1.0.0")
    with pytest.raises(Conflict) as refused:
        propose(eva, now, Act.STOP, "1.0.0", reason="Old.")
    assert refused.value.code == "proposed-already"


def test_who_learns_neither_proposes_nor_confirms(kinds, dee, now):
    installed("1.0.1", now)
    ann = taker(now)
    made = propose(dee, now)
    for refused in (
        lambda: publications.propose(ann, proposal(), four_eyes=True, now=now),
        lambda: publications.confirm(ann, made.key, now=now),
        lambda: publications.decline(ann, made.key, now=now),
        lambda: publications.act_at_once(ann, proposal(), now=now),
    ):
        with pytest.raises(NotAllowed):
            refused()
        db.session.rollback()
    assert state("1.0.1") == "installed"


def test_no_trainer_publishes_alone_by_the_operators_way(kinds, dee, now):
    installed("1.0.1", now)
    with pytest.raises(NotAllowed) as refused:
        packs.publish(dee, "kinds", "1.0.1", now=now)
    assert refused.value.code == "four-eyes"


def test_where_the_rule_is_off_it_is_done_at_once(kinds, dee, now):
    installed("1.0.1", now)
    made = propose(dee, now, four_eyes=False)
    assert made.done
    assert state("1.0.1") == "published"
    kept = store.by_key(made.key)
    assert (kept.state, kept.proposed_by, kept.decided_by) == (
        "confirmed",
        dee.person_id,
        dee.person_id,
    )


def test_what_is_declared_to_mean_the_same_is_compared(kinds, dee, eva, now):
    declared = "{meaning-same: {since: 1.0.0, ids: [q-single]}}"
    words = edited(updating.QUIZ, b"prompt: ", b"prompt: Now: ")
    del words  # the declaration alone is enough to be asked
    installed("1.0.1", now, update=declared)
    made = propose(dee, now)
    with pytest.raises(BadInput) as refused:
        publications.confirm(eva, made.key, now=now)
    assert refused.value.code == "meaning-not-compared"
    db.session.rollback()
    publications.confirm(eva, made.key, meaning_same=True, now=now)
    db.session.commit()
    assert state("1.0.1") == "published"
    assert store.by_key(made.key).settings["meaning_same"] is True


@pytest.mark.parametrize("what", [Act.STOP, Act.WITHDRAW])
def test_an_end_needs_a_reason(kinds, dee, now, what):
    with pytest.raises(BadInput) as refused:
        propose(dee, now, what, "1.0.0", reason="  ")
    assert refused.value.code == "reason-missing"


def test_what_makes_no_sense_is_refused(kinds, dee, now):
    installed("1.0.1", now)
    past = Settings(sunset_on=now.date() - timedelta(days=1))
    for code, what, version, settings in (
        ("version-not-live", Act.STOP, "1.0.1", Settings()),
        ("version-not-live", Act.RETIRE, "1.0.1", Settings()),
        ("day-past", Act.PUBLISH, "1.0.1", past),
        ("version-not-current", Act.SUNSET, "1.0.1", Settings()),
        ("no-later-version", Act.SUNSET, "1.0.0", Settings(sunset_on=now.date())),
    ):
        with pytest.raises((Conflict, BadInput)) as refused:
            propose(dee, now, what, version, settings=settings, reason="So.")
        assert refused.value.code == code
        db.session.rollback()
    with pytest.raises(NotFound):
        propose(dee, now, version="9.0.0")


def test_no_line_is_led_back_to_an_earlier_version(kinds, now):
    installed("1.0.1", now)
    published("1.1.0", now, changes={"01-all/04-night.md": updating.NIGHT})
    with pytest.raises(Conflict) as refused:
        act(Act.PUBLISH, "1.0.1", now)
    assert refused.value.code == "version-behind"


# What publishing does ---------------------------------------------------------------------------


def test_a_patch_changes_one_row_of_the_line_and_none_of_the_learners(kinds, now):
    ann, ben = taker(now), taker(now, name="Ben")
    published("1.0.1", now)
    assert {version_of(ann), version_of(ben)} == {"1.0.1"}
    assert standing(ann).done.read == {"rules"}
    assert standing(ann).enrolment.settled


def test_a_minor_version_that_lets_finish_holds_those_who_have_begun(kinds, app, now):
    ann, ben = taker(now), taker(now, name="Ben", read=False)
    night = {"01-all/04-night.md": updating.NIGHT}
    published("1.1.0", now, changes=night, update=FINISH)
    held = standing(ann).enrolment
    assert (held.version, held.pinned_id) == ("1.0.0", held.version_id)
    assert held.sunset_on == now.date() + timedelta(days=30)
    assert version_of(ben) == "1.1.0"  # had not begun
    updating.complete(ann, now)
    (record,) = records.of_person(ann.person_id)
    assert record.version == "1.0.0"
    updating.work(app, now + timedelta(days=31))
    assert version_of(ann) == "1.0.0"  # has completed it


def test_who_is_held_goes_on_at_the_sunset_with_all_that_is_done(kinds, app, now):
    ann = taker(now)
    night = {"01-all/04-night.md": updating.NIGHT}
    published("1.1.0", now, changes=night, update=FINISH)
    updating.work(app, now + timedelta(days=29))
    assert version_of(ann) == "1.0.0"
    later = now + timedelta(days=30)
    lessons.finish_lesson(ann, "kinds", "rules", now=later)  # nothing breaks before the worker
    enrolments.begin_write()
    updating.jobs.ask_for_tidying(later)
    updating.work(app, later)
    assert version_of(ann) == "1.1.0"
    assert standing(ann).enrolment.settled
    assert standing(ann).done.read == {"rules"}


def test_urgent_law_stops_what_was_and_takes_everybody_along(kinds, app, now):
    ann, done = taker(now), taker(now, name="Ben")
    updating.complete(done, now)
    night = {"01-all/04-night.md": updating.NIGHT}
    due = now.date() + timedelta(days=60)
    law = Settings(urgent=True, law_note="The act has changed.", bridge_due_on=due)
    published("2.0.0", now, law, changes=night)
    stopped = next(r for r in releases.of_pack("kinds") if r.version == "1.0.0")
    assert (stopped.state, stopped.law_note) == ("stopped", "The act has changed.")
    assert next(r for r in releases.of_pack("kinds")).bridge_due_on == due
    db.session.rollback()
    updating.work(app, now)
    assert version_of(ann) == "2.0.0"
    assert standing(ann).done.read == {"rules"}
    (record,) = records.of_person(done.person_id)
    assert (record.version, version_of(done)) == ("1.0.0", "1.0.0")


def test_a_stopped_version_completes_nothing_and_loses_nothing(kinds, app, now):
    ann = taker(now)
    act(Act.STOP, "1.0.0", now)
    updating.work(app, now)
    assert version_of(ann) == "1.0.0"  # there is nowhere to go yet
    with pytest.raises(Conflict) as refused:
        updating.pass_quiz(ann, now)
    assert refused.value.code == "version-ended"
    db.session.rollback()
    published("1.0.1", now)
    assert version_of(ann) == "1.0.1"
    updating.complete(ann, now)
    (record,) = records.of_person(ann.person_id)
    assert record.version == "1.0.1"


def test_nobody_new_gets_what_was_stopped(kinds, now):
    act(Act.STOP, "1.0.0", now)
    with pytest.raises(NotFound):
        taker(now)


def test_a_withdrawn_version_is_never_offered_again(kinds, dee, now):
    act(Act.WITHDRAW, "1.0.0", now)
    with pytest.raises(Conflict) as refused:
        propose(dee, now, version="1.0.0")
    assert refused.value.code == "version-withdrawn"


def test_a_version_that_was_stopped_by_mistake_can_be_offered_again(kinds, now):
    ann = taker(now)
    act(Act.STOP, "1.0.0", now)
    act(Act.PUBLISH, "1.0.0", now)
    updating.complete(ann, now)
    assert len(records.of_person(ann.person_id)) == 1


def test_a_register_is_published_by_two_as_well(app, dee, eva, now):
    done = packs.install_path(learning.PACKS / "law", now=now)
    db.session.commit()
    wanted = Proposal(act=Act.PUBLISH, pack_id=done.pack_id, version=done.version)
    made = publications.propose(dee, wanted, four_eyes=True, now=now)
    publications.confirm(eva, made.key, now=now)
    db.session.commit()
    assert pack_store.newest_published(done.pack_id).version == done.version


def test_the_operator_needs_nobody(kinds, now):
    installed("1.0.1", now)
    packs.publish(OPERATOR, "kinds", "1.0.1", now=now)
    packs.publish(OPERATOR, "kinds", "1.0.1", now=now)
    db.session.commit()
    assert len(store.of_pack("kinds")) == 2  # one for each version
