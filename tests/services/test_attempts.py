"""The life of an attempt: where one may go, what is kept, when it ends, which one counts."""

from datetime import timedelta
from fractions import Fraction

import learning
import make
import pytest

from elearn.core.errors import BadInput, Conflict, NotFound
from elearn.services import (
    attempts,
    came_to,
    courses,
    enrolments,
    handing_in,
    my_learning,
    quiz_pages,
    quiz_review,
    quiz_start,
    two_answers,
)
from elearn.services.attempts import Outcome
from elearn.store import attempts as store
from elearn.store import enrolments as enrolment_store
from elearn.store import records as record_store
from elearn.store.db import db
from elearn.store.tables.attempts import AnswerRow, MarkRow


@pytest.fixture
def ann(app, now):
    """Ann, before she takes anything."""
    return make.person("Ann Learner")


@pytest.fixture
def take(ann, tmp_path, now):
    """`take(options)`: Ann takes the course with a quiz of these options, as an actor."""

    def taking(options):
        learning.publish_quiz(tmp_path, options, now)
        actor = make.actor(ann)
        enrolments.enrol(actor, "kinds", now=now)
        db.session.commit()
        return actor

    return taking


def begin(actor, now):
    key = attempts.begin(actor, "kinds", "quiz", "en", now=now)
    db.session.commit()
    return key


def answer(actor, key, number, now, **fields):
    form = learning.truth_forms(actor, key)[number]
    saved = attempts.answer(actor, key, number, {**form, **fields}, now=now)
    db.session.commit()
    return saved


def sit(actor, now, *, right):
    """A whole attempt with so many right answers."""
    key = begin(actor, now)
    for number in range(1, right + 1):
        answer(actor, key, number, now)
    attempts.finish(actor, key, now=now)
    db.session.commit()
    return key


def start(actor, now):
    standing = enrolments.require_standing(actor, "kinds")
    return quiz_start.start_page(standing, "quiz", "en", now=now)


def passed(actor):
    return "quiz" in enrolments.require_standing(actor, "kinds").done.passed


def later(now, **by):
    return now + timedelta(**by)


def test_all_questions_stand_on_one_page(take, now):
    actor = take("layout: all")
    key = begin(actor, now)
    page = quiz_pages.question_page(actor, key, 3, now=now)
    assert [a.number for a in page.asked] == [1, 2, 3, 4, 5, 6, 7]
    assert (page.previous, page.next) == (0, 0)
    forms = learning.truth_forms(actor, key)
    whole = {name: values for form in forms.values() for name, values in form.items()}
    sent = attempts.answer_page(actor, key, 1, whole, now=now)
    assert [bool(saved) for saved in sent.saved.values()] == [True] * 7
    attempts.answer_page(actor, key, 1, whole, now=now)
    assert db.session.query(AnswerRow).count() == 7, "what did not change is not kept again"


def test_one_unreadable_answer_does_not_lose_the_others_of_its_page(take, now):
    actor = take("layout: all")
    key = begin(actor, now)
    forms = learning.truth_forms(actor, key)
    whole = {name: values for form in forms.values() for name, values in form.items()}
    number = next(n for n, form in forms.items() if ["90"] in form.values())
    whole[next(iter(forms[number]))] = ["ninety"]
    sent = attempts.answer_page(actor, key, 1, whole, now=now)
    assert list(sent.unreadable) == [number]
    assert sum(bool(saved) for saved in sent.saved.values()) == 6


def test_forward_only_opens_a_passed_question_never_again(take, now):
    actor = take("navigation: forward")
    key = begin(actor, now)
    assert quiz_pages.question_page(actor, key, 5, now=now).number == 1
    answer(actor, key, 1, now)
    attempts.go_on(actor, key, 1, now=now)
    db.session.commit()
    page = quiz_pages.question_page(actor, key, 1, now=now)
    assert (page.number, page.previous) == (2, 0)
    assert [p.open for p in page.places][:3] == [False, True, False]
    refused = answer(actor, key, 1, now)
    assert refused.outcome is Outcome.CLOSED
    assert db.session.query(AnswerRow).filter_by(late=True).count() == 1
    attempts.go_on(actor, key, 7, now=now)
    assert quiz_pages.question_page(actor, key, 1, now=now).number == 2, "no page is skipped"


