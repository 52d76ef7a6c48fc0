"""A course in figures: where people stop, how long it takes them, what they gain. Names nobody."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction

from elearn.core import access
from elearn.core.access import Action, Actor, Scope
from elearn.core.errors import NotFound
from elearn.core.indicator.disclosure import LEAST
from elearn.core.learning import course_figures
from elearn.core.learning.course_figures import FEW, STOPPED_AFTER, Stage, Times
from elearn.core.pack.model import Item, Quiz
from elearn.core.quiz.gain import Distribution, Pair, distribution
from elearn.core.quiz.model import POSTTEST
from elearn.core.unit_tree import Placed, in_order
from elearn.services import course_titles, shelf
from elearn.services.overview import Choice, narrowed
from elearn.services.shelf import Text
from elearn.store import packs, units
from elearn.store.pages import course_figures as store
from elearn.store.pages.course_figures import Through, Wanted
from elearn.store.pages.report_rows import bounds

_USUAL = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Filter:
    """What the address says. `first`, `last`: the days on which they began, both included."""

    course: str = ""
    unit: str = ""
    first: date | None = None
    last: date | None = None

    def to_raw(self) -> dict[str, str]:
        """What narrows it, as the address has it."""
        raw = {
            "course": self.course,
            "unit": self.unit,
            "first": self.first.isoformat() if self.first else "",
            "last": self.last.isoformat() if self.last else "",
        }
        return {key: value for key, value in raw.items() if value}


@dataclass(frozen=True, slots=True)
class StageLine:
    """An item of the course, and how many came to it."""

    number: int
    title: Text
    stage: Stage


@dataclass(frozen=True, slots=True)
class GainLine:
    """What was gained up to a post-test. None of too few people."""

    title: Text
    figures: Distribution | None


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """A course in figures. Without a course: only the choice.

    `began` people began in the time, `completed` of them completed. `told`: there are enough of
    them to say more. `elsewhere` stopped at something that the course no longer has. `least`: so
    many people gains are told of. `exact`: numbers below `few` are told too, to whoever may see who
    stands how.
    """

    as_of: datetime
    filter: Filter
    course: Text | None
    first: date
    last: date
    courses: tuple[Choice, ...]
    units: tuple[Choice, ...]
    least: int
    exact: bool
    version: str = ""
    began: int = 0
    completed: int = 0
    told: bool = False
    stages: tuple[StageLine, ...] = ()
    stopped: int = 0
    elsewhere: int = 0
    times: Times | None = None
    gains: tuple[GainLine, ...] = ()
    few: int = FEW


@dataclass(frozen=True, slots=True)
class _Reader:
    """Whose figures a reader sees, which units they may choose, and how much is told them."""

    scope: Scope
    placed: tuple[Placed, ...]
    least: int
    exact: bool


def for_leader(actor: Actor, asked: Filter, language: str, *, now: datetime) -> FiguresPage:
    """The figures of those whom the actor leads, or of a unit of theirs and below.

    Raises:
        NotAllowed: If the actor leads nobody.
        NotFound: If the unit or the course is not there for the actor.
    """
    access.require(actor, Action.SEE_COMPLETIONS)
    reach = access.scope(actor, Action.SEE_COMPLETIONS)
    placed = in_order(units.reached(reach, now.date()))
    scope = narrowed(reach, placed, asked.unit)
    return _page(_Reader(scope, placed, LEAST, exact=True), asked, language, now)


def for_trainer(actor: Actor, asked: Filter, language: str, *, now: datetime) -> FiguresPage:
    """The figures of everybody, whatever their unit.

    Raises:
        NotAllowed: If the actor writes no packs.
        NotFound: If the course is not there.
    """
    access.require(actor, Action.AUTHOR_PACKS)
    everybody = _Reader(Scope(everybody=True), (), FEW, exact=False)
    return _page(everybody, replace(asked, unit=""), language, now)


def _page(reader: _Reader, asked: Filter, language: str, now: datetime) -> FiguresPage:
    """The page, in a fixed number of queries."""
    today = now.date()
    offered = packs.published_courses()
    titles = course_titles.titles(offered, language, today)
    versions = {one.pack_id: one for one in offered}
    if asked.course and asked.course not in versions:
        raise NotFound("There is no such course.")
    if not asked.course and len(versions) == 1:
        asked = replace(asked, course=next(iter(versions)))
    last = asked.last or today
    first = asked.first or last - _USUAL
    page = FiguresPage(
        as_of=now,
        filter=asked,
        course=titles.get(asked.course),
        first=first,
        last=last,
        courses=tuple(Choice(pack_id, text.plain) for pack_id, text in titles.items()),
        units=tuple(Choice(p.node.key, p.node.name, p.depth) for p in reader.placed),
        least=reader.least,
        exact=reader.exact,
    )
    kept = versions.get(asked.course)
    line = packs.line_of(kept.id) if kept else None
    if kept is None or line is None:
        return page
    since, before = bounds(first, last)
    quiet = datetime.combine(today - STOPPED_AFTER, time(), UTC)
    wanted = Wanted(reader.scope, today, line, since, before, quiet)
    found = store.through(wanted)
    page = replace(page, version=kept.version, began=found.began, completed=found.completed)
    return page if found.began < FEW else _told(page, wanted, found, kept.digest, language)


def _told(
    page: FiguresPage, wanted: Wanted, found: Through, digest: str, language: str
) -> FiguresPage:
    """The page with figures of a group that is large enough."""
    stopped = sum(found.stopped.values())
    times = course_figures.times(store.times(wanted))
    page = replace(page, told=True, stopped=stopped, elsewhere=stopped, times=times)
    try:
        read = shelf.read(digest, language, wanted.today)
        course = shelf.take(digest).course
    except NotFound:  # its archive is not here
        return page
    items = tuple(i for i in course.items if not (isinstance(i, Quiz) and i.practice))
    stages = course_figures.stages(
        [one.id for one in items],
        completed=found.completed,
        opened=found.opened,
        done=found.done,
        stopped=found.stopped,
    )
    return replace(
        page,
        stages=tuple(
            StageLine(n, read.text(f"{stage.item_id}#title"), stage)
            for n, stage in enumerate(stages, 1)
        ),
        elsewhere=stopped - sum(stage.stopped for stage in stages),
        gains=_gains(wanted, items, page.least, read),
    )


def _gains(
    wanted: Wanted, items: tuple[Item, ...], least: int, read: shelf.Reading
) -> tuple[GainLine, ...]:
    tests = [one.id for one in items if isinstance(one, Quiz) and one.role == POSTTEST]
    found = store.gains(wanted, tests) if tests else {}
    lines = []
    for item_id in tests:
        pairs = [Pair(Fraction(b), Fraction(a)) for b, a in found.get(item_id, ())]
        figures = distribution(pairs) if len(pairs) >= least else None
        lines.append(GainLine(read.text(f"{item_id}#title"), figures))
    return tuple(lines)
