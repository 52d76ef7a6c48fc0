"""What there is to learn, and where somebody stands: catalogue, course page, My learning."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from elearn.core.access import Actor
from elearn.core.case.model import Case
from elearn.core.errors import NotFound
from elearn.core.learning.completion import completion
from elearn.core.learning.progress import Progress, is_done, progress
from elearn.core.pack.model import Course, Item, Lesson
from elearn.services import shelf
from elearn.services.enrolments import Standing, person_of
from elearn.services.shelf import Reading, Text
from elearn.store import enrolments as enrolment_store
from elearn.store import packs
from elearn.store import records as record_store
from elearn.store.packs import KeptVersion


@dataclass(frozen=True, slots=True)
class CourseCard:
    """A course in the catalogue."""

    pack_id: str
    title: Text
    summary: Text
    topic: str
    minutes: int
    lessons: int
    languages: tuple[str, ...]
    law_checked: date | None
    state: str


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """Courses that can be taken, as the filters leave them."""

    cards: tuple[CourseCard, ...]
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    query: str
    topic: str
    language: str


def kind_of(item: Item) -> str:
    """`lesson`, `quiz` or `case`."""
    if isinstance(item, Lesson):
        return "lesson"
    return "case" if isinstance(item, Case) else "quiz"


def _state(standing: Standing | None) -> str:
    if standing is None:
        return ""
    if standing.enrolment.completed_at is not None:
        return "complete"
    return "in-progress" if standing.opened or standing.done.read else "not-started"


def _card(
    version: KeptVersion, language: str, now: datetime, standing: Standing | None
) -> CourseCard:
    course = shelf.take(version.digest).course
    reading = shelf.read(version.digest, language, now.date())
    return CourseCard(
        pack_id=version.pack_id,
        title=reading.text("pack#title"),
        summary=reading.text("pack#summary"),
        topic=course.topic,
        minutes=sum(item.minutes for item in course.items),
        lessons=sum(isinstance(item, Lesson) for item in course.items),
        languages=(course.meta.language, *course.meta.languages),
        law_checked=course.law.checked if course.law else None,
        state=_state(standing),
    )


def catalogue(
    actor: Actor, language: str, *, query: str, topic: str, taught_in: str, now: datetime
) -> CataloguePage:
    """The published courses, filtered by words, topic and language."""
    mine = {
        s.enrolment.pack_id: s
        for s in (enrolment_store.standings_of(actor.person_id) if actor.person_id else ())
    }
    cards = [
        _card(version, language, now, mine.get(version.pack_id))
        for version in packs.published_courses()
    ]
    words = shelf.fold(query).split()
    found = tuple(
        card
        for card in cards
        if (not topic or card.topic == topic)
        and (not taught_in or taught_in in card.languages)
        and all(w in shelf.fold(f"{card.title.plain} {card.summary.plain}") for w in words)
    )
    return CataloguePage(
        cards=found,
        topics=tuple(sorted({card.topic for card in cards if card.topic})),
        languages=tuple(sorted({code for card in cards for code in card.languages})),
        query=query,
        topic=topic,
        language=taught_in,
    )


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item in the list of a course."""

    id: str
    kind: str
    title: Text
    minutes: int
    state: str


@dataclass(frozen=True, slots=True)
class ModuleLines:
    """A module with its items."""

    title: Text
    items: tuple[ItemLine, ...]


@dataclass(frozen=True, slots=True)
class ContentsItem:
    """An item in the contents beside an item."""

    id: str
    kind: str
    title: Text


