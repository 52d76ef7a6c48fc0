"""What alumni show of themselves, and to whom. One rule: what is not shared is not seen.

A profile's owner decides field by field: nobody (the default), alumni of the same country, or all
alumni. The country that counts is the roster's on both sides, not the one that somebody writes into
their profile, so that nobody opens a door by typing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

FIELDS = (
    "name",
    "country",
    "institution",
    "function",
    "topics",
    "languages",
    "about",
    "email",
)
"""What a profile can hold, in the order in which it is shown."""

LISTS = frozenset({"topics", "languages"})
"""Fields that hold several values."""

TOPICS = (
    "border-control",
    "asylum",
    "documents",
    "trafficking",
    "vulnerable-people",
    "fundamental-rights",
    "data-protection",
    "return",
    "cooperation",
    "training",
)
"""What alumni can say that they know about."""

COUNTRIES = ("AL", "BA", "XK", "ME", "MK", "RS", "CH")
"""Where alumni come from."""

LANGUAGES = ("sq", "bs", "hr", "mk", "cnr", "sr", "en", "de", "fr", "it", "tr", "ar", "fa", "ru")
"""Languages that alumni can say they speak."""


class Shared(StrEnum):
    """Who sees a field."""

    NOBODY = "nobody"
    COUNTRY = "country"
    ALUMNI = "alumni"


Value = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """What somebody wrote about themselves.

    Attributes:
        owner: Their number.
        country: Their country in the roster, or None.
        fields: Values by the names in `FIELDS`.
        visibility: Who sees which field; a field that is not named is seen by nobody.
        left: Whether they left the alumni.
    """

    owner: int
    country: str | None
    fields: Mapping[str, Value]
    visibility: Mapping[str, Shared]
    left: bool = False


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: `country` is the roster's; `alumnus` whether they belong to the alumni today."""

    person: int | None
    country: str | None = None
    alumnus: bool = False


def same_country(one: str | None, other: str | None) -> bool:
    """Whether two people of the roster are of one country; unknown is the same as nothing."""
    return bool(one) and bool(other) and str(one).upper() == str(other).upper()


def visible_fields(profile: Profile, viewer: Viewer) -> dict[str, Value]:
    """The fields of a profile that this viewer sees; empty values are left out.

    Owners see all of their own. Nobody else sees anything once the owner has left, and who is no
    alumnus sees nothing at all.
    """
    filled = {name: profile.fields[name] for name in FIELDS if profile.fields.get(name)}
    if viewer.person is not None and viewer.person == profile.owner:
        return filled
    if profile.left or not viewer.alumnus:
        return {}
    near = same_country(profile.country, viewer.country)
    return {
        name: value
        for name, value in filled.items()
        if _open(profile.visibility.get(name, Shared.NOBODY), near=near)
    }


def _open(shared: Shared, *, near: bool) -> bool:
    match shared:
        case Shared.NOBODY:
            return False
        case Shared.COUNTRY:
            return near
        case Shared.ALUMNI:
            return True
