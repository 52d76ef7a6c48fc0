"""A course in figures: who sees whose, from how many people on, and what is counted."""

from datetime import timedelta
from fractions import Fraction

import learning
import make
import pytest
from client import text_of
from sqlalchemy import event, select

from elearn.core.access import Role
from elearn.core.errors import NotAllowed, NotFound
from elearn.core.learning import course_figures as core
from elearn.core.learning.course_figures import Took
from elearn.services import course_figures
from elearn.services.course_figures import Filter
from elearn.store import packs
from elearn.store.db import begin_write, db
from elearn.store.tables.attempts import Attempt
from elearn.store.tables.audit import Look
from elearn.store.tables.gains import GainRow

HERE, THERE = "/people/figures", "/packs/figures"
DAY = timedelta(days=1)


@pytest.fixture
def known(cast, now):
    """Six of Station North and four from abroad take a course with a pretest and a post-test."""
    learning.publish("pair", now)
    version = packs.newest_published("pair").id
    ago = now - 60 * DAY
    for n in range(6):
        one = make.person(f"Officer {n}", unit=cast.station)
        if n < 2:
            make.enrolment(one, version, began_at=ago, completed_at=ago + (3 + n) * DAY)
        else:
            make.enrolment(one, version, done=("before", "rules-lesson")[: n - 1], began_at=ago)
    for n in range(4):
        make.enrolment(make.person(f"Guest {n}", unit=cast.abroad), version, began_at=now - DAY)
    return version


def test_who_sees_whose_figures(cast, known, client_for, now):
    boss = make.person("Bo Boss", roles=(Role.MANAGER,), role_unit=cast.ministry)
    who = {name: getattr(cast, name) for name in ("mia", "max", "co", "ann", "dee", "ana")}
    who |= {"boss": boss, "nobody": None}
    seen = {name: client_for(one).get(HERE).status_code for name, one in who.items()}
    assert {name for name, status in seen.items() if status == 200} == {"mia", "max", "co", "boss"}
    seen = {name: client_for(one).get(THERE).status_code for name, one in who.items()}
    assert {name for name, status in seen.items() if status == 200} == {"dee"}
    began = {
        name: course_figures.for_leader(make.actor(who[name]), Filter(), "en", now=now).began
        for name in ("mia", "boss", "max", "co")
    }
    assert began == {"mia": 6, "boss": 6, "max": 4, "co": 10}
    assert client_for(cast.mia).get(f"{HERE}?unit={cast.abroad.key}").status_code == 404
    assert client_for(cast.mia).get(f"{HERE}?course=nowhere").status_code == 404
    with pytest.raises(NotAllowed):
        course_figures.for_trainer(make.actor(cast.mia), Filter(), "en", now=now)
    with pytest.raises(NotFound):
        course_figures.for_trainer(make.actor(cast.dee), Filter(course="no"), "en", now=now)
    assert db.session.scalars(select(Look)).all() == []


def test_where_people_stop(cast, known, now):
    page = course_figures.for_leader(make.actor(cast.mia), Filter(), "en", now=now)
    found = {line.stage.item_id: line.stage for line in page.stages}
    assert (page.began, page.completed, page.stopped, page.elsewhere) == (6, 2, 4, 0)
    assert (found["before"].reached, found["before"].done, found["before"].stopped) == (6, 6, 1)
    assert (
        found["rules-lesson"].reached,
        found["rules-lesson"].done,
        found["rules-lesson"].stopped,
    ) == (5, 5, 3)
    assert (
        found["final-parts"].reached,
        found["final-parts"].done,
        found["final-parts"].stopped,
    ) == (2, 2, 0)
    assert page.times is None  # two people only
    early = Filter(last=(now - 90 * DAY).date())
    assert course_figures.for_leader(make.actor(cast.mia), early, "en", now=now).began == 0


def test_of_fewer_than_five_nothing_is_told(cast, known, client_for, now):
    page = course_figures.for_leader(make.actor(cast.max), Filter(), "en", now=now)
    assert (page.told, page.stages, page.times, page.gains) == (False, (), None, ())
    assert "Too few people" in text_of(client_for(cast.max).get(HERE))
    assert "fewer than 5" in text_of(client_for(cast.dee).get(THERE))
    assert "fewer than 5" not in text_of(client_for(cast.mia).get(HERE))


def test_gains_are_told_of_five_to_trainers_and_of_twenty_to_leaders(cast, known, now):
    for n in range(19):
        one = make.person(f"Pupil {n}", unit=cast.station)
        gained(make.enrolment(one, known, began_at=now - DAY), known, now)
    leader, trainer = make.actor(cast.mia), make.actor(cast.dee)
    (line,) = course_figures.for_leader(leader, Filter(), "en", now=now).gains
    assert line.figures is None
    (line,) = course_figures.for_trainer(trainer, Filter(), "en", now=now).gains
    assert (line.figures.people, line.figures.before, line.figures.after) == (19, 50, 75)
    last = make.person("Pupil 20", unit=cast.station)
    gained(make.enrolment(last, known, began_at=now - DAY), known, now)
    (line,) = course_figures.for_leader(leader, Filter(), "en", now=now).gains
    assert line.figures.people == 20


def gained(enrolment_id, version_id, now):
    """An attempt before and one after, and what was gained; corrected once."""
    begin_write()
    numbers = []
    for item in ("before", "after"):
        attempt = Attempt(
            key=f"{item}{enrolment_id}",
            enrolment_id=enrolment_id,
            version_id=version_id,
            item_id=item,
            digest="0" * 64,
            kind="quiz",
            language="en",
            seed="0",
            number=1,
            draw_version=2,
            started_at=now,
            finished_at=now,
        )
        db.session.add(attempt)
        db.session.flush()
        numbers.append(attempt.id)
    for after in ("60", "75"):
        db.session.add(
            GainRow(
                pre_attempt_id=numbers[0],
                post_attempt_id=numbers[1],
                version_id=version_id,
                item_id="after",
                digest="0" * 64,
                before="50",
                after=after,
                gain="1/2",
                at=now,
            )
        )
        db.session.flush()
    db.session.commit()


def test_how_long_it_took():
    took = [timedelta(hours=2), DAY, 2 * DAY, 30 * DAY, 31 * DAY, 400 * DAY]
    found = core.times(took)
    assert found.middle == Fraction(16)
    assert found.numbers == {
        Took.DAY: 2,
        Took.WEEK: 1,
        Took.MONTH: 1,
        Took.QUARTER: 1,
        Took.LONGER: 1,
    }
    assert core.times(took[:4]) is None


def test_the_page_costs_the_same_however_many_take_the_course(cast, known, now):
    mia = make.actor(cast.mia)

    def queries():
        found = []

        def note(_conn, _cursor, statement, *_rest):
            found.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            course_figures.for_leader(mia, Filter(), "en", now=now)
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        return len(found)

    queries()  # the course comes off the shelf once
    few = queries()
    for n in range(6):
        one = make.person(f"Later {n}", unit=cast.station)
        make.enrolment(one, known, completed_at=now, began_at=now - DAY)
    assert queries() == few <= 9
