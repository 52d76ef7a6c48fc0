"""Answers that people mark: handed in, marked without names, released at once, seen by learners."""

import re
import shutil
import threading

import learning
import make
import pytest
from client import text_of
from sqlalchemy import event, func, select

from elearn.core.access import Role
from elearn.core.errors import NotAllowed
from elearn.core.quiz.correct import CorrectionKind
from elearn.services import (
    corrections,
    marking,
    marking_pages,
    packs,
    personal_data,
    regrading,
)
from elearn.services.corrections import Proposal
from elearn.services.people import OPERATOR
from elearn.services.transaction import transaction
from elearn.store import enrolments as enrolment_store
from elearn.store.db import db
from elearn.store.tables.attempts import Attempt, MarkRow
from elearn.store.tables.jobs import Job
from elearn.store.tables.marking import HumanMark, WrittenAnswer

QUIZ = "/marking/more/1.0.0/written"
TEXT = "At ten a car stopped.\nThe driver showed a passport."
GOOD = {"level-facts": "all", "level-order": "clear"}
FAIR = {"level-facts": "some", "level-order": "clear"}
POOR = {"level-facts": "none", "level-order": "mixed"}


@pytest.fixture
def published(app, cast, now):
    """The course `more` is published."""
    learning.publish("more", now)
    return cast


@pytest.fixture
def doubled(app, cast, now, tmp_path):
    """The same, with two markers who may be a point apart."""
    changed(now, tmp_path, ("pass: 50", "pass: 50\nmarking: {double: true, tolerance: 1}"))
    return cast


@pytest.fixture
def markers(cast, client_for):
    """Browsers of two trainers besides Dee: Eva and Flo."""
    return tuple(
        client_for(make.person(name, roles=(Role.TRAINER,)))
        for name in ("Eva Marker", "Flo Marker")
    )


@pytest.fixture
def dee(cast, client_for):
    """The browser of Dee, a trainer."""
    return client_for(cast.dee)


def hand_in(browser, text=TEXT):
    """Take the quiz `written` and hand it in; the attempt's key."""
    browser.post("/courses/more/enrol")
    key = learning.key_in(browser.post("/courses/more/written/attempts").location)
    page = browser.get(f"/attempts/{key}/1").text
    field = re.search(r'<textarea[^>]*name="(t[0-9a-f]{16})"', page)[1]
    browser.post(f"/attempts/{key}/1", data={field: text, "go": "summary"})
    browser.post(f"/attempts/{key}/finish")
    return key


def take(browser):
    """Take the next answer; its key, or None."""
    found = re.search(r"/marking/answers/([^/?]+)$", browser.post(f"{QUIZ}/next").location)
    return found and found[1]


def mark(browser, levels, key=None, **more):
    key = key or take(browser)
    return browser.post(f"/marking/answers/{key}", data={**levels, "go": "list", **more})


def release(browser, **data):
    return browser.post(f"{QUIZ}/release", data=data, follow_redirects=True)


def attempt(key):
    return db.session.scalars(select(Attempt).where(Attempt.key == key)).one()


def states():
    return list(db.session.scalars(select(WrittenAnswer.state).order_by(WrittenAnswer.id)))


def count(table):
    return db.session.scalar(select(func.count()).select_from(table))


def test_a_result_waits_until_people_have_marked_and_released_it(published, client_for, dee):
    ann = client_for(published.ann)
    key = hand_in(ann)
    page = text_of(ann.get(f"/attempts/{key}/review"))
    assert "Waiting for a trainer" in page
    assert "your result stays open until then" in page
    assert "Not passed" not in page
    assert "At ten o'clock" not in page
    assert (attempt(key).passed, attempt(key).points) == (None, None)
    assert "Waiting for a trainer" in text_of(ann.get("/courses/more/written"))
    assert enrolment_store.open_standing(published.ann.id, "more").done.passed == frozenset()
    mark(dee, GOOD, comment="Well told.")
    page = text_of(ann.get(f"/attempts/{key}/review"))
    assert "Waiting for a trainer" in page
    assert "Well told" not in page
    assert "1 result is released" in text_of(release(dee))
    page = text_of(ann.get(f"/attempts/{key}/review"))
    assert "Passed" in page
    assert "Well told." in page
    assert "At ten o'clock" in page
    assert (attempt(key).points, attempt(key).points_max, attempt(key).passed) == ("3", "3", True)
    assert enrolment_store.open_standing(published.ann.id, "more").done.passed == {"written"}


