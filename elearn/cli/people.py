"""`elearn people …`: whole rosters and invitations, by whoever runs the machine."""

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from elearn.cli.house import house, instance_option, moment, stop
from elearn.core.access import Grant, Role
from elearn.core.errors import BadInput
from elearn.core.roster.columns import Field
from elearn.core.roster.plan import Fate, Line, Twins

if TYPE_CHECKING:
    from elearn.services.roster_work import Setup, Worked

_WORDS = {
    Fate.NEW: "new",
    Fate.CHANGED: "changed",
    Fate.MOVED: "moved",
    Fate.LEFT: "left",
    Fate.REFUSED: "refused",
    Fate.SAME: "as before",
}
_OFFICER = "officer"


@click.group()
def people() -> None:
    """The people of an institution: import its roster, invite somebody."""


@people.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--unit", required=True, metavar="KEY", help="The unit whose roster it is.")
@click.option("--dry-run", is_flag=True, help="Only say what would become of each row.")
@click.option("--whole", is_flag=True, help="Who is in the unit and not in the file has left.")
@click.option(
    "--duplicates",
    type=click.Choice([way.value for way in Twins]),
    default=Twins.SKIP.value,
    show_default=True,
    help="Rows of people who are likely here in another spelling.",
)
@click.option("--encoding", help="Such as windows-1250; else it is guessed.")
@click.option("--separator", help="What stands between columns; else it is guessed.")
@click.option("--column", "given", multiple=True, metavar="N=FIELD", help="What column N holds.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@instance_option
def import_(
    *,
    file: Path,
    unit: str,
    dry_run: bool,
    whole: bool,
    duplicates: str,
    encoding: str | None,
    separator: str | None,
    given: tuple[str, ...],
    form: str,
    instance: str | None,
) -> None:
    """Import the roster in FILE (CSV or XLSX): all of it or nothing. Refused rows are left out.

    Ends with 1 if nothing could be imported.
    """
    with house(instance=instance) as app:
        data = file.read_bytes()
        setup = _setup(app, data, encoding, separator, given)
        setup = replace(setup, whole=whole, twins=Twins(duplicates))
        found, written = _imported(unit, file.name, data, setup, dry_run=dry_run)
        _report(found, form, written=written)


@people.command()
@click.argument("email")
@click.option("--name", required=True, help="As completion records will carry it.")
@click.option("--unit", required=True, metavar="KEY", help="The unit to which they will belong.")
@click.option(
    "--role",
    type=click.Choice([_OFFICER, Role.MANAGER.value, Role.COORDINATOR.value]),
    default=_OFFICER,
    show_default=True,
)
@click.option("--course", "courses", multiple=True, metavar="ID", help="They take it at once.")
@click.option("--language", metavar="CODE", help="Of the letter; else that of the site.")
@instance_option
def invite(
    *,
    email: str,
    name: str,
    unit: str,
    role: str,
    courses: tuple[str, ...],
    language: str | None,
    instance: str | None,
) -> None:
    """Invite somebody by mail: a link lets them join the unit. The worker sends the letter."""
    with house(instance=instance) as app:
        from elearn.services import invitations
        from elearn.services.transaction import transaction

        form = invitations.InviteForm(
            name=name,
            email=email,
            role="" if role == _OFFICER else role,
            language=language or app.config["SETTINGS"].language,
            courses=courses,
        )
        letters, secret = app.extensions["invitation_letter"], app.config["SECRET_KEY"]
        with transaction():
            kept = invitations.invite(_operator(), unit, form, letters, secret=secret, now=moment())
        click.echo(f"Invited to {kept.unit}. The link holds until {kept.expires_at:%Y-%m-%d}.")


def _operator() -> Any:
    """Whoever runs the machine, as somebody who may add people everywhere."""
    from elearn.services.people import OPERATOR

    return replace(OPERATOR, grants=(*OPERATOR.grants, Grant(Role.COORDINATOR)))


def _setup(
    app: Any, data: bytes, encoding: str | None, separator: str | None, given: tuple[str, ...]
) -> "Setup":
    from elearn.services import rosters

    tell = app.extensions["roster_headings"]
    setup = rosters.guessed(data, tell())
    reading = setup.reading
    if encoding or separator:
        reading = replace(
            reading,
            encoding=encoding or reading.encoding,
            separator=(separator or reading.separator).replace("\\t", "\t"),
        )
        setup = rosters.guessed_anew(data, reading, tell())
    mapping = list(setup.mapping)
    for text in given:
        number, _sign, name = text.partition("=")
        known = name in set(Field) and number.isdecimal() and 1 <= int(number) <= 60
        if not known:
            raise BadInput(
                "%(text)s is no column. Write its number from 1, = and one of: %(fields)s.",
                values={"text": text, "fields": ", ".join(Field)},
            )
        mapping += [None] * (int(number) - len(mapping))
        mapping = [None if field == name else field for field in mapping]
        mapping[int(number) - 1] = Field(name)
    return replace(setup, mapping=tuple(mapping))


def _imported(
    unit_key: str, name: str, data: bytes, setup: "Setup", *, dry_run: bool
) -> tuple["Worked", bool]:
    from elearn.services import roster_work, units
    from elearn.services.transaction import transaction

    actor = _operator()
    now = moment()
    unit = units.find(actor, unit_key, roster_work.ACTION, now.date())
    found = roster_work.work_out(actor, unit.id, data, setup, now=now)
    if dry_run:
        return found, False
    lines = [line for some in found.lines.values() for line in some]
    ready = roster_work.prepare(lines, found.day, now=now)
    with transaction():
        if not roster_work.write(actor, ready, found.digest, found.free, now=now):
            stop("Something changed meanwhile; nothing was imported. Try again.", 1)
        roster_work.keep_act(actor, unit, name, found.counts, now=now)
    return found, True


def _report(found: "Worked", form: str, *, written: bool) -> None:
    told = [line for fate, some in found.lines.items() if fate != Fate.SAME for line in some]
    if form == "json":
        rows = [_row(line) for line in told]
        click.echo(json.dumps({"imported": written, "counts": found.counts, "rows": rows}))
        return
    for line in told:
        if line.fate is Fate.REFUSED or line.likely or not written:
            why = "  ".join(line.why)
            click.echo(f"{line.at or '-':>6}  {_WORDS[line.fate]:9}  {line.name}  {why}".rstrip())
    counts = ", ".join(f"{found.counts[fate]} {word}" for fate, word in _WORDS.items())
    click.echo(f"{'Imported' if written else 'Nothing is imported yet'}: {counts}.")


def _row(line: Line) -> dict[str, Any]:
    return {
        "row": line.at,
        "fate": line.fate.value,
        "name": line.name,
        "person": line.key,
        "likely_duplicate": line.likely,
        "changes": dict(line.change) if line.fate is not Fate.NEW else {},
        "why": [str(why) for why in line.why],
    }
