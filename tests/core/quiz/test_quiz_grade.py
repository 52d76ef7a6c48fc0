"""Marks and scores: exact, within bounds, and never better for ticking everything."""

import time
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from quiz_strategies import hotspots, make_course, make_quiz, multiples, questions, seeds

from elearn.core.pack.model import Course, Quiz
from elearn.core.pack.parse import parse
from elearn.core.quiz.answers import (
    Answer,
    BlankAnswer,
    CalculationAnswer,
    CategoriseAnswer,
    ClozeAnswer,
    HotspotAnswer,
    MatchingAnswer,
    MatrixAnswer,
    MrzAnswer,
    MultipleAnswer,
    NumericAnswer,
    OrderingAnswer,
    SingleAnswer,
    TextAnswer,
    TrueFalseAnswer,
    truth,
)
from elearn.core.quiz.draw import paper, paper_question
from elearn.core.quiz.grade import GRADER_VERSION, AnswerDoesNotFit, Verdict, grade
from elearn.core.quiz.kinds.cloze import Gap
from elearn.core.quiz.kinds.matrix import Row
from elearn.core.quiz.questions import (
    Calculation,
    Categorise,
    Cloze,
    Credit,
    Entry,
    Extended,
    Hotspot,
    Matching,
    Matrix,
    Mrz,
    Multiple,
    Numeric,
    Option,
    Ordering,
    Pair,
    Question,
    ShortText,
    Single,
    TrueFalse,
)
from elearn.core.quiz.response import Response
from elearn.core.quiz.score import marks, score
from elearn.store import pack_files

THREE_OF_FIVE = Multiple(
    id="m",
    prompt="?",
    points=6,
    options=tuple(Option(i, i, i in "abc", "Note." if i in "ad" else "") for i in "abcde"),
)
MATCHING = Matching(
    id="p",
    prompt="?",
    pairs=(Pair("a", "A", "Stop"), Pair("b", "B", "Go"), Pair("c", "C", "Stop")),
    extra=(Entry("x", "Wait"),),
)
ORDERING = Ordering(id="o", prompt="?", items=tuple(Entry(i, i.upper()) for i in "abcd"))


def in_gap(gap: Gap) -> st.SearchStrategy[str]:
    if gap.options:
        return st.sampled_from([option.id for option in gap.options])
    return st.text(min_size=1, max_size=20) | st.integers().map(str)


@st.composite
def answers_to(draw: st.DrawFn, question: Question) -> Answer:  # noqa: C901, PLR0911, PLR0912 - one a kind
    match question:
        case Single():
            return SingleAnswer(draw(st.sampled_from([o.id for o in question.options])))
        case Multiple():
            ids = st.sampled_from([o.id for o in question.options])
            return MultipleAnswer(draw(st.frozensets(ids, min_size=1)))
        case TrueFalse():
            return TrueFalseAnswer(draw(st.booleans()))
        case Matching():
            lefts = st.sampled_from([p.id for p in question.pairs])
            rights = st.sampled_from([r.id for r in (*question.pairs, *question.extra)])
            pairs = draw(st.dictionaries(lefts, rights, min_size=1))
            return MatchingAnswer(tuple(sorted(pairs.items())))
        case Ordering():
            return OrderingAnswer(tuple(draw(st.permutations([i.id for i in question.items]))))
        case Numeric():
            return NumericAnswer(draw(st.fractions(max_denominator=10**6)), "")
        case ShortText():
            return TextAnswer(draw(st.text(min_size=1, max_size=20)))
        case Matrix():
            rows = st.sampled_from([r.id for r in question.rows])
            most = len(question.columns) if question.several else 1
            columns = st.lists(
                st.sampled_from([c.id for c in question.columns]),
                min_size=1,
                max_size=most,
                unique=True,
            ).map(lambda made: tuple(sorted(made)))
            cells = draw(st.dictionaries(rows, columns, min_size=1))
            return MatrixAnswer(tuple(sorted(cells.items())))
        case Categorise():
            items = st.sampled_from([i.id for i in question.items])
            groups = st.sampled_from([g.id for g in question.groups])
            return CategoriseAnswer(
                tuple(sorted(draw(st.dictionaries(items, groups, min_size=1)).items()))
            )
        case Cloze():
            return ClozeAnswer(tuple(sorted((gap.id, draw(in_gap(gap))) for gap in question.gaps)))
        case Calculation():
            made = st.text(min_size=1, max_size=20) | st.integers().map(str)
            steps = [(step.id, draw(made)) for step in question.steps]
            return CalculationAnswer(tuple(sorted(steps)))
        case Hotspot():
            ids = st.sampled_from([r.id for r in question.regions])
            return HotspotAnswer(draw(st.frozensets(ids, min_size=1)))
        case Mrz():
            said = st.text(min_size=1, max_size=20) | st.sampled_from(["f", "number", "1.1.70"])
            return MrzAnswer(tuple(sorted((name, draw(said)) for name in question.ask)))
        case Extended():
            raise AssertionError("no answer has a mark of its own")