def test_marks_of_people_say_so_and_keep_levels_and_comment(published, client_for, dee):
    key = hand_in(client_for(published.ann))
    mark(dee, FAIR, comment="More facts,\r\nplease.")
    release(dee)
    first, second = db.session.scalars(select(MarkRow).order_by(MarkRow.id))
    assert (first.grader, first.verdict, first.judged) == ("machine", "waiting", None)
    assert (second.grader, second.verdict, second.share) == ("human", "partly", "2/3")
    assert second.judged["levels"] == {"facts": "some", "order": "clear"}
    assert second.judged["comment"] == "More facts,\nplease."
    kept = db.session.scalars(select(HumanMark)).one()
    assert (kept.digest, kept.marker_id) == (attempt(key).digest, published.dee.id)


def test_a_failed_result_is_told_as_such(published, client_for, dee):
    ann = client_for(published.ann)
    key = hand_in(ann)
    mark(dee, POOR)
    release(dee)
    assert "Not passed" in text_of(ann.get(f"/attempts/{key}/review"))


def test_a_blank_answer_waits_for_nobody(published, client_for, dee):
    ann = client_for(published.ann)
    key = hand_in(ann, "")
    assert "Not passed" in text_of(ann.get(f"/attempts/{key}/review"))
    assert count(WrittenAnswer) == 0
    assert "Nothing waits for marking" in text_of(dee.get("/marking"))


def test_markers_see_a_number_and_never_a_name(published, client_for, dee):
    hand_in(client_for(published.ann))
    hand_in(client_for(published.ben))
    pages = [dee.get("/marking"), dee.get(QUIZ)]
    pages.append(dee.get(f"/marking/answers/{take(dee)}"))
    for page in pages:
        assert page.status_code == 200
        for person in (published.ann, published.ben):
            assert person.name not in page.text
            assert person.key not in page.text
            assert person.email not in page.text
    assert "Answer 1" in text_of(pages[2])
    assert "At ten a car stopped." in text_of(pages[2])


def test_an_answer_of_another_language_is_marked_as_such(published, client_for):
    hand_in(client_for(published.ann))
    dragan = client_for(make.person("Dragan", language="sr", roles=(Role.TRAINER,)))
    page = dragan.get(f"/marking/answers/{take(dragan)}").text
    assert '<html lang="sr-Cyrl">' in page
    for part in ('<div class="prompt" lang="en">', '<blockquote class="written" lang="en">'):
        assert part in page
    assert '<legend lang="en">' in page


def test_the_list_tells_what_i_hold_from_what_i_have_marked(published, client_for, dee, markers):
    hand_in(client_for(published.ann))
    key = take(dee)
    assert "you have it at the moment" in text_of(dee.get(QUIZ))
    assert "somebody is marking it" in text_of(markers[0].get(QUIZ))
    mark(dee, GOOD, key)
    words = text_of(dee.get(QUIZ))
    assert "marked by you" in words
    assert "at the moment" not in words
    assert "marked by you" not in text_of(markers[0].get(QUIZ))


def test_nobody_else_reaches_the_marking(published, client_for, client, dee):
    hand_in(client_for(published.ann))
    key = take(dee)
    paths = ("/marking", QUIZ, f"/marking/answers/{key}")
    posts = (f"{QUIZ}/next", f"{QUIZ}/release", f"/marking/answers/{key}")
    posts += (f"/marking/answers/{key}/take", f"/marking/answers/{key}/give-back")
    for person in (published.ann, published.cy, published.mia, published.co, published.ana):
        browser = client_for(person)
        assert {browser.get(path).status_code for path in paths} == {403}
        assert {browser.post(path, data=GOOD).status_code for path in posts} == {403}
    assert all(client.get(path).location.startswith("/sign-in") for path in paths)
    assert (count(HumanMark), states()) == (0, ["waiting"])


