"""Self-registration: who allows it, whom it lets in, and what nobody learns from it."""

import re
from datetime import timedelta

import make
import pytest
from sqlalchemy import select

from elearn.core.access import NOBODY, Role
from elearn.core.errors import BadInput, Conflict, NotAllowed, NotFound, TooMany
from elearn.core.pace import Pace
from elearn.services import invitations, joining, registrations
from elearn.services.guarding import Origin
from elearn.services.registrations import RegistrationForm, RuleForm
from elearn.services.sign_in import Letter
from elearn.store import people as people_store
from elearn.store import units as units_store
from elearn.store.db import db
from elearn.store.tables.audit import AuditEntry
from elearn.store.tables.invitations import Invitation
from elearn.store.tables.jobs import Job
from elearn.store.tables.people import Person
from elearn.store.tables.registrations import RegistrationRule

SECRET = "s" * 40
NEW = "seven quiet rivers at dusk"
BY_DOMAIN = RuleForm(domains="border.example", code=False)


@pytest.fixture
def local(cast):
    """Coordinates the ministry and what hangs below it."""
    return make.person("Lo Local", roles=(Role.COORDINATOR,), role_unit=cast.ministry)


@pytest.fixture
def allow(cast, now):
    """`allow(who, form, unit)`: lets people in; the code if one was made."""

    def call(who, form=BY_DOMAIN, unit=cast.station):
        code = registrations.allow(make.actor(who), unit.key, form, secret=SECRET, now=now)
        db.session.commit()
        return code

    return call


def letter(told):
    return Letter("Confirm", f"Here: {told.token}\n{told.unit}")


@pytest.fixture
def register(app, now):
    """`register(email, code)`: whether a unit takes it; the letter waits among the jobs."""

    def call(email="nia@border.example", code="", at=now, network="192.0.2.1", name="Nia New"):
        form = RegistrationForm(name=name, email=email, code=code, language="en")
        origin = Origin(secret=SECRET, address=network)
        fits = registrations.register(form, letter, origin, now=at)
        db.session.commit()
        return fits

    return call


def letters():
    rows = db.session.scalars(select(Job).where(Job.kind == "mail").order_by(Job.id))
    return [job.payload for job in rows]


def newest_token():
    return re.search(r"Here: (\S+)", letters()[-1]["text"])[1]


def opened(token, now, actor=NOBODY):
    return joining.open_invitation(actor, token, "en", secret=SECRET, now=now)


def accept(token, now):
    result = joining.accept_new(token, NEW, secret=SECRET, now=now)
    db.session.commit()
    return result


def acts():
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_it_is_off_unless_somebody_allows_it(register):
    assert not registrations.is_open()
    with pytest.raises(NotFound):
        register()


def test_whoever_has_an_address_of_the_institution_becomes_its_officer(
    allow, register, local, cast, now
):
    assert allow(local) is None
    before = db.session.query(Person).count()
    assert register(" Nia@Border.example")
    assert db.session.query(Person).count() == before
    assert letters()[0]["to"] == "nia@border.example"
    token = newest_token()
    assert opened(token, now).asked
    signed = accept(token, now)
    assert (signed.actor.name, signed.actor.grants) == ("Nia New", ())
    assert units_store.units_of(signed.actor.person_id, now.date()) == {cast.station.id}
    assert accept(token, now) is None
    assert acts() == ["registration-allowed", "person-added", "registered"]


@pytest.mark.parametrize(
    "email", ["nia@evil.border.example", "nia@other.example", "nia@borderxexample.com"]
)
def test_other_addresses_get_no_letter(allow, register, local, email):
    allow(local)
    assert not register(email)
    assert (letters(), db.session.query(Invitation).count()) == ([], 0)


def test_a_code_lets_in_and_is_kept_as_a_hash_only(allow, register, local, now):
    code = allow(local, RuleForm(domains="", code=True))
    (rule,) = db.session.scalars(select(RegistrationRule))
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}", code)
    assert code.replace("-", "") not in str(rule.code_hash)
    assert not register("nia@anywhere.example")
    assert not register("nia@anywhere.example", "AAAA-AAAA")
    assert register("nia@anywhere.example", code.lower().replace("-", " "))
    assert accept(newest_token(), now) is not None


def test_where_both_are_asked_for_both_must_fit(allow, register, local):
    code = allow(local, RuleForm(domains="border.example", code=True))
    assert not register("nia@border.example")
    assert not register("nia@other.example", code)
    assert register("nia@border.example", code)


def test_a_rule_keeps_its_code_until_a_new_one_is_wanted(allow, register, local):
    code = allow(local, RuleForm(domains="", code=True))
    assert allow(local, RuleForm(domains="border.example", code=True)) is None
    assert register("nia@border.example", code)
    other = allow(local, RuleForm(domains="border.example", code=True, fresh=True))
    assert other != code
    assert not register("ivo@border.example", code)
    assert register("ivo@border.example", other)


