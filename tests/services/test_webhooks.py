"""Webhooks: signed, at least once under one id, and of nobody outside the client's reach."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import bridging
import make
import pytest
from programs import client_token
from receiver import fits, receiving

from elearn.core.errors import BadInput, Conflict, NotAllowed, NotFound
from elearn.core.webhook import PAUSES, read_networks
from elearn.services import (
    clients,
    handlers,
    jobs,
    records,
    webhook_events,
    webhook_news,
    webhook_sending,
    webhooks,
)
from elearn.services import tokens as token_service
from elearn.services.transaction import transaction
from elearn.store import records as record_store
from elearn.store.db import begin_write, db
from elearn.store.tables.audit import Look, LookPerson
from elearn.store.tables.jobs import Job
from elearn.store.tables.webhooks import WebhookDelivery
from elearn.web.shared.letters import webhook_letter

ROOT = "a secret that only the tests know"
HERE = read_networks("127.0.0.0/8")
EVERY = frozenset({"record.issued", "record.revoked", "record.expired", "law.changed"})


@pytest.fixture
def receiver():
    with receiving() as found:
        yield found


@pytest.fixture
def settings(app):
    return replace(app.config["SETTINGS"], webhook_networks="127.0.0.0/8")


def client_of(cast, now, unit="", *scopes):
    wanted = clients.NewClient("Register", frozenset(scopes or {"records:read"}), unit, 365)
    made = clients.make(make.actor(cast.ana), wanted, now=now)
    db.session.commit()
    return made.client


def hook(cast, address, now, *, unit="", events=EVERY):
    """A hook of a client whose reach is that unit."""
    client = client_of(cast, now, unit)
    with transaction():
        return webhooks.make(
            make.actor(cast.ana),
            webhooks.NewHook(address, frozenset(events), client),
            HERE,
            root=ROOT,
            now=now,
        )


class Killed(BaseException):
    """The worker's process ends here."""


def work(settings, now, send=None, most=100):
    """The worker does what is due."""
    send = send or webhook_sending.poster(settings)
    own = {
        webhook_news.KIND: webhook_events.handler,
        **webhook_sending.handlers(ROOT, send, webhook_letter),
    }
    skipped = {job.kind for job in db.session.query(Job)} - set(own)
    db.session.rollback()
    return jobs.run_due({**dict.fromkeys(skipped, lambda *_: None), **own}, now, most=most)


def record(somebody, now, **given):
    """Somebody completed the course just now, and whoever wants it is told."""
    version = given.pop("version", None) or make.course()
    number = make.record(somebody, version, issued_at=now, **given)
    with transaction():
        begin_write()
        webhook_news.tell_issued(number, now=now)
    return number


def deliveries():
    found = db.session.query(WebhookDelivery).order_by(WebhookDelivery.id).all()
    db.session.rollback()
    return found


def test_a_completion_is_told_and_the_receiver_can_check_by_whom(
    app, cast, now, receiver, settings
):
    made = hook(cast, receiver.address, now)
    bridging.publish("1.0.0", now)
    bridging.completed(cast.ann, now)
    work(settings, now)
    ((headers, body),) = receiver.arrived
    assert fits(made.secret, headers, body)
    assert not fits(made.secret, headers, body + b" ")
    told = receiver.bodies[0]
    assert told["type"] == "record.issued"
    kept = record_store.by_key(told["data"]["record"])
    assert kept.person_id == cast.ann.id
    assert told["data"]["person"] == cast.ann.key
    assert told["data"]["pack"] == kept.pack_id
    for name in (cast.ann.name, cast.ann.email, "Ann"):
        assert name not in body.decode()


def test_a_revocation_is_told(app, cast, now, receiver, settings):
    hook(cast, receiver.address, now)
    bridging.publish("1.0.0", now)
    kept = bridging.completed(cast.ann, now)
    with transaction():
        begin_write()
        records.revoke(record_store.by_key(kept.key), "a reason", by=None, now=now)
    work(settings, now)
    assert [told["type"] for told in receiver.bodies] == ["record.issued", "record.revoked"]
    assert "a reason" not in str(receiver.bodies)


