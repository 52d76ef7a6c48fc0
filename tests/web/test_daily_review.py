"""The daily review: opt in, be asked, answer, look back, leave; in a browser without script."""

import re
import shutil
from datetime import date

import learning
import make
import pytest
from client import text_of
from sqlalchemy import func, select

from elearn.core.access import Role
from elearn.core.quiz import answers as given
from elearn.core.quiz.answers import TrueFalseAnswer
from elearn.core.quiz.correct import CorrectionKind
from elearn.services import corrections, daily_review, packs, personal_data
from elearn.services.corrections import Proposal
from elearn.services.people import OPERATOR
from elearn.store import enrolments as enrolment_store
from elearn.store.db import begin_write, db
from elearn.store.tables.daily_review import DailyReview, ReviewAnswer, ReviewCard

QUESTIONS = 8  # seven of the quiz, one self-check


@pytest.fixture
def ann(app, cast, now):
    """Ann, who has completed the course `kinds`."""
    learning.publish("kinds", now)
    complete(cast.ann, now)
    return cast.ann


def complete(person, now, pack_id="kinds"):
    from elearn.services import enrolments

    enrolments.enrol(make.actor(person), pack_id, now=now)
    standing = enrolment_store.open_standing(person.id, pack_id)
    assert enrolment_store.complete(standing.enrolment.id, at=now)
    db.session.commit()


@pytest.fixture
def hers(ann, client_for):
    """Ann's browser, in which she takes part in the daily review."""
    browser = client_for(ann)
    browser.post("/daily-review/join")
    return browser


def look(person, now):
    standings = enrolment_store.standings_of(person.id)
    return daily_review.look(person.id, standings, now=now)


def shown(browser):
    """The form of the question that is due: where it goes, and its hidden fields."""
    page = browser.get("/daily-review").get_data(as_text=True)
    action = re.search(r'action="(/daily-review/(?:kinds|more)/[a-z0-9-]+)"', page)
    if action is None:
        return None
    fields = {name: learning.values_of(page, name)[0] for name in ("digest", "number")}
    return action[1], fields


def truth(person, now, path, number=1):
    """The right answer to a question, as a form."""
    found = look(person, now)
    source = found.sources[tuple(path.split("/")[2:])]
    asked = daily_review.asked(found.review.key, source, number)
    return given.to_form(asked, given.truth(asked.question))


def answer(browser, person, now, **more):
    path, fields = shown(browser)
    form = truth(person, now, path, int(fields["number"]))
    return browser.post(path, data={**form, **fields, **more})


def count(table):
    return db.session.scalar(select(func.count()).select_from(table))


def test_nobody_takes_part_unless_they_ask_to(ann, client_for):
    browser = client_for(ann)
    page = text_of(browser.get("/daily-review"))
    assert "Three minutes a day against forgetting" in page
    assert shown(browser) is None
    assert count(DailyReview) == 0


def test_who_has_completed_something_is_invited_once(ann, client_for, cast):
    browser = client_for(ann)
    assert "against forgetting" in text_of(browser.get("/learning"))
    assert "against forgetting" not in text_of(client_for(cast.ben).get("/learning"))
    browser.post("/daily-review/decline")
    page = text_of(browser.get("/learning"))
    assert "against forgetting" not in page
    assert "To the daily review" not in page
    assert "Take part" in text_of(browser.get("/daily-review"))


def test_my_learning_says_what_is_due_to_those_who_take_part(hers):
    page = text_of(hers.get("/learning"))
    assert f"{QUESTIONS} questions are due today." in page
    assert "To the daily review" in page


def test_a_right_answer_is_looked_back_at_and_comes_again_later(hers, ann, now):
    response = answer(hers, ann, now)
    page = text_of(hers.get(response.location))
    assert "Right" in page
    assert "This question comes again: 25 November 2026" in page
    assert "more questions today" in page
    card = db.session.scalars(select(ReviewCard)).one()
    assert (card.pack_id, card.major, card.number) == ("kinds", 1, 1)
    assert card.due_on == date(2026, 11, 25)


def test_who_does_not_know_is_told_and_asked_tomorrow(hers, ann, now):
    path, fields = shown(hers)
    response = hers.post(path, data={**fields, "go": "unknown"})
    page = text_of(hers.get(response.location))
    assert "Not answered" in page
    assert "comes again: 24 November 2026" in page


