"""The OpenID provider of the institutions, where the settings name one."""

from typing import Any

from flask import Flask, current_app

from elearn.core.settings import Settings

_NAME = "institution"
_PATIENCE = 10
"""Seconds that the provider may take to answer."""


def init_provider(app: Flask, settings: Settings) -> None:
    """Know the provider. Nothing is asked of it before somebody wants to sign in."""
    app.extensions["provider"] = None
    if not settings.oidc_issuer:
        return
    # Loaded only where it is used: it takes a noticeable part of the start of the program.
    from authlib.integrations.flask_client import OAuth

    registry = OAuth(app)
    app.extensions["provider"] = registry.register(
        _NAME,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        server_metadata_url=settings.oidc_issuer.rstrip("/") + "/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email",
            "code_challenge_method": "S256",
            "default_timeout": _PATIENCE,
        },
    )


def provider() -> Any:
    """The client of the provider; None where nobody signs in through one."""
    return current_app.extensions["provider"]


def provider_name() -> str:
    """What the provider is called; empty where there is none."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.oidc_name if provider() is not None else ""
