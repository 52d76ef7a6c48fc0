"""Tokens of people and of systems: what they open, what they never open, and when they end."""

from datetime import timedelta

import make
import pytest

from elearn.core import access
from elearn.core.access import Action, Role, Scope, Subject
from elearn.core.errors import BadInput, Conflict, NotAllowed, NotFound
from elearn.core.token_scopes import TokenScope
from elearn.services import clients, tokens
from elearn.services.clients import NewClient
from elearn.services.tokens import NewToken
from elearn.store.db import db

ORIGIN = tokens.Origin("secret")
ALL = frozenset(TokenScope)


def made(somebody, now, *scopes, days=90, name="Roster", password=make.PASSWORD):
    """A token of somebody's, and the moment it was made stands."""
    wanted = NewToken(name, frozenset(scopes or ALL), days)
    token = tokens.make(make.actor(somebody), wanted, password, ORIGIN, now=now)
    db.session.commit()
    return token


def client(cast, now, *scopes, unit="", days=90):
    wanted = NewClient("Staff register", frozenset(scopes or ALL), unit, days)
    secret = clients.make(make.actor(cast.ana), wanted, now=now)
    db.session.commit()
    return secret


def test_a_token_acts_for_whoever_made_it_and_only_its_hash_is_kept(app, cast, now):
    token = made(cast.mia, now, "people:read")
    found = tokens.program(token, now=now)
    assert found.actor.person_id == cast.mia.id
    assert found.actor.scopes == {TokenScope.PEOPLE_READ}
    held = db.session.connection().exec_driver_sql("SELECT * FROM api_tokens").all()
    assert token not in str(held)
    assert token[4:] not in str(held)


@pytest.mark.parametrize("scopes", [set(), {TokenScope.PACKS_READ}, set(ALL)])
@pytest.mark.parametrize("who", ["ann", "mia", "co", "dee", "ana"])
def test_a_scope_never_widens(app, cast, scopes, who):
    actor = make.actor(getattr(cast, who))
    program = access.narrowed(actor, frozenset(scopes))
    for action in Action:
        reach, wide = access.scope(program, action), access.scope(actor, action)
        assert reach in (Scope(), wide)
    assert access.narrowed(program, ALL).scopes == program.scopes


def test_what_no_scope_opens_no_token_can_do(app, cast):
    program = access.narrowed(make.actor(cast.ana), ALL)
    for action in (Action.GRANT_ROLES, Action.MAKE_CLIENTS, Action.MAKE_TOKENS, Action.SEE_AUDIT):
        assert not access.may(program, action)


def test_people_are_offered_what_would_be_of_use_to_them(app, cast):
    ann = access.useful_scopes(make.actor(cast.ann))
    assert TokenScope.PROGRESS_READ in ann
    assert TokenScope.UNITS_READ not in ann
    assert TokenScope.PEOPLE_WRITE not in ann
    assert TokenScope.PEOPLE_WRITE in access.useful_scopes(make.actor(cast.co))


def test_a_scope_that_is_of_no_use_to_its_maker_is_not_kept(app, cast, now):
    token = made(cast.ann, now, "people:write", "packs:read")
    assert tokens.program(token, now=now).actor.scopes == {TokenScope.PACKS_READ}
    with pytest.raises(BadInput, match="Choose what"):
        made(cast.ann, now, "people:write")


def test_a_wrong_password_makes_no_token(app, cast, now):
    for _ in range(6):
        refused = made(cast.ann, now, password="wrong guess of somebody")
        assert isinstance(refused, tokens.Refused)
    assert refused.wait
    assert tokens.tokens_page(make.actor(cast.ann), now=now).tokens == ()


def test_a_token_ends_when_it_is_over_withdrawn_or_its_maker_left(app, cast, now):
    over, gone, left = made(cast.ann, now, days=30), made(cast.ben, now), made(cast.cy, now)
    assert tokens.program(over, now=now + timedelta(days=29)) is not None
    assert tokens.program(over, now=now + timedelta(days=30)) is None
    key = tokens.tokens_page(make.actor(cast.ben), now=now).tokens[0].key
    with pytest.raises(NotFound):
        tokens.withdraw(make.actor(cast.ann), key, now=now)
    tokens.withdraw(make.actor(cast.ben), key, now=now)
    assert tokens.program(gone, now=now) is None
    from elearn.services import people

    people.leave(make.actor(cast.ana), cast.cy.key, now=now)
    assert tokens.program(left, now=now) is None
    db.session.commit()


def test_a_token_is_worth_what_its_maker_may_today(app, cast, now):
    token = made(cast.mia, now, "people:read")
    assert access.scope(tokens.program(token, now=now).actor, Action.LIST_PEOPLE).units
    from elearn.services import people

    people.end_role(
        make.actor(cast.ana), cast.mia.key, Role.MANAGER, unit_key=cast.station.key, now=now
    )
    db.session.commit()
    assert not access.scope(tokens.program(token, now=now).actor, Action.LIST_PEOPLE).units


