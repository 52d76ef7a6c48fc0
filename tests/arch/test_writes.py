"""When pages may write, and when they may not."""

import pytest
import walk
from flask import before_render_template
from sqlalchemy import event
from walk import addresses, everybody, rules

from elearn.store.db import db

LOOKS_AND_GUESSES = ("looks", "look_people", "sign_in_guards")


@pytest.fixture
def every(app, cast, client_for, now):
    """The browser of somebody who holds every role, and what there is to be found."""
    person = everybody(cast)["every"]
    known = walk.world(cast, now, person)
    return client_for(person), known


def visit(app, every, before):
    """Open every page there is; `before` is told the address."""
    browser, known = every
    for rule in rules(app, "GET"):
        for address in addresses(rule, known, ()):
            before(address)
            browser.get(address)


def test_no_page_is_rendered_while_the_database_is_held_for_writing(app, every):
    found, address = set(), [""]

    def look(_app, template, **_more):
        if db.session().info.get("writing"):
            found.add((address[0], template.name))

    with before_render_template.connected_to(look, app):
        visit(app, every, lambda to: address.__setitem__(0, to))
    assert found == set()


def test_a_page_writes_nothing_but_who_looked_and_who_guessed(app, every):
    found, address = set(), [""]

    def look(_connection, _cursor, statement, *_more):
        words = statement.split()
        table = {"INSERT": 2, "UPDATE": 1, "DELETE": 2}.get(words[0].upper())
        if table is not None and words[table].strip('"') not in LOOKS_AND_GUESSES:
            found.add((address[0], " ".join(words[: table + 1])))

    event.listen(db.engine, "before_cursor_execute", look)
    try:
        visit(app, every, lambda to: address.__setitem__(0, to))
    finally:
        event.remove(db.engine, "before_cursor_execute", look)
    assert found == set()
