"""Alumni: joining, sharing field by field, the directory, looks, leaving."""

import make
import pytest
from client import text_of
from sqlalchemy import event, select

from elearn.services import alumni
from elearn.store.db import db
from elearn.store.tables.alumni import AlumniProfile
from elearn.store.tables.audit import AuditEntry, Look, LookPerson

SHARED_NAME = {"name": "Ann L.", "see_name": "alumni", "listed": "y"}


@pytest.fixture
def three(app):
    """Ann and Ben of one country and Cy of another, all alumni; Dora learns and is none."""
    return (
        make.person("Ann", alumnus=True),
        make.person("Ben", alumnus=True),
        make.person("Cy", alumnus=True, country="RS"),
        make.person("Dora"),
    )


def save(browser, **form):
    answer = browser.post("/alumni/me", data=form)
    assert answer.status_code == 303, text_of(answer)


def key_of(person):
    return db.session.scalar(select(AlumniProfile.key).where(AlumniProfile.person_id == person.id))


def queries(browser, address):
    """How many statements a page needs."""
    seen = []

    def count(_connection, _cursor, statement, *_more):
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        assert browser.get(address).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", count)
    return len(seen)


def test_whoever_has_no_record_is_told_and_cannot_join(app, client_for, three):
    dora = client_for(three[3])
    assert "as soon as you have completed" in text_of(dora.get("/alumni/join"))
    assert dora.post("/alumni/join").status_code == 403
    assert key_of(three[3]) is None


def test_whoever_has_a_record_joins_and_nothing_is_shown(app, client_for, three, monkeypatch):
    monkeypatch.setattr(alumni.record_store, "of_person", lambda _id: ["a record"])
    browser = client_for(three[3])
    assert "Join the alumni" in text_of(browser.get("/alumni/join"))
    answer = browser.post("/alumni/join")
    assert (answer.status_code, answer.location) == (303, "/alumni/me")
    browser.post("/alumni/join")
    assert browser.get("/alumni/me").status_code == 200
    assert "Dora" not in text_of(client_for(three[0]).get("/alumni"))
    acts = db.session.scalars(select(AuditEntry.action)).all()
    assert acts == ["alumni-joined"]


def test_somebody_who_is_no_alumnus_sees_neither_directory_nor_profiles(app, client_for, three):
    save(client_for(three[0]), **SHARED_NAME)
    outsider = client_for(three[3])
    for address in ("/alumni", "/alumni/me", f"/alumni/people/{key_of(three[0])}"):
        assert outsider.get(address).status_code == 403


def test_a_field_for_my_country_is_seen_there_and_nowhere_else(app, client_for, three):
    ann, ben, cy, _ = three
    save(client_for(ann), **SHARED_NAME, function="Shift leader", see_function="country")
    assert "Shift leader" in text_of(client_for(ben).get("/alumni"))
    abroad = text_of(client_for(cy).get("/alumni"))
    assert "Ann L." in abroad
    assert "Shift leader" not in abroad
    profile = f"/alumni/people/{key_of(ann)}"
    assert "Shift leader" in text_of(client_for(ben).get(profile))
    assert "Shift leader" not in text_of(client_for(cy).get(profile))


def test_what_is_not_shared_cannot_be_found_by_searching_for_it(app, client_for, three):
    ann, ben, cy, _ = three
    hidden = {"about": "I collect stamps", "country": "BA", "topics": ["asylum"]}
    save(client_for(ann), **SHARED_NAME, **hidden, see_country="country", see_topics="country")
    for query in ("words=stamps", "country=BA", "topic=asylum"):
        assert "Ann L." not in text_of(client_for(cy).get(f"/alumni?{query}"))
    assert "Ann L." not in text_of(client_for(ben).get("/alumni?words=stamps"))
    for query in ("country=BA", "topic=asylum", "words=ann", "words=ANN+l", "words="):
        assert "Ann L." in text_of(client_for(ben).get(f"/alumni?{query}")), query


def test_a_wildcard_in_a_search_is_only_a_letter(app, client_for, three):
    save(client_for(three[0]), **SHARED_NAME)
    assert "Ann L." not in text_of(client_for(three[1]).get("/alumni?words=%25"))


def test_a_profile_that_is_not_listed_is_in_no_list_and_has_no_page(app, client_for, three):
    ann, ben, *_ = three
    save(client_for(ann), name="Ann L.", see_name="alumni")
    assert "Ann L." not in text_of(client_for(ben).get("/alumni"))
    assert client_for(ben).get(f"/alumni/people/{key_of(ann)}").status_code == 404


