"""`elearn init`: the instance folder, a secret key, the database, the first administrator."""

import os
import secrets
import sys
from pathlib import Path
from typing import Any

import click

from elearn.cli.house import application_or_stop, instance_option, moment, settings_or_stop, stop
from elearn.cli.settings import settings_file
from elearn.core.access import Role
from elearn.core.errors import ElearnError


def write_settings(path: Path, values: dict[str, str]) -> None:
    """Write a settings file that only its owner can read.

    Raises:
        OSError: If it cannot be written, or is there already.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        file.write("# Settings of this installation; docs/operations.md lists them all.\n")
        file.write("# Keep this file to yourself: the key signs everybody's session.\n")
        for name, value in values.items():
            escaped = value.replace("\\", "\\\\").replace('"', '\\"')
            file.write(f'{name} = "{escaped}"\n')


def migrate(app: Any) -> None:
    """Bring the database to the newest shape, and what is derived from packs with it."""
    import flask_migrate

    from elearn.services import citations, keys, record_log
    from elearn.services.transaction import transaction

    with app.app_context():
        flask_migrate.upgrade()
        with transaction():
            citations.index_missing()
            keys.make_missing(now=moment())
            record_log.append_missing()


def _first_settings(path: Path, public_url: str | None) -> None:
    values = {"secret_key": secrets.token_urlsafe(48)}
    if public_url is None and "ELEARN_PUBLIC_URL" not in os.environ:
        if not sys.stdin.isatty():
            stop("Say where people reach the site: --public-url https://learn.example.org", 2)
        public_url = click.prompt("Where people reach the site, such as https://learn.example.org")
    if public_url:
        values["public_url"] = public_url.rstrip("/")
    try:
        write_settings(path, values)
    except OSError as error:
        stop(f"{path} cannot be written ({error.strerror}).", 2)
    click.echo(f"Settings, with a new secret key: {path}")


@click.command()
@instance_option
@click.option("--public-url", help="Where people reach the site; https in production.")
@click.option("--name", help="Name of the first administrator.")
@click.option("--email", help="Their e-mail address, to sign in with.")
@click.option("--service-number", help="Or their service number.")
@click.option("--password", help="Their password; asked for when left out.")
@click.option("--no-admin", is_flag=True, help="Make no administrator now.")
def init(
    *,
    instance: str | None,
    public_url: str | None,
    name: str | None,
    email: str | None,
    service_number: str | None,
    password: str | None,
    no_admin: bool,
) -> None:
    """Make or update an installation. Run it again after every update: it keeps what is there."""
    folder = instance or os.environ.get("ELEARN_INSTANCE", "instance")
    path = settings_file(folder)
    if not path.exists() and "ELEARN_SECRET_KEY" not in os.environ:
        _first_settings(path, public_url)
    app = application_or_stop(settings_or_stop(instance=instance))
    migrate(app)
    click.echo("The database has the newest shape.")
    if not no_admin:
        with app.app_context():
            _first_administrator(name or "", email or "", service_number or "", password)
    click.echo("Ready. Check with `elearn doctor`, start with `elearn serve`.")


def _first_administrator(name: str, email: str, number: str, password: str | None) -> None:
    from elearn.services import people
    from elearn.services.transaction import transaction

    if people.has_administrator(now=moment()):
        return
    if not (name and (email or number) and password):
        if not sys.stdin.isatty():
            stop("Nobody administers this site yet: give --name, --email and --password.", 2)
        click.echo("The first administrator:")
        name = name or click.prompt("Name")
        email = email or (click.prompt("E-mail address") if not number else "")
        password = password or click.prompt("Password", hide_input=True, confirmation_prompt=True)
    form = people.PersonForm(name=name, email=email, service_number=number)
    try:
        with transaction():
            person = people.add_person(people.OPERATOR, form, now=moment(), password=password)
            people.grant_role(people.OPERATOR, person.key, Role.ADMIN, now=moment())
    except ElearnError as error:
        stop(_why(error), 1)
    click.echo(f"{person.name} administers this site.")


def _why(error: ElearnError) -> str:
    if error.code.startswith("password-"):
        from elearn.cli.user import password_words

        return password_words(error)
    return error.message