@given(st.data(), questions())
def test_a_mark_stays_within_its_bounds(data, question):
    mark = grade(question, data.draw(answers_to(question)))
    assert 0 <= mark.share <= 1
    assert mark.points == mark.share * question.points <= mark.out_of == question.points
    assert (mark.verdict is Verdict.RIGHT) == (mark.share == 1)
    assert (mark.verdict is Verdict.WRONG) == (mark.share == 0)
    assert mark.verdict is not Verdict.BLANK


@given(questions())
def test_the_truth_earns_everything_for_every_kind(question):
    mark = grade(question, truth(question))
    assert (mark.share, mark.points, mark.verdict) == (1, question.points, Verdict.RIGHT)
    assert all(mark.parts.values())


@given(questions())
def test_a_blank_earns_nothing_and_is_called_blank(question):
    mark = grade(question, BlankAnswer())
    assert (mark.share, mark.points, mark.verdict) == (0, 0, Verdict.BLANK)
    assert mark.out_of == question.points


@given(multiples(), st.sampled_from([Credit.MINUS, Credit.ALL]))
def test_ticking_everything_earns_nothing_unless_everything_is_right(question, credit):
    question = replace(question, credit=credit)
    everything = MultipleAnswer(frozenset(o.id for o in question.options))
    mark = grade(question, everything)
    assert mark.share == (1 if everything == truth(question) else 0)


@given(st.data(), multiples())
def test_one_more_wrong_tick_never_helps(data, question):
    assume(not all(o.right for o in question.options))
    answer = data.draw(answers_to(question))
    wrong = data.draw(st.sampled_from([o.id for o in question.options if not o.right]))
    more = MultipleAnswer(answer.options | {wrong})
    assert grade(question, more).share <= grade(question, answer).share


@pytest.mark.parametrize("wrong", range(5))
def test_ticking_every_cell_never_beats_the_truth(wrong):
    columns = tuple(Entry(f"c{n}", f"C{n}") for n in range(wrong + 1))
    question = Matrix(
        id="m",
        prompt="?",
        several=True,
        columns=columns,
        rows=(Row("a", "A", ("c0",)), Row("b", "B", tuple(c.id for c in columns))),
    )
    everything = tuple(c.id for c in columns)
    mark = grade(question, MatrixAnswer((("a", everything), ("b", everything))))
    assert mark.share == Fraction(max(0, 1 - wrong) + 1, 2)
    assert mark.parts == {"a": not wrong, "b": True}


@given(st.data(), st.sampled_from([Credit.SHARE, Credit.ALL]))
def test_ticking_every_cell_earns_nothing_where_no_row_is_right_in_all_its_columns(data, credit):
    columns = [f"c{n}" for n in range(data.draw(st.integers(2, 6)))]
    some = st.sets(st.sampled_from(columns), min_size=1, max_size=len(columns) - 1)
    rows = tuple(
        Row(f"r{n}", f"R{n}", tuple(sorted(data.draw(some))))
        for n in range(data.draw(st.integers(1, 4)))
    )
    question = Matrix(
        id="m",
        prompt="?",
        several=True,
        columns=tuple(Entry(c, c) for c in columns),
        rows=rows,
        credit=credit,
    )
    everything = MatrixAnswer(tuple((row.id, tuple(columns)) for row in rows))
    assert grade(question, everything).points == 0
    assert grade(question, truth(question)).share == 1


@pytest.mark.parametrize(
    ("given_gaps", "share"),
    [
        ({"n": "90 days", "w": "VREME", "c": "a"}, 1),
        ({"n": "91", "w": "време", "c": "b"}, "2/3"),
        ({"n": "92", "w": "x", "c": "gone"}, 0),
        ({"n": "ninety"}, 0),
        ({"gone": "90"}, 0),
    ],
)
def test_every_gap_is_worth_its_share(given_gaps, share):
    question = Cloze(
        id="z",
        prompt="?",
        text="{n} {w} {c}",
        gaps=(
            Gap("n", answer=Fraction(90), tolerance=Fraction(1), unit="days"),
            Gap("w", answers=("vreme",)),
            Gap("c", options=(Option("a", "A", right=True), Option("b", "B"))),
        ),
    )
    mark = grade(question, ClozeAnswer(tuple(sorted(given_gaps.items()))))
    assert mark.share == Fraction(share)


