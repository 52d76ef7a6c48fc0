"""From one version to any other: a bridge that checks clean and holds just what changed."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import diff_pack
import pytest
from diff_pack import BANK, CASE, COURSE, HEAD, LESSON, PARTS, PRACTICE, QUIZ, ROAD
from hypothesis import given, settings
from hypothesis import strategies as st

from elearn.core.case.model import Case
from elearn.core.ids import version_key
from elearn.core.learning.bridge import leads_on, plan
from elearn.core.pack.check import check
from elearn.core.pack.checks.look import placed_questions
from elearn.core.pack.codes import CODES
from elearn.core.pack.compile import compile_pack
from elearn.core.pack.diff.change import Level, changed
from elearn.core.pack.diff.compare import diff
from elearn.core.pack.model import Lesson
from elearn.core.pack.parse import parse
from elearn.core.pack.subset import Selection, bridge_files
from elearn.core.problems import Severity
from elearn.store import pack_files

DAY = date(2026, 11, 23)
REGISTER = parse(diff_pack.REGISTER).pack.register


@dataclass(frozen=True)
class Edit:
    """One edit of a file, and what of the course has to be learnt anew because of it."""

    path: str
    old: str
    new: str
    learn: frozenset[str]


def edit(path, old, new, *learn):
    return Edit(path, old, new, frozenset(learn))


EDITS = (
    # what changes nothing that one has to learn
    edit(HEAD, "summary: About *stays*.", "summary: About stays of every sort."),
    edit(HEAD, "authors: [Team]", "authors: [Team, Ana]"),
    edit(LESSON, "title: How long may they stay", "title: How long may they stay?"),
    edit(LESSON, "minutes: 10", "minutes: 12"),
    edit(BANK, "title: Papers", "title: All papers"),
    # what changes a lesson, a case, a question
    edit(LESSON, "After the check.", "After the check, write down the day.", "stay"),
    edit(LESSON, "prompt: The day of entry counts.", "prompt: The day of exit counts.", "stay"),
    edit(CASE, "They answer.", "They answer at length and hand over papers.", "bus"),
    edit(CASE, "judgement: wrong", "judgement: acceptable", "bus"),
    edit(ROAD, "text: Snow falls.", "text: Rain falls on the road and on the booth.", "road"),
    edit(QUIZ, "prompt: How many days?", "prompt: How many days may a visitor stay?", "q-days"),
    edit(QUIZ, "answer: 90, unit: days", "answer: 180, unit: days", "q-number"),
    edit(QUIZ, "answers: [passport]", "answers: [passport, identity card]", "q-word"),
    edit(QUIZ, "{id: b, text: Second}]", "{id: b, text: The other}]", "q-order"),
    edit(BANK, "A visa is paper., answer: false", "A visa is paper., answer: true", "q-bank"),
    edit(PRACTICE, "It snows., answer: true", "It snows., answer: false", "q-again"),
    edit(PARTS, "prompt: Which are papers?", "prompt: Which of these are papers?", "q-multi"),
    edit(
        BANK,
        "  - {id: q-bank-two,",
        "  - {id: q-bank-new, kind: truefalse, prompt: A chip is paper., answer: false}\n"
        "  - {id: q-bank-two,",
        "q-bank-new",
    ),
    edit(PARTS, "pass: 60", "pass: 65", "q-multi", "q-true", "q-bank", "q-bank-two", "q-bank-new"),
)  # fmt: skip


HISTORY = Path(__file__).resolve().parents[3] / "course_packs" / "history"


@cache
def kept(pack_id):
    """The versions of a pack that come with the program, oldest first: files by version."""
    paths = [*(HISTORY / pack_id).iterdir(), HISTORY.parent / pack_id]
    found = [pack_files.read(path)[0] for path in paths]
    found.sort(key=lambda files: version_key(parse(files).pack.meta.version))
    return {parse(files).pack.meta.version: files for files in found}


def pairs():
    names = list(kept("border-checks"))
    newest = [(name, names[-1]) for name in names[:-1]]
    return sorted({*newest, *pairwise(names)})


@cache
def read(version):
    """A version of the course on border checks, read and compiled."""
    files = kept("border-checks")[version]
    pack = parse(files).pack
    return pack, compile_pack(pack, files)


@cache
def law_of(version):
    """The register that a version names; a later one where that is not kept."""
    registers = {name: parse(files).pack.register for name, files in kept("law").items()}
    return registers.get(version) or list(registers.values())[-1]


@pytest.mark.parametrize(("old", "new"), pairs())
def test_the_course_on_border_checks_is_bridged_from_each_version_that_was(old, new):
    files = kept("border-checks")
    (was, old_texts), (now, new_texts) = read(old), read(new)
    chosen = plan(was, now, changed(diff(was, now, old_texts, new_texts), Level.MINOR))
    assert bool(chosen) == leads_on(old, new)
    if not chosen:
        return
    made_of = bridge_files(files[new], now, chosen, pack_id="bridge-00", since=old)

    def codes(of):
        parsed = parse(of)
        law = law_of(now.law.version)
        day = now.law.checked
        found = check(parsed.pack, of, register=law, as_of=day, sources=parsed.sources)
        return {p.code for p in (*parsed.problems, *found)}

    assert codes(made_of) <= codes(files[new])
    assert not any(CODES[code].severity is Severity.ERROR for code in codes(made_of))


def made(edits):
    files = dict(COURSE)
    for one in edits:
        files = diff_pack.edited(files, one.path, (one.old, one.new))
    return files


def problems(files):
    parsed = parse(files)
    found = check(parsed.pack, files, register=REGISTER, as_of=DAY, sources=parsed.sources)
    return {(p.code, p.text) for p in (*parsed.problems, *found)}


def bridge(old, new):
    """What the bridge from one version to another holds, and its files."""
    was, now = parse(old).pack, parse(new).pack
    chosen = plan(was, now, changed(diff_pack.versions(old, new), Level.MINOR))
    if not chosen:
        return chosen, {}
    return chosen, bridge_files(new, now, chosen, pack_id="bridge-00", since=was.meta.version)


def ids(course):
    items = {item.id for item in course.items if isinstance(item, Lesson | Case)}
    return items | {p.question.id for p in placed_questions(course) if p.where != "lesson"}


@pytest.mark.parametrize("one", EDITS, ids=lambda one: f"{one.path}: {one.new[:40]}")
def test_each_edit_brings_what_it_touches_and_nothing_else(one):
    chosen, files = bridge(COURSE, made([one]))
    course = parse(files).pack if files else None
    there = ids(course) if course else set()
    assert there == one.learn & (there | ids(parse(made([one])).pack))
    assert bool(chosen) == bool(there)


@given(some=st.sets(st.sampled_from(EDITS)), others=st.sets(st.sampled_from(EDITS)))
@settings(max_examples=60, deadline=None)
def test_a_bridge_between_any_two_versions_checks_clean_and_holds_what_changed(some, others):
    """Each version has some of the edits: what one has and the other has not, changed."""
    order = EDITS.index
    old, new = (made(sorted(edits, key=order)) for edits in (some, others))
    chosen, files = bridge(old, new)
    expected = _expected(some, others) & ids(parse(new).pack)
    if not files:
        assert chosen == Selection()
        assert expected == set()
        return
    assert ids(parse(files).pack) == expected
    known = {code for code, _text in problems(new)}
    assert {code for code, _text in problems(files)} <= known


def _expected(some, others):
    raised = EDITS[-1]
    learn = set()
    for one in some ^ others:
        if one is not raised:
            learn |= one.learn
        elif raised in others:
            learn |= one.learn  # a lower pass mark, or a question taken out, asks for nothing
    return learn
