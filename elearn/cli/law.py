"""`elearn law …`: what a change of law touches, and working it off."""

import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from elearn.cli.house import counted, house, instance_option, moment
from elearn.cli.law_readiness import readiness
from elearn.cli.law_work import decide, list_, show

if TYPE_CHECKING:
    from elearn.services.law_impacts import Impact, Letters, Plan, Source

_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def law() -> None:
    """Find what a change of law touches, and work it off."""


for _command in (decide, list_, readiness, show):
    law.add_command(_command)


def _source(
    register: tuple[str, str, str] | None, provision: str | None, day: datetime | None
) -> "Source":
    from elearn.services.law_impacts import Source

    if (register is None) == (provision is None):
        raise click.UsageError("Name either --register ID FROM TO, or --provision with --day.")
    if register is not None:
        return Source(*register)
    if day is None:
        raise click.UsageError("Say with --day from when the provision is changed.")
    return Source(provision=provision or "", day=day.date())


@law.command()
@click.option(
    "--register",
    nargs=3,
    metavar="ID FROM TO",
    help="A register and two of its installed versions; FROM may be empty for the one before.",
)
@click.option("--provision", help="A provision as packs cite it, such as sbc:6(1)(a).")
@click.option("--day", type=_DAY, help="With --provision: from when it is changed.")
@click.option("--places", is_flag=True, help="Name every place.")
@click.option("--json", "as_json", is_flag=True, help="For programs, a line each; every place.")
@click.option("--open", "at_once", is_flag=True, help="Open it, to be worked off.")
@click.option("--owner", default="", help="With --open: the trainer who has it (sign-in name).")
@click.option("--due", type=_DAY, help="With --open: until when.")
@click.option("--reason", default="", help="With --open: why, for the other trainers.")
@click.option("--name", default="", help="With --open: who does this; kept in the audit trail.")
@instance_option
def impact(  # noqa: PLR0917  # click passes them by name
    register: tuple[str, str, str] | None,
    provision: str | None,
    day: datetime | None,
    places: bool,
    as_json: bool,
    at_once: bool,
    owner: str,
    due: datetime | None,
    reason: str,
    name: str,
    instance: str | None,
) -> None:
    """Say what in all packs cites law that changed: lessons, questions, choices, translations.

    Only reads, unless --open is given.
    """
    from elearn.services import citations, law_impacts
    from elearn.services.law_impacts import Plan
    from elearn.services.people import OPERATOR
    from elearn.services.transaction import transaction

    source = _source(register, provision, day)
    if at_once and not name.strip():
        raise click.UsageError("Say with --name who opens it; that is kept.")
    with house(instance=instance) as app:
        with transaction():
            citations.index_missing()
        found = law_impacts.look(OPERATOR, source, now=moment())
        if as_json:
            _say_json(found)
        else:
            _say(found, places=places)
        if at_once:
            plan = Plan(due=due.date() if due else None, reason=reason, by=name)
            opened = _open(found, owner, plan, app.extensions["law_given_letter"])
            click.echo(json.dumps({"opened": opened}) if as_json else f"Opened: {opened}")


def _open(found: "Impact", owner: str, plan: "Plan", letters: "Letters") -> str:
    from elearn.services import law_impacts, people
    from elearn.services.people import OPERATOR
    from elearn.services.transaction import transaction

    with transaction():
        key = people.find_person(OPERATOR, owner).key if owner else ""
        return law_impacts.open_impact(
            OPERATOR, found.source, replace(plan, owner_key=key), letters, now=moment()
        )


def _say_json(found: "Impact") -> None:
    from elearn.services import law_report

    for rows in (
        law_report.changes(found),
        law_report.versions(found),
        law_report.places(found),
    ):
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False))


def _say(found: "Impact", *, places: bool) -> None:
    from elearn.services import law_impacts, law_report

    click.echo(f"{law_impacts.named(found.source)}: {counted(len(found.changes), 'change')}")
    for change in found.changes:
        since = f" from {change.day}" if change.day else ""
        by = f" by {', '.join(change.replaced_by)}" if change.replaced_by else ""
        click.echo(f"  {change.key:<24} {change.kind.value}{since}{by}")
    for touched in found.versions:
        version = touched.version
        roles = ", ".join(f"{role} {n}" for role, n in law_report.by_role(touched).items())
        click.echo(
            f"{version.pack_id} {version.version}: {counted(touched.places, 'place')} in "
            f"{counted(touched.items, 'item')} ({roles}); "
            f"{counted(touched.records, 'completion record')}"
        )
    if places:
        _say_places(law_report.places(found))
    records = sum(v.records for v in found.versions)
    click.echo(
        f"{counted(found.places, 'place')} in {counted(len(found.versions), 'version')} of packs; "
        f"completion records that rest on them: {records}"
    )


def _say_places(rows: Iterable[dict[str, Any]]) -> None:
    for row in rows:
        where = "/".join(filter(None, (row["item"], row["part"]))) or "pack"
        click.echo(
            f"  {row['pack']} {row['version']}  {where}  {row['role']}  {row['language']}  "
            f"{row['cites']}"
        )


@law.command()
@click.argument("citation")
@click.option("--day", type=_DAY, help="As of which day; today without it.")
@click.option("--register", "register_id", default="", help="Else every published one.")
@click.option("--json", "as_json", is_flag=True, help="For programs, a line for each register.")
@instance_option
def status(
    citation: str, day: datetime | None, register_id: str, as_json: bool, instance: str | None
) -> None:
    """Say how CITATION (sbc:6(1)(a), or an instrument) stands on a day, by the registers here."""
    from elearn.services import law_status

    with house(instance=instance):
        when = day.date() if day else moment().date()
        for found in law_status.standings(citation, when, register_id):
            if as_json:
                row = {"day": when.isoformat(), **asdict(found)}
                click.echo(json.dumps(row, ensure_ascii=False))
                continue
            since = f", since {found.status.since}" if found.status.since else ""
            until = f", until {found.status.until}" if found.status.until else ""
            others = ", ".join(found.status.replaced_by)
            by = f"; replaced by {others}" if others else ""
            click.echo(
                f"{found.register} {found.version}: {found.label} on {when}: "
                f"{found.status.standing.value}{since}{until}{by}"
            )
