"""Moodle's calculated questions and its markers on a picture."""

import base64
import struct
from datetime import date
from fractions import Fraction

import pytest

from elearn.core.quiz import questions as q
from elearn.core.quiz.kinds.calculation import Parameter, Step
from elearn.core.quiz.question import Credit
from elearn.interop.moodle_xml import read as xml
from elearn.interop.moodle_xml import write as xml_write
from elearn.interop.moodle_xml.markers import size_of
from elearn.interop.notes import State
from elearn.services.imports import read_questions

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">LLLL", 13, 0x49484452, 200, 100) + bytes(8)


def data_set(name, low="1", high="10", places="0", items=()):
    values = "".join(f"<dataset_item><value>{v}</value></dataset_item>" for v in items)
    return (
        f"<dataset_definition><name><text>{name}</text></name><minimum><text>{low}</text></minimum>"
        f"<maximum><text>{high}</text></maximum><decimals><text>{places}</text></decimals>"
        f"<dataset_items>{values}</dataset_items></dataset_definition>"
    )


def formula(text, tolerance="0.01", kind="1", more="", share="100"):
    return (
        f'<answer fraction="{share}"><text>{text}</text><tolerance>{tolerance}</tolerance>'
        f"<tolerancetype>{kind}</tolerancetype>{more}</answer>"
    )


def calculated(inside, sets, text="What is {A} + {b}?", kind="calculated"):
    return xml.read(
        f'<quiz><question type="{kind}"><name><text>Sum</text></name><questiontext format="html">'
        f"<text><![CDATA[<p>{text}</p>]]></text></questiontext>{inside}"
        f"<dataset_definitions>{sets}</dataset_definitions></question></quiz>".encode()
    )


BOTH = data_set("A") + data_set("b", "0.5", "2.5", "1")


@pytest.mark.parametrize("kind", ["calculated", "calculatedsimple"])
def test_a_calculation_draws_its_values_from_the_bounds(kind):
    unit = "<units><unit><multiplier>1</multiplier><unit_name>m</unit_name></unit></units>"
    made = calculated(formula("{A} + {b}", "0.5", "2") + unit, BOTH, kind=kind)
    (question,) = made.questions
    assert isinstance(question, q.Calculation)
    assert question.prompt == "What is {a} + {b}?"
    assert question.parameters == (
        Parameter("a", Fraction(1), Fraction(10), Fraction(1)),
        Parameter("b", Fraction(1, 2), Fraction(5, 2), Fraction(1, 10)),
    )
    (step,) = question.steps
    assert (step.answer, step.tolerance, step.unit) == ("a + b", Fraction(1, 2), "m")
    assert "drawn anew" in made.notes[0].reason


def test_a_relative_tolerance_becomes_the_narrowest_number():
    made = calculated(formula("{A} * 100", "0.01", "1"), data_set("A"), text="{A} times 100?")
    assert made.questions[0].steps[0].tolerance == 1
    assert "share of the result" in made.notes[0].reason


def test_decimals_that_are_shown_are_decimals_that_may_differ():
    more = (
        "<correctanswerformat>1</correctanswerformat><correctanswerlength>2</correctanswerlength>"
    )
    made = calculated(formula("{A} / 3", "0", "2", more), data_set("A"), text="{A} thirds?")
    assert made.questions[0].steps[0].tolerance == Fraction(1, 200)


def test_values_of_a_set_without_bounds_are_choices():
    made = calculated(
        formula("min({A}, 4.5)", "0", "2"),
        data_set("A", "", "", items=["2", "5.5", "2"]),
        text="{A}?",
    )
    (parameter,) = made.questions[0].parameters
    assert parameter.choices == (Fraction(2), Fraction(11, 2))


@pytest.mark.parametrize(
    ("inside", "sets", "why"),
    [
        (formula("sqrt({A})"), BOTH, "uses sqrt"),
        (formula("{A} ? {b}"), BOTH, "cannot be read"),
        (formula("{A} +"), BOTH, "cannot be read"),
        (formula("{A} + {c}"), BOTH, "no data set for c"),
        (formula("{A}", share="50"), BOTH, "0 formulas"),
        (formula("{A} + {b}", "1", "3"), BOTH, "is a factor"),
        (formula("{A} / {b}"), data_set("A") + data_set("b", "0", "1"), "cannot be computed"),
        (formula("{A} + {b}"), BOTH + data_set("a"), "Two data sets"),
    ],
)
def test_what_cannot_be_carried_over_is_left_out_with_its_reason(inside, sets, why):
    made = calculated(inside, sets)
    assert made.questions == ()
    assert why in made.notes[0].reason


