"""The settings of this installation: from the environment, then from a file."""

import os
import tomllib
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from typing import Any

from elearn.core.errors import BadSettings
from elearn.core.settings import Settings, read_settings, variable

FILE_VARIABLE = "ELEARN_SETTINGS"
FILE_NAME = "settings.toml"
_NAMES = {variable(f.name): f.name for f in fields(Settings)}


def load_settings(**overrides: object) -> Settings:
    """The settings, checked: what is given here, else the environment, else the file.

    The file is the one that `ELEARN_SETTINGS` names, or `settings.toml` in the instance folder.

    Raises:
        BadSettings: With a sentence that says which setting is wrong and what to do.
    """
    values: dict[str, object] = {**_from_environment(), **_given(overrides)}
    return read_settings({**_from_file(str(values.get("instance", "instance"))), **values})


def _given(overrides: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in overrides.items() if value is not None}


def _from_environment() -> dict[str, object]:
    ours = {n: v for n, v in os.environ.items() if n.startswith("ELEARN_") and n != FILE_VARIABLE}
    for name in ours:
        if name not in _NAMES:
            raise BadSettings(
                f"There is no setting called {name}. See docs/operations.md for the list.",
                details={"setting": name},
            )
    return {_NAMES[name]: value for name, value in ours.items()}


def settings_file(instance: str) -> Path:
    """Where the settings file is, or would be."""
    named = os.environ.get(FILE_VARIABLE)
    return Path(named) if named else Path(instance) / FILE_NAME


def _from_file(instance: str) -> dict[str, object]:
    path = settings_file(instance)
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        if FILE_VARIABLE in os.environ:
            raise BadSettings(f"{FILE_VARIABLE} names {path}, which is not there.") from None
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadSettings(f"The settings file {path} cannot be read: {error}.") from error
    return _relative_to(path, values)


def _relative_to(path: Path, values: dict[str, object]) -> dict[str, object]:
    """In a file, a relative instance folder is meant from where the file is."""
    if isinstance(values.get("instance"), str):
        values["instance"] = str(path.parent / str(values["instance"]))
    return values


def application(settings: Settings) -> Any:
    """The WSGI application for these settings.

    The application stands above the commands, so it is looked up by name when a command runs.
    """
    return import_module("elearn.app").create_app(settings)
