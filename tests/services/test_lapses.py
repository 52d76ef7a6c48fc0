"""Law lapses: questions leave, quizzes close and open again, nobody is hurt, everybody is told."""

from datetime import UTC, datetime, timedelta

import lapsing
import learning
import make
import pytest
from sqlalchemy import func, select

from elearn.core.errors import Conflict
from elearn.core.quiz import answers as given
from elearn.core.quiz.correct import CorrectionKind
from elearn.core.quiz.lapsed import KeptLapses
from elearn.core.quiz.policy import Dates
from elearn.services import (
    attempts,
    came_to,
    closing_letters,
    closings,
    corrections,
    enrolments,
    handing_in,
    jobs,
    lapses,
    quiz_dates,
    quiz_pages,
    quiz_review,
    quiz_start,
    quiz_terms,
    regrading,
    replay,
    results,
)
from elearn.services.closing_letters import About
from elearn.services.corrections import Proposal
from elearn.services.people import OPERATOR
from elearn.services.sign_in import Letter
from elearn.services.transaction import transaction
from elearn.store import attempts as attempt_store
from elearn.store import enrolments as enrolment_store
from elearn.store.db import begin_write, db
from elearn.store.tables.attempts import MarkRow
from elearn.store.tables.closings import LapsedQuestion, QuizClosing
from elearn.store.tables.enrolments import Enrolment
from elearn.store.tables.jobs import Job

DAY = "2026-11-30"
MIDNIGHT = datetime(2026, 11, 30, tzinfo=UTC)
LIMIT = "limit: 60\n"


class Post:
    """What was written to whom."""

    def __init__(self):
        self.sent = []

    def __call__(self, told):
        self.sent.append(told)
        return Letter("Subject", "Text")

    def about(self, about):
        return [(told.name, told.trainer) for told in self.sent if told.about is about]


@pytest.fixture
def post():
    return Post()


@pytest.fixture
def ann(cast):
    return make.actor(cast.ann)


@pytest.fixture
def look(app, post):
    """Have the jobs look at the law, and write the letters that they ask for."""
    handlers = {
        "law": closings.handler(post),
        "law-letters": closing_letters.handler(post),
        "mail": lambda _job, _now: None,
    }

    def look_at_the_law(now):
        with transaction():
            closings.keep_up(post, now=now)
        jobs.run_due(handlers, now)

    return look_at_the_law


def begin(actor, now, item="check"):
    enrolments.enrol(actor, "lapse", now=now)
    db.session.commit()
    key = attempts.begin(actor, "lapse", item, "en", now=now)
    db.session.commit()
    return key


def asked_in(actor, key):
    paper = attempts.require_sitting(actor, key).paper
    return [asked.question.id for asked in paper.questions]


def answer(actor, key, now, right=True, only=None):
    for number, form in learning.truth_forms(actor, key).items():
        name = asked_in(actor, key)[number - 1]
        if only is None or name in only:
            attempts.answer(
                actor, key, number, form if right else wrong(actor, key, number), now=now
            )
    db.session.commit()


def wrong(actor, key, number):
    asked = attempts.require_sitting(actor, key).paper.questions[number - 1]
    return given.to_form(asked, given.TrueFalseAnswer(value=False))


def finish(actor, key, now):
    attempts.finish(actor, key, now=now)
    db.session.commit()
    return attempt_store.by_key(key)


def test_a_fixed_question_leaves_on_the_day_and_is_missed_nowhere(ann, now, tmp_path):
    lapsing.publish_law(tmp_path, now, repealed=DAY)
    lapsing.publish_course(tmp_path, now, old=("q-1",))
    before = begin(ann, MIDNIGHT - timedelta(seconds=1))
    answer(ann, before, MIDNIGHT - timedelta(seconds=1))
    kept = finish(ann, before, MIDNIGHT - timedelta(seconds=1))
    assert (kept.points, kept.points_max, kept.lapsed) == ("5", "5", None)
    after = begin(ann, MIDNIGHT)
    assert sorted(asked_in(ann, after)) == ["q-2", "q-3", "q-4", "q-5"]
    answer(ann, after, MIDNIGHT)
    kept = finish(ann, after, MIDNIGHT)
    assert (kept.points, kept.points_max, kept.passed) == ("4", "4", True)
    assert KeptLapses.from_text(kept.lapsed) == KeptLapses(left_out=frozenset({"q-1"}))


