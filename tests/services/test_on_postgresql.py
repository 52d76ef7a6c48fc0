"""What must hold under true concurrency, on PostgreSQL."""

import threading

import make
import pytest

from elearn.services import guarding, jobs, people, sign_in
from elearn.services.transaction import transaction
from elearn.store.db import db
from elearn.store.tables.people import SignInGuard

pytestmark = pytest.mark.postgresql

SECRET = "a secret that only the tests know"
ORIGIN = guarding.Origin(SECRET, "192.0.2.1")


def together(app, works):
    """Run all at the same moment; what each gave."""
    gate, results = threading.Barrier(len(works)), []

    def run(work):
        with app.app_context():
            gate.wait()
            with transaction():
                results.append(work())

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_signing_in_and_out_and_waiting_works(app_on_postgresql, clock):
    make.person("Ann", email="ann@example.org")
    browser = app_on_postgresql.test_client()
    for _ in range(5):
        assert browser.sign_in("ann@example.org", "not the password").status_code == 422
    assert browser.sign_in("ann@example.org", make.PASSWORD).status_code == 429
    clock.move(seconds=2)
    assert browser.sign_in("ann@example.org", make.PASSWORD).status_code == 303
    assert browser.get("/account").status_code == 200
    assert browser.get("/account/my-data.json").status_code == 200


def test_guesses_at_the_same_moment_are_counted_one_by_one(app_on_postgresql, now):
    make.person("Ann", email="ann@example.org")

    def guess():
        return sign_in.sign_in("ann@example.org", "not the password", ORIGIN, now=now).heard

    assert together(app_on_postgresql, [guess] * 8).count(True) == 5
    db.session.rollback()
    assert {row.failures for row in db.session.query(SignInGuard)} == {5}


def test_a_code_works_for_one_of_many_at_the_same_moment(app_on_postgresql, now):
    cast = make.cast(now)
    with transaction():
        code = people.issue_code(make.actor(cast.mia), cast.ann.key, secret=SECRET, now=now).code

    def use(number):
        def work():
            return sign_in.set_password_by_code(
                cast.ann.email, code, f"{number} seven quiet rivers", ORIGIN, now=now
            )

        return work

    results = together(app_on_postgresql, [use(number) for number in range(4)])
    assert sum(isinstance(r, sign_in.SignedIn) for r in results) == 1


def test_workers_share_jobs_without_waiting_for_each_other(app_on_postgresql, now):
    for number in range(6):
        with transaction():
            jobs.enqueue("note", {"n": number}, now=now)

    def claim():
        job = jobs.claim(now)
        return job.payload.get("n") if job else None

    taken = together(app_on_postgresql, [claim] * 6)
    assert len(set(taken)) == 6


def test_a_named_job_asked_for_by_many_at_once_is_there_once(app_on_postgresql, now):
    def ask():
        return jobs.enqueue("tidy", {}, now=now, once="tidy:today")

    assert together(app_on_postgresql, [ask] * 5).count(True) == 1
