"""Letters of what is asked and due: one a day and person at most, in their own language.

Each day one job, some people at a time. That somebody is reminded and that the letter is asked for
are one transaction, and a day and person are one row: however often a worker falls over, there is
one letter. It is sent at least once, always with the same Message-ID.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from elearn.core.learning import duty
from elearn.core.learning.compliance import TO_DO, Span
from elearn.core.learning.duty import Asked, Duty
from elearn.core.learning.reminding import Call, Stages, asked_since, call, reached
from elearn.services import course_titles, jobs, mail
from elearn.services.guarding import keyed
from elearn.services.sign_in import Letter
from elearn.store import duties, packs, people
from elearn.store import reminders as store
from elearn.store.db import begin_write
from elearn.store.reminders import Reader

KIND = "reminders"
"""The kind of job."""

BATCH = 50
"""So many people are looked at in one transaction."""

_MORNING = time(4, 30)
"""In UTC: letters are there when people come to work."""

_KEPT = timedelta(days=365)

_OVERLAP = timedelta(days=1)
"""What is asked on the day of a round, after it, is told in the next one."""

_CATCH_UP = timedelta(days=7)
"""What a worker missed for longer is left."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A course that somebody must hold. `late`: the last day has passed.

    `asked_on`: since when it is asked of them, where they have not been told yet.
    """

    course: str
    pack_id: str
    due: date
    late: bool
    compulsory: bool
    asked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What one letter says.

    Attributes:
        things: What is due for the reader, what is due first first.
        unit: How many people became late where the reader leads: course and number.
        stop_key: Whose letters the link in it ends; empty where all of it is compulsory.
    """

    language: str | None
    name: str
    things: tuple[Thing, ...]
    unit: tuple[tuple[str, int], ...]
    stop_key: str


Letters = Callable[[Told], Letter]
"""Writes a letter in the reader's language."""


def ask_daily(now: datetime) -> None:
    """Ask for the reminders of a day, once."""
    store.forget_before(now.date() - _KEPT)
    name = f"{KIND}-{now.date().isoformat()}"
    before = store.last_round(KIND, name)
    since = date.fromisoformat(before.removeprefix(f"{KIND}-")) if before else None
    earliest = now.date() - _CATCH_UP
    first = max(since or now.date() - timedelta(days=1), earliest)
    payload = {"after": 0, "day": now.date().isoformat(), "since": first.isoformat()}
    morning = datetime.combine(now.date(), _MORNING, UTC)
    jobs.enqueue(KIND, payload, once=name, run_at=max(now, morning), now=now)


def handler(letters: Letters | None, stages: Stages) -> jobs.Handler:
    """The handler of these jobs: some people, then another job for the others."""

    def carry_on(job: jobs.JobRecord, now: datetime) -> None:
        begin_write()
        if letters is None:
            return  # nobody writes letters here
        day = max(date.fromisoformat(str(job.payload["day"])), now.date())  # who slept catches up
        since = date.fromisoformat(str(job.payload["since"]))
        found = store.readers(int(job.payload["after"]), limit=BATCH)
        for told, reader in _due(found, stages, since, day):
            if store.keep(reader.id, day, len(told.things) + len(told.unit), at=now):
                for thing in told.things:
                    if thing.asked_on is not None:
                        store.tell(reader.id, thing.pack_id, thing.asked_on, at=now)
                letter = letters(told)
                mail.send(reader.email, letter.subject, letter.text, stop=letter.stop, now=now)
        if len(found) == BATCH:
            payload = {**job.payload, "after": found[-1].id}
            jobs.enqueue(KIND, payload, run_at=job.run_at, now=now)

    return carry_on


def _due(
    readers: list[Reader], stages: Stages, since: date, day: date
) -> list[tuple[Told, Reader]]:
    """Whom to tell what on that day. Six queries, however many they are."""
    ids = [reader.id for reader in readers]
    calls, fresh = _called(store.spans_of(ids, day), stages, since, day)
    late = store.late_in_units(ids, stages, since, day)
    if not calls and not fresh and not late:
        return []
    asked = duties.of({*calls, *fresh})
    new = _new(fresh, asked, since - _OVERLAP, day)
    courses = packs.published_courses()
    told = []
    for reader in readers:
        titles = course_titles.titles(courses, reader.language or "en", day)
        names = {pack_id: text.plain for pack_id, text in titles.items()}
        mine = _News(calls.get(reader.id, {}), new.get(reader.id, {}))
        own = _things(reader, mine, asked, names, day)
        unit = _unit(reader, late.get(reader.id, {}), names)
        if own or unit:
            firm = all(thing.compulsory for thing in own) and not unit
            stop_key = "" if firm else reader.key
            told.append((Told(reader.language, reader.name, own, unit, stop_key), reader))
    return told


