"""`elearn pack diff|bump`: what changed between two versions, and which number says so."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from elearn.cli.house import house, instance_option
from elearn.core.errors import ElearnError
from elearn.core.pack.diff import summary
from elearn.core.pack.diff.change import Change, Level
from elearn.core.pack.diff.why import WHY

if TYPE_CHECKING:
    from elearn.services.pack_compare import Comparison, Version


class Unusable(click.ClickException):
    """The arguments cannot be used."""

    exit_code = 2


@contextmanager
def place_of(*names: str, instance: str | None) -> Iterator[None]:
    """Where these packs can be read: within the site if one is installed there, else anywhere."""
    from elearn.services.pack_compare import is_installed_name

    needed = any(is_installed_name(name) for name in names)
    with house(instance=instance) if needed else nullcontext():
        yield


def read(name: str) -> "Version":
    """The version by that name; what cannot be read ends the command with 2."""
    from elearn.services.pack_compare import read_version
    from elearn.services.packs_check import file_cache

    try:
        return read_version(name, cache=file_cache())
    except ElearnError as error:
        raise Unusable(error.message) from None


def compared(old: str, new: str) -> "Comparison":
    """Both versions and what differs; what cannot be compared ends the command with 2."""
    from elearn.services.pack_compare import compare

    was, now = read(old), read(new)
    try:
        return compare(was, now)
    except ElearnError as error:
        raise Unusable(error.message) from None


@click.command()
@click.argument("old", metavar="A")
@click.argument("new", metavar="B")
@click.option("--json", "as_json", is_flag=True, help="Print all of it for programs.")
@click.option(
    "--least",
    type=click.Choice([level.word for level in Level]),
    default="patch",
    help="Leave out what demands less.",
)
@instance_option
def diff(old: str, new: str, as_json: bool, least: str, instance: str | None) -> None:
    """Say what changed from A to B, change by change, and which version number that demands.

    A and B are versions of one pack: a folder or an archive, ID@VERSION for one that is installed
    on this site, REVISION:PATH for one in the git repository around the current folder.
    """
    with place_of(old, new, instance=instance):
        found = compared(old, new)
    changes = [c for c in found.changes if c.level >= Level[least.upper()]]
    if as_json:
        click.echo(json.dumps(_as_json(found, changes), ensure_ascii=False, indent=2))
        return
    for change in changes:
        click.echo(summary.line(change))
    click.echo(_sum_up(found))


def _sum_up(found: "Comparison") -> str:
    was, now = found.old.pack.meta, found.new.pack.meta
    if not found.changes:
        return f"{now.id}: {was.version} and {now.version} do not differ."
    count = len(found.changes)
    said = f"{now.id} {was.version} -> {now.version}: {count} change{'s' if count != 1 else ''}"
    demands = f"{said}; what changed is {found.demanded.word}"
    if found.enough:
        return f"{demands}, and the number says so."
    return f"{demands}, so the number must be {found.proposed} or higher."


def _as_json(found: "Comparison", changes: list[Change]) -> dict[str, Any]:
    return {
        "id": found.new.pack.meta.id,
        "old": found.old.pack.meta.version,
        "new": found.new.pack.meta.version,
        "demanded": found.demanded.word,
        "claimed": found.claimed.word if found.claimed else None,
        "enough": found.enough,
        "proposed": found.proposed,
        "changes": [_change(change) for change in changes],
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind.value,
        "level": change.level.word,
        "item": change.item,
        "part": change.part,
        "field": change.field,
        "language": change.language,
        "before": change.before,
        "after": change.after,
        "amount": round(float(change.amount), 4),
        "why": change.why,
        "because": WHY[change.why],
        "declared": change.declared,
    }


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--against", required=True, metavar="PREVIOUS", help="The version before this one.")
@click.option("--write", is_flag=True, help="Write the number and the entry into the folder.")
@instance_option
def bump(path: Path, against: str, write: bool, instance: str | None) -> None:
    """Propose the version number of the pack at PATH, and an entry for its CHANGELOG.md.

    The number is the lowest that says enough about what changed since PREVIOUS: a folder, an
    archive, ID@VERSION or REVISION:PATH.
    """
    from elearn.services.pack_compare import propose_number, write_number

    with place_of(against, str(path), instance=instance):
        found = compared(against, str(path))
    try:
        proposal = propose_number(found, today=datetime.now(UTC).date())
        written = write_number(path, proposal) if write else []
    except ElearnError as error:
        raise Unusable(error.message) from None
    click.echo(_sum_up(found))
    click.echo(f"\nversion: {proposal.version}\n\n{proposal.entry}", nl=False)
    for name in written:
        click.echo(f"{path / name} is written.")
