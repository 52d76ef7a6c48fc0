"""Our questions out and back in: equal, less what the notes say is lost."""

from hypothesis import given
from interop_strategies import questions, without

from elearn.core.pack.parse import parse
from elearn.core.quiz import questions as q
from elearn.core.quiz.model import Quiz
from elearn.interop.gift import read as gift_read
from elearn.interop.gift import write as gift_write
from elearn.interop.moodle_xml import read as xml_read
from elearn.interop.moodle_xml import write as xml_write
from elearn.interop.notes import State
from elearn.interop.quiz_yaml import quiz_text


@given(questions())
def test_moodle_xml_brings_back_what_it_took(question):
    made = xml_write.write([question])
    back = xml_read.read(made.data)
    assert back.questions == (question,)
    assert [n.state for n in back.notes] == [State.READ]


@given(questions())
def test_gift_brings_back_what_it_took_less_what_it_says(question):
    made = gift_write.write([question])
    (note,) = made.notes
    back = gift_read.read(made.data)
    if note.state is State.LEFT_OUT:
        assert isinstance(question, q.Ordering | q.Matching)
        assert back.questions == ()
        return
    assert back.questions == (without(question, points=1, unit=""),)
    lost = question.points != 1 or bool(getattr(question, "unit", ""))
    assert (note.state is State.CHANGED) == lost


@given(questions())
def test_a_quiz_written_as_a_pack_file_reads_as_it_was(question):
    quiz = Quiz(id="quiz", title="1e3: a title", minutes=5, questions=(question,), pass_percent=70)
    files = {"pack.yaml": b"kind: course", "01-a/01-q.quiz.yaml": quiz_text(quiz).encode()}
    facts = parse(files).sources.facts["01-a/01-q.quiz.yaml"]
    assert facts.problems == ()
    assert facts.value.questions == (question,)
    assert facts.value.title == quiz.title
