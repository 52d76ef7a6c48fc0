"""Which change demands which part of the version number: the whole table."""

import pytest
from diff_pack import (
    BANK,
    CASE,
    COURSE,
    HEAD,
    LESSON,
    PARTS,
    PO,
    PRACTICE,
    QUIZ,
    REGISTER,
    ROAD,
    edited,
    versions,
)

from elearn.core.pack.diff.change import ChangeKind, Level, demanded
from elearn.core.pack.diff.why import WHY

PATCH, MINOR, MAJOR = Level.PATCH, Level.MINOR, Level.MAJOR
K = ChangeKind
ACTS = "instruments/eu.yaml"

LOST = (K.TRANSLATION, PATCH, "translation-lost")
TRY = "  - {id: q-try, kind: truefalse, prompt: It rains., answer: true}\n"
AGAIN = "  - {id: q-again, kind: truefalse, prompt: It snows., answer: true}\n"
TWO_WORDINGS = """    - {ref: "4", title: Four, text: Four., until: 2020-01-01}
    - {ref: "4", title: Four, text: Five., from: 2020-01-01}"""

TABLE = {
    # Texts of a lesson
    "a letter in a paragraph": (
        LESSON, "After the", "Aftr the", {(K.TEXT, PATCH, "spelling"), LOST},
    ),
    "a word in a paragraph": (
        LESSON, "After the", "Before the", {(K.TEXT, MINOR, "words"), LOST},
    ),
    "a letter in a short word": (
        LESSON, "After the", "After thy", {(K.TEXT, MINOR, "words"), LOST},
    ),
    "another text altogether": (
        LESSON,
        "After the check.",
        "Ask.",
        {(K.TEXT_REMOVED, MINOR, "text-gone"), (K.TEXT_ADDED, MINOR, "text-new")},
    ),
    "a letter where law is cited": (
        LESSON, "A traveller", "A traveler", {(K.TEXT, MINOR, "cited-text")},
    ),
    "may for must where law is cited": (
        LESSON, "traveller may", "traveller must", {(K.TEXT, MINOR, "cited-text")},
    ),
    "a bold word": (LESSON, "After the", "After **the**", {(K.LAYOUT, PATCH, "layout"), LOST}),
    "a paragraph more": (
        LESSON, "the check.", "the check.\n\nMore.", {(K.TEXT_ADDED, MINOR, "text-new")},
    ),
    "a paragraph less": (
        LESSON, "After the check.\n", "", {(K.TEXT_REMOVED, MINOR, "text-gone")},
    ),
    "a cited paragraph less": (
        LESSON,
        "A traveller may stay [[ninety-days|ninety days]] in\nany 180 [@sbc:6(1)(a)].\n",
        "",
        {(K.TEXT_REMOVED, MINOR, "cited-gone"), (K.CITATION, MAJOR, "citation-other")},
    ),
    "a heading moved down": (
        LESSON,
        "## The rule\n\nA traveller",
        "A traveller",
        {(K.TEXT_REMOVED, MINOR, "text-gone")},
    ),
    "a link elsewhere": (
        LESSON, "item:count", "item:bus", {(K.LINK, PATCH, "link")},
    ),
    "another term": (LESSON, "[[ninety-days|", "[[visa|", {(K.LINK, PATCH, "link")}),
    "another picture": (
        LESSON, "media/calendar.svg", "media/other.svg", {(K.MEDIA, PATCH, "media")},
    ),
    "another description": (LESSON, "![A calendar]", "![Days]", {(K.MEDIA, PATCH, "media")}),
    "another provision": (
        LESSON,
        "any 180 [@sbc:6(1)(a)]",
        "any 180 [@sbc:6(1)(b)]",
        {(K.TEXT, MINOR, "cited-text"), (K.CITATION, MAJOR, "citation-other")},
    ),
    "one provision more": (
        LESSON,
        "After the check.",
        "After the check [@sbc:7].",
        {(K.TEXT, MINOR, "cited-text"), (K.CITATION, MINOR, "citation-new"), LOST},
    ),
    "a title": (LESSON, "title: How long", "title: How much", {(K.TEXT, MINOR, "words")}),
    "a slip in a title": (LESSON, "title: How", "title: Hov", {(K.TEXT, MINOR, "words")}),
    "minutes": (LESSON, "minutes: 10", "minutes: 12", {(K.FACT, PATCH, "fact")}),
    "outcomes of a lesson": (
        LESSON, "outcomes: [o-stay]\n", "", {(K.ALIGNMENT, MINOR, "alignment")},
    ),
    "an objective": (LESSON, "  - Count the days.", "  - Count hours.", {(K.TEXT, MINOR, "words")}),
    "an objective more": (
        LESSON,
        "  - Count the days.",
        "  - Count the days.\n  - See.",
        {(K.TEXT_ADDED, MINOR, "text-new")},
    ),
    # Questions
    "a letter in a question": (
        QUIZ, "How many days?", "How many dais?", {(K.TEXT, MINOR, "asked-text")},
    ),
    "an option's words": (QUIZ, "text: 90,", "text: 91,", {(K.TEXT, MINOR, "asked-text")}),
    "feedback more": (
        QUIZ, "text: 90, right", "text: 90, feedback: Yes., right",
        {(K.TEXT_ADDED, MINOR, "text-new")},
    ),
    "the key": (
        QUIZ,
        'text: 90, right: true}\n      - {id: b, text: "*Many*"',
        'text: 90}\n      - {id: b, right: true, text: "*Many*"',
        {(K.KEY, MAJOR, "key")},
    ),
    "an option more": (
        QUIZ,
        "feedback: Too many.}",
        "feedback: Too many.}\n      - {id: c, text: None}",
        {(K.PART_ADDED, MINOR, "question-part")},
    ),
    "a wrong option less": (
        QUIZ,
        '      - {id: b, text: "*Many*", feedback: Too many.}\n',
        "      - {id: c, text: None}\n",
        {(K.PART_ADDED, MINOR, "question-part"), (K.PART_REMOVED, MINOR, "question-part")},
    ),
    "a right option less": (
        PARTS,
        "          - {id: c, text: Card, right: true}\n",
        "",
        {(K.PART_REMOVED, MINOR, "question-part"), (K.KEY, MAJOR, "key")},
    ),
    "options in another order": (
        PARTS,
        "          - {id: a, text: Passport, right: true}\n          - {id: b, text: Ticket}\n",
        "          - {id: b, text: Ticket}\n          - {id: a, text: Passport, right: true}\n",
        {(K.PART_MOVED, PATCH, "order")},
    ),
    "items to order": (
        QUIZ,
        "[{id: a, text: First}, {id: b, text: Second}]",
        "[{id: b, text: Second}, {id: a, text: First}]",
        {(K.KEY, MAJOR, "key")},
    ),
    "an accepted answer": (
        QUIZ, "answers: [passport]", "answers: [passport, pass]", {(K.KEY, MAJOR, "key")},
    ),
    "a number": (QUIZ, "answer: 90", "answer: 91", {(K.KEY, MAJOR, "key")}),
    "points": (PARTS, "points: 2", "points: 3", {(K.WEIGHT, MAJOR, "weight")}),
    "the cost of a hint": (PARTS, "cost: 10", "cost: 20", {(K.WEIGHT, MAJOR, "weight")}),
    "the key in practice": (
        PRACTICE,
        "prompt: It rains., answer: true",
        "prompt: It rains., answer: false",
        {(K.KEY, MINOR, "key-ungraded")},
    ),
    "the key of a self-check": (
        LESSON, "answer: true", "answer: false", {(K.KEY, MINOR, "key-ungraded")},
    ),
    "the key in a bank": (
        BANK,
        "A visa is paper., answer: false",
        "A visa is paper., answer: true",
        {(K.KEY, MAJOR, "key")},
    ),
    "the key in a bank for practice": (
        "banks/spare.quiz.yaml",
        "A pen writes., answer: true",
        "A pen writes., answer: false",
        {(K.KEY, MINOR, "key-ungraded")},
    ),
    "the kind": (
        PARTS,
        "{id: q-true, kind: truefalse, prompt: A stamp is ink., answer: true, points: 2}",
        "{id: q-true, kind: numeric, prompt: A stamp is ink., answer: 1, points: 2}",
        {(K.KEY, MAJOR, "key")},
    ),
    "what a question is about": (
        PARTS, "points: 2", "points: 2, tags: [ink]", {(K.ALIGNMENT, MINOR, "alignment")},
    ),
    "a question more in a quiz": (
        PARTS,
        "answer: true, points: 2}",
        "answer: true, points: 2}\n      - {id: q-x, kind: truefalse, prompt: X., answer: true}",
        {(K.QUESTION_ADDED, MAJOR, "asked-graded-new")},
    ),
    "a question less in a quiz": (
        PARTS,
        "      - {id: q-true, kind: truefalse, prompt: A stamp is ink., answer: true, points: 2}\n",
        "",
        {(K.QUESTION_REMOVED, MAJOR, "asked-graded-gone")},
    ),
    "a question more in a bank": (
        BANK,
        "questions:\n",
        "questions:\n  - {id: q-x, kind: truefalse, prompt: X., answer: true}\n",
        {(K.QUESTION_ADDED, MINOR, "asked-new")},
    ),
    "a question less in practice": (
        PRACTICE,
        AGAIN,
        "",
        {(K.QUESTION_REMOVED, MINOR, "asked-gone")},
    ),
    "questions in another order": (
        PRACTICE,
        TRY + AGAIN,
        AGAIN + TRY,
        {(K.QUESTION_MOVED, PATCH, "order")},
    ),
    # Quizzes
    "the pass mark": (QUIZ, "pass: 50", "pass: 60", {(K.PASS_MARK, MAJOR, "pass-mark")}),
    "the pass mark in practice": (
        PRACTICE, "pass: 50", "pass: 60", {(K.PASS_MARK, MINOR, "pass-mark-ungraded")},
    ),
    "attempts fewer": (PARTS, "attempts: 3", "attempts: 1", {(K.RULE, MAJOR, "attempts-fewer")}),
    "attempts limited": (
        QUIZ, "pass: 50", "pass: 50\nattempts: 9", {(K.RULE, MAJOR, "attempts-fewer")},
    ),
    "attempts more": (PARTS, "attempts: 3\n", "", {(K.RULE, MINOR, "attempts-more")}),
    "a time limit": (QUIZ, "pass: 50", "pass: 50\nlimit: 9", {(K.RULE, MINOR, "rule-manner")}),
    "which attempt counts": (
        QUIZ, "pass: 50", "pass: 50\ncounts: last", {(K.RULE, MAJOR, "rule-counts")},
    ),
    "practice that counts": (
        PRACTICE, "practice: true\n", "", {(K.RULE, MAJOR, "rule-counts")},
    ),
    "what is drawn": (PARTS, "count: 1", "count: 2", {(K.DRAW, MAJOR, "draw")}),
    "what is drawn in practice": (
        PRACTICE, "count: 1", "count: 2", {(K.DRAW, MINOR, "draw-ungraded")},
    ),
    "the layout": (QUIZ, "pass: 50", "pass: 50\nlayout: all", {(K.LAYOUT, PATCH, "layout")}),
    "a section's title": (PARTS, "title: Law", "title: Acts", {(K.TEXT, MINOR, "words")}),
    # Cases
    "a judgement": (
        CASE, "judgement: wrong", "judgement: acceptable", {(K.KEY, MAJOR, "key")},
    ),
    "where a choice leads": (CASE, "s-end, judgement: right", "s-two, judgement: right", None),
    "effects": (ROAD, "effects: {law: -3}", "effects: {law: -2}", {(K.WEIGHT, MAJOR, "weight")}),
    "what passes": (ROAD, "least: 3", "least: 4", {(K.PASS_MARK, MAJOR, "pass-mark")}),
    "a letter in a scene": (
        ROAD, "Snow falls.", "Snow fell.", {(K.TEXT, MINOR, "asked-text")},
    ),
    "a slip in a debrief": (
        ROAD, "debrief: Good.", "debrief: Gooood.", {(K.TEXT, MINOR, "words")},
    ),
    "an exhibit more": (
        CASE,
        "exhibits: [{id: pass,",
        "exhibits: [{id: x, title: X, text: X.}, {id: pass,",
        {(K.PART_ADDED, MINOR, "material-new")},
    ),
    "minutes of case time": (
        ROAD, "effects: {law: -3}", "effects: {law: -3}\n        minutes: 5",
        {(K.ROAD, MAJOR, "road")},
    ),
    "minutes where nothing fails": (
        CASE, "debrief: Bad.", "debrief: Bad., minutes: 5", {(K.ROAD, MINOR, "road-ungraded")},
    ),
    # The pack
    "the outcome": (
        HEAD, "text: Count days.", "text: Count hours.", {(K.OUTCOME, MAJOR, "outcome")},
    ),
    "an outcome more": (
        HEAD,
        "text: Count days.}",
        "text: Count days.}\n  - {id: o-x, text: X.}",
        {(K.OUTCOME, MAJOR, "outcome")},
    ),
    "the completion rule": (
        HEAD, "pass: all", "pass: [count]", {(K.COMPLETION_RULE, MAJOR, "completion")},
    ),
    "the same rule in other words": (HEAD, "pass: all", "pass: [count, exam]", set()),
    "prerequisites": (
        HEAD,
        "completion:",
        "prerequisites: [before]\ncompletion:",
        {(K.PREREQUISITE, MAJOR, "prerequisite")},
    ),
    "validity": (
        HEAD,
        "completion:",
        "validity: {months: 24}\ncompletion:",
        {(K.CREDENTIAL, MINOR, "credential")},
    ),
    "hours": (HEAD, "self-study: 1", "self-study: 2", {(K.CREDENTIAL, MINOR, "credential")}),
    "authors": (HEAD, "authors: [Team]", "authors: [Ann]", {(K.FACT, PATCH, "fact")}),
    "the day of the check": (
        HEAD, "checked: 2026-11-23", "checked: 2026-11-24", {(K.LAW_BASIS, PATCH, "law-basis")},
    ),
    "the register": (
        HEAD, "register: law", "register: acts", {(K.LAW_BASIS, MAJOR, "law-basis-other")},
    ),
    "the update policy": (
        HEAD, "completion:", "update: {bridge: false}\ncompletion:", {(K.POLICY, PATCH, "fact")},
    ),
    "a language more": (
        HEAD, "languages: [sr]", "languages: [sr, mk]", {(K.LANGUAGE, PATCH, "language-new")},
    ),
    "the source language": (
        HEAD, "language: en", "language: bs", {(K.LANGUAGE, MAJOR, "language-source")},
    ),
    "a translation": (PO, "После провере.", "После.", {(K.TRANSLATION, PATCH, "translation")}),
    "a translated answer": (PO, "пасош", "карта", {(K.KEY, MAJOR, "accepted")}),
    "a module's title": (
        "02-exam/module.yaml", "title: Exam", "title: Test", {(K.TEXT, MINOR, "words")},
    ),
    "a module's id": (
        "02-exam/module.yaml",
        "exam-module",
        "test",
        {(K.MODULE, PATCH, "order"), (K.ITEM_MOVED, PATCH, "order")},
    ),
    "a credit": ("media/media.yaml", "author: A", "author: B", {(K.MEDIA, PATCH, "media")}),
    "a picture redrawn": ("media/calendar.svg", "300", "301", {(K.MEDIA, PATCH, "media")}),
}  # fmt: skip

