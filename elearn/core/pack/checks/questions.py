"""Questions and quizzes: that they can be answered, and passed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from elearn.core.pack.checks.look import Look, Placed, nearest, placed_questions
from elearn.core.pack.model import Bank, Course, Quiz
from elearn.core.pack.yaml_tree import Keys
from elearn.core.problems import Problem
from elearn.core.quiz import questions as q


def check_questions(look: Look) -> Iterator[Problem]:
    """Questions without a right answer, with too many, or with two that read the same."""
    if not isinstance(look.pack, Course):
        return
    for placed in placed_questions(look.pack):
        yield from _right(look, placed)
        for key, texts in _sides(placed.question):
            yield from _same(look, placed, key, texts)
        if placed.where == "lesson" and placed.question.outcomes:
            say = 'The key "outcomes" is unknown in a self-check, which assesses none; remove it.'
            yield look.say("key-unknown", placed.path, (*placed.keys, "outcomes"), say)


def _right(look: Look, placed: Placed) -> Iterator[Problem]:
    question = placed.question
    if not isinstance(question, q.Single | q.Multiple):
        return
    right = [i for i, option in enumerate(question.options) if option.right]
    at: Keys = (*placed.keys, "options")
    if not right:
        say = f'No option of "{question.id}" is right; write `right: true` at one.'
        yield look.say("question-no-right", placed.path, at, say)
    elif isinstance(question, q.Single) and len(right) > 1:
        say = f'"{question.id}" has {len(right)} right options; keep one, or use `kind: multiple`.'
        yield look.say("question-many-right", placed.path, (*at, right[1]), say)


def _sides(question: q.Question) -> Iterator[tuple[Keys, Iterable[str]]]:
    match question:
        case q.Single() | q.Multiple():
            yield ("options",), (o.text for o in question.options)
        case q.Matching():
            yield ("pairs",), (p.left for p in question.pairs)
            rights = [p.right for p in question.pairs]
            yield ("pairs",), [*rights, *(e.text for e in question.extra)]
        case q.Ordering():
            yield ("items",), (e.text for e in question.items)
        case _:
            pass


def _same(look: Look, placed: Placed, key: Keys, texts: Iterable[str]) -> Iterator[Problem]:
    for text, count in Counter(" ".join(t.split()) for t in texts).items():
        if count > 1:
            say = f'"{placed.question.id}" has {count} answers that read {text[:60]!r}; change one.'
            yield look.say("answer-ambiguous", placed.path, (*placed.keys, *key), say)


def check_quizzes(look: Look) -> Iterator[Problem]:
    """Draws, banks and pass marks."""
    if not isinstance(look.pack, Course):
        return
    banks = {bank.id: bank for bank in look.pack.banks}
    lost = look.sources.lost(".quiz.yaml")
    quizzes = [item for item in look.pack.items if isinstance(item, Quiz)]
    for quiz in quizzes:
        yield from _pass(look, quiz)
        yield from _draws(look, quiz, banks, lost)
    drawn = {draw.bank for quiz in quizzes for draw in quiz.draw}
    for bank in look.pack.banks:
        if bank.id not in drawn and look.sources.complete:
            say = f'No quiz draws from the bank "{bank.id}"; draw from it or remove it.'
            yield look.say("bank-unused", bank.path, ("id",), say)


def _draws(look: Look, quiz: Quiz, banks: Mapping[str, Bank], lost: set[str]) -> Iterator[Problem]:
    wanted = Counter[str]()
    for i, draw in enumerate(quiz.draw):
        wanted[draw.bank] += draw.count
        if draw.bank in banks:
            there = len(banks[draw.bank].questions)
            yield from _enough(look, quiz, i, wanted[draw.bank], there)
        elif not lost & {draw.bank, "?"}:
            say = f'There is no bank "{draw.bank}".{nearest(draw.bank, banks)}'
            yield look.say("bank-unknown", quiz.path, ("draw", i, "bank"), say)


def _pass(look: Look, quiz: Quiz) -> Iterator[Problem]:
    if quiz.pass_percent > 100:
        say = f"Nobody can reach {quiz.pass_percent} per cent; the pass mark goes up to 100."
        yield look.say("pass-unreachable", quiz.path, ("pass",), say)
    if not quiz.questions and not quiz.draw:
        say = "The quiz asks nothing, so nobody can pass; write questions or draw from a bank."
        yield look.say("pass-unreachable", quiz.path, ("questions",), say)


def _enough(look: Look, quiz: Quiz, i: int, wanted: int, there: int) -> Iterator[Problem]:
    if wanted > there:
        say = f"The quiz draws {wanted} questions, but the bank holds {there}; draw fewer."
        yield look.say("draw-too-large", quiz.path, ("draw", i, "count"), say)