FIGURES = "<correctanswerformat>2</correctanswerformat><correctanswerlength>2</correctanswerlength>"
VALUES = data_set("A", items=["3", "5"]) + data_set("b", items=["4", "6"])


@pytest.mark.parametrize(
    ("text", "more", "answer", "tolerance", "why"),
    [
        ("sqrt(pow({A},2)+{b}**2)", "", 5, Fraction(1, 20), "uses sqrt"),
        ("round({A}/{b}, 1)", "", Fraction(4, 5), Fraction(1, 125), "uses round"),
        ("pi()*{A}", "<correctanswerlength>3</correctanswerlength>", Fraction("9.425"), None, "pi"),
        ("sin(deg2rad(30))", "", Fraction(1, 2), Fraction(1, 200), "uses sin"),
        (
            "exp({b})",
            FIGURES,
            55,
            None,
            "uses exp",
        ),
    ],
)
def test_what_our_formulas_cannot_say_is_a_number_for_values_of_the_file(
    text, more, answer, tolerance, why
):
    made = calculated(formula(text, more=more), VALUES, text="{A} and {b}? {={A}+{b}}")
    (question,) = made.questions
    assert isinstance(question, q.Numeric)
    assert question.prompt == "3 and 4? 7"
    assert question.answer == answer
    assert tolerance is None or question.tolerance == tolerance
    # The formula in the text is met before the one of the answer.
    assert "{=…}" in made.notes[0].reason
    assert "Its values are fixed now" in made.notes[0].reason
    assert "drawn anew" not in made.notes[0].reason
    (note,) = calculated(formula(text, more=more), VALUES, text="{A}, {b}?").notes
    assert why in note.reason


def test_values_with_which_it_cannot_be_worked_out_are_passed_over():
    sets = data_set("A", items=["3", "5"]) + data_set("b", items=["0", "2"])
    (question,) = calculated(formula("sqrt({A}-1)/{b}"), sets, text="{A}, {b}?").questions
    assert (question.prompt, question.answer) == ("5, 2?", 1)


def test_a_geometric_tolerance_becomes_its_narrower_side():
    made = calculated(formula("{A}+{b}", "0.25", "3"), VALUES, text="{A}, {b}?")
    assert made.questions[0].tolerance == Fraction(7, 5)
    assert "is a factor" in made.notes[0].reason


def test_options_that_are_calculated_are_those_for_values_of_the_file():
    sets = data_set("A", items=["2", "3"]) + data_set("b", items=["2", "4"])
    options = (
        formula("{={A}+{b}} m")
        + formula("{={A}*{b}} m", share="0")
        + formula("{A} m", share="0", more="<feedback><text>Not {A}.</text></feedback>")
    )
    made = calculated(options, sets, text="{A} m and {b} m?", kind="calculatedmulti")
    (question,) = made.questions
    assert isinstance(question, q.Single)
    assert question.prompt == "3 m and 4 m?"
    assert [o.text for o in question.options] == ["7.00 m", "12.00 m", "3 m"]
    assert question.options[2].feedback == "Not 3."
    assert "options were calculated" in made.notes[0].reason


@pytest.mark.parametrize(
    ("options", "sets", "why"),
    [
        (formula("{={A}+{b}}") + formula("{A}", share="0"), BOTH, "has no values"),
        (formula("{={A}+{b}}") + formula("{A}", share="0"), "", "no data set"),
        (formula("{={A}}") + formula("{={A}}", share="0"), VALUES, "two options read the same"),
        (formula("{=rand({A})}") + formula("1", share="0"), VALUES, "uses rand"),
    ],
)
def test_options_that_cannot_be_worked_out_are_left_out(options, sets, why):
    made = calculated(options, sets, kind="calculatedmulti")
    assert made.questions == ()
    assert why in made.notes[0].reason