def test_nobody_marks_their_own_answer(published, client_for):
    make.role(published.ann, Role.TRAINER)
    ann = client_for(published.ann)
    hand_in(ann)
    key = db.session.scalar(select(WrittenAnswer.key))
    assert take(ann) is None
    assert "yours: others mark it" in text_of(ann.get(QUIZ))
    assert ann.get(f"/marking/answers/{key}").status_code == 403
    for path in ("", "/take", "/give-back"):
        assert ann.post(f"/marking/answers/{key}{path}", data=GOOD).status_code == 403
    assert count(HumanMark) == 0


def test_the_oldest_comes_first_and_two_markers_get_two_answers(
    published, client_for, dee, markers, clock
):
    hand_in(client_for(published.ann))
    clock.move(minutes=1)
    hand_in(client_for(published.ben))
    first, second = take(dee), take(markers[0])
    assert first != second
    numbers = dict(db.session.execute(select(WrittenAnswer.key, WrittenAnswer.number)).all())
    assert (numbers[first], numbers[second]) == (1, 2)
    assert take(markers[1]) is None
    page = text_of(markers[1].get(f"/marking/answers/{first}"))
    assert "Somebody else is marking this answer" in page
    refused = mark(markers[1], POOR, first)
    assert refused.location == QUIZ
    assert count(HumanMark) == 0


def test_a_lease_ends_and_can_be_given_back(published, client_for, dee, markers, clock):
    hand_in(client_for(published.ann))
    key = take(dee)
    assert take(markers[0]) is None
    dee.post(f"/marking/answers/{key}/give-back")
    assert take(markers[0]) == key
    clock.move(minutes=31)
    assert take(dee) == key
    mark(markers[0], POOR, key)
    assert count(HumanMark) == 0


def test_every_criterion_needs_a_level_and_nothing_typed_is_lost(published, client_for, dee):
    hand_in(client_for(published.ann))
    key = take(dee)
    data = {"level-facts": "all", "comment": "Half done.", "go": "list"}
    answer = dee.post(f"/marking/answers/{key}", data=data)
    assert answer.status_code == 422
    assert "Choose a level for every criterion" in text_of(answer)
    assert "Half done." in answer.text
    assert re.search(r'name="level-facts" value="all" checked', answer.text)
    assert (
        dee.post(f"/marking/answers/{key}", data={**GOOD, "comment": "x" * 4001}).status_code == 422
    )
    assert states() == ["waiting"]


def test_a_marker_may_think_again_until_the_release(published, client_for, dee, markers):
    hand_in(client_for(published.ann))
    key = take(dee)
    mark(dee, POOR, key)
    dee.post(f"/marking/answers/{key}/take")
    assert re.search(
        r'name="level-facts" value="none" checked', dee.get(f"/marking/answers/{key}").text
    )
    mark(dee, GOOD, key)
    mark(markers[0], POOR, key)
    assert count(HumanMark) == 2
    release(dee)
    assert db.session.scalar(select(Attempt.points)) == "3"
    assert dee.get(f"/marking/answers/{key}").status_code == 404
    assert mark(dee, POOR, key).status_code == 404


def test_the_second_marker_does_not_see_what_the_first_one_found(doubled, client_for, dee, markers):
    hand_in(client_for(doubled.ann))
    mark(dee, GOOD, comment="A secret opinion.")
    assert states() == ["second"]
    assert take(dee) is None
    key = take(markers[0])
    page = markers[0].get(f"/marking/answers/{key}").text
    assert "A secret opinion" not in page
    assert "checked" not in page.split("<form", 2)[-1].split("</form>")[0]
    assert "0 results are ready" in text_of(dee.get(QUIZ))


