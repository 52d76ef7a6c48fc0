"""Corrections: one proposes, another confirms; marks are appended, and nobody is hurt."""

import shutil

import learning
import make
import pytest
from sqlalchemy import func, select

from elearn.core.access import Role
from elearn.core.errors import BadInput, Conflict, NotAllowed, NotFound
from elearn.core.quiz.answers import SingleAnswer, TextAnswer, TrueFalseAnswer
from elearn.core.quiz.correct import CorrectionKind
from elearn.services import attempts, corrections, enrolments, packs, regrading, replay
from elearn.services import jobs as job_service
from elearn.services.corrections import Proposal
from elearn.services.people import OPERATOR
from elearn.services.sign_in import Letter
from elearn.services.transaction import transaction
from elearn.store import attempts as attempt_store
from elearn.store import corrections as store
from elearn.store import enrolments as enrolment_store
from elearn.store import records as record_store
from elearn.store.db import db
from elearn.store.tables.attempts import MarkRow
from elearn.store.tables.jobs import Job

KEY, ALSO = CorrectionKind.KEY, CorrectionKind.ALSO
WITHDRAWN, EVERYBODY = CorrectionKind.WITHDRAWN, CorrectionKind.EVERYBODY


@pytest.fixture
def kinds(app, cast, now):
    learning.publish("kinds", now)
    return cast


@pytest.fixture
def eva(kinds):
    """A second trainer."""
    return make.actor(make.person("Eva Trainer", roles=(Role.TRAINER,)))


@pytest.fixture
def dee(kinds):
    return make.actor(kinds.dee)


def sit(actor, right, now):
    """An attempt in which the questions with these ids are answered right; its key."""
    enrolments.enrol(actor, "kinds", now=now)
    key = attempts.begin(actor, "kinds", "quiz", "en", now=now)
    sitting = attempts.require_sitting(actor, key)
    for number, form in learning.truth_forms(actor, key).items():
        if attempts.question_at(sitting, number).question.id in right:
            attempts.answer(actor, key, number, form, now=now)
    attempts.finish(actor, key, now=now)
    db.session.commit()
    return key


def proposal(kind, **more):
    wanted = {"question_id": "q-single", "reason": "The key was wrong.", "version": ""}
    return Proposal(pack_id="kinds", kind=kind, **{**wanted, **more})


def correct(dee, eva, kind, now, *, letters=None, **more):
    key = corrections.propose(dee, proposal(kind, **more), now=now)
    db.session.commit()
    kept = corrections.confirm(eva, key, now=now)
    regrading.begin(kept, letters, now=now)
    db.session.commit()
    return store.by_key(key)


def result(key):
    kept = attempt_store.by_key(key)
    return kept.points, kept.points_max, kept.passed


FOUR = ("q-multiple", "q-truefalse", "q-matching", "q-numeric")
ALL = ("q-single", *FOUR, "q-ordering", "q-text")


def test_everybody_gets_the_point_and_whoever_passes_now_has_passed(kinds, dee, eva, now):
    ann = make.actor(kinds.ann)
    key = sit(ann, FOUR, now)
    assert result(key) == ("4", "7", False)
    correct(dee, eva, EVERYBODY, now)
    assert result(key) == ("5", "7", True)
    assert "quiz" in enrolment_store.open_standing(kinds.ann.id, "kinds").done.passed


def test_marks_are_appended_and_never_edited(kinds, dee, eva, now):
    key = sit(make.actor(kinds.ann), FOUR, now)
    before = db.session.execute(select(MarkRow.id, MarkRow.points).order_by(MarkRow.id)).all()
    kept = correct(dee, eva, EVERYBODY, now)
    after = db.session.execute(select(MarkRow.id, MarkRow.points).order_by(MarkRow.id)).all()
    assert after[: len(before)] == before
    assert len(after) == len(before) + 1
    newest = db.session.get(MarkRow, after[-1].id)
    assert (newest.question_id, newest.verdict, newest.correction_id) == (
        "q-single", "right", kept.id,
    )  # fmt: skip
    (done,) = store.results_of(attempt_store.by_key(key).id)
    assert (done.points_before, done.points_after, done.kept) == ("4", "5", False)


def test_a_result_never_falls_unless_the_act_says_so(kinds, dee, eva, now):
    key = sit(make.actor(kinds.ann), ("q-single", *FOUR), now)
    wrong = SingleAnswer("a")
    correct(dee, eva, KEY, now, answer=wrong)
    assert result(key) == ("5", "7", True)
    (held,) = store.results_of(attempt_store.by_key(key).id)
    assert held.kept
    assert attempt_store.marks(attempt_store.by_key(key).id)["q-single"].verdict == "wrong"


