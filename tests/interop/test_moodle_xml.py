"""Moodle XML, kind by kind, and files that were made to hurt."""

import base64
from fractions import Fraction

import pytest

from elearn.core.quiz import questions as q
from elearn.interop.moodle_xml import read as xml
from elearn.interop.notes import State

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def quiz(*questions):
    return (
        "<?xml version='1.0' encoding='UTF-8'?><quiz>" + "".join(questions) + "</quiz>"
    ).encode()


def question(kind, inside, text="<p>What?</p>", name="A name", files=""):
    return (
        f'<question type="{kind}"><name><text>{name}</text></name><questiontext format="html">'
        f"<text><![CDATA[{text}]]></text>{files}</questiontext>{inside}</question>"
    )


def answer(fraction, text, more=""):
    return f'<answer fraction="{fraction}" format="html"><text>{text}</text>{more}</answer>'


def told(text):
    return f'<feedback format="html"><text>{text}</text></feedback>'


def file(name, data=PNG):
    return (
        f'<file name="{name}" path="/" encoding="base64">{base64.b64encode(data).decode()}</file>'
    )


def read(*questions):
    return xml.read(quiz(*questions))


def one(*args, **more):
    made = read(question(*args, **more))
    assert len(made.questions) == 1, made.notes
    return made.questions[0], made.notes[0]


def reason(*args, **more):
    made = read(question(*args, **more))
    assert made.questions == ()
    assert made.notes[0].state is State.LEFT_OUT
    return made.notes[0].reason


def test_a_choice_of_one():
    inside = answer(100, "Yes", told("Right.")) + answer(0, "No") + "<defaultgrade>2</defaultgrade>"
    made, note = one("multichoice", f"<single>true</single>{inside}")
    assert made == q.Single(
        id="q-a-name",
        prompt="What?",
        points=2,
        options=(q.Option("a", "Yes", right=True, feedback="Right."), q.Option("b", "No")),
    )
    assert (note.state, note.title, note.place) == (State.READ, "A name", "question 1")


def test_a_choice_of_several_with_equal_shares_stays_as_it_is():
    inside = "".join(answer(x, i) for i, x in enumerate(["33.33333"] * 3 + ["-33.33333"]))
    made, note = one("multichoice", f"<single>false</single>{inside}")
    assert [o.right for o in made.options] == [True, True, True, False]
    assert note.state is State.READ


def test_other_weights_become_equal_and_that_is_said():
    inside = answer(70, "a") + answer(30, "b") + answer(0, "c")
    _, note = one("multichoice", f"<single>false</single>{inside}")
    assert note.state is State.CHANGED
    assert "equal shares" in note.reason


def test_true_and_false():
    inside = answer(0, "true", told("No.")) + answer(100, "false")
    made, _ = one("truefalse", inside)
    assert made.answer is False
    assert made.reason == "No."


def test_short_answers():
    inside = "<usecase>1</usecase>" + answer(100, "Eurodac") + answer(50, "Euro")
    made, note = one("shortanswer", inside)
    assert made.answers == ("Eurodac",)
    assert "Capitals" in note.reason


@pytest.mark.parametrize("kind", ["matching", "ddmatch"])
def test_pairs(kind):
    sides = [("&lt;b&gt;Cat&lt;/b&gt;", "milk"), ("Dog", "bone"), ("", "seed")]
    inside = "".join(
        f'<subquestion format="html"><text>{a}</text>'
        f"<answer><text>{b}</text></answer></subquestion>"
        for a, b in sides
    )
    made, _ = one(kind, inside)
    assert [(p.left, p.right) for p in made.pairs] == [("**Cat**", "milk"), ("Dog", "bone")]
    assert [e.text for e in made.extra] == ["seed"]


def test_a_number_with_tolerance_and_unit():
    unit = "<units><unit><multiplier>1</multiplier><unit_name>m</unit_name></unit>"
    unit += "<unit><multiplier>100</multiplier><unit_name>cm</unit_name></unit></units>"
    made, note = one("numerical", answer(100, "2.50", "<tolerance>0.1</tolerance>") + unit)
    assert (made.answer, made.tolerance, made.unit) == (Fraction(5, 2), Fraction(1, 10), "m")
    assert "cm" in note.reason


def test_an_order_is_by_place_not_by_the_file():
    made, _ = one("ordering", answer(2, "second") + answer(1, "first") + answer(3, "third"))
    assert [e.text for e in made.items] == ["first", "second", "third"]


@pytest.mark.parametrize(
    "kind",
    ["essay", "description", "cloze", "calculated", "calculatedmulti", "ddwtos", "gapselect", "x"],
)
def test_kinds_without_a_counterpart_are_left_out_with_a_reason(kind):
    assert len(reason(kind, "")) > 20


