"""Quizzes: that what they draw is there, that they can be passed, that pairs belong together."""

from collections import Counter
from collections.abc import Iterator, Mapping

from elearn.core.pack.checks.look import Look, nearest, placed_draws
from elearn.core.pack.model import Bank, BankDraw, Course, Quiz
from elearn.core.pack.yaml_tree import Keys
from elearn.core.problems import Problem
from elearn.core.quiz import blueprint
from elearn.core.quiz.model import POSTTEST, PRETEST
from elearn.core.quiz.options import Counts, Feedback, Layout


def check_quizzes(look: Look) -> Iterator[Problem]:
    """Draws, banks, sections, pairs and pass marks."""
    if not isinstance(look.pack, Course):
        return
    banks = {bank.id: bank for bank in look.pack.banks}
    quizzes = {item.id: item for item in look.pack.items if isinstance(item, Quiz)}
    for quiz in quizzes.values():
        yield from _pass(look, quiz)
        yield from _options(look, quiz)
        yield from _sections(look, quiz)
        yield from _draws(look, quiz, banks)
        yield from _pair(look, quiz, quizzes)
    yield from _pairs(look, quizzes, banks)
    drawn = {draw.bank for quiz in quizzes.values() for draw in (*quiz.draw, *quiz.draws)}
    for bank in look.pack.banks:
        if bank.id not in drawn and look.sources.complete:
            say = f'No quiz draws from the bank "{bank.id}"; draw from it or remove it.'
            yield look.say("bank-unused", bank.path, ("id",), say)


def _pass(look: Look, quiz: Quiz) -> Iterator[Problem]:
    if quiz.pass_percent > 100:
        say = f"Nobody can reach {quiz.pass_percent} per cent; the pass mark goes up to 100."
        yield look.say("pass-unreachable", quiz.path, ("pass",), say)
    if not quiz.size and not quiz.sections:
        say = "The quiz asks nothing, so nobody can pass; write questions or draw from a bank."
        yield look.say("pass-unreachable", quiz.path, ("questions",), say)
    if quiz.role == PRETEST and (quiz.pass_percent or quiz.attempts not in (None, 1)):
        key = "pass" if quiz.pass_percent else "attempts"
        say = f'A pretest is taken once and passes nothing; remove "{key}".'
        yield look.say("pretest-rule", quiz.path, (key,), say)


def _options(look: Look, quiz: Quiz) -> Iterator[Problem]:
    """Options that contradict one another."""
    if quiz.forward and quiz.layout is Layout.ALL:
        say = "All questions stand on one page, so nobody goes forward; choose another layout."
        yield look.say("quiz-options", quiz.path, ("navigation",), say)
    if not quiz.practice:
        return
    asked = {
        "attempts": quiz.attempts is not None,
        "wait": bool(quiz.wait_minutes),
        "counts": quiz.counts is not Counts.HIGHEST,
        "feedback": quiz.feedback not in (Feedback.AFTER, Feedback.AT_ONCE),
        "role": bool(quiz.role),
    }
    for key, said in asked.items():
        if said:
            say = f"Practice counts for nothing and is not limited; remove `{key}` or `practice`."
            yield look.say("quiz-options", quiz.path, (key,), say)


def _sections(look: Look, quiz: Quiz) -> Iterator[Problem]:
    if not quiz.sections:
        return
    for key in ("questions", "draw"):
        if getattr(quiz, key):
            say = f'A quiz with sections has no "{key}" outside them; move them into a section.'
            yield look.say("section-mixed", quiz.path, (key,), say)
    for i, section in enumerate(quiz.sections):
        if not section.questions and not section.draw:
            say = f'The section "{section.id}" asks nothing; write questions, draw, or remove it.'
            yield look.say("section-empty", quiz.path, ("sections", i), say)


