"""What there is to learn, and where somebody stands: the catalogue, the page of a course."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from elearn.core.access import Actor
from elearn.core.errors import NotFound
from elearn.core.learning.completion import completion
from elearn.core.learning.progress import Done, Progress, is_done, progress
from elearn.core.pack.model import Course, Item, Lesson
from elearn.services import bridges, law_notes, law_notices, overdue, records, shelf, updates
from elearn.services.bridges import BridgeNote, Offer
from elearn.services.contents import kind_of
from elearn.services.enrolments import Standing
from elearn.services.shelf import Reading, Text
from elearn.services.updates import VersionNote
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
    """An item in the list of a course; of a lesson's self-checks, how many are answered."""

    id: str
    kind: str
    title: Text
    minutes: int
    state: str
    checks: int = 0
    checks_answered: int = 0


@dataclass(frozen=True, slots=True)
class ModuleLines:
    """A module with its items."""

    title: Text
    items: tuple[ItemLine, ...]


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
    """A course: what it is, for whom, how long, which law, what it takes, where I stand.

    `closed`: quizzes that I have not passed, and that are closed since law lapsed. `law_changed`:
    the items that rest on law which changed since.
    `offer` is the bridge that is open to me; `bridge` says of a bridge what it leads to.
    `note` says how my version stands, where there is anything to say; `news` whether it is another
    one than when I was last here.
    """

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
    closed: tuple[Text, ...] = ()
    law_changed: frozenset[str] = frozenset()
    offer: Offer | None = None
    bridge: BridgeNote | None = None
    note: VersionNote | None = None
    news: bool = False


def course_page(actor: Actor, pack_id: str, language: str, *, now: datetime) -> CoursePage:
    """A course for anybody; with progress for whoever takes it.

    Raises:
        NotFound: If there is no such course to see.
    """
    standing = enrolment_store.open_standing(actor.person_id, pack_id) if actor.person_id else None
    if standing is not None:
        standing = overdue.standing_as_of(standing, now)
        version_id, digest = standing.enrolment.version_id, standing.enrolment.digest
    else:
        version = packs.offered_course(pack_id)
        if version is None:
            raise NotFound("There is no such course.")
        version_id, digest = version.id, version.digest
    course = shelf.take(digest).course
    reading = shelf.read(digest, language, now.date())
    page = _course_page(course, reading, standing, version_id, now)
    if standing is not None:
        note = updates.note_of(standing.enrolment, now=now)
        page = replace(page, note=note, news=updates.is_news(standing.enrolment))
    if course.bridge and standing:
        return replace(page, bridge=bridges.note(course.bridge, standing))
    if actor.person_id:
        return replace(page, offer=bridges.offer(actor.person_id, pack_id, language, now=now))
    return page


def _course_page(
    course: Course, reading: Reading, standing: Standing | None, version_id: int, now: datetime
) -> CoursePage:
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
        record_key=records.in_force(kept).key if kept else "",
        prerequisites=course.prerequisites,
        closed=law_notes.quizzes_closed(standing, reading, now=now),
        law_changed=law_notices.items_touched(version_id, (reading.taught, course.meta.language)),
    )


def resume_of(reading: Reading, far: Progress) -> Resume | None:
    """The item to go on with."""
    if far.next_item is None:
        return None
    return Resume(far.next_item, reading.text(f"{far.next_item}#title"))


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
                    *(_checks(item, done, reading) if isinstance(item, Lesson) else ()),
                )
                for item in module.items
            ),
        )
        for module in course.modules
    )


def _checks(lesson: Lesson, done: Done, reading: Reading) -> tuple[int, int]:
    """How many self-checks of a lesson can be asked, and how many of them are answered."""
    gone = law_notes.notes(reading)
    asked = [check.question.id for check in lesson.checks if check.question.id not in gone]
    return len(asked), sum(name in done.checked for name in asked)


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