def test_where_the_act_says_so_it_falls(kinds, dee, eva, now):
    key = sit(make.actor(kinds.ann), ("q-single", *FOUR), now)
    correct(dee, eva, KEY, now, answer=SingleAnswer("a"), may_lower=True)
    assert result(key) == ("4", "7", False)


def test_a_withdrawn_question_is_taken_out_of_the_sum(kinds, dee, eva, now):
    key = sit(make.actor(kinds.ann), FOUR, now)
    other = sit(make.actor(kinds.ben), ALL, now)
    correct(dee, eva, WITHDRAWN, now)
    assert result(key) == ("4", "6", True)
    assert result(other) == ("6", "6", True)


def test_who_hands_in_later_is_marked_with_the_correction(kinds, dee, eva, now):
    ann = make.actor(kinds.ann)
    enrolments.enrol(ann, "kinds", now=now)
    key = attempts.begin(ann, "kinds", "quiz", "en", now=now)
    db.session.commit()
    correct(dee, eva, EVERYBODY, now)
    attempts.finish(ann, key, now=now)
    db.session.commit()
    assert result(key) == ("1", "7", False)
    assert store.results_of(attempt_store.by_key(key).id) == []


def test_the_record_follows_from_the_rule(kinds, dee, eva, now):
    ann = make.actor(kinds.ann)
    sit(ann, FOUR, now)
    from elearn.services import cases, lessons

    lessons.finish_lesson(ann, "kinds", "rules", now=now)
    case = cases.begin(ann, "kinds", "gate", "en", now=now)
    cases.choose(ann, case, 0, "c-ask", now=now)
    db.session.commit()
    assert record_store.of_person(kinds.ann.id) == []
    correct(dee, eva, EVERYBODY, now)
    (record,) = record_store.of_person(kinds.ann.id)
    assert not record.revoked


def finish_course(person, now):
    from elearn.services import cases, lessons

    actor = make.actor(person)
    lessons.finish_lesson(actor, "kinds", "rules", now=now)
    case = cases.begin(actor, "kinds", "gate", "en", now=now)
    cases.choose(actor, case, 0, "c-ask", now=now)
    db.session.commit()


def test_a_completion_is_taken_back_only_if_the_act_says_so(kinds, dee, eva, now):
    sit(make.actor(kinds.ann), ("q-single", *FOUR), now)
    finish_course(kinds.ann, now)
    correct(dee, eva, KEY, now, answer=SingleAnswer("a"))
    (record,) = record_store.of_person(kinds.ann.id)
    assert not record.revoked
    correct(dee, eva, KEY, now, answer=TextAnswer("x"), question_id="q-text", may_lower=True)
    (record,) = record_store.of_person(kinds.ann.id)
    assert not record.revoked  # she left that question blank before and after
    correct(dee, eva, KEY, now, answer=TrueFalseAnswer(False), question_id="q-truefalse",
            may_lower=True)  # fmt: skip
    (record,) = record_store.of_person(kinds.ann.id)
    assert record.revoked
    assert record_store.reason(record.id, "revoked") == "The key was wrong."
    standing = enrolment_store.open_standing(kinds.ann.id, "kinds")
    assert standing.enrolment.completed_at is None
    assert "quiz" not in standing.done.passed


def test_who_completes_anew_gets_another_record(kinds, dee, eva, now):
    sit(make.actor(kinds.ann), ("q-single", *FOUR), now)
    finish_course(kinds.ann, now)
    correct(dee, eva, KEY, now, answer=SingleAnswer("a"), may_lower=True)
    assert [r.revoked for r in record_store.of_person(kinds.ann.id)] == [True]
    sit(make.actor(kinds.ann), ALL, now)  # by the new key 6 of 7
    found = record_store.of_person(kinds.ann.id)
    assert sorted(r.revoked for r in found) == [False, True]
    assert len({r.code for r in found}) == 2


def test_nobody_confirms_what_they_proposed(kinds, dee, eva, now):
    key = corrections.propose(dee, proposal(EVERYBODY), now=now)
    db.session.commit()
    with pytest.raises(NotAllowed) as refused:
        corrections.confirm(dee, key, now=now)
    assert refused.value.code == "correction-own"
    db.session.rollback()
    corrections.confirm(eva, key, now=now)
    db.session.commit()
    for decide in (corrections.confirm, corrections.decline):
        with pytest.raises(Conflict):
            decide(eva, key, now=now)
        db.session.rollback()


