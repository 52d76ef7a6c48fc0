"""`elearn record …`: check a completion record; the log of all of them."""

import json
from pathlib import Path

import click

from elearn.cli.house import house, instance_option, moment, stop
from elearn.cli.record_verify import verify


@click.group()
def record() -> None:
    """Check a completion record, audit the log of all, publish its head."""


@record.command()
@instance_option
def audit(instance: str | None) -> None:
    """Hold the whole log against the database, and name the first difference.

    Ends with 1 if there is one.
    """
    from elearn.services import record_log

    with house(instance=instance), click.progressbar(length=1000, label="Reading the log") as bar:
        found = record_log.audit(
            told=lambda done, of: bar.update(1000 * done // max(of, 1) - bar.pos)
        )
        head = record_log.newest_head()
    if found is not None:
        stop(found.what, 1)
    size = head.size if head else 0
    click.echo(f"Every entry fits its record and the tree. The latest signed head covers {size}.")


@record.command("publish-head")
@click.option("--to", "where", required=True, help="A file, or mail:somebody@example.org.")
@instance_option
def publish_head(where: str, instance: str | None) -> None:
    """Sign how the log stands, and put that where this site cannot change it any more.

    A file gets one more line of JSON each time.
    """
    from elearn.services import mail, record_log
    from elearn.services.transaction import transaction

    with house(instance=instance), transaction():
        head = record_log.sign_head(now=moment())
        text = json.dumps(record_log.plain(head), ensure_ascii=False)
        if where.startswith("mail:"):
            subject = f"Head of the log of completion records: {head.size} entries"
            mail.send(where.removeprefix("mail:"), subject, text + "\n", now=moment())
    if not where.startswith("mail:"):
        _append(Path(where), text)
    click.echo(f"The head over {head.size} entries: {head.root}")


record.add_command(verify)


def _append(path: Path, line: str) -> None:
    try:
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(line + "\n")
    except OSError as error:
        stop(f"{path} cannot be written ({error.strerror}).", 2)
