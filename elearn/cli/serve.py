"""`elearn serve`: the site, with waitress, which runs the same on Linux, macOS and Windows."""

import select
import signal
import sys
from typing import Any

import click
from waitress.server import create_server

from elearn.cli.house import application_or_stop, instance_option, settings_or_stop, stop
from elearn.cli.turns import Telling, Turns
from elearn.cli.worker import start_worker
from elearn.core.settings import Settings
from elearn.services import site

_POLLS = hasattr(select, "poll")
_CONNECTIONS, _CONNECTIONS_SELECTED = 800, 400
"""How many browsers may hold a connection. A class that sits a test keeps hundreds open, and who
gets none waits until somebody's has been idle for two minutes. Windows selects, from 512 at most;
elsewhere a process may open about 1,000 files, and some are needed for the database."""


def make_server(app: Any, settings: Settings, *, host: str, port: int) -> Any:
    """A server that is bound and not yet running; `effective_port` tells the port.

    Raises:
        OSError: If the address cannot be used.
    """
    turns = Turns()
    server = create_server(
        Telling(app, turns),
        host=host,
        port=port,
        threads=settings.threads,
        connection_limit=_CONNECTIONS if _POLLS else _CONNECTIONS_SELECTED,
        asyncore_use_poll=_POLLS,
        ident=None,
        max_request_body_size=(settings.max_upload_mb + 1) * 1024 * 1024,
        clear_untrusted_proxy_headers=not settings.trusted_proxies,
    )
    server.task_dispatcher.queue = turns
    return server


_FIRST_SEEN = ("account/", "learner/", "public/", "shared/")
"""Folders of templates that are compiled before anybody comes: else the first who hand in a test,
all within a moment, wait for it."""


def warm_up(app: Any) -> None:
    """Make ready what the first visitors would wait for."""
    for name in app.jinja_env.list_templates(filter_func=lambda n: n.startswith(_FIRST_SEEN)):
        app.jinja_env.get_template(name)


_SWITCH = 0.001
"""Seconds after which a thread that computes lets another go on. With Python's 5 ms, whoever opens
a lesson waits for a trainer's figures at every turn, and a save for somebody's page."""


def run_server(server: Any, app: Any, *, with_worker: bool) -> None:
    """Serve until Ctrl+C or a request to end; then finish the requests at hand."""
    sys.setswitchinterval(_SWITCH)
    worker = start_worker(app) if with_worker else None
    signal.signal(signal.SIGTERM, lambda _signal, _frame: sys.exit(0))
    try:
        server.run()
    finally:
        if worker is not None:
            worker.stop()


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--threads", type=click.IntRange(1, 256), help="Else ELEARN_THREADS, else 4.")
@click.option("--no-worker", is_flag=True, help="`elearn worker` runs elsewhere.")
@instance_option
def serve(host: str, port: int, threads: int | None, no_worker: bool, instance: str | None) -> None:
    """Serve the site."""
    settings = settings_or_stop(threads=threads, instance=instance)
    app = application_or_stop(settings)
    with app.app_context():
        fine, reason = site.ready()
    if not fine:
        stop(reason, 2)
    try:
        server = make_server(app, settings, host=host, port=port)
    except OSError as error:
        stop(f"{host}:{port} cannot be used ({error.strerror or error}). Try another --port.", 2)
    warm_up(app)
    click.echo(f"Serving at http://{host}:{server.effective_port}/. Press Ctrl+C to stop.")
    run_server(server, app, with_worker=not no_worker)
