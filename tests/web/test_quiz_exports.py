"""Quizzes as files for other systems, in the browser."""

import learning
import make
import pytest
from client import text_of

from elearn.core.access import Role
from elearn.services.imports import read_questions

QUIZ = "/packs/kinds/1.0.0/export/quiz"


@pytest.fixture
def kinds(app, now):
    """The course `kinds`, published."""
    return learning.publish("kinds", now)


@pytest.fixture
def dee(app, client_for):
    """The browser of a trainer."""
    return client_for(make.person("Dee Trainer", roles=(Role.TRAINER,)))


def test_the_page_of_a_version_leads_to_what_each_format_loses(kinds, dee):
    assert QUIZ in dee.get("/packs/kinds/1.0.0").text
    page = text_of(dee.get(QUIZ))
    for words in ("Download GIFT", "Download Moodle XML", "What is lost"):
        assert words in page


@pytest.mark.parametrize(
    ("form", "kind", "name"),
    [
        ("gift", "text/plain", "kinds-1.0.0-quiz.gift"),
        ("moodle-xml", "application/xml", "kinds-1.0.0-quiz.xml"),
    ],
)
def test_the_file_can_be_read_again(kinds, dee, form, kind, name):
    answer = dee.get(f"{QUIZ}/{form}")
    assert answer.mimetype == kind
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert len(read_questions(answer.data).questions) >= 5


@pytest.mark.parametrize("address", [QUIZ, f"{QUIZ}/gift"])
def test_only_trainers_take_questions_away(kinds, client_for, client, address):
    assert client_for(make.person("Ann Learner")).get(address).status_code == 403
    assert client.get(address).status_code == 302


@pytest.mark.parametrize(
    "address",
    [f"{QUIZ}/qti", "/packs/kinds/1.0.0/export/rules/gift", "/packs/kinds/9.9.9/export/quiz/gift"],
)
def test_what_there_is_not_is_not_found(kinds, dee, address):
    assert dee.get(address).status_code == 404