def test_two_marks_within_the_tolerance_make_their_mean(doubled, client_for, dee, markers):
    ann = client_for(doubled.ann)
    key = hand_in(ann)
    mark(dee, GOOD, comment="Good.")
    mark(markers[0], FAIR, comment="Clear.")
    assert states() == ["marked"]
    release(dee)
    assert attempt(key).points == "5/2"
    page = text_of(ann.get(f"/attempts/{key}/review"))
    assert "Good." in page
    assert "Clear." in page


def test_marks_too_far_apart_are_settled_with_a_reason(doubled, client_for, dee, markers):
    key = hand_in(client_for(doubled.ann))
    mark(dee, GOOD, comment="All there.")
    mark(markers[0], POOR, comment="Nothing there.")
    assert states() == ["differing"]
    assert "still wait" in text_of(release(dee)).lower()
    assert attempt(key).passed is None
    written = db.session.scalar(select(WrittenAnswer.key))
    third = markers[1]
    third.post(f"/marking/answers/{written}/take")
    page = text_of(third.get(f"/marking/answers/{written}"))
    assert "All there." in page
    assert "Nothing there." in page
    assert mark(third, FAIR, written).status_code == 422
    mark(third, FAIR, written, reason="The second reading missed a line.", comment="Fair.")
    assert states() == ["marked"]
    release(dee)
    assert attempt(key).points == "2"
    judged = db.session.scalars(select(MarkRow.judged).where(MarkRow.grader == "human")).one()
    assert judged["comment"] == "Fair."


def test_results_are_released_at_once_unless_others_may_come_later(published, client_for, dee):
    first = hand_in(client_for(published.ann))
    second = hand_in(client_for(published.ben))
    mark(dee, GOOD)
    assert "Others still wait" in text_of(release(dee))
    assert attempt(first).passed is None
    assert "1 result is released" in text_of(release(dee, partly="yes"))
    assert (attempt(first).passed, attempt(second).passed) == (True, None)
    mark(dee, GOOD)
    release(dee)
    assert attempt(second).passed is True
    assert "Nothing of this quiz waits" in text_of(dee.get(QUIZ))


def test_releasing_twice_changes_nothing(published, client_for, dee):
    hand_in(client_for(published.ann))
    mark(dee, GOOD)
    release(dee)
    rows = count(MarkRow)
    assert "0 results are released" in text_of(release(dee))
    assert count(MarkRow) == rows


def test_learners_are_told_by_letter_without_the_result(published, client_for, dee):
    key = hand_in(client_for(published.ann))
    mark(dee, GOOD)
    release(dee)
    letter = db.session.scalars(select(Job).where(Job.kind == "mail")).one()
    assert letter.payload["to"] == published.ann.email
    assert f"/attempts/{key}/review" in letter.payload["text"]
    assert "passed" not in letter.payload["text"].lower()


def test_my_learning_says_what_waits_and_what_has_come(published, client_for, dee, clock):
    ann = client_for(published.ann)
    hand_in(ann)
    assert "waits for a trainer" in text_of(ann.get("/learning"))
    mark(dee, GOOD)
    release(dee)
    assert "has been marked" in text_of(ann.get("/learning"))
    clock.move(days=15)
    ann = client_for(published.ann)
    assert "has been marked" not in text_of(ann.get("/learning"))


def test_the_export_tells_a_learner_nothing_before_the_release(published, client_for, dee, now):
    hand_in(client_for(published.ann))
    mark(dee, GOOD, comment="Not yet for Ann.")
    data = str(personal_data.export(make.actor(published.ann), now=now))
    assert "At ten a car stopped." in data
    assert "Not yet for Ann." not in data
    release(dee)
    data = str(personal_data.export(make.actor(published.ann), now=now))
    assert "Not yet for Ann." in data


def test_release_goes_on_where_the_learner_was(published, client_for, dee):
    ann = client_for(published.ann)
    hand_in(ann)
    ann.post("/courses/more/about/done")
    before = enrolment_store.open_standing(published.ann.id, "more").enrolment
    mark(dee, GOOD)
    release(dee)
    after = enrolment_store.open_standing(published.ann.id, "more").enrolment
    assert (after.last_item, after.last_at) == (before.last_item, before.last_at)


