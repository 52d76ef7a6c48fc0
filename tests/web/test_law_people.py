"""Who was trained under law that changed since: insiders, superiors, neighbours, strangers."""

import csv
import io
from datetime import date

import lawful
import make
import pytest
from client import text_of
from sqlalchemy import select

from elearn.core.access import Role
from elearn.core.law.outcome import Outcome
from elearn.services import law_hits, law_impacts
from elearn.services.law_hits import Decision
from elearn.services.law_impacts import Plan, Source
from elearn.store import law_requests, packs, records
from elearn.store.db import db
from elearn.store.tables.audit import Look, LookPerson
from elearn.store.tables.jobs import Job

OTHER_WORDS = lawful.LESSON.replace("is valid", "is valid, and its chip is read")
AT = "/people/law"


@pytest.fixture
def trained(app, cast, now):
    """Ann, Ben and Cy completed the course before the reform."""
    lawful.reform(now)
    number = packs.find_version("entry", "1.0.0").id
    for person in (cast.ann, cast.ben, cast.cy):
        make.record(person, number)
    return number


@pytest.fixture
def key(trained, cast, now):
    key = law_impacts.open_impact(make.actor(cast.dee), Source("law"), Plan(), now=now)
    db.session.commit()
    return key


@pytest.fixture
def newer(key, now):
    """A version that knows the new law."""
    lawful.install(lawful.course_files("1.1.0", law="2.0.0", lesson=OTHER_WORDS), now)


def key_of(person):
    return records.of_person(person.id)[0].key


def test_leaders_see_their_own_people_and_nobody_else(cast, client_for, key):
    boss = make.person("Bo Boss", roles=(Role.MANAGER,), role_unit=cast.ministry)
    names = {"Ann Learner", "Ben Colleague", "Cy Outsider"}
    expected = {
        "insider": (cast.mia, {"Ann Learner", "Ben Colleague"}),
        "superior": (boss, {"Ann Learner", "Ben Colleague"}),
        "neighbour": (cast.max, {"Cy Outsider"}),
        "coordinator": (cast.co, names),
    }
    for who, (person, seen) in expected.items():
        for path in (AT, f"{AT}.csv"):
            page = client_for(person).get(path).get_data(as_text=True)
            assert {name for name in names if name in page} == seen, (who, path)
    for person in (cast.ann, cast.dee, cast.ana):
        assert client_for(person).get(AT).status_code == 403
        assert client_for(person).get(f"{AT}.csv").status_code == 403
        assert client_for(person).post(AT, data={"record": key_of(cast.ann)}).status_code == 403
    assert client_for(None).get(AT).status_code == 302


def test_the_list_says_what_changed_and_since_when(cast, client_for, key):
    words = text_of(client_for(cast.mia).get(AT))
    assert "2 records" in words
    assert "Entry 1.0.0" in words
    assert "Borders Code, Art. 6, Borders Code, Art. 6(1)(a) and 1 more" in words
    assert "From 12 June 2026: Borders Code" in words
    assert "no newer version yet" in words


def test_what_is_still_right_concerns_nobody(cast, client_for, key, now):
    dee = make.actor(cast.dee)
    for item in ("documents", "ask"):
        law_hits.work_off(dee, key, ("entry", item), None, Decision(Outcome.STILL_RIGHT), now=now)
    db.session.commit()
    assert "Art. 6(1)(a)" not in text_of(client_for(cast.mia).get(AT))
    gone = Decision(Outcome.WITHDRAWN, note="The directive is gone.")
    law_hits.work_off(dee, key, ("entry", "gate"), None, gone, now=now)
    db.session.commit()
    assert "2 records" in text_of(client_for(cast.mia).get(AT))
    right = Decision(Outcome.STILL_RIGHT)
    hit = law_hits.store.of_item(law_hits.impacts.by_key(key).id, "entry", "gate")[0]
    law_hits.work_off(dee, key, ("entry", "gate"), [hit.id], right, now=now)
    db.session.commit()
    assert "Nobody here" in text_of(client_for(cast.mia).get(AT))


def test_records_that_do_not_hold_and_people_who_left_are_not_listed(
    cast, client_for, trained, key
):
    for status in ("revoked", "superseded"):
        make.record(make.person(f"Was {status}", unit=cast.station), trained, status=status)
    make.record(
        make.person("Was valid", unit=cast.station), trained, valid_until=date(2026, 11, 22)
    )
    gone = make.person("Is gone", unit=cast.station, left_at=make.CREATED)
    make.record(gone, trained)
    words = text_of(client_for(cast.mia).get(AT))
    assert "2 records" in words
    assert "Was" not in words
    assert "Is gone" not in words


def test_whoever_took_the_course_again_is_not_listed(cast, client_for, newer, now):
    make.record(cast.ann, packs.find_version("entry", "1.1.0").id, issued_at=now)
    words = text_of(client_for(cast.mia).get(AT))
    assert "Ann Learner" not in words
    assert "Ben Colleague" in words


def test_the_list_is_narrowed_by_unit_and_course(cast, client_for, key):
    co = client_for(cast.co)
    assert "Cy Outsider" not in text_of(co.get(f"{AT}?unit={cast.station.key}"))
    assert "3 records" in text_of(co.get(f"{AT}?course=entry"))
    assert co.get(f"{AT}?course=none").status_code == 404
    assert co.get(f"{AT}?unit=none").status_code == 404
    assert client_for(cast.mia).get(f"{AT}?unit={cast.abroad.key}").status_code == 404
    assert co.get(f"{AT}?page=99").status_code == 200


