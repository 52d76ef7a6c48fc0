"""Going on with another version: what carries over, and nobody in the middle of an attempt."""

from datetime import timedelta

import learning
import make
import pytest
import updating
from updating import act, edited, published, standing, taker, version_of

from elearn.core.access import Role
from elearn.core.errors import Conflict, NotFound
from elearn.services import (
    attempts,
    differences,
    enrolments,
    handing_in,
    lessons,
    moves,
    packs,
)
from elearn.services.people import OPERATOR
from elearn.services.publishing import Act, Settings
from elearn.store import enrolments as enrolment_store
from elearn.store import pack_files, records
from elearn.store.db import db
from elearn.store.tables.enrolments import Enrolment, Event, ItemState

MOVE = "{major: move}"
OTHER_KEY = (b"answer: true", b"answer: false")
OTHER_LESSON = (b"A rule tells what to do.", b"A rule tells nobody what may be left out for ever.")


@pytest.fixture
def kinds(app, now):
    """The course `kinds` in version 1.0.0, published."""
    return learning.publish("kinds", now)


@pytest.fixture
def ann(kinds, now):
    """Ann, who has read the lesson, answered its self-check and passed the quiz."""
    ann = taker(now)
    lessons.answer_check(ann, "kinds", "rules", "sc-rule", {"": []} | _check_form(ann), now=now)
    db.session.commit()
    updating.pass_quiz(ann, now)
    return ann


def _check_form(actor):
    from elearn.core.quiz import answers as given
    from elearn.services import shelf

    found = standing(actor)
    lesson = shelf.item(found.enrolment.digest, "rules")
    asked = shelf.take(found.enrolment.digest).check(
        "rules", "sc-rule", lessons._seed(found, lesson)
    )
    return given.to_form(asked, given.truth(asked.question))


def go_on(actor, now):
    version = moves.go_on(actor, "kinds", now=now)
    db.session.commit()
    return version


def test_who_chooses_takes_what_is_unchanged_along(ann, now):
    published("2.0.0", now, changes=edited(updating.QUIZ, *OTHER_KEY))
    assert version_of(ann) == "1.0.0"
    assert go_on(ann, now) == "2.0.0"
    found = standing(ann)
    assert found.enrolment.version == "2.0.0"
    assert found.done.read == {"rules"}
    assert found.done.passed == set()  # the quiz has another key
    assert found.done.checked == {"sc-rule"}
    at = enrolment_store.standing_at(ann.person_id, "kinds", "rules")
    assert set(at.checks) == {"sc-rule"}


def test_the_enrolment_before_stays_as_it_was(ann, now):
    before = standing(ann).enrolment.id
    events = db.session.query(Event).filter_by(enrolment_id=before).count()
    published("2.0.0", now, changes=edited(updating.QUIZ, *OTHER_KEY))
    go_on(ann, now)
    kept = enrolment_store.standing(before)
    assert (kept.enrolment.version, kept.enrolment.ended_at) == ("1.0.0", now)
    assert kept.done.passed == {"quiz"}
    assert db.session.query(Event).filter_by(enrolment_id=before).count() == events
    row = db.session.query(Enrolment).filter_by(moved_from_id=before).one()
    assert row.began_at == kept.enrolment.began_at


def test_what_was_done_on_another_version_says_so(ann, now):
    one = standing(ann).enrolment.version_id
    published("2.0.0", now, changes=edited(updating.QUIZ, *OTHER_KEY))
    go_on(ann, now)
    enrolment = standing(ann).enrolment.id
    (state,) = db.session.query(ItemState).filter_by(enrolment_id=enrolment, item_id="rules")
    assert (state.state, state.version_id) == ("read", one)
    lessons.finish_lesson(ann, "kinds", "rules", now=now)
    db.session.commit()
    kinds = [e.kind for e in db.session.query(Event).filter_by(enrolment_id=enrolment)]
    assert kinds.count("read") == 1


def test_what_was_done_comes_back_with_the_item(ann, now):
    """Done on 1.0.0, another one in 2.0.0, and in 3.0.0 as it was at first."""
    published("2.0.0", now, changes=edited(updating.QUIZ, *OTHER_KEY))
    go_on(ann, now)
    published("3.0.0", now)
    go_on(ann, now)
    assert version_of(ann) == "3.0.0"
    assert standing(ann).done.passed == {"quiz"}


