"""`elearn indicators`: what a programme has reached, by its logframe."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from elearn.cli.house import house, instance_option, moment, stop
from elearn.core.indicator.logframe import Logframe, parse

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_until = click.option(
    "--until",
    type=click.DateTime(formats=["%Y-%m-%d"]),
    help="The last day; else today, or the last day of the logframe.",
)
_into = click.option(
    "-o", "into", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE"
)


def _read(path: Path) -> Logframe:
    """The logframe of a file; what is wrong with it is said, and ends the command with 1."""
    frame, problems = parse(path.read_bytes(), str(path))
    for problem in problems:
        click.echo(str(problem))
    if frame is None:
        raise SystemExit(1)
    return frame


def _last(frame: Logframe, until: datetime | None, now: datetime) -> date:
    last = until.date() if until else min(now.date(), frame.last)
    if not frame.first <= last <= frame.last:
        stop(f"The logframe is from {frame.first} until {frame.last}.", 2)
    return last


@click.group()
def indicators() -> None:
    """What a programme has reached, by its logframe (docs/indicators.md)."""


@indicators.command()
@click.argument("logframe", type=_FILE)
def check(logframe: Path) -> None:
    """Say everything that is wrong with a logframe."""
    frame = _read(logframe)
    click.echo(f"{frame.id}: {sum(1 for _ in frame.indicators)} indicators.")


@indicators.command()
@click.argument("logframe", type=_FILE)
@_until
@click.option("--shared", is_flag=True, help="As they may be shared: rounded, nothing of few.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@instance_option
def show(
    logframe: Path, until: datetime | None, shared: bool, as_json: bool, instance: str | None
) -> None:
    """Say what every indicator has reached. Without --shared exact: keep that to yourself."""
    from elearn.services import indicators as service

    frame = _read(logframe)
    last = _last(frame, until, moment())
    with house(instance=instance):
        found, _bound = service.figures(frame, last)
        lines = service.lines(frame, found, shared=shared)
    if as_json:
        values = {
            line.indicator.id: {"value": line.value, "collected": line.indicator.collected}
            for line in lines
        }
        click.echo(json.dumps({"last": last.isoformat(), "indicators": values}))
        return
    for line in lines:
        one = line.indicator
        click.echo(f"{one.id:<28}{_said(line):>20}  of {float(one.target):g}  {one.title}")


def _said(line: Any) -> str:
    if not line.indicator.collected:
        return "not collected yet"
    return "-" if line.value is None else f"{line.value:g}"


@indicators.command()
@click.argument("logframe", type=_FILE)
@_until
@_into
@instance_option
def export(logframe: Path, until: datetime | None, into: Path, instance: str | None) -> None:
    """Write what may be shared as a workbook (.xlsx) or as PDF (.pdf)."""
    from elearn.services import indicator_files as files
    from elearn.services import indicators as service

    if into.suffix not in (".xlsx", ".pdf"):
        stop("Name a file that ends with .xlsx or .pdf.", 2)
    frame, now = _read(logframe), moment()
    last = _last(frame, until, now)
    with house(instance=instance) as app:
        found, _bound = service.figures(frame, last)
        report = files.Report(frame, found, service.axes_of(frame, last), last)
        settings = app.config["SETTINGS"]
        words = app.extensions["indicator_words"](report, settings.language, now)
        if into.suffix == ".xlsx":
            content = files.workbook(report, words, now=now)
        else:
            content = files.document(report, words, settings.site_name, now=now)
    into.write_bytes(content)
    click.echo(f"{into} is written.")


@indicators.command()
@click.argument("logframe", type=_FILE)
@_until
@_into
@instance_option
def freeze(logframe: Path, until: datetime | None, into: Path, instance: str | None) -> None:
    """Write the exact figures of now, with the set of records that they were drawn from."""
    from elearn.services import indicators as service

    frame, now = _read(logframe), moment()
    with house(instance=instance):
        kept = service.snapshot(frame, _last(frame, until, now), now=now)
    into.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    click.echo(
        f"{into}: {kept['figures']['records']} records, set {kept['figures']['digest'][:16]}."
    )


@indicators.command()
@click.argument("logframe", type=_FILE)
@click.argument("snapshot", type=_FILE)
@instance_option
def verify(logframe: Path, snapshot: Path, instance: str | None) -> None:
    """Derive frozen figures again from the same records; ends with 1 if they differ."""
    from elearn.services import indicators as service

    frame = _read(logframe)
    kept = json.loads(snapshot.read_text("utf-8"))
    with house(instance=instance):
        differing = service.verify(frame, kept)
    if differing:
        stop(f"Derived again, these differ: {', '.join(differing)}.", 1)
    click.echo(f"The same figures, from the same {kept['figures']['records']} records.")


@indicators.command()
@click.argument("logframe", type=_FILE)
@instance_option
def keep(logframe: Path, instance: str | None) -> None:
    """Keep a logframe on the site, for its pages; one with the same id is replaced."""
    from elearn.services import logframes
    from elearn.services.people import OPERATOR
    from elearn.services.transaction import transaction

    frame = _read(logframe)
    with house(instance=instance), transaction():
        logframes.keep(OPERATOR, logframe.read_text("utf-8"), now=moment())
    click.echo(f"{frame.id} is kept; the worker computes its figures.")


@indicators.command()
@click.argument("key", metavar="ID")
@instance_option
def snapshot(key: str, instance: str | None) -> None:
    """Freeze the figures of a logframe of the site, in its database."""
    from elearn.services import logframes
    from elearn.services.people import OPERATOR
    from elearn.services.transaction import transaction

    with house(instance=instance), transaction():
        made = logframes.freeze(logframes.find(OPERATOR, key), now=moment())
    if not made:
        stop("The programme has not begun yet.", 1)
    click.echo(made)


@indicators.command()
@click.argument("key", metavar="ID")
@instance_option
def snapshots(key: str, instance: str | None) -> None:
    """List the frozen figures of a logframe of the site, newest first."""
    from elearn.services import logframes
    from elearn.services.people import OPERATOR

    with house(instance=instance):
        for one in logframes.frozen(OPERATOR, key):
            state = "not derived again yet"
            if one.derived_at:
                state = f"differs: {', '.join(one.differs)}" if one.differs else "the same"
            click.echo(f"{one.key}  until {one.last}  frozen {one.taken_at:%Y-%m-%d}  {state}")


@indicators.command()
@click.argument("key", metavar="ID")
@click.argument("frozen", metavar="SNAPSHOT")
@instance_option
def derive(key: str, frozen: str, instance: str | None) -> None:
    """Derive frozen figures of the site again; ends with 1 if they differ."""
    from elearn.services import logframes
    from elearn.services.people import OPERATOR
    from elearn.services.transaction import transaction

    with house(instance=instance), transaction():
        kept = logframes.find(OPERATOR, key)
        differs = logframes.derive(logframes.find_snapshot(kept, frozen), now=moment())
    if differs:
        stop(f"Derived again, these differ: {', '.join(differs)}.", 1)
    click.echo("The same figures, from the same records.")
