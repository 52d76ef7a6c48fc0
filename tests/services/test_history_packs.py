"""The packs that come along, in every version that is kept: true for their day, and whole."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from elearn.cli.main import main
from elearn.core import ids
from elearn.core.law.changes import Kind, changes
from elearn.core.law.status import Standing, status
from elearn.core.pack.basis import bases_of
from elearn.core.pack.compile import compile_pack
from elearn.core.pack.diff.change import Level, claimed, demanded
from elearn.core.pack.diff.compare import diff
from elearn.core.pack.model import Course
from elearn.core.problems import Severity
from elearn.core.quiz.lapsed import lapse_of
from elearn.services.packs_check import check_path, packs_at

ROOT = Path(__file__).parents[2] / "course_packs"
KEPT = packs_at(ROOT / "history")
EVERY = [*packs_at(ROOT), *KEPT]
SAID_IN_THE_TEXT = {"law-repealed", "law-not-yet"}
"""What is past or ahead may be taught, if the text says so."""

BEFORE_THE_PACT = date(2026, 5, 25)
THE_PACT = date(2026, 6, 12)


@cache
def checked(path):
    """A check of the pack as of its own day."""
    first = check_path(path, as_of=THE_PACT)
    day = first.pack.law.checked if isinstance(first.pack, Course) and first.pack.law else None
    return check_path(path, as_of=day) if day else first


def register(name):
    return checked(ROOT / name).pack.register


def name_of(path):
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", EVERY, ids=name_of)
def test_each_checks_clean_as_of_its_own_day(path):
    report = checked(path)
    assert [p for p in report.problems if p.severity is Severity.ERROR] == []
    assert {p.code for p in report.problems} <= SAID_IN_THE_TEXT, "the translation is kept in step"


@pytest.mark.parametrize("path", EVERY, ids=name_of)
def test_each_is_checked_against_the_register_that_it_names(path):
    report = checked(path)
    if isinstance(report.pack, Course) and report.pack.law:
        law = report.pack.law
        assert report.register == f"{law.register} {law.version}"


@pytest.mark.parametrize("path", KEPT, ids=name_of)
def test_a_kept_version_lies_under_its_own_name(path):
    meta = checked(path).pack.meta
    assert name_of(path) == f"history/{meta.id}/{meta.version}"


def test_versions_go_up_and_the_last_one_is_the_pack_itself():
    for name in ("border-checks", "law"):
        kept = [ids.version_key(p.name) for p in KEPT if p.parent.name == name]
        assert len(kept) >= 2
        assert max(kept) < ids.version_key(checked(ROOT / name).pack.meta.version)


@cache
def level(older, newer):
    """What the step from one kept version to another demands."""
    old, new = checked(ROOT / older), checked(ROOT / newer)
    texts = [compile_pack(report.pack, report.files) for report in (old, new)]
    found = demanded(diff(old.pack, new.pack, *texts))
    assert found <= claimed(old.pack.meta.version, new.pack.meta.version)
    return found


@pytest.mark.parametrize(
    ("older", "newer", "demands"),
    [
        ("2.0.0", "2.1.0", Level.MINOR),
        ("2.1.0", "3.0.0", Level.MAJOR),
        ("3.0.0", "4.0.0", Level.MAJOR),
        ("4.0.0", "4.0.1", Level.PATCH),
        ("4.0.1", "", Level.MAJOR),
    ],
)
def test_each_step_of_the_course_has_the_number_that_it_demands(older, newer, demands):
    kept = "history/border-checks/"
    assert level(kept + older, kept + newer if newer else "border-checks") is demands


def test_the_register_claims_enough():
    level("history/law/0.8.0", "history/law/0.9.0")
    level("history/law/0.9.0", "law")


def test_the_pact_takes_the_place_of_the_acts_of_2011_and_2013():
    before, after = register("history/law/0.9.0"), register("law")
    replaced = {c.name for c in changes(before, after) if c.kind is Kind.REPLACED}
    assert replaced == {
        "dublin-iii", "apd-2013-32", "qd-2011-95", "rcd-2013-33", "eurodac-603-2013",
    }  # fmt: skip
    for law in (before, after):
        for old in replaced:
            (new,) = law.instruments[old].repealed_by
            assert old in law.instruments[new].replaces
            assert status(law, old, "", BEFORE_THE_PACT).standing is Standing.IN_FORCE
            assert status(law, new, "", BEFORE_THE_PACT).standing is Standing.NOT_YET
            assert status(law, old, "", THE_PACT).standing is Standing.REPEALED
            assert status(law, new, "", THE_PACT).standing is Standing.IN_FORCE


def test_the_entry_exit_system_changes_how_days_are_counted():
    law = register("law")
    wordings = [p for p in law.instruments["sbc"].provisions if p.ref == "12"]
    assert [(p.from_, p.until) for p in wordings] == [("", "2025-10-12"), ("2025-10-12", "")]
    assert "stamp" in wordings[0].text
    found = changes(register("history/law/0.8.0"), register("history/law/0.9.0"))
    assert ("sbc:12", Kind.NEW_WORDING) in {(c.key, c.kind) for c in found}


def test_the_answer_about_biometric_data_changed_with_the_system():
    """Not a condition before 12 October 2025, a condition since."""

    def key(version):
        (question,) = (
            q
            for item in checked(ROOT / "history/border-checks" / version).pack.items
            for q in getattr(item, "questions", ())
            if q.id == "q-entry-conditions-list"
        )
        return {option.id for option in question.options if option.right}

    assert key("2.0.0") == key("2.1.0") == {"a", "b"}
    assert key("3.0.0") == key("4.0.0") == {"a", "b", "c"}


def lapsed(path, day):
    course = checked(ROOT / path).pack
    bases = bases_of(course)
    return {q for q, cites in bases.items() if lapse_of(cites, register("law"), day)}


def test_with_the_pact_questions_of_the_older_course_lapse_and_none_of_the_present_one():
    assert lapsed("history/border-checks/4.0.1", BEFORE_THE_PACT) == set()
    assert "q-prot-pact" in lapsed("history/border-checks/4.0.1", THE_PACT)
    assert lapsed("border-checks", date(2026, 12, 1)) == set()


def test_a_folder_of_kept_versions_is_checked_version_by_version():
    listed = [name_of(path) for path in packs_at(ROOT / "history")]
    assert "history/law/0.9.0" in listed
    assert "history/border-checks/2.0.0" in listed
    assert [name_of(path) for path in packs_at(ROOT)] == ["border-checks", "first-steps", "law"]


def test_a_register_can_be_given_in_place_of_the_one_that_is_named():
    path = ROOT / "history/border-checks/4.0.1"
    args = ["--as-of", "2026-06-12", "--register", str(ROOT / "law")]
    result = CliRunner().invoke(main, ["pack", "check", str(path), *args])
    assert "register-version" in result.output
    assert (
        "Asylum Procedures Directive, 30, is repealed as of 2026-06-12; cite apr" in result.output
    )