def test_categories_are_noted():
    path = "<question type='category'><category><text>$course$/A</text></category></question>"
    (note, *_) = read(path).notes
    assert (note.title, note.state) == ("$course$/A", State.LEFT_OUT)


def test_what_has_no_place_is_named_in_the_note():
    inside = answer(100, "true") + answer(0, "false")
    inside += "<hint format='html'><text>Think.</text></hint>"
    inside += "<tags><tag><text>visa</text></tag></tags>"
    inside += "<penalty>0.3333</penalty><defaultgrade>1.4</defaultgrade><idnumber>7</idnumber>"
    made = read(question("truefalse", inside))
    for words in ("Hints", "visa", "points were 1.4", "id number"):
        assert words in made.notes[0].reason
    assert "Penalties" in made.notes[1].reason


def test_pictures_go_to_media_and_want_a_licence():
    text = '<p>Look:</p><p><img src="@@PLUGINFILE@@/my%20pic.png" alt="A stamp"></p>'
    inside = answer(100, "true") + answer(0, "false")
    made = read(question("truefalse", inside, text=text, files=file("my pic.png")))
    assert made.questions[0].prompt == "Look:\n\n![A stamp](media/my-pic.png)"
    assert made.media == {"media/my-pic.png": PNG}
    assert "licence" in made.notes[0].reason


def test_pictures_inside_the_html_are_taken_out():
    data = base64.b64encode(PNG).decode()
    text = f'<img src="data:image/png;base64,{data}">'
    made = read(question("truefalse", answer(100, "true"), text=text))
    assert made.media == {"media/picture.png": PNG}
    assert "alternative text" in made.notes[0].reason


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.gif", b"GIF89a", "of a kind"),
        ("a.png", b"no picture", "content is not"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "cannot be kept"),
        ("a.png", PNG + bytes(1_000_000), "larger"),
    ],
)
def test_pictures_that_packs_do_not_hold_are_left_out(name, data, why):
    text = f'Words <img src="@@PLUGINFILE@@/{name}" alt="x">'
    made = read(question("truefalse", answer(100, "true"), text=text, files=file(name, data)))
    assert made.media == {}
    assert why in made.notes[0].reason


def test_pictures_of_questions_that_are_left_out_do_not_stay():
    text = '<img src="@@PLUGINFILE@@/a.png" alt="x">'
    made = read(question("multichoice", answer(0, "a"), text=text, files=file("a.png")))
    assert (made.questions, made.media) == ((), {})


def test_entities_never_expand():
    bomb = '<!DOCTYPE quiz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    inside = question("truefalse", answer(100, "true"), text="x").replace("A name", "&b;")
    made = xml.read(f"{bomb}<quiz>{inside}</quiz>".encode())
    assert "DOCTYPE" in made.notes[0].reason
    assert "haha" not in str(made)
    assert len(made.questions) == 1


def test_nothing_outside_of_the_file_is_read(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("the secret", encoding="utf-8")
    start = f'<!DOCTYPE quiz [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    inside = question("truefalse", answer(100, "true")).replace("<![CDATA[<p>What?</p>]]>", "&x; x")
    made = xml.read(f"{start}<quiz>{inside}</quiz>".encode())
    assert "the secret" not in str(made)
    assert len(made.questions) == 1


def test_broken_xml_is_read_question_by_question():
    good = question("truefalse", answer(100, "true"), name="Q&A &nbsp; x")
    bad = question("truefalse", "<answer>").replace("</text>", "</txt>")
    made = xml.read(f"<quiz>{good}{bad}{good}".encode())
    assert len(made.questions) == 2
    assert [n.state for n in made.notes] == [
        State.CHANGED,
        State.READ,
        State.LEFT_OUT,
        State.READ,
    ]


@pytest.mark.parametrize("encoding", ["cp1250", "cp1251", "utf-16", "utf-8"])
def test_declared_and_undeclared_encodings(encoding):
    word = "печат на граници" if encoding == "cp1251" else "pečat na granici"
    inside = answer(100, "true") + answer(0, "false")
    body = quiz(question("truefalse", inside, text=word)).decode()
    for text in (body, body.replace("UTF-8", encoding)):
        assert xml.read(text.encode(encoding)).questions[0].prompt == word


def test_fifty_megabytes_are_read():
    text = '<img src="@@PLUGINFILE@@/a.png" alt="x">'
    big = question("truefalse", answer(100, "true"), text=text, files=file("a.png", bytes(10**7)))
    made = read(*[big] * 4, question("truefalse", answer(100, "true")))
    assert len(made.questions) == 5
    assert [n.state for n in made.notes] == [State.CHANGED] * 4 + [State.READ]
    assert made.media == {}
