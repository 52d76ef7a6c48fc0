"""Commits reach the disk before they are acknowledged, many with one write."""

import os
import sqlite3
import threading
import time

import pytest
from sqlalchemy import text

from elearn.store import db as store_db
from elearn.store import group_sync
from elearn.store.db import begin_write, db
from elearn.store.group_sync import GroupSync


@pytest.fixture
def log(tmp_path):
    (tmp_path / "x.sqlite-wal").write_bytes(b"frames")
    return GroupSync(str(tmp_path / "x.sqlite"))


def test_those_who_come_while_one_writes_wait_for_the_next_and_share_it(log, monkeypatch):
    writes = []
    first, go = threading.Event(), threading.Event()

    def slow(_fd):
        writes.append(len(writes))
        if len(writes) == 1:
            first.set()
            go.wait(10)

    monkeypatch.setattr(group_sync.os, "fsync", slow)
    leader = threading.Thread(target=log.sync)
    leader.start()
    assert first.wait(10)
    others = [threading.Thread(target=log.sync) for _ in range(20)]
    for one in others:
        one.start()
    time.sleep(0.1)
    assert writes == [0]
    assert all(one.is_alive() for one in others)
    go.set()
    for one in (leader, *others):
        one.join(10)
        assert not one.is_alive()
    assert len(writes) in (2, 3)


def test_a_write_that_fails_is_told_and_the_next_one_tries_again(log, monkeypatch):
    real = os.fsync
    fails = [OSError(5, "the disk is gone")]

    def fsync(fd):
        if fails:
            raise fails.pop()
        real(fd)

    monkeypatch.setattr(group_sync.os, "fsync", fsync)
    with pytest.raises(OSError, match="gone"):
        log.sync()
    log.sync()


def test_a_log_that_was_taken_into_the_database_needs_no_write(tmp_path):
    GroupSync(str(tmp_path / "none.sqlite")).sync()


def test_each_commit_that_wrote_waits_for_the_disk_and_reading_does_not(app, monkeypatch):
    written = []

    class Log:
        def sync(self):
            other = sqlite3.connect(db.engine.url.database)
            written.append(other.execute("SELECT count(*) FROM units").fetchone()[0])
            other.execute("BEGIN IMMEDIATE").close()  # the next writer need not wait for the disk
            other.close()

    monkeypatch.setitem(store_db._logs, db.engine, Log())
    begin_write()
    db.session.execute(
        text(
            "INSERT INTO units (key, name, kind, country, created_at) "
            "VALUES ('k', 'n', 'station', 'BA', '2026-01-01')"
        )
    )
    db.session.commit()
    assert written == [1]
    begin_write()
    db.session.rollback()
    db.session.execute(text("SELECT 1"))
    db.session.commit()
    assert written == [1]
