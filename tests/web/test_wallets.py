"""A record into a wallet: the offer, the number, the credentials; once, in time, theirs alone."""

import json
import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import learning
import pytest
from openvc.openid4vci import parse_credential_issuer_metadata, parse_credential_offer

from elearn.interop import openid4vci, sd_jwt
from elearn.interop.open_badges import jwt
from elearn.services import records, wallet_offers
from elearn.services.badges import site_at
from elearn.store import records as record_store
from elearn.store.db import begin_write, db
from elearn.store.tables.wallet_offers import WalletOffer


@pytest.fixture
def record(app, cast, now):
    """Ann's record."""
    learning.publish("pages", now)
    return learning.record_of(cast.ann, now)


@pytest.fixture
def offered(client_for, cast, record):
    """The code and the number of an offer, as Ann's page shows them."""
    page = client_for(cast.ann).post(f"/records/{record.key}/wallet").get_data(as_text=True)
    return code_and_pin(page)


def code_and_pin(page):
    address = unescape(re.search(r'href="(openid-credential-offer:[^"]+)"', page)[1])
    offer = json.loads(parse_qs(urlsplit(address).query)["credential_offer"][0])
    pin = re.search(r'class="code big">(\d{6})<', page)[1]
    return offer["grants"][openid4vci.GRANT]["pre-authorized_code"], pin


def ask(client, code, pin, **other):
    form = {"grant_type": openid4vci.GRANT, "pre-authorized_code": code, "tx_code": pin, **other}
    return client.post("/openid/token", data=form, csrf=False)


def fetch(client, token, configuration):
    return client.post(
        "/openid/credential",
        json={"credential_configuration_id": configuration},
        headers={"Authorization": f"Bearer {token}"},
        csrf=False,
    )


def test_a_wallet_gets_the_badge_and_the_whole_record(client, cast, record, offered):
    answer = ask(client, *offered)
    assert answer.headers["Cache-Control"] == "no-store"
    token = answer.get_json()["access_token"]
    badge, whole = (
        fetch(client, token, c).get_json()["credentials"][0]["credential"]
        for c in openid4vci.CONFIGURATIONS
    )
    listed = client.get("/.well-known/jwks.json").get_json()["keys"]
    named = jwt.check(badge, listed)["credentialSubject"]["identifier"][0]["identityHash"]
    assert named == cast.ann.name
    assert sd_jwt.check(whole, listed).facts["name"] == cast.ann.name


def test_what_is_published_fits_what_wallets_expect(client):
    issuer = client.get("/.well-known/openid-credential-issuer").get_json()
    server = client.get("/.well-known/oauth-authorization-server").get_json()
    assert server["token_endpoint"] == "http://localhost/openid/token"
    assert openid4vci.GRANT in server["grant_types_supported"]
    assert set(issuer["credential_configurations_supported"]) == set(openid4vci.CONFIGURATIONS)
    secure = json.loads(json.dumps(issuer).replace("http://localhost", "https://l.example.org"))
    found = parse_credential_issuer_metadata(secure)
    assert found.credential_endpoint == "https://l.example.org/openid/credential"


def test_a_reader_that_we_did_not_write_understands_the_offer():
    site = site_at("https://l.example.org", "https://l.example.org")
    text = parse_qs(urlsplit(openid4vci.offer(site, "code")).query)["credential_offer"][0]
    found = parse_credential_offer(text)
    assert found.credential_issuer == "https://l.example.org"
    assert tuple(found.credential_configuration_ids) == openid4vci.CONFIGURATIONS


def test_an_offer_is_good_once(client, offered):
    assert ask(client, *offered).status_code == 200
    again = ask(client, *offered)
    assert (again.status_code, again.get_json()) == (400, {"error": "invalid_grant"})


def test_five_wrong_numbers_end_an_offer(client, offered):
    code, pin = offered
    wrong = "000000" if pin != "000000" else "111111"
    assert {ask(client, code, wrong).status_code for _ in range(5)} == {400}
    assert ask(client, code, pin).status_code == 400


def test_an_offer_ends_and_so_does_what_it_gave(client, clock, offered, client_for, cast, record):
    clock.move(minutes=11)
    assert ask(client, *offered).status_code == 400
    page = client_for(cast.ann).post(f"/records/{record.key}/wallet").get_data(as_text=True)
    token = ask(client, *code_and_pin(page)).get_json()["access_token"]
    clock.move(minutes=6)
    late = fetch(client, token, "record")
    assert (late.status_code, late.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_a_new_offer_ends_the_one_before(client_for, cast, record, client, offered):
    client_for(cast.ann).post(f"/records/{record.key}/wallet")
    assert ask(client, *offered).status_code == 400


def test_a_record_that_was_revoked_meanwhile_is_not_given(client, record, offered, now):
    token = ask(client, *offered).get_json()["access_token"]
    begin_write()
    records.revoke(record_store.by_id(record.id), "A mistake.", by=None, now=now)
    db.session.commit()
    assert fetch(client, token, "open-badge").status_code == 401


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"tx_code": ""}, "invalid_request"),
        ({"pre-authorized_code": "x" * 300}, "invalid_request"),
        ({"pre-authorized_code": "x"}, "invalid_grant"),
    ],
)
def test_what_is_no_request_is_refused_in_words_of_the_standard(client, offered, form, error):
    answer = ask(client, *offered, **form)
    assert (answer.status_code, answer.get_json()) == (400, {"error": error})


def test_other_requests_for_credentials_are_refused(client, offered):
    token = ask(client, *offered).get_json()["access_token"]
    other = fetch(client, token, "diploma")
    assert other.get_json() == {"error": "unknown_credential_configuration"}
    assert fetch(client, "x", "record").status_code == 401
    assert fetch(client, "", "record").status_code == 401
    headers = {"Authorization": f"Bearer {token}"}
    for body in (b"", b"[]", b"{", b'{"credential_configuration_id": null}'):
        answer = client.post("/openid/credential", data=body, headers=headers, csrf=False)
        assert answer.get_json() == {"error": "invalid_credential_request"}


def test_a_wallet_that_is_a_web_page_may_send_its_token(client):
    answer = client.options(
        "/openid/credential",
        headers={
            "Origin": "https://wallet.example.org",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization, content-type",
        },
    )
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Access-Control-Allow-Headers"] == "Authorization, Content-Type"


def test_nobody_else_makes_an_offer(client_for, cast, record, client):
    address = f"/records/{record.key}/wallet"
    assert address in client_for(cast.ann).get(f"/records/{record.key}").get_data(as_text=True)
    for person in (cast.ben, cast.mia, cast.cy, cast.ana):
        assert client_for(person).post(address).status_code == 404
    assert client.post(address).status_code in (302, 303)


def test_neither_code_nor_number_nor_token_is_kept_in_the_clear(client, offered):
    token = ask(client, *offered).get_json()["access_token"]
    row = db.session.query(WalletOffer).one()
    kept = {row.code_hash, row.pin_hash, row.token_hash}
    assert not kept & {*offered, token}


def test_offers_are_deleted_after_a_day(app, offered, clock):
    clock.move(days=2)
    begin_write()
    wallet_offers.tidy(clock.now)
    db.session.commit()
    assert db.session.query(WalletOffer).count() == 0