def test_a_declined_proposal_changes_nothing(kinds, dee, eva, now):
    key = sit(make.actor(kinds.ann), FOUR, now)
    correction = corrections.propose(dee, proposal(EVERYBODY), now=now)
    corrections.decline(dee, correction, now=now)  # taken back
    db.session.commit()
    assert corrections.of_version("kinds", "1.0.0") == {}
    assert result(key) == ("4", "7", False)


def test_the_operator_acts_under_a_name(kinds, now):
    with pytest.raises(BadInput):
        corrections.propose(OPERATOR, proposal(EVERYBODY), now=now)
    key = corrections.propose(OPERATOR, proposal(EVERYBODY, by="Olga"), now=now)
    db.session.commit()
    with pytest.raises(BadInput):
        corrections.confirm(OPERATOR, key, now=now)
    corrections.confirm(OPERATOR, key, now=now, by="Petra")


def test_corrections_are_for_trainers(kinds, dee, now):
    key = corrections.propose(dee, proposal(EVERYBODY), now=now)
    db.session.commit()
    for person in (kinds.ann, kinds.mia, kinds.co, kinds.ana):
        actor = make.actor(person)
        for refused in (
            lambda actor=actor: corrections.propose(actor, proposal(EVERYBODY), now=now),
            lambda actor=actor: corrections.confirm(actor, key, now=now),
            lambda actor=actor: corrections.require(actor, key),
        ):
            with pytest.raises(NotAllowed):
                refused()


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        ({"reason": "  "}, BadInput),
        ({"kind": KEY}, BadInput),
        ({"kind": KEY, "answer": TextAnswer("x")}, BadInput),
        ({"question_id": "none"}, NotFound),
        ({"versions": ("9.9.9",)}, NotFound),
    ],
)
def test_what_makes_no_sense_is_refused(kinds, dee, now, wanted, refusal):
    with pytest.raises(refusal):
        corrections.propose(dee, proposal(**{"kind": EVERYBODY, **wanted}), now=now)


def test_the_preview_says_it_in_numbers_and_changes_nothing(kinds, dee, now):
    keys = [sit(make.actor(kinds.ann), FOUR, now), sit(make.actor(kinds.ben), ALL, now)]
    before = [result(key) for key in keys]
    key = corrections.propose(dee, proposal(KEY, answer=SingleAnswer("a")), now=now)
    db.session.commit()
    seen = regrading.preview(store.by_key(key))
    assert (seen.concerned, seen.marks, seen.up, seen.down, seen.kept) == (2, 1, 0, 0, 1)
    assert [result(key) for key in keys] == before


def test_many_attempts_are_worked_through_in_pieces_by_a_job(kinds, dee, eva, now, monkeypatch):
    monkeypatch.setattr(regrading, "BATCH", 2)
    keys = [sit(make.actor(make.person()), FOUR, now) for _ in range(5)]
    told = []

    def letters(facts):
        told.append(facts)
        return Letter("Subject", "Text")

    kept = correct(dee, eva, EVERYBODY, now, letters=letters)
    assert kept.done_at is None
    assert sum(result(key)[2] for key in keys) == 2
    handlers = {"correction": regrading.handler(letters), "mail": lambda _job, _now: None}
    job_service.run_due(handlers, now)
    assert [result(key) for key in keys] == [("5", "7", True)] * 5
    assert store.by_key(kept.key).done_at is not None
    assert len(told) == 5
    assert {(t.before, t.after, t.passed_after) for t in told} == {(57, 71, True)}
    assert db.session.scalar(select(func.count(Job.id)).where(Job.kind == "mail")) == 5
    with transaction():
        assert regrading.work_through(kept.id, letters, now=now)
    assert len(told) == 5


def differing(actor, **more):
    found = replay.replay(actor, "kinds", "quiz", **more)
    return list(found.differing_attempts()), found


def test_replay_finds_every_mark_as_it_was(kinds, dee, now):
    sit(make.actor(kinds.ann), FOUR, now)
    sit(make.actor(kinds.ben), ALL, now)
    differences, found = differing(dee)
    assert differences == []
    assert (found.attempts, found.answers) == (2, 11)


