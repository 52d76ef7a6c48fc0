"""GIFT, syntax by syntax, as Moodle's documentation describes it."""

from fractions import Fraction

import pytest

from elearn.core.quiz import questions as q
from elearn.interop.gift import read as gift
from elearn.interop.notes import State


def read(text):
    return gift.read(text.encode())


def one(text):
    made = read(text)
    assert len(made.questions) == 1, made.notes
    return made.questions[0]


def only_note(text):
    (note,) = read(text).notes
    return note


def test_a_question_with_one_right_answer_and_feedback():
    made = one("::Colours:: Between orange and green? { =yellow # good! ~red # no ~blue }")
    assert isinstance(made, q.Single)
    assert made.id == "q-colours"
    assert [(o.text, o.right, o.feedback) for o in made.options] == [
        ("yellow", True, "good!"),
        ("red", False, "no"),
        ("blue", False, ""),
    ]


def test_weights_make_several_right_answers():
    text = "Who lies in the tomb? {\n~%-50%Nobody\n~%50%Grant\n~%50%His wife\n~%-50%His father\n}"
    made = one(text)
    assert isinstance(made, q.Multiple)
    assert [o.right for o in made.options] == [False, True, True, False]
    assert only_note(text).state is State.READ


def test_unequal_weights_become_equal_and_that_is_said():
    note = only_note("Which? {~%80%a ~%20%b ~c}")
    assert note.state is State.CHANGED
    assert "equal shares" in note.reason


def test_a_partly_right_option_of_one_becomes_wrong_and_that_is_said():
    text = "Where? {=Bern ~%50%Zürich ~Oslo}"
    assert [o.right for o in one(text).options] == [True, False, False]
    assert only_note(text).state is State.CHANGED


@pytest.mark.parametrize(("word", "answer"), [("T", 1), ("TRUE", 1), ("F", 0), ("false", 0)])
def test_true_and_false(word, answer):
    assert one(f"Snow is white. {{{word}}}").answer is bool(answer)


def test_true_false_has_two_feedbacks():
    made = one("Snow is black. {FALSE#You said true.#Right.####White it is.}")
    assert made.reason == "White it is."
    assert made.feedback == q.AnswerFeedback("Right.", "", "You said true.")
    assert one("So? {T##Yes.}").feedback == q.AnswerFeedback("Yes.")


def test_short_answers_with_the_gap_inside():
    made = one("Two plus {=two =2} equals four.")
    assert made.answers == ("two", "2")
    assert made.prompt == "Two plus \\_\\_\\_\\_\\_ equals four."


def test_a_short_answer_needs_no_sign():
    assert one("Capital of Austria? {Vienna}").answers == ("Vienna",)


@pytest.mark.parametrize(
    ("written", "prompt"),
    [
        (
            "Visas are {~bought =issued} at a consulate.",
            "Visas are \\_\\_\\_\\_\\_ at a consulate.",
        ),
        ("How long is a stay? {#90:0}.", "How long is a stay? \\_\\_\\_\\_\\_."),
        ("[html]<p>A <b>stay</b> is {~long =short}</p>.", "A **stay** is \\_\\_\\_\\_\\_\n\n."),
        ("[markdown]{=Stamps =Seals} are *not* edited.", "\\_\\_\\_\\_\\_ are *not* edited."),
    ],
)
def test_a_missing_word_is_a_line_in_one_text(written, prompt):
    made = read(written)
    assert made.questions[0].prompt == prompt
    assert made.notes[0].state is State.READ


def test_id_numbers_and_tags_stand_in_comments_above():
    made = read(
        "// For the gate: [tag: visa ] and [tag:Short Stay] [id:q-gate]\n"
        "::A title:: Open? {T}\n\n"
        "// [tag:lost] before an empty line\n\n"
        "// [id:7\\]b]\n::Other:: Shut? {F}"
    )
    first, second = made.questions
    assert (first.id, first.tags) == ("q-gate", ("visa", "short-stay"))
    assert (second.id, second.tags) == ("q-7-b", ())
    assert "'Short Stay' became 'short-stay'" in made.notes[0].reason
    assert "'7]b' became the id 'q-7-b'" in made.notes[1].reason


@pytest.mark.parametrize(
    "settings",
    [">3 ALL VERTICAL ABSOLUTE_POSITION SHOW", ">2     none", ">", ">3 EXACT H REL"],
)
def test_an_order_is_a_line_for_each_item(settings):
    made = one(f"::Steps::[html]Put the steps in order.{{{settings}\nStop\nLook\nStamp\n}}")
    assert [e.text for e in made.items] == ["Stop", "Look", "Stamp"]


def test_general_feedback_is_what_follows_the_last_four_marks():
    made = one("Yes? {=y#####nothing ~n####All know it.}")
    assert made.reason == "All know it."


def test_partly_right_short_answers_are_left_out_with_a_note():
    text = "City? {=%100%Sarajevo =%50%Saraevo =S*}"
    assert one(text).answers == ("Sarajevo",)
    assert "Saraevo" in only_note(text).reason
    assert "wildcard" in only_note(text).reason


def test_pairs_with_a_right_side_that_belongs_to_none():
    made = one("Match. { =cat -> milk =dog -> bone = -> seed }")
    assert [(p.left, p.right) for p in made.pairs] == [("cat", "milk"), ("dog", "bone")]
    assert [e.text for e in made.extra] == ["seed"]


