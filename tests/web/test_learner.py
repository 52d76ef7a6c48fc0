"""A course from enrolling to the record that others verify, in a browser without script."""

import re

import learning
import make
import pytest
from client import text_of

from elearn.store import enrolments as enrolment_store
from elearn.store import records as record_store
from elearn.store.db import db


@pytest.fixture
def ann(app, cast, now):
    """Ann, with the course `kinds` published."""
    learning.publish("kinds", now)
    return cast.ann


@pytest.fixture
def browser(ann, client_for):
    """Ann's browser."""
    return client_for(ann)


def enrol(browser):
    assert browser.post("/courses/kinds/enrol").status_code == 302


def read_lesson(browser):
    return browser.post("/courses/kinds/rules/done")


def begin(browser, item):
    return learning.key_in(browser.post(f"/courses/kinds/{item}/attempts").location)


def sit(browser, ann, *, wrong=()):
    key = begin(browser, "quiz")
    for number, form in learning.truth_forms(make.actor(ann), key).items():
        if number not in wrong:
            browser.post(f"/attempts/{key}/{number}", data={**form, "go": "next"})
    browser.post(f"/attempts/{key}/finish")
    return key


def play(browser, choice="c-ask"):
    key = begin(browser, "gate")
    browser.post(f"/cases/{key}", data={"step": "0", "choice": choice})
    return key


def complete(browser, ann):
    enrol(browser)
    read_lesson(browser)
    sit(browser, ann)
    play(browser)
    (record,) = record_store.of_person(ann.id)
    return record


def test_the_whole_course_leads_to_a_record_that_anybody_can_verify(browser, ann, client):
    record = complete(browser, ann)
    page = text_of(client.get(f"/verify/{record.code}"))
    assert "This record is valid" in page
    assert "Every kind" in page
    assert ann.name not in page


def test_the_record_holds_until_its_last_day_and_then_has_expired(browser, ann, client, clock):
    record = complete(browser, ann)
    clock.move(days=730)
    assert "valid" in text_of(client.get(f"/verify/{record.code}"))
    clock.move(days=2)
    assert "has expired" in text_of(client.get(f"/verify/{record.code}"))


def test_a_name_is_confirmed_across_scripts_and_a_wrong_one_changes_nothing(browser, ann, client):
    code = complete(browser, ann).code
    right = client.post(f"/verify/{code}", data={"name": "Анн Леарнер"})
    assert "The name fits" in text_of(right)
    wrong = client.post(f"/verify/{code}", data={"name": "Somebody Else"})
    none = client.post(f"/verify/{code}", data={"name": ""})
    assert text_of(wrong) == text_of(none)


def test_guessing_names_of_one_record_is_slowed_down(browser, ann, client):
    code = complete(browser, ann).code
    answers = [
        client.post(f"/verify/{code}", data={"name": f"Guess {n}"}).status_code for n in range(8)
    ]
    assert answers[0] == 200
    assert answers[-1] == 429
    assert client.get(f"/verify/{code}").status_code == 200


def test_an_unknown_code_says_so_and_nothing_more(app, client):
    page = client.get("/verify/0000-0000-0000-0000-0")
    assert "No record has this code" in text_of(page)
    assert client.get("/verify/nonsense").status_code == 200


def test_the_record_is_issued_once_however_often_the_last_step_is_sent(browser, ann):
    complete(browser, ann)
    play(browser)
    sit(browser, ann)
    assert len(record_store.of_person(ann.id)) == 1


def test_my_learning_goes_on_where_i_left_off(browser, ann):
    enrol(browser)
    assert "Go on: The rules" in text_of(browser.get("/learning"))
    assert read_lesson(browser).location.endswith("/courses/kinds/quiz")
    assert "Go on: All kinds of question" in text_of(browser.get("/learning"))


def test_a_get_writes_nothing(browser, ann):
    enrol(browser)
    before = enrolment_store.open_standing(ann.id, "kinds")
    db.session.commit()
    for path in ("/courses/kinds/rules", "/courses/kinds/quiz", "/courses/kinds/gate", "/learning"):
        assert browser.get(path).status_code == 200
    assert enrolment_store.open_standing(ann.id, "kinds") == before


def test_reading_a_lesson_twice_counts_once(browser, ann):
    enrol(browser)
    read_lesson(browser)
    read_lesson(browser)
    standing = enrolment_store.open_standing(ann.id, "kinds")
    assert standing.done.read == {"rules"}


def test_sources_are_for_who_takes_the_course(browser, ann, client):
    assert browser.get("/courses/kinds/rules/sources").status_code == 404
    assert client.get("/courses/kinds/rules/sources").status_code == 302
    enrol(browser)
    assert browser.get("/courses/kinds/rules/sources").status_code == 200
    assert browser.get("/courses/kinds/quiz/sources").status_code == 404


