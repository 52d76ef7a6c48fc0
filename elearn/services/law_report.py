"""What a change of law touches, as plain values for the command line and for programs."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from elearn.core.law import labels
from elearn.core.law.changes import to_raw
from elearn.services.law_impacts import Impact, TouchedVersion
from elearn.store import citations


def changes(impact: Impact) -> Iterator[dict[str, Any]]:
    """What changed, one by one."""
    for change in impact.changes:
        yield {"change": change.key, **to_raw(change)}


def versions(impact: Impact) -> Iterator[dict[str, Any]]:
    """The versions that are touched, with sums."""
    for touched in impact.versions:
        version = touched.version
        yield {
            "pack": version.pack_id,
            "version": version.version,
            "state": version.state,
            "law-version": version.register_version,
            "law-checked": version.checked.isoformat() if version.checked else "",
            "items": touched.items,
            "places": touched.places,
            "by-role": by_role(touched),
            "by-language": _by(touched, "language"),
            "records": touched.records,
        }


def by_role(touched: TouchedVersion) -> dict[str, int]:
    """How many places there are of each role."""
    return _by(touched, "role")


def _by(touched: TouchedVersion, name: str) -> dict[str, int]:
    found: Counter[str] = Counter()
    for tally in touched.tallies:
        found[getattr(tally, name)] += tally.places
    return dict(sorted(found.items()))


def places(impact: Impact) -> Iterator[dict[str, Any]]:
    """Every place, version by version; a few are in memory at a time."""
    known = {v.version.version_id: v.version for v in impact.versions}
    touched = dict(zip(impact.provisions, impact.touches, strict=True))
    for place in citations.places(impact.provisions, known):
        version, touch = known[place.version_id], touched[place.provision_id]
        yield {
            "pack": version.pack_id,
            "version": version.version,
            "item": place.item,
            "part": place.part,
            "role": place.role,
            "language": place.language,
            "cites": labels.join(touch.name, touch.ref),
            "change": impact.changes[touch.number].key,
            "day": impact.day_of(touch),
            "nearness": touch.nearness.value,
        }
