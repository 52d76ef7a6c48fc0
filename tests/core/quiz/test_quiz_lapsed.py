"""Questions whose key rests on lapsed law, and what is left of a quiz without them."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.core.law.register import Instrument, Level, Provision, Register, Verification
from elearn.core.quiz import draw, lapsed
from elearn.core.quiz.lapsed import Closing, KeptLapses, Lapse
from elearn.core.quiz.mark import Verdict
from elearn.core.quiz.model import Bank, BankDraw, Quiz, Section
from elearn.core.quiz.questions import TrueFalse

SURE = Verification(Level.HIGH)
DAY = date(2026, 6, 12)
BEFORE = DAY - timedelta(days=1)


def provision(ref, **dates):
    return Provision(ref=ref, title=ref, **dates)


def instrument(name, *provisions, **dates):
    return Instrument(
        id=name,
        scope="eu",
        type="regulation",
        short=name,
        title=name,
        verification=SURE,
        provisions=provisions,
        **{"applies_from": "2014-01-01", **dates},
    )


REGISTER = Register(
    id="law",
    version="1.0.0",
    checked=DAY,
    judgments={},
    terms={},
    instruments={
        i.id: i
        for i in (
            instrument("dublin", provision("3(1)"), repealed="2026-06-12", repealed_by=("ammr",)),
            instrument("ammr", provision("16"), applies_from="2026-06-12"),
            instrument(
                "code",
                provision("6", until="2026-06-12"),
                provision("6(1)(a)"),
                provision("8"),
                provision("9", until="2026-06"),
                provision("9", from_="2026-06", change="New wording."),
                provision("10", until="2026-03-01"),
            ),
        )
    },
)


@pytest.mark.parametrize(
    ("cite", "since"),
    [
        ("dublin:3(1)", DAY),
        ("dublin", DAY),
        ("dublin:99", DAY),  # the register does not list it, but the whole is repealed
        ("code:6", DAY),
        ("code:6(1)(a)", DAY),  # a paragraph lapses with its article
        ("code:6(5)", DAY),
        ("code:10", date(2026, 3, 1)),
    ],
)
def test_a_key_lapses_on_the_day_of_the_repeal(cite, since):
    assert lapsed.lapse_of((cite,), REGISTER, since) == Lapse(since, (cite,))
    assert lapsed.lapse_of((cite,), REGISTER, since - timedelta(days=1)) is None


@pytest.mark.parametrize("cite", ["code:8", "code", "code:9", "ammr:16", "nowhere:1", "code:77"])
def test_law_that_applies_changed_or_unknown_law_has_not_lapsed(cite):
    assert lapsed.lapse_of((cite,), REGISTER, DAY) is None
    assert lapsed.lapse_of((cite,), REGISTER, date(2030, 1, 1)) is None


def test_law_that_does_not_apply_yet_has_not_lapsed():
    assert lapsed.lapse_of(("ammr:16",), REGISTER, BEFORE) is None


def test_of_several_the_first_that_lapses_counts():
    cites = ("code:8", "dublin:3(1)", "code:10")
    assert lapsed.lapse_of(cites, REGISTER, BEFORE) == Lapse(date(2026, 3, 1), ("code:10",))
    assert lapsed.lapse_of(cites, REGISTER, DAY) == Lapse(
        date(2026, 3, 1), ("dublin:3(1)", "code:10")
    )


def test_lapses_are_told_by_question():
    bases = {"q-old": ("dublin",), "q-new": ("ammr",)}
    assert lapsed.lapses_of(bases, REGISTER, DAY) == {"q-old": Lapse(DAY, ("dublin",))}


def question(name, tags=()):
    return TrueFalse(id=name, prompt="So it is.", answer=True, tags=tags)


def quiz(own=0, **more):
    questions = tuple(question(f"q-{n}") for n in range(own))
    return Quiz(id="quiz", title="Quiz", minutes=5, questions=questions, **more)


def bank(size, name="bank", tags=()):
    return Bank(
        id=name, title=name, questions=tuple(question(f"{name}-{n}", tags) for n in range(size))
    )


def gone(*names, since=DAY):
    return {name: Lapse(since, ("dublin",)) for name in names}


def test_a_quiz_that_nothing_lapsed_of_is_whole():
    found = lapsed.what_is_left(quiz(5), (), gone("elsewhere"), 60)
    assert found == lapsed.WHOLE
    assert found.since_when is None


def test_a_fixed_quiz_stays_open_down_to_the_minimum():
    three = lapsed.what_is_left(quiz(5), (), gone("q-0", "q-1"), 60)
    assert (three.out, three.closing) == (2, None)
    two = lapsed.what_is_left(quiz(5), (), gone("q-0", "q-1", "q-2"), 60)
    assert (two.out, two.closing, two.since) == (3, Closing.MINIMUM, DAY)
    assert two.since_when == datetime(2026, 6, 12, tzinfo=UTC)


def test_a_quiz_of_which_nothing_is_left_is_closed_whatever_the_minimum():
    assert lapsed.what_is_left(quiz(1), (), gone("q-0"), 1).closing is Closing.MINIMUM


def test_it_closed_on_the_day_of_the_last_straw():
    lapses = gone("q-0", since=date(2026, 1, 1)) | gone("q-1", "q-2")
    lapses |= gone("q-3", since=date(2026, 9, 1))
    assert lapsed.what_is_left(quiz(5), (), lapses, 60).since == DAY


def test_a_draw_is_filled_from_what_is_left_or_closes_the_quiz():
    drawing = quiz(draw=(BankDraw("bank", 3),))
    held = bank(5)
    enough = lapsed.what_is_left(drawing, (held,), gone("bank-0", "bank-1"), 60)
    assert (enough.closing, enough.out, len(enough.lapsed)) == (None, 0, 2)
    short = lapsed.what_is_left(drawing, (held,), gone("bank-0", "bank-1", "bank-2"), 60)
    assert short.closing is Closing.BLUEPRINT


def test_rules_that_share_questions_are_looked_at_together():
    held = (
        Bank(id="bank", title="B", questions=(question("a", ("x",)), question("b", ("x", "y")))),
    )
    both = quiz(draw=(BankDraw("bank", 1, tags=("x",)), BankDraw("bank", 1, tags=("y",))))
    assert lapsed.what_is_left(both, held, {}, 60) == lapsed.WHOLE
    assert lapsed.what_is_left(both, held, gone("a"), 60).closing is Closing.BLUEPRINT


def test_a_bank_that_was_short_before_is_not_closed_for_what_was_missing_anyway():
    drawing = quiz(4, draw=(BankDraw("bank", 9),))
    left = lapsed.what_is_left(drawing, (bank(2),), gone("q-0"), 60)
    assert left.closing is None


def test_a_section_that_asks_nothing_any_more_is_no_reason_to_close():
    parts = (
        Section(id="one", title="One", questions=(question("a"),)),
        Section(id="two", title="Two", questions=(question("b"), question("c"))),
    )
    in_parts = Quiz(id="quiz", title="Quiz", minutes=5, questions=(), sections=parts)
    left = lapsed.what_is_left(in_parts, (), gone("a"), 60)
    assert (left.out, left.closing) == (1, None)


MIDNIGHT = datetime(2026, 6, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("answered", "expected"),
    [
        ({}, {"q-0"}),
        ({"q-0": MIDNIGHT - timedelta(seconds=1)}, set()),
        ({"q-0": MIDNIGHT}, {"q-0"}),
    ],
)
def test_an_answer_is_judged_by_the_law_of_its_day(answered, expected):
    ended = MIDNIGHT + timedelta(hours=9)
    assert lapsed.unmarked(["q-0", "q-1"], gone("q-0"), answered, ended) == expected


def test_what_ended_before_the_day_is_marked_throughout():
    assert lapsed.unmarked(["q-0"], gone("q-0"), {}, MIDNIGHT - timedelta(seconds=1)) == frozenset()


def test_a_lapsed_question_is_worth_nothing_of_nothing():
    mark = lapsed.LAPSED
    assert (mark.points, mark.out_of, mark.verdict) == (Fraction(0), 0, Verdict.LAPSED)


SLUGS = st.frozensets(st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True), max_size=4)


@given(SLUGS, SLUGS)
def test_what_is_kept_comes_back(left_out, unmarked):
    kept = KeptLapses(left_out, unmarked)
    assert KeptLapses.from_text(kept.to_text()) == kept
    assert (kept.to_text() is None) == (not left_out and not unmarked)


@given(st.integers(0, 5), st.frozensets(st.integers(0, 11)), st.integers(0, 2**32))
def test_no_paper_asks_what_lapsed_and_a_whole_one_is_as_it_was(count, out, seed_number):
    held, seed = bank(6), f"{seed_number:032x}"
    asked = quiz(6, draw=(BankDraw("bank", count),) if count else ())
    lapses = {f"q-{n}" if n < 6 else f"bank-{n - 6}" for n in out}
    drawn = draw.drawn_for(asked, (held,), seed, {}, lapsed=lapses)
    paper = draw.paper(asked, (held,), seed, drawn=drawn, left_out=lapses)
    names = [one.question.id for one in paper.questions]
    assert not lapses & set(names)
    left_in_bank = 6 - sum(name.startswith("bank") for name in lapses)
    assert len(names) == 6 - sum(n < 6 for n in out) + min(count, left_in_bank)
    assert draw.paper(asked, (held,), seed, drawn=drawn, left_out=lapses) == paper
    whole = draw.paper(asked, (held,), seed)
    again = draw.drawn_for(asked, (held,), seed, {}, lapsed=())
    assert draw.paper(asked, (held,), seed, drawn=again, left_out=()) == whole