def test_forward_only_shows_a_checked_answer_until_one_goes_on(take, now):
    actor = take("navigation: forward\nfeedback: at-once")
    key = begin(actor, now)
    answer(actor, key, 1, now)
    attempts.check(actor, key, 1, now=now)
    db.session.commit()
    page = quiz_pages.question_page(actor, key, 1, now=now)
    assert (page.number, page.asked[0].review.verdict) == (1, "right")
    attempts.go_on(actor, key, 1, now=now)
    db.session.commit()
    assert quiz_pages.question_page(actor, key, 1, now=now).number == 2


def test_free_navigation_goes_anywhere_and_closes_nothing(take, now):
    actor = take("navigation: free")
    key = begin(actor, now)
    attempts.go_on(actor, key, 1, now=now)
    page = quiz_pages.question_page(actor, key, 5, now=now)
    assert (page.number, page.previous, page.next) == (5, 4, 6)
    assert answer(actor, key, 1, now)


def test_flags_are_kept_and_come_first_in_the_summary(take, now):
    actor = take("attempts: 2")
    key = begin(actor, now)
    for number in (1, 2, 3, 4, 5, 6):
        answer(actor, key, number, now)
    for number in (4, 2, 2):
        attempts.flag(actor, key, number, now=now)
        db.session.commit()
    page = quiz_pages.summary_page(actor, key, now=now)
    assert [p.number for p in page.places] == [7, 4, 1, 2, 3, 5, 6]
    assert (page.unanswered, page.flagged) == ((7,), (4,))


def test_a_checked_answer_is_final_and_shown(take, now):
    actor = take("feedback: at-once")
    key = begin(actor, now)
    with pytest.raises(BadInput):
        attempts.check(actor, key, 1, now=now)
    answer(actor, key, 1, now)
    attempts.check(actor, key, 1, now=now)
    db.session.commit()
    page = quiz_pages.question_page(actor, key, 1, now=now)
    assert page.asked[0].review.verdict == "right"
    assert answer(actor, key, 1, now).outcome is Outcome.CLOSED
    assert quiz_pages.question_page(actor, key, 2, now=now).asked[0].review is None


def test_a_page_that_shows_a_question_as_closed_says_nothing_to_it(take, now):
    actor = take("layout: all\nfeedback: at-once")
    key = begin(actor, now)
    answer(actor, key, 1, now)
    attempts.check(actor, key, 1, now=now)
    db.session.commit()
    form = learning.truth_forms(actor, key)[2]
    sent = attempts.answer_page(actor, key, 1, form, now=now)
    assert 1 not in sent.saved
    assert sent.first(Outcome.CLOSED) is None
    assert sent.saved[2].outcome is Outcome.KEPT
    # A page that was opened before shows the fields still, and is told.
    stale = attempts.answer_page(actor, key, 1, form | {based_of(actor, key, 1): ["1"]}, now=now)
    assert stale.first(Outcome.CLOSED) == 1
    assert db.session.query(AnswerRow).filter_by(late=True).count() == 1


def based_of(actor, key, number):
    sitting = attempts.require_sitting(actor, key)
    return attempts.based_field(attempts.question_at(sitting, number))


def test_where_answers_are_shown_later_none_can_be_checked(take, now):
    actor = take("feedback: after")
    key = begin(actor, now)
    answer(actor, key, 1, now)
    with pytest.raises(NotFound):
        attempts.check(actor, key, 1, now=now)


@pytest.mark.parametrize("feedback", ["never", "after-closing"])
def test_answers_that_are_not_to_be_shown_are_not_in_the_review(take, now, feedback):
    actor = take(f"feedback: {feedback}")
    page = quiz_review.review_page(actor, sit(actor, now, right=7), now=now)
    assert (page.questions, page.withheld, page.percent) == ((), feedback, 100)


def test_practice_passes_nothing_however_well_it_goes(take, now):
    actor = take("practice: true")
    for _ in range(3):
        sit(actor, now, right=7)
    assert not passed(actor)
    assert start(actor, now).refusal == ""
    assert {e for (e,) in db.session.execute(db.text("SELECT kind FROM events"))} == {"opened"}


def test_an_attempt_ends_at_its_deadline_with_what_was_saved_by_then(take, now):
    actor = take("limit: 30")
    key = begin(actor, now)
    for number in range(1, 7):
        answer(actor, key, number, now)
    last = later(now, minutes=29, seconds=59)
    assert answer(actor, key, 7, last)
    ends = later(now, minutes=30)
    assert answer(actor, key, 1, ends).outcome is Outcome.LATE
    for page in (quiz_pages.question_page, quiz_pages.summary_page):
        number = (1,) if page is quiz_pages.question_page else ()
        assert page(actor, key, *number, now=last) is not None
        assert page(actor, key, *number, now=ends) is None
    review = quiz_review.review_page(actor, key, now=later(now, hours=5))
    assert (review.finished_at, review.percent, review.passed) == (ends, 100, True)
    assert start(actor, ends).passed
    assert start(actor, ends).attempts[0].overdue
    assert store.by_key(key).finished_at is None, "to look at it puts nothing away"