@pytest.mark.parametrize(
    ("unit", "told"),
    [
        ("station", {"ann", "ben"}),
        ("ministry", {"ann", "ben"}),
        ("abroad", {"cy"}),
        ("", {"ann", "ben", "cy"}),
    ],
)
def test_a_hook_is_told_of_people_in_its_reach_only(cast, now, receiver, settings, unit, told):
    hook(cast, receiver.address, now, unit=getattr(cast, unit).key if unit else "")
    version = make.course()
    for name in ("ann", "ben", "cy"):
        record(getattr(cast, name), now, version=version)
    work(settings, now)
    assert {body["data"]["person"] for body in receiver.bodies} == {
        getattr(cast, name).key for name in told
    }


def test_whoever_is_told_of_can_read_that(app, cast, now, receiver, settings):
    made = hook(cast, receiver.address, now)
    record(cast.ann, now)
    work(settings, now)
    look, person = db.session.query(Look, LookPerson).filter(LookPerson.look_id == Look.id).one()
    assert (look.page, look.actor_id) == ("api-webhook", made.hook.client_person)
    assert person.person_id == cast.ann.id


def test_a_failed_try_comes_again_under_the_same_id(app, cast, now, receiver, settings):
    made = hook(cast, receiver.address, now)
    receiver.statuses = [500, 302]
    record(cast.ann, now)
    work(settings, now)
    work(settings, now + timedelta(seconds=30))
    assert len(receiver.arrived) == 1
    (one,) = deliveries()
    assert (one.state, one.tries, one.status) == ("waiting", 1, 500)
    later = now + PAUSES[0] + timedelta(minutes=1)
    work(settings, later)
    later += PAUSES[1] + timedelta(minutes=1)
    work(settings, later)
    assert len(receiver.arrived) == 3
    assert len(set(receiver.ids)) == 1
    assert receiver.paths == ["/hooks"] * 3, "a redirect is not followed"
    assert all(fits(made.secret, *one) for one in receiver.arrived)
    (one,) = deliveries()
    assert (one.state, one.tries, one.status, one.body) == ("delivered", 3, 204, {})
    work(settings, later + timedelta(days=5))
    assert len(receiver.arrived) == 3


def test_whatever_is_killed_when_it_arrives_at_least_once(app, cast, now, receiver, settings):
    hook(cast, receiver.address, now)
    record(cast.ann, now)
    send = webhook_sending.poster(settings)

    def sends_and_dies(*given):
        send(*given)
        raise Killed

    with pytest.raises(Killed):
        work(settings, now, sends_and_dies)
    db.session.remove()
    assert len(receiver.arrived) == 1
    assert deliveries()[0].state == "waiting"
    work(settings, now + timedelta(minutes=6))
    assert len(receiver.arrived) == 2
    assert len(set(receiver.ids)) == 1
    assert deliveries()[0].state == "delivered"


def test_after_days_the_hook_is_marked_and_its_owner_told_once(app, cast, now, receiver, settings):
    made = hook(cast, receiver.address, now)
    receiver.statuses = [503] * 50
    version = make.course()
    record(cast.ann, now, version=version)
    record(cast.ben, now, version=version)

    letters = []

    def collect(told):
        letters.append(told)
        return webhook_letter(told)

    moment = now
    for pause in (timedelta(0), *PAUSES):
        moment += pause + timedelta(minutes=1)
        own = {
            webhook_news.KIND: webhook_events.handler,
            **webhook_sending.handlers(ROOT, webhook_sending.poster(settings), collect),
            "mail": lambda *_: None,
        }
        for minutes in (0, 2):  # one failed, so the other rests
            jobs.run_due(own, moment + timedelta(minutes=minutes))
        moment += timedelta(minutes=2)
    (told,) = letters
    assert (told.name, told.status) == (cast.ana.name, 503)
    actor = make.actor(cast.ana)
    assert webhooks.one(actor, made.hook.key).state == "failing"
    tried = len(receiver.arrived)
    record(cast.mia, moment, version=version)
    work(settings, moment + timedelta(hours=1))
    assert len(receiver.arrived) == tried
    receiver.statuses = []
    with transaction():
        webhooks.resume(actor, made.hook.key, now=moment + timedelta(hours=2))
    work(settings, moment + timedelta(hours=2))
    assert len(receiver.arrived) == tried + 3, "what waited arrives"
    assert {one.state for one in deliveries()} == {"delivered"}


