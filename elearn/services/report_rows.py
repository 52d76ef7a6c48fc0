"""Reports as rows of cells, and as files: CSV, XLSX and PDF, piece by piece."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from elearn.core import access
from elearn.core.access import Action, Actor, Scope
from elearn.core.errors import NotFound
from elearn.core.learning.report import Asked, Form, ReportKind, State
from elearn.core.spreadsheet import Cell
from elearn.core.unit_tree import Placed, in_order
from elearn.interop.tables import csv_rows, pdf, xlsx
from elearn.interop.tables.xlsx import Sheet
from elearn.services import course_titles
from elearn.services.overview import narrowed
from elearn.services.shelf import Text
from elearn.store import packs, units
from elearn.store.pages import report_rows as store
from elearn.store.pages.report_rows import Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a file says, in the reader's language.

    Attributes:
        tag: The language (BCP 47).
        site, title: Who keeps the records; what the report is of.
        heading: The headings of the columns.
        states: How records stand, or people with what is asked.
        yes: That a record renewed an older one.
        about, what, value: The title of the sheet about the report, and its headings.
        filter: Label and value of what narrows the report.
        as_of, made, rows: Labels: as of when, the moment in words, how many rows.
        moment: A moment by the clocks of the site, without a zone.
        day: Writes a day.
    """

    tag: str
    site: str
    title: str
    heading: tuple[str, ...]
    states: Mapping[State, str]
    yes: str
    about: str
    what: str
    value: str
    filter: tuple[tuple[str, str], ...]
    as_of: str
    made: str
    rows: str
    moment: datetime
    day: Callable[[date], str]


@dataclass(frozen=True, slots=True)
class Question:
    """A report, understood: what to ask the store, and what courses and units are called."""

    asked: Asked
    wanted: Wanted
    titles: Mapping[str, Text]
    units: tuple[Placed, ...]

    @property
    def covered(self) -> Scope:
        """Where all people of the report may be today: of a past day, anywhere in the reach."""
        asked = self.wanted
        return asked.scope if asked.day == asked.today else asked.reach


def understand(actor: Actor, asked: Asked, language: str, *, now: datetime) -> Question:
    """What a report asks for, within the actor's reach.

    Raises:
        NotAllowed: If the actor leads nobody.
        NotFound: If the unit or the course is not there for the actor.
    """
    access.require(actor, Action.SEE_COMPLETIONS)
    today = now.date()
    day = asked.day or today
    reach = access.scope(actor, Action.SEE_COMPLETIONS)
    placed = in_order(units.reached(reach, today))
    titles = course_titles.titles(packs.published_courses(), language, today)
    if asked.course and asked.course not in titles:
        raise NotFound("There is no such course.")
    since, before = store.bounds(asked.first, asked.last)
    wanted = Wanted(
        scope=narrowed(reach, placed, asked.unit),
        day=day,
        today=today,
        reach=reach,
        course=asked.course,
        state=asked.state,
        name=asked.name,
        since=since,
        before=before,
    )
    return Question(asked, wanted, titles, placed)


def count(question: Question, *, most: int) -> int:
    """How many rows it has; `most` stands for so many or more."""
    return store.count(question.wanted, question.asked.kind, most=most)


@dataclass(slots=True)
class Rows:
    """The rows of a report, taken once; afterwards how many there were, and whom they showed."""

    question: Question
    words: Words
    most: int | None = None
    count: int = 0
    shown: set[int] = field(default_factory=set)

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        of_kind = {
            ReportKind.COMPLETIONS: self._completions,
            ReportKind.UNDER_WAY: self._under_way,
            ReportKind.COMPLIANCE: self._compliance,
        }
        parts = of_kind[self.question.asked.kind]()
        for person_id, cells in parts:
            if self.most is not None and self.count >= self.most:
                return
            self.count += 1
            self.shown.add(person_id)
            yield cells

    def _title(self, pack_id: str) -> str:
        known = self.question.titles.get(pack_id)
        return known.plain if known else pack_id

    def _completions(self) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        titles = _Memory(self._title)
        states = {state.value: word for state, word in self.words.states.items()}
        yes = self.words.yes
        for part in store.completions(self.question.wanted):
            for person_id, name, unit, pack_id, version, issued, until, law, state, renews in part:
                yield (
                    person_id,
                    (
                        name,
                        unit,
                        titles[pack_id],
                        version,
                        issued.date(),
                        until,
                        law,
                        states[state],
                        yes if renews else None,
                    ),
                )

    def _under_way(self) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        titles = _Memory(self._title)
        for part in store.under_way(self.question.wanted):
            for line in part:
                yield (
                    line.person_id,
                    (
                        line.name,
                        line.unit,
                        titles[line.pack_id],
                        line.version,
                        line.began_at.date(),
                        line.last_at.date() if line.last_at else None,
                        course_titles.percent(line.digest, line.done),
                    ),
                )

    def _compliance(self) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        titles = _Memory(self._title)
        states = {state.value: word for state, word in self.words.states.items()}
        day = self.question.wanted.day
        for part in store.compliance(self.question.wanted):
            for line in part:
                yield (
                    line.person_id,
                    (
                        line.name,
                        line.unit,
                        titles[line.pack_id],
                        states[line.status],
                        line.due,
                        line.since,
                        line.until,
                        day,
                    ),
                )


class _Memory(dict[str, str]):
    """What is asked for again and again, asked once."""

    def __init__(self, ask: Callable[[str], str]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, key: str) -> str:
        self[key] = found = self._ask(key)
        return found


def pieces(rows: Rows, form: Form, *, language: str, now: datetime) -> Iterator[bytes]:
    """The file, piece by piece.

    Raises:
        TooLong: If a PDF would have more rows than it may.
    """
    match form:
        case Form.CSV:
            return csv_rows.stream(rows.words.heading, rows, language)
        case Form.XLSX:
            return xlsx.stream(_sheets(rows), now=now)
        case Form.PDF:
            return iter((_pdf(rows, now),))


def _sheets(rows: Rows) -> tuple[Sheet, ...]:
    words = rows.words

    def about() -> Iterator[Sequence[Cell]]:
        yield words.what, words.title
        yield words.as_of, words.moment
        yield from words.filter
        yield words.rows, rows.count  # the sheet before this one is written by now

    return (
        Sheet(words.title, words.heading, rows),
        Sheet(words.about, (words.what, words.value), about(), filters=False),
    )


def _pdf(rows: Rows, now: datetime) -> bytes:
    rows.most = pdf.MOST_ROWS + 1
    words = rows.words
    made = [tuple(_shown(cell, words) for cell in row) for row in rows]
    about = ((words.as_of, words.made), *words.filter, (words.rows, str(len(made))))
    return pdf.draw(
        pdf.Tables(
            language=words.tag,
            day=now.date(),
            site=words.site,
            heading=words.title,
            made=words.made,
            description=words.title,
            about=about,
            parts=(pdf.Part("", words.heading, made),),
        )
    )


def _shown(cell: Cell, words: Words) -> str:
    if cell is None:
        return ""
    return words.day(cell) if isinstance(cell, date) else str(cell)