def test_the_day_of_last_use_is_kept_and_no_more(app, cast, now):
    token = made(cast.ann, now)
    tokens.keep_used(tokens.program(token, now=now), now=now)
    db.session.commit()
    again = tokens.program(token, now=now + timedelta(hours=1))
    assert again.used_today
    assert tokens.tokens_page(make.actor(cast.ann), now=now).tokens[0].used_on == now.date()


def test_nobody_has_more_tokens_than_one_can_keep_in_view(app, cast, now):
    for _ in range(tokens.MOST_VALID):
        made(cast.ann, now)
    with pytest.raises(Conflict):
        made(cast.ann, now)


@pytest.mark.parametrize("token", ["", "elp_", "elp_wrong", "ela_" + "x" * 200, "Bearer"])
def test_what_is_no_token_opens_nothing(app, cast, now, token):
    assert tokens.program(token, now=now) is None


def test_a_program_makes_no_tokens_and_no_clients(app, cast, now):
    program = tokens.program(made(cast.ana, now), now=now).actor
    with pytest.raises(NotAllowed):
        tokens.make(program, NewToken("More", ALL, 90), make.PASSWORD, ORIGIN, now=now)
    with pytest.raises(NotAllowed):
        clients.make(program, NewClient("More", ALL, "", 90), now=now)


def test_only_administrators_make_clients(app, cast, now):
    for who in (cast.ann, cast.mia, cast.co, cast.dee):
        with pytest.raises(NotAllowed):
            clients.make(make.actor(who), NewClient("Ours", ALL, "", 90), now=now)
        with pytest.raises(NotAllowed):
            clients.clients_page(make.actor(who), now=now)


def test_a_client_reaches_its_unit_and_below_and_no_further(app, cast, now):
    made_ = client(cast, now, unit=cast.ministry.key)
    given = clients.give_access(made_.client, made_.secret, "", now=now)
    actor = tokens.program(given.token, now=now).actor
    inside = Subject(person_id=cast.ann.id, units=frozenset({cast.station.id, cast.ministry.id}))
    outside = Subject(person_id=cast.cy.id, units=frozenset({cast.abroad.id}))
    assert access.may(actor, Action.LIST_PEOPLE, inside)
    assert not access.may(actor, Action.LIST_PEOPLE, outside)
    assert not access.may(actor, Action.EDIT_PEOPLE)
    everywhere = client(cast, now)
    given = clients.give_access(everywhere.client, everywhere.secret, "", now=now)
    assert access.may(tokens.program(given.token, now=now).actor, Action.EDIT_PEOPLE)


def test_a_clients_token_is_short_lived_and_ends_with_the_client(app, cast, now):
    made_ = client(cast, now, "people:read", unit=cast.ministry.key)
    given = clients.give_access(made_.client, made_.secret, "people:read", now=now)
    assert given.lasts == 3600
    assert tokens.program(given.token, now=now + timedelta(minutes=59)) is not None
    assert tokens.program(given.token, now=now + timedelta(minutes=61)) is None
    clients.withdraw(make.actor(cast.ana), made_.client, now=now)
    assert tokens.program(given.token, now=now) is None
    assert clients.give_access(made_.client, made_.secret, "", now=now) is None
    db.session.commit()


def test_a_wrong_or_old_secret_gives_nothing(app, cast, now):
    made_ = client(cast, now)
    assert clients.give_access(made_.client, "elc_wrong", "", now=now) is None
    assert clients.give_access("nobody", made_.secret, "", now=now) is None
    newer = clients.renew_secret(make.actor(cast.ana), made_.client, now=now)
    db.session.commit()
    assert clients.give_access(made_.client, made_.secret, "", now=now) is None
    assert clients.give_access(newer.client, newer.secret, "", now=now) is not None
    assert clients.give_access(newer.client, newer.secret, "", now=now + timedelta(days=91)) is None
    db.session.commit()


def test_a_client_gets_no_scope_that_it_does_not_have(app, cast, now):
    made_ = client(cast, now, "people:read")
    with pytest.raises(BadInput, match="scope"):
        clients.give_access(made_.client, made_.secret, "people:read people:write", now=now)


def test_a_client_is_nobody_on_the_roster(app, cast, now):
    from elearn.services import admin_people

    made_ = client(cast, now)
    roster = admin_people.roster(make.actor(cast.ana), "", with_left=False, page=1, now=now)
    assert made_.client not in {p.key for p in roster.people}


def test_tidying_forgets_what_ended_long_ago(app, cast, now):
    made(cast.ann, now, days=30)
    tokens.tidy(now + timedelta(days=59))
    assert tokens.tokens_page(make.actor(cast.ann), now=now).tokens
    tokens.tidy(now + timedelta(days=61))
    assert not tokens.tokens_page(make.actor(cast.ann), now=now).tokens
    db.session.commit()