def test_the_file_has_the_same_rows(cast, client_for, key):
    text = client_for(cast.mia).get(f"{AT}.csv").get_data(as_text=True).lstrip("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert all("Old Directive, Art. 4" in row["What changed"] for row in rows)
    assert [(r["Name"], r["Version"], r["From which day"]) for r in rows] == [
        ("Ann Learner", "1.0.0", "2026-06-12"),
        ("Ben Colleague", "1.0.0", "2026-06-12"),
    ]


def test_each_look_is_kept(cast, client_for, key):
    mia = client_for(cast.mia)
    mia.get(AT)
    mia.get(f"{AT}.csv?course=entry")
    looks = list(db.session.scalars(select(Look).order_by(Look.id)))
    assert [(look.page, look.filter) for look in looks] == [
        ("law", {}),
        ("law-export", {"course": "entry"}),
    ]
    shown = select(LookPerson.person_id).where(LookPerson.look_id == looks[0].id)
    assert set(db.session.scalars(shown)) == {cast.ann.id, cast.ben.id}


def test_people_are_asked_once_and_told(cast, client_for, newer, app):
    mia = client_for(cast.mia)
    page = mia.get(AT)
    assert page.text.count('name="record"') == 2
    sent = {"record": key_of(cast.ann), "due": "2026-12-31"}
    answer = mia.post(AT, data=sent, follow_redirects=True)
    assert "1 person is asked." in text_of(answer)
    assert "by 31 Dec 2026" in text_of(answer)
    (kept,) = law_requests.of_person(cast.ann.id)
    assert (kept.pack_id, kept.version, kept.due) == ("entry", "1.0.0", date(2026, 12, 31))
    letters = [dict(j.payload) for j in db.session.scalars(select(Job).where(Job.kind == "mail"))]
    (letter,) = letters
    assert letter["to"] == cast.ann.email
    assert "by 31 December 2026" in letter["text"]
    assert f"/records/{key_of(cast.ann)}" in letter["text"]
    words = text_of(client_for(cast.ann).get("/learning"))
    assert "Your institution asks you to learn what changed" in words
    assert "31 December 2026" in words
    assert "Your institution asks" not in text_of(client_for(cast.ben).get("/learning"))
    mia.post(AT, data={"record": key_of(cast.ann), "due": ""})
    (kept,) = law_requests.of_person(cast.ann.id)
    assert kept.due is None
    assert law_requests.of_person(cast.ben.id) == []


def test_all_who_are_not_asked_yet_are_asked_at_once(cast, client_for, newer):
    mia = client_for(cast.mia)
    mia.post(AT, data={"record": key_of(cast.ann), "due": "2026-12-24"})
    assert "Ask all on this page" not in text_of(mia.get(AT))  # Ben is the only one left
    law_requests_before = law_requests.of_person(cast.ann.id)
    answer = mia.post(AT, data={"all": "1", "due": "2026-12-31"}, follow_redirects=True)
    assert "1 person is asked." in text_of(answer)
    (his,) = law_requests.of_person(cast.ben.id)
    assert his.due == date(2026, 12, 31)
    assert law_requests.of_person(cast.ann.id) == law_requests_before
    assert law_requests.of_person(cast.cy.id) == []
    assert "Choose at least one person." in text_of(mia.post(AT, data={"all": "1"}))


def test_there_is_a_button_for_all_where_there_are_several(cast, client_for, newer):
    assert "Ask all on this page who are not asked yet" in text_of(client_for(cast.mia).get(AT))


def test_nobody_is_asked_by_a_stranger_or_without_anything_to_learn(cast, client_for, key, now):
    mia = client_for(cast.mia)
    assert mia.post(AT, data={"record": key_of(cast.ann)}).status_code == 404
    lawful.install(lawful.course_files("1.1.0", law="2.0.0", lesson=OTHER_WORDS), now)
    assert client_for(cast.max).post(AT, data={"record": key_of(cast.ann)}).status_code == 404
    both = [key_of(cast.ann), key_of(cast.cy)]
    assert mia.post(AT, data={"record": both}).status_code == 404
    assert law_requests.of_person(cast.ann.id) == []


def test_what_is_missing_is_said_and_nothing_is_lost(cast, client_for, newer):
    mia = client_for(cast.mia)
    for sent, said in (
        ({"due": "2026-12-31"}, "Choose at least one person."),
        ({"record": key_of(cast.ann), "due": "2026-11-22"}, "still to come"),
        ({"record": key_of(cast.ann), "due": "soon"}, "Enter a day as"),
    ):
        answer = mia.post(AT, data=sent)
        assert answer.status_code == 422
        assert said in text_of(answer)
        assert answer.text.count(" checked") == len(sent) - 1


def test_an_owner_who_is_somebody_else_gets_a_letter(cast, client_for, trained):
    eva = make.person("Eva Trainer", roles=(Role.TRAINER,), language="sr")
    dee = client_for(cast.dee)
    answer = dee.post("/law/impacts", data={"register": "law", "owner": eva.key})
    dee.post(f"{answer.location}/entry", data={"owner": eva.key, "due": "2026-12-31"})
    dee.post(f"{answer.location}/entry", data={"owner": cast.dee.key, "due": ""})
    letters = [dict(j.payload) for j in db.session.scalars(select(Job).where(Job.kind == "mail"))]
    assert [letter["to"] for letter in letters] == [eva.email, eva.email]
    assert answer.location in letters[0]["text"]
    assert f"{answer.location}/entry" in letters[1]["text"]