def test_no_further_attempt_begins_while_one_waits(published, client_for, dee):
    ann = client_for(published.ann)
    hand_in(ann)
    answer = ann.post("/courses/more/written/attempts")
    assert answer.status_code == 409
    assert "Begin the quiz" not in text_of(ann.get("/courses/more/written"))
    mark(dee, POOR)
    release(dee)
    assert ann.post("/courses/more/written/attempts").status_code == 302


def changed(now, tmp_path, *pairs):
    """The course `more`, published with these changes to the quiz `written`."""
    folder = tmp_path / "more"
    shutil.copytree(learning.PACKS / "more", folder)
    path = folder / "01-more" / "03-written.quiz.yaml"
    text = path.read_text()
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text)
    installed = packs.install_path(folder, now=now)
    assert installed.done, [str(p) for p in installed.problems]
    packs.publish(OPERATOR, installed.pack_id, installed.version, now=now)
    db.session.commit()


def test_in_practice_nobody_marks_and_the_model_answer_is_there(
    cast, now, client_for, dee, tmp_path
):
    changed(now, tmp_path, ("pass: 50", "pass: 50\npractice: true"))
    ann = client_for(cast.ann)
    key = hand_in(ann)
    page = text_of(ann.get(f"/attempts/{key}/review"))
    assert "Not marked in practice" in page
    assert "At ten o'clock a car stopped" in page
    assert "Waiting for a trainer" not in page
    assert count(WrittenAnswer) == 0
    assert ann.post("/courses/more/written/attempts").status_code == 302


def test_an_attempt_whose_time_was_up_waits_too(cast, now, client_for, dee, tmp_path, clock):
    changed(now, tmp_path, ("pass: 50", "pass: 50\nlimit: 10"))
    ann = client_for(cast.ann)
    ann.post("/courses/more/enrol")
    key = learning.key_in(ann.post("/courses/more/written/attempts").location)
    field = re.search(r'<textarea[^>]*name="(t[0-9a-f]{16})"', ann.get(f"/attempts/{key}/1").text)
    ann.post(f"/attempts/{key}/1", data={field[1]: TEXT, "go": "summary"})
    clock.move(minutes=11)
    page = text_of(ann.get(f"/attempts/{key}/review"))
    assert "Waiting for a trainer" in page
    assert "The time was up" in page
    ann.post(f"/attempts/{key}/finish")
    mark(dee, GOOD)
    release(dee)
    assert attempt(key).passed is True


def test_a_question_may_be_marked_by_two_where_its_quiz_is_not(
    cast, now, client_for, dee, markers, tmp_path
):
    changed(now, tmp_path, ("    limit: 500", "    limit: 500\n    marking: {double: true}"))
    hand_in(client_for(cast.ann))
    mark(dee, GOOD)
    assert states() == ["second"]
    mark(markers[0], GOOD)
    assert states() == ["marked"]


MORE = """questions:
  - id: q-fact
    kind: truefalse
    prompt: A report has facts.
    outcomes: [o-all]
    answer: true
"""


def test_a_correction_shows_no_result_that_waits_and_holds_at_its_release(
    cast, now, client_for, dee, tmp_path
):
    changed(now, tmp_path, ("questions:\n", MORE), ("pass: 50", "pass: 50\nshuffle: false"))
    ann = client_for(cast.ann)
    ann.post("/courses/more/enrol")
    key = learning.key_in(ann.post("/courses/more/written/attempts").location)
    field = re.search(r'<textarea[^>]*name="(t[0-9a-f]{16})"', ann.get(f"/attempts/{key}/2").text)
    ann.post(f"/attempts/{key}/2", data={field[1]: TEXT, "go": "summary"})
    ann.post(f"/attempts/{key}/finish")
    everybody = Proposal(
        pack_id="more",
        version="",
        question_id="q-fact",
        kind=CorrectionKind.EVERYBODY,
        reason="It was not clear.",
    )
    proposed = corrections.propose(make.actor(cast.dee), everybody, now=now)
    db.session.commit()
    eva = make.actor(make.person("Eva Trainer", roles=(Role.TRAINER,)))
    kept = corrections.confirm(eva, proposed, now=now)
    regrading.begin(kept, None, now=now)
    db.session.commit()
    assert attempt(key).passed is None
    assert "Waiting for a trainer" in text_of(ann.get(f"/attempts/{key}/review"))
    mark(dee, GOOD)
    release(dee)
    assert (attempt(key).points, attempt(key).points_max) == ("4", "4")


