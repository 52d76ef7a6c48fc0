"""Achievements for everybody who has a badge: described as in the badge, drawn, nobody named."""

import json
from xml.etree import ElementTree as ET

import learning
import pytest

from elearn.interop.open_badges import jwt, picture
from elearn.services import packs
from elearn.store.db import db


@pytest.fixture
def record(app, cast, now):
    """Ann's record."""
    learning.publish("pages", now)
    return learning.record_of(cast.ann, now)


@pytest.fixture
def badge(client_for, cast, record, client):
    """What Ann's badge says."""
    token = client_for(cast.ann).post(f"/records/{record.key}/badge.jwt").get_data(as_text=True)
    return jwt.check(token, client.get("/.well-known/jwks.json").get_json()["keys"])


def path_of(address):
    return address.removeprefix("http://localhost")


def test_the_address_in_a_badge_gives_the_same_achievement(badge, client, cast):
    about = badge["credentialSubject"]["achievement"]
    answer = client.get(path_of(about["id"]))
    assert answer.mimetype == "application/ld+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    found = json.loads(answer.data)
    assert found.pop("@context") == badge["@context"]
    assert found == about
    assert cast.ann.name not in answer.get_data(as_text=True)


def test_its_picture_is_drawn_and_stands_on_the_learners_page(
    badge, client, client_for, cast, record
):
    address = path_of(badge["credentialSubject"]["achievement"]["image"]["id"])
    answer = client.get(address)
    assert answer.mimetype == "image/svg+xml"
    title = badge["credentialSubject"]["achievement"]["name"]
    assert title in ET.fromstring(answer.data).findtext("{http://www.w3.org/2000/svg}title")
    assert address in client_for(cast.ann).get(f"/records/{record.key}").get_data(as_text=True)


def test_the_picture_that_a_learner_takes_away_holds_the_badge(client_for, cast, record, client):
    browser = client_for(cast.ann)
    baked = browser.post(f"/records/{record.key}/badge.svg")
    assert baked.mimetype == "image/svg+xml"
    token = browser.post(f"/records/{record.key}/badge.jwt").get_data(as_text=True)
    assert picture.token_in(baked.data) == token


@pytest.mark.parametrize("part", ["kind", "language", "digest"])
def test_there_is_no_other(badge, client, part):
    address = path_of(badge["credentialSubject"]["achievement"]["id"])
    _, _, digest, kind, language = address.split("/")
    other = {"digest": digest, "kind": kind, "language": language, part: "xx"}
    path = "/achievements/{digest}/{kind}/{language}".format(**other)
    assert client.get(path).status_code == 404
    assert client.get(f"{path}/picture.svg").status_code == 404


def test_a_version_that_was_never_published_is_not_shown(app, client, now):
    installed = packs.install_path(learning.PACKS / "pages", now=now)
    db.session.commit()
    path = f"/achievements/{installed.digest}/completion/en"
    assert client.get(path).status_code == 404
