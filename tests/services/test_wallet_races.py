"""Offers to wallets: of requests that meet one gets a token, on each database."""

import json
from urllib.parse import parse_qs, urlsplit

import learning
import make
import pytest
from test_races import together

from elearn.interop import openid4vci
from elearn.services import enrolments, lessons, wallet_offers
from elearn.services.badges import site_at
from elearn.store import records as record_store
from elearn.store.db import db

SITE = site_at("http://localhost", "http://localhost")


@pytest.mark.parametrize(
    "kind", ["app", pytest.param("app_on_postgresql", marks=pytest.mark.postgresql)]
)
def test_wallets_that_meet_get_one_token(request, kind, now):
    app = request.getfixturevalue(kind)
    learning.publish("pages", now)
    actor = make.actor(make.person("Ann Learner"))
    enrolments.enrol(actor, "pages", now=now)
    for lesson in ("first", "second"):
        lessons.finish_lesson(actor, "pages", lesson, now=now)
    db.session.commit()
    (record,) = record_store.of_person(actor.person_id)
    page = wallet_offers.offer(actor, record.key, SITE, now=now)
    db.session.commit()
    query = parse_qs(urlsplit(page.address).query)["credential_offer"][0]
    code = json.loads(query)["grants"][openid4vci.GRANT]["pre-authorized_code"]
    works = [lambda: wallet_offers.redeem(code, page.pin, now=now)] * 8
    results = together(app, works)
    assert [r for r in results if isinstance(r, Exception)] == []
    assert len([r for r in results if r]) == 1
