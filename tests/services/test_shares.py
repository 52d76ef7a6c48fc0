"""Links to records: who makes them, what they show, until when, and how often they are opened."""

from datetime import timedelta

import bridging
import learning
import make
import pytest

from elearn.core.access import NOBODY
from elearn.core.errors import BadInput, Conflict, NotFound, TooMany
from elearn.core.learning.share import Choice, State, Wish
from elearn.services import personal_data, records, shares
from elearn.services.guarding import Origin
from elearn.store import records as record_store
from elearn.store.db import begin_write, db
from elearn.store.tables.shares import ShareOpening, ShareRow

ORIGIN = Origin("a secret key", "192.0.2.7")


@pytest.fixture
def record(app, cast, now):
    """Ann's record."""
    learning.publish("pages", now)
    return learning.record_of(cast.ann, now)


@pytest.fixture
def ann(cast):
    return make.actor(cast.ann)


def link(ann, record, now, *chosen, days=30, label=""):
    """A link to Ann's record: its key and its token."""
    wish = Wish(chosen=frozenset(chosen), until=(now + timedelta(days=days)).date(), label=label)
    key = shares.share(ann, record.key, wish, now=now)
    token = shares.my_share(ann, record.key, key, now=now).token
    db.session.commit()
    return key, token


def opened(token, now, actor=NOBODY, origin=ORIGIN):
    begin_write()
    try:
        return shares.open_share(token, actor, origin, now=now)
    finally:
        db.session.commit()


def test_a_link_shows_what_was_chosen_and_nothing_else(ann, record, now):
    _key, bare = link(ann, record, now)
    page = opened(bare, now)
    assert (page.facts, page.code) == ({}, "")
    assert page.record.version == record.version
    _key, named = link(ann, record, now, Choice.NAME, Choice.CODE)
    page = opened(named, now)
    assert page.facts == {"name": "Ann Learner"}
    assert page.code.replace("-", "") == record.code
    _key, course = link(ann, record, now, Choice.COURSE, Choice.LANGUAGE)
    assert "name" not in opened(course, now).facts
    assert opened(course, now).facts["language"] == "en"


def test_it_works_until_its_last_day_and_not_after(ann, record, now):
    _key, token = link(ann, record, now, Choice.NAME, days=2)
    assert opened(token, now + timedelta(days=2)) is not None
    assert opened(token, now + timedelta(days=3)) is None


def test_what_was_taken_back_shows_nothing_at_once(ann, record, now):
    key, token = link(ann, record, now, Choice.NAME)
    shares.take_back(ann, record.key, key, now=now)
    db.session.commit()
    assert opened(token, now) is None
    assert shares.my_share(ann, record.key, key, now=now).share.state is State.TAKEN_BACK


def test_the_maker_reads_when_it_was_opened_and_does_not_count(ann, record, now):
    key, token = link(ann, record, now)
    assert opened(token, now, actor=ann) is not None
    assert shares.my_share(ann, record.key, key, now=now).openings == ()
    opened(token, now)
    opened(token, now + timedelta(hours=1))
    page = shares.my_share(ann, record.key, key, now=now)
    assert page.openings == (now + timedelta(hours=1), now)
    (line,) = shares.my_shares(ann, record.key, now=now).shares
    assert (line.opened, line.last_opened) == (2, now + timedelta(hours=1))


def test_who_is_signed_in_is_named_among_those_who_looked(ann, cast, record, now):
    _key, token = link(ann, record, now, Choice.NAME)
    opened(token, now, actor=make.actor(cast.cy))
    (look,) = personal_data.looks_at(ann)
    assert (look.by, look.page) == (cast.cy.name, "share")


