"""Readiness on a date: who will hold a current record on a day to come, and who will not."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from elearn.core import access
from elearn.core.access import Action, Actor, Scope
from elearn.core.errors import NotFound
from elearn.core.law import labels
from elearn.core.law.status import first_day
from elearn.core.learning import readiness as core
from elearn.core.learning.readiness import Ready, Touched
from elearn.core.pack.model import Course
from elearn.core.unit_tree import in_order
from elearn.services import course_titles, looks, shelf
from elearn.services.overview import A_PAGE, Choice, narrowed
from elearn.services.shelf import Text
from elearn.store import law_hits, packs, units
from elearn.store.pages import readiness as store
from elearn.store.pages.overview import Wanted
from elearn.store.pages.readiness import Asked, Row

AHEAD = timedelta(days=90)
"""The day that is looked at where no change of law is known: so far ahead."""

_MOST_DAYS = 12


@dataclass(frozen=True, slots=True)
class Filter:
    """What the address of the list says; without a day the next one on which law changes."""

    day: date | None = None
    unit: str = ""
    course: str = ""
    state: Ready | None = None
    page: int = 1

    def to_raw(self) -> dict[str, object]:
        """What narrows the list, as the log of looks keeps it."""
        state = self.state.value if self.state else ""
        day = self.day.isoformat() if self.day else ""
        raw = {"day": day, "unit": self.unit, "course": self.course, "state": state}
        return {key: value for key, value in raw.items() if value}


@dataclass(frozen=True, slots=True)
class ComingDay:
    """A day on which law changes that courses cite, and how many of its provisions they cite."""

    day: date
    provisions: int


@dataclass(frozen=True, slots=True)
class TouchedLaw:
    """Law that a version teaches and that is otherwise by the day, in words.

    `what` is `wording`, `part` or `ends` (`core.law.since.Becomes`).
    """

    law: str
    what: str
    since: date


@dataclass(frozen=True, slots=True)
class TouchedVersion:
    """A version of which records were issued, and what of its law is otherwise by the day."""

    course: Text
    version: str
    law: tuple[TouchedLaw, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A person and a course. `version`, `law_checked`, `valid_until` are of the best record."""

    person_id: int
    key: str
    name: str
    unit: str
    course: Text
    ready: Ready
    version: str
    law_checked: date | None
    valid_until: date | None
    no_end: bool


@dataclass(frozen=True, slots=True)
class ReadinessPage:
    """The list. `counts` are of the whole list, whatever state it is narrowed to."""

    as_of: datetime
    day: date
    filter: Filter
    coming: tuple[ComingDay, ...]
    touched: tuple[TouchedVersion, ...]
    counts: Mapping[Ready, int]
    lines: tuple[Line, ...]
    total: int
    pages: int
    units: tuple[Choice, ...]
    courses: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class CourseNumbers:
    """How many people will stand how in a course, for the command line."""

    pack_id: str
    counts: Mapping[Ready, int]


@dataclass(frozen=True, slots=True)
class Numbers:
    """The same for all courses on a day, and the days on which law changes."""

    day: date
    courses: tuple[CourseNumbers, ...]
    coming: tuple[ComingDay, ...]


def _cites(course_digest: str) -> tuple[str, ...]:
    """All that a course version cites, in its source language."""
    compiled = shelf.take(course_digest).compiled
    texts = compiled.texts[compiled.language].values()
    bodies = compiled.lessons[compiled.language].values()
    found = [*(c for text in texts for c in text.cites), *(c for b in bodies for c in b.cites)]
    return tuple(dict.fromkeys(found))


Right = frozenset[tuple[str, date]]
"""Citations of a version, and days of changes under which it was found to be right still."""


def found_right(version_ids: Collection[int]) -> dict[int, Right]:
    """What was found to be right still, by version. One query."""
    return {
        number: frozenset((labels.join(name, ref), first_day(day)) for name, ref, day in changes)
        for number, changes in law_hits.found_right(version_ids).items()
    }


