import re

from hypothesis import given
from hypothesis import strategies as st
from small_pack import FILES, course

from elearn.core.pack.citations import Role, citations
from elearn.core.pack.compile import compile_pack
from elearn.core.pack.model import Course
from elearn.core.pack.parse import parse
from elearn.core.pack.references import references
from elearn.core.pack.texts import units
from elearn.core.pack.translate import update

CITED = {
    "01-stay/01-stay.md": """---
id: stay
title: How long may they stay
minutes: 10
outcomes: [o-stay]
---
Ninety days [@sbc:6(1)(a)], and again [@sbc:6(1)(a)].

Two more: [@hirsi] and [@old:4].

Nothing here, but a note.[^1]

[^1]: See [@old:4].

```check
id: sc-days
kind: truefalse
prompt: It counts [@sbc:6(1)(a)].
answer: true
reason: It does [@old:4].
```
""",
    "01-stay/02-count.quiz.yaml": """id: count
title: The count
minutes: 5
pass: 50
intro: Read [@sbc] first.
questions:
  - id: q-days
    kind: single
    prompt: How many days?
    hints: [{text: "Look at [@old:4]."}]
    feedback: {wrong: "See [@sbc:6(1)(a)]."}
    options:
      - {id: a, text: "By [@sbc:6(1)(a)]", right: true}
      - {id: b, text: Many, feedback: "Not by [@hirsi]."}
    reason: The rule [@sbc:6(1)(a)].
""",
    "01-stay/03-bus.case.yaml": """id: bus
title: The bus
minutes: 5
outcomes: [o-stay]
intro: At night [@hirsi].
start: s-one
exhibits: [{id: pass, title: The passport, text: "A page [@sbc]."}]
scenes:
  - id: s-one
    title: The barrier
    text: A bus stops [@sbc].
    exhibits: [pass]
    choices:
      - id: c-a
        text: Ask as [@sbc:6(1)(a)] says
        to: s-end
        judgement: right
        consequence: They answer [@hirsi].
        debrief: Good [@old:4].
      - {id: c-b, text: Wait, to: s-end, judgement: wrong, consequence: Nothing., debrief: Bad.}
  - {id: s-end, title: Done, text: It is over., ending: good}
""",
    "banks/papers.quiz.yaml": """id: papers
title: Papers
questions:
  - {id: q-paper, kind: truefalse, prompt: "By [@sbc].", answer: true, basis: ["old:4", hirsi]}
""",
}


def made(files, **more):
    files = FILES | {path: text.encode() for path, text in files.items()} | more
    pack = parse(files).pack
    assert isinstance(pack, Course)
    return pack, list(citations(pack, compile_pack(pack, files)))


def test_every_place_that_cites_is_found_with_what_it_is():
    _pack, found = made(CITED)
    places = {
        (c.item, re.sub("^b-.*", "b", c.part), c.role.value, f"{c.name}:{c.ref}") for c in found
    }
    assert places == {
        ("stay", "b", "text", "sbc:6(1)(a)"),
        ("stay", "b", "text", "hirsi:"),
        ("stay", "b", "text", "old:4"),
        ("stay", "", "text", "old:4"),
        ("stay", "sc-days", "question", "sbc:6(1)(a)"),
        ("stay", "sc-days", "key", "old:4"),
        ("count", "", "text", "sbc:"),
        ("count", "q-days", "hint", "old:4"),
        ("count", "q-days", "feedback", "sbc:6(1)(a)"),
        ("count", "q-days/a", "option", "sbc:6(1)(a)"),
        ("count", "q-days/b", "feedback", "hirsi:"),
        ("count", "q-days", "key", "sbc:6(1)(a)"),
        ("bus", "", "text", "hirsi:"),
        ("bus", "pass", "scene", "sbc:"),
        ("bus", "s-one", "scene", "sbc:"),
        ("bus", "s-one/c-a", "choice", "sbc:6(1)(a)"),
        ("bus", "s-one/c-a", "consequence", "hirsi:"),
        ("bus", "s-one/c-a", "debrief", "old:4"),
        ("bank/papers", "q-paper", "question", "sbc:"),
        ("bank/papers", "q-paper", "key", "old:4"),
        ("bank/papers", "q-paper", "key", "hirsi:"),
    }
    assert {c.language for c in found} == {"en"}
    assert len(found) == len(places)


def test_a_translation_is_a_place_where_it_is_shown_and_only_there():
    data = update(course(), None, "sr").decode()
    translated = "Стрanac сме [@sbc:6(1)(a)]."
    data = re.sub(
        r'(msgctxt "sc-days"\nmsgid "It does [^"]*"\nmsgstr) ""', rf'\1 "{translated}"', data
    )
    assert translated in data
    _pack, found = made({}, **{"locale/sr.po": data.encode()})
    serbian = [c for c in found if c.language != "en"]
    assert [(c.item, c.part, c.role, c.language) for c in serbian] == [
        ("stay", "sc-days", Role.KEY, "sr")
    ]


def test_the_mark_stays_while_the_words_do_and_changes_with_them():
    def marks(files):
        return {(c.item, c.part, c.role, c.ref, c.mark) for c in made(files)[1]}

    before = marks(CITED)
    longer = CITED["01-stay/02-count.quiz.yaml"].replace("The rule", "The old rule")
    after = marks(CITED | {"01-stay/02-count.quiz.yaml": longer})
    assert {place[:3] for place in before ^ after} == {("count", "q-days", Role.KEY)}
    elsewhere = CITED["01-stay/01-stay.md"].replace("Nothing here", "Nothing at all here")
    assert marks(CITED | {"01-stay/01-stay.md": elsewhere}) == before


_PIECES = st.lists(
    st.sampled_from(
        ["[@sbc]", "[@old:4]", "`[@sbc]`", "**[@sbc:6(1)(a)]**", "word", "\n\n", "- ", "> "]
    ),
    max_size=12,
).map(" ".join)


@given(_PIECES)
def test_nothing_that_the_checker_sees_is_missed(text):
    lesson = FILES["01-stay/01-stay.md"].decode().partition("## The rule")[0] + text
    pack, found = made({"01-stay/01-stay.md": lesson})
    body = next(u for u in units(pack) if u.key == "stay#body" or u.context == "bus")
    expected = (
        {(c.id, c.ref) for c in references(body.source).cites} if body.field == "body" else set()
    )
    assert {(c.name, c.ref) for c in found if c.item == "stay"} == expected
