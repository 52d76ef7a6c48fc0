"""Questions, quizzes and answers of every kind, for property tests."""

from datetime import date
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
from elearn.core.quiz.kinds.calculation import Parameter, Step
from elearn.core.quiz.kinds.categorise import Sorted
from elearn.core.quiz.kinds.cloze import Gap
from elearn.core.quiz.kinds.extended import Criterion, Level
from elearn.core.quiz.kinds.hotspot import Region
from elearn.core.quiz.kinds.matrix import Row
from elearn.core.quiz.kinds.mrz import FIELDS
from elearn.core.quiz.questions import (
    Calculation,
    Categorise,
    Cloze,
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
def matrices(draw: st.DrawFn, name: str) -> Matrix:
    names = draw(ids(3, 10))
    cut = draw(st.integers(2, min(5, len(names) - 1)))
    several = draw(st.booleans())
    right = st.lists(
        st.sampled_from(names[:cut]), min_size=1, max_size=cut if several else 1, unique=True
    ).map(tuple)
    return Matrix(
        id=name,
        prompt="Choose.",
        points=draw(points),
        several=several,
        columns=tuple(Entry(n, draw(texts)) for n in names[:cut]),
        rows=tuple(Row(n, draw(texts), draw(right)) for n in names[cut:]),
    )


@st.composite
def categorisings(draw: st.DrawFn, name: str) -> Categorise:
    names = draw(ids(4, 12))
    cut = draw(st.integers(2, min(5, len(names) - 2)))
    group = st.sampled_from(names[:cut])
    return Categorise(
        id=name,
        prompt="Sort.",
        points=draw(points),
        groups=tuple(Entry(n, draw(texts)) for n in names[:cut]),
        items=tuple(Sorted(n, draw(texts), draw(group)) for n in names[cut:]),
    )


@st.composite
def calculations(draw: st.DrawFn, name: str) -> Calculation:
    first, day = draw(st.integers(-50, 50)), draw(st.dates(date(1950, 1, 1), date(2150, 1, 1)))
    steps = draw(
        st.lists(
            st.sampled_from(["n * 2", "d + n", 'join("A<", mrz(d))', "n / 4", "max(n, 1)"]),
            min_size=1,
            max_size=4,
        )
    )
    return Calculation(
        id=name,
        prompt="{n} after {d}",
        points=draw(points),
        parameters=(
            Parameter("n", Fraction(first), Fraction(first + draw(st.integers(0, 9)))),
            Parameter("d", choices=(day, date(2026, 11, 23))),
        ),
        steps=tuple(Step(f"s{i}", "How much?", answer) for i, answer in enumerate(steps)),
    )


@st.composite
def hotspots(draw: st.DrawFn, name: str) -> Hotspot:
    names = draw(ids(2, 10))
    right = draw(st.sets(st.sampled_from(names), min_size=1))
    regions = tuple(
        Region(n, (i % 5 * 20, i // 5 * 50, 20, 50), draw(texts), n in right)
        for i, n in enumerate(names)
    )
    order = draw(st.permutations(regions))
    return Hotspot(
        id=name,
        prompt="Where?",
        points=draw(points),
        picture="![A page](media/page.svg)",
        regions=tuple(order),
    )


def zones(name: str) -> st.SearchStrategy[Mrz]:
    return st.builds(
        Mrz,
        id=st.just(name),
        prompt=texts,
        points=points,
        draw=st.sampled_from(["passport", "card"]),
        flawed=st.booleans(),
        ask=st.lists(st.sampled_from(FIELDS), min_size=1, unique=True).map(tuple),
    )


words = st.lists(
    st.from_regex(r"[A-Za-zČčŠšА-Ша-ш]{1,12}( [a-z0-9]{1,5})?", fullmatch=True),
    min_size=1,
    max_size=4,
).map(tuple)


@st.composite
def clozes(draw: st.DrawFn, name: str) -> Cloze:
    gaps = []
    for gap in draw(ids(1, 5)):
        match draw(st.sampled_from(["choice", "text", "number"])):
            case "choice":
                gaps.append(Gap(gap, options=draw(options(one=True))))
            case "text":
                gaps.append(Gap(gap, answers=draw(words)))
            case _:
                gaps.append(Gap(gap, answer=draw(decimals), tolerance=abs(draw(decimals))))
    text = " ".join(f"{{{gap.id}}}" for gap in gaps)
    return Cloze(id=name, prompt="Fill in.", points=draw(points), text=text, gaps=tuple(gaps))


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
            answers=words,
        ),
        "matrix": matrices(name),
        "categorise": categorisings(name),
        "cloze": clozes(name),
        "mrz": zones(name),
        "hotspot": hotspots(name),
        "calculation": calculations(name),
    }
    return draw(made[draw(st.sampled_from(sorted(made)))])


rubrics = st.lists(
    st.lists(st.integers(0, 5), min_size=2, max_size=4).filter(any), min_size=1, max_size=4
).map(
    lambda made: tuple(
        Criterion(f"c{i}", f"C{i}", tuple(Level(f"l{j}", f"L{j}", p) for j, p in enumerate(each)))
        for i, each in enumerate(made)
    )
)


def extendeds(name: str = "q") -> st.SearchStrategy[Extended]:
    return st.builds(
        Extended,
        id=st.just(name),
        prompt=texts,
        points=points,
        rubric=rubrics,
        limit=st.integers(100, 300),
        model=st.sampled_from(["", "One.\n\nTwo."]),
    )


def all_questions() -> st.SearchStrategy[Question]:
    """Those that a trainer marks, too."""
    return questions() | extendeds()


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
