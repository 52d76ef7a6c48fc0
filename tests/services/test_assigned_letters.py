"""A letter when something is asked: with the reminders, once, in the person's language."""

from datetime import timedelta

import asking
import make
import pytest
from test_reminders import letters, own, sent, site, work  # noqa: F401  # a fixture

from elearn.core.learning.duty import Duty
from elearn.core.learning.reminding import asked_since
from elearn.services import assignments, jobs
from elearn.services.assignments import AssignmentForm, TermsForm
from elearn.store import reminders as store
from elearn.store.db import begin_write, db
from elearn.store.tables.jobs import Job
from elearn.store.tables.reminders import DutyLetter, Reminder

DAY = timedelta(days=1)
FAR = timedelta(days=200)


@pytest.fixture
def cast(site, now):  # noqa: F811  # the fixture
    """Everybody, with a course; nothing is asked yet."""
    found = make.cast(now)
    make.course()
    return found


def worked_out(*people, now):
    """Work these people out, and drop the jobs that would: only letters are looked at here."""
    begin_write()
    db.session.query(Job).filter_by(kind="compliance").delete()
    db.session.commit()
    asking.refresh(*people, now=now)


def ask(cast, now, *, whom=None, **terms):
    form = AssignmentForm(course="checks", unit=cast.station.key)
    if whom is not None:
        form = AssignmentForm(course="checks", person=whom.key)
    given = TermsForm(**{"due_on": (now + FAR).date(), **terms})
    key = assignments.assign(make.actor(cast.co), form, given, now=now)
    db.session.commit()
    worked_out(*cast.everybody, now=now)
    return key


def test_who_is_newly_asked_is_told_once_in_the_next_letter(site, cast, now):  # noqa: F811
    work(site, now)
    assert sent() == 0
    ask(cast, now + timedelta(hours=3))
    work(site, now + DAY)
    found = letters()
    assert set(found) == {cast.ann.email, cast.ben.email, cast.mia.email}
    letter = found[cast.ann.email]
    assert "“Border checks” is asked of you" in letter["subject"]
    assert "due on 11 June 2027" in letter["text"]
    assert "/courses/checks" in letter["text"]
    assert db.session.query(DutyLetter).count() == 3
    work(site, now + DAY + timedelta(hours=1))
    work(site, now + 2 * DAY)
    work(site, now + 3 * DAY)
    assert sent() == 3
    assert db.session.query(Reminder).count() == 3


def test_a_changed_assignment_and_one_begun_long_ago_tell_nothing(site, cast, now):  # noqa: F811
    key = ask(cast, now)
    work(site, now + DAY)
    assert sent() == 3
    later = now + 10 * DAY
    terms = TermsForm(due_on=(now + FAR).date(), renew_months=12)
    assignments.change(make.actor(cast.co), key, terms, now=later)
    db.session.commit()
    worked_out(*cast.everybody, now=later)
    work(site, later + DAY)
    assert sent() == 3


def test_who_joins_later_is_told_and_who_holds_it_is_not(site, cast, now):  # noqa: F811
    ask(cast, now)
    work(site, now + DAY)
    eva = make.person("Eva Later")
    make.membership(eva, cast.station, from_day=(now + 5 * DAY).date())
    fay = make.person("Fay Learnt")
    make.membership(fay, cast.station, from_day=(now + 5 * DAY).date())
    asking.learnt_elsewhere(fay, (now - 30 * DAY).date())
    worked_out(eva, fay, now=now + 5 * DAY)
    work(site, now + 5 * DAY)
    found = letters()
    assert eva.email in found
    assert fay.email not in found


def test_what_ends_before_the_morning_is_told_to_nobody(site, cast, now):  # noqa: F811
    key = ask(cast, now)
    assignments.end(make.actor(cast.co), key, now=now)
    db.session.commit()
    worked_out(*cast.everybody, now=now)
    work(site, now + DAY)
    assert sent() == 0


def test_one_letter_says_what_is_new_and_what_is_due(site, cast, now):  # noqa: F811
    make.course("asylum", "Asylum")
    asking.assign("asylum", person=cast.ann, due_on=(now + 8 * DAY).date())
    ask(cast, now)
    work(site, now + DAY)
    text = letters()[cast.ann.email]["text"]
    new, known = text.split("your institution asks you to hold these courses:")
    assert "from now on your institution asks this of you:" in new
    assert "Border checks" in new
    assert "Asylum" in known
    assert "Border checks" not in known


def test_in_the_readers_language_and_only_with_leave(site, cast, now):  # noqa: F811
    begin_write()
    store.stop(cast.ben.id, at=now)
    db.session.commit()
    ask(cast, now, compulsory=False)
    work(site, now + DAY)
    found = letters()
    assert cast.ben.email not in found
    assert "(recommended)" in found[cast.ann.email]["text"]
    assert found[cast.ann.email]["stop"] in found[cast.ann.email]["text"]


def test_killed_before_the_end_nothing_was_told(site, cast, now, monkeypatch):  # noqa: F811
    ask(cast, now)

    def kill(*_given, **_named):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(jobs, "finish", kill)
        with pytest.raises(KeyboardInterrupt):
            work(site, now + DAY)
    db.session.rollback()
    assert sent() == 0
    assert db.session.query(DutyLetter).count() == 0
    jobs.run_due(own(site), now + DAY + jobs.LEASE, most=1)
    assert sent() == 3
    assert db.session.query(DutyLetter).count() == 3
    assert db.session.query(Job).filter_by(kind="mail").count() == 3


def test_since_when_without_a_break(now):
    def duty(first, after):
        day = now.date()
        to_day = day + after * DAY if after is not None else None
        return Duty(1, 1, "checks", day + first * DAY, to_day, day, None, False, True)

    day = now.date()
    assert asked_since([duty(-9, -3), duty(-3, None)], day) == day - 9 * DAY
    assert asked_since([duty(-9, -3), duty(-2, None)], day) == day - 2 * DAY
    assert asked_since([duty(-9, -3), duty(1, None)], day) is None
    assert asked_since([], day) is None