def test_leaving_keeps_the_record_and_enrolling_again_begins_anew(browser, ann):
    complete(browser, ann)
    browser.post("/courses/kinds/leave")
    assert enrolment_store.open_standing(ann.id, "kinds") is None
    assert len(record_store.of_person(ann.id)) == 1
    enrol(browser)
    assert enrolment_store.open_standing(ann.id, "kinds").done.read == frozenset()


def test_who_left_unfinished_and_comes_back_goes_on(browser, ann):
    enrol(browser)
    read_lesson(browser)
    browser.post("/courses/kinds/leave")
    assert enrolment_store.open_standing(ann.id, "kinds") is None
    enrol(browser)
    assert enrolment_store.open_standing(ann.id, "kinds").done.read == {"rules"}
    sit(browser, ann)
    play(browser)
    assert len(record_store.of_person(ann.id)) == 1


def test_a_self_check_answers_at_once_and_gives_no_marks(browser, ann):
    enrol(browser)
    page = browser.get("/courses/kinds/rules").get_data(as_text=True)
    assert "It says so above" not in page
    field = next(i for i in re.findall(r'name="(t[0-9a-f]{16})"', page))
    token = learning.values_of(page, field)[0]
    browser.post("/courses/kinds/rules/checks/sc-rule", data={field: token})
    assert "It says so above" in text_of(browser.get("/courses/kinds/rules"))
    assert enrolment_store.open_standing(ann.id, "kinds").done.read == frozenset()


def test_answered_self_checks_are_counted_and_move_progress_once(browser, ann):
    enrol(browser)
    page = browser.get("/courses/kinds/rules").get_data(as_text=True)
    assert "0 of 1 self-checks answered" in page
    field = next(i for i in re.findall(r'name="(t[0-9a-f]{16})"', page))
    for token in learning.values_of(page, field):
        browser.post("/courses/kinds/rules/checks/sc-rule", data={field: token})
    assert "All self-checks of this lesson are answered" in text_of(
        browser.get("/courses/kinds/rules")
    )
    course = text_of(browser.get("/courses/kinds"))
    assert "1 of 1 self-checks" in course
    assert "0 of 3 parts complete" in course
    standing = enrolment_store.open_standing(ann.id, "kinds")
    assert standing.done.checked == {"sc-rule"}
    assert "sc-rule" not in standing.opened
    assert read_lesson(browser).status_code == 302


def test_an_empty_self_check_is_refused_kindly(browser, ann):
    enrol(browser)
    answer = browser.post("/courses/kinds/rules/checks/sc-rule", follow_redirects=True)
    assert "Choose an answer first" in text_of(answer)


def test_no_key_is_in_a_page_before_the_answer_is_given(browser, ann):
    enrol(browser)
    key = begin(browser, "quiz")
    for number in range(1, 8):
        page = browser.get(f"/attempts/{key}/{number}").get_data(as_text=True)
        assert "Because it is right" not in page
        assert 'value="b"' not in page
        assert 'value="true"' not in page
        assert "refuge" not in page


def test_an_answer_that_cannot_be_read_is_shown_again_with_what_was_typed(browser, ann):
    enrol(browser)
    key = begin(browser, "quiz")
    forms = learning.truth_forms(make.actor(ann), key)
    number, name = next(
        (n, name) for n, f in forms.items() for name, values in f.items() if "90" in values
    )
    answer = browser.post(f"/attempts/{key}/{number}", data={name: "ninety", "go": "next"})
    assert answer.status_code == 422
    assert 'value="ninety"' in answer.get_data(as_text=True)


def test_answers_are_there_again_when_the_browser_comes_back(browser, ann, client_for):
    enrol(browser)
    key = begin(browser, "quiz")
    form = learning.truth_forms(make.actor(ann), key)[1]
    assert browser.post(f"/attempts/{key}/1/save", data=form).status_code == 200
    page = client_for(ann).get(f"/attempts/{key}/1").get_data(as_text=True)
    assert "checked" in page or "selected" in page or any(v[0] in page for v in form.values())
    assert begin(browser, "quiz") == key


def test_a_late_answer_is_refused_and_kept(browser, ann):
    enrol(browser)
    key = sit(browser, ann)
    form = learning.truth_forms(make.actor(ann), key)[1]
    assert browser.post(f"/attempts/{key}/1/save", data=form).status_code == 409
    said = browser.post(f"/attempts/{key}/1", data=form, follow_redirects=True)
    assert "This attempt has ended" in text_of(said)


def test_all_right_answers_make_full_marks_in_any_language(ann, client_for):
    browser = client_for(ann)
    browser.post("/account/language", data={"language": "sr", "next": "/"})
    enrol(browser)
    key = sit(browser, ann)
    page = text_of(browser.get(f"/attempts/{key}/review"))
    assert "100" in page
    assert "Тачно" in page


def test_attempts_run_out(browser, ann):
    enrol(browser)
    for _ in range(2):
        sit(browser, ann, wrong=range(1, 8))
    assert browser.post("/courses/kinds/quiz/attempts").status_code == 409
    assert "used all attempts" in text_of(browser.get("/courses/kinds/quiz"))


