"""Refusals as pages, and below /api as data. One map, for every audience."""

import logging
from collections.abc import Callable

from flask import Flask, g, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from elearn.core.access import NOBODY
from elearn.core.errors import ElearnError
from elearn.web.shared import refusals
from elearn.web.shared.render import ErrorPage, page_response

_log = logging.getLogger("elearn.web")


def _words(status: int) -> tuple[str, str]:
    """Title and text of a page for that status; anything unknown gets general words."""
    words = {
        403: (
            _("You may not see this page"),
            _("Your account does not have access. If you think it should, ask your coordinator."),
        ),
        404: (
            _("Page not found"),
            _("There is nothing at this address. It may have moved, or the link is incomplete."),
        ),
        409: (
            _("This does not fit any more"),
            _("Something changed meanwhile. Go back, reload the page and try once more."),
        ),
        413: (_("The file is too large"), _("Choose a smaller file and try once more.")),
        429: (_("Too many tries"), _("Please wait a little and try once more.")),
        500: (
            _("Something went wrong on our side"),
            _("Nothing that you saved is lost. Please try once more in a minute."),
        ),
    }
    general = (_("This did not work"), _("Go back, check what you entered and try once more."))
    return words.get(status, general)


def _rule() -> str:
    """The address without what stands in its places: codes and tokens are nobody's to read."""
    return request.url_rule.rule if request.url_rule else ""


def error_response(status: int, text: str = "") -> Response:
    """The page for a refusal."""
    g.setdefault("actor", NOBODY)
    title, words = _words(status)
    page = ErrorPage(
        status=status, title=title, text=text or words, request_id=g.get("request_id", "")
    )
    return page_response("shared/error.html", page, status=status)


PROGRAMS = ("/api/", "/scim/")
"""What stands below these addresses is for programs; refusals there are data, never pages."""


def init_errors(app: Flask, for_programs: Callable[[Exception], Response]) -> None:
    """Map everything that can be raised to a page; `for_programs` answers below /api."""

    @app.errorhandler(ElearnError)
    def _refused(error: ElearnError) -> Response:
        _log.info("refused", extra={"code": error.code, "path": _rule()})
        return for_programs(error) if _asked_by_program() else _page_of(error)

    @app.errorhandler(CSRFError)
    def _stale(_error: CSRFError) -> Response:
        return error_response(
            400,
            _("This page was open for too long. Go back, reload it and send it once more."),
        )

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Response:
        return for_programs(error) if _asked_by_program() else _page_of_http(error)

    @app.errorhandler(Exception)
    def _broken(error: Exception) -> Response:
        _log.exception("failed", exc_info=error, extra={"path": _rule()})
        return for_programs(error) if _asked_by_program() else error_response(500)


def _asked_by_program() -> bool:
    return request.path.startswith(PROGRAMS)


def _page_of(error: ElearnError) -> Response:
    answer = error_response(
        error.status, refusals.said(error) if error.status not in (403, 404) else ""
    )
    if wait := error.details.get("wait"):
        answer.headers["Retry-After"] = str(wait)
    return answer


def _page_of_http(error: HTTPException) -> Response:
    if error.code is not None and error.code < 400:
        return error.get_response()
    return error_response(error.code or 500)
