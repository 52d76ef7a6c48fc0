"""Questions, quizzes and answers of every kind, for property tests."""

from fractions import Fraction

from hypothesis import strategies as st

from elearn.core.pack.model import (
    Bank,
    BankDraw,
    CompletionRule,
    Course,
    Meta,
    Module,
    Quiz,
    UpdatePolicy,
)
from elearn.core.quiz.questions import (
    Entry,
    Matching,
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

seeds = st.binary(min_size=16, max_size=16).map(bytes.hex)
slugs = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)
texts = st.text(min_size=1, max_size=12).filter(str.strip)
few_texts = st.sampled_from(["Stamp", "Visa", "Печат", "Second line"])
points = st.integers(1, 100)


def ids(least: int, most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(slugs, min_size=least, max_size=most, unique=True)


@st.composite
def options(draw: st.DrawFn, *, one: bool) -> tuple[Option, ...]:
    names = draw(ids(2, 10))
    if one:
        right = {draw(st.sampled_from(names))}
    else:
        right = draw(st.sets(st.sampled_from(names), min_size=1))
    feedback = st.sampled_from(["", "Too early."])
    return tuple(Option(n, draw(texts), n in right, draw(feedback)) for n in names)


@st.composite
def matchings(draw: st.DrawFn, name: str) -> Matching:
    names = draw(ids(3, 12))
    cut = draw(st.integers(2, min(10, len(names))))
    pairs = tuple(Pair(n, draw(texts), draw(few_texts | texts)) for n in names[:cut])
    extra = tuple(Entry(n, draw(few_texts | texts)) for n in names[cut:])
    return Matching(id=name, prompt="Match.", points=draw(points), pairs=pairs, extra=extra)


@st.composite
def orderings(draw: st.DrawFn, name: str) -> Ordering:
    items = tuple(Entry(n, draw(few_texts | texts)) for n in draw(ids(2, 10)))
    return Ordering(id=name, prompt="Order.", points=draw(points), items=items)


decimals = st.builds(
    lambda whole, places: Fraction(whole, 10**places),
    st.integers(-(10**9), 10**9),
    st.integers(0, 6),
)


def multiples(name: str = "q") -> st.SearchStrategy[Multiple]:
    return st.builds(
        Multiple, id=st.just(name), prompt=texts, points=points, options=options(one=False)
    )


@st.composite
def questions(draw: st.DrawFn, name: str | None = None) -> Question:
    name = name or draw(slugs)
    made = {
        "single": st.builds(
            Single, id=st.just(name), prompt=texts, points=points, options=options(one=True)
        ),
        "multiple": multiples(name),
        "truefalse": st.builds(
            TrueFalse, id=st.just(name), prompt=texts, points=points, answer=st.booleans()
        ),
        "matching": matchings(name),
        "ordering": orderings(name),
        "numeric": st.builds(
            Numeric,
            id=st.just(name),
            prompt=texts,
            points=points,
            answer=decimals,
            tolerance=decimals.map(abs),
            unit=st.sampled_from(["", "days", "дана"]),
        ),
        "text": st.builds(
            ShortText,
            id=st.just(name),
            prompt=texts,
            points=points,
            answers=st.lists(
                st.from_regex(r"[A-Za-zČčŠšА-Ша-ш]{1,12}( [a-z0-9]{1,5})?", fullmatch=True),
                min_size=1,
                max_size=4,
            ).map(tuple),
        ),
    }
    return draw(made[draw(st.sampled_from(sorted(made)))])


def make_quiz(own: list[Question], **kwargs: object) -> Quiz:
    values: dict[str, object] = {"id": "quiz", "title": "Quiz", "minutes": 5, "pass_percent": 70}
    return Quiz(**(values | {"questions": tuple(own)} | kwargs))  # type: ignore[arg-type]


def make_course(quiz: Quiz, banks: tuple[Bank, ...] = ()) -> Course:
    meta = Meta(
        format=1,
        kind="course",
        id="course",
        version="1.0.0",
        title="Course",
        summary="",
        language="en",
    )
    return Course(
        meta=meta,
        audience="",
        topic="test",
        awarding_body="",
        awarding_country="CH",
        eqf=4,
        hours={},
        outcomes=(),
        prerequisites=(),
        law=None,
        completion=CompletionRule(pass_=("*",)),
        validity_months=None,
        update=UpdatePolicy(),
        modules=(Module(id="m", title="M", items=(quiz,)),),
        banks=banks,
    )


@st.composite
def quizzes(draw: st.DrawFn) -> tuple[Course, Quiz]:
    names = draw(ids(1, 8))
    cut = draw(st.integers(0, len(names) - 1))
    made = [draw(questions(name)) for name in names]
    bank = Bank(id="bank", title="Bank", questions=tuple(made[cut:]))
    draws = draw(st.lists(st.integers(1, 4), max_size=2))
    quiz = make_quiz(
        made[:cut],
        shuffle=draw(st.booleans()),
        draw=tuple(BankDraw("bank", count) for count in draws),
    )
    return make_course(quiz, (bank,)), quiz