def test_a_lapsed_question_is_drawn_no_more(ann, now, tmp_path):
    lapsing.publish_law(tmp_path, now, repealed=DAY)
    lapsing.publish_course(tmp_path, now, old=("b-2",))
    enrolments.enrol(ann, "lapse", now=now)
    for _ in range(5):
        key = begin(ann, MIDNIGHT, "drawn")
        assert sorted(asked_in(ann, key)) == ["b-1", "b-3"]
        finish(ann, key, MIDNIGHT)


@pytest.mark.parametrize(
    ("answered", "expected"),
    [
        (MIDNIGHT - timedelta(seconds=1), ("5", "5", frozenset())),
        (MIDNIGHT, ("4", "4", frozenset({"q-1"}))),
    ],
)
def test_in_an_attempt_under_way_an_answer_is_judged_by_the_law_of_its_day(
    ann, now, tmp_path, answered, expected
):
    lapsing.publish_law(tmp_path, now, repealed=DAY)
    lapsing.publish_course(tmp_path, now, old=("q-1",))
    key = begin(ann, MIDNIGHT - timedelta(hours=1))
    answer(ann, key, answered)
    kept = finish(ann, key, MIDNIGHT + timedelta(hours=1))
    unmarked = KeptLapses.from_text(kept.lapsed).unmarked
    assert (kept.points, kept.points_max, unmarked) == expected
    marks = attempt_store.marks(kept.id)
    assert ("lapsed" in {mark.verdict for mark in marks.values()}) == bool(unmarked)


def test_a_wrong_answer_of_before_counts_and_an_empty_one_does_not(ann, now, tmp_path):
    lapsing.publish_law(tmp_path, now, repealed=DAY)
    lapsing.publish_course(tmp_path, now, old=("q-1", "q-2"))
    key = begin(ann, MIDNIGHT - timedelta(hours=1))
    answer(ann, key, MIDNIGHT - timedelta(hours=1), right=False, only={"q-1"})
    answer(ann, key, MIDNIGHT + timedelta(hours=1), only={"q-3", "q-4", "q-5"})
    kept = finish(ann, key, MIDNIGHT + timedelta(hours=2))
    assert (kept.points, kept.points_max) == ("3", "4")


def test_what_was_kept_replays_alike_whatever_the_law_says_later(ann, now, tmp_path):
    lapsing.publish_law(tmp_path, now, repealed=DAY)
    lapsing.publish_course(tmp_path, now, old=("q-1", "q-2"))
    under_way = begin(ann, MIDNIGHT - timedelta(hours=1))
    answer(ann, under_way, MIDNIGHT + timedelta(hours=1), only={"q-1", "q-3"})
    finish(ann, under_way, MIDNIGHT + timedelta(hours=2))
    begun_after = begin(ann, MIDNIGHT + timedelta(hours=3))
    paper = asked_in(ann, begun_after)
    answer(ann, begun_after, MIDNIGHT + timedelta(hours=3))
    finish(ann, begun_after, MIDNIGHT + timedelta(hours=3))
    for version, repealed in (("1.1.0", ""), ("1.2.0", "2026-01-01")):
        lapsing.publish_law(tmp_path, now, version, repealed=repealed)
        found = replay.replay(OPERATOR, "lapse", "check")
        assert list(found.differing_attempts()) == []
        assert found.attempts == 2
        assert asked_in(ann, begun_after) == paper
        sitting = attempts.require_sitting(ann, under_way)
        again = results.graded(sitting, at=sitting.kept.finished_at)
        assert (str(again.total.points), str(again.total.max)) == ("1", "3")


def test_an_attempt_past_its_deadline_is_marked_by_the_law_of_its_deadline(ann, now, tmp_path):
    lapsing.publish_law(tmp_path, now, repealed=DAY)
    lapsing.publish_course(tmp_path, now, old=("q-1",), options=LIMIT)
    key = begin(ann, MIDNIGHT - timedelta(minutes=30))
    answer(ann, key, MIDNIGHT - timedelta(minutes=10), only={"q-2", "q-3", "q-4"})
    later = MIDNIGHT + timedelta(days=3)
    seen = results.as_of(attempts.require_sitting(ann, key), later).kept
    handing_in.hand_in_overdue(later)
    kept = attempt_store.by_key(key)
    assert (kept.points, kept.points_max) == (seen.points, seen.points_max) == ("3", "4")
    assert kept.lapsed == seen.lapsed
    assert kept.finished_at == MIDNIGHT + timedelta(minutes=30)