def test_an_account_reads_the_same_and_its_owner_decides(allow, register, local, cast, now):
    allow(local, RuleForm(domains="example.org, border.example", code=False))
    assert register("stranger@border.example")
    assert register(cast.cy.email)
    first, second = letters()
    assert re.sub(r"Here: \S+", "", first["text"]) == re.sub(r"Here: \S+", "", second["text"])
    token = newest_token()
    assert opened(token, now).has_account
    assert accept(token, now) is None
    assert joining.accept_mine(make.actor(cast.cy), token, secret=SECRET, now=now)


def test_a_link_holds_a_day_and_is_then_forgotten(allow, register, local, now):
    allow(local)
    register()
    late = now + timedelta(hours=24)
    assert opened(newest_token(), late) is None
    invitations.tidy(late + timedelta(seconds=1))
    db.session.commit()
    assert db.session.query(Invitation).count() == 0


def test_when_it_ends_links_that_wait_let_nobody_in(allow, register, local, cast, now):
    allow(local)
    register()
    token = newest_token()
    registrations.close(make.actor(local), cast.station.key, now=now)
    db.session.commit()
    assert (opened(token, now), registrations.is_open()) == (None, False)
    assert db.session.query(Invitation).count() == 0
    with pytest.raises(NotFound):
        registrations.close(make.actor(local), cast.station.key, now=now)


def test_a_link_of_a_domain_that_was_taken_off_lets_nobody_in(allow, register, local, now):
    allow(local)
    register()
    allow(local, RuleForm(domains="other.example", code=False))
    assert accept(newest_token(), now) is None


@pytest.mark.parametrize("who", ["mia", "max", "ann", "dee"])
def test_others_allow_nothing(cast, now, who):
    actor = make.actor(getattr(cast, who))
    with pytest.raises(NotAllowed):
        registrations.registrations_page(actor, now=now)
    for do in (
        lambda: registrations.allow(actor, cast.station.key, BY_DOMAIN, secret=SECRET, now=now),
        lambda: registrations.registration_page(actor, cast.station.key, now=now),
        lambda: registrations.close(actor, cast.station.key, now=now),
    ):
        with pytest.raises(NotFound):
            do()
        db.session.rollback()


def test_a_coordinator_decides_below_their_unit_and_an_administrator_everywhere(
    allow, local, cast, now
):
    with pytest.raises(NotFound):
        allow(local, unit=cast.abroad)
    db.session.rollback()
    allow(cast.ana, unit=cast.abroad)
    allow(local, RuleForm(domains="border.example", code=True))
    seen = registrations.registrations_page(make.actor(local), now=now)
    assert [rule.unit for rule in seen.rules] == ["Station North"]
    assert cast.abroad.key not in {key for key, _name, _depth in seen.units}
    everything = registrations.registrations_page(make.actor(cast.ana), now=now)
    assert {rule.unit for rule in everything.rules} == {"Station North", "Station Abroad"}


def test_by_one_domain_alone_only_one_unit_lets_people_in(allow, register, local, cast, now):
    allow(cast.ana, unit=cast.abroad)
    with pytest.raises(Conflict):
        allow(local)
    db.session.rollback()
    code = allow(local, RuleForm(domains="border.example", code=True))
    register(code=code)
    assert opened(newest_token(), now).unit == "Station North"
    register("ivo@border.example")
    assert opened(newest_token(), now).unit == "Station Abroad"


@pytest.mark.parametrize("domains", ["", "gmail.com", "not a domain", "border.example outlook.com"])
def test_a_rule_that_lets_anybody_in_is_refused(allow, local, domains):
    with pytest.raises(BadInput):
        allow(local, RuleForm(domains=domains, code=False))


def test_one_address_gets_few_letters_and_the_answer_stays_the_same(allow, register, local, now):
    allow(local)
    assert [register() for _ in range(5)] == [True] * 5
    assert len(letters()) == 3
    assert accept(newest_token(), now) is not None


def test_a_network_that_tries_codes_must_wait_and_its_tries_count(
    allow, register, local, monkeypatch
):
    monkeypatch.setattr(registrations, "_FROM_ONE_NETWORK", Pace(burst=3, every=30))
    allow(local, RuleForm(domains="", code=True))
    for n in range(3):
        assert not register("nia@border.example", f"AAAA-AAA{n}")
    with pytest.raises(TooMany):
        register("nia@border.example", "AAAA-AAA9")
    db.session.rollback()
    assert not register("nia@border.example", "AAAA-AAA9", network="198.51.100.7")


def test_registrations_stand_in_no_list_of_invitations(allow, register, local, cast, now):
    allow(local)
    register()
    page = invitations.invitations_page(make.actor(local), cast.station.key, "en", now=now)
    assert page.lines == ()
    (row,) = db.session.scalars(select(Invitation))
    with pytest.raises(NotFound):
        invitations.find(make.actor(local), cast.station.key, row.key, now=now)


def test_an_address_that_was_invited_keeps_that_link(allow, register, local, cast, now):
    allow(local)
    links = []

    def told_letter(told):
        links.append(told.token)
        return Letter("Come", "Here.")

    form = invitations.InviteForm(name="Nia New", email="nia@border.example")
    invitations.invite(
        make.actor(local), cast.station.key, form, told_letter, secret=SECRET, now=now
    )
    db.session.commit()
    register()
    assert opened(links[0], now) is not None
    assert people_store.by_name("nia@border.example") is None
