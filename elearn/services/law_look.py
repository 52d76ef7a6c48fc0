"""A change of law as trainers look at it before it is opened."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from elearn.core.access import Actor
from elearn.core.errors import BadInput
from elearn.core.law.status import first_day
from elearn.services import law_impacts, law_pages, law_report
from elearn.services.law_impacts import Impact, Letters, Plan, Source
from elearn.services.law_pages import ChangeLine
from elearn.store import law_impacts as store

_USUAL = timedelta(days=30)
"""How long trainers have, where the law says nothing sooner."""


@dataclass(frozen=True, slots=True)
class TouchedLine:
    """A version that is touched: how many places, what they are, and records that rest on it."""

    pack_id: str
    version: str
    title: str
    law_version: str
    law_checked: date | None
    items: int
    places: int
    roles: tuple[tuple[str, int], ...]
    languages: tuple[str, ...]
    records: int


@dataclass(frozen=True, slots=True)
class LookPage:
    """What a change of law touches, and what is needed to open it.

    Attributes:
        source: The change, with what was left open filled in.
        said: The change in a few words.
        label: The provision in words; empty where two versions of a register are compared.
        changes: What changed.
        versions: What is touched.
        places, records: Sums over all versions.
        opened: The key under which it was opened before; empty if it was not.
        trainers: Key and name of those who may have it.
        owner: The key of who has it unless another one is chosen.
        due: Until when, unless another day is chosen.
    """

    source: Source
    said: str
    label: str
    changes: tuple[ChangeLine, ...]
    versions: tuple[TouchedLine, ...]
    places: int
    records: int
    opened: str
    trainers: tuple[tuple[str, str], ...]
    owner: str
    due: date


def look_page(actor: Actor, source: Source, language: str, *, now: datetime) -> LookPage:
    """What a change of law touches.

    Raises:
        NotAllowed, NotFound, BadInput: As `law_impacts.look`.
    """
    today = now.date()
    impact = law_impacts.look(actor, source, now=now)
    known = impact.source
    law = law_pages.law_for(known.register_id, known.to_version, today)
    return LookPage(
        source=known,
        said=law_impacts.named(known),
        label=law_pages.label_of(known, language, today),
        changes=law_pages.change_lines(impact.changes, law, language),
        versions=tuple(_lines(impact)),
        places=impact.places,
        records=sum(version.records for version in impact.versions),
        opened=_opened(known),
        trainers=law_pages.trainers(today),
        owner=actor.key,
        due=_due(impact, today),
    )


def _lines(impact: Impact) -> list[TouchedLine]:
    return [
        TouchedLine(
            pack_id=touched.version.pack_id,
            version=touched.version.version,
            title=touched.version.title,
            law_version=touched.version.register_version,
            law_checked=touched.version.checked,
            items=touched.items,
            places=touched.places,
            roles=tuple(law_report.by_role(touched).items()),
            languages=tuple(sorted({tally.language for tally in touched.tallies})),
            records=touched.records,
        )
        for touched in impact.versions
    ]


def _opened(source: Source) -> str:
    found = store.same(
        source.register_id, source.from_version, source.to_version, source.provision, source.day
    )
    return found or ""


def _due(impact: Impact, today: date) -> date:
    """The first day to come from which some of it is law, but no later than is usual."""
    days = [first_day(change.day) for change in impact.changes if change.day]
    return min([day for day in days if day > today] + [today + _USUAL])


def read_source(asked: dict[str, str]) -> Source:
    """The change that an address or a form names.

    Raises:
        BadInput: If a day is none, or nothing is named.
    """
    provision = asked.get("provision", "").strip()
    if provision:
        return Source(
            asked.get("register", ""), provision=provision, day=read_day(asked.get("day", ""))
        )
    if not asked.get("register"):
        raise BadInput("Choose a register, or name a provision.", code="nothing-named")
    return Source(asked["register"], asked.get("from", ""), asked.get("to", ""))


def read_day(text: str) -> date | None:
    """A day as a form sends it; None where nothing was entered.

    Raises:
        BadInput: If it is no day.
    """
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise BadInput("Enter a day as 2026-06-12.", code="day-bad") from None


def open_from(
    actor: Actor, asked: dict[str, str], letters: Letters | None, *, now: datetime
) -> str:
    """Open the change that a form names; its key.

    Raises:
        NotAllowed, NotFound, BadInput, Conflict: As `law_impacts.open_impact`.
    """
    plan = Plan(
        owner_key=asked.get("owner", ""),
        due=read_day(asked.get("due", "")),
        reason=asked.get("reason", ""),
    )
    return law_impacts.open_impact(actor, read_source(asked), plan, letters, now=now)
