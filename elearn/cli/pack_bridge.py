"""`elearn pack bridge`: what those take who completed an older version."""

from pathlib import Path

import click

from elearn.cli.house import instance_option
from elearn.cli.pack_diff import Unusable, compared, place_of
from elearn.core.case.model import Case
from elearn.core.errors import ElearnError


@click.command()
@click.argument("old", metavar="A")
@click.argument("new", metavar="B")
@click.option(
    "--write",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Write the bridge as a pack into a new folder, to look at it.",
)
@instance_option
def bridge(old: str, new: str, write: Path | None, instance: str | None) -> None:
    """Say what somebody takes who completed version A, to renew the record for version B.

    A and B are versions of one course, named as for `elearn pack diff`. Sites make bridges by
    themselves when somebody begins one; nothing is changed here.
    """
    from elearn.services import bridge_look

    with place_of(old, new, instance=instance):
        found = compared(old, new)
        try:
            planned = bridge_look.plan(found)
            if write is not None and planned.chosen:
                bridge_look.write(found, planned, write)
        except ElearnError as error:
            raise Unusable(error.message) from None
    was, now = planned.old.meta, planned.new.meta
    if not planned.chosen:
        click.echo(f"{now.id} {was.version} -> {now.version}: nothing to learn anew.")
        return
    known = {item.id for item in planned.old.items}
    for item in planned.items:
        kind = "case" if isinstance(item, Case) else "lesson"
        what = "changed" if item.id in known else "new"
        click.echo(f"{kind:<9}{item.id:<40} {what:<8}{item.minutes:>4} min")
    for name in planned.chosen.questions:
        click.echo(f"question {name}")
    click.echo(
        f"{now.id} {was.version} -> {now.version}: {len(planned.items)} lessons and cases, "
        f"{planned.asked} of {len(planned.chosen.questions)} questions, {planned.minutes} minutes"
    )
