"""Law that was repealed or changed since a pack was checked: how bad it is, by date."""

import re
from datetime import date, timedelta

import pytest
from test_kinds_documented import QUIZ, SMALL

from elearn.core.law.register import Instrument, Level, Provision, Register, Verification
from elearn.core.pack import translate
from elearn.core.pack.check import check
from elearn.core.pack.checks.translated_law import left_behind
from elearn.core.pack.parse import parse
from elearn.core.problems import Severity

CHECKED = date(2026, 1, 10)
DAY = date(2026, 6, 12)
LESSON = "01-one/01-lines.md"
WARNING, ERROR = Severity.WARNING, Severity.ERROR


def instrument(name, *provisions, **dates):
    values = {"scope": "eu", "type": "regulation", "verification": Verification(Level.HIGH)}
    values |= {"in_force": "2010-01-01", "short": name, "title": name, "provisions": provisions}
    return Instrument(id=name, **{**values, **dates})


def provision(ref, **dates):
    return Provision(ref=ref, title=ref, **dates)


REGISTER = Register(
    id="law",
    version="1.0.0",
    checked=CHECKED,
    judgments={},
    terms={},
    instruments={
        one.id: one
        for one in (
            instrument("old", provision("1"), repealed="2026-06-12", repealed_by=("new",)),
            instrument("past", repealed="2020-01-01"),
            instrument("new", provision("1"), applies_from="2026-06-12"),
            instrument(
                "code",
                provision("1"),
                provision("2", until="2026-06-12"),
                provision("2", from_="2026-06-12", change="Shorter."),
                provision("3"),
                provision("3(1)", until="2026-06-12"),
                provision("3(2)"),
                provision("4", until="2026-06-12"),
                provision("5", from_="2025-01-01"),
            ),
        )
    },
)


def files_with(text="", *, checked=CHECKED, quiz=""):
    law = f"law: {{register: law, version: 1.0.0, checked: {checked.isoformat()}}}\n"
    files = {
        "pack.yaml": SMALL["pack.yaml"] + law.encode(),
        LESSON: SMALL[LESSON] + f"\n{text}\n".encode(),
    }
    if quiz:
        files[QUIZ] = SMALL[QUIZ].replace(b"    options:", quiz.encode() + b"    options:", 1)
    return SMALL | files


def found(files, as_of):
    parsed = parse(files)
    problems = check(parsed.pack, files, register=REGISTER, as_of=as_of, sources=parsed.sources)
    return [*parsed.problems, *problems]


def said(text, as_of, **more):
    return [(p.code, p.severity) for p in found(files_with(text, **more), as_of)]


BEFORE = DAY - timedelta(days=1)
LATER = DAY + timedelta(days=90)


@pytest.mark.parametrize(
    ("cite", "as_of", "expected"),
    [
        ("old:1", BEFORE, []),
        ("old:1", DAY, [("law-repealed", ERROR)]),
        ("past", DAY, [("law-repealed", WARNING)]),
        ("code:4", DAY, [("law-repealed", ERROR)]),
        ("new:1", BEFORE, [("law-not-yet", WARNING)]),
        ("new:1", DAY, [("law-changed", WARNING)]),
        ("new", LATER, [("law-changed", ERROR)]),
        ("code:2", BEFORE, []),
        ("code:2", DAY, [("law-changed", WARNING)]),
        ("code:2", LATER - timedelta(days=1), [("law-changed", WARNING)]),
        ("code:2", LATER, [("law-changed", ERROR)]),
        ("code:3", DAY, [("law-changed", WARNING)]),  # a paragraph of it is repealed
        ("code:3(2)", DAY, []),
        ("code:1", LATER, []),
        ("code:5", LATER, []),  # it changed before the check
        ("code", LATER, []),
    ],
)
def test_what_became_of_law_since_the_check_is_told_by_date(cite, as_of, expected):
    assert said(f"So it is [@{cite}].", as_of) == expected


def test_what_was_looked_at_since_is_no_problem_but_for_past_law():
    assert said("[@code:2] [@code:3] [@new:1]", LATER, checked=DAY) == []
    assert said("[@old:1]", LATER, checked=DAY) == [("law-repealed", WARNING)]


def test_a_problem_says_what_changed_when_and_how_to_mend_it():
    texts = [p.text for p in found(files_with("[@code:2]\n\n[@code:3]\n\n[@new:1]\n\n[@old]"), DAY)]
    assert texts[0].startswith("code, 2, has another wording as of 2026-06-12; compare")
    assert texts[1].startswith("code, 3, changed in part, 3(1), as of 2026-06-12; compare")
    assert texts[2].startswith("new, 1, applies as of 2026-06-12; compare")
    assert texts[3].startswith("old is repealed as of 2026-06-12; cite new, or say that it is past")
    for text in texts:
        assert text.endswith("write the day on which you looked under `law.checked`.")


