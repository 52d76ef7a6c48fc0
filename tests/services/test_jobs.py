"""Jobs: leased, tried again, given up, done once."""

import threading
from datetime import timedelta

import make
import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.core.errors import NotAllowed, NotFound
from elearn.services import jobs
from elearn.services.transaction import transaction
from elearn.store import people as people_store
from elearn.store.db import begin_write, db
from elearn.store.tables.jobs import Job
from elearn.store.tables.people import Person


def ask(kind="note", payload=None, **more):
    with transaction():
        return jobs.enqueue(kind, payload or {"n": 1}, **more)


def the_job():
    db.session.rollback()
    db.session.expire_all()
    return db.session.query(Job).one()


def broken(_job, _now):
    raise ValueError("the line is down")


def test_a_job_is_done_once_and_then_empty(app, now):
    done = []
    ask(now=now)
    assert jobs.run_due({"note": lambda job, _now: done.append(job.payload["n"])}, now) == 1
    assert jobs.run_due({"note": broken}, now) == 0
    assert done == [1]
    assert the_job().state == "done"
    assert the_job().payload == {}


def test_a_job_asked_for_in_a_transaction_that_fails_is_not_there(app, now):
    def half():
        with transaction():
            jobs.enqueue("note", {}, now=now)
            _ = 1 // 0

    with pytest.raises(ZeroDivisionError):
        half()
    assert jobs.run_due({"note": broken}, now) == 0


def test_a_job_waits_for_its_time(app, now):
    ask(now=now, run_at=now + timedelta(hours=1))
    assert jobs.run_due({"note": broken}, now) == 0
    assert jobs.run_due({"note": lambda *_: None}, now + timedelta(hours=1)) == 1


def test_a_job_with_a_name_is_asked_for_once(app, now):
    assert ask(now=now, once="today")
    assert not ask(now=now, once="today")
    assert ask(now=now, once="tomorrow")
    assert ask(now=now)
    assert ask(now=now)


def test_a_failed_job_rests_longer_each_time_and_is_given_up_after_eight_tries(app, now):
    ask(now=now)
    moment, waits = now, []
    for _ in range(7):
        assert jobs.run_due({"note": broken}, moment) == 1
        job = the_job()
        assert job.state == "waiting"
        waits.append((job.run_at - moment).total_seconds())
        assert jobs.run_due({"note": broken}, job.run_at - timedelta(seconds=1)) == 0
        moment = the_job().run_at
    assert waits == sorted(waits)
    assert waits[0] == 30
    jobs.run_due({"note": broken}, moment)
    assert the_job().state == "dead"
    assert the_job().last_error == "ValueError: the line is down"
    assert the_job().payload == {"n": 1}
    assert jobs.run_due({"note": broken}, moment + timedelta(days=9)) == 0


def test_a_job_of_a_kind_that_nobody_knows_is_kept_with_the_reason(app, now):
    ask("novelty", now=now)
    jobs.run_due({}, now)
    assert the_job().last_error == "no handler for 'novelty'"


def test_what_a_failing_job_wrote_is_undone(app, now, cast):
    def half(_job, _now):
        people_store.set_name(cast.ann.id, "Half Done")
        raise ValueError("stop")

    ask(now=now)
    jobs.run_due({"note": half}, now)
    assert db.session.get(Person, cast.ann.id).name == "Ann Learner"


def test_one_failing_job_does_not_keep_the_others(app, now):
    done = []
    ask("bad", now=now)
    ask("good", now=now)
    jobs.run_due({"bad": broken, "good": lambda *_: done.append(1)}, now)
    assert done == [1]


def test_a_lost_workers_job_is_taken_over_and_its_late_end_is_undone(app, now, cast):
    ask(now=now)
    with transaction():
        first = jobs.claim(now)
    later = now + jobs.LEASE
    with transaction():
        second = jobs.claim(later)
    assert second.id == first.id
    assert second.tries == 2

    def too_late():
        with transaction():
            people_store.set_name(cast.ann.id, "Twice")
            jobs.finish(first, later)

    with pytest.raises(jobs.LeaseLost):
        too_late()
    assert db.session.get(Person, cast.ann.id).name == "Ann Learner"
    with transaction():
        jobs.finish(second, later)
    assert the_job().state == "done"


def test_two_workers_never_hold_one_job(app, now):
    for number in range(12):
        ask(payload={"n": number}, now=now)
    taken, gate = [], threading.Barrier(3)

    def work():
        with app.app_context():
            gate.wait()
            while True:
                with transaction():
                    job = jobs.claim(now)
                if job is None:
                    return
                taken.append(job.payload["n"])

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(12))


@given(st.integers(min_value=-5, max_value=10_000))
def test_rests_grow_and_never_pass_six_hours(tries):
    wait = jobs.wait_after(tries)
    assert timedelta(seconds=30) <= wait <= timedelta(hours=6)
    assert wait <= jobs.wait_after(tries + 1)


def test_tidying_forgets_what_is_of_no_use_and_keeps_the_rest(app, now, cast):
    ask("old", now=now - timedelta(days=40))
    jobs.run_due({"old": lambda *_: None}, now - timedelta(days=31))
    ask("waiting", now=now - timedelta(days=40), run_at=now + timedelta(days=1))
    with transaction():
        jobs.ask_for_tidying(now)
        jobs.ask_for_tidying(now)
    assert jobs.run_due({"tidy": jobs.tidy}, now) == 1
    db.session.rollback()
    assert sorted(job.kind for job in db.session.query(Job)) == ["tidy", "waiting"]


def test_only_an_administrator_sees_jobs_and_tries_them_again(app, now, cast):
    ask(now=now)
    moment = now
    for _ in range(8):
        jobs.run_due({"note": broken}, moment)
        moment += timedelta(hours=7)
    number = the_job().id
    for other in (cast.ann, cast.mia, cast.co, cast.dee):
        with pytest.raises(NotAllowed):
            jobs.list_jobs(make.actor(other))
        with pytest.raises(NotAllowed):
            jobs.try_again(make.actor(other), number, now=moment)
    ana = make.actor(cast.ana)
    assert jobs.count_jobs(ana) == {"dead": 1}
    with transaction():
        jobs.try_again(ana, number, now=moment)
    assert jobs.list_jobs(ana, "waiting")[0].id == number
    with pytest.raises(NotFound), transaction():
        jobs.try_again(ana, number, now=moment)


def test_a_worker_leaves_a_sign_of_life(app, instance, now):
    assert jobs.last_beat(instance) is None
    jobs.beat(instance, now)
    assert jobs.last_beat(instance) == now
    (instance / jobs.HEARTBEAT).write_text("{", encoding="utf-8")
    assert jobs.last_beat(instance) is None


def test_a_service_that_forgets_to_begin_writing_is_caught(app, cast):
    db.session.add(Job(kind="x", payload={}, state="waiting", run_at=None, created_at=None))
    with pytest.raises(RuntimeError, match="begin_write"):
        db.session.flush()
    db.session.rollback()
    begin_write()
    db.session.rollback()