def test_a_right_guess_comes_again_sooner_than_what_was_known(hers, ann, now):
    page = hers.get("/daily-review").get_data(as_text=True)
    field = re.search(r'name="(t[0-9a-f]{16}-certainty)"', page)[1]
    answer(hers, ann, now, **{field: "guessing"})
    kept = db.session.scalars(select(ReviewAnswer)).one()
    assert (kept.rating, kept.verdict) == ("hard", "right")
    assert kept.raw["certainty"] == "guessing"
    assert kept.due_on == date(2026, 11, 24)


def test_an_empty_form_is_shown_again_and_keeps_nothing(hers):
    path, fields = shown(hers)
    response = hers.post(path, data={**fields, "go": "check"})
    assert response.status_code == 422
    assert "There is a problem" in text_of(response)
    assert count(ReviewCard) == 0


def test_a_day_ends_and_goes_on_tomorrow(hers, ann, now, clock):
    asked = set()
    while (found := shown(hers)) is not None:
        assert found[0] not in asked
        asked.add(found[0])
        answer(hers, ann, clock.now)
    assert 0 < len(asked) <= QUESTIONS
    page = text_of(hers.get("/daily-review"))
    assert "That is all for today." in page
    assert "Next: " in page
    assert look(ann, clock.now).day.done == len(asked)
    assert look(ann, clock.move(days=400)).first is not None


def test_an_answer_that_is_sent_twice_counts_once(hers, ann, now):
    path, fields = shown(hers)
    form = {**truth(ann, now, path), **fields}
    first, second = (hers.post(path, data=form).location for _ in range(2))
    assert first == second
    assert count(ReviewAnswer) == 1


@pytest.mark.parametrize(
    "change",
    [{"number": "2"}, {"number": "x"}, {"number": "9" * 40}, {"number": ""}],
    ids=["ahead", "word", "huge", "none"],
)
def test_a_form_for_another_time_changes_nothing(hers, ann, now, change):
    response = answer(hers, ann, now, **change)
    assert response.location == "/daily-review"
    assert count(ReviewAnswer) == 0


def test_what_is_not_due_cannot_be_answered(hers, ann, now):
    path, fields = shown(hers)
    assert hers.post("/daily-review/kinds/no-such", data=fields).location == "/daily-review"
    assert hers.post("/daily-review/other/x", data=fields).location == "/daily-review"
    answer(hers, ann, now)
    again = hers.post(path, data={**truth(ann, now, path, 2), **fields, "number": "2"})
    assert again.location == "/daily-review"
    assert count(ReviewAnswer) == 1


def test_an_outsider_sees_no_answer_of_somebody_else(hers, ann, now, client_for, cast, client):
    location = answer(hers, ann, now).location
    assert hers.get(location).status_code == 200
    for other in (cast.cy, cast.ben, cast.mia, cast.dee, cast.co, cast.ana):
        assert client_for(other).get(location).status_code == 404
    assert client.get(location).location.startswith("/sign-in")


def test_an_outsider_cannot_answer_for_somebody_else(hers, ann, now, client_for, cast):
    path, fields = shown(hers)
    form = {**truth(ann, now, path), **fields}
    other = client_for(cast.cy)
    assert other.post(path, data=form).status_code == 404
    other.post("/daily-review/join")
    assert other.post(path, data=form).location == "/daily-review"
    assert count(ReviewCard) == 0


def test_only_completed_courses_that_were_not_left_are_asked_about(
    hers, ann, now, client_for, cast
):
    ben = client_for(cast.ben)
    ben.post("/courses/kinds/enrol")
    ben.post("/daily-review/join")
    assert shown(ben) is None
    assert "Nothing is due today" in text_of(ben.get("/daily-review"))
    hers.post("/courses/kinds/leave")
    assert shown(hers) is None


def test_no_key_is_in_the_page_before_the_answer_is_given(hers, ann, now):
    for _ in range(QUESTIONS):
        if shown(hers) is None:
            break
        page = hers.get("/daily-review").get_data(as_text=True)
        assert "Because it is right" not in page
        assert 'value="true"' not in page
        assert "refuge" not in page
        answer(hers, ann, now)


