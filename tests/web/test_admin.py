"""Pages of the administration."""

import make
import pytest
from client import text_of
from sqlalchemy import select

from elearn.core.access import Grant, Role
from elearn.services import jobs
from elearn.store.db import db
from elearn.store.tables.audit import AuditEntry, Look
from elearn.store.tables.jobs import Job
from elearn.store.tables.people import Person

PAGES = (
    "/admin/people",
    "/admin/people/new",
    "/admin/people/{ann}",
    "/admin/packs",
    "/admin/jobs",
    "/admin/audit",
)
FORMS = (
    "/admin/people/new",
    "/admin/people/{ann}/names",
    "/admin/people/{ann}/language",
    "/admin/people/{ann}/service",
    "/admin/people/{ann}/code",
    "/admin/people/{ann}/name",
    "/admin/people/{ann}/leave",
    "/admin/people/{ann}/roles",
    "/admin/people/{ann}/roles/1/end",
    "/admin/jobs/1/again",
    "/admin/jobs/1/give-up",
)
OTHERS = ("ann", "mia", "co", "dee")


@pytest.mark.parametrize("path", PAGES)
def test_only_administrators_reach_a_page(client_for, cast, path):
    path = path.format(ann=cast.ann.key)
    assert client_for(cast.ana).get(path).status_code == 200
    assert client_for(None).get(path).status_code == 302
    for who in OTHERS:
        assert client_for(getattr(cast, who)).get(path).status_code == 403


@pytest.mark.parametrize("path", FORMS)
def test_only_administrators_send_a_form(client_for, cast, path):
    path = path.format(ann=cast.ann.key)
    assert client_for(None).post(path).status_code == 302
    for who in OTHERS:
        assert client_for(getattr(cast, who)).post(path).status_code == 403


def test_administrators_see_no_completions(client_for, cast, now):
    make.record(cast.ann, make.course("checks", "Border checks"))
    ana = client_for(cast.ana)
    for path in ("/admin/people", f"/admin/people/{cast.ann.key}"):
        assert "Border checks" not in text_of(ana.get(path))
    assert ana.get("/people").status_code == 403


def test_somebody_is_found_by_part_of_the_name_or_by_the_whole_sign_in_name(client_for, cast):
    ana = client_for(cast.ana)
    left = make.person("Lea Left", left_at=make.CREATED)
    for query in ("learn", "ANN", cast.ann.email):
        found = text_of(ana.get("/admin/people", query_string={"q": query}))
        assert "Ann Learner" in found
        assert "Ben Colleague" not in found
    assert "Ann Learner" not in text_of(ana.get("/admin/people?q=ann.learner@"))
    assert left.name not in text_of(ana.get("/admin/people"))
    assert left.name in text_of(ana.get("/admin/people?left=1"))


def test_a_list_and_an_account_are_kept_as_looks(client_for, cast):
    ana = client_for(cast.ana)
    ana.get("/admin/people?q=ann")
    ana.get(f"/admin/people/{cast.ann.key}")
    assert db.session.scalars(select(Look.page).order_by(Look.id)).all() == [
        "admin-people",
        "admin-person",
    ]


def test_pages_of_the_roster_show_everybody_once(client_for, cast):
    for n in range(110):
        make.person(f"Same Name {n % 3}")
    ana = client_for(cast.ana)
    keys = [
        part.split('"')[0]
        for page in (1, 2, 3)
        for part in ana.get(f"/admin/people?page={page}")
        .get_data(as_text=True)
        .split('<th scope="row"><a href="/admin/people/')[1:]
    ]
    assert len(keys) == len(set(keys)) == 118


def test_somebody_is_added(client_for, cast):
    ana = client_for(cast.ana)
    form = {"name": "Nia New", "email": "", "service_number": "BP 7-1", "language": "sq"}
    assert ana.post("/admin/people/new", data={**form, "service_number": ""}).status_code == 422
    assert ana.post("/admin/people/new", data={**form, "email": "nonsense"}).status_code == 422
    assert ana.post("/admin/people/new", data=form).status_code == 303
    assert ana.post("/admin/people/new", data=form).status_code == 422
    nia = db.session.scalars(select(Person).where(Person.name == "Nia New")).one()
    assert (nia.service_number, nia.language, nia.password_hash) == ("bp7-1", "sq", None)


def test_sign_in_names_are_changed_but_not_stolen(client_for, cast):
    ana = client_for(cast.ana)
    path = f"/admin/people/{cast.ann.key}/names"
    taken = ana.post(path, data={"email": cast.ben.email, "service_number": ""})
    assert taken.status_code == 422
    assert "Somebody else signs in" in text_of(taken)
    assert ana.post(path, data={"email": "", "service_number": ""}).status_code == 422
    assert ana.post(path, data={"email": "new@example.org"}).status_code == 303
    entry = db.session.scalars(select(AuditEntry)).one()
    assert entry.details == {"changed": ["email"]}


def test_a_language_is_chosen_from_the_list(client_for, cast):
    ana = client_for(cast.ana)
    path = f"/admin/people/{cast.ann.key}/language"
    assert ana.post(path, data={"language": "tlh"}).status_code == 422
    assert ana.post(path, data={"language": "sr-Latn"}).status_code == 303