def _draws(look: Look, quiz: Quiz, banks: Mapping[str, Bank]) -> Iterator[Problem]:
    lost = look.sources.lost(".quiz.yaml")
    placed = list(placed_draws(quiz))
    for draw, keys in placed:
        if draw.bank not in banks and not lost & {draw.bank, "?"}:
            say = f'There is no bank "{draw.bank}".{nearest(draw.bank, banks)}'
            yield look.say("bank-unknown", quiz.path, (*keys, "bank"), say)
    wanted = Counter[str]()
    large = False
    for draw, keys in placed:
        wanted[draw.bank] += draw.count
        there = len(banks[draw.bank].questions) if draw.bank in banks else wanted[draw.bank]
        if wanted[draw.bank] > there:
            large = True
            say = f"The quiz draws {wanted[draw.bank]} questions, but the bank holds {there}; "
            yield look.say("draw-too-large", quiz.path, (*keys, "count"), say + "draw fewer.")
    if not large and all(draw.bank in banks for draw, _keys in placed):
        yield from _blueprint(look, quiz, placed, banks)


def _blueprint(
    look: Look,
    quiz: Quiz,
    placed: list[tuple[BankDraw, Keys]],
    banks: Mapping[str, Bank],
) -> Iterator[Problem]:
    """What fits too few questions: each draw alone, then all together."""
    rules = blueprint.rules_of(quiz, banks)
    alone = False
    for rule, (draw, keys) in zip(rules, placed, strict=True):
        if len(rule.pool) < rule.count:
            alone = True
            say = (
                f'Of the bank "{draw.bank}", {len(rule.pool)} questions fit this draw, which '
                f"wants {rule.count}; draw fewer, ask for less, or write more."
            )
            yield look.say("draw-short", quiz.path, (*keys, "count"), say)
    short = None if alone else blueprint.shortage(rules)
    if short is not None:
        names = ", ".join(str(n + 1) for n in short.rules)
        say = (
            f"Draws {names} together want {short.wanted} questions, but only {short.there} "
            "fit any of them; draw fewer, ask for less, or write more."
        )
        yield look.say("draw-short", quiz.path, (*placed[short.rules[-1]][1], "count"), say)


def _pair(look: Look, quiz: Quiz, quizzes: Mapping[str, Quiz]) -> Iterator[Problem]:
    if quiz.role != POSTTEST:
        if quiz.pair:
            say = 'Only a post-test names a pair: write "role: posttest", or remove it.'
            yield look.say("pair-role", quiz.path, ("pair",), say)
        return
    lost = look.sources.lost(".quiz.yaml")
    other = quizzes.get(quiz.pair)
    if not quiz.pair:
        say = 'A post-test names its pretest: write the id of that quiz under "pair".'
        yield look.say("pair-role", quiz.path, ("role",), say)
    elif other is None and not lost & {quiz.pair, "?"}:
        say = f'There is no quiz "{quiz.pair}".{nearest(quiz.pair, quizzes)}'
        yield look.say("pair-unknown", quiz.path, ("pair",), say)
    elif other is not None and other.role != PRETEST:
        say = f'"{other.id}" is no pretest; write "role: pretest" there, or name another quiz.'
        yield look.say("pair-role", quiz.path, ("pair",), say)


def _pairs(look: Look, quizzes: Mapping[str, Quiz], banks: Mapping[str, Bank]) -> Iterator[Problem]:
    """Post-tests that share a pretest, or find too few questions that are new."""
    first: dict[str, Quiz] = {}
    for quiz in quizzes.values():
        before = quizzes.get(quiz.pair)
        if quiz.role != POSTTEST or before is None or before.role != PRETEST:
            continue
        if quiz.pair in first:
            say = f'"{quiz.pair}" is the pretest of "{first[quiz.pair].id}" already; write another.'
            yield look.say("pair-role", quiz.path, ("pair",), say)
            continue
        first[quiz.pair] = quiz
        if all(draw.bank in banks for draw in (*quiz.draws, *before.draws)):
            yield from _enough(look, quiz, before, banks)


def _enough(look: Look, quiz: Quiz, before: Quiz, banks: Mapping[str, Bank]) -> Iterator[Problem]:
    """Both together must find enough questions, if each finds enough alone."""
    pair = [blueprint.rules_of(one, banks) for one in (before, quiz)]
    short = blueprint.shortage([rule for rules in pair for rule in rules])
    if short is not None and not any(map(blueprint.shortage, pair)):
        say = (
            f'This and its pretest "{before.id}" want {short.wanted} questions of which '
            f"{short.there} are there; write more, or draw fewer, so that none is asked twice."
        )
        yield look.say("pair-short", quiz.path, ("pair",), say)
