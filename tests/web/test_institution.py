"""Pages for managers and coordinators: who reaches them, and what they show."""

import csv
import io

import make
import pytest
from client import text_of
from sqlalchemy import select

from elearn.core.access import Role
from elearn.store.db import begin_write, db
from elearn.store.tables.audit import Look, LookPerson
from elearn.store.tables.jobs import Job
from elearn.store.tables.people import NameChange, Person, ResetToken
from elearn.store.tables.units import Unit

REACH = {
    "/people": {"mia", "boss", "max", "co"},
    "/people.csv": {"mia", "boss", "max", "co"},
    "/people/readiness": {"mia", "boss", "max", "co"},
    "/people/readiness.csv": {"mia", "boss", "max", "co"},
    "/people/looks": {"mia", "boss", "max", "co"},
    "/people/left": {"mia", "boss", "max", "co"},
    "/people/{ann}": {"mia", "boss", "co"},
    "/nominations": {"mia", "boss", "max", "co"},
    "/institutions": {"co"},
    "/institutions/new": {"co"},
    "/institutions/{station}": {"co"},
    "/institutions/{station}/members/{ann}": {"co"},
    "/institutions/{station}/invitations": {"co"},
}
WRITES = {
    "/people/{ann}/code": {"mia", "boss", "co"},
    "/people/{ann}/name": {"mia", "boss", "co"},
    "/people/{ann}/nominate": {"mia", "boss", "co"},
    "/nominations/none": {"co"},
    "/institutions/new": {"co"},
    "/institutions/{station}/rename": {"co"},
    "/institutions/{station}/move": {"co"},
    "/institutions/{station}/close": {"co"},
    "/institutions/{station}/members": {"co"},
    "/institutions/{station}/invitations": {"co"},
    "/institutions/{station}/invitations/none/withdraw": {"co"},
    "/institutions/{station}/invitations/none/again": {"co"},
    "/institutions/{station}/new-members": {"co"},
    "/institutions/{station}/members/{ann}/transfer": {"co"},
    "/institutions/{station}/members/{ann}/end": {"co"},
    "/institutions/{station}/managers/{ann}": {"co"},
    "/institutions/{station}/managers/{ann}/end": {"co"},
}
WHO = ("mia", "boss", "max", "co", "ann", "dee", "ana", "nobody")


@pytest.fixture
def visitors(cast):
    """Insider, superior, neighbour, coordinator, strangers, and nobody."""
    boss = make.person("Bo Boss", roles=(Role.MANAGER,), role_unit=cast.ministry)
    found = {name: getattr(cast, name) for name in ("mia", "max", "co", "ann", "dee", "ana")}
    return {**found, "boss": boss, "nobody": None}


def filled(path, cast):
    return path.format(ann=cast.ann.key, station=cast.station.key)


@pytest.mark.parametrize("path", REACH)
def test_who_reaches_a_page(client_for, visitors, cast, path):
    make.course()
    got = {who: client_for(visitors[who]).get(filled(path, cast)) for who in WHO}
    allowed = {who for who, response in got.items() if response.status_code == 200}
    assert allowed == REACH[path]
    assert got["nobody"].status_code == 302
    assert {got[who].status_code for who in ("ann", "dee", "ana")} == {403}
    assert "Ann Learner" not in got["max"].get_data(as_text=True)


@pytest.mark.parametrize("path", WRITES)
def test_who_may_send_a_form(client_for, visitors, cast, path):
    for who in WHO:
        if who in WRITES[path]:
            continue
        response = client_for(visitors[who]).post(filled(path, cast))
        expected = {302} if who == "nobody" else {403, 404}
        assert response.status_code in expected, who


def test_a_coordinator_of_elsewhere_finds_nothing(client_for, cast):
    abroad = make.person("Al Abroad", roles=(Role.COORDINATOR,), role_unit=cast.abroad)
    client = client_for(abroad)
    for path, who in {**REACH, **WRITES}.items():
        if "{" in path and who:
            send = client.get if path in REACH else client.post
            assert send(filled(path, cast)).status_code == 404, path


def test_a_bad_address_is_no_fault(client_for, cast):
    make.course()
    client = client_for(cast.mia)
    for query in (
        "state=nonsense&sort=drop&page=-7&down=x",
        "page=99999999999999999999",
        "page=²",
        "name=%00%25_'\"<script>",
        "state=&unit=&course=&name=",
    ):
        assert client.get(f"/people?{query}").status_code == 200
    assert client.get("/people?unit=nowhere").status_code == 404
    assert client.get("/people/looks?before=-1").status_code == 200


def test_headers_sort_and_say_how(client_for, cast):
    make.course()
    client = client_for(cast.mia)
    page = client.get("/people?sort=name").get_data(as_text=True)
    assert 'aria-sort="ascending"' in page
    assert "sort=name&amp;down=1" in page
    page = client.get("/people?sort=name&down=1").get_data(as_text=True)
    assert 'aria-sort="descending"' in page


