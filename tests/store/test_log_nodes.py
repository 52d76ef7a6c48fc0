"""Hashes of the log's tree are found by the index, however large the log is."""

import re

from sqlalchemy import event

from elearn.store import record_log
from elearn.store.db import db


def test_places_of_several_levels_are_asked_for_at_once_and_found_by_the_index(app_on_sqlite):
    plans = []

    def look(connection, _cursor, statement, parameters, *_more):
        if "log_nodes" in statement:
            cursor = connection.connection.driver_connection.cursor()
            cursor.execute("EXPLAIN QUERY PLAN " + statement, parameters)
            plans.append([row[3] for row in cursor.fetchall()])

    event.listen(db.engine, "before_cursor_execute", look)
    try:
        found = record_log.nodes([(0, 7), (0, 9), (3, 1), (20, 4)])
    finally:
        event.remove(db.engine, "before_cursor_execute", look)
    assert found == {}
    (plan,) = plans
    assert not any(step.startswith("SCAN log_nodes") for step in plan)
    assert any(re.search(r"SEARCH log_nodes .*level=\? AND number=\?", step) for step in plan)
