"""Blueprints: overlapping rules are filled as far as can be; nothing repeats without need."""

from collections import Counter
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quiz_strategies import make_quiz, seeds

from elearn.core.pack.model import Bank, BankDraw, Section
from elearn.core.quiz import blueprint
from elearn.core.quiz.blueprint import Rule, Shortage, fill, from_text, shortage, to_text
from elearn.core.quiz.draw import DRAW_VERSION, drawn_for, paper
from elearn.core.quiz.questions import Question, TrueFalse

SEED = "000102030405060708090a0b0c0d0e0f"

GOLDEN_1 = "own-1 b0 c0 own-2 b4 b6 b7 c2 b5"
GOLDEN_2 = "own-1 b5 c2 own-2 b3 b7 b0 c1 b4"


def question(name: str, **more: object) -> Question:
    return TrueFalse(id=name, prompt="?", answer=True, **more)  # type: ignore[arg-type]


def bank(name: str, count: int, **more: object) -> Bank:
    made = tuple(question(f"{name}{n}", **more) for n in range(count))
    return Bank(id=name, title=name.upper(), questions=made)


def ids(made) -> list[str]:
    return [asked.question.id for asked in made.questions]


QUIZ = make_quiz(
    [question("own-1"), question("own-2")],
    draw=(BankDraw("b", 3), BankDraw("c", 2), BankDraw("b", 2)),
)
BANKS = (bank("b", 8), bank("c", 5))


def test_golden_papers_of_both_versions_hold_for_ever():
    assert DRAW_VERSION == 2
    assert " ".join(ids(paper(QUIZ, BANKS, SEED, version=1))) == GOLDEN_1
    assert " ".join(ids(paper(QUIZ, BANKS, SEED))) == GOLDEN_2
    assert paper(QUIZ, BANKS, SEED, version=1).version == 1


def test_a_rule_asks_for_outcome_difficulty_and_all_its_tags():
    asked = question("q", outcomes=("o-entry",), difficulty="hard", tags=("mrz", "visa"))
    fitting = BankDraw("b", 1, outcome="o-entry", difficulty="hard", tags=("mrz",))
    assert blueprint.fits(asked, fitting)
    assert blueprint.fits(asked, BankDraw("b", 1))
    for other in (
        replace(fitting, outcome="o-stay"),
        replace(fitting, difficulty="easy"),
        replace(fitting, tags=("mrz", "stamp")),
    ):
        assert not blueprint.fits(asked, other)


@st.composite
def rules(draw: st.DrawFn) -> tuple[Rule, ...]:
    names = "abcdefg"[: draw(st.integers(1, 7))]
    made = st.builds(
        Rule,
        st.integers(1, 4),
        st.sets(st.sampled_from(names)).map(lambda found: tuple(sorted(found))),
    )
    return tuple(draw(st.lists(made, min_size=1, max_size=4)))


def most_by_hall(made: tuple[Rule, ...]) -> int:
    """How many places can be filled, from the deficiency version of Hall's theorem."""
    wanted = sum(rule.count for rule in made)
    lacking = 0
    for size in range(len(made) + 1):
        for some in combinations(made, size):
            there = {name for rule in some for name in rule.pool}
            lacking = max(lacking, sum(rule.count for rule in some) - len(there))
    return wanted - lacking


@given(rules(), st.randoms(use_true_random=False))
def test_rules_are_filled_as_far_as_anybody_could(made, chance):
    order = list(blueprint.pool_of(made))
    chance.shuffle(order)
    drawn = fill(made, order)
    assert all(set(got) <= set(rule.pool) for rule, got in zip(made, drawn, strict=True))
    assert all(len(got) <= rule.count for rule, got in zip(made, drawn, strict=True))
    everything = [name for got in drawn for name in got]
    assert len(everything) == len(set(everything)) == most_by_hall(made)
    places = {name: n for n, name in enumerate(order)}
    assert all(list(got) == sorted(got, key=places.__getitem__) for got in drawn)


@given(rules(), st.data())
def test_nobody_could_ask_less_that_was_asked_before(made, data):
    pool = blueprint.pool_of(made)
    seen = data.draw(st.sets(st.sampled_from(pool))) if pool else set()
    drawn = fill(made, sorted(pool, key=lambda name: name in seen))
    new = sum(name not in seen for got in drawn for name in got)
    fresh = tuple(Rule(r.count, tuple(n for n in r.pool if n not in seen)) for r in made)
    assert new == most_by_hall(fresh)


@given(rules())
def test_a_shortage_names_rules_that_really_want_too_much(made):
    found = shortage(made)
    wanted = sum(rule.count for rule in made)
    if found is None:
        assert most_by_hall(made) == wanted
        return
    there = {name for n in found.rules for name in made[n].pool}
    assert found.wanted == sum(made[n].count for n in found.rules) > len(there) == found.there
    assert most_by_hall(made) < wanted


def test_a_shortage_of_two_rules_that_share_what_they_need():
    made = (Rule(1, ("a", "b")), Rule(2, ("c", "d")), Rule(1, ("b",)), Rule(1, ("a",)))
    assert shortage(made) == Shortage((0, 2, 3), 3, 2)


