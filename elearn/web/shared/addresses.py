"""Addresses that leave the browser: on paper, or to give to others."""

from flask import current_app, request

from elearn.core.settings import Settings
from elearn.services.badges import Site, site_at


def for_others(path: str) -> str:
    """A page's address on the configured site, whatever the request's Host says.

    Without TLS this is a trial on somebody's own machine, at whatever port.
    """
    settings: Settings = current_app.config["SETTINGS"]
    site = settings.public_url if settings.https else request.host_url
    return site.rstrip("/") + path


def issuer() -> Site:
    """This site, as the credentials that it issues name it."""
    return site_at(for_others(""), current_app.config["SETTINGS"].public_url)
