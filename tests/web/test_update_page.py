"""The page that tells a learner what a newer version means: after completing, renewing, moving."""

import bridging
import make
import pytest
import updating
from client import text_of
from updating import edited, published, taker

from elearn.services import moves
from elearn.services.publishing import Act
from elearn.store import enrolments as enrolment_store
from elearn.store.db import db

CHANGES = "/courses/steps/version/changes"
OTHER_LESSON = (b"A rule tells what to do.", b"A rule tells nobody what may be left out for ever.")


@pytest.fixture
def ann(cast, now):
    """Ann, who has completed 1.0.0; 2.0.0 came since."""
    bridging.publish("1.0.0", now)
    bridging.completed(cast.ann, now)
    bridging.publish("2.0.0", now)
    return cast.ann


def test_who_has_completed_is_led_to_what_changed(ann, client_for):
    browser = client_for(ann)
    words = text_of(browser.get(CHANGES))
    assert "You completed version 1.0.0. Now version 2.0.0 is taught." in words
    assert "You need not do the course again" in words
    html = browser.get(CHANGES).get_data(as_text=True)
    assert 'href="/bridges/steps"' in html
    assert "Take version 2.0.0 as well" in words


def test_who_is_on_the_way_goes_on_with_it(ann, client_for, now):
    name = bridging.begun(ann, now)
    html = client_for(ann).get(CHANGES).get_data(as_text=True)
    assert f'href="/courses/{name}"' in html
    assert "Go on with what has changed" in html


def test_who_has_renewed_has_nothing_to_do(ann, client_for, now):
    bridging.renewed(ann, now)
    words = text_of(client_for(ann).get(CHANGES))
    assert "your record was renewed: it holds for version 2.0.0 now" in words
    assert "There is nothing that you have to do." in words
    assert "Take version 2.0.0 as well" not in words


def test_who_has_renewed_is_not_told_again_that_the_version_was_wrong(ann, client_for, now):
    from elearn.services import publications
    from elearn.services.people import OPERATOR
    from elearn.services.publications import Proposal

    wanted = Proposal(act=Act.WITHDRAW, pack_id="steps", version="1.0.0", reason="It was wrong.")
    publications.act_at_once(OPERATOR, wanted, now=now)
    db.session.commit()
    browser = client_for(ann)
    for path in ("/learning", "/courses/steps"):
        assert "taught something wrong and was withdrawn" in text_of(browser.get(path))
    bridging.renewed(ann, now)
    for path in ("/learning", "/courses/steps"):
        assert "taught something wrong and was withdrawn" not in text_of(browser.get(path))


def test_the_authors_words_are_told_in_their_language(ann, client_for):
    html = client_for(ann).get(CHANGES).get_data(as_text=True)
    assert "In the words of the authors" in html
    assert '<p lang="en">A version.</p>' in html


def test_who_went_on_reads_what_counts_and_what_is_to_be_done_again(app, client_for, now):
    import learning

    learning.publish("kinds", now)
    ann = taker(now)
    updating.pass_quiz(ann, now)
    published("2.0.0", now, changes=edited(updating.LESSON, *OTHER_LESSON))
    moves.go_on(ann, "kinds", now=now)
    db.session.commit()
    browser = client_for(make.Made(ann.person_id, ann.key))
    words = text_of(browser.get("/courses/kinds/version/changes"))
    assert "You came from version 1.0.0." in words
    assert "1 part that you had done before counts here, too." in words
    assert "To be done again, since it has changed: The rules" in words
    assert enrolment_store.open_standing(ann.person_id, "kinds").done.passed == {"quiz"}
    db.session.rollback()


def test_nobody_else_reads_it(ann, cast, client_for, now):
    assert client_for(cast.ben).get(CHANGES).status_code == 404
    assert client_for(None).get(CHANGES).status_code == 302