LAW_TABLE = {
    "a date": (ACTS, "repealed: 2026-06-12", "repealed: 2026-06-13", {(K.LAW, MINOR, "law")}),
    "what took its place": (ACTS, "repealed-by: [sbc]\n  ", "", {(K.LAW, MINOR, "law")}),
    "a wording": (ACTS, "A valid document.", "A valid dokument.", {(K.TEXT, MINOR, "law-text")}),
    "a holding": (
        "judgments/echr.yaml", "Push-backs", "Pushbacks", {(K.TEXT, MINOR, "law-text")},
    ),
    "an address": (ACTS, "2016/399/oj", "2016/399", {(K.FACT, PATCH, "fact")}),
    "how surely it is known": (ACTS, "level: verified", "level: high", {(K.FACT, PATCH, "fact")}),
    "a provision more": (
        ACTS,
        '    - {ref: "4",',
        '    - {ref: "5", title: Five}\n    - {ref: "4",',
        {(K.PART_ADDED, MINOR, "law-new")},
    ),
    "another wording from a day on": (
        ACTS,
        '    - {ref: "4", title: Four, text: Four.}',
        TWO_WORDINGS,
        {(K.LAW, MINOR, "law"), (K.PART_ADDED, MINOR, "law-new")},
    ),
    "a provision less": (
        ACTS,
        '    - {ref: "4", title: Four, text: Four.}',
        '    - {ref: "5", title: Four, text: Four.}',
        {(K.PART_ADDED, MINOR, "law-new"), (K.PART_REMOVED, MAJOR, "law-gone")},
    ),
    "a judgment under another name": (
        "judgments/echr.yaml",
        "id: hirsi",
        "id: hirsi-jamaa",
        {(K.ITEM_ADDED, MINOR, "law-new"), (K.ITEM_REMOVED, MAJOR, "law-gone")},
    ),
    "a term in Serbian": (
        "glossary.yaml", "sr: виза", "sr: дозвола", {(K.TRANSLATION, PATCH, "translation")},
    ),
    "a definition": (
        "glossary.yaml", "A permission.", "A right.", {(K.TEXT, MINOR, "words")},
    ),
    "the day of the check": (
        HEAD, "checked: 2026-11-23", "checked: 2026-11-24", {(K.LAW_BASIS, PATCH, "law-basis")},
    ),
}  # fmt: skip


