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
    inside = "".join(answer(x, i) for i, x in enumerate(["33.33333"] * 3 + ["-100"]))
    made, note = one("multichoice", f"<single>false</single>{inside}")
    assert [o.right for o in made.options] == [True, True, True, False]
    assert note.state is State.READ


def test_a_wrong_option_that_takes_too_little_to_stop_ticking_everything_is_named():
    inside = "".join(answer(x, i) for i, x in enumerate(["33.33333"] * 3 + ["-33.33333"]))
    _, note = one("multichoice", f"<single>false</single>{inside}")
    assert note.state is State.CHANGED
    assert "ticking everything earns nothing" in note.reason


def test_other_weights_become_equal_and_that_is_said():
    inside = answer(70, "a") + answer(30, "b") + answer(0, "c")
    _, note = one("multichoice", f"<single>false</single>{inside}")
    assert note.state is State.CHANGED
    assert "equal shares" in note.reason


def test_true_and_false():
    inside = answer(0, "true", told("No.")) + answer(100, "false")
    made, _ = one("truefalse", inside)
    assert made.answer is False
    assert made.feedback == q.AnswerFeedback("", "", "No.")


def test_true_and_false_in_the_words_of_an_old_file():
    made, note = one("truefalse", answer(0, "Wahr", told("No.")) + answer(100, "Falsch"))
    assert made.answer is False
    assert made.feedback.wrong == "No."
    assert "'wahr' was taken by its place" in note.reason


def test_the_format_of_the_question_holds_for_texts_without_one():
    asked = (
        '<question type="truefalse"><name><text>n</text></name><questiontext format="plain_text">'
    )
    asked += "<text>a * b</text></questiontext><generalfeedback><text>c &lt;i&gt; d</text>"
    asked += f"</generalfeedback>{answer(100, 'true')}</question>"
    (made,) = read(asked).questions
    assert (made.prompt, made.reason) == ("a \\* b", "c \\<i\\> d")


def test_the_picture_of_a_file_of_moodle_1():
    old = base64.b64encode(PNG).decode()
    inside = f"<image>pics/seal.png</image><image_base64>\n{old}\n</image_base64>"
    made = read(question("truefalse", inside + answer(100, "true")))
    assert (
        made.questions[0].prompt == "What?\n\n![Picture without a description](media/pics-seal.png)"
    )
    assert made.media == {"media/pics-seal.png": PNG}
    lost = read(question("truefalse", "<image>a.png</image>" + answer(100, "true")))
    assert "a.png is not in the file" in lost.notes[0].reason


def test_hints_cost_what_a_further_try_cost():
    inside = answer(100, "true") + "<penalty>0.3333333</penalty>"
    inside += "<hint format='html'><text>Think.</text></hint><hint><hintcontent><text>Look.</text>"
    inside += "</hintcontent></hint><hint><text></text><shownumcorrect/></hint>"
    made = read(question("truefalse", inside))
    assert made.questions[0].hints == (q.Hint("Think.", 33), q.Hint("Look.", 33))
    assert "costs 33 %" in made.notes[0].reason
    assert len(made.notes) == 1


def test_many_hints_cost_no_more_than_the_points():
    hint = "<hint><text>Think {}.</text><clearwrong/></hint>"
    inside = answer(100, "true") + "<penalty>0.5</penalty>" + "".join(map(hint.format, range(7)))
    made, note = one("truefalse", inside)
    assert [h.cost for h in made.hints] == [20] * 5
    assert "first 5 of its 7" in note.reason
    assert "which parts were right" in note.reason


def test_what_is_told_by_how_the_answer_did():
    inside = "<single>true</single>" + answer(100, "a") + answer(0, "b")
    for name in ("correct", "partiallycorrect", "incorrect"):
        inside += f"<{name}feedback format='html'><text>It is {name}.</text></{name}feedback>"
    made, note = one("multichoice", inside)
    said = q.AnswerFeedback("It is correct.", "It is partiallycorrect.", "It is incorrect.")
    assert (made.feedback, note.state) == (said, State.READ)


