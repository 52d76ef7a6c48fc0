"""The roster: who may add, change and see whom, and what a code may lead to."""

import threading

import make
import pytest
from argon2 import PasswordHasher, extract_parameters

from elearn.core.access import NOBODY, Role
from elearn.core.errors import BadInput, Conflict, NotAllowed, NotFound
from elearn.services import guarding, passwords, people, sign_in
from elearn.services.transaction import transaction
from elearn.store.db import db
from elearn.store.tables.audit import AuditEntry
from elearn.store.tables.people import Person

SECRET = "a secret that only the tests know"
NEW = "seven quiet rivers at dusk"
FORM = people.PersonForm(name="Nova Osoba", email="nova@example.org", service_number="МУП 5")


def acts():
    return [entry.action for entry in db.session.query(AuditEntry).order_by(AuditEntry.id)]


def code_for(who, whom, now):
    with transaction():
        return people.issue_code(make.actor(who), whom.key, secret=SECRET, now=now)


def test_only_an_administrator_edits_people(app, cast, now):
    for other in (cast.ann, cast.mia, cast.co, cast.dee):
        actor = make.actor(other)
        with pytest.raises(NotAllowed):
            people.add_person(actor, FORM, now=now)
        with pytest.raises(NotAllowed):
            people.list_people(actor)
        with pytest.raises(NotAllowed):
            people.set_password(actor, cast.cy.key, NEW, now=now)
        with pytest.raises(NotAllowed):
            people.grant_role(actor, other.key, Role.ADMIN, now=now)
        with pytest.raises(NotAllowed):
            people.leave(actor, cast.cy.key, now=now)


def test_nobody_is_nobody(app, cast, now):
    with pytest.raises(NotAllowed):
        people.list_people(NOBODY)
    with pytest.raises(NotFound):
        people.ask_name_change(NOBODY, "Somebody Else", "because", now=now)


def test_an_administrator_adds_somebody_and_it_is_written_down(app, cast, now):
    with transaction():
        person = people.add_person(make.actor(cast.ana), FORM, now=now)
    assert (person.email, person.service_number) == ("nova@example.org", "mup5")
    assert not person.has_password
    assert acts() == ["person-added"]


@pytest.mark.parametrize(
    "form",
    [
        people.PersonForm(name="Nova", email="NOVA@example.org"),
        people.PersonForm(name="Nova", service_number="mup-5"),
        people.PersonForm(name="Nova", email="new@example.org", service_number="МУП-5"),
    ],
)
def test_a_sign_in_name_belongs_to_one_person(app, now, form):
    taken = people.PersonForm(name="First", email="nova@example.org", service_number="mup-5")
    with transaction():
        people.add_person(people.OPERATOR, taken, now=now)
    with pytest.raises(Conflict), transaction():
        people.add_person(people.OPERATOR, form, now=now)


@pytest.mark.parametrize(
    "form",
    [
        people.PersonForm(name="Nova"),
        people.PersonForm(name="", email="a@example.org"),
        people.PersonForm(name="A\x00B", email="a@example.org"),
        people.PersonForm(name="x" * 201, email="a@example.org"),
        people.PersonForm(name="Nova", email="not an address"),
        people.PersonForm(name="Nova", email="a@b"),
        people.PersonForm(name="Nova", service_number="x"),
        people.PersonForm(name="Nova", service_number="12;34"),
        people.PersonForm(name="Nova", service_number="1" * 60),
    ],
)
def test_what_cannot_be_used_is_refused(app, now, form):
    with pytest.raises(BadInput):
        people.add_person(people.OPERATOR, form, now=now)


@pytest.mark.parametrize(
    "name", ["Ђорђе Петровић", "Ülkü Şahin", "李明", "Mary-Jane O’Hara", "Ѓорѓи"]
)
def test_names_of_any_script_stand_as_they_are(app, now, name):
    with transaction():
        person = people.add_person(
            people.OPERATOR, people.PersonForm(name=f"  {name} ", email="a@example.org"), now=now
        )
    assert person.name == name
    assert people.list_people(people.OPERATOR, name)[0].name == name


