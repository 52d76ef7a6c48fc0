"""The one table of personal data says everything that the database holds about people."""

import os
from pathlib import Path

import pytest

from elearn.core.data_groups import IMPERSONAL, Holding
from elearn.core.personal_data import DATA_GROUPS
from elearn.store import tables  # noqa: F401  # makes every table known
from elearn.store.db import db

HOLDINGS = [(group, holding) for group in DATA_GROUPS for holding in group.holdings]


def linked_to_people(table, seen=()):
    """Whether rows of a table lead to a person along foreign keys."""
    if table.name == "people":
        return True
    targets = {key.column.table for key in table.foreign_keys} - {table}
    return any(
        linked_to_people(t, (*seen, table))
        for t in targets
        if t not in seen and t.name not in IMPERSONAL
    )


def test_every_table_about_people_is_in_the_list():
    listed = {holding.table for _group, holding in HOLDINGS}
    about_people = {t.name for t in db.metadata.tables.values() if linked_to_people(t)}
    assert about_people - listed == set()


def test_every_table_is_either_listed_or_impersonal():
    listed = {holding.table for _group, holding in HOLDINGS}
    assert set(db.metadata.tables) - listed - IMPERSONAL == set()


@pytest.mark.parametrize("holding", [h for _g, h in HOLDINGS], ids=lambda h: h.table)
def test_every_listed_column_exists(holding: Holding):
    table = db.metadata.tables[holding.table]
    for name in (*holding.columns, *holding.withheld):
        assert name in table.c
    for name in holding.owner[:1]:
        assert name in table.c


def test_every_column_that_names_a_person_leads_to_an_export():
    missing = []
    for table in db.metadata.tables.values():
        for key in table.foreign_keys:
            if key.column.table.name != "people":
                continue
            owners = {h.owner[0] for _g, h in HOLDINGS if h.table == table.name and h.owner}
            if key.parent.name not in owners:
                missing.append(f"{table.name}.{key.parent.name}")
    assert missing == []


def test_every_column_of_a_person_is_listed():
    listed = {
        name
        for _group, holding in HOLDINGS
        if holding.table == "people"
        for name in (*holding.columns, *holding.withheld)
    }
    assert set(db.metadata.tables["people"].c.keys()) - listed == {"id"}


def test_secrets_are_never_exported():
    exported = {(h.table, c) for _group, h in HOLDINGS for c in h.columns}
    assert not exported & {
        ("people", "password_hash"),
        ("reset_tokens", "token_hash"),
        ("people", "session_epoch"),
    }


@pytest.mark.parametrize("group", DATA_GROUPS, ids=lambda g: g.key)
def test_every_group_says_what_for_who_and_how_long(group):
    assert all((group.title, group.what, group.purpose, group.seen_by, group.kept, group.holdings))


def table_for_docs():
    """The table as docs/operations.md shows it."""
    lines = [
        "| data | what for | who sees it | how long | tables |",
        "| --- | --- | --- | --- | --- |",
    ]
    for group in DATA_GROUPS:
        names = ", ".join(f"`{t}`" for t in dict.fromkeys(h.table for h in group.holdings))
        lines.append(
            f"| {group.title}: {group.what} | {group.purpose} | {group.seen_by} | {group.kept} "
            f"| {names} |"
        )
    return "\n".join(lines)


def test_the_handbook_shows_the_same_table():
    path = Path(__file__).parents[2] / "docs" / "operations.md"
    text = path.read_text(encoding="utf-8")
    before, rest = text.split("<!-- personal data: begin", 1)
    comment, rest = rest.split("-->\n", 1)
    shown, after = rest.split("<!-- personal data: end -->", 1)
    if "UPDATE_DOCS" in os.environ:
        path.write_text(
            f"{before}<!-- personal data: begin{comment}-->\n{table_for_docs()}\n"
            f"<!-- personal data: end -->{after}",
            encoding="utf-8",
            newline="\n",
        )
        return
    assert shown.strip() == table_for_docs(), "run this test with UPDATE_DOCS=1 to write it"