def test_every_kind_that_a_machine_marks_is_asked_and_no_other(app, cast, client_for, clock):
    learning.publish("more", clock.now)
    complete(cast.ann, clock.now, "more")
    client_for(cast.ann).post("/daily-review/join")
    for _ in range(9):
        browser = client_for(cast.ann)
        while shown(browser) is not None:
            location = answer(browser, cast.ann, clock.now).location
            assert "Right" in text_of(browser.get(location))
        clock.move(days=1)
    course = look(cast.ann, clock.now).sources
    asked = {card.question_id for card in db.session.scalars(select(ReviewCard))}
    assert asked == {question_id for _pack, question_id in course}
    assert len(asked) > 8
    assert "q-extended" not in asked
    assert set(db.session.scalars(select(ReviewAnswer.verdict))) == {"right"}


def test_a_get_writes_nothing(hers, ann, now):
    hers.get("/daily-review")
    hers.get("/daily-review/leave")
    hers.get("/learning")
    assert (count(DailyReview), count(ReviewCard), count(ReviewAnswer)) == (1, 0, 0)


def test_leaving_erases_cards_and_answers(hers, ann, now):
    location = answer(hers, ann, now).location
    page = text_of(hers.get("/daily-review/leave"))
    assert "Erase them" in page
    hers.post("/daily-review/leave", data={"keep": "no"})
    assert (count(ReviewCard), count(ReviewAnswer)) == (0, 0)
    assert hers.get(location).status_code == 404
    learning_page = text_of(hers.get("/learning"))
    assert "daily review" not in learning_page.replace("You have left the daily review", "")


def test_who_keeps_the_answers_goes_on_where_they_left(hers, ann, now):
    answer(hers, ann, now)
    hers.post("/daily-review/leave", data={"keep": "yes"})
    assert shown(hers) is None
    hers.post("/daily-review/join")
    assert look(ann, now).day.done == 1
    hers.post("/daily-review/leave", data={"keep": "yes"})
    hers.post("/daily-review/leave", data={"keep": "no"})
    assert count(ReviewCard) == 0


def test_all_of_it_is_in_the_export(hers, ann, now):
    answer(hers, ann, now)
    groups = personal_data.export(make.actor(ann), now=now)["groups"]
    tables = {part["table"]: part["rows"] for part in groups["daily-review"]["data"]}
    assert len(tables["review_answers"]) == len(tables["review_cards"]) == 1
    assert tables["daily_reviews"][0]["active"] is True


def install(tmp_path, now, name, version, edit):
    """A changed version of a pack of the tests, installed and published."""
    folder = tmp_path / f"{name}-{version}"
    shutil.copytree(learning.PACKS / name, folder)
    text = (folder / "pack.yaml").read_text()
    (folder / "pack.yaml").write_text(text.replace("version: 1.0.0", f"version: {version}"))
    (folder / "CHANGELOG.md").write_text(f"# Changes\n\n## {version} - 2026-11-23\n\nNew.\n")
    edit(folder)
    installed = packs.install_path(folder, now=now)
    assert installed.done, [str(p) for p in installed.problems]
    packs.publish(OPERATOR, installed.pack_id, installed.version, now=now)
    db.session.commit()


def edit_quiz(*pairs):
    def edit(folder):
        path = folder / "01-all" / "02-quiz.quiz.yaml"
        text = path.read_text()
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new)
        path.write_text(text)

    return edit


@pytest.mark.usefixtures("any_number")
def test_a_question_follows_the_pack_and_a_dropped_one_leaves(hers, ann, now, clock, tmp_path):
    while shown(hers) is not None:
        answer(hers, ann, now)
    install(
        tmp_path,
        now,
        "kinds",
        "1.0.1",
        edit_quiz(("id: q-text", "id: q-other"), ("What is it called?", "What is its name?")),
    )
    assert [c.key[1] for c in look(ann, now).day.ask] == ["q-other"]
    asked = {c.key[1] for c in look(ann, clock.move(days=1)).day.ask}
    assert asked == {"q-other"}
    asked = [c.key[1] for c in look(ann, clock.move(days=300)).day.ask]
    assert len(asked) == QUESTIONS
    assert "q-text" not in asked


def test_a_question_that_changed_since_the_page_was_loaded_is_shown_anew(hers, ann, now, tmp_path):
    path, fields = shown(hers)
    form = {**truth(ann, now, path), **fields}
    install(tmp_path, now, "kinds", "1.0.1", lambda _folder: None)
    response = hers.post(path, data=form, follow_redirects=True)
    assert "This question has just changed" in text_of(response)
    assert count(ReviewAnswer) == 0