@pytest.mark.parametrize(
    ("written", "answer", "tolerance"),
    [
        ("#3", 3, 0),
        ("#3:2", 3, 2),
        ("#1..5", 3, 2),
        ("# -1.5 : 0.25 ", "-3/2", "1/4"),
        ("#=1822:0 #Right =%50%1822:2 #Close", 1822, 0),
        ("#3\\:2", 3, 2),
        ("#2e3", 2000, 0),
    ],
)
def test_numbers(written, answer, tolerance):
    made = one(f"How many? {{{written}}}")
    assert (made.answer, made.tolerance) == (Fraction(answer), Fraction(tolerance))


def test_what_is_told_after_a_wrong_number_and_after_any_other_word():
    made = read("From 1 to 5? {#3:2#Yes~#Completely wrong}")
    assert made.questions[0].feedback == q.AnswerFeedback("Yes", "", "Completely wrong")
    assert made.notes[0].state is State.READ
    made = one("Best? {=Frog#Good! =%50%Cat#Cats? =%0%*#No}")
    assert (made.answers, made.feedback) == (("Frog",), q.AnswerFeedback("Good!", "", "No"))
    assert "Cats?" in only_note("Best? {=Frog#Good! =%50%Cat#Cats? =%0%*#No}").reason


def test_what_is_told_after_several_right_words_is_told_after_all():
    note = only_note("Who? {=no one#Excellent! =nobody#Good!}")
    assert note.state is State.CHANGED
    assert one("Who? {=no one#Excellent! =nobody#Good!}").feedback.right == "Excellent!\n\nGood!"


def test_an_essay_is_a_text_that_a_trainer_marks():
    made = one("::Q8:: How are you? {####It depends.}")
    assert isinstance(made, q.Extended)
    assert made.reason == "It depends."
    assert [level.points for level in made.rubric[0].levels] == [0, 1, 2]
    assert "first draft" in only_note("::Q8:: How are you? {}").reason


def test_general_feedback_is_the_reason():
    assert one("Sky? {=blue ~red####Because of the air.}").reason == "Because of the air."


def test_escaped_signs_are_only_signs():
    made = one("::a\\:b:: Is \\{x \\= 1\\} \\~ \\#2\\: yes\\nno\\\\n? {=a\\=b ~c\\~d}")
    assert made.prompt == "Is {x = 1} \\~ #2: yes\\\nno\\\\n?".replace("\\~ ", "~ ")
    assert [o.text for o in made.options] == ["a=b", "c~d"]


@pytest.mark.parametrize(
    ("written", "prompt"),
    [
        ("[html]<p>A <b>bold</b> word<br>and H<sub>2</sub>O</p>", "A **bold** word\\\nand H₂O"),
        ("[markdown]A **bold** word", "A **bold** word"),
        ("[plain]A **plain** <b>word", "A \\*\\*plain\\*\\* \\<b\\>word"),
        ("[moodle]A <i>word</i>\nmore", "A *word*\\\nmore"),
        ("A <i>word</i>", "A *word*"),
    ],
)
def test_formats_of_text(written, prompt):
    assert one(f"{written} {{T}}").prompt == prompt


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Just words.", "description"),
        ("Open {=a", "braces"),
        ("Two {=a} and {=b}", "more than one pair"),
        ("None {~a ~b}", "No option is right"),
        ("Same {=a ~a}", "read the same"),
        ("{=a ~b}", "asks nothing"),
        ("Much {=a " + "~b" * 11 + "}", "12 options"),
        ("No number {#x}", "not a number"),
        ("Apart {#=1 =5}", "apart from one another"),
        ("Pairs {=a->b =c}", "no arrow"),
    ],
)
def test_what_cannot_be_kept_is_left_out_with_its_reason(text, why):
    made = read(text)
    assert made.questions == ()
    (note,) = made.notes
    assert note.state is State.LEFT_OUT
    assert why in note.reason


def test_of_several_categories_each_becomes_a_tag():
    made = read("$CATEGORY: tom/dick\n\nA? {T}\n\n$CATEGORY: tom/9 harry\n// [tag:b]\nB? {T}")
    assert [q.tags for q in made.questions] == [("dick",), ("t-9-harry", "b")]
    assert all(note.state is State.CHANGED for note in made.notes if not note.question)


def test_right_answers_with_wildcards_are_named():
    (note,) = read("Which? {=fro* =%50%frog}").notes
    assert note.state is State.LEFT_OUT
    assert "wildcards (*): fro*" in note.reason


def test_formulas_in_tex_are_named():
    made = read("[html]Is \\\\( x^2 \\\\) big? {T}")
    assert "TeX" in made.notes[0].reason


def test_comments_and_categories_are_noted():
    made = read("// a comment\n$CATEGORY: $course$/a\n\nSky? {\n// inside\n=blue ~red}\n")
    assert len(made.questions) == 1
    assert [(n.place, n.state) for n in made.notes] == [
        ("file", State.LEFT_OUT),
        ("line 2", State.LEFT_OUT),
        ("line 4", State.READ),
    ]


def test_ids_are_unique_and_avoid_those_taken():
    data = b"::Same:: A {T}\n\n::Same:: B {T}\n\n::entry:: C {T}"
    made = gift.read(data, ids=["q-same", "entry"])
    assert [x.id for x in made.questions] == ["q-same-2", "q-same-3", "q-entry"]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-16", "Шта је то? {=печат ~виза}"),
        ("utf-8-sig", "Šta je to? {=pečat ~viza}"),
        ("cp1251", "Шта је то на граници? {=печат ~виза}"),
        ("cp1250", "Šta je to na granici? {=pečat ~viza}"),
    ],
)
def test_encodings_are_found_out(encoding, text):
    made = gift.read(text.encode(encoding))
    assert made.questions[0].options[0].text in ("печат", "pečat")