def table(response, between=","):
    text = response.get_data().decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=between))


def test_the_file_has_the_rows_of_the_list(client_for, cast, now):
    make.record(cast.ann, make.course(), valid_until=now.date().replace(year=2028))
    response = client_for(cast.mia).get("/people.csv?state=valid")
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="people-2026-11-23.csv"'
    )
    assert response.content_type == "text/csv; charset=utf-8"
    rows = table(response)
    assert rows[1:] == [
        [
            "Ann Learner",
            "Station North",
            "Border checks",
            "Valid",
            "2026-01-05",
            "2028-11-23",
            "",
            "",
            "",
        ]
    ]


def test_the_file_is_for_excel_of_the_reader(client_for, cast):
    make.course()
    boris = make.person("Boris Vođa", roles=(Role.MANAGER,), role_unit=cast.station, language="bs")
    rows = table(client_for(boris).get("/people.csv"), ";")
    assert {len(row) for row in rows} == {9}


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_name_becomes_a_formula(client_for, cast, name):
    make.course()
    make.person(name, unit=cast.station)
    rows = table(client_for(cast.mia).get("/people.csv?sort=name"))
    assert f"'{name}" in {row[0] for row in rows}


def test_every_page_shown_is_kept_as_one_look(client_for, cast):
    make.course()
    client = client_for(cast.mia)
    for path in ("/people?name=ann", f"/people/{cast.ann.key}", "/people.csv?name=ann"):
        assert client.get(path).status_code == 200
    rows = db.session.execute(
        select(Look.page, Look.filter, LookPerson.person_id)
        .join(LookPerson, LookPerson.look_id == Look.id)
        .order_by(Look.id)
    )
    assert [tuple(row) for row in rows] == [
        ("people", {"name": "ann"}, cast.ann.id),
        ("person", {}, cast.ann.id),
        ("people-export", {"name": "ann"}, cast.ann.id),
    ]
    assert "Mia Manager" in text_of(client_for(cast.ann).get("/account"))
    own = text_of(client.get("/people/looks"))
    assert "List of people as a file" in own
    assert "Page about one person" in own


def test_a_refused_page_leaves_no_look(client_for, cast):
    client_for(cast.max).get(f"/people/{cast.ann.key}")
    assert db.session.scalars(select(Look)).all() == []


def test_a_page_about_a_person_has_no_marks_and_no_code_of_the_record(client_for, cast, now):
    make.record(cast.ann, make.course(), valid_until=now.date().replace(year=2028))
    make.enrolment(cast.ann, make.course("second", "Second course"), done=("a",))
    page = client_for(cast.mia).get(f"/people/{cast.ann.key}").get_data(as_text=True)
    assert "Border checks" in page
    assert "Second course" in page
    assert "23 November 2028" in page
    assert "CODE" not in page
    assert cast.ann.email not in page


def test_a_code_is_shown_once(client_for, cast):
    client = client_for(cast.mia)
    page = client.post(f"/people/{cast.ann.key}/code")
    assert page.status_code == 200
    assert "Write it down now" in text_of(page)
    assert db.session.scalars(select(ResetToken.channel)).all() == ["code"]
    assert "Write it down now" not in text_of(client.get(f"/people/{cast.ann.key}"))


def test_whoever_has_mail_is_told_of_a_code_in_their_language(client_for, cast):
    begin_write()
    db.session.get_one(Person, cast.ann.id).language = "sr"
    db.session.get_one(Person, cast.ben.id).email = None
    db.session.commit()
    client = client_for(cast.mia)
    client.post(f"/people/{cast.ann.key}/code")
    client.post(f"/people/{cast.ben.key}/code")
    letters = [job.payload for job in db.session.scalars(select(Job).where(Job.kind == "mail"))]
    assert [letter["to"].partition(".")[0] for letter in letters] == ["ann"]
    assert "/account" in letters[0]["text"]
    assert client.get("/people").text.count('lang="en"')  # the reader's own page is as it was


def test_own_looks_say_in_words_what_lists_were_narrowed_to(client_for, cast):
    make.course()
    client = client_for(cast.mia)
    client.get(f"/people?unit={cast.station.key}&course=checks&state=never-began&name=Ann")
    page = text_of(client.get("/people/looks"))
    assert "Station North · Border checks · Never began · Ann" in page
    assert cast.station.key not in page
    assert "· checks ·" not in page