def placed(drops, drags, file=PNG):
    picture = base64.b64encode(file).decode()
    return xml.read(
        (
            '<quiz><question type="ddmarker"><name><text>Page</text></name><questiontext>'
            f'<text>Mark it.</text></questiontext><file name="page.png" encoding="base64">{picture}'
            "</file>"
            + "".join(f"<drag><no>{i}</no><text>{t}</text></drag>" for i, t in enumerate(drags, 1))
            + "".join(
                f"<drop><shape>{s}</shape><coords>{c}</coords><choice>{n}</choice></drop>"
                for s, c, n in drops
            )
            + "</question></quiz>"
        ).encode()
    )


DROPS = [
    ("circle", "20,20;10", 1),
    ("rectangle", "100,50;60,20", 2),
    ("polygon", "50,80;90,80;90,99", 1),
]


def test_each_marker_is_a_question_about_its_place():
    made = placed(DROPS, ["Photo", "Name", "Nowhere"])
    first, second = made.questions
    assert isinstance(first, q.Hotspot)
    assert first.prompt == "Mark it.\n\nPhoto"
    assert first.picture == "![Picture without a description](media/page.png)"
    assert [r.at for r in first.regions] == [(5, 10, 10, 20), (50, 50, 30, 20), (25, 80, 20, 19)]
    assert [r.right for r in first.regions] == [True, False, True]
    assert [r.text for r in second.regions] == ["Photo", "Name", "Photo"]
    assert [r.right for r in second.regions] == [False, True, False]
    assert made.media == {"media/page.png": PNG}
    assert "belong nowhere" in made.notes[0].reason
    assert made.notes[1].question == second.id


@pytest.mark.parametrize(
    ("drops", "file", "why"),
    [
        (DROPS[:1], PNG, "1 places"),
        ([("star", "1,2", 1), *DROPS], PNG, "shape"),
        ([("circle", "1", 1), *DROPS], PNG, "shape"),
        (DROPS, PNG[:16], "size of its picture"),
        (DROPS, b"no picture", "cannot be kept"),
    ],
)
def test_markers_that_cannot_be_kept_are_left_out_with_the_picture(drops, file, why):
    made = placed(drops, ["Photo", "Name"], file)
    assert (made.questions, made.media) == ((), {})
    assert why in made.notes[0].reason


def test_a_marker_is_named_by_its_number_not_by_where_it_stands():
    text = placed([("circle", "20,20;10", 3), ("circle", "90,20;10", 7)], ["x", "y"])
    assert text.questions == ()
    drags = "<drag><no>3</no><text>Photo</text></drag><drag><no>7</no><text>Name</text></drag>"
    made = dragged(
        "ddmarker",
        drags,
        "<drop><shape>circle</shape><coords>20,20;9</coords>"
        "<choice>7</choice></drop><drop><shape>circle</shape><coords>90,20;9</coords>"
        "<choice>3</choice></drop>",
    )
    assert [question.prompt for question in made.questions] == [
        "Mark it.\n\nPhoto",
        "Mark it.\n\nName",
    ]
    assert [r.right for r in made.questions[0].regions] == [False, True]


def dragged(kind, drags, drops):
    picture = base64.b64encode(PNG).decode()
    return xml.read(
        f'<quiz><question type="{kind}"><name><text>Page</text></name><questiontext>'
        f'<text>Mark it.</text></questiontext><file name="page.png" encoding="base64">{picture}'
        f"</file>{drags}{drops}</question></quiz>".encode()
    )


def place(choice, left, top):
    return f"<drop><choice>{choice}</choice><xleft>{left}</xleft><ytop>{top}</ytop></drop>"


def test_a_thing_that_is_dragged_onto_a_picture_is_a_question_about_its_place():
    small = base64.b64encode(
        b"\x89PNG\r\n\x1a\n" + struct.pack(">LLLL", 13, 0x49484452, 50, 25) + bytes(8)
    ).decode()
    drags = (
        "<drag><no>1</no><text>Zone</text><draggroup>1</draggroup></drag>"
        "<drag><no>2</no><text>Unused</text><draggroup>1</draggroup></drag>"
        "<drag><no>4</no><text>Seal</text><draggroup>2</draggroup><infinite/>"
        f'<file name="seal.png" encoding="base64">{small}</file></drag>'
    )
    made = dragged("ddimageortext", drags, place(1, 20, 10) + place(4, 100, 50))
    first, second = made.questions
    assert isinstance(first, q.Hotspot)
    assert first.prompt == "Mark it.\n\nZone"
    assert second.prompt == "Mark it.\n\n![Seal](media/seal.png)"
    # Words: eight pixels a letter of the longest in the group; a picture: as large as it is.
    assert [r.at for r in first.regions] == [(10, 10, 36, 32), (50, 50, 25, 25)]
    assert [r.right for r in second.regions] == [False, True]
    assert [r.text for r in first.regions] == ["Zone", "Seal"]
    assert sorted(made.media) == ["media/page.png", "media/seal.png"]
    assert "was guessed" in made.notes[0].reason
    assert "belong nowhere" in made.notes[0].reason
    assert made.notes[1].title == "Mark it. Seal"


