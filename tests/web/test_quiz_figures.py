"""The page of figures of a quiz, and the same as files: for trainers, safe to open."""

import csv
import io

import learning
import make
import pytest
from client import text_of
from openpyxl import load_workbook

from elearn.core.access import Role
from elearn.services import attempts, enrolments, quiz_statistics
from elearn.store.db import db

PAGE = "/packs/kinds/1.0.0/quizzes/quiz"


def sit(actor, most, now):
    enrolments.enrol(actor, "kinds", now=now)
    key = attempts.begin(actor, "kinds", "quiz", "en", now=now)
    asked = attempts.require_sitting(actor, key).paper.questions
    ids = sorted(question.question.id for question in asked)  # whatever the order on the paper
    missed = {(2 * most + n) % 7 for n in range(7 - most)}  # each question is missed by somebody
    right = {name for place, name in enumerate(ids) if place not in missed}
    for number, form in learning.truth_forms(actor, key).items():
        if asked[number - 1].question.id in right:
            attempts.answer(actor, key, number, form, now=now)
    attempts.finish(actor, key, now=now)
    db.session.commit()


@pytest.fixture
def kinds(app, now):
    learning.publish("kinds", now)


@pytest.fixture
def six(kinds, now):
    """Six people have sat the quiz."""
    for most in range(2, 8):
        sit(make.actor(make.person()), most, now)


@pytest.fixture
def dee(cast, client_for):
    return client_for(cast.dee)


def test_the_version_leads_to_the_figures_of_its_quizzes(six, dee):
    assert f'href="{PAGE}"' in dee.get("/packs/kinds/1.0.0").text
    answer = dee.get(PAGE)
    page, words = answer.text, text_of(answer)
    assert "6 attempts" in words
    assert "Few attempts" in words
    assert "Choose the right one." in words
    assert page.count('class="dot-fine"') + page.count('class="dot-look"') == 7
    assert 'role="img" aria-labelledby="scatter-title"' in page


def test_few_are_not_told(kinds, dee, now):
    sit(make.actor(make.person()), 7, now)
    page = dee.get(PAGE)
    assert "from five people on" in text_of(page)
    assert "Choose the right one." not in page.text
    assert dee.get(f"{PAGE}.csv").status_code == 409
    assert dee.get(f"{PAGE}.xlsx").status_code == 409


def test_what_several_typed_is_told_and_what_few_typed_is_nobodys_business(kinds, dee, now):
    for number in range(6):
        actor = make.actor(make.person())
        enrolments.enrol(actor, "kinds", now=now)
        key = attempts.begin(actor, "kinds", "quiz", "en", now=now)
        sitting = attempts.require_sitting(actor, key)
        for place, asked in enumerate(sitting.paper.questions, 1):
            typed = {"q-text": "Haven" if number else "My own secret", "q-numeric": "91,50"}
            if asked.question.id in typed:
                form = {asked.token: [typed[asked.question.id]]}
                attempts.answer(actor, key, place, form, now=now)
        attempts.finish(actor, key, now=now)
    db.session.commit()
    words = text_of(dee.get(PAGE)).replace("\xa0", " ")
    assert "haven ✕ Wrong 5 83.3 %" in words
    assert "91.5 ✕ Wrong 6 100 %" in words
    assert "secret" not in words
    _heading, *rows = rows_of(dee.get(f"{PAGE}.csv?table=options"), ",")
    assert ["q-text", "", "haven", "Typed, wrong", "5"] in [row[:5] for row in rows]
    assert "secret" not in str(rows)


@pytest.mark.parametrize("kind", ["", ".csv", ".xlsx"])
def test_only_trainers_see_figures(six, cast, client_for, kind):
    for person in (cast.ann, cast.mia, cast.co, cast.ana):
        assert client_for(person).get(PAGE + kind).status_code == 403
    assert client_for(cast.dee).get(PAGE + kind).status_code == 200
    for nowhere in ("/packs/kinds/9.9.9/quizzes/quiz", "/packs/kinds/1.0.0/quizzes/rules"):
        assert client_for(cast.dee).get(nowhere + kind).status_code == 404


def rows_of(answer, between):
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=between))


def test_the_csv_has_the_numbers_of_the_language(six, dee, client_for):
    heading, *rows = rows_of(dee.get(f"{PAGE}.csv"), ",")
    assert heading[:3] == ["Number", "Question", "Text"]
    assert len(rows) == 7
    assert all(0 <= float(row[4]) <= 1 for row in rows)
    dragan = client_for(make.person("Dragan", language="sr", roles=(Role.TRAINER,)))
    _heading, *rows = rows_of(dragan.get(f"{PAGE}.csv"), ";")
    assert any("," in row[4] for row in rows)
    assert all("." not in row[4] for row in rows)