def test_two_trainers_at_the_same_moment_do_not_take_one_answer(published, client_for, now, app):
    hand_in(client_for(published.ann))
    hand_in(client_for(published.ben))
    trainers = [make.actor(make.person(f"T{n}", roles=(Role.TRAINER,))) for n in range(4)]
    gate, taken = threading.Barrier(len(trainers)), []

    def take_one(trainer):
        with app.app_context():
            gate.wait()
            with transaction():
                taken.append(marking.take_next(trainer, "more", "1.0.0", "written", now=now))

    threads = [threading.Thread(target=take_one, args=(trainer,)) for trainer in trainers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 4
    assert len({key for key in taken if key}) == 2
    assert taken.count(None) == 2


def test_the_pages_of_markers_ask_the_same_few_times_however_much_waits(published, client_for, dee):
    def statements(path):
        sent = []

        def note(_connection, _cursor, statement, *_more):
            sent.append(statement)

        dee.get(path)
        event.listen(db.engine, "before_cursor_execute", note)
        try:
            assert dee.get(path).status_code == 200
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        return len(sent)

    hand_in(client_for(published.ann))
    few = statements("/marking"), statements(QUIZ)
    for n in range(12):
        hand_in(client_for(make.person(f"Learner {n}")))
    assert (statements("/marking"), statements(QUIZ)) == few


def test_the_operator_sees_what_waits_and_marks_nothing(published, client_for, now):
    hand_in(client_for(published.ann))
    (line,) = marking_pages.queue_page(OPERATOR, "en", now=now).lines
    assert (line.item_id, line.waiting, line.marked) == ("written", 1, 0)
    with pytest.raises(NotAllowed):
        marking.take_next(OPERATOR, "more", "1.0.0", "written", now=now)


def test_unknown_quizzes_and_answers_are_not_found(published, dee):
    for path in (
        "/marking/more/9.9.9/written",
        "/marking/more/1.0.0/none",
        "/marking/answers/none",
    ):
        assert dee.get(path).status_code == 404
    assert dee.post("/marking/answers/none", data=GOOD).status_code == 404


def test_what_was_written_to_a_withdrawn_question_waits_for_no_marker(
    published, client_for, dee, now
):
    first, second = hand_in(client_for(published.ann)), hand_in(client_for(published.ben))
    mark(dee, POOR)
    held = take(dee)
    everybody = Proposal(
        pack_id="more",
        version="",
        question_id="q-extended",
        kind=CorrectionKind.EVERYBODY,
        reason="The model answer was on the page.",
    )
    proposed = corrections.propose(make.actor(published.dee), everybody, now=now)
    eva = make.actor(make.person("Eva Trainer", roles=(Role.TRAINER,)))
    regrading.begin(corrections.confirm(eva, proposed, now=now), None, now=now)
    db.session.commit()
    assert states() == ["marked", "marked"]
    assert take(dee) is None
    assert "its answers need no mark any more" in text_of(dee.get(f"/marking/answers/{held}"))
    mark(dee, GOOD, held)
    assert count(HumanMark) == 1
    assert "2 results are released" in text_of(release(dee))
    for key in (first, second):
        assert (attempt(key).points, attempt(key).passed) == ("3", True)
    third = hand_in(client_for(published.cy))
    assert attempt(third).passed  # and whoever hands in later waits for nobody
