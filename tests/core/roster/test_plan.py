"""What would become of each row: people in reach, out of reach, and likely here already."""

from datetime import date

import pytest

from elearn.core.roster.entries import Entry
from elearn.core.roster.places import Places
from elearn.core.roster.plan import CANNOT_BE_USED, Fate, Known, Planner, Rules, Twins, name_key
from elearn.core.unit_tree import Node

TODAY = date(2026, 11, 23)
EARLIER = date(2024, 1, 1)
NODES = (
    Node(1, "k1", "Граничка полиција", "directorate", "RS", None),
    Node(2, "k2", "Sever", "field-office", "RS", 1),
    Node(3, "k3", "Jug", "field-office", "RS", 1),
    Node(4, "k4", "Stanica", "station", "RS", 2),
    Node(5, "k5", "Stanica", "station", "RS", 3),
)
PLACES = Places(NODES, 1)
ANN = Known(
    1, "ann", "Ana Anić", "ana@example.org", "bp-1", units=((4, EARLIER),), here=True, country="RS"
)
DJ = Known(2, "dj", "Đorđe Petrović", number="bp-2", units=((2, EARLIER),), here=True)
FAR = Known(3, "far", "Fara Away", "far@example.org", closed=True)
FREE = Known(4, "free", "Free Person", "free@example.org")


def fates(*entries, known=(ANN, DJ, FAR, FREE), twins=Twins.SKIP, whole=False):
    planner = Planner(known, PLACES, Rules(TODAY, twins, whole=whole))
    lines = [planner.line(entry) for entry in entries]
    return lines + list(planner.missing(frozenset({1, 2, 3, 4, 5})))


def line(entry, **more):
    return fates(entry, **more)[0]


def test_somebody_new_joins_on_the_day_that_the_file_says():
    found = line(Entry(2, "Nova Novak", number="bp-9", unit="Sever", joined=EARLIER, years=3))
    assert (found.fate, found.unit, found.day) == (Fate.NEW, 2, EARLIER)
    assert found.change == {"name": "Nova Novak", "service_number": "bp-9", "years": 3}


def test_a_row_without_a_unit_goes_into_the_unit_of_the_import():
    assert line(Entry(2, "Nova Novak", number="bp-9")).unit == 1


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("k5", 5),
        ("jug", 3),
        ("Granična policija / Sever", None),
        ("Granicka policija / Sever / Stanica", 4),
        ("Југ > Станица", 5),
        ("Sever\\Stanica", 4),
    ],
)
def test_a_unit_is_named_by_key_name_or_path_in_either_script(text, unit):
    found = line(Entry(2, "Nova Novak", number="bp-9", unit=text))
    assert found.unit == unit
    assert (found.fate is Fate.REFUSED) == (unit is None)


def test_two_units_of_one_name_are_refused_until_the_path_says_which():
    assert line(Entry(2, "Nova Novak", number="bp-9", unit="Stanica")).fate is Fate.REFUSED


def test_the_other_script_changes_nothing():
    assert line(Entry(2, "Ана Анић", number="bp-1", unit="k4")).fate is Fate.SAME


def test_what_the_file_does_not_say_stays():
    found = line(Entry(2, "Ana Anić", number="bp-1", unit="k4", function="Shift leader"))
    assert (found.fate, found.change) == (Fate.CHANGED, {"function": "Shift leader"})


def test_a_chosen_language_stays_and_a_missing_one_is_filled_in():
    known = Known(1, "a", "Ana", "a@example.org", language="sq", units=((4, EARLIER),), here=True)
    row = Entry(2, "Ana", email="a@example.org", unit="k4", language="sr")
    assert line(row, known=[known]).fate is Fate.SAME


def test_a_transfer_ends_where_they_were():
    found = line(Entry(2, "Ana Anić", number="bp-1", unit="Jug", joined=date(2026, 11, 1)))
    assert (found.fate, found.unit, found.ends) == (Fate.MOVED, 3, (4,))
    assert found.day == date(2026, 11, 1)


