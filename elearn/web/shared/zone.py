"""The time zone of the site: moments are shown and entered in it, and kept in UTC."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flask import Flask, current_app

from elearn.core.errors import BadSettings
from elearn.core.settings import Settings

_NAME = "time_zone"


def init_zone(app: Flask, settings: Settings) -> None:
    """Find the zone that the settings name.

    Raises:
        BadSettings: If there is none of that name.
    """
    try:
        zone = ZoneInfo(settings.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadSettings(
            f"ELEARN_TIME_ZONE is {settings.time_zone!r}, which is no time zone. Write one such as "
            "Europe/Sarajevo, or UTC.",
            details={"setting": _NAME},
        ) from None
    app.extensions[_NAME] = zone
    app.jinja_env.globals["site_zone"] = zone.key


def site_zone() -> ZoneInfo:
    """The site's time zone."""
    zone: ZoneInfo = current_app.extensions[_NAME]
    return zone


def on_site(moment: datetime) -> datetime:
    """A moment as the clocks of the site show it; one without a zone is in UTC."""
    known = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return known.astimezone(site_zone())


def from_site(naive: datetime) -> datetime:
    """The moment, in UTC, at which the clocks of the site show that."""
    return naive.replace(tzinfo=site_zone()).astimezone(UTC)
