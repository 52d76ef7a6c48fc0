"""SCIM: a directory provides accounts and units of its own institution, and of no other."""

import make
import pytest
from programs import ALL

from elearn.core.access import Role
from elearn.services import clients
from elearn.store import people as people_store
from elearn.store.db import db
from elearn.store.tables.audit import Look
from elearn.store.tables.jobs import Job
from elearn.store.tables.units import Membership

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


class Directory:
    """A directory that asks with a client's secret."""

    def __init__(self, app, secret):
        self.client = app.test_client()
        self.headers = {"Authorization": f"Bearer {secret.client}.{secret.secret}"}

    def ask(self, method, path, body=None, **headers):
        """Ask; whatever is answered speaks SCIM."""
        answer = self.client.open(
            "/scim/v2" + path,
            method=method,
            json=body,
            headers=self.headers | {k.replace("_", "-"): v for k, v in headers.items()},
        )
        if answer.status_code not in (204, 304):
            assert answer.mimetype == "application/scim+json", answer.get_data(as_text=True)
        return answer

    def patch(self, path, *operations, **headers):
        return self.ask("PATCH", path, {"schemas": [PATCH], "Operations": operations}, **headers)

    def make(self, user_name="senad@mup.example.org", **more):
        return self.ask("POST", "/Users", {"schemas": [USER], "userName": user_name, **more})

    def found(self, filter_):
        answer = self.ask("GET", f"/Users?filter={filter_}")
        assert answer.status_code == 200, answer.json
        return [one["id"] for one in answer.json["Resources"]]


def directory_of(app, cast, now, unit, *scopes):
    wanted = clients.NewClient("Directory", frozenset(scopes or {"scim"}), unit, 365)
    secret = clients.make(make.actor(cast.ana), wanted, now=now)
    db.session.commit()
    return Directory(app, secret)


@pytest.fixture
def ministry(app, cast, now):
    return directory_of(app, cast, now, cast.ministry.key)


@pytest.fixture
def abroad(app, cast, now):
    return directory_of(app, cast, now, cast.abroad.key)


def units_of(key):
    """Units that somebody belongs to today."""
    person = people_store.by_key(key)
    rows = db.session.query(Membership).filter_by(person_id=person.id, to_day=None)
    found = {row.unit_id for row in rows}
    db.session.rollback()
    return found


def test_an_account_is_made_and_belongs_to_the_institution(cast, ministry):
    made = ministry.make(
        externalId="42",
        name={"givenName": "Senad", "familyName": "Begić"},
        active=True,
        emails=[{"value": "senad@mup.example.org", "type": "work", "primary": True}],
        title="Captain",
        **{ENTERPRISE: {"employeeNumber": "GP-7", "department": "North"}},
    )
    assert made.status_code == 201
    said = made.json
    assert said["displayName"] == "Senad Begić"
    assert said["externalId"] == "42"
    assert said[ENTERPRISE]["employeeNumber"] == "gp-7"
    assert made.headers["Location"] == said["meta"]["location"]
    assert units_of(said["id"]) == {cast.ministry.id}
    kept = people_store.by_key(said["id"])
    assert (kept.email, kept.service_number) == ("senad@mup.example.org", "gp-7")
    for filter_ in (
        'userName eq "SENAD@mup.example.org"',
        'externalId eq "42"',
        'emails[type eq "work"].value eq "senad@mup.example.org"',
        f'id eq "{said["id"]}"',
        'active eq true and externalId eq "42"',
    ):
        assert ministry.found(filter_) == [said["id"]], filter_


def test_a_name_that_is_taken_is_refused(cast, ministry):
    assert ministry.make().status_code == 201
    again = ministry.make()
    assert (again.status_code, again.json["scimType"]) == (409, "uniqueness")
    foreign = ministry.make(cast.cy.email)
    assert foreign.status_code == 409


@pytest.mark.parametrize(
    ("seen", "hidden"), [("ministry", ("cy", "co", "ana", "dee")), ("abroad", ("ann", "ben", "co"))]
)
def test_a_directory_sees_its_institution_only(request, cast, seen, hidden):
    directory = request.getfixturevalue(seen)
    listed = {one["id"] for one in directory.ask("GET", "/Users").json["Resources"]}
    for name in hidden:
        other = getattr(cast, name)
        assert other.key not in listed
        assert directory.found(f'userName eq "{other.email}"') == []
        path = f"/Users/{other.key}"
        assert directory.ask("GET", path).status_code == 404
        assert directory.ask("DELETE", path).status_code == 404
        change = {"op": "replace", "path": "active", "value": False}
        assert directory.patch(path, change).status_code == 404
        assert people_store.by_key(other.key).left_at is None


def test_units_are_groups_within_the_institution(cast, ministry, abroad):
    groups = ministry.ask("GET", "/Groups").json["Resources"]
    assert [one["id"] for one in groups] == [cast.station.key]
    members = {one["value"] for one in groups[0]["members"]}
    assert members == {cast.ann.key, cast.ben.key, cast.mia.key}
    assert abroad.ask("GET", "/Groups").json["totalResults"] == 0
    assert abroad.ask("GET", f"/Groups/{cast.station.key}").status_code == 404
    without = ministry.ask("GET", "/Groups?excludedAttributes=members").json["Resources"][0]
    assert "members" not in without


