"""`elearn pack …`: write, check and build packs."""

from datetime import UTC, date, datetime
from pathlib import Path

import click

from elearn.cli.problems import FORMATS, print_reports
from elearn.core.errors import ElearnError


@click.group()
def pack() -> None:
    """Write, check and build course packs."""


def _day(_ctx: click.Context, _param: click.Parameter, value: str | None) -> date:
    if value is None:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is no day; write it as 2026-11-23.") from None


def _stop(error: ElearnError) -> click.ClickException:
    stop = click.ClickException(error.message)
    stop.exit_code = 2
    return stop


@pack.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--as-of", callback=_day, metavar="DATE", help="Day of the law; today if left out.")
@click.option(
    "--register", type=click.Path(path_type=Path), metavar="PATH", help="The law register to use."
)
@click.option("--no-cache", is_flag=True, help="Read every file anew.")
@click.pass_context
def check(
    ctx: click.Context,
    paths: tuple[Path, ...],
    form: str,
    as_of: date,
    register: Path | None,
    no_cache: bool,
) -> None:
    """Name every fault of the packs at PATHS, folders or archives.

    Exits with 0 if there are no errors (warnings are allowed), 1 if there are, 2 if the
    arguments cannot be used.
    """
    from elearn.services.packs_check import check_path, file_cache

    cache = None if no_cache else file_cache()
    try:
        reports = [check_path(p, as_of=as_of, register=register, cache=cache) for p in paths]
    except ElearnError as error:
        raise _stop(error) from None
    print_reports(reports, form)
    ctx.exit(1 if any(report.errors for report in reports) else 0)