@dataclass(frozen=True, slots=True)
class ContentsModule:
    """A module in the contents beside an item."""

    title: Text
    items: tuple[ContentsItem, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """The contents of a course beside an item, and what of it a learner has done.

    `kept` is room for what a page makes of the modules, which are the same for everybody.
    """

    modules: tuple[ContentsModule, ...]
    done: frozenset[str]
    kept: dict[Any, Any]


@dataclass(frozen=True, slots=True)
class Demand:
    """Something that completion asks for: a kind (read, pass, finish), how many, how many done."""

    kind: str
    total: int
    done: int
    missing: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Resume:
    """Where to go on."""

    item_id: str
    title: Text


@dataclass(frozen=True, slots=True)
class CoursePage:
    """A course: what it is, for whom, how long, which law, what it takes, where I stand."""

    pack_id: str
    version: str
    title: Text
    summary: Text
    audience: Text
    outcomes: tuple[Text, ...]
    modules: tuple[ModuleLines, ...]
    minutes: int
    hours: tuple[tuple[str, int], ...]
    eqf: int | None
    languages: tuple[str, ...]
    authors: tuple[str, ...]
    licence: str
    awarding_body: str
    law_checked: date | None
    register_title: str
    register_version: str
    validity_months: int | None
    demands: tuple[Demand, ...]
    enrolled: bool
    completed: bool
    progress: Progress
    resume: Resume | None
    record_key: str
    prerequisites: tuple[str, ...]


def course_page(actor: Actor, pack_id: str, language: str, *, now: datetime) -> CoursePage:
    """A course for anybody; with progress for whoever takes it.

    Raises:
        NotFound: If there is no such course to see.
    """
    standing = enrolment_store.open_standing(actor.person_id, pack_id) if actor.person_id else None
    if standing is not None:
        digest = standing.enrolment.digest
    else:
        version = packs.newest_published(pack_id)
        if version is None or version.kind != "course":
            raise NotFound("There is no such course.")
        digest = version.digest
    course = shelf.take(digest).course
    reading = shelf.read(digest, language, now.date())
    return _course_page(course, reading, standing)


def _course_page(course: Course, reading: Reading, standing: Standing | None) -> CoursePage:
    done = standing.done if standing else shelf.NOTHING_DONE
    far = progress(course, done)
    kept = record_store.of_enrolment(standing.enrolment.id) if standing else None
    return CoursePage(
        pack_id=course.meta.id,
        version=course.meta.version,
        title=reading.text("pack#title"),
        summary=reading.text("pack#summary"),
        audience=reading.text("pack#audience"),
        outcomes=tuple(reading.text(f"pack/{o.id}#text") for o in course.outcomes),
        modules=module_lines(course, reading, standing),
        minutes=sum(item.minutes for item in course.items),
        hours=tuple(course.hours.items()),
        eqf=course.eqf,
        languages=(course.meta.language, *course.meta.languages),
        authors=course.meta.authors,
        licence=course.meta.licence,
        awarding_body=course.awarding_body,
        law_checked=course.law.checked if course.law else None,
        register_title=reading.law_title,
        register_version=course.law.version if course.law else "",
        validity_months=course.validity_months,
        demands=_demands(course, reading, standing),
        enrolled=standing is not None,
        completed=bool(standing and standing.enrolment.completed_at),
        progress=far,
        resume=resume_of(reading, far) if standing else None,
        record_key=kept.key if kept else "",
        prerequisites=course.prerequisites,
    )


def resume_of(reading: Reading, far: Progress) -> Resume | None:
    """The item to go on with."""
    if far.next_item is None:
        return None
    return Resume(far.next_item, reading.text(f"{far.next_item}#title"))


def contents(course: Course, reading: Reading, done: frozenset[str]) -> Contents:
    """The contents of a course, with the items that are done."""
    modules = reading.kept.get("contents")
    if modules is None:
        modules = reading.kept["contents"] = _contents_modules(course, reading)
    return Contents(modules, done, reading.kept)


def _contents_modules(course: Course, reading: Reading) -> tuple[ContentsModule, ...]:
    return tuple(
        ContentsModule(
            reading.text(f"module/{module.id}#title"),
            tuple(
                ContentsItem(item.id, kind_of(item), reading.text(f"{item.id}#title"))
                for item in module.items
            ),
        )
        for module in course.modules
    )


def module_lines(
    course: Course, reading: Reading, standing: Standing | None
) -> tuple[ModuleLines, ...]:
    """The contents of a course, with the state of each item."""
    done = standing.done if standing else shelf.NOTHING_DONE
    opened = standing.opened if standing else frozenset()

    def state(item: Item) -> str:
        if is_done(item, done):
            return "complete"
        return "in-progress" if item.id in opened else "not-started"

    return tuple(
        ModuleLines(
            reading.text(f"module/{module.id}#title"),
            tuple(
                ItemLine(
                    item.id,
                    kind_of(item),
                    reading.text(f"{item.id}#title"),
                    item.minutes,
                    state(item),
                )
                for item in module.items
            ),
        )
        for module in course.modules
    )


def _demands(course: Course, reading: Reading, standing: Standing | None) -> tuple[Demand, ...]:
    done = standing.done if standing else shelf.NOTHING_DONE
    asked = completion(course, done.read, done.passed, done.finished).requirements
    found = []
    for kind in ("read", "pass", "finish"):
        these = [r for r in asked if r.kind.value == kind]
        if these:
            missing = tuple(reading.text(f"{r.item}#title") for r in these if not r.done)
            found.append(Demand(kind, len(these), len(these) - len(missing), missing))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class MyCourse:
    """A course that I take."""

    pack_id: str
    title: Text
    progress: Progress
    resume: Resume | None
    completed: bool
    last_at: datetime | None
    law_checked: date | None


@dataclass(frozen=True, slots=True)
class MyLearningPage:
    """What I am taking, what I have completed; `first` is where to go on now."""

    first: MyCourse | None
    others: tuple[MyCourse, ...]
    completed: tuple[MyCourse, ...]
    invited_to_alumni: bool


def my_learning(actor: Actor, language: str, *, now: datetime) -> MyLearningPage:
    """Everything that the actor takes, latest first."""
    standings = enrolment_store.standings_of(person_of(actor))
    mine = [_my_course(s, language, now) for s in standings]
    under_way = [c for c in mine if not c.completed]
    completed = tuple(c for c in mine if c.completed)
    return MyLearningPage(
        first=under_way[0] if under_way else None,
        others=tuple(under_way[1:]),
        completed=completed,
        invited_to_alumni=bool(completed) and not actor.alumnus,
    )


def _my_course(standing: Standing, language: str, now: datetime) -> MyCourse:
    enrolment = standing.enrolment
    course = shelf.take(enrolment.digest).course
    reading = shelf.read(enrolment.digest, language, now.date())
    far = progress(course, standing.done)
    return MyCourse(
        pack_id=enrolment.pack_id,
        title=reading.text("pack#title"),
        progress=far,
        resume=resume_of(reading, far),
        completed=enrolment.completed_at is not None,
        last_at=enrolment.last_at,
        law_checked=course.law.checked if course.law else None,
    )