def found(changes):
    return {(c.kind, c.level, c.why) for c in changes}


@pytest.mark.parametrize("name", [name for name in TABLE if TABLE[name][3] is not None])
def test_a_change_of_a_course_demands_its_level(name):
    path, old, new, expected = TABLE[name]
    changes = versions(COURSE, edited(COURSE, path, (old, new)))
    assert found(changes) == expected
    assert demanded(changes) == max((level for _, level, _ in expected), default=PATCH)


@pytest.mark.parametrize("name", list(LAW_TABLE))
def test_a_change_of_a_register_demands_its_level(name):
    path, old, new, expected = LAW_TABLE[name]
    assert found(versions(REGISTER, edited(REGISTER, path, (old, new)))) == expected


LESSON_TEXT = b"---\nid: more\ntitle: More\nminutes: 5\n---\nMore.\n"


def test_a_lesson_more_is_minor_and_a_quiz_or_case_major():
    more = COURSE | {"01-stay/09-more.md": LESSON_TEXT}
    assert found(versions(COURSE, more)) == {(K.ITEM_ADDED, MINOR, "material-new")}
    for path, why, level in (
        (PRACTICE, "material-new", MINOR), (QUIZ, "graded-new", MAJOR), (CASE, "graded-new", MAJOR),
    ):  # fmt: skip
        without = {p: d for p, d in COURSE.items() if p != path}
        assert (K.ITEM_ADDED, level, why) in found(versions(without, COURSE))
        assert demanded(versions(without, COURSE)) == level


