"""Our questions out and back in: equal, less what the notes say is lost."""

from dataclasses import replace

from hypothesis import given
from interop_strategies import questions, without

from elearn.core.pack.parse import parse
from elearn.core.quiz import questions as q
from elearn.core.quiz.model import Quiz
from elearn.interop import rubrics
from elearn.interop.gift import read as gift_read
from elearn.interop.gift import write as gift_write
from elearn.interop.moodle_xml import read as xml_read
from elearn.interop.moodle_xml import write as xml_write
from elearn.interop.naming import letter
from elearn.interop.notes import State
from elearn.interop.quiz_yaml import quiz_text

HEAD = ("id", "prompt", "points", "reason", "tags", "hints", "feedback")


def through_xml(question):
    """The question less what Moodle XML is said to lose."""
    match question:
        case q.TrueFalse() | q.Numeric() | q.ShortText():
            return replace(question, feedback=replace(question.feedback, partly=""))
        case q.Extended() | q.Cloze():
            return replace(question, feedback=q.NO_FEEDBACK)
        case q.Categorise():
            return as_pairs(question)
        case _:
            return question


def as_pairs(question):
    """Items with their groups as what they come back as: pairs, or groups in another order."""
    used = list(dict.fromkeys(item.group for item in question.items))
    order = used + [g.id for g in question.groups if g.id not in used]
    texts = {g.id: g.text for g in question.groups}
    names = {old: f"group-{letter(i)}" for i, old in enumerate(order)}
    if len(used) < len(question.items):
        groups = tuple(q.Entry(names[old], texts[old]) for old in order)
        items = tuple(replace(item, group=names[item.group]) for item in question.items)
        return replace(question, groups=groups, items=items)
    pairs = tuple(q.Pair(i.id, i.text, texts[i.group]) for i in question.items)
    rest = order[len(used) :]
    extra = tuple(q.Entry(letter(len(pairs) + i), texts[old]) for i, old in enumerate(rest))
    head = {name: getattr(question, name) for name in HEAD}
    return q.Matching(**head, pairs=pairs, extra=extra)


@given(questions())
def test_moodle_xml_brings_back_what_it_took_less_what_it_says(question):
    made = xml_write.write([question])
    back = xml_read.read(made.data)
    assert back.questions == (through_xml(question),)
    (note, *rest) = back.notes
    hinted = any(hint.cost for hint in question.hints)
    grouped = isinstance(through_xml(question), q.Categorise)
    assert (note.state is State.CHANGED) == (hinted or grouped)
    assert rest == []
    other = q.Extended | q.Ordering | q.Categorise
    lost = through_xml(question) != question or isinstance(question, other)
    assert (made.notes[0].state is State.CHANGED) == lost


def through_gift(question):
    """The question less what GIFT is said to lose."""
    left = without(question, points=1, unit="", hints=())
    match left:
        case q.TrueFalse() | q.Numeric() | q.ShortText():
            return replace(left, feedback=replace(left.feedback, partly=""))
        case q.Extended():
            rubric = rubrics.drafted(())
            return replace(left, feedback=q.NO_FEEDBACK, rubric=rubric, model="")
        case q.Ordering():
            return replace(left, feedback=q.NO_FEEDBACK, reason="")
        case q.Categorise():
            return as_pairs(replace(left, feedback=q.NO_FEEDBACK))
        case _:
            return replace(left, feedback=q.NO_FEEDBACK)


@given(questions())
def test_gift_brings_back_what_it_took_less_what_it_says(question):
    made = gift_write.write([question])
    (note,) = made.notes
    back = gift_read.read(made.data)
    if note.state is State.LEFT_OUT:
        assert isinstance(question, q.Matching | q.Categorise | q.Cloze | q.ShortText)
        assert back.questions == ()
        return
    assert back.questions == (through_gift(question),)
    other = q.Ordering | q.Extended | q.Categorise
    lost = through_gift(question) != question or isinstance(question, other)
    assert (note.state is State.CHANGED) == lost


@given(questions())
def test_a_quiz_written_as_a_pack_file_reads_as_it_was(question):
    quiz = Quiz(id="quiz", title="1e3: a title", minutes=5, questions=(question,), pass_percent=70)
    files = {"pack.yaml": b"kind: course", "01-a/01-q.quiz.yaml": quiz_text(quiz).encode()}
    facts = parse(files).sources.facts["01-a/01-q.quiz.yaml"]
    assert facts.problems == ()
    assert facts.value.questions == (question,)
    assert facts.value.title == quiz.title