def test_a_question_moves_to_another_rule_to_make_room():
    assert fill((Rule(1, ("a", "b")), Rule(1, ("a",))), "ab") == (("b",), ("a",))


@given(st.lists(st.lists(st.from_regex(r"[a-z][a-z0-9-]{0,5}", fullmatch=True)), min_size=1))
def test_what_was_drawn_is_kept_as_text(names):
    drawn = tuple(tuple(each) for each in names)
    assert from_text(to_text(drawn)) == drawn


@given(seeds)
def test_what_was_kept_replays_the_paper(seed):
    drawn = drawn_for(QUIZ, BANKS, seed, {})
    assert paper(QUIZ, BANKS, seed, drawn=drawn) == paper(QUIZ, BANKS, seed)
    other = drawn_for(QUIZ, BANKS, seed, Counter(name for got in drawn for name in got))
    assert sorted(ids(paper(QUIZ, BANKS, seed, drawn=other))) == sorted(
        ["own-1", "own-2", *(name for got in other for name in got)]
    )


@given(st.lists(seeds, min_size=8, max_size=8))
def test_nothing_comes_again_while_the_bank_lasts(every):
    quiz = make_quiz([], draw=(BankDraw("b", 3), BankDraw("b", 1)))
    banks = (bank("b", 8),)
    seen: Counter[str] = Counter()
    for number, seed in enumerate(every, 1):
        seen.update(name for got in drawn_for(quiz, banks, seed, seen) for name in got)
        assert max(seen.values()) - min(seen[q.id] for q in banks[0].questions) <= 1
        assert sum(seen.values()) == 4 * number


@given(seeds, seeds)
def test_a_pretest_leaves_the_post_test_enough_that_is_new(first, second):
    hard = bank("h", 2, difficulty="hard")
    rest = bank("e", 2, difficulty="easy")
    banks = (Bank(id="b", title="B", questions=hard.questions + rest.questions),)
    before = make_quiz([], id="before", role="pretest", draw=(BankDraw("b", 2),))
    after = make_quiz([], id="after", role="posttest", draw=(BankDraw("b", 2, difficulty="hard"),))
    asked = drawn_for(before, banks, first, {}, spared=after)
    assert len(asked) == 1
    assert len(asked[0]) == 2
    then = drawn_for(after, banks, second, Counter(asked[0]))
    assert not set(asked[0]) & set(then[0])
    assert len(then[0]) == 2


def test_every_set_is_equally_likely_where_rules_share_nothing():
    quiz = make_quiz([], draw=(BankDraw("b", 2), BankDraw("c", 1)))
    banks = (bank("b", 4), bank("c", 2))
    seen = Counter(
        frozenset(name for got in drawn_for(quiz, banks, f"{n:032x}", {}) for name in got)
        for n in range(6000)
    )
    assert len(seen) == 12
    assert all(400 < count < 600 for count in seen.values())


def test_where_rules_overlap_every_question_has_its_chance():
    quiz = make_quiz([], draw=(BankDraw("b", 1), BankDraw("b", 1, tags=("x",))))
    banks = (
        Bank(
            id="b",
            title="B",
            questions=bank("p", 3).questions + bank("x", 2, tags=("x",)).questions,
        ),
    )
    seen = Counter(
        name for n in range(1000) for got in drawn_for(quiz, banks, f"{n:032x}", {}) for name in got
    )
    assert set(seen) == {"p0", "p1", "p2", "x0", "x1"}
    assert min(seen.values()) > 100


SECTIONS = make_quiz(
    [],
    sections=(
        Section(id="one", title="One", questions=(question("own-1"), question("own-2"))),
        Section(id="two", title="Two", draw=(BankDraw("b", 3),)),
        Section(
            id="three", title="Three", questions=(question("own-3"),), draw=(BankDraw("c", 2),)
        ),
    ),
)


@given(seeds, st.booleans())
def test_sections_keep_their_order_and_their_questions(seed, shuffle):
    made = paper(replace(SECTIONS, shuffle=shuffle), BANKS, seed)
    where = [asked.section for asked in made.questions]
    assert where == ["one"] * 2 + ["two"] * 3 + ["three"] * 3
    assert {asked.question.id for asked in made.questions[:2]} == {"own-1", "own-2"}
    assert all(asked.question.id.startswith("b") for asked in made.questions[2:5])
    assert len(made.questions) == SECTIONS.size
    if not shuffle:
        assert [made.questions[n].question.id for n in (0, 1, 5)] == ["own-1", "own-2", "own-3"]


def test_a_quiz_knows_all_that_it_may_ask():
    assert [q.id for q in blueprint.askable(SECTIONS, BANKS)] == [
        "own-1",
        "own-2",
        "own-3",
        *(f"b{n}" for n in range(8)),
        *(f"c{n}" for n in range(5)),
    ]
    with pytest.raises(KeyError):
        blueprint.askable(SECTIONS, BANKS[:1])
