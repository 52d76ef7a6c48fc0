"""What comes with an answer: how sure the learner is, and the hints they asked for."""

from dataclasses import replace

from elearn.core.quiz.answers import Answer, Form
from elearn.core.quiz.draw import PaperQuestion
from elearn.core.quiz.model import Quiz
from elearn.core.quiz.options import CertaintyRule
from elearn.core.quiz.response import NO_RESPONSE, Response, from_raw, read_certainty
from elearn.store import attempts as store


def said(quiz: Quiz, asked: PaperQuestion, answer: Answer, form: Form) -> Response:
    """The answer with what the form says of certainty, where the quiz asks for it."""
    return Response(
        answer, None if quiz.certainty is CertaintyRule.OFF else read_certainty(asked, form)
    )


def with_hints(attempt_id: int, asked: PaperQuestion, response: Response) -> Response:
    """The response with the hints taken so far: once taken, a hint stays taken."""
    if not asked.question.hints:
        return response
    return replace(response, hints=latest(attempt_id, asked).hints)


def latest(attempt_id: int, asked: PaperQuestion) -> Response:
    """The newest response to a question."""
    raw = store.latest_answer(attempt_id, asked.question.id)
    return NO_RESPONSE if raw is None else from_raw(raw)