def test_whoever_is_shown_can_read_that(cast, ministry, now):
    ministry.ask("GET", f"/Users/{cast.ann.key}")
    assert db.session.query(Look).filter_by(page="api-scim").count() == 1


def test_another_scope_or_the_whole_site_opens_nothing(app, cast, now):
    others = ALL - {"scim"}
    assert directory_of(app, cast, now, cast.ministry.key, *others).ask(
        "GET", "/Users"
    ).status_code in (401, 403)
    assert directory_of(app, cast, now, "").ask("GET", "/Users").status_code == 403
    nobody = Directory(app, clients.Secret("none", "", "elc_guess"))
    assert nobody.ask("GET", "/Users").status_code == 401
    assert nobody.ask("GET", "/Nothing").status_code == 404


def test_entra_deactivates_in_its_own_way_and_takes_back(cast, ministry, now):
    key = ministry.make(externalId="7").json["id"]
    gone = ministry.patch(f"/Users/{key}", {"op": "Replace", "path": "active", "value": "False"})
    assert gone.status_code == 200
    assert gone.json["active"] is False
    assert people_store.by_key(key).left_at is not None
    assert units_of(key) == set()
    assert ministry.found('externalId eq "7"') == [key], "it can be taken back"
    back = ministry.patch(f"/Users/{key}", {"op": "replace", "value": {"active": True}})
    assert back.json["active"] is True
    assert people_store.by_key(key).left_at is None
    assert units_of(key) == {cast.ministry.id}
    assert db.session.query(Job).filter(Job.kind == "compliance").count() >= 3


def test_who_is_deleted_has_left_and_their_history_stays(cast, ministry):
    assert ministry.ask("DELETE", f"/Users/{cast.ann.key}").status_code == 204
    assert ministry.ask("GET", f"/Users/{cast.ann.key}").status_code == 404
    kept = people_store.by_key(cast.ann.key)
    assert kept.left_at is not None
    rows = db.session.query(Membership).filter_by(person_id=cast.ann.id).all()
    assert [row.unit_id for row in rows] == [cast.station.id]
    assert rows[0].to_day is not None
    db.session.rollback()
    again = ministry.make(cast.ann.email, displayName="Ann Learner")
    assert (again.status_code, again.json["id"]) == (201, cast.ann.key), "the same person returns"


def test_entra_changes_mail_name_and_number(ministry):
    key = ministry.make(emails=[{"value": "old@mup.example.org", "type": "work"}]).json["id"]
    changed = ministry.patch(
        f"/Users/{key}",
        {"op": "Replace", "path": 'emails[type eq "work"].value', "value": "new@mup.example.org"},
        {"op": "Add", "path": "displayName", "value": "Senad B."},
        {"op": "Add", "path": f"{ENTERPRISE}:employeeNumber", "value": "77"},
        {"op": "Add", "path": f"{ENTERPRISE}:department", "value": "North"},
        {"op": "Add", "path": "name.givenName", "value": "Senad"},
    )
    assert changed.status_code == 200, changed.json
    kept = people_store.by_key(key)
    assert (kept.email, kept.name, kept.service_number) == (
        "new@mup.example.org",
        "Senad B.",
        "77",
    )


def test_okta_replaces_the_whole(ministry):
    key = ministry.make(externalId="1", displayName="Senad").json["id"]
    whole = {
        "schemas": [USER],
        "id": key,
        "externalId": "1",
        "userName": "s.begic@mup.example.org",
        "displayName": "Senad Begić",
        "emails": [{"value": "s.begic@mup.example.org", "type": "work", "primary": True}],
        "groups": [],
        "active": True,
        "meta": {"resourceType": "User"},
    }
    answer = ministry.ask("PUT", f"/Users/{key}", whole)
    assert answer.status_code == 200, answer.json
    assert people_store.by_key(key).email == "s.begic@mup.example.org"


@pytest.mark.parametrize("role", [Role.ADMIN, Role.COORDINATOR, Role.TRAINER])
def test_accounts_that_lead_the_site_are_not_a_directorys(cast, ministry, role):
    chief = make.person("Chief", unit=cast.station, roles=(role,))
    before = people_store.by_key(chief.key)
    path = f"/Users/{chief.key}"
    mail = {"op": "replace", "path": "emails", "value": [{"value": "evil@example.org"}]}
    for answer in (
        ministry.patch(path, mail),
        ministry.patch(path, {"op": "replace", "path": "active", "value": False}),
        ministry.ask("DELETE", path),
    ):
        assert answer.status_code == 403
    assert people_store.by_key(chief.key) == before


def test_who_belongs_elsewhere_too_only_leaves_this_institution(cast, ministry):
    make.membership(cast.ann, cast.abroad)
    gone = ministry.patch(
        f"/Users/{cast.ann.key}", {"op": "replace", "path": "active", "value": False}
    )
    assert gone.status_code == 200
    assert people_store.by_key(cast.ann.key).left_at is None
    assert units_of(cast.ann.key) == {cast.abroad.id}
    assert ministry.ask("GET", f"/Users/{cast.ann.key}").status_code == 404


