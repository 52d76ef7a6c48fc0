"""Invitations by mail: who may, what the letter says, and what the link gives, once."""

import re
from datetime import timedelta

import make
import pytest
from sqlalchemy import select

from elearn.core.access import NOBODY, Role
from elearn.core.errors import BadInput, Conflict, NotFound, TooMany
from elearn.core.pace import Pace
from elearn.services import invitations, joining, people
from elearn.services.identities import Claimed
from elearn.services.invitations import InviteForm
from elearn.store import enrolments
from elearn.store import people as people_store
from elearn.store import units as units_store
from elearn.store.db import db
from elearn.store.tables.audit import AuditEntry
from elearn.store.tables.invitations import Invitation
from elearn.store.tables.jobs import Job
from elearn.store.tables.people import Person
from elearn.web.shared.letters import invitation_letter

SECRET = "s" * 40
NEW = "seven quiet rivers at dusk"
NIA = InviteForm(name="Nia New", email="Nia@Example.org")


@pytest.fixture
def local(cast):
    """Coordinates the ministry and what hangs below it."""
    return make.person("Lo Local", roles=(Role.COORDINATOR,), role_unit=cast.ministry)


@pytest.fixture
def invite(app, cast, now):
    """`invite(who, form, unit)`: invites, and gives the token in the letter."""

    def send(who, form=NIA, unit=cast.station, at=now):
        actor = make.actor(who)
        with app.test_request_context():
            invitations.invite(actor, unit.key, form, invitation_letter, secret=SECRET, now=at)
        db.session.commit()
        return newest_token()

    return send


def letters():
    rows = db.session.scalars(select(Job).where(Job.kind == "mail").order_by(Job.id))
    return [job.payload for job in rows]


def newest_token():
    return re.search(r"/invitations/(\S+)", letters()[-1]["text"])[1]


def kept():
    db.session.expire_all()
    return list(db.session.scalars(select(Invitation).order_by(Invitation.id)))


def acts():
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def opened(token, now, actor=NOBODY):
    return joining.open_invitation(actor, token, "en", secret=SECRET, now=now)


def accept(token, now, password=NEW):
    result = joining.accept_new(token, password, secret=SECRET, now=now)
    db.session.commit()
    return result


def units_of(somebody, now):
    return units_store.units_of(somebody, now.date())


def test_a_coordinator_invites_and_a_password_makes_an_account(invite, local, cast, now):
    make.course()
    form = InviteForm(
        name=" Nia  New ", email="Nia@Example.org", language="sr", courses=("checks",)
    )
    token = invite(local, form)
    (letter,) = letters()
    assert letter["to"] == "nia@example.org"
    assert letter["until"] == (now + invitations.LASTS).isoformat()
    assert token not in str([vars(row) for row in kept()])
    seen = opened(token, now)
    assert (seen.name, seen.unit, seen.has_account) == ("Nia New", "Station North", False)
    assert seen.courses == ("Border checks",)
    signed = accept(token, now)
    nia = people_store.by_name("nia@example.org")
    assert (signed.actor.key, nia.name, nia.country) == (nia.key, "Nia New", "BA")
    assert nia.has_password
    assert units_of(nia.id, now) == {cast.station.id}
    assert enrolments.open_standing(nia.id, "checks") is not None
    assert kept() == []
    assert acts() == ["invited", "person-added", "invitation-accepted"]


def test_an_invitation_is_used_once(invite, local, now):
    token = invite(local)
    assert accept(token, now) is not None
    assert accept(token, now) is None
    assert opened(token, now) is None


def test_a_link_ends_and_a_new_one_can_be_sent(app, invite, local, cast, now):
    token = invite(local)
    late = now + invitations.LASTS
    assert opened(token, late) is None
    assert accept(token, late) is None
    with app.test_request_context():
        (key,) = [row.key for row in kept()]
        invitations.send_again(
            make.actor(local), cast.station.key, key, invitation_letter, secret=SECRET, now=late
        )
        db.session.commit()
    assert opened(token, late) is None
    assert accept(newest_token(), late) is not None


