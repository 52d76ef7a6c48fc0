"""One shape for every refusal: the right status, one plain page with a number, nothing of ours."""

import re

import pytest
from client import text_of
from werkzeug.exceptions import HTTPException, default_exceptions

from elearn.core import errors
from elearn.core.errors import ElearnError
from elearn.web.shared.guard import Audience, reachable_by


def refusals():
    return [
        thing
        for thing in vars(errors).values()
        if isinstance(thing, type) and issubclass(thing, ElearnError)
    ]


@pytest.fixture
def raising(app):
    """`raising(error)`: the answer of a page that ends in that error."""

    def answer(error):
        @reachable_by(Audience.PUBLIC)
        def broken():
            raise error

        app._got_first_request = False
        app.add_url_rule("/broken", "broken", broken)
        app.testing = False
        return app.test_client().get("/broken")

    return answer


def assert_one_shape(answer, status):
    page = answer.get_data(as_text=True)
    assert answer.status_code == status
    assert answer.mimetype == "text/html"
    assert len(re.findall("<h1", page)) == 1
    assert answer.headers["X-Request-ID"] in page
    assert answer.headers["Content-Security-Policy"]
    assert "Traceback" not in page
    assert re.search(r'<html lang="[a-zA-Z-]+"', page)


@pytest.mark.parametrize("kind", refusals())
def test_a_refusal_is_a_page_of_one_shape(raising, kind):
    assert_one_shape(raising(kind("This is why.")), kind.status)


@pytest.mark.parametrize("code", sorted(c for c in default_exceptions if c >= 400))
def test_what_flask_refuses_has_the_same_shape(raising, code):
    error = default_exceptions[code]()
    assert isinstance(error, HTTPException)
    assert_one_shape(raising(error), code)


def test_a_fault_of_ours_has_the_same_shape_and_says_nothing_of_it(raising):
    answer = raising(RuntimeError("a secret of the house"))
    assert_one_shape(answer, 500)
    assert "secret" not in text_of(answer)


def test_an_address_that_is_nowhere_has_the_same_shape(client):
    assert_one_shape(client.get("/nowhere/at/all"), 404)


def test_refusals_have_codes_of_their_own():
    codes = [kind.code for kind in refusals()]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", code) for code in codes)