@lru_cache(maxsize=256)
def _touched(digest: str, register: str, day: date, right: Right) -> tuple[Touched, ...]:
    law, course = shelf.law_at(register, day), shelf.take(digest).course
    if law is None or course.law is None:
        return ()
    return core.touched(_cites(digest), law.register, course.law.known_until, day, right)


def touched_by(digest: str, day: date, right: Right = frozenset()) -> tuple[Touched, ...]:
    """What a version cites that ends or changes by a day; nothing where its pack is not here."""
    course = _course(digest)
    register = shelf.register_digest(course) if course else None
    return _touched(digest, register, day, right) if register else ()


@lru_cache(maxsize=64)
def _ahead(digests: tuple[str, ...], register: str, today: date) -> Mapping[date, int]:
    law = shelf.law_at(register, today)
    cites = [cite for digest in digests for cite in _cites(digest)]
    return core.days_ahead(cites, law.register, today) if law else {}


def coming_days(digests: Iterable[str], today: date) -> tuple[ComingDay, ...]:
    """The next days on which law changes that these versions cite."""
    by_register: dict[str, list[str]] = {}
    for digest in sorted(set(digests)):
        course = _course(digest)
        register = shelf.register_digest(course) if course else None
        if register:
            by_register.setdefault(register, []).append(digest)
    found: Counter[date] = Counter()
    for register, group in by_register.items():
        found.update(_ahead(tuple(group), register, today))
    return tuple(ComingDay(day, found[day]) for day in sorted(found)[:_MOST_DAYS])


def _course(digest: str) -> Course | None:
    """A course; None where its pack is not here."""
    try:
        return shelf.take(digest).course
    except NotFound:
        return None


@dataclass(frozen=True, slots=True)
class _Offered:
    """The courses that are offered now: titles and digests, by pack."""

    titles: Mapping[str, Text]
    digests: Mapping[str, str]


def _offered(language: str, today: date) -> _Offered:
    versions = packs.published_courses()
    titles = course_titles.titles(versions, language, today)
    return _Offered(titles, {version.pack_id: version.digest for version in versions})


@dataclass(frozen=True, slots=True)
class _Question:
    """A filter, understood."""

    asked: Asked
    titles: Mapping[str, Text]
    coming: tuple[ComingDay, ...]
    versions: Mapping[int, str]
    right: Mapping[int, Right]


def _ask(scope: Scope, asked: Filter, offered: _Offered, now: datetime) -> _Question:
    today, titles = now.date(), offered.titles
    if asked.course and asked.course not in titles:
        raise NotFound("There is no such course.")
    chosen = (asked.course,) if asked.course else tuple(titles)
    versions = dict(store.versions_held(chosen))
    current = (offered.digests[pack_id] for pack_id in chosen)
    coming = coming_days((*current, *versions.values()), today)
    day = asked.day or (coming[0].day if coming else today + AHEAD)
    right = found_right(versions)
    touched = frozenset(
        n for n, digest in versions.items() if touched_by(digest, day, right.get(n, frozenset()))
    )
    wanted = Wanted(scope=scope, day=today, packs=chosen)
    states = frozenset({asked.state}) if asked.state else None
    return _Question(Asked(wanted, day, touched, states), titles, coming, versions, right)


