"""Corrections in the browser: trainers propose, look and confirm; learners read what changed."""

import re
from pathlib import Path

import learning
import make
import pytest
from client import text_of

from elearn.core.access import Role
from elearn.core.quiz import given
from elearn.services import attempts, corrections, enrolments, jobs, regrading
from elearn.services.corrections import CorrectionKind, Proposal
from elearn.services.handlers import job_handlers
from elearn.store import attempts as attempt_store
from elearn.store.db import db


@pytest.fixture
def kinds(app, cast, now):
    learning.publish("kinds", now)
    return cast


@pytest.fixture
def dee(kinds, client_for):
    return client_for(kinds.dee)


@pytest.fixture
def eva(kinds, client_for):
    return client_for(make.person("Eva Trainer", roles=(Role.TRAINER,)))


FOUR = ("q-multiple", "q-truefalse", "q-matching", "q-numeric")


def sit(person, right, now):
    actor = make.actor(person)
    enrolments.enrol(actor, "kinds", now=now)
    key = attempts.begin(actor, "kinds", "quiz", "en", now=now)
    sitting = attempts.require_sitting(actor, key)
    for number, form in learning.truth_forms(actor, key).items():
        if attempts.question_at(sitting, number).question.id in right:
            attempts.answer(actor, key, number, form, now=now)
    attempts.finish(actor, key, now=now)
    db.session.commit()
    return key


def correct(kinds, kind, now, letters=None, **more):
    eva = make.person("Eva Trainer", roles=(Role.TRAINER,))
    wanted = {"question_id": "q-single", "reason": "The key was wrong.", "version": "1.0.0", **more}
    key = corrections.propose(
        make.actor(kinds.dee), Proposal(pack_id="kinds", kind=kind, **wanted), now=now
    )
    db.session.commit()
    regrading.begin(corrections.confirm(make.actor(eva), key, now=now), letters, now=now)
    db.session.commit()


def test_the_review_says_what_changed_and_why(kinds, client_for, now):
    key = sit(kinds.ann, FOUR, now)
    before = text_of(client_for(kinds.ann).get(f"/attempts/{key}/review"))
    assert "was corrected" not in before
    correct(kinds, CorrectionKind.EVERYBODY, now)
    words = text_of(client_for(kinds.ann).get(f"/attempts/{key}/review"))
    assert "was corrected" in words
    assert "The key was wrong." in words
    assert "Your result was 57 % and is now 71 %." in words.replace("\xa0", " ")
    assert "With this you have passed the quiz." in words
    assert "5 of 7 points" in words


def test_a_result_that_was_kept_is_said_to_be_so(kinds, client_for, now):
    from elearn.core.quiz.answers import SingleAnswer

    key = sit(kinds.ann, ("q-single", *FOUR), now)
    correct(kinds, CorrectionKind.KEY, now, answer=SingleAnswer("a"))
    answer = client_for(kinds.ann).get(f"/attempts/{key}/review")
    assert "Your result stays as it was: 71" in text_of(answer)
    assert attempt_store.by_key(key).passed


def test_a_withdrawn_question_says_so(kinds, client_for, now):
    key = sit(kinds.ann, FOUR, now)
    correct(kinds, CorrectionKind.WITHDRAWN, now)
    words = text_of(client_for(kinds.ann).get(f"/attempts/{key}/review"))
    assert "Withdrawn" in words
    assert "0 of 0" in words


def test_learners_get_a_letter_in_their_language_from_the_worker_too(app, kinds, now, monkeypatch):
    monkeypatch.setattr(regrading, "BATCH", 1)
    sit(kinds.ann, FOUR, now)
    other = make.person("Dragana", language="sr")
    sit(other, FOUR, now)
    correct(kinds, CorrectionKind.EVERYBODY, now, letters=app.extensions["correction_letter"])
    sent = []
    handlers = job_handlers(
        app.config["SETTINGS"], Path(app.instance_path), app.extensions["correction_letter"]
    )
    jobs.run_due({**handlers, "mail": lambda job, _now: sent.append(dict(job.payload))}, now)
    assert {letter["to"] for letter in sent} == {kinds.ann.email, other.email}
    (mine,) = (letter for letter in sent if letter["to"] == kinds.ann.email)
    assert "The key was wrong." in mine["text"]
    assert "57 %" in mine["text"]
    assert "/review" in mine["text"]


