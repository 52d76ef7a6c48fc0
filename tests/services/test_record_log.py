"""The log of record digests: each record is in it once, heads are signed, every change is found."""

import threading

import learning
import make
import pytest
from sqlalchemy import text

from elearn.core.errors import BadInput, NotFound
from elearn.core.learning import merkle
from elearn.core.learning import record as core
from elearn.services import enrolments, keys, lessons, record_log
from elearn.services.keys import KeyUnusable, Purpose
from elearn.services.transaction import transaction
from elearn.store import key_files
from elearn.store.db import begin_write, db
from elearn.store.tables.record_log import LogEntry
from elearn.store.tables.records import RecordRow


def complete(person, now):
    """Somebody reads all of the course `pages`, and so gets a record."""
    actor = make.actor(person)
    enrolments.enrol(actor, "pages", now=now)
    for lesson in ("first", "second"):
        lessons.finish_lesson(actor, "pages", lesson, now=now)
    db.session.commit()


@pytest.fixture
def course(app, now):
    """The course `pages`, published."""
    learning.publish("pages", now)


@pytest.fixture
def records(course, cast, now):
    """Seven records, and two heads."""
    people = [cast.ann, cast.ben, *(make.person(f"Person {n}") for n in range(5))]
    for number, person in enumerate(people):
        complete(person, now)
        if number in (2, 6):
            record_log.sign_head(now=now)
            db.session.commit()
    return db.session.query(RecordRow).order_by(RecordRow.id).all()


def test_each_record_is_in_the_log_once_and_signed(records):
    entries = record_log.entries(0)
    assert [e.digest for e in entries] == [r.digest for r in records]
    (key,) = [k for k in keys.every() if k.purpose == "record"]
    for record in records:
        signed = core.statement(record.commitments, record.digest)
        assert record.kid == key.kid
        assert keys.holds(key, signed, record.signature)
        assert not keys.holds(key, signed + b" ", record.signature)


def test_a_head_is_signed_once_for_a_size(records, now):
    head = record_log.newest_head()
    assert head.size == 7
    assert record_log.sign_head(now=now) == head
    (key,) = [k for k in keys.every() if k.purpose == "log"]
    assert keys.holds(key, record_log.statement(7, head.root, head.at), head.signature)


def test_every_record_is_proved_to_be_in_the_logs_that_were_signed(records):
    for head in record_log.heads():
        for number, record in enumerate(records[: head.size]):
            proof = record_log.inclusion(record.digest, head.size)
            path = [bytes.fromhex(h) for h in proof.hashes]
            leaf = merkle.leaf_hash(bytes.fromhex(record.digest))
            assert proof.number == number
            root = bytes.fromhex(head.root)
            assert merkle.verify_inclusion(leaf, number, head.size, path, root)


def test_the_log_of_today_begins_with_the_one_of_before(records):
    newest, oldest = record_log.heads()
    path = [bytes.fromhex(h) for h in record_log.consistency(3, 7).hashes]
    roots = bytes.fromhex(oldest.root), bytes.fromhex(newest.root)
    assert merkle.verify_consistency(3, 7, path, *roots)


@pytest.mark.parametrize(("digest", "size"), [("0" * 64, 7), ("", 7), (None, 0), (None, 8)])
def test_what_is_not_in_the_log_is_not_proved(records, digest, size):
    with pytest.raises(NotFound):
        record_log.inclusion(records[0].digest if digest is None else digest, size)
    with pytest.raises(NotFound):
        record_log.consistency(0, 7)
    with pytest.raises(NotFound):
        record_log.consistency(3, 8)


def test_an_untouched_log_passes_the_audit(records):
    assert record_log.audit() is None


TAMPERINGS = {
    "UPDATE records SET digest = 'aa' || substr(digest, 3) WHERE id = :third": "another digest",
    "UPDATE log_entries SET digest = 'aa' || substr(digest, 3) WHERE number = 2": "another digest",
    "UPDATE log_nodes SET hash = zeroblob(32) WHERE level = 0 AND number = 2": "does not fit",
    "UPDATE log_nodes SET hash = zeroblob(32) WHERE level = 2 AND number = 0": "does not fit",
    "DELETE FROM log_nodes WHERE level = 1 AND number = 1": "does not fit",
    "DELETE FROM log_entries WHERE number = 2": "is missing",
    "DELETE FROM log_entries WHERE number = 6": "is missing",
    "UPDATE log_size SET entries = 6": "a head of more",
    "UPDATE log_heads SET root = 'aa' || substr(root, 3) WHERE size = 3": "another root",
    "UPDATE log_heads SET signature = 'AA' || substr(signature, 3)": "does not hold",
    "UPDATE log_heads SET at = '2020-01-01 00:00:00'": "does not hold",
    "DELETE FROM signing_keys WHERE purpose = 'log'": "does not hold",
}