def test_an_item_that_comes_back_within_a_line_counts_again(ann, app, now):
    """Done on 1.0.0, another one in 2.0.0, and in 2.1.0 as it was at first."""
    other = edited(updating.LESSON, *OTHER_LESSON)
    published("2.0.0", now, changes=other)
    go_on(ann, now)
    assert standing(ann).done.read == set()
    published("2.1.0", now)
    updating.work(app, now)
    assert version_of(ann) == "2.1.0"
    assert standing(ann).done.read == {"rules"}


def test_who_has_done_all_that_is_left_completes_by_going_on(ann, now):
    without = {"without": ("01-all/03-gate.case.yaml", "locale/sr.po")}
    published("2.0.0", now, **without)
    assert records.of_person(ann.person_id) == []
    go_on(ann, now)
    (record,) = records.of_person(ann.person_id)
    assert record.version == "2.0.0"


def test_nobody_goes_on_in_the_middle_of_an_attempt(ann, app, now):
    key = attempts.begin(ann, "kinds", "quiz", "en", now=now)
    published("2.0.0", now, update=MOVE, changes=edited(updating.QUIZ, *OTHER_KEY))
    updating.work(app, now)
    assert version_of(ann) == "1.0.0"
    with pytest.raises(Conflict) as refused:
        moves.go_on(ann, "kinds", now=now)
    assert refused.value.code == "attempt-under-way"
    db.session.rollback()
    assert attempts.require_sitting(ann, key).kept.version_id == standing(ann).enrolment.version_id
    attempts.finish(ann, key, now=now)
    updating.work(app, now)
    assert version_of(ann) == "2.0.0"


def test_who_forgets_an_attempt_goes_on_when_it_ends_by_itself(app, tmp_path, now):
    learning.publish_quiz(tmp_path, "limit: 30", now)
    ann = taker(now)
    attempts.begin(ann, "kinds", "quiz", "en", now=now)
    published("2.0.0", now, update=MOVE)
    updating.work(app, now)
    assert version_of(ann) == "1.0.0"
    later = now + timedelta(minutes=31)
    handing_in.hand_in_overdue(later)
    updating.work(app, later)
    assert version_of(ann) == "2.0.0"


def test_a_major_version_that_moves_takes_everybody_who_is_under_way(ann, app, now):
    others = [taker(now, name=f"Taker {n}", read=bool(n % 2)) for n in range(4)]
    done = taker(now, name="Done")
    updating.complete(done, now)
    left = taker(now, name="Left")
    enrolments.leave(left, "kinds", now=now)
    db.session.commit()
    moves.BATCH, before = 2, moves.BATCH
    try:
        published("2.0.0", now, update=MOVE, changes=edited(updating.LESSON, *OTHER_LESSON))
        updating.work(app, now)
    finally:
        moves.BATCH = before
    assert {version_of(one) for one in (ann, *others)} == {"2.0.0"}
    assert standing(ann).done.passed == {"quiz"}
    assert standing(ann).done.read == set()
    assert version_of(done) == "1.0.0"
    assert standing(left) is None


def test_people_finish_on_the_old_version_until_its_sunset(ann, app, now):
    published("2.0.0", now, changes=edited(updating.QUIZ, *OTHER_KEY))
    last_day = now + timedelta(days=89)
    updating.jobs.ask_for_tidying(last_day)
    updating.work(app, last_day)
    assert version_of(ann) == "1.0.0"
    updating.play_case(ann, last_day)
    (record,) = records.of_person(ann.person_id)
    assert record.version == "1.0.0"


def test_after_the_sunset_nothing_completes_there_and_nothing_is_lost(ann, app, now):
    published("2.0.0", now, changes=edited(updating.LESSON, *OTHER_LESSON))
    after = now + timedelta(days=90)
    key = updating.cases.begin(ann, "kinds", "gate", "en", now=now)
    updating.cases.choose(ann, key, 0, "c-ask", now=after)  # a minute late
    db.session.commit()
    assert records.of_person(ann.person_id) == []
    updating.work(app, after)
    assert version_of(ann) == "2.0.0"
    assert standing(ann).done.finished == {"gate"}
    assert standing(ann).done.passed == {"quiz"}
    lessons.finish_lesson(ann, "kinds", "rules", now=after)
    db.session.commit()
    (record,) = records.of_person(ann.person_id)
    assert record.version == "2.0.0"