ASK = "/packs/kinds/1.0.0/questions/q-single/correct"


def fields(page, option, **more):
    """The form filled in: the option with that text is the right one."""
    name, tokens = option_tokens(page)
    return {"reason": "B was wrong.", "versions": "1.0.0", name: tokens[option], **more}


def option_tokens(page):
    found = re.findall(
        r'<input type="radio" name="(t[0-9a-f]+)" value="(t[0-9a-f]+)"[^>]*><span>(?:<p>)?([^<]+)',
        page.text,
    )
    return found[0][0], {text.strip(): token for _name, token, text in found}


def test_one_proposes_another_one_confirms(kinds, dee, eva, now):
    keys = [sit(make.person(), ("q-single", *FOUR), now) for _ in range(6)]
    page = dee.get(ASK)
    answer = dee.post(ASK, data=fields(page, "Wrong one", kind="key", may_lower="1"))
    assert answer.status_code == 303
    correction = answer.location
    mine = dee.get(correction)
    assert "Another trainer must look at it" in text_of(mine)
    assert f"{correction}/confirm" not in mine.text
    theirs = text_of(eva.get(correction))
    assert "Wrong one" in theirs
    assert "With a worse result 6" in theirs
    dee.post(f"{correction}/confirm")
    assert attempt_store.by_key(keys[0]).points == "5"
    done = eva.post(f"{correction}/confirm", follow_redirects=True)
    assert "all attempts are marked again" in text_of(done)
    assert {attempt_store.by_key(key).points for key in keys} == {"4"}
    assert "Confirmed" in text_of(dee.get("/corrections"))


def test_small_numbers_are_not_told(kinds, dee, now):
    sit(kinds.ann, FOUR, now)
    answer = dee.post(ASK, data={"reason": "Wrong.", "kind": "everybody", "versions": "1.0.0"})
    assert "Attempts concerned fewer than 5" in text_of(dee.get(answer.location))


def test_what_is_missing_is_said_and_nothing_is_lost(kinds, dee):
    page = dee.get(ASK)
    for wrong in (
        {"kind": ""},
        {"kind": "everybody", "reason": " "},
        {"kind": "key", "versions": ""},
    ):
        data = {k: v for k, v in fields(page, "Wrong one", **wrong).items() if v != ""}
        answer = dee.post(ASK, data=data)
        assert answer.status_code == 422
        assert "There is a problem" in text_of(answer)
        _name, tokens = option_tokens(page)
        assert f'value="{tokens["Wrong one"]}" checked' in answer.text


def test_an_error_leads_to_its_field(kinds, dee):
    page = dee.get(ASK)
    for wrong, field in (
        ({"kind": ""}, "kind"),
        ({"kind": "everybody", "reason": " "}, "reason"),
        ({"kind": "key", "versions": ""}, "versions"),
    ):
        data = {k: v for k, v in fields(page, "Wrong one", **wrong).items() if v != ""}
        answer = dee.post(ASK, data=data)
        assert f'<a href="#{field}">' in answer.text
        assert f'id="{field}"' in answer.text
        assert f'id="{field}-err"' in answer.text


def test_what_the_key_says_already_is_no_correction(kinds, dee, eva):
    page = dee.get(ASK)
    _name, tokens = option_tokens(page)
    (right,) = (t for t in tokens if f'value="{tokens[t]}" checked' in page.text)
    answer = dee.post(ASK, data=fields(page, right, kind="key"))
    assert answer.status_code == 422
    assert "This changes nothing: it holds already." in text_of(answer)
    assert '<a href="#answer">' in answer.text
    proposed = dee.post(ASK, data=fields(page, "Wrong one", kind="key"))
    eva.post(f"{proposed.location}/confirm")
    after = dee.get(ASK)
    _name, tokens = option_tokens(after)
    assert f'value="{tokens["Wrong one"]}" checked' in after.text  # the key as corrected


def test_whoever_confirms_reads_what_was_right_and_what_would_be(kinds, dee, eva, now):
    page = dee.get(ASK)
    proposed = dee.post(ASK, data=fields(page, "Wrong one", kind="key"))
    words = text_of(eva.get(proposed.location))
    assert "Right until now Right one" in words
    assert "Another answer is the right one Wrong one" in words
    assert "How it did: All kinds of question" in words
    eva.post(f"{proposed.location}/confirm")
    assert "Right before this Right one" in text_of(eva.get(proposed.location))