def with_law(*reasons):
    """`kinds` with a register, and these reasons."""

    def edit(folder):
        pack = folder / "pack.yaml"
        law = "law: {register: law, version: 1.0.0, checked: 2010-01-01}\n"
        pack.write_text(pack.read_text() + law)
        edit_quiz(*reasons)(folder)

    return edit


def test_a_question_whose_law_is_repealed_is_not_asked(app, cast, now, client_for, tmp_path):
    learning.publish("law", now)
    learning.publish("kinds", now)
    complete(cast.ann, now)
    reasons = (
        ("Because it is right.", "Because [@sbc:6(1)(a)] says so."),
        ("answers: [refuge]", "answers: [refuge]\n    reason: As [@sbc:8] said."),
        ("unit: days", "unit: days\n    reason: As [@old-code] said."),
    )
    install(tmp_path, now, "kinds", "1.1.0", with_law(*reasons))
    browser = client_for(cast.ann)
    browser.post("/daily-review/join")
    asked = {key[1] for key in look(cast.ann, now).sources}
    assert "q-single" in asked
    assert not asked & {"q-text", "q-numeric"}
    assert len(asked) == QUESTIONS - 2


def confirmed(person, now, **wanted):
    """A correction of `kinds`, proposed by one trainer and confirmed by another."""
    eva = make.actor(make.person("Eva Trainer", roles=(Role.TRAINER,)))
    asked = Proposal(pack_id="kinds", version="", reason="It was wrong.", **wanted)
    key = corrections.propose(make.actor(person), asked, now=now)
    db.session.commit()
    corrections.confirm(eva, key, now=now)
    db.session.commit()


def test_a_withdrawn_question_is_not_asked(hers, ann, now, cast):
    confirmed(cast.dee, now, question_id="q-single", kind=CorrectionKind.WITHDRAWN)
    assert ("kinds", "q-single") not in look(ann, now).sources
    assert len(look(ann, now).sources) == QUESTIONS - 1


def test_a_corrected_key_decides(hers, ann, now, cast):
    key = TrueFalseAnswer(value=False)
    wanted = {"question_id": "q-truefalse", "kind": CorrectionKind.KEY, "answer": key}
    confirmed(cast.dee, now, **wanted)
    while not shown(hers)[0].endswith("q-truefalse"):
        answer(hers, ann, now)
    location = answer(hers, ann, now).location
    kept = db.session.scalars(select(ReviewAnswer).order_by(ReviewAnswer.id.desc())).first()
    assert kept.verdict == "wrong"
    assert "Your answer: wrong" in text_of(hers.get(location))


def test_the_law_status_stands_beside_the_reason(app, cast, now, client_for, tmp_path):
    learning.publish("law", now)
    learning.publish("kinds", now)
    complete(cast.ann, now)
    reasons = (("Because it is right.", "Because [@sbc:6(1)(a)] says so."),)
    install(tmp_path, now, "kinds", "1.1.0", with_law(*reasons))
    browser = client_for(cast.ann)
    browser.post("/daily-review/join")
    while not shown(browser)[0].endswith("q-single"):
        answer(browser, cast.ann, now)
    page = text_of(browser.get(answer(browser, cast.ann, now).location))
    assert "Borders Code" in page
    assert "in force" in page


def test_the_page_reads_the_same_few_times_however_much_there_is(hers, ann, now):
    from sqlalchemy import event

    def statements(path):
        hers.get(path)
        sent = []

        def note(_connection, _cursor, statement, *_more):
            sent.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            assert hers.get(path).status_code == 200
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        return len(sent)

    few = statements("/daily-review"), statements("/learning")
    begin_write()
    for n in range(200):
        db.session.add(
            ReviewCard(
                person_id=ann.id,
                pack_id="kinds",
                question_id=f"q-gone-{n}",
                major=1,
                digest="0" * 64,
                number=1,
                stability=3.0,
                difficulty=5.0,
                last_on=date(2026, 11, 1),
                due_on=date(2026, 11, 20),
            )
        )
    db.session.commit()
    many = statements("/daily-review"), statements("/learning")
    assert few == many == (4, 7)
