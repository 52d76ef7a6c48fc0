"""Quizzes of a version, and the questions that they may ask."""

from elearn.core.errors import NotFound
from elearn.core.pack.model import Course, Quiz
from elearn.core.quiz.blueprint import askable
from elearn.core.quiz.questions import Question
from elearn.services import shelf
from elearn.store import packs
from elearn.store.packs import KeptVersion


def require_quiz(pack_id: str, version: str, quiz_id: str) -> tuple[KeptVersion, Quiz]:
    """A quiz of a version; of the newest published one if `version` is empty.

    Raises:
        NotFound: If there is no such version or quiz.
    """
    kept = packs.find_version(pack_id, version) if version else packs.newest_published(pack_id)
    if kept is None:
        raise NotFound(f"There is no such version of {pack_id} here.")
    quiz = shelf.item(kept.digest, quiz_id)
    if not isinstance(quiz, Quiz):
        raise NotFound(f"{quiz_id} is no quiz of {pack_id}.")
    return kept, quiz


def questions_of(course: Course, quiz: Quiz) -> tuple[Question, ...]:
    """The questions that an attempt may ask: its own, and those of its banks."""
    return tuple(askable(quiz, course.banks))


def quizzes_with(digest: str, question_id: str) -> tuple[Quiz, ...]:
    """The quizzes of a version that may ask a question."""
    course = shelf.take(digest).course
    return tuple(
        item
        for item in course.items
        if isinstance(item, Quiz) and any(q.id == question_id for q in questions_of(course, item))
    )


def find_question(digest: str, question_id: str) -> Question | None:
    """A question that some quiz of a version may ask; None if there is none."""
    shelved = shelf.take(digest)
    for item in shelved.course.items:
        if isinstance(item, Quiz):
            for question in questions_of(shelved.course, item):
                if question.id == question_id:
                    return shelved.accepting(question)
    return None


def require_question(pack_id: str, version: str, question_id: str) -> tuple[KeptVersion, Question]:
    """A question of a version; of the newest published one if `version` is empty.

    Raises:
        NotFound: If there is no such version or question.
    """
    kept = packs.find_version(pack_id, version) if version else packs.newest_published(pack_id)
    if kept is None or kept.kind != "course":
        raise NotFound("There is no such version here.")
    found = find_question(kept.digest, question_id)
    if found is None:
        raise NotFound("There is no such question in a quiz of this version.")
    return kept, found