@pytest.mark.parametrize("path", [LESSON, QUIZ, CASE, PRACTICE, PARTS, ROAD])
def test_an_item_less_is_major_and_nothing_else_is_said_of_it(path):
    without = {p: d for p, d in COURSE.items() if p != path}
    assert found(versions(COURSE, without)) == {(K.ITEM_REMOVED, MAJOR, "item-gone")}


def test_an_item_elsewhere_is_a_patch():
    moved = {("02-exam/09-try.quiz.yaml" if p == PRACTICE else p): d for p, d in COURSE.items()}
    changes = versions(COURSE, moved)
    assert found(changes) == {(K.ITEM_MOVED, PATCH, "order")}
    assert [(c.item, c.before, c.after) for c in changes] == [("try", "stay-module", "exam-module")]


def test_a_lesson_that_becomes_a_quiz_is_another_item():
    quiz = COURSE[PRACTICE].replace(b"id: try", b"id: stay").replace(b"q-", b"r-")
    new = {p: d for p, d in COURSE.items() if p not in (LESSON, PRACTICE)}
    changes = versions(COURSE, new | {"01-stay/05-stay.quiz.yaml": quiz})
    assert {(c.kind, c.item) for c in changes} >= {
        (K.ITEM_REMOVED, "stay"), (K.ITEM_ADDED, "stay"),
    }  # fmt: skip