@pytest.mark.parametrize(
    ("question", "raw", "shown"),
    [
        ("q-matching", {"kind": "matching", "pairs": {"a": "b", "b": "a"}}, "→"),
        ("q-ordering", {"kind": "ordering", "items": ["c", "b", "a"]}, "1. →"),
        ("q-truefalse", {"kind": "truefalse", "value": False}, "Wrong"),
        ("q-numeric", {"kind": "numeric", "value": "180", "text": "180"}, "180"),
    ],
)
def test_an_answer_of_every_kind_is_told_in_words(kinds, eva, now, question, raw, shown):
    key = corrections.propose(
        make.actor(kinds.dee),
        Proposal(
            pack_id="kinds",
            version="1.0.0",
            question_id=question,
            kind=CorrectionKind.ALSO,
            answer=given.from_raw(raw),
            reason="Two answers are right.",
        ),
        now=now,
    )
    db.session.commit()
    words = text_of(eva.get(f"/corrections/{key}"))
    assert shown in words.partition("Another answer is right, too")[2]
    assert "{" not in words


def test_declining_changes_nothing(kinds, dee, eva, now):
    key = sit(kinds.ann, FOUR, now)
    answer = dee.post(ASK, data={"reason": "Wrong.", "kind": "everybody", "versions": "1.0.0"})
    eva.post(f"{answer.location}/decline")
    eva.post(f"{answer.location}/confirm")
    assert attempt_store.by_key(key).points == "4"


def test_corrections_are_for_trainers(kinds, dee, client_for, now):
    answer = dee.post(ASK, data={"reason": "Wrong.", "kind": "everybody", "versions": "1.0.0"})
    for person in (kinds.ann, kinds.mia, kinds.co, kinds.ana):
        browser = client_for(person)
        for path in ("/corrections", ASK, answer.location):
            assert browser.get(path).status_code == 403
        for path in (ASK, f"{answer.location}/confirm", f"{answer.location}/decline"):
            assert browser.post(path, data={"kind": "everybody"}).status_code == 403
    assert dee.get("/packs/kinds/1.0.0/questions/none/correct").status_code == 404
    assert dee.get("/corrections/none").status_code == 404


def test_my_learning_tells_who_has_no_letter_what_changed(kinds, client_for, clock, now):
    key = sit(kinds.ann, FOUR, now)
    ann, ben = client_for(kinds.ann), client_for(kinds.ben)
    sit(kinds.ben, ("q-single", *FOUR), now)
    assert "News of your quizzes" not in text_of(ann.get("/learning"))
    correct(kinds, CorrectionKind.EVERYBODY, now)
    page = ann.get("/learning")
    words = text_of(page).replace("\xa0", " ")
    assert "A question of “All kinds of question” was corrected." in words
    assert "Your result was 57 % and is now 71 %. With this you have passed the quiz." in words
    assert f"/attempts/{key}/review" in page.text
    assert "was corrected" not in text_of(ben.get("/learning"))  # nothing changed for Ben
    clock.move(days=15)
    assert "was corrected" not in text_of(client_for(kinds.ann).get("/learning"))


def test_trainers_find_what_waits_for_them_from_the_packs(kinds, dee, eva, client_for):
    dee.post(ASK, data={"reason": "Wrong.", "kind": "everybody", "versions": "1.0.0"})
    assert "correction waits for you" not in text_of(dee.get("/packs"))
    page = eva.get("/packs")
    assert "1 correction waits for you" in text_of(page)
    assert 'href="/corrections"' in page.text
    listed = text_of(eva.get("/corrections"))
    assert "Waiting for you to look at" in listed
    assert "Waiting for you to look at" not in text_of(dee.get("/corrections"))


def test_a_question_can_be_corrected_before_figures_are_told(kinds, dee, client_for, now):
    sit(kinds.ann, FOUR, now)
    page = dee.get("/packs/kinds/1.0.0/quizzes/quiz")
    assert "Figures are told from five people on" in text_of(page)
    keys = "/packs/kinds/1.0.0/preview/quiz?answers=1"
    assert f'href="{keys}"' in page.text
    listed = dee.get(keys)
    assert listed.text.count(f'href="{ASK}"') == 1
    assert listed.text.count('/correct"') == 7
    assert client_for(kinds.ann).get(keys).status_code == 403
