"""The time zone of the site: what is shown, and what is taken from forms."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import learning
import pytest
from client import text_of

from elearn.app import create_app
from elearn.core.errors import BadSettings
from elearn.core.settings import Settings
from elearn.store.db import db
from elearn.store.tables.quiz_terms import QuizDates
from elearn.web.shared.formats import day, moment
from elearn.web.shared.zone import from_site, on_site

SUMMER = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
WINTER = datetime(2026, 12, 1, 22, 30, tzinfo=UTC)


@pytest.fixture
def there(app):
    """A site in Sarajevo."""
    app.extensions["time_zone"] = ZoneInfo("Europe/Sarajevo")
    return app


def test_a_moment_is_shown_by_the_clocks_of_the_site(there):
    with there.test_request_context():
        assert moment(SUMMER) == "2 Jul 2026, 00:30 CEST"
        assert moment(WINTER) == "1 Dec 2026, 23:30 CET"
        assert (day(SUMMER), day(WINTER)) == ("2 July 2026", "1 December 2026")
        assert day(SUMMER.date()) == "1 July 2026"


def test_without_a_zone_it_is_utc(app):
    with app.test_request_context():
        assert moment(SUMMER) == "1 Jul 2026, 22:30 UTC"
        assert day(SUMMER) == "1 July 2026"


@pytest.mark.parametrize("known", [SUMMER, WINTER])
def test_what_is_entered_is_what_was_shown(there, known):
    assert from_site(on_site(known).replace(tzinfo=None)) == known


def test_dates_of_quizzes_are_entered_and_shown_by_the_clocks_of_the_site(
    there, cast, now, client_for
):
    learning.publish("kinds", now)
    dee = client_for(cast.dee)
    form = {"quiz-opens": "2027-07-01T08:00", "quiz-closes": "2027-07-01T10:00"}
    assert "Opens (Europe/Sarajevo)" in text_of(dee.get("/packs/kinds/1.0.0/quizzes"))
    assert dee.post("/packs/kinds/1.0.0/quizzes/quiz", data=form).status_code == 303
    (kept,) = db.session.query(QuizDates)
    assert kept.opens_at == datetime(2027, 7, 1, 6, 0, tzinfo=UTC)
    page = dee.get("/packs/kinds/1.0.0/quizzes").get_data(as_text=True)
    assert 'value="2027-07-01 08:00' in page
    ann = client_for(cast.ann)
    ann.post("/courses/kinds/enrol")
    assert "1 Jul 2027, 08:00 CEST" in text_of(ann.get("/courses/kinds/quiz"))


@pytest.mark.parametrize("name", ["Europe/Nowhere", "", "../../etc/passwd", "CET\x00"])
def test_a_zone_that_is_none_is_refused_at_start(tmp_path, name):
    with pytest.raises(BadSettings, match="TIME_ZONE"):
        create_app(Settings(mode="testing", instance=str(tmp_path), time_zone=name))