def test_a_question_that_comes_to_a_quiz_that_counts_is_major():
    line = "  - {id: q-again, kind: truefalse, prompt: It snows., answer: true}\n"
    new = edited(COURSE, PRACTICE, (line, ""))
    new = edited(new, QUIZ, ("questions:\n", "questions:\n" + line))
    changes = versions(COURSE, new)
    assert found(changes) == {(K.QUESTION_MOVED, MAJOR, "asked-graded-elsewhere")}
    assert [(c.item, c.part, c.before) for c in changes] == [("count", "q-again", "try")]


def test_a_bank_more_and_less():
    without = {p: d for p, d in COURSE.items() if p != "banks/spare.quiz.yaml"}
    without = edited(without, PRACTICE, ("draw: [{bank: spare, count: 1}]\n", ""))
    assert found(versions(COURSE, without)) == {
        (K.DRAW, MINOR, "draw-ungraded"), (K.ITEM_REMOVED, MINOR, "asked-gone"),
    }  # fmt: skip
    assert (K.ITEM_ADDED, MINOR, "material-new") in found(versions(without, COURSE))


def test_a_translation_less():
    without = {p: d for p, d in COURSE.items() if p != PO}
    without = edited(without, HEAD, ("languages: [sr]\n", ""))
    assert found(versions(COURSE, without)) == {(K.LANGUAGE, MINOR, "language-gone")}
    assert found(versions(without, COURSE)) == {(K.LANGUAGE, PATCH, "language-new")}


