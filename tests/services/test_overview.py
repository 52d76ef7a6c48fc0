"""The list of who has completed what: the right people, the right words, few queries."""

from datetime import timedelta

import make
import pytest
from sqlalchemy import event

from elearn.core.access import Role
from elearn.core.errors import NotAllowed, NotFound
from elearn.core.learning.standing_in_list import Found, ListFilter, state_in_list
from elearn.services import overview
from elearn.services.overview import SORTS, Filter
from elearn.store.db import begin_write, db
from elearn.store.tables.audit import Look, LookPerson


def names(page):
    return sorted({line.name for line in page.lines})


def of(cast, now, who, **asked):
    return overview.people(make.actor(getattr(cast, who)), Filter(**asked), "en", now=now)


@pytest.fixture
def checks(app):
    return make.course()


def test_a_manager_sees_the_unit_and_nobody_else(cast, checks, now):
    assert names(of(cast, now, "mia")) == ["Ann Learner", "Ben Colleague", "Mia Manager"]
    assert names(of(cast, now, "max")) == ["Cy Outsider", "Max Manager"]


def test_a_manager_above_sees_what_is_below(cast, checks, now):
    boss = make.person("Bo Boss", roles=(Role.MANAGER,), role_unit=cast.ministry)
    page = overview.people(make.actor(boss), Filter(), "en", now=now)
    assert names(page) == ["Ann Learner", "Ben Colleague", "Mia Manager"]


def test_a_coordinator_of_one_unit_sees_that_unit_only(cast, checks, now):
    local = make.person("Lo Local", roles=(Role.COORDINATOR,), role_unit=cast.abroad)
    page = overview.people(make.actor(local), Filter(), "en", now=now)
    assert names(page) == ["Cy Outsider", "Max Manager"]


@pytest.mark.parametrize("who", ["ann", "dee", "ana"])
def test_whoever_leads_nobody_is_refused(cast, checks, now, who):
    with pytest.raises(NotAllowed):
        of(cast, now, who)


def test_former_members_are_not_seen_from_that_day(cast, checks, now):
    guest = make.person("Gus Guest")
    make.membership(guest, cast.station, to_day=now.date())
    make.membership(guest, cast.abroad, from_day=now.date())
    assert "Gus Guest" not in names(of(cast, now, "mia"))
    assert "Gus Guest" in names(of(cast, now, "max"))
    yesterday = now - timedelta(days=1)
    assert "Gus Guest" in names(of(cast, yesterday, "mia"))


def test_who_left_the_service_is_not_listed(cast, checks, now):
    make.person("Lea Left", unit=cast.station, left_at=now)
    assert "Lea Left" not in names(of(cast, now, "mia"))


def test_a_unit_of_somebody_else_is_not_there(cast, checks, now):
    with pytest.raises(NotFound):
        of(cast, now, "mia", unit=cast.abroad.key)


def test_narrowed_to_a_unit_below(cast, checks, now):
    booth = make.unit("Booth", parent=cast.station)
    make.person("Ina Inside", unit=booth)
    assert names(of(cast, now, "mia", unit=booth.key)) == ["Ina Inside"]
    assert "Ina Inside" in names(of(cast, now, "mia"))
    assert [u.depth for u in of(cast, now, "mia").units] == [0, 1]


DAYS_LEFT = (None, -1, 0, 90, 91)


@pytest.fixture
def many(cast, checks, now):
    """Somebody for every way to stand in a course; what is known about them, by name."""
    known = {}
    for days in DAYS_LEFT:
        until = None if days is None else now.date() + timedelta(days=days)
        for taking in (False, True):
            who = make.person(f"Record {days} {taking}", unit=cast.station)
            make.record(who, checks, valid_until=until)
            if taking:
                make.enrolment(who, checks, done=("a",))
            known[who.name] = Found(completed=True, valid_until=until, under_way=taking)
    for status in ("", "revoked"):
        for taking in (False, True):
            who = make.person(f"None {status} {taking}", unit=cast.station)
            if status:
                make.record(who, checks, status=status)
            if taking:
                make.enrolment(who, checks)
            known[who.name] = Found(under_way=taking, revoked=bool(status))
    opened = make.person("Enrolled only", unit=cast.station)
    make.enrolment(opened, checks, last_item=None)
    gone = make.person("Left the course", unit=cast.station)
    make.enrolment(gone, checks, ended_at=now)
    renewed = make.person("Renewed", unit=cast.station)
    make.record(renewed, checks, valid_until=now.date() - timedelta(days=5))
    make.record(renewed, checks, valid_until=now.date() + timedelta(days=500))
    replaced = make.person("Superseded", unit=cast.station)
    make.record(replaced, checks, status="superseded")
    known |= {
        "Enrolled only": Found(),
        "Left the course": Found(),
        "Renewed": Found(completed=True),
        "Superseded": Found(),
    }
    return known


