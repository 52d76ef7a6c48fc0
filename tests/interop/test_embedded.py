"""Texts with gaps: Moodle's embedded answers in all their forms, and words to choose or drag."""

from fractions import Fraction

import pytest

from elearn.core.quiz import questions as q
from elearn.core.quiz.kinds.cloze import Gap
from elearn.interop.moodle_xml import read as xml
from elearn.interop.notes import State
from elearn.services.imports import read_questions


def file_of(text, kind="cloze", inside="", form="html"):
    start = f'<quiz><question type="{kind}"><name><text>Gaps</text></name>'
    asked = f'<questiontext format="{form}"><text><![CDATA[{text}]]></text></questiontext>'
    return f"{start}{asked}{inside}</question></quiz>".encode()


def read(text, **more):
    return xml.read(file_of(text, **more))


def one(text, **more):
    made = read(text, **more)
    assert len(made.questions) == 1, made.notes
    return made.questions[0]


def gap(text):
    (found,) = one(f"<p>x {text} y</p>").gaps
    return found


def option(name, text, right=False, told=""):
    return q.Option(name, text, right, told)


def test_a_text_with_gaps_of_all_three_sorts():
    made = read(
        "<p>Fill in, please.</p><p>A stay of {1:NUMERICAL:=90:0.5#Yes} days within "
        "{1:SA:=180 days~=six months}; longer is an {1:MC:=overstay#Right~visa#No}.</p>"
    )
    (question,) = made.questions
    assert question == q.Cloze(
        id="q-gaps",
        prompt="Fill in, please.",
        points=3,
        text="A stay of {g1} days within {g2}; longer is an {g3}.",
        gaps=(
            Gap("g1", answer=Fraction(90), tolerance=Fraction(1, 2)),
            Gap("g2", answers=("180 days", "six months")),
            Gap(
                "g3",
                options=(option("a", "overstay", True, "Right"), option("b", "visa", False, "No")),
            ),
        ),
    )
    assert "'Yes'" in made.notes[0].reason


@pytest.mark.parametrize(
    "name",
    [
        "MULTICHOICE", "MC", "MULTICHOICE_V", "MCV", "MULTICHOICE_H", "MCH", "MULTICHOICE_S", "MCS",
        "MULTICHOICE_VS", "MCVS", "MULTICHOICE_HS", "MCHS", "mc", "MULTIRESPONSE", "MRHS",
    ],
)  # fmt: skip
def test_names_of_choices(name):
    made = gap(f"{{1:{name}:wrong~=right}}")
    assert [(o.text, o.right) for o in made.options] == [("wrong", False), ("right", True)]


@pytest.mark.parametrize("name", ["SHORTANSWER", "SA", "MW", "SHORTANSWER_C", "SAC", "MWC"])
def test_names_of_words(name):
    made = read(f"{{:{name}:=Paris#Yes~%50%Marseille#Hm~*#No}} it is.")
    (question,) = made.questions
    assert question.gaps[0].answers == ("Paris",)
    reason = made.notes[0].reason
    assert "Marseille" in reason
    assert ("Capitals" in reason) == name.endswith("C")
    assert "'Hm'" in reason


@pytest.mark.parametrize(
    ("inside", "answer", "tolerance"),
    [
        ("=32:0", 32, 0),
        ("%100%1701:0~%66%1701:20~%33%1701:50", 1701, 0),
        ("=-1,5", "-3/2", 0),
        ("=2:0.25~*#No", 2, "1/4"),
        ("%100%.5", "1/2", 0),
    ],
)
def test_numbers(inside, answer, tolerance):
    for name in ("NUMERICAL", "NM"):
        made = gap(f"{{1:{name}:{inside}}}")
        assert (made.answer, made.tolerance) == (Fraction(answer), Fraction(tolerance))


def test_signs_that_are_escaped_or_written_as_entities():
    made = gap("{1:MC:=a \\} b \\~ c \\# d#told \\} so~&lt;b&gt; &#1085; &amp;#1078;~<b>bold</b>}")
    assert [o.text for o in made.options] == ["a } b ~ c # d", "\\<b\\> н ж", "**bold**"]
    assert made.options[0].feedback == "told } so"
    assert gap("{1:SA:=H<sub>2</sub>O~=R&amp;D}").answers == ("H2O", "R&D")


def test_weights_are_points_and_unequal_ones_are_said():
    made = read("<p>{3:NM:=1} and {2:NM:=2}</p>")
    assert made.questions[0].points == 5
    assert "different weights" in made.notes[0].reason
    assert one("<p>{:NM:=1} {7:SA:=x}</p>").points == 8