def test_a_note_for_people():
    assert found(versions(COURSE, COURSE | {"README.md": b"Hello.\n"})) == {(K.NOTE, PATCH, "fact")}
    assert versions(COURSE, edited(COURSE, "CHANGELOG.md", ("## ", "## 1.1.0\n\n## "))) == ()


def test_a_picture_that_a_question_asks_about_is_part_of_the_question():
    asked = (
        "questions:\n  - id: q-spot\n    kind: hotspot\n    prompt: Where?\n"
        "    picture: '![Days](media/calendar.svg)'\n"
        "    regions: [{id: a, at: [0, 0, 10, 10], text: Here, right: true},"
        " {id: b, at: [50, 50, 10, 10], text: There}]\n"
    )
    old = edited(COURSE, QUIZ, ("questions:\n", asked))
    redrawn = edited(old, "media/calendar.svg", ("300", "301"))
    changes = [c for c in versions(old, redrawn) if c.field == "file"]
    assert [(c.kind, c.level, c.item, c.part) for c in changes] == [
        (K.MEDIA, MINOR, "count", "q-spot")
    ]
    elsewhere = edited(old, QUIZ, ("at: [0, 0", "at: [1, 0"))
    assert found(versions(old, elsewhere)) == {(K.KEY, MAJOR, "key")}