def test_replay_after_a_correction_agrees_too(kinds, dee, eva, now):
    sit(make.actor(kinds.ann), ("q-single", *FOUR), now)
    correct(dee, eva, KEY, now, answer=SingleAnswer("a"))  # the result is kept from falling
    correct(dee, eva, WITHDRAWN, now, question_id="q-text")
    correct(dee, eva, ALSO, now, question_id="q-text", answer=TextAnswer("haven"))
    differences, _found = differing(dee)
    assert differences == []


def test_replay_names_a_mark_that_does_not_follow(kinds, dee, now):
    key = sit(make.actor(kinds.ann), FOUR, now)
    number = attempt_store.by_key(key).id
    with transaction():
        from elearn.store.db import begin_write

        begin_write()
        row = db.session.scalar(select(MarkRow).where(MarkRow.question_id == "q-numeric"))
        row.points, row.share, row.verdict = "0", "0", "wrong"
        attempt_store.set_result(number, points="3")
    (found,), _replay = differing(dee)
    assert found.attempt == number
    assert [(d.question, d.old.points, d.new.points) for d in found.differences] == [
        ("q-numeric", "0", "1")
    ]
    assert found.percent == (42, 57)
    assert found.changes


def test_replay_is_for_trainers(kinds):
    with pytest.raises(NotAllowed):
        replay.replay(make.actor(kinds.ann), "kinds", "quiz")


@pytest.fixture
def two_more(kinds, tmp_path, now):
    """Version 1.0.1 with the same keys, and 2.0.0 in which another option is right."""
    for version, swap in (("1.0.1", False), ("2.0.0", True)):
        folder = tmp_path / version
        shutil.copytree(learning.PACKS / "kinds", folder)
        meta = folder / "pack.yaml"
        meta.write_text(
            meta.read_text(encoding="utf-8").replace("version: 1.0.0", f"version: {version}"),
            encoding="utf-8",
        )
        log = folder / "CHANGELOG.md"
        log.write_text(log.read_text(encoding="utf-8") + f"\n## {version}\n\n- More.\n", "utf-8")
        if swap:
            quiz = folder / "01-all" / "02-quiz.quiz.yaml"
            text = quiz.read_text(encoding="utf-8")
            text = text.replace(
                "text: Wrong one, feedback", "text: Wrong one, right: true, feedback"
            )
            quiz.write_text(
                text.replace("text: Right one, right: true", "text: Right one"), "utf-8"
            )
        installed = packs.install_path(folder, now=now)
        assert installed.done, [str(p) for p in installed.problems]
    db.session.commit()


def test_a_correction_concerns_the_versions_with_the_same_key(kinds, two_more, dee, now):
    key = corrections.propose(dee, proposal(EVERYBODY, version="1.0.0"), now=now)
    db.session.commit()
    assert store.by_key(key).versions == ["1.0.1", "1.0.0"]
    key = corrections.propose(dee, proposal(EVERYBODY, version="2.0.0"), now=now)
    db.session.commit()
    assert store.by_key(key).versions == ["2.0.0"]


def test_attempts_of_every_version_concerned_are_marked_again(kinds, two_more, dee, eva, now):
    first = sit(make.actor(kinds.ann), FOUR, now)
    packs.publish(OPERATOR, "kinds", "1.0.1", now=now)
    packs.publish(OPERATOR, "kinds", "2.0.0", now=now)
    db.session.commit()
    second = sit(make.actor(kinds.ann), FOUR, now)  # her release line leads her to 1.0.1
    third = sit(make.actor(kinds.ben), FOUR, now)  # new learners get 2.0.0
    assert attempt_store.by_key(second).digest != attempt_store.by_key(first).digest
    correct(dee, eva, EVERYBODY, now, version="1.0.0")
    assert [result(k)[0] for k in (first, second, third)] == ["5", "5", "4"]


def test_replay_against_another_version_says_whose_result_would_change(kinds, two_more, dee, now):
    sit(make.actor(kinds.ann), ("q-single", *FOUR), now)
    sit(make.actor(kinds.ben), FOUR, now)
    assert differing(dee, version="1.0.0", against="1.0.1")[0] == []
    (found,), whole = differing(dee, version="1.0.0", against="2.0.0")
    assert [(d.question, d.new.verdict, d.why.value) for d in found.differences] == [
        ("q-single", "wrong", "key")
    ]
    assert found.passed == (True, False)
    assert (whole.attempts, whole.differing, whole.changes) == (2, 1, 1)