def test_an_essay_with_what_graders_are_told():
    inside = (
        "<graderinfo format='html'><text>&lt;p&gt;Grade &lt;b&gt;kindly&lt;/b&gt;!&lt;/p&gt;</text>"
    )
    inside += (
        "</graderinfo><responsetemplate format='html'><text>Dear Sir</text></responsetemplate>"
    )
    inside += "<attachments>-1</attachments><maxwordlimit>50</maxwordlimit>"
    made, note = one("essay", inside)
    assert isinstance(made, q.Extended)
    assert [c.text for c in made.rubric] == ["Grade **kindly**!"]
    for words in ("first draft", "Dear Sir", "attach files", "limits of words"):
        assert words in note.reason


def test_tags_of_the_course_are_tags_too():
    inside = answer(100, "true") + "<tags><tag><text>A b</text></tag></tags>"
    inside += "<coursetags><tag><text>c</text></tag><tag><text>!</text></tag></coursetags>"
    made, note = one("truefalse", inside)
    assert made.tags == ("a-b", "c")
    assert "'A b' became 'a-b'" in note.reason
    assert "'!' was left out" in note.reason


def test_units_that_cost_points_and_instructions_are_named():
    more = (
        "<unitgradingtype>1</unitgradingtype><instructions><text>In metres.</text></instructions>"
    )
    _, note = one("numerical", answer(100, "2") + more)
    assert "wrong unit" in note.reason
    assert "In metres." in note.reason


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
    ["description", "randomsamatch", "random", "x"],
)
def test_kinds_without_a_counterpart_are_left_out_with_a_reason(kind):
    assert len(reason(kind, "")) > 20


def test_the_share_of_old_files_stands_in_an_element_of_its_own():
    old = "<answer>42<tolerance>1</tolerance><fraction>1</fraction></answer>"
    part = "<answer>40<tolerance>1</tolerance><fraction>0.5</fraction></answer>"
    made, note = one("numerical", old + part)
    assert (made.answer, made.tolerance) == (42, 1)
    assert "earned a part" in note.reason


def category(path, told=""):
    info = f"<info><text>{told}</text></info>" if told else ""
    return f"<question type='category'><category><text>{path}</text></category>{info}</question>"


def statement(name, more=""):
    return (
        f"<question type='truefalse'><name><text>{name}</text></name>"
        f"<questiontext><text>{name}?</text></questiontext>{more}"
        "<answer fraction='100'><text>true</text></answer></question>"
    )


def test_of_several_categories_each_becomes_a_tag():
    tags = "<tags><tag><text>visa</text></tag></tags>"
    made = read(
        category("$course$/top/Default for Border")
        + statement("Zero")
        + category("$course$/top/Papers//Cards/Виза", "About visas")
        + statement("One", tags)
        + category("$course$/top/Papers//Cards")
        + statement("Two")
    )
    assert [q.tags for q in made.questions] == [(), ("viza", "visa"), ("papers-cards",)]
    notes = [note for note in made.notes if not note.question]
    assert [note.state for note in notes] == [State.LEFT_OUT, State.CHANGED, State.CHANGED]
    assert "tag 'viza'" in notes[1].reason
    assert "'About visas'" in notes[1].reason


def test_categories_are_noted():
    path = "<question type='category'><category><text>$course$/A</text></category></question>"
    (note, *_) = read(path).notes
    assert (note.title, note.state) == ("$course$/A", State.LEFT_OUT)


def test_what_has_no_place_is_named_in_the_note():
    inside = answer(100, "true") + answer(0, "false")
    inside += "<tags><tag><text>visa</text></tag></tags>"
    inside += "<penalty>0.3333</penalty><defaultgrade>1.4</defaultgrade><idnumber>7</idnumber>"
    made = read(question("truefalse", inside))
    assert made.questions[0].tags == ("visa",)
    assert made.questions[0].id == "q-7"
    for words in ("points were 1.4", "'7' became the id 'q-7'"):
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
    assert "Signs &" in made.notes[1].reason
    assert [n.state for n in made.notes] == [
        State.CHANGED,
        State.CHANGED,
        State.LEFT_OUT,
        State.CHANGED,
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