THREE = ("q-1", "q-2", "q-3")


def closed_course(now, tmp_path, **more):
    """A course whose quiz `check` closes on the day: three of five questions lapse."""
    lapsing.publish_law(tmp_path, now, repealed=DAY)
    return lapsing.publish_course(tmp_path, now, old=THREE, **more)


def open_again(now, tmp_path, version="1.1.0", **more):
    """A version of the same line for which two questions are enough."""
    return lapsing.publish_course(
        tmp_path, now, version, old=THREE, minimum=", minimum: 20", **more
    )


def test_below_the_minimum_nobody_begins(ann, now, tmp_path):
    closed_course(now, tmp_path)
    begin(ann, MIDNIGHT - timedelta(seconds=1), "drawn")
    with pytest.raises(Conflict) as refused:
        begin(ann, MIDNIGHT)
    assert refused.value.code == "quiz-law"
    assert begin(ann, MIDNIGHT, "drawn")


def test_the_minimum_is_the_packs(ann, now, tmp_path):
    closed_course(now, tmp_path, minimum=", minimum: 40")
    assert len(asked_in(ann, begin(ann, MIDNIGHT))) == 2


def test_a_draw_that_cannot_be_filled_closes_the_quiz(ann, now, tmp_path):
    lapsing.publish_law(tmp_path, now, repealed=DAY)
    lapsing.publish_course(tmp_path, now, old=("b-1", "b-2"))
    with pytest.raises(Conflict) as refused:
        begin(ann, MIDNIGHT, "drawn")
    assert refused.value.code == "quiz-law"


def test_while_it_is_closed_time_stands_still_and_nothing_is_handed_in(ann, now, tmp_path):
    closed_course(now, tmp_path, options=LIMIT)
    key = begin(ann, MIDNIGHT - timedelta(minutes=30))
    answer(ann, key, MIDNIGHT - timedelta(minutes=20))
    later = MIDNIGHT + timedelta(days=2)  # nobody has put it down yet
    assert isinstance(quiz_pages.question_page(ann, key, 1, now=later), quiz_pages.Paused)
    assert quiz_review.review_page(ann, key, now=later) is None
    assert handing_in.hand_in_overdue(later) == 1
    assert finish(ann, key, later).finished_at is None


def test_what_ended_before_it_closed_has_ended(ann, now, tmp_path):
    closed_course(now, tmp_path, options=LIMIT)
    key = begin(ann, MIDNIGHT - timedelta(minutes=90))
    answer(ann, key, MIDNIGHT - timedelta(minutes=80))
    assert quiz_review.review_page(ann, key, now=MIDNIGHT + timedelta(days=2)).passed
    handing_in.hand_in_overdue(MIDNIGHT + timedelta(days=2))
    kept = attempt_store.by_key(key)
    assert (kept.points, kept.points_max, kept.passed) == ("5", "5", True)


def test_an_answer_sent_while_it_is_closed_is_kept(ann, now, tmp_path, look):
    closed_course(now, tmp_path, options=LIMIT)
    key = begin(ann, MIDNIGHT - timedelta(minutes=30))
    look(MIDNIGHT)
    answer(ann, key, MIDNIGHT + timedelta(hours=2), only={"q-5"})
    kept = attempt_store.by_key(key)
    assert set(attempt_store.answers(kept.id)) == {"q-5"}


def test_a_new_version_opens_it_and_sets_the_attempt_aside(ann, now, tmp_path, look):
    closed_course(now, tmp_path, options="attempts: 1\n")
    key = begin(ann, MIDNIGHT - timedelta(minutes=30))
    look(MIDNIGHT)
    open_again(MIDNIGHT, tmp_path, options="attempts: 1\n")
    opened = MIDNIGHT + timedelta(days=5)
    look(opened)
    kept = attempt_store.by_key(key)
    assert (kept.finished_at, kept.set_aside, kept.passed) == (opened, True, None)
    fresh = begin(ann, opened)
    assert fresh != key
    answer(ann, fresh, opened)
    assert finish(ann, fresh, opened).passed
    page = quiz_review.review_page(ann, key, now=opened)
    assert page.aside
    assert not page.waiting
    with pytest.raises(Conflict):  # its only attempt is used now
        begin(ann, opened)


