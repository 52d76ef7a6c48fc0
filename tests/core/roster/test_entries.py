"""How the values of a row are read, and which columns hold what."""

from datetime import date

import pytest

from elearn.core.roster.columns import HEADINGS, Field, can_be_read, guess
from elearn.core.roster.entries import read

TODAY = date(2026, 11, 23)


def value(field, text):
    mapping = (Field.NAME, Field.NUMBER, field)
    return read(2, ("Ana Anić", "BP 1", text), mapping, TODAY)


@pytest.mark.parametrize(
    ("field", "text", "kept"),
    [
        (Field.SEX, "Ж", "f"),
        (Field.SEX, "muški", "m"),
        (Field.SEX, "Femër", "f"),
        (Field.LANGUAGE, "Српски", "sr"),
        (Field.LANGUAGE, "shqip", "sq"),
        (Field.COUNTRY, "Bosna i Hercegovina", "BA"),
        (Field.COUNTRY, "Северна Македонија", "MK"),
        (Field.COUNTRY, "xk", "XK"),
        (Field.JOINED, "1. 2. 2020.", date(2020, 2, 1)),
        (Field.JOINED, "2020-02-01", date(2020, 2, 1)),
        (Field.JOINED, "01/02/2020", date(2020, 2, 1)),
        (Field.YEARS, "7,5", 7),
        (Field.YEARS, "0", 0),
        (Field.EMAIL, "mailto:ANA@example.org", "ana@example.org"),
    ],
)
def test_values_are_read_as_offices_write_them(field, text, kept):
    entry = value(field, text)
    assert entry.faults == ()
    assert getattr(entry, field.value) == kept


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (Field.SEX, "q"),
        (Field.LANGUAGE, "klingon"),
        (Field.COUNTRY, "Atlantis"),
        (Field.JOINED, "31.02.2020"),
        (Field.JOINED, "01.02.20"),
        (Field.JOINED, "2031-01-01"),
        (Field.YEARS, "many"),
        (Field.YEARS, "99"),
        (Field.EMAIL, "nobody"),
        (Field.FUNCTION, "x" * 101),
    ],
)
def test_what_cannot_be_used_is_said(field, text):
    assert len(value(field, text).faults) == 1


def test_every_fault_of_a_row_is_said_at_once():
    mapping = (Field.NAME, Field.EMAIL, Field.SEX)
    assert len(read(2, ("", "x", "q"), mapping, TODAY).faults) == 3


def test_an_empty_row_is_nobody():
    assert read(2, (" ", ""), (Field.NAME, Field.NUMBER), TODAY) is None


def test_a_name_in_two_columns_or_the_other_way_round():
    mapping = (Field.FAMILY, Field.GIVEN, Field.NUMBER)
    assert read(2, ("Anić", "Ana", "bp-1"), mapping, TODAY).name == "Ana Anić"
    assert read(2, ("Anić, Ana", "bp-1"), (Field.NAME, Field.NUMBER), TODAY).name == "Ana Anić"


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        (["Ime", "Prezime", "Broj značke"], [Field.GIVEN, Field.FAMILY, Field.NUMBER]),
        (["Ime", "E-pošta"], [Field.NAME, Field.EMAIL]),
        (["Име и презиме", "Службен број"], [Field.NAME, Field.NUMBER]),
        (["Emri", "Mbiemri", "Njësia"], [Field.GIVEN, Field.FAMILY, Field.UNIT]),
        (["NAME *", "Service number:", "?"], [Field.NAME, Field.NUMBER, None]),
        (["Name", "Full name"], [Field.NAME, None]),
    ],
)
def test_headings_are_recognised_in_every_language(headings, fields):
    assert list(guess(headings, ())) == fields


def test_headings_of_a_template_in_another_language_are_known():
    assert guess(["Nimi"], [("Nimi", Field.NAME)]) == (Field.NAME,)
    assert guess([str(text) for text in HEADINGS.values()], ()) == tuple(HEADINGS)


def test_a_roster_needs_a_name_and_something_to_sign_in_with():
    assert can_be_read([Field.GIVEN, Field.FAMILY, Field.EMAIL])
    assert not can_be_read([Field.GIVEN, Field.EMAIL])
    assert not can_be_read([Field.NAME, Field.UNIT])
