"""`elearn demo`: a whole site to try out, on this machine, in one command."""

import gc
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from elearn.cli.house import application_or_stop, moment, settings_or_stop, stop
from elearn.cli.init import migrate, write_settings
from elearn.cli.serve import make_server, run_server
from elearn.cli.settings import FILE_NAME

_WORDS = 4
"""Groups of the random password."""


def _private(path: Path, content: str) -> None:
    """Write a file that its owner alone may read."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(content)
    path.chmod(0o600)


def _kept(path: Path) -> dict[str, str]:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        stop(f"{path} cannot be read. Delete it to get a new password.", 2)
    return {str(k): str(v) for k, v in values.items()} if isinstance(values, dict) else {}


def _own_settings(instance: str) -> None:
    """Settings of the demonstration in its folder, so that every command works on it.

    A folder that holds a real installation is left alone.
    """
    path = Path(instance) / FILE_NAME
    if path.exists():
        if settings_or_stop(instance=instance).mode != "demo":
            stop(f"{instance} holds an installation already. Choose a folder with --instance.", 2)
        return
    try:
        write_settings(path, _settings())
    except OSError as error:
        stop(f"{path} cannot be written ({error.strerror}). Choose another --instance.", 2)


def _settings() -> dict[str, str]:
    return {
        "mode": "demo",
        "secret_key": secrets.token_urlsafe(48),
        "time_zone": "Europe/Sarajevo",
    }


def _new_password() -> str:
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    groups = ("".join(secrets.choice(letters) for _ in range(4)) for _ in range(_WORDS))
    return "-".join(groups)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """A year of history makes millions of small objects; looking for circles in them takes long."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _prepare(app: Any, password: str, *, changed: bool, quiet: bool) -> None:
    from elearn.services import demo, site
    from elearn.services.transaction import transaction

    say = (lambda _text: None) if quiet else click.echo
    say("Preparing the database …")
    migrate(app)
    with app.app_context(), _without_collecting():
        say("Installing the packs …")
        with transaction():
            since = moment() if demo.is_prepared() else moment() - demo.HISTORY
            demo.install_packs(site.packs_that_come_along(), now=since)
        say("Making people and their history …")
        with transaction():
            made = demo.prepare(password, now=moment())
        if changed and not made:
            with transaction():
                demo.set_passwords(password)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--instance", default="instance", show_default=True, metavar="DIR")
@click.option("--password", help="For all accounts; at least 12 characters. Else random.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON and nothing else.")
def demo(host: str, port: int, instance: str, password: str | None, as_json: bool) -> None:
    """Make a demonstration site, say how to sign in, and serve it. Run again, it keeps all."""
    from elearn.services.demo import ACCOUNTS

    if password is not None and len(password) < 12:
        stop("The password needs at least 12 characters.", 2)
    _own_settings(instance)
    path = Path(instance) / "demo.json"
    before = _kept(path)
    chosen = password or before.get("password") or _new_password()
    settings = settings_or_stop(instance=instance)
    app = application_or_stop(settings)
    _private(path, json.dumps({"password": chosen}, indent=1))
    _prepare(app, chosen, changed=chosen != before.get("password"), quiet=as_json)
    try:
        server = make_server(app, settings, host=host, port=port)
    except OSError as error:
        stop(f"{host}:{port} cannot be used ({error.strerror or error}). Try another --port.", 2)
    url = _address(host, server.effective_port)
    app.config["SETTINGS"] = replace(settings, public_url=url)  # for links in letters
    if as_json:
        click.echo(json.dumps({"url": url, "password": chosen, "accounts": ACCOUNTS}))
    else:
        _tell(url, chosen, ACCOUNTS, path)
    run_server(server, app, with_worker=True)


def _address(host: str, port: int) -> str:
    """Where a browser on this machine finds the server."""
    here = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host)  # noqa: S104  # what was asked for
    return f"http://{here or (f'[{host}]' if ':' in host else host)}:{port}"


def _tell(url: str, password: str, accounts: dict[str, str], path: Path) -> None:
    click.echo(f"\n  Open      {url}\n  Password  {password}  (for all; kept in {path})\n")
    for what, name in accounts.items():
        click.echo(f"  {what:<15}{name}")
    click.echo("\nPress Ctrl+C to stop.")
