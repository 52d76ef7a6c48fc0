"""How a quiz did: a page, and the same as files."""

from collections.abc import Iterable, Iterator

from flask import g, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.core.quiz.statistics import Flag
from elearn.services import exports, quiz_statistics
from elearn.services.exports import Cell
from elearn.services.quiz_statistics import StatisticsPage
from elearn.web.author import blueprint
from elearn.web.shared import session
from elearn.web.shared.files import XLSX, attached, csv_file
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.i18n import current_language
from elearn.web.shared.render import render


def flag_words(flag: Flag) -> str:
    """Why to look at a question."""
    return {
        Flag.TOO_HARD: _("Hardly anybody earns it: is it taught, and is the key right?"),
        Flag.TOO_EASY: _("Nearly everybody earns it: it tells little."),
        Flag.WEAK: _("It hardly tells those who know the rest from those who do not."),
        Flag.AGAINST: _(
            "Those who do well elsewhere do worse here: look for a wrong key or a trap."
        ),
        Flag.IDLE_OPTION: _("It has a wrong option that nearly nobody chooses."),
        Flag.WRONG_PREFERRED: _("A wrong option is chosen more often than the right one."),
        Flag.HARD_PART: _("It has a part that hardly anybody gets right."),
        Flag.COMMON_WRONG: _("Many give the same wrong answer: is it right, too?"),
    }[flag]


def row_word(what: str) -> str:
    """What a row of the table of options is."""
    return {
        "right": _("Right"),
        "wrong": _("Wrong"),
        "part": _("Part done right"),
        "typed-right": _("Typed, right"),
        "typed-wrong": _("Typed, wrong"),
    }[what]


def _question_heading() -> tuple[str, ...]:
    return (
        _("Number"),
        _("Question"),
        _("Text"),
        _("Answers"),
        _("Facility"),
        _("Standard error"),
        _("Discrimination"),
        _("Seconds (median)"),
        _("Look at it because"),
        _("Which attempts"),
    )


def _option_heading() -> tuple[str, ...]:
    return (
        _("Question"),
        _("Option or part"),
        _("Text"),
        _("Kind"),
        _("How many"),
        _("Share that the other questions earned"),
        _("Which attempts"),
    )


def _file_name(page: StatisticsPage) -> str:
    which = "-all-attempts" if page.every else ""
    return f"{page.pack_id}-{page.version}-{page.quiz_id}{which}"


def _every() -> bool:
    """Whether the address asks for every attempt; else the first of each person counts."""
    return request.args.get("attempts") == "all"


def which_words(page: StatisticsPage) -> str:
    """Which attempts the figures are of."""
    if page.every:
        return _("All finished attempts")
    return _("The first finished attempt of each person")


def _rows(page: StatisticsPage, rows: Iterable[tuple[Cell, ...]]) -> Iterator[tuple[Cell, ...]]:
    """The rows of a table, each with which attempts it is of."""
    which = which_words(page)
    return ((*row, which) for row in rows)


@blueprint.get("/packs/<pack_id>/<version>/quizzes/<item_id>")
@reachable_by(Audience.TRAINER)
def quiz(pack_id: str, version: str, item_id: str) -> str:
    """How the questions of a quiz did: by one attempt a person, or with `attempts=all` by all."""
    g.nav = "author.packs"
    page = quiz_statistics.statistics_page(
        g.actor, pack_id, version, item_id, current_language(), every=_every()
    )
    return render("author/quiz.html", page, words=flag_words, row_word=row_word, which=which_words)


@blueprint.get("/packs/<pack_id>/<version>/quizzes/<item_id>.csv")
@reachable_by(Audience.TRAINER)
def quiz_csv(pack_id: str, version: str, item_id: str) -> Response:
    """The figures of the questions as a file; with `table=options` those of options and parts."""
    language = current_language()
    page = quiz_statistics.require_told(
        g.actor, pack_id, version, item_id, language, every=_every()
    )
    name = _file_name(page)
    if request.args.get("table") == "options":
        rows = _rows(page, exports.option_rows(page, row_word))
        return csv_file(f"{name}-options.csv", _option_heading(), rows, language)
    rows = _rows(page, exports.question_rows(page, flag_words))
    return csv_file(f"{name}.csv", _question_heading(), rows, language)


@blueprint.get("/packs/<pack_id>/<version>/quizzes/<item_id>.xlsx")
@reachable_by(Audience.TRAINER)
def quiz_xlsx(pack_id: str, version: str, item_id: str) -> Response:
    """All figures as a workbook."""
    page = quiz_statistics.require_told(
        g.actor, pack_id, version, item_id, current_language(), every=_every()
    )
    found = page.figures
    whole: tuple[tuple[str, str | float | None], ...] = (
        (_("Pack"), f"{pack_id} {page.version}"),
        (_("Quiz"), page.title),
        (_("Attempts"), found.attempts),
        (_("Which attempts"), which_words(page)),
        (_("Attempts left out"), page.attempts - found.attempts),
        (_("Mean result in percent"), found.mean),
        (_("Standard deviation in percent"), found.deviation),
        (_("Cronbach's alpha"), found.alpha),
        (_("Standard error of measurement in percent"), found.error),
    )
    content = exports.workbook(
        (
            exports.Sheet(
                _("Questions"),
                _question_heading(),
                _rows(page, exports.question_rows(page, flag_words)),
            ),
            exports.Sheet(
                _("Options and parts"),
                _option_heading(),
                _rows(page, exports.option_rows(page, row_word)),
            ),
            exports.Sheet(_("Quiz"), (_("Figure"), _("Value")), whole),
        ),
        now=session.now(),
    )
    return attached(content, XLSX, f"{_file_name(page)}.xlsx")