@pytest.mark.parametrize(
    ("drags", "drops", "why"),
    [
        ("<drag><no>1</no><text>a</text></drag>", place(1, "x", 1) + place(1, 9, 9), "begins"),
        ("<drag><no>1</no><text>a</text></drag>", place(1, 1, 1), "1 places"),
        ("", place(1, 1, 1) + place(2, 9, 9), "No marker"),
        (
            '<drag><no>1</no><text>a</text><file name="x.png">bm8=</file></drag>',
            place(1, 1, 1) + place(1, 90, 90),
            "picture that was dragged",
        ),
    ],
)
def test_things_whose_places_cannot_be_known_are_left_out(drags, drops, why):
    made = dragged("ddimageortext", drags, drops)
    assert (made.questions, made.media) == ((), {})
    assert why in made.notes[0].reason


def test_the_size_of_a_jpeg_stands_in_its_frame():
    frame = b"\xff\xc0" + struct.pack(">HBHH", 17, 8, 159, 593) + bytes(10)
    assert size_of(b"\xff\xd8\xff\xe0\x00\x04ab" + frame) == (593, 159)
    assert size_of(b"\xff\xd8\xff") is None
    assert size_of(b"GIF89a") is None


def test_a_choice_that_only_all_right_options_earn_keeps_that_rule():
    options = "".join(
        f"<answer fraction='{share}'><text>{text}</text></answer>"
        for share, text in ((100, "a"), (100, "b"), (0, "c"))
    )
    asked = "<name><text>n</text></name><questiontext><text>Q?</text></questiontext>"
    text = f"<quiz><question type='multichoiceset'>{asked}{options}</question></quiz>"
    made = read_questions(text.encode())
    assert made.questions[0].credit is Credit.ALL
    assert made.notes[0].state is State.READ


def calculation(answer="a * 2 + mod(b, 3)", *parameters, **more):
    found = parameters or (
        Parameter("a", Fraction(1), Fraction(100), Fraction(1)),
        Parameter("b", choices=(Fraction(3, 2), Fraction(4))),
    )
    step = Step("result", "How much?", answer, tolerance=Fraction(1, 2), unit="m")
    fields = {"id": "q-sum", "prompt": "Take {a} and {b}.", "parameters": found, "steps": (step,)}
    return q.Calculation(**{**fields, **more})


def test_a_calculation_of_one_step_goes_to_moodle_and_comes_back():
    made = xml_write.write([calculation()])
    assert made.notes[0].state is State.CHANGED
    assert b"<text>{a} * 2 + fmod({b}, 3)</text>" in made.data
    (back,) = xml.read(made.data).questions
    assert back.prompt == "Take {a} and {b}.\n\nHow much?"
    assert back.parameters[0] == Parameter("a", Fraction(1), Fraction(100), Fraction(1))
    assert back.parameters[1].count == 26
    (step,) = back.steps
    assert (step.answer, step.tolerance, step.unit) == (
        "a * 2 + mod ( b , 3 )",
        Fraction(1, 2),
        "m",
    )


@pytest.mark.parametrize(
    ("question", "why"),
    [
        (calculation(steps=(Step("x", "X?", "a"), Step("y", "Y?", "b"))), "several steps"),
        (calculation("a + 1", Parameter("a", date(2026, 1, 1), date(2026, 2, 1))), "days or texts"),
        (calculation("check(a)", Parameter("a", Fraction(1), Fraction(9))), "uses check"),
        (calculation('join("UTO", a)', Parameter("a", Fraction(1), Fraction(9))), "with texts"),
    ],
)
def test_a_calculation_that_moodle_cannot_hold_is_left_out(question, why):
    made = xml_write.write([question])
    assert made.notes[0].state is State.LEFT_OUT
    assert why in made.notes[0].reason
    assert b"<question " not in made.data
