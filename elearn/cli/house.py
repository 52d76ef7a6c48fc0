"""What commands share: the application around a command, and refusals in plain sentences."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, NoReturn

import click

from elearn.cli.settings import application, load_settings
from elearn.core.errors import BadSettings, ElearnError
from elearn.core.settings import Settings

instance_option: Callable[[Any], Any] = click.option(
    "--instance",
    metavar="DIR",
    help="Folder for what this installation keeps; else ELEARN_INSTANCE, else ./instance.",
)


def moment() -> datetime:
    """The moment at which a command acts."""
    return datetime.now(UTC)


def stop(sentence: str, code: int) -> NoReturn:
    """Say why on standard error, and end."""
    click.echo(sentence, err=True)
    raise SystemExit(code)


def counted(number: int, thing: str) -> str:
    """How many of a thing: `1 place`, `2 places`."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def settings_or_stop(**given: object) -> Settings:
    """The settings; what makes no sense is said, and ends the command with 2."""
    try:
        return load_settings(**given)
    except BadSettings as error:
        stop(error.message, 2)


def application_or_stop(settings: Settings) -> Any:
    """The application; an unusable installation is said, and ends the command with 2."""
    try:
        return application(settings)
    except BadSettings as error:
        stop(error.message, 2)


@contextmanager
def house(**given: object) -> Iterator[Any]:
    """Run a command within the application, on a database of the newest shape.

    A refusal ends the command with 1, unusable settings or an old database with 2.
    """
    from elearn.services import site

    app = application_or_stop(settings_or_stop(**given))
    with app.app_context():
        fine, reason = site.ready()
        if not fine:
            stop(reason, 2)
        try:
            yield app
        except ElearnError as error:
            stop(error.message, 1)
