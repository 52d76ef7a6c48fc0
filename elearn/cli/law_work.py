"""`elearn law list|show|decide`: changes of law that were opened, and how they are worked off."""

import json
from dataclasses import asdict
from datetime import date
from typing import Any

import click

from elearn.cli.house import counted, house, instance_option, moment
from elearn.core.law.outcome import DECIDED, Outcome


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@instance_option
def list_(as_json: bool, instance: str | None) -> None:
    """List the changes of law that were opened, newest first, with how much waits."""
    from elearn.services import law_pages
    from elearn.services.people import OPERATOR

    with house(instance=instance):
        lines = law_pages.impacts_page(OPERATOR, now=moment()).impacts
    for line in lines:
        if as_json:
            click.echo(json.dumps(asdict(line), ensure_ascii=False, default=date.isoformat))
            continue
        due = f"  due {line.due}" if line.due else ""
        owner = f"  {line.owner}" if line.owner else ""
        click.echo(f"{line.key}  {line.open} of {line.hits} open  {line.source}{due}{owner}")
    if not lines and not as_json:
        click.echo("No change of law was opened here. Begin with: elearn law impact")


@click.command()
@click.argument("key")
@click.option("--pack", "pack_id", default="", help="Each place of this pack.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@instance_option
def show(key: str, pack_id: str, as_json: bool, instance: str | None) -> None:
    """Show what the change KEY touches and what was decided: by pack, or each place of one pack."""
    from elearn.services import law_pages
    from elearn.services.people import OPERATOR

    rows: list[dict[str, Any]]
    with house(instance=instance):
        if pack_id:
            rows = law_pages.places_of_pack(OPERATOR, key, pack_id)
        else:
            page = law_pages.impact_page(OPERATOR, key, now=moment())
            rows = [asdict(line) for line in page.packs]
            if not as_json:
                click.echo(": ".join(filter(None, (page.line.source, page.reason))))
    for row in rows:
        if as_json:
            click.echo(json.dumps(row, ensure_ascii=False, default=date.isoformat))
        elif pack_id:
            where = "/".join(filter(None, (row["item"], row["part"]))) or "pack"
            click.echo(
                f"{row['version']}  {where}  {row['role']}  {row['language']}  {row['cites']}  "
                f"{_decided(row)}"
            )
        else:
            due = f"  due {row['due']}" if row["due"] else ""
            click.echo(
                f"{row['pack_id']}  {row['open']} of {row['hits']} open  {row['owner']}{due}"
            )


def _decided(row: dict[str, Any]) -> str:
    """What became of a place, as in `changed in 5.0.0 (Dee Trainer, 2027-01-31): No stamps`."""
    where = f" in {row['in_version']}" if row["in_version"] else ""
    who = f" ({row['by'] or 'operator'}, {row['at'].date()})" if row["at"] else ""
    why = f": {row['note']}" if row["note"] else ""
    return f"{row['state']}{where}{who}{why}"


@click.command()
@click.argument("key")
@click.argument("pack_id")
@click.argument("item")
@click.option(
    "--as",
    "outcome",
    required=True,
    type=click.Choice([outcome.value for outcome in (*DECIDED, Outcome.OPEN)]),
    help="What becomes of its open places.",
)
@click.option("--in", "in_version", default="", help="With changed: the installed version.")
@click.option("--note", default="", help="Why; needed with withdrawn.")
@click.option("--name", required=True, help="Who does this; kept in the audit trail.")
@instance_option
def decide(  # noqa: PLR0917  # click passes them by name
    key: str,
    pack_id: str,
    item: str,
    outcome: str,
    in_version: str,
    note: str,
    name: str,
    instance: str | None,
) -> None:
    """Work off all open places of ITEM in PACK_ID that the change KEY touches.

    With --as open, those that were decided wait again.
    """
    from elearn.services import law_hits
    from elearn.services.law_hits import Decision
    from elearn.services.people import OPERATOR
    from elearn.services.transaction import transaction

    decision = Decision(Outcome(outcome), in_version, note, name)
    with house(instance=instance), transaction():
        done = law_hits.work_off(OPERATOR, key, (pack_id, item), None, decision, now=moment())
    click.echo(f"{counted(done, 'place')}: {outcome}.")
