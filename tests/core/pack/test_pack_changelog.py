"""A CHANGELOG taken apart: a heading a version, paragraphs and list items below it."""

from elearn.core.pack.changelog import Entry, entries

TEXT = """# Changes

Said of all of them.

## 2.0.0 - 2026-12-01

The law has
changed.

- One question
  is new.
- Another one is gone.

### For trainers

See the handbook.

## [v1.0.0] - 2026-11-01

## A heading without a number
"""


def test_each_version_has_its_paragraphs():
    assert entries(TEXT) == (
        Entry(
            "2.0.0",
            (
                "The law has changed.",
                "One question is new.",
                "Another one is gone.",
                "For trainers",
                "See the handbook.",
            ),
        ),
        Entry("1.0.0", ("A heading without a number",)),
    )


def test_nothing_has_no_entries():
    assert entries("") == ()
    assert entries("# Changes\n\nNothing yet.\n") == ()
