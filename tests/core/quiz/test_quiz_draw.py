"""Draws: the same seed gives the same paper; tokens betray nothing."""

import hashlib
import hmac
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quiz_strategies import make_course, make_quiz, questions, quizzes, seeds

from elearn.core.pack.model import Bank, BankDraw
from elearn.core.quiz.chance import _below
from elearn.core.quiz.draw import (
    DRAW_VERSION,
    PaperQuestion,
    paper,
    paper_question,
    sample,
    shuffled,
    token,
)
from elearn.core.quiz.questions import (
    Calculation,
    Categorise,
    Cloze,
    Entry,
    Matching,
    Matrix,
    Mrz,
    Multiple,
    Option,
    Ordering,
    Pair,
    TrueFalse,
)

SEED = "000102030405060708090a0b0c0d0e0f"

GOLDEN_TEN = (8, 6, 7, 2, 3, 5, 1, 0, 4, 9)
GOLDEN_SIX = ("b", "f", "e", "d", "c", "a")
GOLDEN_SAMPLE = (875, 570, 994, 414, 657)
GOLDEN_TOKEN = "tefc9d3cd40d88907"


def tokens(asked: PaperQuestion) -> list[str]:
    slots = (*asked.options, *asked.lefts, *asked.rights, *asked.items)
    return [asked.token, *(slot.token for slot in slots)]


def test_golden_vectors_hold_for_ever():
    assert DRAW_VERSION == 2
    assert shuffled(SEED, "questions", range(10)) == GOLDEN_TEN
    assert shuffled(SEED, "options/q-ćао", "abcdef") == GOLDEN_SIX
    assert sample("ff" * 16, "bank/0/documents", range(1000), 5) == GOLDEN_SAMPLE
    assert token(SEED, "option", "q-transit", "b") == GOLDEN_TOKEN


def test_another_program_can_redo_the_draw_from_the_description():
    def numbers(label: bytes):
        for i in range(1000):
            block = hashlib.sha256(
                b"elearn-draw-1\x00"
                + bytes.fromhex(SEED)
                + len(label).to_bytes(4, "big")
                + label
                + i.to_bytes(8, "big")
            ).digest()
            yield from (int.from_bytes(block[k : k + 8], "big") for k in (0, 8, 16, 24))

    stream = numbers("лабел".encode())
    out = list(range(100))
    for i in range(99, 0, -1):
        word = next(w for w in stream if w < 2**64 - 2**64 % (i + 1))
        j = word % (i + 1)
        out[i], out[j] = out[j], out[i]
    assert shuffled(SEED, "лабел", range(100)) == tuple(out)
    message = b"elearn-token-1\0" + b"\0\0\0\4left" + b"\0\0\0\1q" + b"\0\0\0\1a"
    mac = hmac.new(bytes.fromhex(SEED), message, hashlib.sha256).hexdigest()
    assert token(SEED, "left", "q", "a") == "t" + mac[:16]


@given(seeds, st.text(max_size=20), st.lists(st.integers(), max_size=40))
def test_a_shuffle_is_a_permutation(seed, label, items):
    assert Counter(shuffled(seed, label, items)) == Counter(items)


@given(seeds, st.lists(st.integers(), unique=True, max_size=20), st.integers(0, 30))
def test_a_sample_takes_each_item_at_most_once(seed, items, count):
    drawn = sample(seed, "s", items, count)
    assert len(drawn) == min(count, len(items)) == len(set(drawn) & set(items))


def test_every_order_of_three_is_about_equally_likely():
    seen = Counter(shuffled(f"{n:032x}", "x", "abc") for n in range(6000))
    assert len(seen) == 6
    assert all(850 < count < 1150 for count in seen.values())


def test_a_word_that_would_favour_small_numbers_is_thrown_away():
    assert _below(iter([2**64 - 1, 5]), 3) == 2
    assert _below(iter([2**64 - 2, 5]), 3) == (2**64 - 2) % 3


@pytest.mark.parametrize("seed", ["", "00" * 15, "00" * 17, "zz" * 16])
def test_a_bad_seed_is_refused(seed):
    with pytest.raises(ValueError, match=r"seed|hexadecimal"):
        shuffled(seed, "x", "abc")


def test_a_sample_of_less_than_nothing_is_refused():
    with pytest.raises(ValueError, match="smaller"):
        sample(SEED, "x", "abc", -1)


@given(quizzes(), seeds)
def test_the_same_seed_gives_the_same_paper(made, seed):
    course, quiz = made
    assert paper(quiz, course.banks, seed) == paper(quiz, course.banks, seed)