def test_what_the_worker_puts_away_is_what_was_shown_before(take, now):
    actor = take("limit: 30")
    key = begin(actor, now)
    for number in range(1, 6):
        answer(actor, key, number, now)
    much_later = later(now, hours=5)
    shown = quiz_review.review_page(actor, key, now=much_later)
    assert handing_in.hand_in_overdue(later(now, minutes=29)) == 0
    assert handing_in.hand_in_overdue(much_later) == 1
    assert handing_in.hand_in_overdue(much_later) == 0
    kept = store.by_key(key)
    assert kept.finished_at == later(now, minutes=30)
    assert quiz_review.review_page(actor, key, now=much_later) == shown
    assert db.session.query(MarkRow).count() == 7
    assert passed(actor) is shown.passed


@pytest.mark.parametrize("options", ["limit: 30", ""])
def test_what_is_handed_in_in_a_crowd_counts_at_once_and_is_put_away_later(take, now, options):
    actor, other = take(options), make.actor(make.person("Ben Stranger"))
    key = begin(actor, now)
    for number in range(1, 8):
        answer(actor, key, number, now)
    handed_in, after = later(now, minutes=5), later(now, minutes=6)
    with pytest.raises(NotFound):
        attempts.finish(other, key, now=handed_in, crowd=True)
    assert quiz_review.review_page(actor, key, now=handed_in) is None
    for moment in (handed_in, after):  # the second time changes nothing
        attempts.finish(actor, key, now=moment, crowd=True)
    shown = quiz_review.review_page(actor, key, now=after)
    assert (shown.passed, shown.finished_at, shown.overdue) == (True, handed_in, False)
    assert answer(actor, key, 1, after).outcome is Outcome.LATE
    assert not passed(actor)
    assert handing_in.hand_in_overdue(after) == 1
    assert quiz_review.review_page(actor, key, now=after) == shown
    assert passed(actor)
    assert not start(actor, after).attempts[0].overdue


def test_every_page_counts_an_attempt_that_ended_by_itself_before_it_is_put_away(take, now):
    actor = take("limit: 30")
    key = begin(actor, now)
    for number in range(1, 8):
        answer(actor, key, number, now)

    def percent(moment):
        (course,) = my_learning.my_learning(actor, "en", now=moment).others or (
            my_learning.my_learning(actor, "en", now=moment).first,
        )
        page = courses.course_page(actor, "kinds", "en", now=moment)
        assert page.progress == course.progress
        return course.progress.percent

    before, after = later(now, minutes=29), later(now, minutes=30)
    assert (percent(before), percent(after)) == (0, 33)
    handing_in.hand_in_overdue(after)
    assert percent(after) == 33


def test_an_attempt_that_ended_by_itself_completes_the_course(take, ann, now):
    actor = take("limit: 30")
    from elearn.services import cases, lessons

    lessons.finish_lesson(actor, "kinds", "rules", now=now)
    case = cases.begin(actor, "kinds", "gate", "en", now=now)
    cases.choose(actor, case, 0, "c-ask", now=now)
    key = begin(actor, now)
    for number in range(1, 8):
        answer(actor, key, number, now)
    handing_in.hand_in_overdue(later(now, hours=1))
    (record,) = record_store.of_person(ann.id)
    assert record.issued_at == later(now, minutes=30)


def test_who_begins_again_after_a_deadline_gets_a_new_attempt(take, now):
    actor = take("limit: 30\nattempts: 2")
    first = begin(actor, now)
    assert begin(actor, later(now, minutes=29)) == first
    assert begin(actor, later(now, minutes=30)) != first
    assert store.by_key(first).finished_at == later(now, minutes=30)
    with pytest.raises(Conflict):
        begin(actor, later(now, minutes=60))


def test_handing_in_after_the_deadline_is_handing_in_at_it(take, now):
    actor = take("limit: 30")
    key = begin(actor, now)
    attempts.finish(actor, key, now=later(now, hours=1))
    assert store.by_key(key).finished_at == later(now, minutes=30)


