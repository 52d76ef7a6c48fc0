"""Looks: whoever is shown personal data of others leaves a line that those people can read."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from elearn.core.access import Actor
from elearn.services import course_titles
from elearn.store import audit, packs, units
from elearn.store.db import begin_write
from elearn.store.pages import person as store
from elearn.store.pages.person import OwnLook

__all__ = ["OwnLook"]

A_PAGE = 50


def keep(
    actor: Actor, page: str, filter_: dict[str, object], people: Iterable[int], *, now: datetime
) -> None:
    """Keep one look. Call it last: it begins the writing transaction of a page that only read.

    Args:
        actor: Who looks.
        page: What they look at: `person`, `people`, `people-export`, `leavers`, `law`,
            `law-export`, `readiness`, `readiness-export`, `unit`, `nominations`, `compliance`,
            `assignments`, `duties`, `granting`, `concerned`, `impact`, `admin-people`,
            `admin-person`, `audit`, `alumni-directory`, `alumni-profile`, `share`, `marking`,
            `roster`; of programs `api-people`, `api-person`, `api-enrolments`, `api-progress`,
            `api-records`, `api-assignments`, `api-compliance`, `api-webhook`,
            `api-scim`,
            `report`, `report-export`.
        filter_: What the list was narrowed to; plain JSON.
        people: The numbers of those who are shown. Looking at oneself is not kept.
        now: The moment.
    """
    if actor.person_id is None:
        return
    others = {number for number in people if number != actor.person_id}
    if not others:
        return
    begin_write()
    audit.keep_look(actor.person_id, page, filter_, others, at=now)


@dataclass(frozen=True, slots=True)
class LooksPage:
    """Looks that somebody had at others. `older`: where the next page begins; 0 if none does.

    `units` and `courses` say what the keys are called that lists were narrowed to.
    """

    looks: tuple[OwnLook, ...]
    older: int
    units: dict[str, str] = field(default_factory=dict)
    courses: dict[str, str] = field(default_factory=dict)


def own(actor: Actor, language: str, *, before: int = 0, now: datetime) -> LooksPage:
    """The actor's own looks at others, newest first, a page at a time."""
    if actor.person_id is None:
        return LooksPage((), 0)
    found = store.looks_by(actor.person_id, limit=A_PAGE + 1, before=max(0, before))
    shown = tuple(found[:A_PAGE])
    titles = course_titles.titles(packs.published_courses(), language, now.date())
    return LooksPage(
        shown,
        shown[-1].id if len(found) > A_PAGE else 0,
        units=units.names({str(k) for look in shown if (k := look.filter.get("unit"))}),
        courses={pack_id: text.plain for pack_id, text in titles.items()},
    )