def test_who_is_gone_is_left_alone_at_once(app, cast, now, receiver, settings):
    made = hook(cast, receiver.address, now)
    receiver.statuses = [410]
    record(cast.ann, now)
    work(settings, now)
    assert webhooks.one(make.actor(cast.ana), made.hook.key).state == "failing"


def test_a_receiver_that_fails_rests_as_a_whole(app, cast, now, receiver, settings):
    hook(cast, receiver.address, now)
    receiver.statuses = [500] * 10
    version = make.course()
    for somebody in (cast.ann, cast.ben, cast.cy):
        record(somebody, now, version=version)
    work(settings, now)
    assert len(receiver.arrived) == 1


def test_a_paused_hook_is_told_later(app, cast, now, receiver, settings):
    made = hook(cast, receiver.address, now)
    actor = make.actor(cast.ana)
    with transaction():
        webhooks.pause(actor, made.hook.key, now=now)
    record(cast.ann, now)
    work(settings, now)
    assert receiver.arrived == []
    with pytest.raises(Conflict), transaction():
        webhooks.send_test(actor, made.hook.key, now=now)
    with transaction():
        webhooks.resume(actor, made.hook.key, now=now)
    work(settings, now)
    assert len(receiver.arrived) == 1


def test_a_new_secret_signs_beside_the_one_before_for_a_day(app, cast, now, receiver, settings):
    first = hook(cast, receiver.address, now)
    actor = make.actor(cast.ana)
    with transaction():
        second = webhooks.renew_secret(actor, first.hook.key, root=ROOT, now=now)
    assert second.secret != first.secret
    with transaction():
        webhooks.send_test(actor, first.hook.key, now=now)
    work(settings, now)
    assert fits(first.secret, *receiver.arrived[0])
    assert fits(second.secret, *receiver.arrived[0])
    later = now + timedelta(hours=25)
    with transaction():
        webhooks.send_test(actor, first.hook.key, now=later)
    work(settings, later)
    assert not fits(first.secret, *receiver.arrived[1])
    assert fits(second.secret, *receiver.arrived[1])


def test_no_secret_is_kept(app, cast, now):
    made = hook(cast, "https://hr.example.org/hooks", now)
    rows = db.session.connection().exec_driver_sql("SELECT * FROM webhooks").all()
    assert made.secret.removeprefix("whsec_") not in str(rows)


def test_the_end_of_a_record_is_told_once(app, cast, now, receiver, settings):
    hook(cast, receiver.address, now - timedelta(days=60), events={"record.expired"})
    version = make.course()
    yesterday = now.date() - timedelta(days=1)
    ended = make.record(cast.ann, version, valid_until=yesterday)
    make.record(cast.ben, version, valid_until=now.date())
    make.record(cast.mia, version, valid_until=yesterday, status="revoked")
    make.record(cast.cy, version, valid_until=now.date() - timedelta(days=30))
    for day in range(3):
        moment = now + timedelta(days=day)
        with transaction():
            webhook_news.ask_daily(moment)
        work(settings, moment)
    people = [body["data"]["person"] for body in receiver.bodies]
    assert people == [cast.ann.key, cast.ben.key]
    assert receiver.bodies[0]["data"]["record"] == record_store.by_id(ended).key
    assert receiver.bodies[0]["data"]["valid_until"] == yesterday.isoformat()


def test_changed_law_names_the_records_in_reach(app, cast, now, receiver, settings):
    hook(cast, receiver.address, now, unit=cast.ministry.key)
    version = make.course()
    for somebody in (cast.ann, cast.ben, cast.cy):
        make.record(somebody, version)
    with transaction():
        begin_write()
        webhook_news.tell_law({version: now.date()}, [version], now=now)
    work(settings, now)
    (told,) = receiver.bodies
    assert told["type"] == "law.changed"
    assert told["data"]["pack"] == "checks"
    assert told["data"]["law_changed_on"] == now.date().isoformat()
    people = {one["person"] for one in told["data"]["records"]}
    assert people == {cast.ann.key, cast.ben.key}