def test_nobody_else_makes_reads_or_takes_back(ann, cast, record, now):
    key, token = link(ann, record, now)
    wish = Wish(chosen=frozenset(), until=now.date())
    for other in (cast.ben, cast.mia, cast.co, cast.ana):
        actor = make.actor(other)
        with pytest.raises(NotFound):
            shares.my_shares(actor, record.key, now=now)
        with pytest.raises(NotFound):
            shares.share(actor, record.key, wish, now=now)
        with pytest.raises(NotFound):
            shares.take_back(actor, record.key, key, now=now)
    assert opened(token, now) is not None


def test_a_link_of_another_record_is_not_reached_through_ones_own(ann, cast, record, now):
    key, _token = link(ann, record, now)
    ben = make.actor(cast.ben)
    own = learning.record_of(cast.ben, now)
    with pytest.raises(NotFound):
        shares.my_share(ben, own.key, key, now=now)
    with pytest.raises(NotFound):
        shares.take_back(ben, own.key, key, now=now)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ((-1, "", ()), "share-day"),
        ((367, "", ()), "share-day"),
        ((1, "x" * 101, ()), "share-label"),
        ((1, "", (Choice.MARKS,)), "share-choice"),
    ],
)
def test_a_wish_that_cannot_be_is_refused(ann, record, now, given, code):
    days, label, chosen = given
    wish = Wish(chosen=frozenset(chosen), until=(now + timedelta(days=days)).date(), label=label)
    with pytest.raises(BadInput) as refusal:
        shares.share(ann, record.key, wish, now=now)
    assert refusal.value.code == code


def test_there_are_only_so_many_that_work(ann, record, now):
    keys = [link(ann, record, now)[0] for _ in range(shares.MOST_OPEN)]
    with pytest.raises(Conflict):
        link(ann, record, now)
    db.session.rollback()
    shares.take_back(ann, record.key, keys[0], now=now)
    link(ann, record, now)


def test_a_revoked_record_is_shown_as_revoked(ann, record, now):
    _key, token = link(ann, record, now, Choice.NAME)
    begin_write()
    records.revoke(record_store.by_id(record.id), "A mistake.", by=None, now=now)
    db.session.commit()
    assert opened(token, now).record.status.value == "revoked"


def test_one_network_waits_after_many_openings_and_another_does_not(ann, record, now):
    _key, token = link(ann, record, now)
    for _ in range(31):
        assert opened(token, now) is not None
    with pytest.raises(TooMany) as refusal:
        opened(token, now)
    assert refusal.value.details["wait"] > 0
    assert opened(token, now, origin=Origin("a secret key", "198.51.100.1")) is not None
    assert opened(token, now + timedelta(seconds=3)) is not None


def test_guessing_links_slows_the_network_that_guesses(ann, record, now):
    _key, token = link(ann, record, now)
    for number in range(41):
        assert opened(f"guess{number}", now) is None
    with pytest.raises(TooMany):
        opened("another guess", now)
    assert opened(token, now) is not None


def test_links_are_forgotten_half_a_year_after_their_last_day(ann, record, now):
    _key, token = link(ann, record, now, days=1)
    opened(token, now)
    shares.tidy(now + timedelta(days=181))
    db.session.commit()
    assert db.session.query(ShareOpening).count() == 1
    shares.tidy(now + timedelta(days=182))
    db.session.commit()
    assert (db.session.query(ShareRow).count(), db.session.query(ShareOpening).count()) == (0, 0)


def test_results_are_shown_where_a_record_has_some_and_its_holder_wants_it(app, cast, now):
    bridging.publish("1.0.0", now)
    bridging.completed(cast.ann, now)
    ann, record = make.actor(cast.ann), record_store.of_person(cast.ann.id)[0]
    assert Choice.MARKS in shares.my_shares(ann, record.key, now=now).offered
    _key, token = link(ann, record, now, Choice.NAME)
    assert opened(token, now).results == ()
    _key, token = link(ann, record, now, Choice.MARKS)
    assert [reached for _title, reached in opened(token, now).results] == [100]
    assert "name" not in opened(token, now).facts