def test_a_search_finds_across_scripts_and_takes_signs_literally(app, now):
    make.person("Ђорђе Петровић")
    make.person("Ann_Learner")
    assert [p.name for p in people.list_people(people.OPERATOR, "djordje")] == ["Ђорђе Петровић"]
    assert people.list_people(people.OPERATOR, "%") == []


def test_a_manager_issues_codes_for_their_own_people_only(app, cast, now):
    assert code_for(cast.mia, cast.ann, now).person == "Ann Learner"
    assert code_for(cast.max, cast.cy, now).person == "Cy Outsider"
    for outsider in (cast.cy, cast.max):
        with pytest.raises(NotAllowed):
            code_for(cast.mia, outsider, now)
    for nobody in (cast.ann, cast.ben, cast.dee):
        with pytest.raises(NotAllowed):
            code_for(nobody, cast.ben, now)
    with pytest.raises(NotFound):
        people.issue_code(make.actor(cast.mia), "nobody", secret=SECRET, now=now)
    assert acts() == ["code-issued", "code-issued"]


def test_a_code_never_leads_to_more_than_its_issuer_has(app, cast, now):
    for role in (Role.ADMIN, Role.TRAINER, Role.COORDINATOR):
        inside = make.person("Higher", unit=cast.station, roles=(role,))
        with pytest.raises(NotAllowed):
            code_for(cast.mia, inside, now)
        assert code_for(cast.ana, inside, now)
    peer = make.person("Peer", unit=cast.station, roles=(Role.MANAGER,), role_unit=cast.station)
    with pytest.raises(NotAllowed):
        code_for(cast.mia, peer, now)
    assert code_for(cast.co, peer, now)


def test_one_code_used_by_two_at_once_works_for_one(app, cast, now):
    code = code_for(cast.mia, cast.ann, now).code
    results, gate = [], threading.Barrier(2)

    def use(word):
        with app.app_context():
            gate.wait()
            origin = guarding.Origin(SECRET, "192.0.2.1")
            with transaction():
                results.append(
                    sign_in.set_password_by_code(
                        cast.ann.email, code, f"{word} {NEW}", origin, now=now
                    )
                )

    threads = [threading.Thread(target=use, args=(word,)) for word in ("first", "second")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(r).__name__ for r in results) == ["Refused", "SignedIn"]