def test_a_sunset_ends_nothing_once_the_later_version_is_gone(ann, now):
    published("2.0.0", now)
    act(Act.WITHDRAW, "2.0.0", now)
    after = now + timedelta(days=200)
    updating.play_case(ann, after)
    (record,) = records.of_person(ann.person_id)
    assert record.version == "1.0.0"


def test_a_sunset_can_be_put_off_and_taken_away(ann, app, now):
    published("2.0.0", now)
    later = Settings(sunset_on=now.date() + timedelta(days=200))
    act(Act.SUNSET, "1.0.0", now, settings=later)
    updating.jobs.ask_for_tidying(now + timedelta(days=199))
    updating.work(app, now + timedelta(days=199))
    assert version_of(ann) == "1.0.0"
    act(Act.SUNSET, "1.0.0", now)
    assert standing(ann).enrolment.settled


def test_who_is_on_a_withdrawn_version_may_go_back(ann, app, now):
    published("2.0.0", now, update=MOVE, changes=edited(updating.QUIZ, *OTHER_KEY))
    updating.work(app, now)
    act(Act.WITHDRAW, "2.0.0", now)
    updating.work(app, now)
    assert version_of(ann) == "2.0.0"  # nobody is sent back unasked
    assert go_on(ann, now) == "1.0.0"
    assert standing(ann).done.passed == {"quiz"}


def test_there_must_be_somewhere_to_go(ann, now):
    with pytest.raises(Conflict) as refused:
        moves.go_on(ann, "kinds", now=now)
    assert refused.value.code == "no-later-version"
    db.session.rollback()
    with pytest.raises(NotFound):
        moves.go_on(make.actor(make.person("Cy")), "kinds", now=now)


def test_a_correction_reaches_who_has_gone_on(app, cast, now):
    from elearn.core.quiz.correct import CorrectionKind
    from elearn.services import corrections, regrading
    from elearn.services.corrections import Proposal

    learning.publish("kinds", now)
    ann = taker(now)
    key = attempts.begin(ann, "kinds", "quiz", "en", now=now)
    forms = learning.truth_forms(ann, key)
    paper = attempts.require_sitting(ann, key).paper
    for number, form in list(forms.items())[:4]:
        attempts.answer(ann, key, number, form, now=now)
    attempts.finish(ann, key, now=now)
    db.session.commit()
    assert standing(ann).done.passed == set()
    published("2.0.0", now, changes=edited(updating.LESSON, *OTHER_LESSON))
    go_on(ann, now)
    dee = make.actor(cast.dee)
    eva = make.actor(make.person("Eva", roles=(Role.TRAINER,)))
    for asked in paper.questions[4:]:
        wanted = Proposal(
            pack_id="kinds",
            version="1.0.0",
            question_id=asked.question.id,
            kind=CorrectionKind.EVERYBODY,
            reason="It was wrong.",
        )
        mine = corrections.propose(dee, wanted, now=now)
        regrading.begin(corrections.confirm(eva, mine, now=now), None, now=now)
        db.session.commit()
    updating.work(app, now)
    found = standing(ann)
    assert (found.enrolment.version, found.done.passed) == ("2.0.0", {"quiz"})


def banks(now, **changed):
    """The pack `pair` in two versions, the second with a changed bank; the items in common."""
    digests = []
    for version, change in (("1.0.0", {}), ("1.1.0", changed)):
        files, _ = pack_files.read_folder(learning.PACKS / "pair")
        files["pack.yaml"] = files["pack.yaml"].replace(b"1.0.0", version.encode())
        files["CHANGELOG.md"] = f"# Changes\n\n## {version} - 2026-11-23\n\nNew.\n".encode()
        path = "banks/documents.quiz.yaml"
        for old, new in change.items():
            files[path] = files[path].replace(old.encode(), new.encode())
        done = packs.install_files(OPERATOR, files, now=now)
        assert done.done, [str(p) for p in done.problems]
        digests.append(done.digest)
    return differences.unchanged(*digests)


def test_a_quiz_has_changed_where_it_may_draw_a_changed_question(app, now):
    same = banks(now, **{"Document 8 is": "Document 8 must never be"})
    assert "papers-check" not in same  # draws o-entry
    assert "before" not in same
    assert "rules-lesson" in same


def test_a_spelling_in_a_bank_changes_no_quiz(app, now):
    same = banks(now, authors="authors")
    assert {"before", "papers-check", "final-parts", "after"} <= same
