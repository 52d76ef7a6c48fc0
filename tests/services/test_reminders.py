"""Reminders: one letter a day and person, to officers, then managers, whatever is killed when."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import asking
import make
import pytest
from counting import counted
from test_races import errors, together

from elearn.core.learning.reminding import Stages
from elearn.services import handlers, jobs, mail, reminders
from elearn.services import renewal_notices as notices
from elearn.services.jobs import run_due
from elearn.store import jobs as job_store
from elearn.store import reminders as store
from elearn.store.db import begin_write, db
from elearn.store.tables.jobs import Job
from elearn.store.tables.people import Person
from elearn.store.tables.reminders import Reminder

NEVER = datetime(2099, 1, 1, tzinfo=UTC)


class Killed(BaseException):
    """The worker's process ends here."""


def kill():
    raise Killed


@pytest.fixture(
    params=["app", pytest.param("app_on_postgresql", marks=pytest.mark.postgresql)],
    ids=["sqlite", "postgresql"],
)
def site(request):
    """An app on each database."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def cast(site, now):
    """Everybody; Ann and Ben must hold the course in a week, recommended for the manager."""
    found = make.cast(now)
    make.course()
    due = now.date() + timedelta(days=7)
    asking.assign(person=found.ann, due_on=due)
    asking.assign(person=found.ben, due_on=due)
    asking.assign(person=found.mia, due_on=due, compulsory=False)
    asking.refresh(*found.everybody, now=now)
    return found


def own(site):
    """The handler of reminders."""
    every = handlers.job_handlers(
        site.config["SETTINGS"],
        Path(site.instance_path),
        reminder_letters=site.extensions["reminder_letter"],
    )
    return {reminders.KIND: every[reminders.KIND]}


def ask(now):
    begin_write()
    reminders.ask_daily(now)
    db.session.commit()


def park():
    """Let no letter leave: what they say is emptied once they are sent."""
    begin_write()
    db.session.query(Job).filter_by(kind="mail").update({"run_at": NEVER})
    db.session.commit()


def work(site, now, most=1):
    ask(now)
    run_due(own(site), now, most=most)
    park()


def letters():
    return {job.payload["to"]: job.payload for job in db.session.query(Job).filter_by(kind="mail")}


def sent():
    return db.session.query(Job).filter_by(kind="mail").count()


def test_who_must_hold_it_is_reminded_once_a_day(site, cast, now):
    work(site, now)
    work(site, now + timedelta(hours=1))
    assert sent() == 3
    letter = letters()[cast.ann.email]
    assert "“Border checks” is due on" in letter["subject"]
    assert "/courses/checks" in letter["text"]
    assert "/learning/duties" in letter["text"]
    work(site, now + timedelta(days=1))  # no stage
    assert sent() == 3
    assert db.session.query(Reminder).count() == 3


def test_what_is_compulsory_cannot_be_ended_and_the_rest_can(site, cast, now):
    work(site, now)
    assert "stop" not in letters()[cast.ann.email]
    assert letters()[cast.mia.email]["stop"] in letters()[cast.mia.email]["text"]
    begin_write()
    store.stop(cast.mia.id, at=now)
    store.stop(cast.ann.id, at=now)
    db.session.commit()
    later = now + timedelta(days=6)
    work(site, later)
    days = {(r.person_id, r.day) for r in db.session.query(Reminder)}
    assert (cast.ann.id, later.date()) in days
    assert (cast.mia.id, later.date()) not in days


def test_when_the_day_has_passed_the_manager_gets_a_summary(site, cast, now):
    work(site, now)
    begin_write()
    db.session.query(Job).filter_by(kind="mail").delete()
    db.session.commit()
    late = now + timedelta(days=8)
    work(site, late)
    found = letters()
    assert "was due on" in found[cast.ann.email]["subject"]
    summary = found[cast.mia.email]["text"]
    assert "Border checks: 2 people" in summary
    assert "Ann" not in summary
    assert cast.max.email not in found
    assert cast.co.email not in found


def test_who_slept_catches_up_and_sends_one_letter(site, cast, now):
    ask(now - timedelta(days=2))
    run_due(own(site), now - timedelta(days=2))
    work(site, now + timedelta(days=3))  # the stage lay in between
    assert sent() == 3


def test_an_old_job_that_comes_late_is_of_today(site, cast, now):
    ask(now)
    tomorrow = now + timedelta(days=1)
    work(site, tomorrow, most=2)
    assert sent() == 3
    assert {r.day for r in db.session.query(Reminder)} == {tomorrow.date()}


@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_killed_between_any_two_steps_there_is_one_letter_each(site, cast, now, monkeypatch, after):
    """What a worker did before it was killed is undone; the next one does all of it."""
    steps = []

    def falter(*given, **named):
        if len(steps) == after:
            raise Killed
        steps.append(1)
        return send(*given, **named)

    ask(now)
    send = mail.send
    with monkeypatch.context() as patch:
        if after == 3:
            patch.setattr(jobs, "finish", lambda *_given: kill())
        else:
            patch.setattr(mail, "send", falter)
        with pytest.raises(Killed):
            run_due(own(site), now, most=1)
    db.session.rollback()
    assert sent() == 0
    assert db.session.query(Reminder).count() == 0
    run_due(own(site), now + jobs.LEASE, most=1)
    assert sent() == 3
    assert db.session.query(Reminder).count() == 3


def test_two_workers_that_hold_the_same_job_send_one_letter_each(site, cast, now):
    """One lost its lease and does not know it; and there is a second job of the day by fault."""
    begin_write()
    payload = {"after": 0, "day": now.date().isoformat()}
    payload["since"] = (now.date() - timedelta(days=1)).isoformat()
    for _n in range(4):
        jobs.enqueue(reminders.KIND, payload, now=now)
    db.session.commit()
    leased = []
    for _n in range(4):
        begin_write()
        leased.append(job_store.lease_next("x", now, jobs.LEASE))
        db.session.commit()
    handle = reminders.handler(site.extensions["reminder_letter"], Stages())
    results = together(site, [lambda job=job: handle(job, now) for job in leased])
    assert errors(results) == []
    assert sent() == 3
    assert db.session.query(Reminder).count() == 3


def test_the_same_letter_always_has_the_same_name_and_says_how_to_end_it(site, cast, now):
    work(site, now)
    job = next(
        one
        for one in db.session.query(Job).filter_by(kind="mail")
        if one.payload["to"] == cast.mia.email
    )
    record = job_store._record(job)
    first = mail.compose(record, site.config["SETTINGS"])
    second = mail.compose(record, site.config["SETTINGS"])
    assert first["Message-ID"] == second["Message-ID"]
    assert first["List-Unsubscribe"] == f"<{job.payload['stop']}>"
    assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_in_the_readers_own_language(site, cast, now):
    begin_write()
    db.session.get(Person, cast.ben.id).language = "sq"
    db.session.commit()
    work(site, now)
    assert letters()[cast.ben.email]["text"] != letters()[cast.ann.email]["text"].replace(
        "Ann Learner", "Ben Colleague"
    )


def test_a_fixed_number_of_queries_for_however_many(site, cast, now):
    def asked(n):
        found = store.readers(0, limit=n)
        with counted() as sent_:
            reminders._due(found, Stages(), now.date() - timedelta(days=1), now.date())
        return len(sent_)

    asked(1)
    assert asked(1) == asked(50) <= 5


def test_no_second_letter_about_the_same_course(site, cast, now):
    """A record that ends and is asked for is said in the reminder only."""
    version = make.course("checks2")
    asking.assign("checks2", person=cast.cy)
    make.record(cast.cy, version, valid_until=now.date() + timedelta(days=7))
    written = []
    begin_write()
    job = job_store.JobRecord(0, "renewals", {"after": 0}, "", now, "", 1, None, now, None)
    notices.handler(written.append)(job, now)
    db.session.commit()
    assert written == []
