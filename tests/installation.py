"""The settings of a test's own installation."""

from pathlib import Path

from elearn.core.settings import Settings


def settings_for(instance: Path, **given: object) -> Settings:
    """Settings of a test's own installation."""
    return Settings(
        **{
            "mode": "testing",
            "instance": str(instance),
            "secret_key": "a secret that only the tests know",
            "public_url": "http://localhost",
            "sqlite_synchronous": "NORMAL",
            **given,
        }
    )
