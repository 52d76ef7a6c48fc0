"""Learners' pages walk through no table that grows with people: SQLite says how it finds rows."""

import re

import pytest
import walk
from sqlalchemy import event
from walk import addresses, everybody, rules

from elearn.store.db import db

GROWING = {
    "people",
    "enrolments",
    "events",
    "item_states",
    "attempts",
    "answers",
    "marks",
    "case_steps",
    "log_entries",
    "log_nodes",
    "records",
    "record_secrets",
    "record_statuses",
    "written_answers",
    "looks",
    "look_people",
}
AUDIENCES = (
    "public.",
    "learner.",
    "account.",
    "alumni.",
    "author.marking",
    "institution.own_looks",
)
RARE = {"account.export"}  # everything about one person, a few times in their life


@pytest.fixture
def every(app, cast, client_for, now):
    """The browser of somebody who holds every role, and what there is to be found."""
    person = everybody(cast)["every"]
    known = walk.world(cast, now, person)
    return client_for(person), known


def scanned(connection, statement, parameters):
    """The tables that SQLite would read from end to end for that statement."""
    cursor = connection.connection.driver_connection.cursor()
    cursor.execute("EXPLAIN QUERY PLAN " + statement, parameters)
    steps = (re.match(r"SCAN (\w+)", row[3]) for row in cursor.fetchall())
    return {step[1] for step in steps if step}


def test_pages_of_learners_scan_no_table_that_grows(app, every):
    browser, known = every
    found, address = set(), [""]

    def look(connection, _cursor, statement, parameters, *_more):
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            tables = scanned(connection, statement, parameters) & GROWING
            found.update((address[0], table, statement) for table in tables)

    assert set(db.metadata.tables) >= GROWING
    event.listen(db.engine, "before_cursor_execute", look)
    try:
        for rule in rules(app, "GET"):
            if not rule.endpoint.startswith(AUDIENCES) or rule.endpoint in RARE:
                continue
            for to in addresses(rule, known, ()):
                address[0] = to
                assert browser.get(to).status_code < 500
    finally:
        event.remove(db.engine, "before_cursor_execute", look)
    assert found == set()