def test_what_is_withdrawn_opens_nothing_and_is_deleted(invite, local, cast, now):
    token = invite(local)
    (row,) = kept()
    invitations.withdraw(make.actor(local), cast.station.key, row.key, now=now)
    db.session.commit()
    assert (opened(token, now), kept()) == (None, [])
    assert "nia@example.org" not in str(
        [entry.details for entry in db.session.scalars(select(AuditEntry))]
    )


def test_nobody_taken_in_is_forgotten_after_a_month(invite, local, now):
    invite(local)
    invitations.tidy(now + invitations.LASTS + timedelta(days=29))
    db.session.commit()
    assert len(kept()) == 1
    invitations.tidy(now + invitations.LASTS + timedelta(days=31))
    db.session.commit()
    assert kept() == []


@pytest.mark.parametrize("who", ["mia", "max", "ann", "dee", "ana"])
def test_who_may_not_add_people_invites_nobody(app, cast, now, who):
    actor = make.actor(getattr(cast, who))
    for do in (
        lambda: invitations.invite(
            actor, cast.station.key, NIA, invitation_letter, secret=SECRET, now=now
        ),
        lambda: invitations.invitations_page(actor, cast.station.key, "en", now=now),
        lambda: invitations.withdraw(actor, cast.station.key, "x", now=now),
    ):
        with pytest.raises(NotFound):
            do()
        db.session.rollback()


def test_a_coordinator_reaches_only_what_hangs_below(invite, local, cast, now):
    with pytest.raises(NotFound):
        invite(local, unit=cast.abroad)
    db.session.rollback()
    invite(cast.co, unit=cast.abroad)
    (row,) = kept()
    for do in (
        lambda: invitations.find(make.actor(local), cast.abroad.key, row.key, now=now),
        lambda: invitations.find(make.actor(local), cast.ministry.key, row.key, now=now),
        lambda: invitations.withdraw(make.actor(local), cast.ministry.key, row.key, now=now),
    ):
        with pytest.raises(NotFound):
            do()
        db.session.rollback()
    page = invitations.invitations_page(make.actor(local), cast.ministry.key, "en", now=now)
    assert page.lines == ()


def test_a_unit_shows_what_hangs_below_it(invite, local, cast, now):
    invite(local)
    page = invitations.invitations_page(make.actor(local), cast.ministry.key, "en", now=now)
    assert [(line.name, line.unit) for line in page.lines] == [("Nia New", "Station North")]


def test_a_manager_comes_by_invitation_and_no_coordinator_by_a_coordinator(
    invite, local, cast, now
):
    with pytest.raises(BadInput):
        invite(local, InviteForm(name="Nia New", email="nia@example.org", role="coordinator"))
    db.session.rollback()
    for role in ("admin", "trainer", "nonsense"):
        with pytest.raises(BadInput):
            invite(cast.co, InviteForm(name="Nia New", email="nia@example.org", role=role))
        db.session.rollback()
    token = invite(local, InviteForm(name="Nia New", email="nia@example.org", role="manager"))
    signed = accept(token, now)
    assert signed.actor.units(Role.MANAGER) == {cast.station.id}


def test_a_link_of_somebody_who_may_not_invite_any_more_holds_no_more(invite, local, cast, now):
    token = invite(local)
    unit = cast.ministry.key
    people.end_role(people.OPERATOR, local.key, Role.COORDINATOR, unit_key=unit, now=now)
    db.session.commit()
    assert opened(token, now) is None
    assert accept(token, now) is None


def test_whoever_left_invites_nobody_any_more(invite, local, now):
    token = invite(local)
    people.leave(people.OPERATOR, local.key, now=now)
    db.session.commit()
    assert opened(token, now) is None


def test_inviting_an_account_looks_the_same_and_gives_nothing_until_its_owner_accepts(
    invite, local, cast, now
):
    invite(local, InviteForm(name="Typed So", email="stranger@example.org"))
    token = invite(local, InviteForm(name="Typed So", email=cast.cy.email))
    unknown, known = letters()
    shape = [re.sub(r"/invitations/\S+", "", letter["text"]) for letter in (unknown, known)]
    assert shape[0] == shape[1]
    lines = invitations.invitations_page(make.actor(local), cast.station.key, "en", now=now).lines
    assert {line.name for line in lines} == {"Typed So"}
    assert opened(token, now).has_account
    assert accept(token, now) is None
    assert not joining.accept_mine(make.actor(cast.ann), token, secret=SECRET, now=now)
    assert not joining.accept_mine(NOBODY, token, secret=SECRET, now=now)
    db.session.rollback()
    assert units_of(cast.cy.id, now) == {cast.abroad.id}
    assert opened(token, now, make.actor(cast.cy)).mine
    assert joining.accept_mine(make.actor(cast.cy), token, secret=SECRET, now=now)
    db.session.commit()
    assert units_of(cast.cy.id, now) == {cast.abroad.id, cast.station.id}
    assert db.session.get(Person, cast.cy.id).name != "Typed So"


