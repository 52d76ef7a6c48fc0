"""No field of the model is forgotten: every one has a rule, and a change of it is seen."""

import dataclasses
import types
import typing
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction
from pathlib import Path

import pytest
from diff_pack import COURSE, REGISTER, versions
from hypothesis import given
from hypothesis import strategies as st

from elearn.core.case import model as case_model
from elearn.core.law import register as law_model
from elearn.core.pack import model
from elearn.core.pack.compile import compile_pack
from elearn.core.pack.diff.change import demanded
from elearn.core.pack.diff.compare import diff
from elearn.core.pack.diff.fields import FIELDS, Elsewhere, Parts
from elearn.core.pack.parse import parse
from elearn.core.quiz import model as quiz_model
from elearn.core.quiz.questions import KINDS
from elearn.store import pack_files

PACKS = Path(__file__).resolve().parents[2] / "packs" / "good"

VALUES = {
    model.BridgeBasis, model.CompletionRule, model.UpdatePolicy, model.MeaningSame,
    case_model.Budget, case_model.PassRule, law_model.Verification, quiz_model.BankDraw,
    quiz_model.Marking,
}  # fmt: skip
"""Small records that are compared whole, as one value."""


def reachable(cls, found):
    """The classes of the model that a class is made of."""
    if not dataclasses.is_dataclass(cls) or cls in found or cls in VALUES:
        return
    found.add(cls)
    for hint in typing.get_type_hints(cls).values():
        for inner in classes_in(hint):
            reachable(inner, found)


def classes_in(hint):
    if isinstance(hint, type) and not isinstance(hint, types.GenericAlias):
        yield hint
    for inner in typing.get_args(hint):
        yield from classes_in(inner)


def all_classes():
    found = set()
    for root in (model.Course, model.RegisterPack, *KINDS.values()):
        reachable(root, found)
    return found


CONDITIONS = "elearn.core.case.conditions"
PARAMETERS = {"Parameter", "Drawn"}
"""Conditions and parameters are values, too; they have classes of their own below them."""


def test_every_field_of_every_class_has_a_rule():
    classes = {
        cls
        for cls in all_classes()
        if cls.__module__ != CONDITIONS and cls.__name__ not in PARAMETERS
    }
    assert classes == set(FIELDS)
    for cls in classes:
        there = {field.name for field in dataclasses.fields(cls)}
        assert there == set(FIELDS[cls]), f"core/pack/diff/fields.py lacks fields of {cls.__name__}"


def read(files):
    parsed = parse(files)
    assert not parsed.problems
    return parsed.pack, compile_pack(parsed.pack, files)


def folder(name):
    return pack_files.read(PACKS / name)[0]


GOOD = [COURSE, REGISTER, *(folder(n) for n in ("small", "kinds", "more", "roads", "pair", "law"))]


@pytest.mark.parametrize("files", GOOD)
def test_a_pack_does_not_differ_from_itself(files):
    assert versions(files, files) == ()


# Objects of a pack, each with the way to it, so that one of its fields can be changed.


def ways(thing, way=()):
    if dataclasses.is_dataclass(thing) and type(thing) in FIELDS:
        yield way
        for field in dataclasses.fields(thing):
            yield from ways(getattr(thing, field.name), (*way, field.name))
    elif isinstance(thing, tuple):
        for i, each in enumerate(thing):
            yield from ways(each, (*way, i))
    elif isinstance(thing, dict):
        for key, each in thing.items():
            yield from ways(each, (*way, key))


def at(thing, way):
    for step in way:
        thing = (
            getattr(thing, step)
            if isinstance(step, str) and not isinstance(thing, dict)
            else thing[step]
        )
    return thing


def put(thing, way, value):
    """The same with another value at the end of the way."""
    if not way:
        return value
    step, rest = way[0], way[1:]
    if isinstance(thing, tuple):
        return (*thing[:step], put(thing[step], rest, value), *thing[step + 1 :])
    if isinstance(thing, dict):
        return {**thing, step: put(thing[step], rest, value)}
    return dataclasses.replace(thing, **{step: put(getattr(thing, step), rest, value)})


def other(value):  # noqa: C901, PLR0911 - one for each sort of value
    """Another value of the same sort."""
    match value:
        case bool():
            return not value
        case Enum():
            words = list(type(value))
            return words[(words.index(value) + 1) % len(words)]
        case Fraction() | int():
            return value + 1
        case date():
            return value + timedelta(days=1)
        case str():
            return f"{value} more" if value else "new"
        case None:
            return None
        case tuple() if value and isinstance(value[0], str):
            return (*value, "another")
        case tuple() if value:
            return value[1:]
        case dict() if value:
            return dict(list(value.items())[1:])
        case _:
            return None


NOT_VALUES = {Elsewhere.SKIPPED, Elsewhere.TEXT, Elsewhere.INSIDE}


def changeable(pack):
    """Ways to fields of the pack whose change is seen without its texts."""
    found = []
    for way in ways(pack):
        thing = at(pack, way)
        for name, how in FIELDS[type(thing)].items():
            value = getattr(thing, name)
            if how in NOT_VALUES or other(value) is None or name in LOOKED_AT_ELSEWHERE:
                continue
            if isinstance(how, Parts) and not value:
                continue
            found.append((*way, name))
    return found


LOOKED_AT_ELSEWHERE = {"update", "question"}
"""An own test has the declaration of what means the same; a self-check is its question."""

READ = [read(files) for files in GOOD]
CHANGEABLE = [changeable(pack) for pack, _texts in READ]


def test_there_is_something_to_change():
    assert all(len(found) > 30 for found in CHANGEABLE)


@pytest.mark.parametrize("n", range(len(GOOD)))
def test_a_change_of_any_field_is_seen(n):
    pack, texts = READ[n]
    for way in CHANGEABLE[n]:
        new = put(pack, way, other(at(pack, way)))
        assert diff(pack, new, texts, texts), way


@given(data=st.data())
def test_what_is_demanded_never_falls_when_changes_are_added(data):
    n = data.draw(st.integers(0, len(GOOD) - 1))
    pack, texts = READ[n]
    ways_there = data.draw(
        st.lists(st.sampled_from(CHANGEABLE[n]), min_size=1, max_size=6, unique=True)
    )
    new, level = pack, None
    for way in ways_there:
        if any(way[: len(w)] == w or w[: len(way)] == way for w in ways_there if w != way):
            continue
        new = put(new, way, other(at(new, way)))
        now = demanded(diff(pack, new, texts, texts))
        assert level is None or now >= level, way
        level = now


@pytest.mark.parametrize("n", range(len(GOOD)))
def test_a_change_of_any_text_in_any_language_is_seen(n):
    pack, texts = READ[n]
    for language, there in texts.texts.items():
        for key, text in there.items():
            if language.endswith("-Latn") or "#answer-" in key:
                continue
            changed = dataclasses.replace(text, html=f"{text.html} and more")
            now = texts.texts | {language: there | {key: changed}}
            assert diff(pack, pack, texts, dataclasses.replace(texts, texts=now)), (language, key)
