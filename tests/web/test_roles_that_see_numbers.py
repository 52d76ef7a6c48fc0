"""Programme coordinators see how many and not who; reviewers judge what others propose."""

import asking
import learning
import make
import pytest
import updating
from client import text_of
from updating import installed

from elearn.core.access import Role
from elearn.services import people, roles
from elearn.store import exemptions
from elearn.store.db import db
from elearn.store.tables.duties import AssignmentRow, ExemptionRow
from elearn.store.tables.jobs import Job

BOARD, PEOPLE, ASKED = "/people/compliance", "/people/compliance/people", "/assignments"
P = Role.PROGRAMME_COORDINATOR


@pytest.fixture
def world(cast, now):
    """A course is asked of the ministry; four more officers are at the station."""
    make.course()
    for name in ("Eva Officer", "Fay Officer", "Gus Officer", "Hal Officer"):
        make.person(name, unit=cast.station)
    asking.assign(unit=cast.ministry)
    asking.assign(unit=cast.abroad)
    everybody = [row.id for row in db.session.query(people.store.Person)]
    asking.compliance.refresh(everybody, now=now)
    db.session.commit()
    return cast


@pytest.fixture
def pia(world):
    """Who coordinates a programme everywhere."""
    return make.person("Pia Programme", roles=(P,))


@pytest.fixture
def pat(world):
    """Who coordinates a programme in the ministry."""
    return make.person("Pat Programme", roles=(P,), role_unit=world.ministry)


def main(response):
    assert response.status_code == 200
    return response.get_data(as_text=True).split("<main")[1]


def test_the_board_shows_how_many_and_leads_to_nobody(client_for, world, pia, pat):
    board = main(client_for(pat).get(BOARD))
    assert "Station North" in board
    assert "Station Abroad" not in board
    assert "!</span>7" in board  # everybody at the station is overdue
    assert PEOPLE not in board
    everywhere = main(client_for(pia).get(BOARD))
    assert "Station Abroad" in everywhere
    assert "fewer than 5" in everywhere  # two people are there: nothing is told of them
    there = client_for(pat).get(f"{BOARD}?unit={world.abroad.key}")
    assert there.status_code == 404


def test_names_and_people_stay_closed(client_for, world, pia, pat):
    for who in (pia, pat):
        client = client_for(who)
        for path in (
            f"{PEOPLE}?unit={world.station.key}",
            "/people",
            f"/people/{world.ben.key}",
            f"/people/{world.ben.key}/duties",
            "/reports",
            "/admin/people",
        ):
            assert client.get(path).status_code == 403, path


def test_who_also_manages_a_unit_sees_its_names(client_for, world, pia):
    make.role(pia, Role.MANAGER, unit=world.abroad)
    client = client_for(pia)
    board = main(client.get(BOARD))
    assert f"unit={world.abroad.key}" in board.split(PEOPLE, 1)[1]
    assert "Cy Outsider" in main(client.get(f"{PEOPLE}?unit={world.abroad.key}"))
    assert client.get(f"{PEOPLE}?unit={world.station.key}").status_code == 404


def asked(unit="", person="", **more):
    given = {"course": "checks", "unit": unit, "role": "", "begins": "2026-11-23"}
    return {**given, "due_days": "20", "person": person, **more}


def test_asks_of_the_units_of_the_programme_and_of_nobody_by_name(client_for, world, pat):
    make.course("asylum", "Asylum")
    client = client_for(pat)
    asking.assign(person=world.ben)
    listed = main(client.get(ASKED))
    assert "Ministry" in listed
    assert "Ben Colleague" not in listed
    made = client.post(f"{ASKED}/new", data=asked(world.station.key, course="asylum"))
    assert made.status_code == 303
    assert client.get(made.location).status_code == 200
    for form in (
        asked(world.abroad.key, course="asylum"),
        asked(person=world.ben.key, course="asylum"),
        asked(person=world.cy.key, course="asylum"),
    ):
        assert client.post(f"{ASKED}/new", data=form).status_code == 404
    to_ben = db.session.query(AssignmentRow).filter_by(person_id=world.ben.id).one().key
    assert client.get(f"{ASKED}/{to_ben}").status_code == 404
    assert client.post(f"{ASKED}/{to_ben}/end").status_code == 404
    assert client_for(world.max).get(made.location).status_code == 404
    assert client_for(world.mia).get(made.location).status_code == 200


def exempted(name, **more):
    given = {"name": name, "course": "checks", "from_day": "2026-11-23", "last_day": "2026-12-24"}
    return {**given, "reason": "On leave.", **more}