def test_one_link_used_by_two_at_once_works_for_one(app, cast, now):
    link = sign_in.prepare_reset(cast.ann.email)
    letter = sign_in.Letter("Subject", "Text")
    with transaction():
        sign_in.send_reset(
            cast.ann.email, link, letter, guarding.Origin(SECRET, "192.0.2.1"), now=now
        )
    results, gate = [], threading.Barrier(2)

    def use(word):
        with app.app_context():
            gate.wait()
            with transaction():
                results.append(
                    sign_in.set_password_by_link(
                        link.token, f"{word} {NEW}", secret=SECRET, now=now
                    )
                )

    threads = [threading.Thread(target=use, args=(word,)) for word in ("first", "second")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(r is None for r in results) == [False, True]


def test_tries_at_the_same_moment_are_counted_one_by_one(app, cast, now):
    gate, heard = threading.Barrier(6), []

    def guess():
        with app.app_context():
            gate.wait()
            with transaction():
                result = sign_in.sign_in(
                    cast.ann.email, "not the password", guarding.Origin(SECRET), now=now
                )
            heard.append(result.heard)

    threads = [threading.Thread(target=guess) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert heard.count(True) == 5


def test_the_last_administrator_cannot_be_lost(app, cast, now):
    with pytest.raises(Conflict), transaction():
        people.end_role(people.OPERATOR, cast.ana.key, Role.ADMIN, now=now)
    with pytest.raises(Conflict), transaction():
        people.leave(people.OPERATOR, cast.ana.key, now=now)
    assert make.actor(cast.ana).has(Role.ADMIN)


def test_roles_are_dated_and_given_once(app, cast, now):
    with transaction():
        assert people.grant_role(people.OPERATOR, cast.ann.key, Role.TRAINER, now=now)
    with transaction():
        assert not people.grant_role(people.OPERATOR, cast.ann.key, Role.TRAINER, now=now)
    assert make.actor(cast.ann).has(Role.TRAINER)
    with transaction():
        assert people.end_role(people.OPERATOR, cast.ann.key, Role.TRAINER, now=now)
    assert not make.actor(cast.ann).has(Role.TRAINER)
    with transaction():
        assert not people.end_role(people.OPERATOR, cast.ann.key, Role.TRAINER, now=now)
    with pytest.raises(BadInput):
        people.grant_role(people.OPERATOR, cast.ann.key, Role.MANAGER, now=now)
    with pytest.raises(NotFound):
        people.grant_role(people.OPERATOR, cast.ann.key, Role.MANAGER, now=now, unit_key="nowhere")


def test_whoever_left_is_signed_out_and_out_of_every_role(app, cast, client_for, now):
    mia = client_for(cast.mia)
    assert mia.get("/account").status_code == 200
    with transaction():
        people.leave(people.OPERATOR, cast.mia.key, now=now)
    assert mia.get("/account").status_code == 302
    db.session.rollback()
    assert db.session.get(Person, cast.mia.id).left_at == now


def test_a_name_is_confirmed_by_somebody_who_leads_and_never_by_oneself(app, cast, now):
    with transaction():
        people.ask_name_change(make.actor(cast.ann), "Ann Married", "I married", now=now)
        people.ask_name_change(make.actor(cast.mia), "Mia Married", "I married", now=now)
    mia, max_, ben = (make.actor(p) for p in (cast.mia, cast.max, cast.ben))
    assert people.list_name_changes(max_, now=now) == []
    assert people.list_name_changes(ben, now=now) == []
    asked = {c.name: c for c in people.list_name_changes(mia, now=now)}
    for wrong in (max_, ben, make.actor(cast.ann)):
        with pytest.raises(NotAllowed):
            people.decide_name_change(wrong, asked["Ann Married"].key, accept=True, now=now)
    with pytest.raises(NotAllowed):
        people.decide_name_change(mia, asked["Mia Married"].key, accept=True, now=now)
    with transaction():
        people.decide_name_change(mia, asked["Ann Married"].key, accept=True, now=now)
    assert make.actor(cast.ann).name == "Ann Married"
    with pytest.raises(NotFound):
        people.decide_name_change(mia, asked["Ann Married"].key, accept=False, now=now)


@pytest.fixture
def hashing(monkeypatch):
    """What argon2 was asked to verify, and whether a writing transaction was open meanwhile."""
    seen = []
    real = passwords._HASHER

    class Watched:
        def verify(self, kept, password):
            seen.append((kept, db.session().info.get("writing", False)))
            return real.verify(kept, password)

        def __getattr__(self, name):
            return getattr(real, name)

    monkeypatch.setattr(passwords, "_HASHER", Watched())
    return seen


@pytest.mark.parametrize("name", ["{ann}", "nobody@example.org", "new@example.org", ""])
def test_every_try_costs_one_hash_and_holds_no_lock_meanwhile(app, cast, now, hashing, name):
    make.person("New", email="new@example.org", password=None)
    name = name.format(ann=cast.ann.email)
    with transaction():
        sign_in.sign_in(name, "not the password", guarding.Origin(SECRET), now=now)
    assert len(hashing) == 1
    kept, writing = hashing[0]
    assert kept.startswith("$argon2id$")
    assert not writing


def test_a_hash_of_lower_cost_is_renewed_at_the_next_sign_in(app, cast, now, monkeypatch):
    costly = PasswordHasher(time_cost=2, memory_cost=128, parallelism=1)
    monkeypatch.setattr(passwords, "_HASHER", costly)
    before = db.session.get(Person, cast.ann.id).password_hash
    with transaction():
        result = sign_in.sign_in(cast.ann.email, make.PASSWORD, guarding.Origin(SECRET), now=now)
    assert isinstance(result, sign_in.SignedIn)
    after = db.session.get(Person, cast.ann.id).password_hash
    assert after != before
    assert not costly.check_needs_rehash(after)
    assert result.epoch == make.epoch_of(cast.ann)


def test_the_hashing_of_a_real_site_is_argon2id_of_a_fair_cost():
    parameters = extract_parameters(PasswordHasher().hash("x"))
    assert parameters.memory_cost >= 19 * 1024
    assert parameters.time_cost >= 2
