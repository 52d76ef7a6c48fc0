"""The facts of a record come from the pack, from what was taken, and from the roster."""

from datetime import timedelta

import bridging
import learning
import make
import pytest
import updating

from elearn.core.access import Role
from elearn.core.learning import record
from elearn.services import attempts, enrolments, lessons, packs, publications
from elearn.services.people import OPERATOR
from elearn.services.publications import Proposal
from elearn.services.publishing import Act
from elearn.store import records
from elearn.store.db import db


def facts_of(person):
    return record.from_raw(records.of_person(person.id)[0].facts)


def published(now, head=b"", old=b"", new=b""):
    """The course of the tests with more in its pack.yaml."""
    files = bridging.files("1.0.0")
    files["pack.yaml"] = files["pack.yaml"].replace(old, new) + head
    done = packs.install_files(OPERATOR, files, now=now)
    assert done.done, [str(p) for p in done.problems]
    packs.publish(OPERATOR, "steps", "1.0.0", now=now)
    db.session.commit()


def test_a_record_says_what_the_pack_says_of_itself(app, cast, now):
    published(
        now,
        b"level: {eqf: 4, frameworks: ['Frontex SQF: level 4']}\naward: {kind: achievement}\n",
        old=b"{self-study: 3}",
        new=b"{self-study: 3, practice: 2}",
    )
    bridging.completed(cast.ann, now)
    facts = facts_of(cast.ann)
    assert facts.facts_version == 2
    assert (facts.kind, facts.eqf) == ("achievement", 4)
    assert facts.frameworks == ("Frontex SQF: level 4",)
    assert facts.assessment == "quizzes-and-case-studies"
    assert facts.participation == "blended"
    assert facts.quality == "versioned-pack"
    assert (facts.validity, facts.credit) == ("months", "approved")
    assert facts.result == {"check": 100}


def test_a_course_without_a_quiz_has_no_result_and_says_so(app, cast, now):
    learning.publish("pages", now)
    enrolments.enrol(make.actor(cast.ann), "pages", now=now)
    for lesson in ("first", "second"):
        lessons.finish_lesson(make.actor(cast.ann), "pages", lesson, now=now)
    db.session.commit()
    facts = facts_of(cast.ann)
    assert (facts.kind, facts.assessment, facts.participation) == (
        "completion",
        "none",
        "online-self-paced",
    )
    assert (facts.result, facts.validity, facts.frameworks) == ({}, "none", ())
    kept = records.of_person(cast.ann.id)[0]
    assert set(kept.facts) == {*record.FACT_KEYS, *record.VERSION_2_KEYS}


def test_identity_is_the_rosters_only_while_an_institution_has_somebody(app, cast, now):
    published(now)
    alone = make.person("Al Alone")
    gone = make.person("Gil Gone")
    make.membership(gone, cast.station, to_day=now.date())
    for person in (cast.ann, alone, gone):
        bridging.completed(person, now)
    assert facts_of(cast.ann).identity == "institution-roster"
    assert facts_of(alone).identity == "self-declared"
    assert facts_of(gone).identity == "self-declared"


@pytest.mark.parametrize(
    ("award", "language", "credit"),
    [
        (b"", "en", "approved"),
        (b"", "sr", "not-approved"),
        (b"", "sr-Latn", "not-approved"),
        (b"", "sq", "approved"),  # the course has no Albanian, so it is shown in English
        (b"award: {credit: []}\n", "en", "not-approved"),
    ],
)
def test_credit_is_for_the_language_it_was_taken_in(app, cast, now, award, language, credit):
    published(now, award)
    person = make.person("Lea Learner", language=language)
    bridging.completed(person, now)
    assert facts_of(person).credit == credit


def test_a_quiz_taken_in_a_language_without_credit_leaves_none(app, cast, now):
    published(now)
    ann = make.actor(cast.ann)
    enrolments.enrol(ann, "steps", now=now)
    key = attempts.begin(ann, "steps", "check", "sr", now=now)
    for number, form in learning.truth_forms(ann, key).items():
        attempts.answer(ann, key, number, form, now=now)
    attempts.finish(ann, key, now=now)
    db.session.commit()
    bridging.finish(ann, "steps", now + timedelta(hours=1))
    assert facts_of(cast.ann).language == "en"
    assert facts_of(cast.ann).credit == "not-approved"


def test_a_second_person_who_confirms_is_part_of_quality(app, cast, now):
    done = packs.install_files(OPERATOR, bridging.files("1.0.0"), now=now)
    assert done.done
    tom = make.person("Tom Trainer", roles=(Role.TRAINER,))
    proposal = Proposal(act=Act.PUBLISH, pack_id="steps", version="1.0.0", reason="It is new.")
    made = publications.propose(make.actor(cast.dee), proposal, four_eyes=True, now=now)
    db.session.commit()
    publications.confirm(make.actor(tom), made.key, now=now)
    db.session.commit()
    bridging.completed(cast.ann, now)
    assert facts_of(cast.ann).quality == "versioned-pack-confirmed-by-two"


def test_the_result_is_by_the_quizzes_own_rule_and_rounded_down(app, cast, now):
    learning.publish("kinds", now)
    ann = updating.taker(now, name="Ann Again")
    wrong = attempts.begin(ann, "kinds", "quiz", "en", now=now)
    attempts.finish(ann, wrong, now=now)
    db.session.commit()
    updating.pass_quiz(ann, now)
    updating.play_case(ann, now)
    facts = record.from_raw(records.of_person(ann.person_id)[0].facts)
    assert facts.result == {"quiz": 100}


def test_results_come_along_to_another_line_and_a_renewal_has_its_own(app, cast, now):
    bridging.publish("1.0.0", now)
    bridging.completed(cast.ann, now)
    bridging.publish("2.0.0", now + timedelta(days=1))
    renewed = bridging.renewed(cast.ann, now + timedelta(days=2))
    facts = record.from_raw(renewed.facts)
    assert facts.kind == "renewal"
    assert list(facts.result.values()) == [100]
    assert set(facts.result) != {"check"}
    assert set(renewed.facts) == {
        *record.FACT_KEYS,
        *record.VERSION_2_KEYS,
        *record.RENEWAL_KEYS,
    }