def test_a_listed_profile_without_anything_shared_is_not_shown(app, client_for, three):
    ann, ben, *_ = three
    save(client_for(ann), name="Ann L.", listed="y")
    assert "0 people" in text_of(client_for(ben).get("/alumni"))
    assert client_for(ben).get(f"/alumni/people/{key_of(ann)}").status_code == 404


def test_a_look_by_somebody_else_is_kept_and_my_own_is_not(app, client_for, three):
    ann, ben, *_ = three
    save(client_for(ann), **SHARED_NAME)
    address = f"/alumni/people/{key_of(ann)}"
    client_for(ann).get(address)
    assert db.session.scalars(select(Look)).all() == []
    client_for(ben).get(address)
    client_for(ben).get("/alumni?words=ann")
    looks = db.session.execute(
        select(Look.actor_id, Look.page, Look.filter, LookPerson.person_id).join(
            LookPerson, LookPerson.look_id == Look.id
        )
    ).all()
    assert looks == [
        (ben.id, "alumni-profile", {}, ann.id),
        (ben.id, "alumni-directory", {"words": "ann"}, ann.id),
    ]


def test_my_page_shows_what_each_circle_sees(app, client_for, three):
    browser = client_for(three[0])
    save(browser, **SHARED_NAME, function="Shift leader", see_function="country", email="a@b.org")
    html = browser.get("/alumni/me").get_data(as_text=True)
    aside = html[html.index("All alumni see") :]
    all_, country = aside.split("Alumni of my country see")
    assert "Ann L." in all_
    assert "Shift leader" not in all_
    assert "Shift leader" in country
    assert "a@b.org" not in country


@pytest.mark.parametrize(
    "form",
    [
        {"country": "ZZ"},
        {"topics": "gossip"},
        {"see_name": "everybody"},
        {"email": "nonsense"},
        {"about": "x" * 401},
    ],
)
def test_what_is_none_of_the_choices_or_too_long_comes_back(app, client_for, three, form):
    answer = client_for(three[0]).post("/alumni/me", data=form)
    assert answer.status_code == 422
    assert "There is a problem" in text_of(answer)


def test_leaving_deletes_what_was_written_and_coming_back_begins_empty(
    app, client_for, three, monkeypatch
):
    ann, ben, *_ = three
    browser = client_for(ann)
    save(browser, **SHARED_NAME)
    assert browser.post("/alumni/leave").status_code == 303
    assert browser.get("/alumni").status_code == 403
    assert "Ann L." not in text_of(client_for(ben).get("/alumni"))
    row = db.session.get(AlumniProfile, ann.id)
    assert (row.fields, row.visibility, row.listed) == ({}, {}, False)
    assert row.left_at is not None
    db.session.rollback()
    monkeypatch.setattr(alumni.record_store, "of_person", lambda _id: ["a record"])
    browser.post("/alumni/join")
    assert "Nobody sees any of this" in text_of(browser.get("/alumni/me"))


def test_the_directory_costs_the_same_however_many_there_are(app, client_for, three):
    browser = client_for(three[1])
    save(client_for(three[0]), **SHARED_NAME)
    browser.get("/alumni")
    few = queries(browser, "/alumni")
    for number in range(45):
        somebody = make.person(f"Alumna {number:02}", alumnus=True)
        actor = make.actor(somebody)
        fields, shown = {"name": somebody.name}, {"name": "alumni"}
        alumni.save_profile(actor, fields, shown, listed=True)
        db.session.commit()
    assert queries(browser, "/alumni") == few
    first, last = (text_of(browser.get(f"/alumni?page={n}")) for n in (1, 3))
    assert "46 people" in first
    assert "Alumna 00" in first
    assert "Alumna 44" in last
    assert "Alumna 44" in text_of(browser.get("/alumni?page=999"))


def test_a_name_that_is_not_shown_does_not_order_the_list(app, client_for, three):
    ann, ben, cy, _ = three
    save(client_for(ann), name="Aaa", function="Officer A", see_function="alumni", listed="y")
    save(client_for(ben), name="Ben", see_name="alumni", listed="y")
    text = text_of(client_for(cy).get("/alumni"))
    assert text.index("Ben") < text.index("Name not shown")
