"""What learners read of changes of law: at lessons, quizzes and cases, on course and record."""

from datetime import date

import lawful
import learning
import make
import pytest
from client import text_of
from counting import counted

from elearn.core.law.outcome import Outcome
from elearn.services import law_hits, law_impacts, law_notices
from elearn.services.law_hits import Decision
from elearn.services.law_impacts import Plan, Source
from elearn.store import law_requests, records
from elearn.store.db import begin_write, db

WARNED = "The law behind this page changed"
OTHER_WORDS = lawful.LESSON.replace("is valid", "is valid, and its chip is read")


@pytest.fixture
def ann(app, cast, client_for, now):
    lawful.reform(now)
    browser = client_for(cast.ann)
    browser.post("/courses/entry/enrol")
    return browser


@pytest.fixture
def key(ann, cast, now):
    key = law_impacts.open_impact(make.actor(cast.dee), Source("law"), Plan(), now=now)
    db.session.commit()
    return key


def decide(cast, key, item, decision, now):
    where = ("entry", item)
    done = law_hits.work_off(make.actor(cast.dee), key, where, None, decision, now=now)
    db.session.commit()
    return done


def test_without_a_change_nothing_is_said(ann):
    for path in ("documents", "ask", "gate"):
        assert WARNED not in text_of(ann.get(f"/courses/entry/{path}"))
    assert "the law changed" not in text_of(ann.get("/courses/entry"))


def test_an_open_change_is_said_at_the_lesson_with_a_way_to_the_source(ann, key):
    page = ann.get("/courses/entry/documents")
    words = text_of(page)
    assert WARNED in words
    assert "From 12 June 2026: Borders Code, Art. 6 , Borders Code, Art. 6(1)(a)" in words
    assert 'class="cite" href="/courses/entry/documents/sources#cite-code-6-1-a"' in page.text
    assert WARNED in text_of(ann.get("/courses/entry/ask"))
    assert WARNED in text_of(ann.get("/courses/entry/gate"))
    assert text_of(ann.get("/courses/entry")).count("the law changed") == 3


def test_strangers_see_on_the_course_that_law_changed(ann, key, client):
    assert "the law changed" in text_of(client.get("/courses/entry"))


def test_what_was_decided_is_said(ann, key, cast, now):
    decide(cast, key, "documents", Decision(Outcome.STILL_RIGHT, note="For trainers."), now)
    assert WARNED not in text_of(ann.get("/courses/entry/documents"))
    decide(cast, key, "gate", Decision(Outcome.WITHDRAWN, note="The directive is gone."), now)
    words = text_of(ann.get("/courses/entry/gate"))
    assert "Something on this page no longer holds" in words
    assert "The directive is gone." in words
    assert "Do not rely on it." in words


def test_whoever_stays_on_an_older_version_reads_where_it_was_changed(ann, key, cast, now):
    lawful.install(
        lawful.course_files("1.1.0", law="2.0.0", lesson=OTHER_WORDS), now, publish=False
    )
    first = law_hits.store.of_item(law_hits.impacts.by_key(key).id, "entry", "documents")[0]
    changed = Decision(Outcome.CHANGED, in_version="1.1.0", note="For trainers.")
    law_hits.work_off(
        make.actor(cast.dee), key, ("entry", "documents"), [first.id], changed, now=now
    )
    db.session.commit()
    decide(cast, key, "documents", Decision(Outcome.STILL_RIGHT), now)
    words = text_of(ann.get("/courses/entry/documents"))
    assert "A newer version of this course says something else here" in words
    assert "It was brought up to date in version 1.1.0." in words
    assert "For trainers." not in words


def test_a_change_to_come_is_said_as_such(ann, cast, now):
    source = Source(provision="code:6(1)(c)", day=date(2027, 1, 1))
    law_impacts.open_impact(make.actor(cast.dee), source, Plan(), now=now)
    db.session.commit()
    words = text_of(ann.get("/courses/entry/documents"))
    assert "The law behind this page will change" in words
    assert "From 1 January 2027:" in words