def test_beginning_anew_does_not_wait_for_the_job(ann, now, tmp_path):
    closed_course(now, tmp_path)
    key = begin(ann, MIDNIGHT - timedelta(minutes=30))
    open_again(MIDNIGHT, tmp_path)
    assert begin(ann, MIDNIGHT) != key
    assert attempt_store.by_key(key).set_aside


def test_law_that_applies_after_all_opens_it_and_gives_the_time_back(ann, now, tmp_path, look):
    closed_course(now, tmp_path, options=LIMIT)
    key = begin(ann, MIDNIGHT - timedelta(minutes=30))
    look(MIDNIGHT)
    lapsing.publish_law(tmp_path, MIDNIGHT, "1.1.0")
    opened = MIDNIGHT + timedelta(days=2)
    look(opened)
    kept = attempt_store.by_key(key)
    assert (kept.paused_at, kept.deadline_at) == (None, opened + timedelta(minutes=30))
    answer(ann, key, opened)
    assert finish(ann, key, opened).points_max == "5"


def test_the_closing_time_comes_later_by_as_long_as_it_was_closed(ann, cast, now, tmp_path, look):
    closed_course(now, tmp_path, options=LIMIT)
    closes = MIDNIGHT + timedelta(days=1)
    dee = make.actor(cast.dee)
    quiz_dates.set_dates(dee, ("lapse", "1.0.0"), "check", Dates(None, closes), now=now)
    db.session.commit()
    key = begin(ann, MIDNIGHT - timedelta(minutes=30))
    look(MIDNIGHT + timedelta(hours=1))
    lapsing.publish_law(tmp_path, MIDNIGHT, "1.1.0")
    opened = MIDNIGHT + timedelta(days=4)
    look(opened)
    enrolment = enrolment_store.open_standing(ann.person_id, "lapse").enrolment
    terms = quiz_terms.terms(enrolment, "check", now=opened)
    assert terms.dates.closes_at == closes + timedelta(days=4)
    assert attempt_store.by_key(key).deadline_at == opened + timedelta(minutes=30)


def test_a_closing_time_that_had_come_stays(ann, cast, now, tmp_path, look):
    closed_course(now, tmp_path)
    closes = MIDNIGHT - timedelta(days=1)
    dee = make.actor(cast.dee)
    quiz_dates.set_dates(dee, ("lapse", "1.0.0"), "check", Dates(None, closes), now=now)
    db.session.commit()
    enrolments.enrol(ann, "lapse", now=now)
    look(MIDNIGHT)
    open_again(MIDNIGHT, tmp_path)
    look(MIDNIGHT + timedelta(days=4))
    enrolment = enrolment_store.open_standing(ann.person_id, "lapse").enrolment
    terms = quiz_terms.terms(enrolment, "check", now=MIDNIGHT + timedelta(days=4))
    assert terms.dates.closes_at == closes


def test_a_new_version_that_is_closed_too_keeps_the_time(ann, cast, now, tmp_path, look, post):
    closed_course(now, tmp_path)
    closes = MIDNIGHT + timedelta(days=1)
    dee = make.actor(cast.dee)
    quiz_dates.set_dates(dee, ("lapse", "1.0.0"), "check", Dates(None, closes), now=now)
    db.session.commit()
    enrolments.enrol(ann, "lapse", now=now)
    look(MIDNIGHT)
    lapsing.publish_course(tmp_path, MIDNIGHT, "1.1.0", old=THREE, minimum=", minimum: 70")
    look(MIDNIGHT + timedelta(days=2))
    assert post.about(About.OPENED) == []
    open_again(MIDNIGHT, tmp_path, "1.2.0")
    look(MIDNIGHT + timedelta(days=3))
    enrolment = enrolment_store.open_standing(ann.person_id, "lapse").enrolment
    terms = quiz_terms.terms(enrolment, "check", now=MIDNIGHT + timedelta(days=3))
    assert terms.dates.closes_at == closes + timedelta(days=3)
    assert len(post.about(About.CLOSED)) == len(post.about(About.OPENED)) == 2
    assert db.session.scalar(select(func.count()).where(QuizClosing.until_at.is_(None))) == 0