def test_a_group_is_made_filled_emptied_and_closed(cast, ministry):
    key = ministry.make().json["id"]
    made = ministry.ask(
        "POST",
        "/Groups",
        {
            "schemas": [GROUP],
            "displayName": "Station South",
            "externalId": "g1",
            "members": [{"value": key}],
        },
    )
    assert made.status_code == 201, made.json
    group = made.json["id"]
    assert len(units_of(key)) == 1
    assert units_of(key) != {cast.ministry.id}, "a unit, and the institution itself no more"
    path = f"/Groups/{group}"
    ministry.patch(path, {"op": "Remove", "path": "members", "value": [{"value": key}]})
    assert units_of(key) == {cast.ministry.id}, "nobody is lost"
    added = ministry.patch(path, {"op": "Add", "path": "members", "value": [{"value": key}]})
    assert [one["value"] for one in added.json["members"]] == [key]
    ministry.patch(path, {"op": "remove", "path": f'members[value eq "{key}"]'})
    renamed = ministry.patch(path, {"op": "replace", "value": {"displayName": "South"}})
    assert renamed.json["displayName"] == "South"
    again = ministry.ask("POST", "/Groups", {"schemas": [GROUP], "displayName": "south"})
    assert (again.status_code, again.json["scimType"]) == (409, "uniqueness")
    for filter_ in ('displayName eq "South"', 'externalId eq "g1"'):
        found = ministry.ask("GET", f"/Groups?filter={filter_}").json["Resources"]
        assert [one["id"] for one in found] == [group]
    ministry.patch(path, {"op": "add", "path": "members", "value": [{"value": key}]})
    assert ministry.ask("DELETE", path).status_code == 204
    assert units_of(key) == {cast.ministry.id}
    assert ministry.ask("GET", path).status_code == 404


def test_a_stranger_becomes_no_member(cast, ministry):
    path = f"/Groups/{cast.station.key}"
    answer = ministry.patch(
        path, {"op": "add", "path": "members", "value": [{"value": cast.cy.key}]}
    )
    assert (answer.status_code, answer.json["scimType"]) == (400, "invalidValue")
    assert units_of(cast.cy.key) == {cast.abroad.id}


def test_a_list_comes_in_parts(ministry):
    whole = [one["id"] for one in ministry.ask("GET", "/Users").json["Resources"]]
    parts = []
    for start in range(1, len(whole) + 1):
        page = ministry.ask("GET", f"/Users?startIndex={start}&count=1").json
        assert (page["totalResults"], page["startIndex"]) == (len(whole), start)
        parts += [one["id"] for one in page["Resources"]]
    assert parts == whole
    assert ministry.ask("GET", "/Users?count=0").json["Resources"] == []


def test_a_question_may_be_too_long_for_an_address(cast, ministry):
    asked = {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
        "filter": f'userName eq "{cast.ann.email}"',
        "attributes": ["userName"],
        "count": 5,
    }
    found = ministry.ask("POST", "/Users/.search", asked)
    assert found.status_code == 200
    (one,) = found.json["Resources"]
    assert one["id"] == cast.ann.key
    assert "displayName" not in one
    groups = ministry.ask("POST", "/Groups/.search", {"schemas": asked["schemas"], "count": 1})
    assert groups.json["totalResults"] == 1


def test_versions_keep_two_changes_apart(ministry):
    made = ministry.make()
    path = f"/Users/{made.json['id']}"
    tag = ministry.ask("GET", path).headers["ETag"]
    assert ministry.ask("GET", path, If_None_Match=tag).status_code == 304
    change = {"op": "replace", "path": "displayName", "value": "Other"}
    assert ministry.patch(path, change, If_Match=tag).status_code == 200
    assert ministry.patch(path, change, If_Match=tag).status_code == 412


@pytest.mark.parametrize(
    ("asked", "status", "kind"),
    [
        (("GET", "/Users?filter=userName co %22a%22", None), 400, "invalidFilter"),
        (("GET", "/Users?filter=userName eq", None), 400, "invalidFilter"),
        (("POST", "/Users", {"schemas": [USER]}), 400, "invalidValue"),
        (("POST", "/Users", {"schemas": [USER], "userName": "!"}), 400, "invalidValue"),
        (("PATCH", "/Users/{ann}", {"schemas": [PATCH]}), 400, "invalidValue"),
        (("POST", "/Bulk", {}), 404, None),
        (("PUT", "/Users", {}), 405, None),
    ],
)
def test_what_cannot_be_done_is_said_in_its_form(cast, ministry, asked, status, kind):
    method, path, body = asked
    answer = ministry.ask(method, path.format(ann=cast.ann.key), body)
    assert (answer.status_code, answer.json.get("scimType")) == (status, kind), answer.json
    assert answer.json["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"]
    assert answer.json["status"] == str(status)
