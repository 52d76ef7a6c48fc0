"""Lessons, self-checks, blocks and references, from files."""

from fractions import Fraction
from pathlib import Path

from elearn.core.pack.blocks import address_of, blocks
from elearn.core.pack.digest import digest
from elearn.core.pack.fix import fix
from elearn.core.pack.new import starter
from elearn.core.pack.parse import parse
from elearn.core.pack.references import references
from elearn.store import pack_files

PACKS = Path(__file__).resolve().parents[2] / "packs"
COURSE, _ = pack_files.read(PACKS / "good" / "small")
LESSON = b"""---
id: lines
title: The two lines
minutes: 5
outcomes: [o-one]
---
Checks begin at the first line.

```check
id: sc-one
kind: numeric
prompt: How many [lines](item:nowhere)?
answer: "2,5"
tolerance: 0.1
```

Again.

Again.
"""


def course(**changed):
    files = COURSE | {path.replace("__", "/"): data for path, data in changed.items()}
    return parse(files)


def lesson(data):
    return parse(COURSE | {"01-one/01-lines.md": data})


def test_a_lesson_knows_its_source_and_where_it_begins():
    item = lesson(LESSON).pack.item("lines")
    assert item.source.startswith("Checks begin")
    assert item.first_line == 7
    assert item.path == "01-one/01-lines.md"


def test_a_self_check_names_its_question_and_block():
    item = lesson(LESSON).pack.item("lines")
    (check,) = item.checks
    assert check.question.answer == Fraction(5, 2)
    assert check.question.tolerance == Fraction(1, 10)
    assert check.block == blocks(item.source)[1].address


def test_references_in_a_self_check_have_lines_of_the_file():
    parsed = lesson(LESSON)
    (target,) = parsed.sources.facts["01-one/01-lines.md"].references.items
    assert (target.name, target.line) == ("nowhere", 12)


def test_a_faulty_self_check_is_named_with_its_line_and_the_lesson_stays():
    parsed = lesson(LESSON.replace(b"answer:", b"anwser:"))
    assert [(p.line, p.code) for p in parsed.problems] == [
        (10, "key-missing"),
        (13, "key-unknown"),
    ]
    assert parsed.pack.item("lines").checks == ()


def test_windows_line_ends_and_a_byte_order_mark_change_nothing():
    windows = b"\xef\xbb\xbf" + LESSON.replace(b"\n", b"\r\n")
    assert lesson(windows).pack == lesson(LESSON).pack


def test_blocks_that_repeat_are_numbered():
    found = blocks("Again.\n\nOther.\n\nAgain.\n")
    assert [b.address for b in found] == [
        address_of("Again."),
        address_of("Other."),
        address_of("Again.") + "-2",
    ]
    assert [b.first_line for b in found] == [1, 3, 5]


def test_an_address_does_not_depend_on_what_stands_around():
    assert blocks("One.\n\n- a\n- b\n")[1].address == blocks("- a\n- b\n\n\nTwo.\n")[0].address


def test_code_refers_to_nothing():
    assert references("`[@sbc:6]` and `<b>`\n\n    [[term]]\n").cites == ()
    assert references("`[@sbc:6]` and `<b>`\n\n    [[term]]\n").flaws == ()


def test_an_escaped_tag_is_text_and_no_html():
    assert references(r"Write \<b> or &lt;b&gt; or 1 < 2 > 0.").flaws == ()


def test_references_carry_their_lines():
    text = "One [@sbc:6(1)(a)]\nand [[non-refoulement|the ban]].\n\n| a |\n|---|\n| [@echr:3] |\n"
    found = references(text, 10)
    assert [(c.id, c.ref, c.line) for c in found.cites] == [
        ("sbc", "6(1)(a)", 10),
        ("echr", "3", 15),
    ]
    assert [(t.name, t.line) for t in found.terms] == [("non-refoulement", 11)]


def test_modules_and_items_stand_in_the_order_of_their_names():
    parsed = course(
        **{
            "00-zero__module.yaml": b"id: zero\ntitle: Zero\n",
            "00-zero__01-a.md": LESSON.replace(b"id: lines", b"id: before"),
        }
    )
    assert [module.id for module in parsed.pack.modules] == ["zero", "one"]
    assert [item.id for item in parsed.pack.items][:2] == ["before", "lines"]


def test_without_a_usable_pack_yaml_there_is_no_pack_but_the_other_problems_are_named():
    parsed = parse(COURSE | {"pack.yaml": b"id: [", "01-one/module.yaml": b"id: one"})
    assert parsed.pack is None
    assert {p.code for p in parsed.problems} == {"yaml-syntax", "key-missing"}


def test_a_digest_does_not_depend_on_order_or_line_ends():
    other = {path: data.replace(b"\n", b"\r\n") for path, data in reversed(COURSE.items())}
    assert digest(other) == digest(COURSE)
    assert digest(COURSE | {"README.md": b""}) != digest(COURSE)


def test_content_cannot_be_moved_between_files_unseen():
    assert digest({"a.md": b"x", "b.md": b""}) != digest({"a.md": b"", "b.md": b"x"})


def test_fix_writes_ids_and_keeps_everything_else(day):
    files = starter("mine", day)
    path = "01-first/02-first-quiz.quiz.yaml"
    text = files[path].decode()
    broken = text.replace("  - id: q-unclear-purpose\n    kind", "  # the first\n  - kind")
    changed = fix(files | {path: broken.replace("\n", "\r\n").encode()})
    assert list(changed) == [path]
    fixed = changed[path].decode()
    name = parse(files | changed).pack.item("first-quiz").questions[0].id
    assert fixed.replace("\r\n", "\n") == broken.replace("- kind", f"- id: {name}\n    kind")
    assert "\r\n" in fixed
    assert fix(files | changed) == {}


def test_fix_never_gives_an_id_twice(day):
    files = starter("mine", day)
    path = "01-first/01-first-lesson.md"
    bare = files[path].replace(b"id: sc-no-accusation\n", b"")
    checks = bare[bare.index(b"```check") : bare.index(b"When you")]
    files[path] = bare + b"\n" + checks
    parsed = parse(files | fix(files))
    names = [check.question.id for check in parsed.pack.item("first-lesson").checks]
    assert len(set(names)) == 2
    assert parsed.problems == ()


def test_only_what_can_be_passed_needs_a_pass_mark():
    quiz = COURSE["01-one/02-check.quiz.yaml"]
    without = b"\n".join(line for line in quiz.split(b"\n") if not line.startswith(b"pass:"))

    def codes(data):
        return [p.code for p in parse(COURSE | {"01-one/02-check.quiz.yaml": data}).problems]

    assert codes(without) == ["key-missing"]
    assert codes(without + b"\npractice: true\n") == []
    assert codes(without + b"\nrole: pretest\n") == []
