"""`elearn quiz …`: how the questions of a quiz did."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import click

from elearn.cli.house import house, instance_option
from elearn.cli.quiz_correct import correct
from elearn.cli.quiz_replay import replay

_WORDS = {
    "too-hard": "hardly anybody earns it",
    "too-easy": "nearly everybody earns it",
    "weak": "tells good from weak learners hardly at all",
    "against": "those who do well elsewhere do worse here: look for a wrong key",
    "idle-option": "an option that nearly nobody chooses",
    "wrong-preferred": "a wrong option is chosen more often than the right one",
    "hard-part": "a part that hardly anybody gets right",
    "common-wrong": "many give the same wrong answer: is it right, too?",
}


@click.group()
def quiz() -> None:
    """Look at how quizzes did, grade again, correct."""


quiz.add_command(correct)
quiz.add_command(replay)


@quiz.command()
@click.argument("pack_id")
@click.argument("quiz_id")
@click.option("--version", default="", help="Else the newest published version.")
@click.option("--all-attempts", is_flag=True, help="Not just the first one of each person.")
@click.option("--json", "as_json", is_flag=True, help="All figures, for programs.")
@instance_option
def statistics(
    pack_id: str,
    quiz_id: str,
    version: str,
    all_attempts: bool,
    as_json: bool,
    instance: str | None,
) -> None:
    """Print how the questions of QUIZ_ID in PACK_ID did. Names nobody."""
    from elearn.services import quiz_statistics
    from elearn.services.people import OPERATOR

    with house(instance=instance):
        report = quiz_statistics.report(OPERATOR, pack_id, version, quiz_id, every=all_attempts)
    if as_json:
        click.echo(json.dumps(asdict(report), ensure_ascii=False, indent=1))
        return
    figures = report.figures
    few = " (few: read with care)" if figures.small else ""
    click.echo(
        f"{report.title}, {report.pack_id} {report.version}: {figures.attempts} attempts{few}"
    )
    which = "every finished attempt" if report.every else "the first one of each person"
    click.echo(f"Of {report.attempts} finished attempts: {which}.")
    click.echo(
        f"Mean {_number(figures.mean)} %, standard deviation {_number(figures.deviation)}; "
        f"Cronbach's alpha {_number(figures.alpha)}, error {_number(figures.error)}\n"
    )
    click.echo(_row("question", ("answers", "facility", "± error", "discrim.", "seconds")))
    for item in figures.items:
        numbers = (item.facility, item.standard_error, item.discrimination)
        seconds = "–" if item.seconds is None else f"{item.seconds:.0f}"
        click.echo(_row(item.id, (str(item.answers), *map(_number, numbers), seconds)))
        for flag in item.flags:
            click.echo(f"    look at this: {_WORDS[flag.value]}")


@quiz.command()
@click.argument("pack_id")
@click.argument("quiz_id")
@click.option("--version", default="", help="Else the newest published version.")
@click.option("--json", "as_json", is_flag=True, help="All figures, for programs.")
@instance_option
def gain(pack_id: str, quiz_id: str, version: str, as_json: bool, instance: str | None) -> None:
    """Print what was gained from the pretest to the post-test QUIZ_ID. Names nobody."""
    from elearn.services import gains
    from elearn.services.people import OPERATOR

    with house(instance=instance):
        report = gains.report(OPERATOR, pack_id, version, quiz_id)
    if as_json:
        text = json.dumps(asdict(report), ensure_ascii=False, indent=1, default=float)
        click.echo(text)
        return
    figures = report.figures
    click.echo(f"{report.title}, {report.pack_id} {report.version}")
    if figures is None:
        click.echo(f"Fewer than {report.few} people took both tests; nothing is told.")
        return
    few = " (few: read with care)" if figures.small else ""
    click.echo(f"{figures.people} people{few}, {figures.full_before} had all right before")
    click.echo(f"Mean result {_number(figures.before)} % before, {_number(figures.after)} % after")
    click.echo(
        f"Mean gain {_number(figures.mean)}, gain of the means {_number(figures.group)}; "
        f"below 0: {figures.lost}, to 0.3: {figures.low}, to 0.7: {figures.medium}, "
        f"from 0.7: {figures.high}"
    )


@quiz.command()
@instance_option
def waiting(instance: str | None) -> None:
    """Print what waits for people to mark it, by quiz, the longest waiting first. Names nobody."""
    from elearn.services import marking_pages
    from elearn.services.people import OPERATOR

    with house(instance=instance):
        lines = marking_pages.queue_page(OPERATOR, "en", now=datetime.now(UTC)).lines
    if not lines:
        click.echo("Nothing waits for marking.")
        return
    click.echo(_row("quiz", ("to mark", "second", "to settle", "marked", "oldest")))
    for line in lines:
        numbers = (line.waiting, line.second, line.differing, line.marked)
        name = f"{line.pack_id} {line.version} {line.item_id}"
        click.echo(_row(name, (*map(str, numbers), line.oldest.date().isoformat())))


def _row(name: str, cells: tuple[str, ...]) -> str:
    return f"{name:<32}" + "".join(f" {cell:>10}" for cell in cells)


def _number(value: Any) -> str:
    return "–" if value is None else f"{float(value):.2f}"
