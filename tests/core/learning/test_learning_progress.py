"""Progress and completion: what is done, what is missing, where to go on."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.core.case.model import Case
from elearn.core.learning.completion import RequirementKind, completion
from elearn.core.learning.progress import Done, Event, EventKind, add_up, progress
from elearn.core.pack.model import (
    CompletionRule,
    Course,
    Lesson,
    Meta,
    Module,
    Quiz,
    SelfCheck,
    UpdatePolicy,
)
from elearn.core.quiz.questions import TrueFalse

META = Meta(format=1, kind="course", id="c", version="1.0.0", title="C", summary="", language="en")
CHECKS = ("c1", "c2", "c3")
COURSE = Course(
    meta=META,
    audience="",
    topic="t",
    awarding_body="",
    awarding_country="CH",
    eqf=None,
    hours={},
    outcomes=(),
    prerequisites=(),
    law=None,
    completion=CompletionRule(read=("*",), pass_=("*",), finish=("*",)),
    validity_months=None,
    update=UpdatePolicy(),
    modules=(
        Module(
            id="m1",
            title="M1",
            items=(
                Lesson(id="l1", title="L1", minutes=10, source=""),
                Lesson(
                    id="l2",
                    title="L2",
                    minutes=20,
                    source="",
                    checks=tuple(
                        SelfCheck(TrueFalse(id=name, prompt="So?", answer=True), f"b-{name}")
                        for name in CHECKS
                    ),
                ),
                Quiz(id="q1", title="Q1", minutes=5, questions=(), pass_percent=70),
            ),
        ),
        Module(
            id="m2",
            title="M2",
            items=(
                Lesson(id="l3", title="L3", minutes=15, source=""),
                Case(id="k1", title="K1", minutes=25, start="a", scenes=()),
            ),
        ),
    ),
)
ITEMS = ("l1", "l2", "q1", "l3", "k1")

events = st.lists(
    st.builds(
        Event,
        st.sampled_from(EventKind),
        st.sampled_from((*ITEMS, "gone")),
        st.sampled_from((*CHECKS, "no-more")),
    ),
    max_size=15,
)


def after(*pairs: tuple[EventKind, str]):
    return progress(COURSE, add_up(Event(kind, item) for kind, item in pairs))


def test_somebody_who_has_not_begun_begins_with_the_first_item():
    found = progress(COURSE, Done())
    assert (found.total, found.percent, found.minutes_left) == (5, 0, 75)
    assert found.next_item == "l1"


def test_learning_goes_on_with_the_item_last_opened():
    assert after((EventKind.READ, "l1"), (EventKind.OPENED, "l3")).next_item == "l3"
    assert after((EventKind.OPENED, "l3"), (EventKind.CHECK_ANSWERED, "l2")).next_item == "l2"
    assert after((EventKind.OPENED, "l3"), (EventKind.QUIZ_FAILED, "q1")).next_item == "q1"


def test_after_an_item_that_is_done_learning_goes_on_with_the_next_one_not_done():
    assert after((EventKind.READ, "l1")).next_item == "l2"
    assert after((EventKind.READ, "l3"), (EventKind.READ, "l2")).next_item == "q1"
    assert after((EventKind.QUIZ_PASSED, "q1"), (EventKind.READ, "l2")).next_item == "l3"


def test_at_the_end_learning_goes_back_to_what_was_left_out():
    found = after((EventKind.READ, "l2"), (EventKind.CASE_FINISHED, "k1"))
    assert found.next_item == "l1"
    assert found.percent == 40


def test_self_checks_count_as_parts_of_their_lesson_until_it_is_read():
    answered = [Event(EventKind.CHECK_ANSWERED, "l2", name) for name in CHECKS]
    percents = [progress(COURSE, add_up(answered[:n])).percent for n in range(4)]
    assert percents == [0, 5, 10, 15]
    read = progress(COURSE, add_up([*answered, Event(EventKind.READ, "l2")]))
    assert (read.percent, read.done) == (20, {"l2"})


def test_a_self_check_that_a_new_version_lacks_counts_for_nothing():
    gone = [Event(EventKind.CHECK_ANSWERED, "l2", "no-more")]
    assert progress(COURSE, add_up(gone)).percent == 0


def test_an_item_that_a_new_version_lacks_does_not_mislead():
    assert after((EventKind.READ, "l1"), (EventKind.OPENED, "gone")).next_item == "l2"


def test_only_what_fits_the_item_makes_it_done():
    assert after((EventKind.READ, "q1"), (EventKind.QUIZ_PASSED, "l1")).done == frozenset()


def test_when_all_is_done_there_is_nowhere_to_go_on():
    done = Done(frozenset({"l1", "l2", "l3"}), frozenset({"q1"}), frozenset({"k1"}), "k1")
    found = progress(COURSE, done)
    assert (found.percent, found.minutes_left, found.next_item) == (100, 0, None)


@given(events)
def test_progress_only_grows_and_the_next_item_is_never_done(happened):
    found = progress(COURSE, add_up(happened))
    before = progress(COURSE, add_up(happened[:-1]))
    assert before.done <= found.done <= set(ITEMS)
    assert before.percent <= found.percent
    assert (found.percent == 100) == (found.next_item is None) == (len(found.done) == found.total)
    assert found.next_item not in found.done


@given(events)
def test_what_happens_twice_counts_once(happened):
    assert add_up(happened + happened) == add_up(happened)


def test_a_course_without_items_is_no_trouble():
    empty = progress(replace(COURSE, modules=()), Done())
    assert (empty.total, empty.percent, empty.next_item) == (0, 100, None)


def test_completion_asks_for_all_in_reading_order():
    found = completion(COURSE, {"l1"}, set(), {"k1"})
    assert [(r.item, r.code) for r in found.requirements] == [
        ("l1", "read-done"),
        ("l2", "read-missing"),
        ("q1", "pass-missing"),
        ("l3", "read-missing"),
        ("k1", "finish-done"),
    ]
    assert [r.item for r in found.missing] == ["l2", "q1", "l3"]
    assert not found.complete


def test_completion_asks_only_for_what_its_rule_names():
    course = replace(COURSE, completion=CompletionRule(pass_=("q1",)))
    assert not completion(course, set(ITEMS), set(), set(ITEMS)).complete
    found = completion(course, set(), {"q1"}, set())
    assert found.complete
    assert [r.kind for r in found.requirements] == [RequirementKind.PASS]


@pytest.mark.parametrize("rule", [CompletionRule(), CompletionRule(read=("gone",))])
def test_a_rule_that_asks_for_nothing_or_for_what_is_not_there_completes_nobody(rule):
    everything = set(ITEMS)
    assert not completion(
        replace(COURSE, completion=rule), everything, everything, everything
    ).complete


@given(st.sets(st.sampled_from(ITEMS)))
def test_a_course_is_complete_just_when_nothing_is_missing(done):
    found = completion(COURSE, done, done, done)
    assert found.complete == (not found.missing) == (done == set(ITEMS))
