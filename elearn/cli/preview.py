"""`elearn pack preview`: a folder in the browser, just as a learner will see it."""

import secrets
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from elearn.cli.house import application_or_stop, moment, stop
from elearn.cli.init import migrate
from elearn.cli.serve import make_server, run_server
from elearn.core.settings import Settings

HOST = "127.0.0.1"


def trial_application(folder: Path, instance: str) -> tuple[Any, Settings]:
    """The application that shows a folder, in a throw-away installation at `instance`."""
    from elearn.services.transaction import transaction
    from elearn.services.trial import Trial

    settings = Settings(
        mode="demo",
        instance=instance,
        secret_key=secrets.token_hex(32),
        public_url=f"http://{HOST}",
        site_name="elearn preview",
        sqlite_synchronous="NORMAL",
        threads=4,
    )
    app = application_or_stop(settings)
    migrate(app)
    trial = Trial(folder)
    import_module("elearn.web.author.trial").init_trial(app, trial)
    with app.app_context():
        for _ in range(2):  # the second look knows of the register beside the pack
            with transaction():
                trial.refresh(now=moment())
    return app, settings


@click.command()
@click.argument("path", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--port", default=8010, show_default=True, type=click.IntRange(0, 65535))
def preview(path: Path, port: int) -> None:
    """Show the pack in the folder PATH in the browser, with its problems where they are.

    Pages load again when a file is saved. Nobody signs in, and nothing is kept.
    """
    if path.is_symlink():
        path = path.resolve()
    with TemporaryDirectory(prefix="elearn-preview-", ignore_cleanup_errors=True) as instance:
        click.echo(f"Reading {path} …")
        app, settings = trial_application(path, instance)
        try:
            server = make_server(app, settings, host=HOST, port=port)
        except OSError as error:
            stop(f"Port {port} cannot be used ({error.strerror or error}). Try another --port.", 2)
        click.echo(f"Open http://{HOST}:{server.effective_port}/preview (Ctrl+C ends it).")
        sys.stdout.flush()
        with suppress(KeyboardInterrupt):
            run_server(server, app, with_worker=False)