def test_function_and_sex_are_said_and_taken_back(client_for, cast):
    ana = client_for(cast.ana)
    path = f"/admin/people/{cast.ann.key}/service"
    ana.post(path, data={"function": "  Prva  linija ", "sex": "f"})
    row = db.session.get_one(Person, cast.ann.id)
    assert (row.function, row.sex) == ("Prva linija", "f")
    assert "Prva linija" in ana.get(f"/admin/people/{cast.ann.key}").get_data(as_text=True)
    for wrong in ({"function": "", "sex": "female"}, {"function": "a" * 101, "sex": ""}):
        assert ana.post(path, data=wrong).status_code == 422
    ana.post(path, data={"function": "", "sex": ""})
    db.session.expire_all()
    row = db.session.get_one(Person, cast.ann.id)
    assert (row.function, row.sex) == (None, None)
    acts = db.session.scalars(
        select(AuditEntry.details).where(AuditEntry.action == "service-changed")
    ).all()
    assert acts == [{"changed": ["function", "sex"]}] * 2  # what it was is not kept there


def test_a_role_is_granted_and_ended(client_for, cast, now):
    ana = client_for(cast.ana)
    path = f"/admin/people/{cast.ann.key}/roles"
    form = {"role": "manager", "unit": "", "from_day": "2026-11-23"}
    assert "A manager needs a unit" in text_of(ana.post(path, data=form))
    form["unit"] = cast.station.key
    assert ana.post(path, data={**form, "role": "emperor"}).status_code == 422
    assert ana.post(path, data={**form, "from_day": "soon"}).status_code == 422
    assert ana.post(path, data={**form, "from_day": "2026-11-22"}).status_code == 422
    assert ana.post(path, data=form).status_code == 303
    assert make.actor(cast.ann).grants == (Grant(Role.MANAGER, cast.station.id),)
    page = ana.get(f"/admin/people/{cast.ann.key}").get_data(as_text=True)
    end = page.split(f'action="{path}/')[1].split('"')[0]
    assert ana.post(f"{path}/{end}").status_code == 303
    assert make.actor(cast.ann).grants == ()
    assert ana.post(f"{path}/{end}").status_code == 404


def test_the_last_administrator_keeps_the_role(client_for, cast):
    ana = client_for(cast.ana)
    path = f"/admin/people/{cast.ana.key}"
    page = ana.get(path).get_data(as_text=True)
    end = page.split(f'action="{path}/roles/')[1].split('"')[0]
    kept = ana.post(f"{path}/roles/{end}", follow_redirects=True)
    assert "Nobody would be left" in text_of(kept)
    assert ana.post(f"{path}/leave").status_code == 409
    assert ana.get("/admin/people").status_code == 200


def test_whoever_left_is_signed_out_at_once(client_for, cast):
    ann = client_for(cast.ann)
    assert ann.get("/account").status_code == 200
    assert client_for(cast.ana).post(f"/admin/people/{cast.ann.key}/leave").status_code == 303
    assert ann.get("/account").status_code == 302


def a_job(now, **values):
    jobs.enqueue("mail", {"to": "secret@example.org", "text": "private"}, now=now)
    job = db.session.scalars(select(Job).order_by(Job.id.desc())).first()
    for name, value in values.items():
        setattr(job, name, value)
    db.session.commit()
    return job.id


def test_failed_jobs_come_first_and_keep_their_letters_closed(client_for, cast, now):
    job = a_job(now, state="dead", last_error="no such mailbox", finished_at=now)
    ana = client_for(cast.ana)
    page = text_of(ana.get("/admin/jobs"))
    assert "no such mailbox" in page
    assert "secret@example.org" not in page
    assert "private" not in page
    assert ana.post(f"/admin/jobs/{job}/again").status_code == 303
    assert db.session.get(Job, job).state == "waiting"


def test_a_waiting_job_is_given_up(client_for, cast, now):
    job = a_job(now)
    ana = client_for(cast.ana)
    assert ana.post(f"/admin/jobs/{job}/give-up").status_code == 303
    assert db.session.get(Job, job).state == "dead"
    assert ana.post(f"/admin/jobs/{job}/give-up").status_code == 404
    assert ana.post("/admin/jobs/999/again").status_code == 404


def entries(cast, now, count):
    for n in range(count):
        db.session.add(
            AuditEntry(
                at=now,
                actor_id=cast.co.id if n % 2 else None,
                action="unit-made" if n % 3 else "nominated",
                subject=f"person:{cast.ann.key}" if n % 3 == 0 else f"unit:u{n}",
                details={"n": n},
            )
        )


def test_the_trail_is_read_page_by_page(client_for, cast, now):
    from elearn.store.db import begin_write

    begin_write()
    entries(cast, now, 120)
    db.session.commit()
    ana = client_for(cast.ana)
    seen, path = [], "/admin/audit"
    while path:
        page = ana.get(path).get_data(as_text=True)
        seen += [part.split("<")[0] for part in page.split('<td class="small">n: ')[1:]]
        older = page.split('<p><a href="/admin/audit?')
        path = f"/admin/audit?{older[1].split(chr(34))[0]}" if len(older) > 1 else ""
    assert seen == [str(n) for n in reversed(range(120))]


def test_the_trail_is_narrowed(client_for, cast, now):
    from elearn.store.db import begin_write

    begin_write()
    entries(cast, now, 6)
    db.session.commit()
    ana = client_for(cast.ana)
    cases = {
        "": 6,
        "actor=coord": 3,
        "action=nominated": 2,
        "from=2026-11-23&to=2026-11-23": 6,
        "from=2026-11-24": 0,
        "to=2026-11-22": 0,
        "to=9999-12-31": 6,
        "from=nonsense&before=x": 6,
        "before=-4": 6,
    }
    for query, count in cases.items():
        page = ana.get(f"/admin/audit?{query}").get_data(as_text=True)
        assert page.count('<td class="small">n: ') == count, query


def test_versions_of_packs_are_listed(client_for, cast):
    make.course("checks", "Border checks")
    make.course("draft", "Draft course", published=False)
    page = text_of(client_for(cast.ana).get("/admin/packs"))
    assert "Border checks" in page
    assert "Published" in page
    assert "Draft course" in page
