"""What attempts draw: nothing again while the bank lasts, and never what the partner asked."""

import learning
import make
import pytest

from elearn.core.errors import Conflict
from elearn.services import attempts, enrolments
from elearn.store import attempts as store
from elearn.store.db import begin_write, db
from elearn.store.tables.attempts import Attempt


@pytest.fixture
def ann(cast, now):
    """Ann, who takes the course with a pretest."""
    learning.publish("pair", now)
    actor = make.actor(cast.ann)
    enrolments.enrol(actor, "pair", now=now)
    db.session.commit()
    return actor


def sit(actor, quiz_id, now):
    """An attempt from beginning to end; the ids of what it asked from the bank."""
    key = attempts.begin(actor, "pair", quiz_id, "en", now=now)
    asked = attempts.require_sitting(actor, key).paper.questions
    attempts.finish(actor, key, now=now)
    db.session.commit()
    return [a.question.id for a in asked if a.question.id.startswith("q-doc-")]


def test_nothing_comes_again_while_the_bank_lasts(ann, now):
    asked = [name for _ in range(4) for name in sit(ann, "final-parts", now)]
    assert len(set(asked)) == len(asked) == 8
    again = sit(ann, "final-parts", now)
    assert set(again) <= set(asked)


@pytest.mark.parametrize("order", [("before", "after"), ("after", "before")])
def test_pretest_and_post_test_never_share_a_question(ann, now, order):
    first, second = (set(sit(ann, quiz_id, now)) for quiz_id in order)
    assert len(first) == len(second) == 2
    assert not first & second


def test_an_attempt_replays_from_what_was_kept_with_it(ann, now):
    sit(ann, "final-parts", now)
    key = attempts.begin(ann, "pair", "final-parts", "en", now=now)
    kept = store.by_key(key)
    paper = attempts.require_sitting(ann, key).paper
    assert kept.draw_version == paper.version == 2
    assert set(kept.drawn.split()) <= {asked.question.id for asked in paper.questions}
    assert [asked.section for asked in paper.questions] == ["rules", "papers", "papers"]


def test_what_an_attempt_of_draw_version_1_asked_counts_as_asked(ann, now):
    key = attempts.begin(ann, "pair", "after", "en", now=now)
    begin_write()
    row = db.session.query(Attempt).filter_by(key=key).one()
    row.draw_version, row.drawn = 1, None
    db.session.commit()
    sitting = attempts.require_sitting(ann, key)
    assert sitting.paper.version == 1
    attempts.finish(ann, key, now=now)
    db.session.commit()
    asked = {a.question.id for a in sitting.paper.questions}
    assert not asked & set(sit(ann, "after", now))


def test_a_pretest_is_taken_once_and_completes_nothing(ann, now):
    sit(ann, "before", now)
    standing = enrolments.require_standing(ann, "pair")
    assert standing.done.finished == {"before"}
    assert standing.done.passed == frozenset()
    with pytest.raises(Conflict):
        attempts.begin(ann, "pair", "before", "en", now=now)


def test_sections_stand_over_their_questions(ann, client_for, cast, now):
    key = attempts.begin(ann, "pair", "final-parts", "en", now=now)
    db.session.commit()
    page = client_for(cast.ann)
    first, second, third = (page.get(f"/attempts/{key}/{n}").text for n in (1, 2, 3))
    assert "<h2>The rules</h2>" in first
    assert "Decide by the text of the Code." in first
    assert "<h2>Documents</h2>" in second
    assert "<h2>Documents</h2>" in third
    page.post(f"/attempts/{key}/finish")
    review = page.get(f"/attempts/{key}/review").text
    assert review.count("<h2>Documents</h2>") == review.count("<h2>The rules</h2>") == 1


def test_the_pages_of_a_pretest_say_that_it_counts_for_nothing(ann, client_for, cast):
    browser = client_for(cast.ann)
    before = browser.get("/courses/pair/before").text
    assert "counts for nothing and bars nothing" in before
    assert "To pass" not in before
    key = learning.key_in(browser.post("/courses/pair/before/attempts").location)
    browser.post(f"/attempts/{key}/finish")
    assert "it shows what you knew before" in browser.get(f"/attempts/{key}/review").text
    assert "You have taken this pretest." in browser.get("/courses/pair/before").text
