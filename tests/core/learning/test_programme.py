"""Prerequisites and programmes: read as written, bounded, with the place of what is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.core.learning import prerequisites, programme
from elearn.core.learning.prerequisites import (
    AllOf,
    AnyOf,
    BadExpression,
    Known,
    Not,
    Prior,
    Record,
    Years,
    holds,
    lacking,
    parse,
)
from elearn.core.learning.programme import BadProgramme, Stand, Step

PACKS = ("a", "border-checks", "c_2", "7x")
LEAVES = st.one_of(
    st.builds(Record, st.sampled_from(PACKS)),
    st.builds(Prior, st.sampled_from(PACKS)),
    st.builds(Years, st.sampled_from([">=", ">", "<=", "<", "="]), st.integers(0, 60)),
)


def several(kind, parts):
    """Two or three parts; of the same kind they would be read as one."""
    other = parts.filter(lambda part: not isinstance(part, kind))
    return st.lists(other, min_size=2, max_size=3).map(lambda found: kind(tuple(found)))


EXPRESSIONS = st.recursive(
    LEAVES,
    lambda parts: st.one_of(st.builds(Not, parts), several(AllOf, parts), several(AnyOf, parts)),
    max_leaves=8,
)
KNOWN = st.builds(
    Known,
    st.frozensets(st.sampled_from(PACKS)),
    st.frozensets(st.sampled_from(PACKS)),
    st.integers(0, 70),
)


@given(EXPRESSIONS)
def test_what_is_written_is_read_again(expression):
    assert parse(prerequisites.text_of(expression)) == expression


def plainly(expression, known):
    """The same by Python's own rules, from the text: an oracle for tests only."""
    names = {
        "record": lambda name: name in known.records,
        "prior": lambda name: name in known.prior,
        "years": known.years,
    }
    text = prerequisites.text_of(expression).replace(" = ", " == ")
    for pack in PACKS:
        text = text.replace(f"({pack})", f"({pack!r})")
    return eval(text, {"__builtins__": {}}, names)


@given(EXPRESSIONS, KNOWN)
def test_and_or_not_mean_what_they_mean(expression, known):
    assert holds(expression, known) == plainly(expression, known)


@given(EXPRESSIONS, KNOWN)
def test_something_is_lacking_just_where_it_does_not_hold(expression, known):
    found = lacking(expression, known)
    assert (found is None) == holds(expression, known)
    if found is not None:
        assert not holds(found, known)
        assert prerequisites.packs_of(found) <= prerequisites.packs_of(expression)


@given(st.text(max_size=600) | st.text("()andornot recordprioryears<>=0123-", max_size=120))
def test_any_text_is_read_or_refused_with_a_place(text):
    at, found = 1, None
    try:
        found = parse(text)
    except BadExpression as error:
        at = error.at
    assert 1 <= at <= len(text) + 1
    assert found is None or parse(prerequisites.text_of(found)) == found


@pytest.mark.parametrize(
    ("text", "code", "at"),
    [
        ("", "ends-early", 1),
        ("record(a) and", "ends-early", 14),
        ("record a", "needs-open", 8),
        ("record(a", "needs-close", 9),
        ("record()", "needs-course", 8),
        ("record(and)", "needs-course", 8),
        ("years 2", "needs-sign", 7),
        ("years >= x", "needs-number", 10),
        ("years >= 61", "needs-number", 10),
        ("record(a) record(b)", "unexpected", 11),
        ("record(a) & record(b)", "unexpected", 11),
        ("__import__('os')", "unexpected", 1),
        ("(" * 30 + "record(a)", "too-deep", 22),
        ("not " * 30 + "record(a)", "too-deep", 85),
        (" or ".join(["years>1"] * 41), "too-many", 441),
        ("x" * 501, "too-long", 501),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text, code, at):
    with pytest.raises(BadExpression) as caught:
        parse(text)
    assert (caught.value.code, caught.value.at) == (code, at)


TEXT = """border-checks

asylum if record(border-checks) and (years >= 2 or prior(asylum))
2 of documents, interviews, smuggling, cascade if record(border-checks)"""


def test_a_programme_is_read_and_written():
    steps = programme.read(TEXT)
    assert [(s.packs, s.number, s.elective) for s in steps] == [
        (("border-checks",), 1, False),
        (("asylum",), 1, False),
        (("documents", "interviews", "smuggling", "cascade"), 2, True),
    ]
    assert programme.read(programme.text_of(steps)) == steps


@pytest.mark.parametrize(
    ("text", "code", "line", "at"),
    [
        ("", "no-steps", 1, 1),
        ("a\na", "course-twice", 2, 1),
        ("a, a", "course-twice", 1, 1),
        ("3 of a, b", "bad-choice", 1, 1),
        ("0 of a, b", "bad-choice", 1, 1),
        ("a\nb, ?", "needs-course", 2, 4),
        ("a if", "ends-early", 1, 5),
        ("a\nb if record(a) or", "ends-early", 2, 18),
        ("\n".join(f"p{n}" for n in range(41)), "too-many-steps", 41, 1),
    ],
)
def test_what_is_wrong_in_a_programme_is_said_with_its_line(text, code, line, at):
    with pytest.raises(BadProgramme) as caught:
        programme.read(text)
    assert (caught.value.code, caught.value.line, caught.value.at) == (code, line, at)


def test_done_open_and_locked_with_the_reason():
    steps = programme.read(TEXT)
    first, second, third = programme.stands(steps, Known())
    assert (first.stand, second.stand, third.stand) == (Stand.OPEN, Stand.LOCKED, Stand.LOCKED)
    assert third.lacking == Record("border-checks")
    known = Known(records=frozenset({"border-checks", "documents"}), years=1)
    first, second, third = programme.stands(steps, known)
    assert (first.stand, second.stand, third.stand) == (Stand.DONE, Stand.LOCKED, Stand.OPEN)
    assert second.lacking == AnyOf((Years(">=", 2), Prior("asylum")))
    assert (third.held, third.left) == (frozenset({"documents"}), 1)
    known = Known(frozenset({"documents", "cascade"}), frozenset({"asylum"}))
    assert [s.stand for s in programme.stands(steps, known)] == [
        Stand.OPEN,
        Stand.DONE,
        Stand.DONE,
    ]


@given(
    st.lists(
        st.builds(
            Step,
            st.sampled_from([("p",), ("q",), ("r", "s")]),
            st.just(1),
            st.none() | EXPRESSIONS,
        ),
        min_size=1,
        max_size=3,
        unique_by=lambda step: step.packs,
    ),
    KNOWN,
)
def test_every_step_is_done_open_or_locked_for_a_reason(steps, known):
    assert programme.read(programme.text_of(steps)) == tuple(steps)
    for found in programme.stands(steps, known):
        assert (found.stand is Stand.DONE) == (found.left == 0)
        assert (found.stand is Stand.LOCKED) == (found.lacking is not None)
