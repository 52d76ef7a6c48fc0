"""The demonstration's history: it is believable, in order, and made by what people do."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import flask_migrate
import pytest
from installation import settings_for
from sqlalchemy import func, select

from elearn.app import create_app
from elearn.core.access import Actor, Role
from elearn.core.errors import NotAllowed
from elearn.core.learning.policy import Place
from elearn.core.quiz.given import BlankAnswer
from elearn.core.quiz.grade import grade
from elearn.core.quiz.questions import Extended
from elearn.core.quiz.statistics import Flag
from elearn.services import (
    bridges,
    case_statistics,
    correction_pages,
    demo,
    enrolments,
    law_pages,
    marking_pages,
    mistakes,
    quiz_statistics,
    releases,
    replay,
    shelf,
)
from elearn.services.demo_answers import slip
from elearn.services.demo_people import OFFICERS
from elearn.services.transaction import transaction
from elearn.store import packs, records
from elearn.store import people as people_store
from elearn.store import publications as publication_store
from elearn.store.db import db
from elearn.store.tables.attempts import AnswerRow, Attempt, CaseStep, MarkRow
from elearn.store.tables.people import Person
from elearn.store.tables.shares import ShareOpening, ShareRow

PACKS = Path(__file__).parents[2] / "course_packs"


NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def trainer(tmp_path_factory):
    """The trainer of a demonstration, which is made once for all tests of this file."""
    app = create_app(settings_for(tmp_path_factory.mktemp("demonstration")))
    with app.app_context():
        flask_migrate.upgrade()
        with transaction():
            demo.install_packs(PACKS, now=NOW - demo.HISTORY)
        with transaction():
            assert demo.prepare("a password for all", now=NOW)
        known = people_store.by_name(demo.ACCOUNTS["trainer"])
        yield people_store.actor_by_id(known.id, NOW.date()).actor
        db.session.remove()
        db.engine.dispose()


def newest(pack_id):
    return packs.newest_published(pack_id).version


def test_trainers_find_figures_roads_answers_and_corrections(trainer):
    assert trainer.has(Role.TRAINER)

    version = newest("border-checks")
    page = quiz_statistics.statistics_page(
        trainer, "border-checks", version, "check-entry", every=True
    )
    assert page.figures.attempts >= 40
    assert 0.4 < page.figures.alpha < 0.95
    assert all(20 < line.figures.seconds < 200 for line in page.items)
    flags = {flag for line in page.items for flag in line.figures.flags}
    assert Flag.IDLE_OPTION in flags
    trap = next(line for line in page.items if line.figures.id == "q-entry-window")
    assert Flag.WRONG_PREFERRED in trap.figures.flags

    roads = case_statistics.report(
        trainer, ("border-checks", version), "uncle-and-nephew", "en", now=NOW
    )
    assert roads.roads.shown >= 20
    assert roads.finished.shown < roads.roads.shown
    assert any(scene.standing.shown for scene in roads.scenes)
    assert roads.later

    queue = marking_pages.queue_page(trainer, "en", now=NOW)
    (line,) = queue.lines
    assert min(line.waiting, line.second, line.differing, line.marked) >= 1

    listed = correction_pages.corrections_page(trainer, now=NOW).corrections
    assert [line.state for line in listed] == ["proposed", "confirmed"]
    asks = correction_pages.correction_page(trainer, listed[0].key, now=NOW)
    assert asks.may_confirm
    assert asks.effects.marks.shown >= 5

    reports = mistakes.reports_page(trainer, "open", "", 1)
    assert (reports.open, reports.closed) == (1, 1)


def test_every_mark_follows_from_what_is_kept_and_nothing_happens_before_its_time(trainer):
    for pack_id, quiz_id in (("first-steps", "every-kind"), ("border-checks", "check-entry")):
        again = replay.replay(trainer, pack_id, quiz_id)
        assert list(again.differing_attempts()) == []
        assert again.attempts > 30

    started = select(func.count()).select_from(Attempt)
    for table in (AnswerRow, CaseStep):
        early = started.join(table, table.attempt_id == Attempt.id)
        assert db.session.scalar(early.where(table.at < Attempt.started_at)) == 0
    marked = started.join(MarkRow, MarkRow.attempt_id == Attempt.id)
    assert db.session.scalar(marked.where(MarkRow.at < Attempt.finished_at)) == 0
    assert db.session.scalar(started.where(Attempt.started_at > NOW)) == 0
    # Attempts of different people lie between one another, as they do on a real site.
    moments = list(db.session.scalars(select(Attempt.started_at).order_by(Attempt.id)))
    later = [a for a, b in pairwise(moments) if b < a - timedelta(hours=9)]
    assert later == []


def person(name):
    return db.session.scalar(select(Person).where(Person.name == name))


def actor(name):
    return people_store.actor_by_id(person(name).id, NOW.date()).actor


def taking(name):
    """Where somebody stands in the course."""
    enrolment = enrolments.require_standing(actor(name), "border-checks").enrolment
    return releases.standing_of(enrolment, now=NOW)


def records_of(name):
    """Version, what it renewed, and whether something took its place; oldest first."""
    found = records.of_person(person(name).id)
    wanted = [record for record in found if record.pack_id == "border-checks"]
    wanted.sort(key=lambda record: record.issued_at)
    return [(record.version, record.renews_version, record.superseded) for record in wanted]


def test_after_a_new_version_people_stand_in_every_way(trainer):
    """Pinned, moved by choice, taken along, bridge due, bridge begun, renewed, withdrawn."""
    newest_version = newest("border-checks")

    pinned = taking("Hana Mešić")
    assert (pinned.own.version, pinned.stand.place) == ("4.0.1", Place.CHOICE)
    assert pinned.stand.until == (NOW + timedelta(days=45)).date()

    for moved in ("Hasan Zukić", "Igor Babović"):
        assert taking(moved).own.version == newest_version
        done = enrolments.require_standing(actor(moved), "border-checks").done
        assert done.read, "what is unchanged came along"

    due = bridges.offer(person("Aleksandar Kovač").id, "border-checks", "en", now=NOW)
    assert (due.completed, due.current, due.going_on) == ("4.0.1", newest_version, "")
    assert due.due_on == (NOW + timedelta(days=30)).date()
    begun = bridges.offer(person("Amir Halilović").id, "border-checks", "en", now=NOW)
    assert begun.going_on

    assert bridges.offer(person("Aida Salihović").id, "border-checks", "en", now=NOW) is None
    renewed = [("4.0.1", None, True), (newest_version, "4.0.1", False)]
    assert records_of("Aida Salihović") == renewed

    assert packs.find_version("border-checks", "3.0.0").state == "withdrawn"
    assert records_of("Adnan Mujić") == [("3.0.0", None, False)]


def test_two_people_publish_and_the_change_of_law_is_worked_off_but_for_some_places(trainer):
    found = [*publication_store.of_pack("law"), *publication_store.of_pack("border-checks")]
    acts = [p for p in found if p.proposed_by is not None]
    assert {(p.pack_id, p.version, p.act) for p in acts} >= {
        ("law", "0.9.0", "publish"),
        ("border-checks", "4.0.1", "publish"),
        ("border-checks", newest("border-checks"), "publish"),
        ("border-checks", "3.0.0", "withdraw"),
    }
    assert all(p.state == "confirmed" and p.proposed_by != p.decided_by for p in acts)
    (impact,) = law_pages.impacts_page(trainer, now=NOW).impacts
    assert (impact.from_version, impact.to_version) == ("0.9.0", newest("law"))
    assert 0 < impact.open < impact.hits
    assert not impact.late


def test_somebody_shows_a_record_by_a_link_that_was_opened_and_works(trainer):
    (link,) = db.session.execute(select(ShareRow.until, ShareRow.taken_back_at)).all()
    assert (link.until > NOW.date(), link.taken_back_at) == (True, None)
    opened = db.session.scalars(select(ShareOpening.at)).all()
    assert len(opened) == 2
    assert all(at < NOW for at in opened)


def test_it_is_made_once(trainer):
    with transaction():
        assert not demo.prepare("a password for all", now=NOW)
    assert db.session.scalar(select(func.count()).select_from(Attempt)) > 300


def test_the_two_trainers_are_two_people_and_nobody_who_learns_marks():
    assert demo.ACCOUNTS["trainer"] != demo.ACCOUNTS["second-trainer"]
    assert len({officer.name for officer in OFFICERS}) == len(OFFICERS)


def test_a_slip_is_never_quite_right(trainer):
    asked = 0
    for version in packs.published_courses():
        course = shelf.take(version.digest).course
        quizzes = [item for item in course.items if hasattr(item, "own_questions")]
        for question in [q for quiz in quizzes for q in quiz.own_questions]:
            if isinstance(question, Extended) or getattr(question, "draw", None):
                continue
            if getattr(question, "parameters", None):
                continue
            dice = demo.Character("Somebody", 60).dice(question.id)
            answer = slip(question, dice)
            asked += 1
            assert isinstance(answer, BlankAnswer) or grade(question, answer).share < 1, question.id
    assert asked > 60


def test_outsiders_see_none_of_it(trainer):
    somebody = Actor(person_id=1)
    with pytest.raises(NotAllowed):
        quiz_statistics.statistics_page(somebody, "border-checks", newest("border-checks"), "x")