@pytest.mark.parametrize("as_of", [BEFORE, DAY])
def test_a_key_that_rests_on_repealed_law_is_an_error_from_its_day_on(as_of):
    quiz = '    reason: "By [@old:1]."\n'
    problems = [p for p in found(files_with(quiz=quiz), as_of) if p.code == "key-lapsed"]
    assert [(p.path, p.line, p.severity) for p in problems] == (
        [(QUIZ, 10, ERROR)] if as_of == DAY else []
    )
    for problem in problems:
        assert "old, Art. 1, repealed as of 2026-06-12" in problem.text


def test_a_basis_says_it_once_and_a_past_reason_is_no_fault_of_the_key():
    named = found(files_with(quiz="    basis: [old:1]\n"), DAY)
    assert [p.code for p in named] == ["key-lapsed"]
    other = found(files_with(quiz='    reason: "It was [@past]."\n    basis: [code:1]\n'), DAY)
    assert [p.code for p in other] == ["law-repealed"]
    unknown = found(files_with(quiz="    basis: [nowhere:1]\n"), DAY)
    assert [p.code for p in unknown] == ["instrument-unknown"]


def test_keys_of_self_checks_are_looked_at_too():
    text = "```check\nid: sc-one\nkind: truefalse\nprompt: So it is [@old:1].\nanswer: true\n```"
    codes = {p.code for p in found(files_with(text), DAY)}
    assert codes == {"key-lapsed", "law-repealed"}


def catalogue(revised, *pairs, fuzzy=()):
    day = f'"PO-Revision-Date: {revised} 10:00+0200\\n"\n' if revised else ""
    head = f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n{day}'
    entries = "".join(
        f'\n{"#, fuzzy" + chr(10) if source in fuzzy else ""}msgctxt "lines"\nmsgid "{source}"\n'
        f'msgstr "{text}"\n'
        for source, text in pairs
    )
    return (head + entries).encode()


def stale(revised, *, checked=DAY, as_of=DAY, cite="code:2", fuzzy=()):
    source = f"So it is [@{cite}]."
    files = files_with(source, checked=checked)
    files["pack.yaml"] += b"languages: [sr]\n"
    files["locale/sr.po"] = catalogue(revised, (source, f"Тако је [@{cite}]."), fuzzy=fuzzy)
    problems = [p for p in found(files, as_of) if p.code == "translation-stale"]
    return [re.search(r"\(([\d-]+)\)", p.text)[1] for p in problems if "worked on" in p.text]


def test_a_translation_that_is_older_than_a_change_of_law_is_stale():
    assert stale("2026-06-11") == ["2026-06-12"]
    assert stale("2026-06-11", cite="old:1") == ["2026-06-12"]
    assert stale("2026-06-11", cite="new:1") == ["2026-06-12"]


def test_one_that_was_worked_on_since_or_says_no_day_is_not():
    assert stale("2026-06-12") == []
    assert stale("") == []
    assert stale("YEAR-MO-DA") == []
    assert stale("2026-99-99") == []


def test_nor_one_whose_law_did_not_change_or_whose_source_nobody_looked_at_since():
    assert stale("2026-06-11", cite="code:1") == []
    assert stale("2026-06-11", checked=BEFORE, as_of=LATER) == []
    assert stale("2026-06-11", fuzzy={"So it is [@code:2]."}) == []  # it is not shown anyway


def versions(old_pair, new_pair, **more):
    made = []
    for source, text in (old_pair, new_pair):
        files = files_with(source)
        data = catalogue("", (source, text), **more)
        made.append((parse(files).pack, translate.read_catalogue(data, "locale/sr.po")[0]))
    return [p.code for p in left_behind(*made)]


def test_a_translation_that_stayed_as_it_was_when_its_legal_text_changed_is_stale():
    may, must = "Officers may ask [@code:2].", "Officers must ask [@code:2]."
    assert versions((may, "Смеју [@code:2]."), (must, "Смеју [@code:2].")) == ["translation-stale"]
    assert versions((may, "Смеју [@code:2]."), (must, "Морају [@code:2].")) == []
    assert versions((may, "Смеју [@code:2]."), (may, "Смеју [@code:2].")) == []
    assert versions((may, "Смеју."), ("Officers must ask.", "Смеју.")) == []
    fuzzy = {must}
    assert versions((may, "Смеју [@code:2]."), (must, "Смеју [@code:2]."), fuzzy=fuzzy) == []


def test_the_day_of_a_catalogue_stays_when_it_is_brought_up_to_date():
    pack = parse(SMALL).pack
    fresh = translate.update(pack, catalogue("2026-06-11"), "sr")
    assert b"PO-Revision-Date: 2026-06-11 00:00+0000" in fresh
    assert translate.read_catalogue(fresh, "")[0].revised == date(2026, 6, 11)
    assert b"PO-Revision-Date" not in translate.update(pack, None, "sr")