def test_exempts_by_sign_in_name_without_seeing_whom(client_for, world, pat):
    client, at = client_for(pat), f"{ASKED}/exempt"
    assert "no names" in main(client.get(at))
    assert client.post(at, data=exempted(world.ben.email)).status_code == 303
    assert [one.pack_id for one in exemptions.of_person(world.ben.id)] == ["checks"]
    assert db.session.query(Job).filter_by(kind="compliance").count() == 1
    assert "Ben" not in main(client.get(ASKED))
    nobody = text_of(client.post(at, data=exempted("nobody@example.org")))
    elsewhere = text_of(client.post(at, data=exempted(world.cy.email)))
    assert "Nobody with this sign-in name can be exempted here." in elsewhere
    assert nobody.replace("nobody@example.org", "") == elsewhere.replace(world.cy.email, "")
    assert client.post(at, data=exempted(pat.email)).status_code == 422
    assert client.post(at, data=exempted(world.ben.email)).status_code == 422
    assert client_for(world.ann).get(at).status_code == 403
    assert client_for(world.dee).post(at, data=exempted(world.ben.email)).status_code == 403
    assert db.session.query(ExemptionRow).count() == 1


def test_only_who_coordinates_the_whole_site_sees_the_indicators(client_for, world, pia, pat):
    assert client_for(pia).get("/indicators").status_code == 200
    assert client_for(pat).get("/indicators").status_code == 403


def test_makes_programmes(client_for, world, pat):
    form = {"title": "Basics", "steps": "checks", "from_day": "2026-11-23"}
    made = client_for(pat).post("/programmes/new", data=form)
    assert made.status_code == 303
    assert client_for(pat).get(made.location).status_code == 200
    assert client_for(world.mia).get(made.location).status_code == 403


def test_roles_are_given_and_ended_by_command_and_page(client_for, cast, now):
    ana = client_for(cast.ana)
    form = {"role": P.value, "unit": cast.ministry.key, "from_day": "2026-11-23"}
    assert ana.post(f"/admin/people/{cast.ben.key}/roles", data=form).status_code == 303
    assert make.actor(cast.ben).units(P) == {cast.ministry.id}
    assert "Programme coordinator" in text_of(ana.get(f"/admin/people/{cast.ben.key}"))
    wrong = {"role": "reviewer", "unit": cast.ministry.key, "from_day": "2026-11-23"}
    assert ana.post(f"/admin/people/{cast.ben.key}/roles", data=wrong).status_code == 422
    key = cast.ann.key
    assert people.grant_role(people.OPERATOR, key, Role.REVIEWER, now=now)
    db.session.commit()
    assert make.actor(cast.ann).has(Role.REVIEWER)
    assert people.end_role(people.OPERATOR, key, Role.REVIEWER, now=now)
    db.session.commit()
    assert not make.actor(cast.ann).has(Role.REVIEWER)
    assert db.session.query(Job).filter_by(kind="compliance").count() == 3
    held = roles.store.of_person(cast.ben.id)
    assert [one.role for one in held] == [P.value]


def test_a_reviewer_confirms_what_a_trainer_proposed_and_proposes_nothing(app, client_for, now):
    learning.publish("kinds", now)
    dee = client_for(make.person("Dee Trainer", roles=(Role.TRAINER,)))
    rea = client_for(make.person("Rea Reviewer", roles=(Role.REVIEWER,)))
    ann = client_for(make.person("Ann Learner"))
    installed("1.1.0", now, changes={"01-all/04-night.md": updating.NIGHT})
    made = dee.post("/packs/kinds/1.1.0/acts/publish", data={"reason": "At night, too."})
    assert "Proposals" in text_of(rea.get("/learning"))
    assert made.location.rsplit("/", 1)[1] in rea.get("/publications").get_data(as_text=True)
    page = rea.get(made.location).get_data(as_text=True)
    assert "/packs/kinds/1.1.0/changes" in page
    assert 'href="/packs/kinds/1.1.0"' not in page
    for path in ("changes", "preview"):
        shown = rea.get(f"/packs/kinds/1.1.0/{path}", follow_redirects=True)
        assert shown.status_code == 200
        assert 'href="/packs"' not in shown.get_data(as_text=True)
    for path in ("/packs", "/packs/kinds/1.1.0", "/packs/kinds/1.1.0/impact", "/marking"):
        assert rea.get(path).status_code == 403, path
    again = rea.post("/packs/kinds/1.1.0/acts/publish", data={"reason": "Mine."})
    assert again.status_code == 403
    for path in (made.location, "/publications", "/packs/kinds/1.1.0/changes"):
        assert ann.get(path).status_code == 403
    assert ann.post(f"{made.location}/confirm").status_code == 403
    assert dee.post(f"{made.location}/confirm").status_code == 303
    assert "Confirm it" in text_of(rea.get(made.location))
    assert rea.post(f"{made.location}/confirm").status_code == 303
    assert "Decided by Rea Reviewer" in text_of(dee.get(made.location))