def test_options_are_a_file_of_their_own(six, dee):
    _heading, *rows = rows_of(dee.get(f"{PAGE}.csv?table=options"), ",")
    assert ["q-single", "b", "Right one", "Right"] in [row[:4] for row in rows]
    assert ["q-ordering", "a", "Alpha", "Part done right"] in [row[:4] for row in rows]


def test_the_workbook_has_the_same_figures(six, dee):
    book = load_workbook(io.BytesIO(dee.get(f"{PAGE}.xlsx").data))
    assert book.sheetnames == ["Questions", "Options and parts", "Quiz"]
    sheet = book["Questions"]
    assert sheet.max_row == 8
    _heading, *rows = rows_of(dee.get(f"{PAGE}.csv"), ",")
    for row, other in zip(sheet.iter_rows(min_row=2, values_only=True), rows, strict=True):
        assert row[1] == other[1]
        assert row[4] == pytest.approx(float(other[4]), abs=1e-4)


@pytest.fixture
def again(six, cast, now):
    """Ann has sat the quiz, too, twice: seven people, eight attempts."""
    for most in (1, 7):
        sit(make.actor(cast.ann), most, now)


def test_one_attempt_a_person_counts_unless_all_are_asked_for(again, dee):
    words = text_of(dee.get(PAGE))
    assert "7 attempts The first finished attempt of each person version 1.0.0" in words
    assert "All attempts (8)" in words
    words = text_of(dee.get(f"{PAGE}?attempts=all"))
    assert "8 attempts All finished attempts version 1.0.0" in words
    assert f"{PAGE}.xlsx?attempts=all" in dee.get(f"{PAGE}?attempts=all").text


def test_it_is_the_first_attempt_that_counts(again, cast):
    actor = make.actor(cast.dee)
    first = quiz_statistics.report(actor, "kinds", "", "quiz").figures
    every = quiz_statistics.report(actor, "kinds", "", "quiz", every=True).figures
    assert (first.attempts, every.attempts) == (7, 8)
    assert {item.answers for item in first.items} == {7}
    assert first.mean < every.mean  # the later attempt had everything right
    earned = (
        [item.facility * 7 for item in first.items],
        [item.facility * 8 for item in every.items],
    )
    assert sum(earned[1]) - sum(earned[0]) == pytest.approx(7)  # all seven questions of it


def test_files_say_which_attempts_they_are_of(again, dee):
    for query, said, count, name in (
        ("", "The first finished attempt of each person", 7, "kinds-1.0.0-quiz"),
        ("?attempts=all", "All finished attempts", 8, "kinds-1.0.0-quiz-all-attempts"),
    ):
        answer = dee.get(f"{PAGE}.csv{query}")
        assert f'filename="{name}.csv"' in answer.headers["Content-Disposition"]
        heading, *rows = rows_of(answer, ",")
        assert heading[-1] == "Which attempts"
        assert {row[-1] for row in rows} == {said}
        answer = dee.get(f"{PAGE}.xlsx{query}")
        assert f'filename="{name}.xlsx"' in answer.headers["Content-Disposition"]
        book = load_workbook(io.BytesIO(answer.data))
        whole = dict(book["Quiz"].iter_rows(min_row=2, values_only=True))
        assert whole["Attempts"] == count
        assert whole["Which attempts"] == said
        assert whole["Attempts left out"] == 8 - count
        assert book["Questions"].cell(2, book["Questions"].max_column).value == said


def test_many_attempts_of_few_people_are_told_to_nobody(kinds, cast, dee, now):
    for person in (cast.ann, cast.ben, cast.cy):
        for most in (3, 7):
            sit(make.actor(person), most, now)
    for query in ("", "?attempts=all"):
        assert "from five people on" in text_of(dee.get(PAGE + query))
        assert dee.get(f"{PAGE}.csv{query}").status_code == 409


def test_what_was_typed_is_not_told_of_all_attempts(again, dee, cast):
    report = quiz_statistics.report(make.actor(cast.dee), "kinds", "", "quiz", every=True)
    assert all(item.typed == () for item in report.figures.items)
    _heading, *rows = rows_of(dee.get(f"{PAGE}.csv?table=options&attempts=all"), ",")
    assert not any(row[3].startswith("Typed") for row in rows)
