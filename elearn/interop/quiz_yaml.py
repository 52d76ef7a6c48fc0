"""A quiz as the text of a pack file, written as a trainer would write it."""

from elearn.core.pack.schema.kinds.base import written_beside
from elearn.core.pack.schema.questions import shape_of
from elearn.core.pack.written import yaml_text
from elearn.core.quiz import questions as q
from elearn.core.quiz.model import BankDraw, Quiz, Section


def quiz_text(quiz: Quiz) -> str:
    """The YAML of a quiz file."""
    return yaml_text(
        {
            "id": quiz.id,
            "title": quiz.title,
            "minutes": quiz.minutes,
            **({"intro": quiz.intro} if quiz.intro else {}),
            **({"pass": quiz.pass_percent} if quiz.pass_percent else {}),
            **({"attempts": quiz.attempts} if quiz.attempts else {}),
            "shuffle": quiz.shuffle,
            **_options(quiz),
            **_asked(quiz),
            **({"sections": [_section(s) for s in quiz.sections]} if quiz.sections else {}),
        }
    )


def _options(quiz: Quiz) -> dict[str, object]:
    """How the quiz is taken, where that is not as usual."""
    made: dict[str, object] = {}
    for name in ("role", "pair"):
        if getattr(quiz, name):
            made[name] = getattr(quiz, name)
    for name in ("layout", "navigation", "counts", "feedback", "certainty"):
        word = getattr(quiz, name)
        if word != Quiz.__dataclass_fields__[name].default:
            made[name] = str(word)
    if quiz.limit:
        made["limit"] = quiz.limit
    if quiz.wait_minutes:
        made["wait"] = _span(quiz.wait_minutes)
    if quiz.practice:
        made["practice"] = True
    return made


def _span(minutes: int) -> dict[str, int]:
    hours, rest = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    spans = {"days": days, "hours": hours, "minutes": rest}
    return {name: number for name, number in spans.items() if number}


def credits_text(files: list[str], author: str, licence: str) -> str:
    """Entries of media.yaml for new files."""
    return yaml_text([{"file": file, "author": author, "licence": licence} for file in files])


def _section(section: Section) -> dict[str, object]:
    made: dict[str, object] = {"id": section.id, "title": section.title}
    return made | ({"intro": section.intro} if section.intro else {}) | _asked(section)


def _asked(part: Quiz | Section) -> dict[str, object]:
    draws = {"draw": [_draw(draw) for draw in part.draw]} if part.draw else {}
    if part.questions or not (part.draw or (isinstance(part, Quiz) and part.sections)):
        return {**draws, "questions": [_question(question) for question in part.questions]}
    return {**draws}


def _draw(draw: BankDraw) -> dict[str, object]:
    made: dict[str, object] = {"bank": draw.bank, "count": draw.count}
    if draw.outcome:
        made["outcome"] = draw.outcome
    if draw.difficulty:
        made["difficulty"] = draw.difficulty
    return made | ({"tags": list(draw.tags)} if draw.tags else {})


def _question(question: q.Question) -> dict[str, object]:
    made: dict[str, object] = {"id": question.id, "kind": q.kind_of(question)}
    made["prompt"] = question.prompt
    if question.points != 1:
        made["points"] = question.points
    if question.outcomes:
        made["outcomes"] = list(question.outcomes)
    if question.difficulty:
        made["difficulty"] = question.difficulty
    if question.tags:
        made["tags"] = list(question.tags)
    made |= shape_of(question).written(question) | written_beside(question)
    if question.reason:
        made["reason"] = question.reason
    if question.basis is not None:
        made["basis"] = list(question.basis)
    return made
