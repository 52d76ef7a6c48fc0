"""Links to records in the browser: made and taken back by their holder, opened by anybody."""

import re
from datetime import timedelta

import learning
import pytest
from client import text_of


@pytest.fixture
def record(app, cast, now):
    """Ann's record."""
    learning.publish("pages", now)
    return learning.record_of(cast.ann, now)


@pytest.fixture
def made(client_for, cast, record, now):
    """Ann's browser, the page of a link that shows her name, and the link's path."""
    browser = client_for(cast.ann)
    until = (now + timedelta(days=10)).date().isoformat()
    form = {"chosen": ["name"], "until": until, "label": "Personnel office"}
    answer = browser.post(f"/records/{record.key}/links", data=form)
    assert answer.status_code == 303
    page = browser.get(answer.location).get_data(as_text=True)
    path = re.search(r"/shared/[\w-]+", page)[0]
    return browser, answer.location, path


def test_a_link_is_made_given_opened_and_taken_back(client, made, record, cast):
    browser, address, path = made
    assert f"/records/{record.key}/links" in browser.get(f"/records/{record.key}").text
    before = client.get(path)
    assert before.status_code == 200
    assert cast.ann.name not in before.text
    assert before.headers["X-Robots-Tag"].startswith("noindex")
    shown = client.post(path)
    assert cast.ann.name in shown.text
    assert record.code not in shown.text.replace("-", "")
    assert "1 time" in text_of(browser.get(address))
    assert "Personnel office" in text_of(browser.get(f"/records/{record.key}/links"))
    assert browser.post(f"{address}/take-back").status_code == 303
    gone = client.post(path)
    assert gone.status_code == 404
    assert cast.ann.name not in gone.text


def test_before_it_is_opened_a_good_link_looks_like_a_bad_one(client, made):
    _browser, _address, path = made
    token = path.rpartition("/")[2]
    good, bad = client.get(path).text, client.get("/shared/AAAAAAAAAAAAAAAAAAAAAAAA").text
    hidden = re.compile(r'name="csrf_token" value="[^"]*"')
    same = hidden.sub("", good.replace(token, "A" * 24)), hidden.sub("", bad)
    assert same[0] == same[1]


def test_looking_without_opening_is_not_counted(client, made):
    browser, address, path = made
    client.get(path)
    assert "Nobody has opened it yet" in text_of(browser.get(address))


def test_others_find_no_link_of_ann(client_for, client, cast, made, record):
    _browser, address, _path = made
    for person in (cast.ben, cast.mia, cast.co, cast.ana):
        other = client_for(person)
        assert other.get(address).status_code == 404
        assert other.get(f"/records/{record.key}/links").status_code == 404
        assert other.post(f"/records/{record.key}/links", data={}).status_code == 404
        assert other.post(f"{address}/take-back").status_code == 404
    assert client.get(address).status_code == 302
    assert client.post(f"{address}/take-back").status_code == 302


@pytest.mark.parametrize("until", ["", "2020-01-01", "2036-01-01", "soon"])
def test_a_day_that_cannot_be_comes_back_with_what_was_ticked(client_for, cast, record, until):
    form = {"chosen": ["name"], "until": until}
    answer = client_for(cast.ann).post(f"/records/{record.key}/links", data=form)
    assert answer.status_code == 422
    assert re.search(r"<input[^>]*checked[^>]*value=\"name\"", answer.text)
    assert 'id="until-err"' in answer.text


def test_a_fact_that_the_record_does_not_have_is_refused(client_for, cast, record, now):
    form = {"chosen": ["everything"], "until": now.date().isoformat()}
    answer = client_for(cast.ann).post(f"/records/{record.key}/links", data=form)
    assert answer.status_code == 422


def test_who_opens_too_often_waits(client, made):
    _browser, _address, path = made
    answers = [client.post(path) for _ in range(32)]
    assert [a.status_code for a in answers] == [200] * 31 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_a_link_that_shows_everything_has_a_page_before_and_after_it_is_opened(
    client_for, client, cast, record, now
):
    browser = client_for(cast.ann)
    form = {
        "chosen": ["name", "language", "course", "code"],
        "until": now.date().isoformat(),
    }
    address = browser.post(f"/records/{record.key}/links", data=form).location
    mine = browser.get(address)
    assert mine.status_code == 200
    shown = client.post(re.search(r"/shared/[\w-]+", mine.text)[0])
    assert shown.status_code == 200
    for page in (mine.text, shown.text):
        assert cast.ann.name in page
        assert "Awarded by" in page
        assert record.code in page.replace("-", "")
