"""A bridge cut from any selection of any pack is a sound course, and holds just what was chosen."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from elearn.core.case.model import Case
from elearn.core.pack import translate
from elearn.core.pack.check import check
from elearn.core.pack.checks.look import placed_questions
from elearn.core.pack.digest import digest
from elearn.core.pack.model import BridgeBasis, Lesson, Quiz
from elearn.core.pack.parse import parse
from elearn.core.pack.subset import SHORT, Selection, _banks, _shares, bridge_files
from elearn.core.pack.texts import units
from elearn.store import pack_files

ROOT = Path(__file__).resolve().parents[3]
GOOD = ROOT / "tests" / "packs" / "good"
COURSES = {path.name: path for path in (*GOOD.iterdir(), *(ROOT / "course_packs").iterdir())}
REGISTERS = {
    "small": GOOD / "law",
    "border-checks": ROOT / "course_packs" / "law",
    "first-steps": ROOT / "course_packs" / "law",
}
NAMES = sorted(
    name
    for name, path in COURSES.items()
    if (path / "pack.yaml").exists() and "kind: course" in (path / "pack.yaml").read_text("utf-8")
)


@cache
def files_of(name):
    files, problems = pack_files.read(COURSES[name])
    assert problems == []
    return files


@cache
def course_of(name):
    parsed = parse(files_of(name))
    assert parsed.problems == ()
    return parsed.pack


@cache
def register_of(name):
    path = REGISTERS.get(name, GOOD / "law")
    return parse(pack_files.read(path)[0]).pack.register


def problems(name, files):
    parsed = parse(files)
    day = parsed.pack.law.checked if parsed.pack.law else date(2026, 11, 23)
    found = check(parsed.pack, files, register=register_of(name), as_of=day, sources=parsed.sources)
    return [*parsed.problems, *found]


def ids(course):
    lessons = [i.id for i in course.items if isinstance(i, Lesson)]
    cases = [i.id for i in course.items if isinstance(i, Case)]
    questions = [p.question.id for p in placed_questions(course) if p.where != "lesson"]
    return lessons, cases, questions


def some(names):
    if not names:
        return st.just(())
    chosen = st.sets(st.sampled_from(names), max_size=len(names))
    return chosen.map(lambda found: tuple(name for name in names if name in found))


@st.composite
def selections(draw, name):
    found = Selection(*(draw(some(each)) for each in ids(course_of(name))))
    assume(found)
    return found


def made_of(name, chosen):
    return bridge_files(
        files_of(name), course_of(name), chosen, pack_id="bridge-0123456789abcdef", since="0.9.0"
    )


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_selection_makes_a_course_that_checks_clean(name, data):
    known = {(p.code, p.severity) for p in problems(name, files_of(name))}
    made = made_of(name, data.draw(selections(name)))
    assert [p for p in problems(name, made) if (p.code, p.severity) not in known] == []


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_it_holds_what_was_chosen_as_it_was_and_nothing_else(name, data):
    chosen = data.draw(selections(name))
    made = made_of(name, chosen)
    old, new = course_of(name), parse(made).pack
    for item_id in (*chosen.lessons, *chosen.cases):
        assert new.item(item_id) == old.item(item_id)
        path = old.item(item_id).path
        assert made[path] == files_of(name)[path]
    lessons, cases, questions = ids(new)
    assert (lessons, cases) == (list(chosen.lessons), list(chosen.cases))
    assert set(questions) == set(chosen.questions)
    before = {p.question.id: p.question for p in placed_questions(old)}
    for placed in placed_questions(new):
        assert placed.question == before[placed.question.id]
    quizzes = [item for item in new.items if isinstance(item, Quiz)]
    assert len(quizzes) == bool(chosen.questions)
    for quiz in quizzes:
        assert quiz is new.items[-1]
        assert quiz.size == min(SHORT, len(questions))


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_text_has_the_translation_that_it_had(name, data):
    made = made_of(name, data.draw(selections(name)))
    new = parse(made).pack
    for language in new.meta.languages:
        path = f"locale/{language}.po"
        theirs, _ = translate.read_catalogue(files_of(name)[path], path)
        ours, faults = translate.read_catalogue(made[path], path)
        assert faults == []
        ours_only = 0
        for key in translate.wanted(new):
            if key in theirs.entries and theirs.entries[key].text:
                assert ours.entries[key].text == theirs.entries[key].text
                assert ours.entries[key].fuzzy == theirs.entries[key].fuzzy
            else:
                ours_only += key in ours.entries
        assert ours_only <= 1 + 2 + len(new.banks)
        assert set(ours.entries) <= set(translate.wanted(new))


def whole(name):
    return Selection(*map(tuple, ids(course_of(name))))


@pytest.mark.parametrize("name", NAMES)
def test_the_same_selection_gives_the_same_digest(name):
    assert digest(made_of(name, whole(name))) == digest(made_of(name, whole(name)))


@pytest.mark.parametrize("name", NAMES)
def test_it_says_what_it_is_cut_from(name):
    old, new = course_of(name), parse(made_of(name, whole(name))).pack
    assert new.bridge == BridgeBasis(name, "0.9.0", old.meta.version)
    assert new.subject == old.subject == name
    assert new.meta.version == old.meta.version
    assert new.meta.title == f"{old.meta.title}: what has changed"
    assert new.law == old.law
    assert new.validity_months == old.validity_months


def test_its_title_and_its_quiz_are_said_in_every_language():
    made = made_of("border-checks", whole("border-checks"))
    pack = parse(made).pack
    catalogue, _ = translate.read_catalogue(made["locale/sr.po"], "locale/sr.po")
    said = {u.key: catalogue.get(u.context, u.source) for u in units(pack) if u.kind == "plain"}
    assert said["pack#title"].endswith(": шта се променило")
    assert said["on-changed#title"] == "Питања о ономе што се променило"


def test_one_quiz_asks_no_more_than_it_should_of_each_bank():
    assert _shares([4], 10) == [4]
    assert _shares([40], 10) == [10]
    assert _shares([300, 100], 10) == [7, 3]
    assert _shares([5] * 30, 10) == [1] * 30
    assert _shares([1, 1, 100], 10) == [1, 1, 8]


def test_many_long_questions_stand_in_several_banks():
    questions = [{"id": f"q-{n}", "prompt": "long " * 2000} for n in range(100)]
    banks = list(_banks(questions))
    assert len(banks) > 1
    assert [q for bank in banks for q in bank] == questions
