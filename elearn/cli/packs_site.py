"""`elearn pack install|list|show`: the packs of this site."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from elearn.cli.house import house, instance_option, moment, stop
from elearn.core.errors import ElearnError
from elearn.core.problems import Problem, Severity

if TYPE_CHECKING:
    from elearn.services.packs import Installed


def _in_order(paths: Sequence[Path]) -> list[Path]:
    """Registers before courses, since courses are checked against them."""
    return sorted(paths, key=lambda path: not (path / "instruments").is_dir())


def _say(path: Path, problems: Sequence[Problem]) -> None:
    for problem in problems:
        mark = "" if problem.severity is Severity.ERROR else "warning: "
        where = f"{path}/{problem.path}" if problem.path else path
        click.echo(f"{where}:{problem.line}: {problem.code}: {mark}{problem.text}")


def _install(path: Path, *, at_once: bool) -> "Installed | str":
    """Install one pack, in a transaction of its own; a refusal is a sentence."""
    from elearn.services import packs
    from elearn.services.people import OPERATOR
    from elearn.services.transaction import transaction

    try:
        with transaction():
            installed = packs.install_path(path, now=moment())
            if installed.done and at_once:
                packs.publish(OPERATOR, installed.pack_id, installed.version, now=moment())
    except ElearnError as error:
        return f"{path}: {error.message}"
    return installed


def _name(path: Path | None) -> str:
    return path.name if path else ""


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--publish", "at_once", is_flag=True, help="Offer the packs to learners at once.")
@instance_option
@click.pass_context
def install(
    ctx: click.Context, paths: tuple[Path, ...], at_once: bool, instance: str | None
) -> None:
    """Install the packs at PATHS, folders or archives. Folders of registers come first.

    A pack with errors is not installed. Exits with 0 if all were installed, 1 if not.
    """
    ordered = _in_order(paths)
    with (
        house(instance=instance),
        click.progressbar(ordered, label="Installing", item_show_func=_name) as bar,
    ):
        results = [(path, _install(path, at_once=at_once)) for path in bar]
    fine = [_told(path, result, at_once=at_once) for path, result in results]
    ctx.exit(0 if all(fine) else 1)


def _told(path: Path, result: "Installed | str", *, at_once: bool) -> bool:
    """Say what became of a pack; whether it is installed."""
    if isinstance(result, str):
        click.echo(result, err=True)
        return False
    _say(path, result.problems)
    if not result.done:
        click.echo(f"{path}: not installed; mend the errors first.", err=True)
        return False
    name = f"{result.pack_id} {result.version}"
    done = "installed" if result.new else "was installed already"
    published = ", published" if at_once else ""
    click.echo(f"{name}: {done}{published}, digest {result.digest}")
    return True


@click.command("list")
@instance_option
def list_(instance: str | None) -> None:
    """List the installed packs, all versions, newest first."""
    from elearn.services import packs

    with house(instance=instance):
        found = packs.installed()
    for kept in found:
        warnings = f"{len(kept.warnings)} warnings" if kept.warnings else ""
        row = f"{kept.pack_id:<24} {kept.version:<12} {kept.state:<10} {kept.kind:<9} {warnings}"
        click.echo(row.rstrip())
    if not found:
        click.echo("No packs are installed. Install one with: elearn pack install PATH")


@click.command()
@click.argument("pack_id", metavar="ID")
@click.argument("version", required=False)
@instance_option
def show(pack_id: str, version: str | None, instance: str | None) -> None:
    """Show a version of a pack, the newest if none is named, with its problems."""
    from elearn.services import packs

    with house(instance=instance):
        found = [k for k in packs.installed() if k.pack_id == pack_id]
    chosen = next((k for k in found if version in (None, k.version)), None)
    if chosen is None:
        stop(f"{pack_id} {version or ''}".strip() + " is not installed here.", 1)
    _show(chosen, [k.version for k in found if k.version != chosen.version])


def _show(kept: Any, others: list[str]) -> None:
    rows = {
        "pack": f"{kept.pack_id} {kept.version} ({kept.kind})",
        "title": kept.title,
        "state": kept.state,
        "languages": ", ".join(kept.facts.get("languages", [kept.language])),
        "installed": kept.installed_at.isoformat(timespec="seconds"),
        "published": kept.published_at.isoformat(timespec="seconds") if kept.published_at else "",
        "retired": kept.retired_at.isoformat(timespec="seconds") if kept.retired_at else "",
        **{name: str(n) for name, n in kept.facts.items() if isinstance(n, int)},
        "digest": kept.digest,
        "other versions": ", ".join(others),
    }
    for name, value in rows.items():
        if value:
            click.echo(f"{name:<15} {value}")
    for path, line, code, text in kept.warnings:
        click.echo(f"{path}:{line}: {code}: warning: {text}")