def readiness(actor: Actor, asked: Filter, language: str, *, now: datetime) -> ReadinessPage:
    """One page of the list, in a fixed number of queries. Keep the look with `keep_look`.

    Raises:
        NotAllowed: If the actor leads nobody.
        NotFound: If the unit or the course is not there for the actor.
    """
    access.require(actor, Action.SEE_COMPLETIONS)
    reach = access.scope(actor, Action.SEE_COMPLETIONS)
    placed = in_order(units.reached(reach, now.date()))
    ask = _ask(narrowed(reach, placed, asked.unit), asked, _offered(language, now.date()), now)
    counts = _counts(replace(ask.asked, states=None))
    total = counts.get(asked.state, 0) if asked.state else sum(counts.values())
    pages = max(1, -(-total // A_PAGE))
    page = min(max(1, asked.page), pages)
    rows = store.rows(ask.asked, limit=A_PAGE, offset=(page - 1) * A_PAGE)
    return ReadinessPage(
        as_of=now,
        day=ask.asked.day,
        filter=replace(asked, day=ask.asked.day, page=page),
        coming=ask.coming,
        touched=_touched_versions(ask, language),
        counts=counts,
        lines=_lines(rows, ask.titles),
        total=total,
        pages=pages,
        units=tuple(Choice(p.node.key, p.node.name, p.depth) for p in placed),
        courses=tuple(Choice(pack_id, text.plain) for pack_id, text in ask.titles.items()),
    )


def _counts(asked: Asked) -> Mapping[Ready, int]:
    found: Counter[Ready] = Counter(dict.fromkeys(Ready, 0))
    for (_pack_id, ready), number in store.counts(asked).items():
        found[ready] += number
    return found


def _touched_versions(ask: _Question, language: str) -> tuple[TouchedVersion, ...]:
    found = []
    for number in sorted(ask.asked.touched):
        digest = ask.versions[number]
        reading = shelf.read(digest, language, ask.asked.day)
        law, meta = reading.law, reading.shelved.course.meta
        lines = tuple(
            TouchedLaw(
                law.label(one.cite, language) if law else one.cite,
                one.change.what.value,
                one.change.day,
            )
            for one in touched_by(digest, ask.asked.day, ask.right.get(number, frozenset()))
        )
        found.append(TouchedVersion(ask.titles[meta.id], meta.version, lines))
    return tuple(found)


def _lines(rows: list[Row], titles: Mapping[str, Text]) -> tuple[Line, ...]:
    return tuple(
        Line(
            person_id=row.person_id,
            key=row.person_key,
            name=row.name,
            unit=row.unit,
            course=titles[row.pack_id],
            ready=row.ready,
            version=row.version or "",
            law_checked=row.law_checked,
            valid_until=row.valid_until,
            no_end=row.version_id is not None and row.valid_until is None,
        )
        for row in rows
    )


def keep_look(actor: Actor, page: ReadinessPage, *, now: datetime) -> None:
    """Keep that the actor saw this page of the list."""
    shown = {line.person_id for line in page.lines}
    looks.keep(actor, "readiness", page.filter.to_raw(), shown, now=now)


def export(
    actor: Actor, asked: Filter, language: str, *, now: datetime
) -> Iterator[tuple[Line, ...]]:
    """The whole list with the same filter, some lines at a time.

    The look is kept after the last line, so all of it must be taken before anything leaves.

    Raises:
        NotAllowed: If the actor leads nobody.
        NotFound: If the unit or the course is not there for the actor.
    """
    access.require(actor, Action.SEE_COMPLETIONS)
    reach = access.scope(actor, Action.SEE_COMPLETIONS)
    placed = in_order(units.reached(reach, now.date()))
    ask = _ask(narrowed(reach, placed, asked.unit), asked, _offered(language, now.date()), now)
    shown: set[int] = set()
    for rows in store.all_rows(ask.asked):
        shown.update(row.person_id for row in rows)
        yield _lines(rows, ask.titles)
    raw = replace(asked, day=ask.asked.day).to_raw()
    looks.keep(actor, "readiness-export", raw, shown, now=now)


def numbers(day: date | None, course: str, *, now: datetime) -> Numbers:
    """How many people of this site will stand how, by course. For the command line.

    Args:
        day: The day; None for the next one on which law changes.
        course: A course; empty for all.
        now: The moment.

    Raises:
        NotFound: If there is no such course.
    """
    offered = _offered("en", now.date())
    ask = _ask(Scope(everybody=True), Filter(day=day, course=course), offered, now)
    found = store.counts(ask.asked)
    lines = tuple(
        CourseNumbers(pack_id, {ready: found.get((pack_id, ready), 0) for ready in Ready})
        for pack_id in ask.asked.wanted.packs
    )
    return Numbers(ask.asked.day, lines, ask.coming)