def test_the_database_says_the_same_word_as_the_rule(cast, many, now):
    page = of(cast, now, "mia")
    said = {line.name: line.state for line in page.lines if line.name in many}
    assert said == {name: state_in_list(found, now.date()) for name, found in many.items()}


@pytest.mark.parametrize("state", list(ListFilter))
def test_a_summary_count_is_what_its_filter_shows(cast, many, now, state):
    page = of(cast, now, "mia", state=state)
    assert len(page.lines) == page.total == page.counts[state]
    assert page.counts == of(cast, now, "mia").counts


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("down", [False, True])
def test_sorting_loses_nobody(cast, many, now, sort, down):
    page = of(cast, now, "mia", sort=sort, descending=down)
    assert sorted(line.name for line in page.lines) == sorted(
        line.name for line in of(cast, now, "mia").lines
    )


def test_who_needs_attention_comes_first(cast, many, now):
    states = [line.state for line in of(cast, now, "mia").lines]
    order = list(dict.fromkeys(states))
    assert order == sorted(order, key=list(type(states[0])).index)


def test_a_name_is_found_whatever_the_script(cast, checks, now):
    make.person("Милица Стојановић", unit=cast.station)
    assert names(of(cast, now, "mia", name="stojan")) == ["Милица Стојановић"]
    assert names(of(cast, now, "mia", name="100%_")) == []


def test_unpublished_courses_are_not_listed(cast, checks, now):
    make.course("draft", "A draft", published=False)
    assert {line.course.plain for line in of(cast, now, "mia").lines} == {"Border checks"}
    with pytest.raises(NotFound):
        of(cast, now, "mia", course="draft")


def test_without_any_course_the_list_is_empty(cast, now):
    assert of(cast, now, "mia").lines == ()


def queries_for(cast, now):
    seen = []

    def note(_conn, _cursor, statement, *_rest):
        seen.append(statement)

    actor = make.actor(cast.mia)
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        page = overview.people(actor, Filter(), "en", now=now)
        overview.keep_look(actor, page, now=now)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    db.session.commit()
    return len(seen), page


def test_ten_people_cost_as_many_queries_as_two_hundred(cast, checks, now):
    def add(first, last):
        for n in range(first, last):
            who = make.person(f"Officer {n}", unit=cast.station)
            make.enrolment(who, checks, done=("a", "b"))

    add(0, 10)
    few, page = queries_for(cast, now)
    assert page.pages == 1
    add(10, 200)
    many, page = queries_for(cast, now)
    assert (page.pages, len(page.lines)) == (5, 50)
    assert few == many
    assert many <= 14


def test_pages_together_show_everybody_once(cast, checks, now):
    for n in range(120):
        make.person(f"Officer {n:03}", unit=cast.station)
    pages = [of(cast, now, "mia", page=n) for n in (1, 2, 3)]
    shown = [line.name for page in pages for line in page.lines]
    assert len(shown) == len(set(shown)) == 123
    assert of(cast, now, "mia", page=99).filter.page == 3


def looked():
    return {
        (look.page, tuple(sorted(look.filter.items()))): set(
            db.session.scalars(db.select(LookPerson.person_id).where(LookPerson.look_id == look.id))
        )
        for look in db.session.scalars(db.select(Look))
    }


def test_a_look_names_its_filter_and_whom_it_showed(cast, checks, now):
    actor = make.actor(cast.mia)
    page = overview.people(actor, Filter(name="ann"), "en", now=now)
    overview.keep_look(actor, page, now=now)
    db.session.commit()
    assert looked() == {("people", (("name", "ann"),)): {cast.ann.id}}


def test_an_export_names_everybody_in_it(cast, checks, now):
    parts = list(overview.export(make.actor(cast.mia), Filter(), "en", now=now))
    db.session.commit()
    assert sorted(line.name for part in parts for line in part) == [
        "Ann Learner",
        "Ben Colleague",
        "Mia Manager",
    ]
    assert looked() == {("people-export", ()): {cast.ann.id, cast.ben.id}}


def test_a_closed_unit_gives_its_manager_nothing(cast, checks, now):
    begin_write()
    db.session.execute(
        db.text("UPDATE unit_parents SET to_day = :day WHERE unit_id = :unit"),
        {"day": now.date().isoformat(), "unit": cast.station.id},
    )
    db.session.commit()
    assert of(cast, now, "mia").lines == ()