def test_between_two_attempts_one_waits(take, now):
    actor = take("wait: {hours: 2}")
    sit(actor, now, right=1)
    page = start(actor, later(now, hours=1))
    assert (page.refusal, page.since) == ("wait", later(now, hours=2))
    with pytest.raises(Conflict):
        begin(actor, later(now, hours=1))
    assert begin(actor, later(now, hours=2))


@pytest.mark.parametrize(
    ("counts", "after_good", "after_bad"),
    [("highest", True, True), ("last", True, False), ("average", True, False)],
)
def test_which_attempt_counts(take, now, counts, after_good, after_bad):
    actor = take(f"counts: {counts}")
    sit(actor, now, right=7)
    assert passed(actor) is after_good
    sit(actor, now, right=0)
    assert passed(actor) is after_bad
    page = start(actor, now)
    assert page.result == {"highest": 100, "last": 0, "average": 50}[counts]
    assert page.passed is after_bad
    if counts != "highest":
        sit(actor, now, right=7)
        assert passed(actor)


def test_a_completed_course_is_never_taken_back(take, ann, now):
    actor = take("counts: last")
    from elearn.services import cases, lessons

    lessons.finish_lesson(actor, "kinds", "rules", now=now)
    cases.choose(actor, cases.begin(actor, "kinds", "gate", "en", now=now), 0, "c-ask", now=now)
    sit(actor, now, right=7)
    assert len(record_store.of_person(ann.id)) == 1
    sit(actor, now, right=0)
    assert passed(actor)
    standing = enrolment_store.open_standing(ann.id, "kinds")
    assert standing.enrolment.completed_at is not None


def field_of(actor, key, number):
    return attempts.based_field(attempts.require_sitting(actor, key).paper.questions[number - 1])


def numeric(actor, key):
    """The number of the question that asks for a number, and its field."""
    forms = learning.truth_forms(actor, key)
    number = next(n for n, form in forms.items() if ["90"] in form.values())
    return number, next(iter(forms[number]))


def test_a_tab_that_had_not_seen_the_answer_does_not_overwrite_it(take, now):
    actor = take("attempts: 2")
    key = begin(actor, now)
    number, field = numeric(actor, key)
    based = field_of(actor, key, number)
    first = attempts.answer(actor, key, number, {field: ["1"], based: ["0"]}, now=now)
    other = attempts.answer(actor, key, number, {field: ["2"], based: ["0"]}, now=now)
    db.session.commit()
    assert (first.outcome, other.outcome) == (Outcome.KEPT, Outcome.ASIDE)
    attempt_id = store.by_key(key).id
    assert store.answers(attempt_id)["q-numeric"].number == 1
    page = two_answers.choice_page(actor, key, number, other.number, now=now)
    assert (page.stands.form.typed, page.other.form.typed) == ("1", "2")
    chosen = attempts.choose(actor, key, number, other.number, now=now)
    assert store.answers(attempt_id)["q-numeric"].number == chosen.number == 3
    raws = [r.raw for r in db.session.query(AnswerRow).order_by(AnswerRow.number)]
    assert raws[1] == raws[2] != raws[0], "both are kept"


def test_a_tab_does_not_quarrel_with_itself(take, now):
    actor = take("attempts: 2")
    key = begin(actor, now)
    number, field = numeric(actor, key)
    based = field_of(actor, key, number)

    def save(text, tab, base=0):
        form = {field: [text], based: [str(base)], "tab": [tab]}
        return attempts.answer(actor, key, number, form, now=now).outcome

    assert save("1", "one") is Outcome.KEPT
    assert save("2", "one") is Outcome.KEPT, "the answer to the first save was lost on its way"
    assert save("3", "two") is Outcome.ASIDE
    assert save("2", "two") is Outcome.KEPT, "both say the same"
    assert save("4", "two", 2) is Outcome.KEPT, "it has seen what stands"
    assert save("5", "one", 1) is Outcome.ASIDE


def test_a_tab_that_changed_nothing_overwrites_nothing(take, now):
    actor = take("attempts: 2")
    key = begin(actor, now)
    based = field_of(actor, key, 1)
    answer(actor, key, 1, now)
    sent = attempts.answer_page(actor, key, 1, {based: ["0"]}, now=now)
    assert sent.saved[1]
    assert db.session.query(AnswerRow).count() == 1


def test_marks_are_those_of_the_answers_that_count(take, now):
    actor = take("attempts: 2")
    key = sit(actor, now, right=7)
    assert came_to.share(store.by_key(key)) == Fraction(100)
