"""The law that a key rests on: what speaks for the right answer, or what the author names."""

import pytest
from test_kinds_documented import QUIZ, SMALL

from elearn.core.pack.basis import bases_of, basis_of
from elearn.core.pack.parse import parse
from elearn.core.pack.references import Cite
from elearn.core.quiz import questions as q
from elearn.core.quiz.kinds.hotspot import Region
from elearn.interop.quiz_yaml import quiz_text


def single(**more):
    options = (
        q.Option("a", "Yes, by [@code:1].", right=True, feedback="As in [@code:2]."),
        q.Option("b", "No, by [@old:1].", feedback="That was [@old:2]."),
    )
    return q.Single(id="q", prompt="Once it was [@old:3]. And now?", options=options, **more)


def test_reason_and_right_options_speak_for_the_key_and_nothing_else():
    hints = (q.Hint("Think of [@old:4]."),)
    feedback = q.AnswerFeedback(wrong="You think of [@old:5].")
    asked = single(reason="See [@code:3] and [@code:1].", hints=hints, feedback=feedback)
    assert basis_of(asked) == ("code:3", "code:1", "code:2")


@pytest.mark.parametrize(("answer", "basis"), [(True, ("code:1",)), (False, ())])
def test_a_statement_that_is_true_speaks_for_itself(answer, basis):
    asked = q.TrueFalse(id="q", prompt="So says [@code:1].", answer=answer)
    assert basis_of(asked) == basis


def test_right_regions_and_the_model_answer_speak_for_the_key():
    at = (0, 0, 10, 10)
    regions = (Region("a", at, "[@code:1]", right=True), Region("b", at, "[@old:1]"))
    asked = q.Hotspot(id="q", prompt="Where?", picture="![P](media/p.png)", regions=regions)
    assert basis_of(asked) == ("code:1",)
    written = q.Extended(id="q", prompt="Why?", rubric=(), model="By [@code:2].")
    assert basis_of(written) == ("code:2",)


def test_what_the_author_names_stands_instead():
    assert basis_of(single(reason="[@old:9]", basis=("code:7", "code:7"))) == ("code:7",)
    assert basis_of(single(reason="[@old:9]", basis=())) == ()


def files_with(lines):
    text = SMALL[QUIZ].decode().replace("    options:", f"{lines}    options:", 1)
    return SMALL | {QUIZ: text.encode()}


def first_question(files):
    (quiz,) = [item for item in parse(files).pack.items if item.id == "check"]
    return quiz, quiz.questions[0]


def test_a_basis_is_read_looked_up_and_written_again():
    files = files_with("    basis: [sbc:6(1)(a), 'echr:  3', hirsi]\n")
    parsed = parse(files)
    assert parsed.problems == ()
    quiz, asked = first_question(files)
    assert asked.basis == ("sbc:6(1)(a)", "echr:3", "hirsi")
    cites = parsed.sources.facts[QUIZ].references.cites
    assert [(c.id, c.ref) for c in cites] == [("sbc", "6(1)(a)"), ("echr", "3"), ("hirsi", "")]
    assert all(isinstance(c, Cite) and c.line == 10 for c in cites)
    assert first_question(SMALL | {QUIZ: quiz_text(quiz).encode()})[1] == asked
    assert bases_of(parsed.pack) == {asked.id: asked.basis}


def test_no_basis_and_none_at_all_are_different():
    assert first_question(files_with(""))[1].basis is None
    quiz, asked = first_question(files_with("    basis: []\n"))
    assert asked.basis == ()
    assert "basis: []" in quiz_text(quiz)


@pytest.mark.parametrize("wrong", ["'[@sbc:6]'", "'sbc:'", "12", "'a|b'", "Sbc", "{a: 1}"])
def test_what_is_no_citation_is_named(wrong):
    (problem,) = parse(files_with(f"    basis: [{wrong}]\n")).problems
    assert (problem.code, problem.line) == ("citation-bad", 10)
    assert "sbc:6(1)(a)" in problem.text


@pytest.mark.parametrize(("written", "minimum"), [("", 60), (", minimum: 80", 80)])
def test_the_minimum_of_a_pack_is_read(written, minimum):
    line = f"law: {{register: law, version: 1.0.0, checked: 2026-11-23{written}}}\n"
    head = SMALL["pack.yaml"].decode() + line
    assert parse(SMALL | {"pack.yaml": head.encode()}).pack.law.minimum == minimum