def test_everybody_is_told_once(ann, cast, now, tmp_path, look, post):
    closed_course(now, tmp_path)
    enrolments.enrol(ann, "lapse", now=now)
    db.session.commit()
    look(MIDNIGHT - timedelta(seconds=1))
    assert post.sent == []
    for hours in (0, 1, 24):
        look(MIDNIGHT + timedelta(hours=hours))
    assert post.about(About.LAPSED) == [("Dee Trainer", True)]
    assert post.about(About.CLOSED) == [("Dee Trainer", True), (cast.ann.name, False)]
    (lapsed,) = [told for told in post.sent if told.about is About.LAPSED]
    assert lapsed.questions == (
        ("q-1", "Old Act, Art. 1"),
        ("q-2", "Old Act, Art. 1"),
        ("q-3", "Old Act, Art. 1"),
    )
    open_again(MIDNIGHT, tmp_path)
    for hours in (25, 26):
        look(MIDNIGHT + timedelta(hours=hours))
    assert post.about(About.OPENED) == [("Dee Trainer", True), (cast.ann.name, False)]
    assert post.about(About.LAPSED) == [("Dee Trainer", True)] * 2  # they lapsed in 1.1.0, too
    assert len(post.sent) == 6


def test_learners_of_an_older_line_are_told_of_the_version_in_which_it_is_open(
    ann, cast, now, tmp_path, look, post
):
    closed_course(now, tmp_path, options=LIMIT)
    key = begin(ann, MIDNIGHT - timedelta(minutes=30))
    look(MIDNIGHT)
    lapsing.publish_course(tmp_path, MIDNIGHT, "2.0.0", options=LIMIT)
    standing = enrolment_store.open_standing(ann.person_id, "lapse")
    later = MIDNIGHT + timedelta(hours=1)
    page = quiz_start.start_page(standing, "check", "en", now=later)
    assert (page.closed.later, page.open_key) == ("2.0.0", key)
    for hours in (1, 2, 30):
        look(MIDNIGHT + timedelta(hours=hours))
    opened = [told for told in post.sent if told.about is About.OPENED]
    assert [(told.name, told.trainer, told.later) for told in opened] == [
        ("Dee Trainer", True, "2.0.0"),
        (cast.ann.name, False, "2.0.0"),
    ]
    assert attempt_store.by_key(key).set_aside  # so that nothing keeps her from going on
    with pytest.raises(Conflict):
        begin(ann, MIDNIGHT + timedelta(hours=2))
    assert len(post.about(About.CLOSED)) == 2


def test_a_later_version_that_is_closed_too_is_no_way_out(ann, now, tmp_path, look, post):
    closed_course(now, tmp_path, options=LIMIT)
    key = begin(ann, MIDNIGHT - timedelta(minutes=30))
    look(MIDNIGHT)
    lapsing.publish_course(tmp_path, MIDNIGHT, "2.0.0", old=(*THREE, "q-4"), options=LIMIT)
    look(MIDNIGHT + timedelta(hours=1))
    assert not attempt_store.by_key(key).set_aside
    assert post.about(About.OPENED) == []
    standing = enrolment_store.open_standing(ann.person_id, "lapse")
    page = quiz_start.start_page(standing, "check", "en", now=MIDNIGHT + timedelta(hours=1))
    assert page.closed.later == ""


def test_learners_who_are_held_on_a_version_are_told_as_well(ann, cast, now, tmp_path, look, post):
    closed_course(now, tmp_path)
    begin(ann, now, "drawn")
    ben = make.actor(cast.ben)
    enrolments.enrol(ben, "lapse", now=now)
    held = enrolment_store.open_standing(ann.person_id, "lapse").enrolment
    open_again(now, tmp_path)
    begin_write()
    db.session.get(Enrolment, held.id).pinned_version_id = held.version_id
    db.session.commit()
    for hours in (0, 1):
        look(MIDNIGHT + timedelta(hours=hours))
    told = [(t.name, t.about.value, t.version, t.later) for t in post.sent if not t.trainer]
    assert told == [
        (cast.ann.name, "closed", "1.0.0", ""),
        (cast.ann.name, "opened", "1.0.0", "1.1.0"),
    ]