def test_where_a_choice_leads_counts_only_where_a_road_can_fail():
    other = edited(COURSE, ROAD, ("to: s-bad", "to: s-good"))
    assert found(versions(COURSE, other)) == {(K.ROAD, MAJOR, "road")}
    free = edited(COURSE, ROAD, ("pass: {ending: [good], measures: {law: {least: 3}}}\n", ""))
    assert found(versions(free, edited(free, ROAD, ("to: s-bad", "to: s-good")))) == {
        (K.ROAD, MINOR, "road-ungraded")
    }


def test_every_kind_of_change_is_in_the_table():
    rows = [*TABLE.values(), *LAW_TABLE.values()]
    there = {kind for row in rows for kind, _level, _why in row[3] or ()}
    elsewhere = {
        K.ITEM_ADDED, K.ITEM_REMOVED, K.ITEM_MOVED, K.NOTE, K.ROAD, K.TEXT_MOVED, K.QUESTION_MOVED,
    }  # fmt: skip
    assert there | elsewhere == set(K)


def test_every_reason_has_a_sentence():
    rows = [*TABLE.values(), *LAW_TABLE.values()]
    reasons = {why for row in rows for _kind, _level, why in row[3] or ()}
    assert reasons <= set(WHY)
    assert all(text.endswith(".") for text in WHY.values())


def test_a_moved_paragraph_is_a_patch():
    start, end = "## The rule\n\n", "After the check."
    moved = edited(COURSE, LESSON, (start, ""), (end, f"{end}\n\n## The rule"))
    changes = versions(COURSE, moved)
    assert found(changes) == {(K.TEXT_MOVED, PATCH, "order")}
    assert changes[0].after == "The rule"


SAME = "update: {meaning-same: {since: 1.0.0, ids: [%s]}}\ncompletion:"


@pytest.mark.parametrize(
    ("path", "old", "new", "name"),
    [
        (LESSON, "traveller may", "traveller can", "stay"),
        (QUIZ, "How many days?", "How many dais?", "q-days"),
        (QUIZ, "text: 90,", "text: 91,", "a"),
        (ROAD, "Snow falls.", "Snow fell.", "s-start"),
        (HEAD, "text: Count days.", "text: Count the days.", "o-stay"),
    ],
)
def test_what_is_declared_to_mean_the_same_is_a_patch_that_needs_confirming(path, old, new, name):
    now = edited(edited(COURSE, HEAD, ("completion:", SAME % name)), path, (old, new))
    changes = versions(COURSE, now)
    assert [(c.level, c.why, c.declared) for c in changes] == [(PATCH, "same", True)]
    other = edited(now, HEAD, ("since: 1.0.0", "since: 0.9.0"))
    assert demanded(versions(COURSE, other)) > PATCH
    another = edited(now, HEAD, (f"ids: [{name}]", "ids: [something-else]"))
    assert demanded(versions(COURSE, another)) > PATCH


def test_a_key_or_a_citation_cannot_be_declared_to_mean_the_same():
    declared = edited(COURSE, HEAD, ("completion:", SAME % "stay, count, q-number, o-stay"))
    for path, old, new in (
        (QUIZ, "answer: 90", "answer: 91"),
        (LESSON, "any 180 [@sbc:6(1)(a)]", "any 180 [@sbc:6(1)(b)]"),
        (HEAD, "text: Count days.}", "text: Count days.}\n  - {id: o-x, text: X.}"),
    ):
        assert demanded(versions(COURSE, edited(declared, path, (old, new)))) == MAJOR