def test_the_same_decision_sent_twice_is_made_once_and_another_is_refused(browser, ann):
    enrol(browser)
    key = play(browser)
    assert browser.post(f"/cases/{key}", data={"step": "0", "choice": "c-ask"}).status_code == 302
    assert browser.post(f"/cases/{key}", data={"step": "0", "choice": "c-send"}).status_code == 409
    assert "Asking is right" in text_of(browser.get(f"/cases/{key}/debrief"))


def test_a_block_without_translation_is_shown_in_its_language_and_marked(ann, client_for):
    browser = client_for(ann)
    browser.post("/account/language", data={"language": "sr", "next": "/"})
    enrol(browser)
    page = browser.get("/courses/kinds/rules").get_data(as_text=True)
    assert "Правило каже шта треба чинити." in page
    assert 'lang="en"' in page
    assert "Rules bind." in page


def test_serbian_latin_is_derived_from_cyrillic(ann, client_for):
    browser = client_for(ann)
    browser.post("/account/language", data={"language": "sr-Latn", "next": "/"})
    enrol(browser)
    assert "Pravilo kaže šta treba činiti." in browser.get("/courses/kinds/rules").get_data(
        as_text=True
    )


def test_a_mistake_can_be_reported_with_its_block(browser, ann):
    enrol(browser)
    form = browser.get("/courses/kinds/rules/report").get_data(as_text=True)
    block = re.search(r'<option value="(b-[^"]+)"', form)[1]
    empty = browser.post("/courses/kinds/rules/report", data={"block": block, "text": " "})
    assert "Say in a few words" in text_of(empty)
    sent = browser.post(
        "/courses/kinds/rules/report",
        data={"block": block, "text": "Not so."},
        follow_redirects=True,
    )
    assert "Thank you" in text_of(sent)


def test_what_is_mine_is_not_for_others(browser, ann, client_for, cast, client):
    record = complete(browser, ann)
    key = sit(browser, ann)
    case = play(browser)
    mine = (
        f"/attempts/{key}/1",
        f"/attempts/{key}/review",
        f"/attempts/{key}/summary",
        f"/cases/{case}",
        f"/cases/{case}/debrief",
        f"/records/{record.key}",
    )
    for person in (cast.ben, cast.mia, cast.cy, cast.dee, cast.ana):
        other = client_for(person)
        for path in mine:
            assert other.get(path).status_code == 404, (person.name, path)
        assert other.post(f"/attempts/{key}/finish").status_code == 404
        assert other.post(f"/attempts/{key}/1/save").status_code == 404
        assert (
            other.post(f"/cases/{case}", data={"step": "0", "choice": "c-ask"}).status_code == 404
        )
    for path in mine:
        assert client.get(path).status_code == 302


def test_an_item_needs_enrolment(browser, ann):
    assert browser.get("/courses/kinds/rules").location.endswith("/courses/kinds")
    assert browser.post("/courses/kinds/rules/done").status_code == 404
    assert browser.post("/courses/kinds/quiz/attempts").status_code == 404


def test_unknown_things_are_not_found(browser, ann):
    enrol(browser)
    for path in (
        "/courses/none",
        "/courses/kinds/none",
        "/attempts/none/1",
        "/cases/none",
        "/records/none",
        "/media/none/x.svg",
        "/courses/kinds/modules/none/print",
    ):
        assert browser.get(path).status_code == 404, path
    assert browser.get(f"/attempts/{begin(browser, 'quiz')}/99").status_code == 404


def test_the_catalogue_filters_by_words_topic_and_language(browser, ann):
    assert "Every kind" in text_of(browser.get("/courses?q=EVERY&topic=border-control&language=sr"))
    for query in ("q=nothing-like-it", "topic=asylum", "language=sq"):
        assert "No course fits" in text_of(browser.get(f"/courses?{query}"))


def test_a_module_prints_on_one_page(browser, ann):
    enrol(browser)
    assert "Rules bind" in text_of(browser.get("/courses/kinds/modules/m-all/print"))


def test_a_lesson_leads_to_the_print_of_its_module(browser, ann):
    enrol(browser)
    page = browser.get("/courses/kinds/rules").get_data(as_text=True)
    assert "/courses/kinds/modules/m-all/print" in page


def test_going_on_with_a_quiz_opens_the_first_question_without_an_answer(browser, ann):
    enrol(browser)
    key = begin(browser, "quiz")
    assert browser.get(f"/attempts/{key}").location.endswith(f"/attempts/{key}/1")
    forms = learning.truth_forms(make.actor(ann), key)
    browser.post(f"/attempts/{key}/1", data=forms[1])
    assert browser.get(f"/attempts/{key}").location.endswith(f"/attempts/{key}/2")
    for number, form in forms.items():
        browser.post(f"/attempts/{key}/{number}", data=form)
    assert browser.get(f"/attempts/{key}").location.endswith("/summary")