def test_a_name_is_confirmed_by_the_manager_only(client_for, cast):
    client_for(cast.ann).post("/account/name", data={"name": "Ann Novak", "reason": "Married"})
    key = db.session.scalars(select(NameChange.key)).one()
    assert "Ann Learner" in text_of(client_for(cast.mia).get("/people"))
    data = {"change": key, "decision": "confirm"}
    path = f"/people/{cast.ann.key}/name"
    assert client_for(cast.max).post(path, data=data).status_code == 404
    wrong = client_for(cast.mia).post(f"/people/{cast.ben.key}/name", data=data)
    assert wrong.status_code == 404
    assert client_for(cast.mia).post(path, data=data).status_code == 303
    assert "Ann Novak" in text_of(client_for(cast.mia).get(f"/people/{cast.ann.key}"))


def test_a_name_that_was_declined_is_told_to_whoever_asked(client_for, cast):
    ann = client_for(cast.ann)
    ann.post("/account/name", data={"name": "Ann Novak", "reason": "Married"})
    key = db.session.scalars(select(NameChange.key)).one()
    data = {"change": key, "decision": "decline"}
    assert client_for(cast.mia).post(f"/people/{cast.ann.key}/name", data=data).status_code == 303
    assert "the name Ann Novak was declined" in text_of(ann.get("/account"))
    ann.post("/account/name", data={"name": "Ann Novak", "reason": "Married, see the paper"})
    assert "was declined" not in text_of(ann.get("/account"))


def test_from_nomination_to_enrolment(client_for, cast):
    make.course()
    mia, co = client_for(cast.mia), client_for(cast.co)
    path = f"/people/{cast.ann.key}/nominate"
    assert mia.post(path, data={"course": "checks"}).status_code == 303
    again = mia.post(path, data={"course": "checks"})
    assert again.status_code == 422
    assert "put forward for this course already" in text_of(again)
    page = co.get("/nominations").get_data(as_text=True)
    decide = page.split('action="/nominations/')[1].split('"')[0]
    declined = co.post(f"/nominations/{decide}", data={"decision": "decline", "note": ""})
    assert declined.status_code == 422
    assert "Say why you decline" in text_of(declined)
    assert co.post(f"/nominations/{decide}", data={"decision": "accept"}).status_code == 303
    assert "Accepted" in text_of(mia.get("/nominations"))


def test_a_unit_from_its_making_to_its_end(client_for, cast):
    co = client_for(cast.co)
    form = {"name": "Booth", "kind": "station", "country": "BA", "below": cast.station.key}
    made = co.post("/institutions/new", data=form)
    assert made.status_code == 303
    unit = made.headers["Location"]
    assert co.post(f"{unit}/rename", data={"name": ""}).status_code == 422
    assert co.post(f"{unit}/rename", data={"name": "Booth 4"}).status_code == 303
    new = {"name": "Nia New", "service_number": "bp-4"}
    assert co.post(f"{unit}/new-members", data={"name": "Nia New"}).status_code == 422
    assert co.post(f"{unit}/new-members", data=new).status_code == 303
    assert co.post(f"{unit}/new-members", data=new).status_code == 422
    assert co.post(f"{unit}/members", data={"sign_in_name": "no-such"}).status_code == 422
    page = co.get(unit).get_data(as_text=True)
    member = page.split(f'href="{unit}/members/')[1].split('"')[0]
    assert co.post(f"{unit}/managers/{member}").status_code == 303
    assert "Manager" in text_of(co.get(f"{unit}/members/{member}"))
    assert co.post(f"{unit}/managers/{member}/end").status_code == 303
    full = co.post(f"{unit}/close", follow_redirects=True)
    assert "Transfer the people" in text_of(full)
    moved = {"to": cast.station.key}
    assert co.post(f"{unit}/members/{member}/transfer", data=moved).status_code == 303
    assert co.post(f"{unit}/move", data={"to": cast.ministry.key}).status_code == 303
    assert co.post(f"{unit}/close").status_code == 303
    assert co.get(unit).status_code == 404


def test_units_are_searched_in_either_script(client_for, cast):
    client = client_for(cast.co)
    name = db.session.get(Unit, cast.station.id).name
    assert cast.station.key in client.get("/institutions", query_string={"name": name[:4]}).text
    page = client.get("/institutions?name=nowhere-at-all")
    assert "No unit has this name" in text_of(page)
    assert cast.station.key not in page.text


def test_a_unit_is_not_moved_below_itself(client_for, cast):
    response = client_for(cast.co).post(
        f"/institutions/{cast.ministry.key}/move", data={"to": cast.station.key}
    )
    assert response.status_code == 422
    assert "cannot hang below itself" in text_of(response)


def test_a_refused_form_changes_nothing(client_for, cast):
    co = client_for(cast.co)
    full = {"name": "Nia New", "email": cast.ben.email}
    response = co.post(f"/institutions/{cast.station.key}/new-members", data=full)
    assert response.status_code == 422
    assert "Somebody else signs in with this name" in text_of(response)
    assert "Nia New" not in text_of(client_for(cast.ana).get("/admin/people"))