def test_a_member_is_not_invited_to_their_own_unit(invite, local, cast):
    with pytest.raises(Conflict, match="belongs to this unit already"):
        invite(local, InviteForm(name="Ann", email=cast.ann.email))


def test_a_closed_account_is_not_opened_by_a_link(invite, local, cast, now):
    people.leave(people.OPERATOR, cast.cy.key, now=now)
    db.session.commit()
    token = invite(local, InviteForm(name="Cy", email=cast.cy.email))
    assert opened(token, now).closed
    assert accept(token, now) is None
    assert not joining.accept_mine(make.actor(cast.ann), token, secret=SECRET, now=now)
    db.session.commit()
    assert len(kept()) == 1


def test_nobody_is_invited_twice_but_again_once_the_link_is_too_old(invite, local, now):
    invite(local)
    with pytest.raises(Conflict):
        invite(local)
    db.session.rollback()
    invite(local, at=now + invitations.LASTS)
    assert len(kept()) == 1


def test_one_address_is_not_flooded(invite, local, cast):
    units = [make.unit(f"Booth {n}", parent=cast.ministry) for n in range(5)]
    for unit in units[:4]:
        invite(local, unit=unit)
    with pytest.raises(TooMany):
        invite(local, unit=units[4])
    db.session.rollback()
    assert len(letters()) == 4


def test_one_person_does_not_invite_without_end(invite, local, cast, monkeypatch):
    monkeypatch.setattr(invitations, "_BY_ONE", Pace(burst=2, every=60))
    for n in range(2):
        invite(local, InviteForm(name="N", email=f"n{n}@example.org"))
    with pytest.raises(TooMany):
        invite(local, InviteForm(name="N", email="one.more@example.org"))
    db.session.rollback()
    invite(cast.co, InviteForm(name="N", email="one.more@example.org"))


def test_an_easy_password_uses_nothing_up(invite, local, now):
    token = invite(local)
    with pytest.raises(BadInput):
        accept(token, now, "nia new nia new")
    db.session.rollback()
    assert accept(token, now) is not None


@pytest.mark.parametrize("email", ["", "bp-12", "a@b", "x@example.org, y@example.org"])
def test_what_is_no_address_is_refused(invite, local, email):
    with pytest.raises(BadInput):
        invite(local, InviteForm(name="Nia New", email=email))


def test_a_course_that_is_not_offered_cannot_be_given(invite, local):
    with pytest.raises(NotFound):
        invite(local, InviteForm(name="Nia", email="nia@example.org", courses=("none",)))


def test_a_provider_vouches_for_the_invited_address_only(invite, local, now):
    token = invite(local)
    for other in ("other@example.org", ""):
        claimed = Claimed("https://login", "s-1", other)
        assert joining.accept_by_provider(token, claimed, secret=SECRET, now=now) is None
        db.session.rollback()
    claimed = Claimed("https://login", "s-1", "Nia@example.org")
    signed = joining.accept_by_provider(token, claimed, secret=SECRET, now=now)
    db.session.commit()
    assert signed.actor.name == "Nia New"
    assert kept() == []
    assert "identity-linked" in acts()


def test_a_closed_unit_takes_nobody(invite, local, cast, now):
    empty = make.unit("Old post", parent=cast.ministry)
    token = invite(local, unit=empty)
    units_store.lift(empty.id, now.date())
    db.session.commit()
    assert opened(token, now) is None


def test_what_is_asked_of_the_unit_is_asked_of_whoever_joins(invite, local, cast, now):
    token = invite(local)
    signed = accept(token, now)
    jobs = db.session.scalars(select(Job).where(Job.kind == "compliance"))
    assert [job.payload for job in jobs] == [{"people": [signed.actor.person_id]}]