def test_who_has_passed_or_left_is_not_told(ann, cast, now, tmp_path, look, post):
    closed_course(now, tmp_path)
    key = begin(ann, now)
    answer(ann, key, now)
    finish(ann, key, now)
    ben = make.actor(cast.ben)
    enrolments.enrol(ben, "lapse", now=now)
    enrolments.leave(ben, "lapse", now=now)
    db.session.commit()
    look(MIDNIGHT)
    assert post.about(About.CLOSED) == [("Dee Trainer", True)]


def test_what_lapsed_is_put_down(ann, now, tmp_path, look):
    closed_course(now, tmp_path)
    look(MIDNIGHT)
    kept = db.session.execute(select(LapsedQuestion.question_id, LapsedQuestion.cites)).all()
    assert sorted((name, cites) for name, cites in kept) == [
        (f"q-{n}", ["old:1"]) for n in (1, 2, 3)
    ]
    (closing,) = db.session.scalars(select(QuizClosing))
    assert (closing.item_id, closing.reason, closing.from_at) == ("check", "minimum", MIDNIGHT)


def test_a_register_that_comes_late_closes_it_from_when_it_is_known(ann, now, tmp_path, look):
    lapsing.publish_law(tmp_path, now)
    lapsing.publish_course(tmp_path, now, old=("q-1", "q-2", "q-3"), options=LIMIT)
    late = MIDNIGHT + timedelta(days=10)
    key = begin(ann, late - timedelta(minutes=30))
    lapsing.publish_law(tmp_path, late, "1.1.0", repealed=DAY)
    look(late + timedelta(minutes=1))
    (closing,) = db.session.scalars(select(QuizClosing))
    assert closing.from_at == late
    assert attempt_store.by_key(key).paused_at == late


def test_publishing_asks_for_a_look_at_the_law(now, app, tmp_path):
    lapsing.publish_law(tmp_path, now)
    lapsing.publish_course(tmp_path, now)
    asked = select(func.count()).select_from(Job).where(Job.kind == "law")
    assert db.session.scalar(asked) == 2
    closings.ask_daily(now)
    closings.ask_daily(now)
    assert db.session.scalar(asked) == 3


def test_a_course_without_law_has_nothing_that_lapses(now, app):
    installed = learning.publish("small", now)
    assert lapses.lapses(installed.digest, now=now) == {}
    assert lapses.left_of(installed.digest, "check", now=now).closing is None
    assert lapses.closed_in(installed.digest, now=now) == {}


def test_a_correction_leaves_alone_what_lapsed(ann, cast, now, tmp_path):
    lapsing.publish_law(tmp_path, now, repealed=DAY)
    lapsing.publish_course(tmp_path, now, old=("q-1",))
    key = begin(ann, MIDNIGHT - timedelta(hours=1))
    answer(ann, key, MIDNIGHT + timedelta(hours=1))
    kept = finish(ann, key, MIDNIGHT + timedelta(hours=2))
    for name, kind in (("q-1", CorrectionKind.EVERYBODY), ("q-2", CorrectionKind.WITHDRAWN)):
        proposal = Proposal(
            pack_id="lapse",
            version="",
            question_id=name,
            kind=kind,
            reason="It was wrong.",
        )
        proposed = corrections.propose(make.actor(cast.dee), proposal, now=MIDNIGHT)
        db.session.commit()
        confirmed = corrections.confirm(OPERATOR, proposed, now=MIDNIGHT, by="Head")
        regrading.begin(confirmed, None, now=MIDNIGHT)
        db.session.commit()
    kept = attempt_store.by_key(key)
    assert (kept.points, kept.points_max) == ("3", "3")
    verdicts = select(MarkRow.verdict).where(MarkRow.question_id == "q-1")
    assert list(db.session.scalars(verdicts)) == ["lapsed"]


def test_attempts_set_aside_are_told_to_nobody_as_waiting(ann, now, tmp_path, look):
    closed_course(now, tmp_path)
    key = begin(ann, MIDNIGHT - timedelta(minutes=30))
    look(MIDNIGHT)
    open_again(MIDNIGHT, tmp_path)
    look(MIDNIGHT + timedelta(days=1))
    kept = attempt_store.by_key(key)
    assert not came_to.is_waiting(kept)
    assert came_to.past([kept]) == []