@given(st.data(), hotspots("h"))
def test_marking_everything_never_beats_marking_what_is_right(data, question):
    answer = data.draw(answers_to(question))
    everything = HotspotAnswer(frozenset(r.id for r in question.regions))
    assert grade(question, everything).share == int(all(r.right for r in question.regions))
    assert (grade(question, answer).share == 1) == (answer == truth(question))


@given(st.data(), questions())
def test_only_the_truth_earns_everything(data, question):
    answer = data.draw(answers_to(question))
    if isinstance(question, Single | Multiple | TrueFalse):
        assert (grade(question, answer).share == 1) == (answer == truth(question))


@pytest.mark.parametrize(
    ("ticked", "share"),
    [
        ("abc", 1),
        ("ab", "2/3"),
        ("a", "1/3"),
        ("abcd", "1/2"),
        ("abcde", 0),
        ("abd", "1/6"),
        ("ad", 0),
        ("d", 0),
    ],
)
def test_multiple_choice_takes_a_share_or_more_for_every_wrong_tick(ticked, share):
    mark = grade(THREE_OF_FIVE, MultipleAnswer(frozenset(ticked)))
    assert mark.share == Fraction(share)
    assert mark.points == 6 * mark.share
    assert mark.parts == {i: (i in "abc") == (i in ticked) for i in "abcde"}
    assert mark.feedback == tuple(i for i in "ad" if i in ticked)


@pytest.mark.parametrize(("ticked", "share"), [("ab", 1), ("a", "1/2"), ("ac", 0), ("abc", "1/2")])
def test_with_more_wrong_options_than_right_ones_a_wrong_tick_takes_one_share(ticked, share):
    question = replace(THREE_OF_FIVE, options=tuple(Option(i, i, i in "ab") for i in "abcde"))
    assert grade(question, MultipleAnswer(frozenset(ticked))).share == Fraction(share)


@given(st.data(), questions())
def test_under_every_rule_the_truth_earns_everything_and_stricter_rules_never_more(data, question):
    answer = data.draw(answers_to(question))
    shares = []
    for credit in (Credit.SHARE, Credit.MINUS, Credit.ALL):
        asked = replace(question, credit=credit)
        assert grade(asked, truth(question)).share == 1
        shares.append(grade(asked, answer).share)
    assert shares == sorted(shares, reverse=True)
    assert all(0 <= share <= 1 for share in shares)
    assert shares[2] in (0, 1)


@pytest.mark.parametrize(
    ("credit", "pairs", "share"),
    [
        ("share", "a=c b=x", "1/3"),
        ("minus", "a=c b=x", 0),
        ("minus", "a=c b=b", "2/3"),
        ("minus", "a=c b=b c=x", "1/3"),
        ("all", "a=c b=b", 0),
        ("all", "a=c b=b c=a", 1),
    ],
)
def test_the_rules_for_parts_by_hand(credit, pairs, share):
    chosen = tuple(tuple(pair.split("=")) for pair in pairs.split())
    mark = grade(replace(MATCHING, credit=Credit(credit)), MatchingAnswer(chosen))
    assert mark.share == Fraction(share)


@pytest.mark.parametrize(("credit", "share"), [("share", "2/3"), ("minus", "1/3"), ("all", 0)])
def test_the_rules_hold_for_an_order_too(credit, share):
    question = replace(ORDERING, credit=Credit(credit))
    assert grade(question, OrderingAnswer(tuple("bcda"))).share == Fraction(share)


def test_an_option_that_is_gone_counts_as_wrong():
    assert grade(THREE_OF_FIVE, MultipleAnswer(frozenset({"a", "gone"}))).share == 0
    single = Single(id="s", prompt="?", options=THREE_OF_FIVE.options[2:])
    assert grade(single, SingleAnswer("gone")).verdict is Verdict.WRONG
    assert grade(ORDERING, OrderingAnswer(("gone", "a", "b"))).share == Fraction(1, 3)


def test_a_single_choice_gives_the_feedback_of_the_option_chosen():
    single = Single(id="s", prompt="?", options=THREE_OF_FIVE.options[2:])
    mark = grade(single, SingleAnswer("d"))
    assert (mark.parts, mark.feedback, mark.points) == ({"d": False}, ("d",), 0)
    assert grade(single, SingleAnswer("c")).parts == {"c": True}


def test_matching_earns_a_share_a_pair_and_equal_texts_stand_for_each_other():
    mark = grade(MATCHING, MatchingAnswer((("a", "c"), ("b", "x"))))
    assert mark.share == Fraction(1, 3)
    assert mark.parts == {"a": True, "b": False, "c": False}
    assert mark.verdict is Verdict.PARTLY


