"""What the verify page needs: codes that notice slips, how a record stands, whose name it is."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.core.learning.standing import Dates, Status, name_matches, status, valid_until
from elearn.core.learning.verify_code import BadCode, code_hash, make_code, read_code, show_code

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
random_bytes = st.binary(min_size=10, max_size=10)
TODAY = date(2026, 11, 23)
GOLDEN_CODE = "000G-40R4-0M30-E209-Y"
GOLDEN_HASH = "ac05014fcec90647783e1643395a6d8f69b854abde12da48a593bd6af51177c2"


def is_refused(text: str) -> bool:
    try:
        read_code(text)
    except BadCode:
        return True
    return False


def test_a_known_code_stays_the_same():
    code = make_code(bytes(range(10)))
    assert show_code(code) == GOLDEN_CODE
    assert code_hash(code) == GOLDEN_HASH
    assert int.from_bytes(bytes(range(10)), "big") % 37 == (ALPHABET + "*~$=U").index(code[-1])


@given(random_bytes)
def test_a_code_is_read_back_however_it_is_typed(raw):
    code = make_code(raw)
    shown = show_code(code)
    assert len(shown) == 21
    assert read_code(code) == read_code(shown) == read_code(shown.lower()) == code
    sloppy = shown.replace("-", " – ").replace("0", "o").replace("1", "l")
    assert read_code(f"\u00a0{sloppy}\n") == code
    assert read_code(shown.translate(str.maketrans("ABCEHKMPTX01", "АВСЕНКМРТХОІ"))) == code


@given(random_bytes, st.integers(0, 15), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(raw, place, character):
    code = make_code(raw)
    wrong = code[:place] + character + code[place + 1 :]
    assert is_refused(wrong) == (wrong != code)


@given(random_bytes, st.sampled_from(ALPHABET + "*~$=U"))
def test_a_wrong_check_character_is_noticed(raw, check):
    code = make_code(raw)
    assert is_refused(code[:-1] + check) == (check != code[-1])


@given(random_bytes, st.integers(0, 15))
def test_two_neighbours_swapped_are_noticed(raw, place):
    code = make_code(raw)
    a, b = code[place], code[place + 1]
    swapped = code[:place] + b + a + code[place + 2 :]
    assert is_refused(swapped) == (a != b)


@given(st.text(max_size=80))
def test_any_text_is_a_code_or_is_refused(text):
    assert is_refused(text) or read_code(read_code(text)) == read_code(text)


@pytest.mark.parametrize(
    "text", ["", "0", "0" * 16, "0" * 18, "U" * 17, "0" * 17 + " " * 60, "ß" * 9]
)
def test_what_is_no_code_is_refused(text):
    assert is_refused(text)


def test_a_code_is_made_of_ten_bytes():
    with pytest.raises(ValueError, match="10 bytes"):
        make_code(b"short")


@pytest.mark.parametrize(
    ("dates", "revoked", "superseded", "expected"),
    [
        (None, False, False, Status.UNKNOWN),
        (Dates(TODAY), False, False, Status.VALID),
        (Dates(TODAY, TODAY), False, False, Status.VALID),
        (Dates(TODAY, TODAY - timedelta(days=1)), False, False, Status.EXPIRED),
        (Dates(TODAY, TODAY - timedelta(days=1)), False, True, Status.SUPERSEDED),
        (Dates(TODAY), True, True, Status.REVOKED),
    ],
)
def test_the_gravest_standing_is_said(dates, revoked, superseded, expected):
    assert status(dates, revoked=revoked, superseded=superseded, today=TODAY) is expected


@pytest.mark.parametrize(
    ("issued", "months", "last"),
    [
        (TODAY, None, None),
        (TODAY, 24, date(2028, 11, 23)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
    ],
)
def test_a_record_holds_for_whole_months(issued, months, last):
    assert valid_until(issued, months) == last


def test_a_record_that_holds_for_no_time_is_refused():
    with pytest.raises(ValueError, match="month"):
        valid_until(TODAY, 0)


@pytest.mark.parametrize(
    "entered",
    [
        "Đorđe Petrović-Nikolić",
        "Ђорђе Петровић Николић",
        "PETROVIĆ NIKOLIĆ, ĐORĐE",
        "petrovic nikolic djordje",
        "  Djordje   Petrovic-Nikolic ",
    ],
)
def test_a_name_matches_in_any_script_order_and_spelling(entered):
    assert name_matches(entered, "Đorđe Petrović-Nikolić")
    assert name_matches("Đorđe Petrović-Nikolić", entered)


@pytest.mark.parametrize("entered", ["", "  ", "-", "Đorđe", "Đorđe Petrović", "Đ" * 201])
def test_a_part_of_a_name_or_none_does_not_match(entered):
    assert not name_matches(entered, "Đorđe Petrović-Nikolić")


def test_nothing_matches_a_name_that_was_erased():
    assert not name_matches("", "")
    assert not name_matches("\ud800", "Ана")
