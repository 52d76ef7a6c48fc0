"""Machine-readable zones: the specimens of Doc 9303, and those drawn from a seed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quiz_strategies import seeds

from elearn.core.quiz.answers import MrzAnswer, Unreadable, read, to_form, truth
from elearn.core.quiz.draw import paper_question
from elearn.core.quiz.grade import grade
from elearn.core.quiz.kinds.mrz import FIELDS, Mrz, said_by
from elearn.core.quiz.mrz_zone import DIGITS, BadZone, read_zone

SEED = "000102030405060708090a0b0c0d0e0f"
PASSPORT = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)
SMALL = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")
CARD = (
    "I<UTOD231458907<<<<<<<<<<<<<<<",
    "7408122F1204159UTO<<<<<<<<<<<6",
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
)
QUESTION = Mrz(id="z", prompt="Read.", lines=PASSPORT, ask=("number", "birth", "sex", "surname"))


@pytest.mark.parametrize("lines", [PASSPORT, SMALL, CARD])
def test_the_specimens_are_read(lines):
    zone = read_zone(lines)
    assert (zone.surname, zone.given, zone.sex) == ("ERIKSSON", "ANNA MARIA", "f")
    assert (zone.issuer, zone.nationality) == ("UTO", "UTO")
    assert (zone.birth.isoformat(), zone.expiry.isoformat()) == ("2074-08-12", "2012-04-15")
    assert zone.number == ("L898902C3" if lines is PASSPORT else "D23145890")
    assert zone.wrong == ()


@pytest.mark.parametrize(
    ("at", "wrong"),
    [
        (9, ("number", "whole")),
        (19, ("birth", "whole")),
        (27, ("expiry", "whole")),
        (43, ("whole",)),
    ],
)
def test_a_check_digit_that_does_not_fit_is_found(at, wrong):
    second = PASSPORT[1]
    other = str((int(second[at]) + 1) % 10)
    assert read_zone((PASSPORT[0], second[:at] + other + second[at + 1 :])).wrong == wrong


@pytest.mark.parametrize(
    "lines",
    [
        (),
        PASSPORT[:1],
        (PASSPORT[0][:-1], PASSPORT[1]),
        (PASSPORT[0].lower(), PASSPORT[1]),
        (PASSPORT[0], PASSPORT[1].replace("740812", "741312")),
        (PASSPORT[0], PASSPORT[1].replace("F", "Q")),
        (*CARD, CARD[0]),
    ],
)
def test_what_is_no_zone_is_refused(lines):
    with pytest.raises(BadZone):
        read_zone(lines)


@given(st.lists(st.text("AZ09<F", min_size=30, max_size=44), min_size=2, max_size=3))
def test_any_lines_are_a_zone_or_not(lines):
    try:
        zone = read_zone(tuple(lines))
    except BadZone:
        return
    assert set(zone.wrong) <= set(DIGITS)


@given(seeds, st.sampled_from(["passport", "card"]), st.booleans())
def test_a_drawn_zone_is_sound_and_has_at_most_one_flaw(seed, form, flawed):
    question = Mrz(id="z", prompt="Read.", draw=form, flawed=flawed, ask=FIELDS)
    asked = paper_question(question, seed)
    assert asked == paper_question(question, seed)
    zone = read_zone(asked.question.lines)
    assert len(zone.wrong) <= int(flawed)
    right = truth(asked.question)
    assert read(asked.question, asked, to_form(asked, right)) == right
    assert grade(asked.question, right).share == 1


def test_every_flaw_is_drawn_sometimes():
    question = Mrz(id="z", prompt="Read.", draw="card", flawed=True, ask=("wrong",))
    drawn = {
        said_by(paper_question(question, f"{n:032x}").question.lines)["wrong"] for n in range(60)
    }
    assert drawn == {*DIGITS, "none"}


GOLDEN = (
    "P<MKDILSEN<<JULIA<PETRA<<<<<<<<<<<<<<<<<<<<<",
    "ZV83842652MKD5002043F3403255<<<<<<<<<<<<<<02",
)


def test_a_golden_zone_holds_for_ever():
    question = replace(QUESTION, lines=(), draw="passport")
    assert paper_question(question, SEED).question.lines == GOLDEN


@pytest.mark.parametrize(
    ("name", "given_text", "right"),
    [
        ("number", "l898902c3", True),
        ("number", " L898902C3<", True),
        ("number", "L898902C36", False),
        ("birth", "12.08.74", True),
        ("birth", "12.8.1974", True),
        ("birth", "1974-08-12", True),
        ("birth", "12 AUG 1974", True),
        ("birth", "8.12.1974", False),
        ("birth", "12.08.1874", False),
        ("sex", "f", True),
        ("sex", "m", False),
        ("surname", "eriksson", True),
        ("surname", "Anna", False),
    ],
)
def test_a_field_is_right_as_people_write_it(name, given_text, right):
    mark = grade(QUESTION, MrzAnswer(((name, given_text),)))
    assert mark.parts[name] is right
    assert mark.share * 4 == int(right)


def test_a_day_as_the_zone_has_it_is_not_read_yet():
    asked = paper_question(QUESTION, SEED)
    field = next(slot.token for slot in asked.lefts if slot.id == "birth")
    refusal = read(QUESTION, asked, {field: ["740812"]})
    assert isinstance(refusal, Unreadable)
    assert refusal.code == "not-a-day"