@pytest.mark.parametrize(("statement", "why"), TAMPERINGS.items())
def test_the_audit_names_what_was_changed(records, statement, why):
    with db.engine.begin() as connection:
        connection.execute(text("PRAGMA foreign_keys=OFF"))
        wanted = {"third": records[2].id} if ":third" in statement else {}
        assert connection.execute(text(statement), wanted).rowcount
    db.session.expire_all()
    found = record_log.audit()
    assert found is not None
    assert why in found.what


def test_two_entries_that_changed_places_do_not_pass(records):
    with db.engine.begin() as connection:
        for number, other in ((1, 100), (2, 1), (100, 2)):
            connection.execute(
                text("UPDATE log_entries SET number = :other WHERE number = :number"),
                {"number": number, "other": other},
            )
    assert record_log.audit().number == 1


def test_a_record_outside_the_log_is_found_and_taken_in(records, cast):
    make.record(cast.cy, records[0].version_id)
    assert "not in the log" in record_log.audit().what
    begin_write()
    assert record_log.append_missing() == 1
    db.session.commit()
    assert record_log.audit() is None
    assert db.session.query(LogEntry).count() == 8


def test_a_new_key_signs_and_what_the_old_one_signed_stays_good(records, now):
    old = record_log.newest_head()
    kid = keys.new(Purpose.LOG, now=now)
    make.record(make.person("One More"), records[0].version_id)
    begin_write()
    record_log.append_missing()
    head = record_log.sign_head(now=now)
    db.session.commit()
    assert head.kid == kid != old.kid
    assert record_log.audit() is None


def test_a_revoked_key_is_named_with_its_reason_and_signs_no_more(records, now):
    kid = record_log.newest_head().kid
    with pytest.raises(BadInput):
        keys.revoke(kid, "  ", now=now)
    keys.revoke(kid, "The disk was stolen.", now=now)
    with pytest.raises(NotFound):
        keys.revoke(kid, "Again.", now=now)
    (revoked,) = [k for k in keys.every() if k.revoked_at]
    assert revoked.reason == "The disk was stolen."
    assert keys.sign(Purpose.LOG, b"x", now=now).kid != kid


def test_a_key_that_others_can_read_is_not_used(records, now):
    kid = record_log.newest_head().kid
    key_files.path_of(kid).chmod(0o644)
    begin_write()
    with pytest.raises(KeyUnusable, match="chmod 600"):
        keys.sign(Purpose.LOG, b"x", now=now)
    key_files.path_of(kid).unlink()
    with pytest.raises(KeyUnusable, match="backup"):
        keys.sign(Purpose.LOG, b"x", now=now)


@pytest.mark.parametrize(
    "kind", ["app", pytest.param("app_on_postgresql", marks=pytest.mark.postgresql)]
)
def test_fifty_completions_at_once_make_one_record_and_one_entry(kind, request, now):
    app = request.getfixturevalue(kind)
    learning.publish("pages", now)
    actor = make.actor(make.person("Ann At Once"))
    enrolments.enrol(actor, "pages", now=now)
    lessons.finish_lesson(actor, "pages", "first", now=now)
    db.session.commit()
    start, faults = threading.Barrier(50), []

    def finish():
        with app.app_context():
            start.wait()
            try:
                with transaction():
                    lessons.finish_lesson(actor, "pages", "second", now=now)
            except Exception as fault:  # noqa: BLE001  # whatever goes wrong is reported below
                faults.append(fault)

    threads = [threading.Thread(target=finish) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    assert faults == []
    assert db.session.query(RecordRow).count() == 1
    assert [e.number for e in record_log.entries(0)] == [0]
    assert record_log.audit() is None


@pytest.mark.parametrize(
    "kind", ["app", pytest.param("app_on_postgresql", marks=pytest.mark.postgresql)]
)
def test_people_who_complete_at_once_get_numbers_without_gaps(kind, request, now):
    app = request.getfixturevalue(kind)
    learning.publish("pages", now)
    people = [make.person(f"Person {n}") for n in range(12)]
    start = threading.Barrier(len(people))

    def finish(person):
        with app.app_context():
            start.wait()
            for step in (
                lambda: enrolments.enrol(make.actor(person), "pages", now=now),
                lambda: lessons.finish_lesson(make.actor(person), "pages", "first", now=now),
                lambda: lessons.finish_lesson(make.actor(person), "pages", "second", now=now),
            ):
                with transaction():
                    step()

    threads = [threading.Thread(target=finish, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    assert [e.number for e in record_log.entries(0)] == list(range(12))
    assert record_log.audit() is None
