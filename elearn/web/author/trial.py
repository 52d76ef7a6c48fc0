"""The preview of a folder: what `elearn pack preview` adds to the ordinary pages.

Every page is the learner's own. Over it stands a banner with the problems of its file, at the
blocks of a lesson their own, and a script asks whether a file was saved.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask, Request, Response, g, redirect, render_template, request, url_for
from flask import template_rendered as rendered
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as BaseResponse

from elearn.core.problems import Problem
from elearn.services.quiz_pages import QuestionPage
from elearn.services.transaction import transaction
from elearn.services.trial import Shown, Trial
from elearn.web.shared import session
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.render import notice, render
from elearn.web.shared.session import Visitor

_SCRIPT = Path(__file__).with_name("trial.js")
_MAIN = re.compile(r'<main id="main"[^>]*>')
_PLACE = re.compile(r'<(?:div class="block|form class="check)[^>]* id="([a-z0-9-]+)"')
HOSTS = ["127.0.0.1", "localhost"]


@dataclass(frozen=True, slots=True)
class ProblemsPage:
    """All problems of the folder."""

    folder: str
    shown: Shown


@dataclass(frozen=True, slots=True)
class Banner:
    """What stands over a page."""

    folder: str
    shown: Shown
    here: tuple[Problem, ...]
    csrf: str
    path: str


def init_trial(app: Flask, trial: Trial) -> None:
    """Turn an application into the preview of a folder."""
    app.config["TRUSTED_HOSTS"] = HOSTS
    app.extensions["trial"] = trial
    app.login_manager.request_loader(_loader(trial))  # type: ignore[attr-defined]  # Flask-Login puts it there
    app.before_request_funcs.setdefault(None, []).insert(0, _read_again)
    app.after_request(_with_problems)
    rendered.connect(_note_item, app, weak=False)
    for rule, name, view in (
        ("/preview/stamp", "trial_stamp", _stamp),
        ("/preview/script.js", "trial_script", _script),
        ("/preview/problems", "trial_problems", _problems),
        ("/preview", "trial_start", _start),
    ):
        app.add_url_rule(rule, name, reachable_by(Audience.PUBLIC)(view))
    again = reachable_by(Audience.PUBLIC)(_again)
    app.add_url_rule("/preview/again", "trial_again", again, methods=["POST"])


def _trial() -> Trial:
    from flask import current_app

    trial: Trial = current_app.extensions["trial"]
    return trial


def _loader(trial: Trial) -> Any:
    """Whoever comes is the learner: nobody signs in to a preview."""

    def load(_request: Request) -> Visitor:
        with transaction():
            known = trial.learner(now=session.now())
        return Visitor(known.actor, known.epoch)

    return load


def _read_again() -> None:
    """Before anything else: has a file been saved?"""
    if request.endpoint not in ("static", "trial_stamp", "trial_script", "learner.media"):
        with transaction():
            _trial().refresh(now=session.now())


def _note_item(_sender: Flask, context: dict[str, Any], **_more: Any) -> None:
    """Remember which item the page is about."""
    page = context.get("page")
    g.trial_item = getattr(page, "item_id", "") or getattr(g, "trial_item", "")
    choices = getattr(page, "choices", None)
    if isinstance(page, QuestionPage) and len(page.asked) == 1:
        g.trial_part = page.asked[0].form.id
    elif g.trial_item and choices:
        g.trial_part = f"{g.trial_item}/{choices[0].id}"


def _with_problems(response: Response) -> Response:
    if response.mimetype != "text/html" or response.is_streamed or "trial" in g:
        return response
    trial, g.trial = _trial(), True
    shown, item = trial.shown, g.get("trial_item", "")
    html = response.get_data(as_text=True)
    part = g.get("trial_part", "")
    here = shown.parts.get(part, ()) if part else shown.of_item(item)
    page = Banner(str(trial.folder), shown, here, generate_csrf(), request.path)
    banner = render_template("author/trial_banner.html", page=page)
    html = _MAIN.sub(lambda m: m[0] + banner, html, count=1)
    html = html.replace(
        "</head>", '<script type="module" src="/preview/script.js"></script>\n</head>', 1
    )
    places = shown.at(item)
    if places:
        html = _PLACE.sub(lambda m: _note_at(places.get(m[1], ())) + m[0], html)
    response.set_data(html)
    return response


def _note_at(problems: tuple[Problem, ...]) -> str:
    return render_template("author/trial_note.html", page=problems) if problems else ""


def _stamp() -> Response:
    """Changes when a file was saved; the script asks for it."""
    return Response(_trial().stamp(), mimetype="text/plain")


def _script() -> Response:
    return Response(_SCRIPT.read_text(encoding="utf-8"), mimetype="text/javascript")


def _problems() -> str:
    """All problems of the folder."""
    trial = _trial()
    return render("author/trial_problems.html", ProblemsPage(str(trial.folder), trial.shown))


def _start() -> BaseResponse:
    """The course, or what keeps it from being shown."""
    pack_id = _trial().shown.pack_id
    if not pack_id:
        return redirect(url_for("trial_problems"))
    return redirect(url_for("learner.course", pack_id=pack_id))


def _again() -> BaseResponse:
    """Forget what was done, and begin with the course again."""
    if _trial().shown.pack_id:
        _trial().begin_afresh(now=session.now())
        notice("ok", _("Everything that you did in this preview is forgotten."))
    return redirect(url_for("trial_start"), 303)
