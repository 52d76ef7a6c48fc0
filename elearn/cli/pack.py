"""`elearn pack …`: write, check and build packs."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from elearn.cli.house import instance_option
from elearn.cli.lazy import LazyGroup
from elearn.cli.problems import FORMATS, print_reports
from elearn.core.errors import ElearnError

if TYPE_CHECKING:
    from elearn.services.packs_check import Report

COMMANDS: dict[str, tuple[str, str]] = {
    "bridge": ("elearn.cli.pack_bridge:bridge", "Say what an older completion is renewed by."),
    "bump": ("elearn.cli.pack_diff:bump", "Propose the next version number."),
    "diff": ("elearn.cli.pack_diff:diff", "Say what changed between two versions."),
    "export": ("elearn.cli.pack_import:export", "Write a quiz as GIFT or Moodle XML."),
    "import": ("elearn.cli.pack_import:import_", "Read questions of others into a new quiz."),
    "import-template": (
        "elearn.cli.pack_import:import_template",
        "Write the spreadsheet to fill in with questions.",
    ),
    "install": ("elearn.cli.packs_site:install", "Install packs on this site."),
    "list": ("elearn.cli.packs_site:list_", "List the installed packs."),
    "preview": ("elearn.cli.preview:preview", "Show a folder in the browser as a learner sees it."),
    "impact": ("elearn.cli.pack_acts:impact", "Say what publishing a version would do."),
    "publish": ("elearn.cli.pack_acts:publish", "Offer a version to learners."),
    "retire": ("elearn.cli.pack_acts:retire", "Offer a version to nobody new."),
    "roll-back": ("elearn.cli.pack_acts:roll_back", "Bring an earlier version's content back."),
    "show": ("elearn.cli.packs_site:show", "Show an installed version and its problems."),
    "stop": ("elearn.cli.pack_acts:stop_", "Stop a version: the law has changed."),
    "sunset": ("elearn.cli.pack_acts:sunset", "Say until when a version can be finished."),
    "translate": ("elearn.cli.translate:translate", "Bring a catalogue up to date."),
    "withdraw": ("elearn.cli.pack_acts:withdraw", "Withdraw a version: it taught something wrong."),
}
"""Commands about packs that live in modules of their own: where, and what they do."""


@click.group(cls=LazyGroup, lazy=COMMANDS)
def pack() -> None:
    """Write, check and build course packs."""


def _today() -> date:
    return datetime.now(UTC).date()


def _day(_ctx: click.Context, _param: click.Parameter, value: str | None) -> date:
    if value is None:
        return _today()
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is no day; write it as 2026-11-23.") from None


class Unusable(click.ClickException):
    """The arguments cannot be used."""

    exit_code = 2


@pack.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--as-of", callback=_day, metavar="DATE", help="Day of the law; today if left out.")
@click.option(
    "--register", type=click.Path(path_type=Path), metavar="PATH", help="The law register to use."
)
@click.option("--no-cache", is_flag=True, help="Read every file anew.")
@click.option(
    "--against",
    metavar="PREVIOUS",
    help="Refuse a version number that claims too little over this version.",
)
@instance_option
@click.pass_context
def check(
    ctx: click.Context,
    *,
    paths: tuple[Path, ...],
    form: str,
    as_of: date,
    register: Path | None,
    no_cache: bool,
    against: str | None,
    instance: str | None,
) -> None:
    """Name every fault of the packs at PATHS: folders, archives, or folders of packs.

    With --against, PATHS is one pack, and PREVIOUS the version before it: a folder, an archive,
    ID@VERSION for one that is installed on this site, or REVISION:PATH for one in git.

    Exits with 0 if there are no errors (warnings are allowed), 1 if there are, 2 if the arguments
    cannot be used.
    """
    from elearn.services.packs_check import check_path, file_cache, packs_at

    cache = None if no_cache else file_cache()
    try:
        reports = [
            check_path(p, as_of=as_of, register=register, cache=cache)
            for path in paths
            for p in packs_at(path)
        ]
    except ElearnError as error:
        raise Unusable(error.message) from None
    if against is not None:
        reports = [_against(reports, against, instance)]
    print_reports(reports, form)
    ctx.exit(1 if any(report.errors for report in reports) else 0)


def _against(reports: list["Report"], previous: str, instance: str | None) -> "Report":
    """The report of one pack, with what is wrong with its number."""
    from elearn.cli.pack_diff import place_of, read
    from elearn.services.pack_compare import with_claim

    if len(reports) != 1:
        raise Unusable("With --against, name one pack.")
    with place_of(previous, instance=instance):
        before = read(previous)
    try:
        return with_claim(reports[0], before)
    except ElearnError as error:
        raise Unusable(error.message) from None


@pack.command()
@click.argument("pack_id", metavar="ID")
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    default=".",
    metavar="DIR",
    help="Folder in which the pack's folder is made.",
)
def new(pack_id: str, into: Path) -> None:
    """Write a small complete course to start from, in a folder named ID."""
    from elearn.services.pack_folders import new_pack

    try:
        folder = new_pack(pack_id, into, today=_today())
    except ElearnError as error:
        raise Unusable(error.message) from None
    click.echo(f"{folder} is there. Look at it with: elearn pack preview {folder}")


@pack.command()
@click.argument("path", type=click.Path(path_type=Path))
def fix(path: Path) -> None:
    """Write missing ids into the files of the pack at PATH; nothing else changes."""
    from elearn.services.pack_folders import fix_pack

    try:
        changed = fix_pack(path)
    except ElearnError as error:
        raise Unusable(error.message) from None
    for name in changed:
        click.echo(str(path / name))
    click.echo(f"Files changed: {len(changed)}.")


@pack.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The archive; ID-VERSION.elpack if left out.",
)
@click.pass_context
def build(ctx: click.Context, path: Path, output: Path | None) -> None:
    """Write the archive of the pack at PATH. The same tree gives the same bytes anywhere."""
    from elearn.core.pack.digest import digest
    from elearn.services.pack_folders import build_pack
    from elearn.services.packs_check import check_path, file_cache

    try:
        report = check_path(path, as_of=None, cache=file_cache())
        if report.errors:
            print_reports([report], "text")
            ctx.exit(1)
        target = build_pack(report, output)
    except ElearnError as error:
        raise Unusable(error.message) from None
    click.echo(f"{target}: digest {digest(report.files)}")