def test_gaps_for_several_answers_become_questions_of_their_own():
    made = read(
        "<p>Start {1:MC:=a~b}.</p><p>The family: {2:MULTIRESPONSE:=Marge#Yes~Fred#No~=Lisa} and "
        "{1:NM:=4}.</p><p>Only {1:MR_H:=x~=y} here.</p>".replace("MR_H", "MULTIRESPONSE_H")
    )
    first, second, third = made.questions
    assert first.text == "Start {g1}.\n\nThe family: \\_\\_\\_\\_\\_ and {g2}."
    assert isinstance(second, q.Multiple)
    assert second.prompt == "The family: \\_\\_\\_\\_\\_ and …."
    assert [(o.text, o.right, o.feedback) for o in second.options] == [
        ("Marge", True, "Yes"),
        ("Fred", False, "No"),
        ("Lisa", True, ""),
    ]
    assert second.points == 2
    assert third.prompt == "Only \\_\\_\\_\\_\\_ here."
    assert [n.question for n in made.notes] == ["q-gaps", "q-gaps-part", "q-gaps-part-2"]
    assert all(n.state is State.CHANGED for n in made.notes)


def test_a_text_of_nothing_but_such_gaps():
    made = read("<p>{1:MULTIRESPONSE:=a~=b~c} now</p>")
    (question,) = made.questions
    assert isinstance(question, q.Multiple)


def test_without_words_before_the_gaps_there_is_a_prompt_to_rewrite():
    assert one("{1:NM:=1}").prompt == "Fill in the gaps."


def test_braces_that_are_no_gap_stay_none():
    made = one("<p>{1:NM:=1} of {total} and { x }</p>")
    assert made.text == "{g1} of { total} and { x }"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Just words.", "no gaps"),
        ("Choose {1:MULTICHOICE}", "cannot be read"),
        ("Choose {1:MULTICHOICE:=Apple#Correct}", "1 options"),
        ("How much? {3:NUMERICAL:=zero}", "not a number"),
        ("Which? {1:MC:=a~=b}", "several right options"),
        ("Open {1:SA:=a", "has no end"),
        ("Nothing {1:SA:a}", "fully right"),
        ("Many " + "{1:NM:=1} " * 21, "21 gaps"),
        ("Odd {1:MULTIFOO:=a}", "cannot be read"),
    ],
)
def test_what_cannot_be_kept_is_left_out_with_its_reason(text, why):
    made = read(text)
    assert made.questions == ()
    assert why in made.notes[0].reason


def test_a_choice_of_which_none_is_fully_right_takes_the_best_and_says_so():
    made = read("Fruits {1:MULTICHOICE:Pear#Incorrect~%50%Apple#Correct}")
    assert [o.right for o in made.questions[0].gaps[0].options] == [False, True]
    assert "less than all points" in made.notes[0].reason


def test_a_file_in_the_format_for_embedded_answers():
    text = "Match the cities.\n\n* San Francisco: {1:MULTICHOICE:=California#OK~Arizona#Wrong}\n"
    text += "The capital is {1:SHORTANSWER:%100%Paris#Congratulations!\n~%50%Marseille#No, (after\n"
    made = read_questions((text + "Paris).~*#Wrong, of course.}.\n").encode())
    (question,) = made.questions
    assert question.prompt == "Match the cities."
    assert [g.kind.value for g in question.gaps] == ["choice", "text"]
    gift = b"::A:: Which {1:MC:=a~b}?\n\n::B:: So? {T}"
    made = read_questions(gift)
    assert len(made.questions) == 1
    assert "embedded answers" in made.notes[0].reason


WORDS = (("cat", 1), ("sat", 1), ("mat", 2), ("dog", 1), ("table", 2))


def words(tag):
    return "".join(f"<{tag}><text>{w}</text><group>{g}</group></{tag}>" for w, g in WORDS)


@pytest.mark.parametrize(("kind", "tag"), [("gapselect", "selectoption"), ("ddwtos", "dragbox")])
def test_words_for_gaps_come_by_their_group(kind, tag):
    made = read("<p>The [[1]] [[2]] on the [[3]].</p>", kind=kind, inside=words(tag))
    (question,) = made.questions
    assert question.text == "The {g1} {g2} on the {g3}."
    first, second, third = question.gaps
    assert [o.text for o in first.options] == ["cat", "sat", "dog"]
    assert [o.right for o in second.options] == [False, True, False]
    assert [(o.text, o.right) for o in third.options] == [("mat", True), ("table", False)]
    assert (made.notes[0].state is State.READ) == (kind == "gapselect")


@pytest.mark.parametrize(
    ("text", "why"), [("No gap.", "no gaps"), ("The [[9]].", "has no word"), ("A [[3]]", "")]
)
def test_gaps_without_words_are_left_out(text, why):
    made = read(text, kind="gapselect", inside=words("selectoption"))
    assert bool(made.questions) == (not why)
    assert why in made.notes[0].reason


def test_pairs_with_a_right_side_for_several_are_groups():
    sides = [("Passport", "first"), ("Face", "first"), ("Stamp", "second"), ("", "third")]
    inside = "".join(
        f"<subquestion><text>{a}</text><answer><text>{b}</text></answer></subquestion>"
        for a, b in sides
    )
    made = read("Where?", kind="match", inside=inside)
    (question,) = made.questions
    assert isinstance(question, q.Categorise)
    assert [g.text for g in question.groups] == ["first", "second", "third"]
    assert [(i.text, i.group) for i in question.items] == [
        ("Passport", "group-a"),
        ("Face", "group-a"),
        ("Stamp", "group-b"),
    ]
    assert "groups" in made.notes[0].reason
