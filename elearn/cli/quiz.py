"""`elearn quiz …`: how the questions of a quiz did."""

import json
from dataclasses import asdict
from typing import Any

import click

from elearn.cli.house import house, instance_option

_WORDS = {
    "too-hard": "hardly anybody earns it",
    "too-easy": "nearly everybody earns it",
    "weak": "tells good from weak learners hardly at all",
    "against": "those who do well elsewhere do worse here: look for a wrong key",
    "idle-option": "an option that nearly nobody chooses",
    "wrong-preferred": "a wrong option is chosen more often than the right one",
}


@click.group()
def quiz() -> None:
    """Look at how quizzes did."""


@quiz.command()
@click.argument("pack_id")
@click.argument("quiz_id")
@click.option("--version", default="", help="Else the newest published version.")
@click.option("--json", "as_json", is_flag=True, help="All figures, for programs.")
@instance_option
def statistics(
    pack_id: str, quiz_id: str, version: str, as_json: bool, instance: str | None
) -> None:
    """Print how the questions of QUIZ_ID in PACK_ID did. Names nobody."""
    from elearn.services import quiz_statistics
    from elearn.services.people import OPERATOR

    with house(instance=instance):
        report = quiz_statistics.report(OPERATOR, pack_id, version, quiz_id)
    if as_json:
        click.echo(json.dumps(asdict(report), ensure_ascii=False, indent=1))
        return
    figures = report.figures
    few = " (few: read with care)" if figures.small else ""
    click.echo(
        f"{report.title}, {report.pack_id} {report.version}: {figures.attempts} attempts{few}"
    )
    click.echo(f"Cronbach's alpha {_number(figures.alpha)}\n")
    click.echo(f"{'question':<28}{'answers':>8}{'facility':>10}{'± error':>9}{'discrim.':>10}")
    for item in figures.items:
        row = (item.facility, item.standard_error, item.discrimination)
        shown = [_number(value) for value in row]
        click.echo(f"{item.id:<28}{item.answers:>8}{shown[0]:>10}{shown[1]:>9}{shown[2]:>10}")
        for flag in item.flags:
            click.echo(f"    look at this: {_WORDS[flag.value]}")


def _number(value: Any) -> str:
    return "–" if value is None else f"{value:.2f}"