@given(quizzes(), seeds)
def test_a_paper_holds_the_quiz_and_its_draws_once_each(made, seed):
    course, quiz = made
    asked = [a.question for a in paper(quiz, course.banks, seed).questions]
    pool = len(course.banks[0].questions)
    assert len({q.id for q in asked}) == len(asked)
    assert {q.id for q in quiz.questions} <= {q.id for q in asked}
    assert len(asked) == len(quiz.questions) + min(pool, sum(d.count for d in quiz.draw))
    if not quiz.shuffle:
        assert [q.id for q in asked[: len(quiz.questions)]] == [q.id for q in quiz.questions]


@given(quizzes(), seeds)
def test_tokens_are_unique_on_a_paper_and_hold_no_ids(made, seed):
    course, quiz = made
    made_paper = paper(quiz, course.banks, seed)
    found = [t for asked in made_paper.questions for t in tokens(asked)]
    assert len(set(found)) == len(found)
    assert all(len(t) == 17 and t[0] == "t" for t in found)
    for asked in made_paper.questions:
        assert made_paper.by_token(asked.token) is asked
        assert made_paper.question(asked.question.id) is asked


def test_a_paper_knows_only_its_own_questions():
    made = paper(make_quiz([]), make_course(make_quiz([])).banks, SEED)
    with pytest.raises(KeyError):
        made.by_token("t0")
    with pytest.raises(KeyError):
        made.question("q")


@given(seeds, st.booleans(), st.sets(st.sampled_from("abcde"), min_size=1))
def test_tokens_and_order_do_not_depend_on_what_is_right(seed, shuffle, right):
    def asked(key: set[str]) -> PaperQuestion:
        options = tuple(Option(i, i, i in key) for i in "abcde")
        return paper_question(Multiple(id="q", prompt="?", options=options), seed, shuffle=shuffle)

    assert asked(right).options == asked({"a"}).options
    true, false = (
        paper_question(TrueFalse(id="q", prompt="?", answer=a), seed) for a in (True, False)
    )
    assert true.options == false.options


@given(seeds, questions())
def test_everything_of_a_question_is_shown_once(seed, question):
    asked = paper_question(question, seed)
    match question:
        case Matching():
            texts = {p.id: p.right for p in question.pairs}
            texts |= {e.id: e.text for e in question.extra}
            assert sorted(s.id for s in asked.lefts) == sorted(p.id for p in question.pairs)
            shown = [texts[s.id] for s in asked.rights]
            assert sorted(shown) == sorted(set(texts.values()))
        case Ordering():
            assert sorted(s.id for s in asked.items) == sorted(i.id for i in question.items)
        case Matrix():
            assert sorted(s.id for s in asked.lefts) == sorted(r.id for r in question.rows)
            assert [s.id for s in asked.rights] == [c.id for c in question.columns]
        case Categorise():
            assert sorted(s.id for s in asked.lefts) == sorted(i.id for i in question.items)
            assert [s.id for s in asked.rights] == [g.id for g in question.groups]
        case Calculation():
            assert [s.id for s in asked.lefts] == [step.id for step in question.steps]
        case Mrz():
            assert [s.id for s in asked.lefts] == list(question.ask)
        case Cloze():
            assert [s.id for s in asked.lefts] == [gap.id for gap in question.gaps]
            named = [f"{gap.id}/{o.id}" for gap in question.gaps for o in gap.options]
            assert sorted(s.id for s in asked.rights) == sorted(named)
        case _:
            assert not asked.lefts
            assert not asked.rights
            assert not asked.items


@given(seeds, st.integers(3, 10))
def test_items_to_order_are_never_shown_in_the_right_order(seed, count):
    items = tuple(Entry(f"i{n}", f"Step {n}") for n in range(count))
    asked = paper_question(Ordering(id="q", prompt="?", items=items), seed, shuffle=False)
    assert [s.id for s in asked.items] != [i.id for i in items]


def test_two_items_to_order_are_shown_either_way_so_that_the_order_tells_nothing():
    question = Ordering(id="q", prompt="?", items=(Entry("a", "A"), Entry("b", "B")))
    shown = {paper_question(question, f"{n:032x}").items[0].id for n in range(40)}
    assert shown == {"a", "b"}


def test_the_two_sides_of_a_pair_have_different_tokens():
    question = Matching(id="q", prompt="?", pairs=(Pair("a", "L", "R"), Pair("b", "M", "S")))
    asked = paper_question(question, SEED)
    assert not {s.token for s in asked.lefts} & {s.token for s in asked.rights}


def test_two_draws_from_one_bank_never_give_a_question_twice():
    pool = tuple(TrueFalse(id=f"q{n}", prompt="?", answer=True) for n in range(6))
    quiz = make_quiz([pool[0]], draw=(BankDraw("b", 3), BankDraw("b", 9)))
    course = make_course(quiz, (Bank(id="b", title="B", questions=pool),))
    asked = paper(quiz, course.banks, SEED).questions
    assert sorted(a.question.id for a in asked) == [q.id for q in pool]
