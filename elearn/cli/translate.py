"""`elearn pack translate`: a catalogue written, or brought up to date."""

from pathlib import Path

import click

from elearn.cli.house import stop
from elearn.core.errors import ElearnError


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.argument("language")
def translate(path: Path, language: str) -> None:
    """Write new texts of the pack at PATH into its catalogue for LANGUAGE.

    What is translated stays; what was translated from an older text is marked as fuzzy.
    """
    from elearn.services.pack_translations import update_catalogue

    try:
        updated = update_catalogue(path, language)
    except ElearnError as error:
        stop(error.message, 2)
    found = updated.coverage
    done = found.total - len(found.missing) - len(found.stale)
    click.echo(f"{updated.path}: {'brought up to date' if updated.changed else 'nothing new'}.")
    per_cent = 100 * done // found.total if found.total else 100
    click.echo(
        f"{done} of {found.total} texts translated ({per_cent} %), {len(found.stale)} to look at "
        f"again, {len(found.missing)} missing."
    )
