"""Questions that a checked pack could hold, for round trips."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import strategies as st

from elearn.core.pack.references import references
from elearn.core.quiz import questions as q
from elearn.core.quiz.kinds.categorise import Sorted
from elearn.core.quiz.kinds.cloze import Gap
from elearn.core.quiz.kinds.extended import Criterion, Level
from elearn.interop.naming import letter

letters = st.characters(
    exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp", "Cf"), exclude_characters="\xa0"
)
signs = st.sampled_from([*"\\~=#{}:%*-> [].,:1Aaš<&;!`_|\"'/", "->", "::", "####", "[html]"])
pieces = st.lists(letters | signs, min_size=1, max_size=12).map("".join)


def _clean(text):
    found = references(text)
    return text and text == " ".join(text.split()) and found.flaws == () and found.media == ()


lines = pieces.map(lambda t: " ".join(t.split())).filter(_clean)
blocks = (
    st.lists(lines, min_size=1, max_size=3)
    .map("\n\n".join)
    .filter(lambda t: references(t).flaws == ())
)
plain = (
    st.text(st.sampled_from("aBc čшž19.-*=~#{}:\\"), min_size=1, max_size=10)
    .map(lambda t: " ".join(t.split()))
    .filter(bool)
)
decimals = st.builds(
    lambda whole, places: Fraction(whole, 10**places),
    st.integers(-(10**9), 10**9),
    st.integers(0, 6),
)


def different(of, least, most):
    return st.lists(of, min_size=least, max_size=most, unique=True)


@st.composite
def options(draw, one):
    texts = draw(different(lines, 2, 10))
    rights = {0} if one else draw(st.sets(st.integers(0, len(texts) - 1), min_size=1))
    said = st.just("") | blocks
    return tuple(q.Option(letter(i), text, i in rights, draw(said)) for i, text in enumerate(texts))


def entries(texts, first=0):
    return tuple(q.Entry(letter(first + i), text) for i, text in enumerate(texts))


@st.composite
def matchings(draw, **head):
    left, right = draw(different(lines, 2, 5)), draw(different(lines, 5, 8))
    pairs = tuple(
        q.Pair(letter(i), a, b) for i, (a, b) in enumerate(zip(left, right, strict=False))
    )
    extra = right[len(left) :]
    return q.Matching(**head, pairs=pairs, extra=entries(extra, len(left)))


hints = st.builds(
    lambda texts, cost: tuple(q.Hint(text, cost) for text in texts),
    st.lists(blocks, max_size=3),
    st.integers(0, 33),
)
said = st.just(q.NO_FEEDBACK) | st.builds(
    q.AnswerFeedback, *[st.just("") | blocks for _ in range(3)]
)


@st.composite
def rubrics(draw):
    made = []
    for i, text in enumerate(draw(different(lines, 1, 3))):
        points = [
            draw(st.integers(1, 100)),
            *draw(st.lists(st.integers(0, 100), min_size=1, max_size=2)),
        ]
        texts = draw(different(lines, len(points), len(points)))
        levels = tuple(
            Level(letter(j), words, number)
            for j, (words, number) in enumerate(zip(texts, points, strict=True))
        )
        made.append(Criterion(letter(i), text, levels))
    return tuple(made)


wordings = lines.filter(lambda text: not set("{}[") & set(text))


@st.composite
def clozes(draw, head):
    """Each paragraph has a gap; what stands before the first is the prompt."""
    count = draw(st.integers(1, 3))
    gaps, text = [], []
    for i in range(1, count + 1):
        before, after = draw(wordings), draw(st.just("") | wordings)
        text.append(f"{before} {{g{i}}} {after}".strip())
        gaps.append(
            draw(
                st.one_of(
                    options(one=True).map(lambda o, name=f"g{i}": Gap(name, options=o)),
                    different(plain, 1, 3).map(lambda a, name=f"g{i}": Gap(name, answers=tuple(a))),
                    st.builds(Gap, st.just(f"g{i}"), answer=decimals, tolerance=decimals.map(abs)),
                )
            )
        )
    points = count * draw(st.integers(1, 30))
    return q.Cloze(**{**head, "points": points}, text="\n\n".join(text), gaps=tuple(gaps))


@st.composite
def categories(draw, head):
    groups = tuple(
        q.Entry(f"group-{letter(i)}", text) for i, text in enumerate(draw(different(lines, 2, 6)))
    )
    texts = draw(different(lines, 2, 8))
    items = tuple(
        Sorted(letter(i), text, draw(st.sampled_from(groups)).id) for i, text in enumerate(texts)
    )
    return q.Categorise(**head, groups=groups, items=items)


@st.composite
def questions(draw):
    head = {
        "id": "q-" + draw(st.from_regex(r"[a-z0-9]{1,8}", fullmatch=True)),
        "prompt": draw(blocks),
        "points": draw(st.integers(1, 100)),
        "reason": draw(st.just("") | blocks),
        "tags": draw(st.sampled_from([(), ("visa",), ("gate", "short-stay")])),
        "hints": draw(st.just(()) | hints),
        "feedback": draw(said),
    }
    made = st.one_of(
        st.builds(q.Single, **{k: st.just(v) for k, v in head.items()}, options=options(one=True)),
        st.builds(q.Multiple, **{k: st.just(v) for k, v in head.items()}, options=options(False)),
        st.builds(q.TrueFalse, **{k: st.just(v) for k, v in head.items()}, answer=st.booleans()),
        matchings(**head),
        different(lines, 2, 10).map(lambda t: q.Ordering(**head, items=entries(t))),
        st.builds(
            q.Numeric,
            **{k: st.just(v) for k, v in head.items()},
            answer=decimals,
            tolerance=decimals.map(abs),
            unit=st.sampled_from(["", "days", "дана"]),
        ),
        different(plain, 1, 4).map(lambda t: q.ShortText(**head, answers=tuple(t))),
        clozes(head),
        categories(head),
        st.builds(
            q.Extended,
            **{k: st.just(v) for k, v in head.items()},
            rubric=rubrics(),
            model=st.just("") | blocks,
        ),
    )
    return draw(made)


def without(question, **lost):
    """The question less what a format is said to lose."""
    fields = {k: v for k, v in lost.items() if hasattr(question, k)}
    return replace(question, **fields)