def test_a_transfer_is_never_dated_before_they_came_to_where_they_are():
    found = line(Entry(2, "Ana Anić", number="bp-1", unit="Jug", joined=date(2023, 1, 1)))
    assert found.day == TODAY


def test_a_number_of_somebody_else_does_not_give_away_their_account():
    assert line(Entry(2, "Petar Perić", number="bp-1")).fate is Fate.REFUSED


def test_whoever_is_out_of_reach_is_refused_without_a_word_about_them():
    for name in ("Fara Away", "Somebody Else"):
        found = line(Entry(2, name, email="far@example.org"))
        assert (found.fate, found.why, found.person, found.key) == (
            Fate.REFUSED,
            (CANNOT_BE_USED,),
            0,
            "",
        )


def test_whoever_belongs_nowhere_joins_under_their_own_name_only_and_is_not_changed():
    found = line(Entry(2, "Free Person", email="free@example.org", country="RS", number="bp-7"))
    assert (found.fate, found.unit, found.ends, found.change) == (Fate.MOVED, 1, (), {})
    wrong = line(Entry(2, "Guessed Name", email="free@example.org"))
    assert (wrong.fate, wrong.why) == (Fate.REFUSED, (CANNOT_BE_USED,))


@pytest.mark.parametrize("name", ["Ђорђе Петровић", "DJORDJE PETROVIC", "Petrović, Đorđe"])
def test_another_spelling_of_a_name_is_likely_the_same_person(name):
    row = Entry(2, name.replace(",", ""), email="dj@example.org", unit="Sever")
    skipped = line(row)
    assert (skipped.fate, skipped.likely) == (Fate.REFUSED, True)
    same = line(row, twins=Twins.SAME)
    assert (same.fate, same.person, same.change) == (Fate.CHANGED, 2, {"email": "dj@example.org"})
    assert line(row, twins=Twins.NEW).fate is Fate.NEW


def test_another_number_is_another_person_and_yet_marked():
    found = line(Entry(2, "Ђорђе Петровић", number="bp-77"))
    assert (found.fate, found.likely) == (Fate.NEW, True)


def test_rows_about_one_person_are_taken_once():
    first, second = fates(
        Entry(2, "Nova Novak", number="bp-9"), Entry(3, "Nova Novak", number="bp-9")
    )
    assert (first.fate, second.fate) == (Fate.NEW, Fate.REFUSED)
    first, second = fates(
        Entry(2, "Nova Novak", number="bp-9"), Entry(3, "Нова Новак", email="nova@example.org")
    )
    assert (second.fate, second.likely) == (Fate.REFUSED, True)


def test_a_number_and_an_address_of_two_people_are_refused():
    row = Entry(2, "Ana Anić", number="bp-2", email="ana@example.org")
    assert line(row).fate is Fate.REFUSED


def test_how_an_administrator_signs_in_is_not_changed():
    chief = Known(1, "c", "Ana", "a@example.org", units=((4, EARLIER),), here=True, higher=True)
    row = Entry(2, "Ana", email="a@example.org", number="bp-9", unit="k4")
    assert line(row, known=[chief]).fate is Fate.REFUSED


def test_who_is_missing_has_left_only_if_the_file_is_the_whole_roster():
    row = Entry(2, "Ana Anić", number="bp-1", unit="k4")
    assert [x.fate for x in fates(row)] == [Fate.SAME]
    found = fates(row, whole=True)
    assert [(x.fate, x.person, x.ends) for x in found[1:]] == [(Fate.LEFT, 2, (2,))]


def test_nobody_leaves_because_their_row_was_refused():
    rows = (
        Entry(2, "Ana Anić", number="bp-1", unit="no such unit"),
        Entry(3, "Đorđe Petrović", faults=("wrong",)),
    )
    assert [x.fate for x in fates(*rows, whole=True)] == [Fate.REFUSED, Fate.REFUSED]


def test_parts_of_a_name_may_stand_in_any_order():
    assert name_key("Петровић Ђорђе") == name_key("Đorđe PETROVIĆ")
