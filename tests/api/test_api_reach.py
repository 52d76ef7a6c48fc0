"""Who sees what: insider, neighbour, superior, stranger and system, for every list and look-up."""

import learning
import make
import pytest
from programs import ALL, Program, client_token, token_of

from elearn.store.db import db
from elearn.store.tables.audit import Look, LookPerson


@pytest.fixture
def there(app, cast, now):
    """Enrolments and records of Ann, Ben and Cy; the keys of each by whose they are."""
    version = learning.publish("kinds", now)
    other = make.course("other")
    found = {}
    for name in ("ann", "ben", "cy"):
        somebody = getattr(cast, name)
        make.enrolment(somebody, other)
        make.record(somebody, other)
        found[name] = somebody
    assert version
    return found


@pytest.fixture
def asks(app, cast, now):
    """`asks(who)`: a program with a token of theirs and every scope that is of use."""

    def program(who, *scopes):
        return Program(app, token_of(getattr(cast, who), now, *scopes))

    return program


def whose(program, path):
    """Whose rows a list shows."""
    answer = program.get(path)
    assert answer.status_code == 200
    return {item.get("person") or item["key"] for item in answer.json["data"]}


SEEN = {
    "ann": {"ann"},
    "ben": {"ben"},
    "cy": {"cy"},
    "mia": {"ann", "ben"},
    "max": {"cy"},
    "co": {"ann", "ben", "cy"},
    "dee": set(),
}


@pytest.mark.parametrize("path", ["/enrolments", "/progress", "/records"])
@pytest.mark.parametrize("who", SEEN)
def test_learning_is_seen_by_oneself_and_those_who_lead(cast, there, asks, who, path):
    expected = {getattr(cast, name).key for name in SEEN[who]}
    assert whose(asks(who), path) == expected


@pytest.mark.parametrize("who", SEEN)
def test_people_are_listed_by_those_who_lead_them(cast, asks, who):
    found = whose(asks(who), "/people")
    reached = {"mia": {"ann", "ben", "mia"}, "max": {"cy", "max"}}
    if who == "co":
        assert found == {p.key for p in cast.everybody}
    else:
        own = {getattr(cast, name).key for name in reached.get(who, {who})}
        assert found == own


@pytest.mark.parametrize("path", ["/enrolments", "/progress", "/records", "/people"])
def test_a_client_sees_its_unit_and_below(app, cast, there, now, path):
    inside = Program(app, client_token(cast, now, cast.ministry.key))
    found = whose(inside, path)
    assert {cast.ann.key, cast.ben.key} <= found
    assert cast.cy.key not in found
    assert cast.cy.key in whose(Program(app, client_token(cast, now)), path)


@pytest.mark.parametrize(
    ("who", "status"), [("ann", 403), ("mia", 200), ("max", 404), ("co", 200), ("ana", 200)]
)
def test_units_are_seen_by_those_who_lead_them(cast, asks, who, status):
    if who == "ann":
        assert asks("ann").get(f"/units/{cast.station.key}").status_code == status
        return
    answer = asks(who).get(f"/units/{cast.station.key}")
    assert answer.status_code == status
    if who == "mia":
        assert answer.json["parent"] is None, "the ministry is out of her reach"
    if who == "co":
        assert answer.json["parent"] == cast.ministry.key


def test_units_are_listed_and_narrowed(cast, asks):
    co = asks("co")
    assert co.keys("/units") == {cast.station.key, cast.ministry.key, cast.abroad.key}
    assert co.keys(f"/units?below={cast.ministry.key}") == {cast.station.key, cast.ministry.key}
    assert asks("mia").keys("/units") == {cast.station.key}
    assert asks("mia").get(f"/units?below={cast.abroad.key}").status_code == 404


@pytest.mark.parametrize(
    ("who", "status"), [("ann", 200), ("mia", 200), ("co", 200), ("cy", 404), ("max", 404)]
)
def test_one_of_each_is_there_for_those_only_who_may_list_it(cast, there, asks, who, status):
    co = asks("co")
    for path in ("/enrolments", "/records"):
        item = co.get(f"{path}?person={cast.ann.key}").json["data"][0]
        assert asks(who).get(f"{path}/{item['key']}").status_code == status
    assert asks(who).get(f"/people/{cast.ann.key}").status_code == status


def test_sign_in_names_are_shown_to_those_who_may_edit_them_and_to_oneself(cast, asks):
    for who, shown in (("ann", True), ("mia", False), ("co", True), ("ana", True)):
        person = asks(who).get(f"/people/{cast.ann.key}").json
        assert bool(person["email"]) is shown, who
        assert person["units"] == [] or person["units"][0]["key"] == cast.station.key


def test_every_look_at_others_is_kept_and_none_at_oneself(app, cast, there, asks):
    asks("ann").get("/records")
    assert db.session.query(Look).count() == 0
    for path, page in (
        ("/people", "api-people"),
        (f"/people/{cast.ann.key}", "api-person"),
        ("/enrolments", "api-enrolments"),
        ("/progress", "api-progress"),
        (f"/records?person={cast.ann.key}", "api-records"),
    ):
        asks("mia").get(path)
        look = db.session.query(Look).order_by(Look.id.desc()).first()
        assert (look.page, look.actor_id) == (page, cast.mia.id)
        seen = db.session.query(LookPerson).filter_by(look_id=look.id, person_id=cast.ann.id)
        assert seen.count() == 1


def test_the_officer_reads_which_system_looked(app, cast, there, now, client_for):
    Program(app, client_token(cast, now, cast.ministry.key)).get("/records")
    page = client_for(cast.ann).get("/account").get_data(as_text=True)
    assert "Staff register" in page
    assert "completion records" in page


@pytest.mark.parametrize("scope", sorted(ALL))
def test_each_scope_opens_its_own_operations_only(app, cast, there, now, scope):
    program = Program(app, client_token(cast, now, "", scope))
    asked = {
        "packs:read": program.get("/packs"),
        "people:read": program.get("/people"),
        "units:read": program.get("/units"),
        "enrolments:read": program.get("/enrolments"),
        "progress:read": program.get("/progress"),
        "records:read": program.get("/records"),
        "people:write": program.post("/people", {"name": "New", "email": "new@example.org"}),
        "enrolments:write": program.post("/enrolments", {"person": cast.ann.key, "pack": "kinds"}),
    }
    for name, answer in asked.items():
        assert (answer.status_code < 300) is (name == scope), name
        if name != scope:
            assert answer.json["code"] == "scope-missing"