def test_many_records_are_told_of_in_parts(app, cast, now, receiver, settings, monkeypatch):
    monkeypatch.setattr(webhook_events, "BATCH", 2)
    hook(cast, receiver.address, now)
    version = make.course()
    people = [make.person(f"Officer {n}", unit=cast.station) for n in range(5)]
    for somebody in people:
        make.record(somebody, version)
    with transaction():
        begin_write()
        webhook_news.tell_law({version: now.date()}, [version], now=now)
    work(settings, now)
    told = [one["person"] for body in receiver.bodies for one in body["data"]["records"]]
    assert sorted(told) == sorted(somebody.key for somebody in people)


def test_without_hooks_nothing_is_put_down(app, cast, now):
    record(cast.ann, now)
    with transaction():
        webhook_news.ask_daily(now)
    assert db.session.query(Job).filter(Job.kind == webhook_news.KIND).count() == 0


def test_a_client_that_ended_is_told_nothing(app, cast, now, receiver, settings):
    made = hook(cast, receiver.address, now)
    record(cast.ann, now)
    with transaction():
        clients.withdraw(make.actor(cast.ana), made.hook.client_key, now=now)
    record(cast.ben, now, version=make.course("other"))
    work(settings, now)
    assert receiver.arrived == []


def test_who_left_is_not_told_of(app, cast, now, receiver, settings):
    hook(cast, receiver.address, now)
    gone = make.person("Gone", unit=cast.station, left_at=now - timedelta(days=1))
    record(gone, now)
    work(settings, now)
    assert receiver.arrived == []


@pytest.mark.parametrize("who", ["ann", "mia", "co", "dee"])
def test_only_administrators_and_clients_manage_hooks(app, cast, now, who):
    made = hook(cast, "https://hr.example.org/hooks", now)
    actor = make.actor(getattr(cast, who))
    for act in (webhooks.pause, webhooks.resume, webhooks.send_test, webhooks.delete):
        with pytest.raises(NotAllowed):
            act(actor, made.hook.key, now=now)
    with pytest.raises(NotAllowed):
        webhooks.hooks_page(actor, now=now)
    with pytest.raises(NotAllowed):
        webhooks.hook_page(actor, made.hook.key, now=now)


def test_a_client_manages_its_own_hooks_and_no_others(app, cast, now):
    token = client_token(cast, now, "", "webhooks", "records:read")
    actor = token_service.program(token, now=now).actor
    foreign = hook(cast, "https://hr.example.org/hooks", now)
    assert webhooks.listing(actor, after=0, limit=10) == []
    with pytest.raises(NotFound):
        webhooks.one(actor, foreign.hook.key)
    for client in ("", foreign.hook.client_key):
        wanted = webhooks.NewHook("https://own.example.org/", EVERY, client)
        if client:
            with pytest.raises(NotFound), transaction():
                webhooks.make(actor, wanted, (), root=ROOT, now=now)
            continue
        with transaction():
            made = webhooks.make(actor, wanted, (), root=ROOT, now=now)
        assert made.hook.owner == cast.ana.name, "whoever made the client is told of faults"
    assert [one.key for one in webhooks.listing(actor, after=0, limit=10)] == [made.hook.key]


def test_a_client_without_sight_of_records_is_told_nothing(app, cast, now):
    client = client_of(cast, now, "", "people:read")
    wanted = webhooks.NewHook("https://hr.example.org/", EVERY, client)
    with pytest.raises(BadInput):
        webhooks.make(make.actor(cast.ana), wanted, (), root=ROOT, now=now)


def test_deleted_is_deleted(app, cast, now, receiver, settings):
    made = hook(cast, receiver.address, now)
    record(cast.ann, now)
    with transaction():
        webhooks.delete(make.actor(cast.ana), made.hook.key, now=now)
    work(settings, now)
    assert receiver.arrived == []
    assert deliveries() == []
    with pytest.raises(NotFound):
        webhooks.one(make.actor(cast.ana), made.hook.key)


def test_what_was_delivered_is_forgotten_after_thirty_days(app, cast, now, receiver, settings):
    hook(cast, receiver.address, now)
    record(cast.ann, now)
    work(settings, now)
    with transaction():
        webhooks.tidy(now + timedelta(days=29))
    assert len(deliveries()) == 1
    with transaction():
        webhooks.tidy(now + timedelta(days=31))
    assert deliveries() == []


def test_the_real_worker_knows_these_jobs(app):
    own = handlers.job_handlers(app.config["SETTINGS"], Path(app.instance_path))
    assert webhook_news.KIND in own