@pytest.mark.parametrize(
    ("given_order", "share"),
    [("abcd", 1), ("dcba", 0), ("bcda", "2/3"), ("abdc", "1/3"), ("acbd", 0), ("cdab", "2/3")],
)
def test_ordering_earns_a_share_for_each_pair_of_right_neighbours(given_order, share):
    mark = grade(ORDERING, OrderingAnswer(tuple(given_order)))
    assert mark.share == Fraction(share)
    assert mark.parts == {x: ord(y) - ord(x) == 1 for x, y in pairwise(given_order)}


def test_an_item_given_again_and_again_earns_its_neighbours_once():
    assert grade(ORDERING, OrderingAnswer(tuple("ababab"))).share <= Fraction(1, 3)


@pytest.mark.parametrize(
    ("value", "right"), [("0.3", True), ("0.35", True), ("0.25", True), ("0.3500000001", False)]
)
def test_a_number_is_right_up_to_its_tolerance_and_not_a_hair_beyond(value, right):
    question = Numeric(id="n", prompt="?", answer=Fraction("0.3"), tolerance=Fraction("0.05"))
    assert (grade(question, NumericAnswer(Fraction(value), value)).share == 1) is right


@pytest.mark.parametrize("typed", ["izbeglica", "ИЗБЕГЛИЦА", " Izbeglica ", "избеглица"])
def test_a_text_is_right_in_either_script_and_any_case(typed):
    question = ShortText(id="w", prompt="?", answers=("refugee", "Избеглица"))
    assert grade(question, TextAnswer(typed)).verdict is Verdict.RIGHT
    assert grade(question, TextAnswer("migrant")).verdict is Verdict.WRONG


def test_diacritics_make_no_difference_in_a_text():
    question = ShortText(id="w", prompt="?", answers=("Šengen",))
    assert grade(question, TextAnswer("sengen")).verdict is Verdict.RIGHT


def test_an_answer_to_another_kind_is_refused():
    with pytest.raises(AnswerDoesNotFit):
        grade(ORDERING, SingleAnswer("a"))


@given(st.lists(st.tuples(questions(), st.booleans()), max_size=6), st.integers(1, 100))
def test_a_score_is_the_exact_sum_of_its_marks(made, pass_percent):
    quiz = make_quiz([], pass_percent=pass_percent)
    found = score(quiz, [grade(q, truth(q) if know else BlankAnswer()) for q, know in made])
    assert found.max == sum(q.points for q, _ in made)
    assert found.points == sum(q.points for q, know in made if know)
    assert found.passed == (bool(made) and found.points * 100 >= pass_percent * found.max)
    assert found.whole_percent <= found.percent < found.whole_percent + 1


def test_a_hair_below_the_pass_mark_is_not_passed():
    quiz = make_quiz([], pass_percent=67)
    two_thirds = grade(THREE_OF_FIVE, MultipleAnswer(frozenset("ab")))
    assert score(quiz, [two_thirds]).percent == Fraction(200, 3)
    assert score(quiz, [two_thirds]).whole_percent == 66
    assert not score(quiz, [two_thirds]).passed
    assert score(make_quiz([], pass_percent=66), [two_thirds]).passed


def test_a_quiz_in_which_nothing_can_be_earned_is_not_passed():
    assert not score(make_quiz([], pass_percent=1), []).passed


@given(seeds)
def test_questions_left_out_count_as_blank(seed):
    quiz = make_quiz([THREE_OF_FIVE, MATCHING])
    known = {"m": Response(truth(THREE_OF_FIVE))}
    found = marks(paper(quiz, make_course(quiz).banks, seed), known)
    assert found["p"].verdict is Verdict.BLANK
    assert score(quiz, found.values()).percent == Fraction(600, 7)


def more_kinds() -> list[Question]:
    """The questions of the tests' course `more`, with what is drawn for them."""
    folder = Path(__file__).resolve().parents[2] / "packs" / "good" / "more"
    pack = parse(pack_files.read(folder)[0]).pack
    assert isinstance(pack, Course)
    asked = [q for item in pack.items if isinstance(item, Quiz) for q in item.questions]
    return [paper_question(q, "00" * 16).question for q in asked]


def test_grading_is_fast_enough_to_mark_a_whole_region_again():
    # The bench measures 100,000 a second; here only a slip of an order of magnitude is caught.
    assert GRADER_VERSION == 2
    pool: list[Question] = [
        Single(id="s", prompt="?", options=THREE_OF_FIVE.options[2:]),
        THREE_OF_FIVE,
        TrueFalse(id="t", prompt="?", answer=True),
        MATCHING,
        ORDERING,
        Numeric(id="n", prompt="?", answer=Fraction(7, 2)),
        ShortText(id="w", prompt="?", answers=("Eurodac", "Избеглица")),
    ]
    pool += more_kinds()
    work = [(q, truth(q)) for q in pool] * 1000
    started = time.perf_counter()
    for question, answer in work:
        grade(question, answer)
    assert len(work) / (time.perf_counter() - started) > 10_000