@dataclass(frozen=True, slots=True)
class _News:
    """What one reader is to be told: what reached a stage, and what is asked since which day."""

    calls: dict[str, Call]
    new: dict[str, date]


_Spans = dict[int, dict[str, list[Span]]]


def _called(
    spans: _Spans, stages: Stages, since: date, day: date
) -> tuple[dict[int, dict[str, Call]], dict[int, set[str]]]:
    """What reached a stage, and what may be asked newly since the last round, by person."""
    calls: dict[int, dict[str, Call]] = {}
    fresh: dict[int, set[str]] = {}
    for person_id, by_pack in spans.items():
        for pack_id, timeline in by_pack.items():
            found = call(timeline, day)
            if found is not None and reached(found.due, stages, since, day):
                calls.setdefault(person_id, {})[pack_id] = found
            if any(_may_be_new(one, since - _OVERLAP, day) for one in timeline):
                fresh.setdefault(person_id, set()).add(pack_id)
    return calls, fresh


def _may_be_new(one: Span, since: date, day: date) -> bool:
    return since <= one.from_day <= day and one.status in TO_DO


def _new(
    fresh: dict[int, set[str]], asked: Asked, since: date, day: date
) -> dict[int, dict[str, date]]:
    """Of what may be new, what is asked since that day and was not told: the day, by person."""
    if not fresh:
        return {}
    told = store.told_since(fresh, since)
    by_course: dict[tuple[int, str], list[Duty]] = {}
    for one in asked.duties:
        by_course.setdefault((one.person_id, one.pack_id), []).append(one)
    found: dict[int, dict[str, date]] = {}
    for person_id, pack_ids in fresh.items():
        for pack_id in pack_ids:
            first = asked_since(by_course.get((person_id, pack_id), ()), day)
            if first is None or first < since or (person_id, pack_id, first) in told:
                continue
            found.setdefault(person_id, {})[pack_id] = first
    return found


def _things(
    reader: Reader, news: _News, asked: Asked, names: dict[str, str], day: date
) -> tuple[Thing, ...]:
    mine = Asked(tuple(d for d in asked.duties if d.person_id == reader.id))
    found = []
    for one in duty.owed(mine, day):
        called, asked_on = news.calls.get(one.pack_id), news.new.get(one.pack_id)
        wanted = called is not None or asked_on is not None
        if wanted and one.pack_id in names and (one.compulsory or not reader.stopped):
            due, late = (called.due, called.late) if called else (one.due, one.due < day)
            course = names[one.pack_id]
            found.append(Thing(course, one.pack_id, due, late, one.compulsory, asked_on))
    return tuple(sorted(found, key=lambda thing: (thing.due, thing.course)))


def _unit(
    reader: Reader, late: dict[str, int], names: dict[str, str]
) -> tuple[tuple[str, int], ...]:
    if reader.stopped:
        return ()
    found = [(names.get(pack_id, pack_id), count) for pack_id, count in late.items()]
    return tuple(sorted(found))


def stop_token(secret: str, person_key: str) -> str:
    """What stands in the link that ends reminders of somebody; nobody else can make it."""
    return f"{person_key}.{keyed(secret, 'reminder-stop', person_key)[:32]}"


def _reader_of(secret: str, token: str) -> int | None:
    key, _dot, _mark = token[:200].rpartition(".")
    made = stop_token(secret, key).encode()
    if not key or not hmac.compare_digest(made, token[:200].encode("utf-8", "replace")):
        return None
    person = people.by_key(key)
    return person.id if person is not None and person.left_at is None else None


def stopped(secret: str, token: str) -> bool | None:
    """Whether the reader of a letter has ended the reminders; None if the link is none."""
    number = _reader_of(secret, token)
    return None if number is None else store.is_stopped(number)


def stop(secret: str, token: str, *, go_on: bool = False, now: datetime) -> bool:
    """End reminders of what is not compulsory, or let them come again; False if the link is none.

    Whoever holds the letter may do it, signed in or not: nothing is shown, and it can be undone.
    """
    begin_write()
    number = _reader_of(secret, token)
    if number is None:
        return False
    if go_on:
        store.go_on(number)
    else:
        store.stop(number, at=now)
    return True