def test_each_day_is_said_with_what_changes_on_it(ann, key, cast, now):
    source = Source(provision="code:6(1)(c)", day=date(2027, 1, 1))
    law_impacts.open_impact(make.actor(cast.dee), source, Plan(), now=now)
    db.session.commit()
    words = text_of(ann.get("/courses/entry/documents"))
    first, _, second = words.partition("From 1 January 2027:")
    assert "From 12 June 2026: Borders Code, Art. 6" in first
    assert "Borders Code, Art. 6(1)(c)" in second.partition("The trainers are looking")[0]
    assert WARNED in words  # one of the two is here already


def test_another_process_learns_of_it_within_seconds(ann, key, cast, now, monkeypatch):
    assert WARNED in text_of(ann.get("/courses/entry/documents"))
    monkeypatch.setattr(law_hits.law_notices, "forget", lambda: None)
    decide(cast, key, "documents", Decision(Outcome.STILL_RIGHT), now)
    assert WARNED in text_of(ann.get("/courses/entry/documents"))
    later = law_notices.monotonic() + 31
    monkeypatch.setattr(law_notices, "monotonic", lambda: later)
    assert WARNED not in text_of(ann.get("/courses/entry/documents"))


def test_a_lesson_with_a_change_asks_the_database_no_more_than_another(ann, key):
    ann.get("/courses/entry/documents")
    with counted() as sent:
        assert WARNED in text_of(ann.get("/courses/entry/documents"))
    assert len(sent) == 2  # who asks; where they stand


def test_the_record_says_that_law_changed_since(ann, key, cast, now):
    ann.post("/courses/entry/documents/done")
    (record,) = records.of_person(cast.ann.id)
    words = text_of(ann.get(f"/records/{record.key}"))
    assert "Law as of 1 May 2026" in words
    assert "The law behind what you learnt changed since" in words
    assert "Your institution" not in words
    begin_write()
    law_requests.keep(record.id, cast.ann.id, due=date(2026, 12, 31), by=cast.mia.id, at=now)
    db.session.commit()
    words = text_of(ann.get(f"/records/{record.key}"))
    assert "Your institution asks you to learn what changed, by 31 December 2026." in words
    for item in ("documents", "ask", "gate"):
        decide(cast, key, item, Decision(Outcome.STILL_RIGHT), now)
    assert "changed since" not in text_of(ann.get(f"/records/{record.key}"))


def test_the_record_says_so_too_where_a_newer_version_was_brought_up_to_date(ann, key, cast, now):
    ann.post("/courses/entry/documents/done")
    (record,) = records.of_person(cast.ann.id)
    lawful.install(
        lawful.course_files("1.1.0", law="2.0.0", lesson=OTHER_WORDS), now, publish=False
    )
    first = law_hits.store.of_item(law_hits.impacts.by_key(key).id, "entry", "documents")[0]
    changed = Decision(Outcome.CHANGED, in_version="1.1.0")
    law_hits.work_off(
        make.actor(cast.dee), key, ("entry", "documents"), [first.id], changed, now=now
    )
    db.session.commit()
    for item in ("documents", "ask", "gate"):
        decide(cast, key, item, Decision(Outcome.STILL_RIGHT), now)
    words = text_of(ann.get(f"/records/{record.key}"))
    assert "The law behind what you learnt changed since" in words
    assert "From 12 June 2026:" in words


def test_the_lesson_says_as_of_which_day_its_law_is(ann, client_for, cast, now):
    assert "Law as of 1 May 2026" in text_of(ann.get("/courses/entry/documents"))
    learning.publish("kinds", now)
    ben = client_for(cast.ben)
    ben.post("/courses/kinds/enrol")
    assert "Law as of" not in text_of(ben.get("/courses/kinds/rules"))


def test_the_entry_of_a_source_tells_its_history(ann):
    page = ann.get("/courses/entry/documents/sources").text
    entry = page.partition('id="cite-code-6-1-a"')[2].partition("</ul></details>")[0]
    assert "until 12 June 2026" in entry
    assert "A valid document.</p>" in entry
    assert "The chip is read as well." in entry
    assert "in force: 12 April 2016" in entry
    case = ann.get("/courses/entry/gate")
    assert case.status_code == 200
