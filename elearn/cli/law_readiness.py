"""`elearn law readiness`: how many will hold a current record on a day to come."""

import json
from datetime import date, datetime

import click

from elearn.cli.house import house, instance_option, moment

_HEADS = {
    "law": "law changes",
    "ends": "ends before",
    "under-way": "under way",
    "none": "none",
    "ready": "ready",
}


@click.command()
@click.option(
    "--day",
    type=click.DateTime(formats=["%Y-%m-%d"]),
    help="The day; else the next one on which law changes that courses cite.",
)
@click.option("--course", default="", metavar="ID", help="One course; all if left out.")
@click.option("--json", "as_json", is_flag=True, help="For programs, a line a course.")
@instance_option
def readiness(day: datetime | None, course: str, as_json: bool, instance: str | None) -> None:
    """Count who will hold a current record on a day, and who will not, course by course.

    Without names; managers and coordinators see these under My people.
    """
    from elearn.services import readiness as service

    with house(instance=instance):
        found = service.numbers(day.date() if day else None, course, now=moment())
    rows = [
        (one.pack_id, {ready.value: number for ready, number in one.counts.items()})
        for one in found.courses
    ]
    if as_json:
        for pack_id, counts in rows:
            click.echo(json.dumps({"day": found.day.isoformat(), "course": pack_id, **counts}))
        return
    _say(found.day, rows)
    for one in found.coming:
        click.echo(f"{one.day.isoformat()}: law changes, {one.provisions} provisions cited")


def _say(day: date, rows: list[tuple[str, dict[str, int]]]) -> None:
    click.echo(f"On {day.isoformat()}:")
    click.echo(f"{'course':<24}" + "".join(f"{head:>13}" for head in _HEADS.values()))
    for pack_id, counts in rows:
        click.echo(f"{pack_id:<24}" + "".join(f"{counts[key]:>13}" for key in _HEADS))
    if not rows:
        click.echo("No course is published.")
