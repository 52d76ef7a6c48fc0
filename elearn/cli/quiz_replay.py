"""`elearn quiz replay`: grade kept answers again, and say what differs."""

import json
from dataclasses import asdict

import click

from elearn.cli.house import house, instance_option
from elearn.services.replay import Replay, Replayed

_WHY = {
    "gone": "the question is not in this version",
    "kind": "the question is of another kind in this version",
    "unreadable": "the kept answer cannot be read",
    "worth": "the question is worth something else in this version",
    "grader": "marked by an older grader",
    "correction": "a correction holds that the mark does not follow",
    "key": "the key or the question is another one, or the kept mark was changed",
}


@click.command()
@click.argument("pack_id")
@click.argument("quiz_id")
@click.option("--version", default="", help="The version that was sat; else the newest published.")
@click.option("--against", default="", help="The version to grade by; else the same.")
@click.option("--json", "as_json", is_flag=True, help="One line for each attempt, then the sums.")
@instance_option
def replay(
    pack_id: str, quiz_id: str, version: str, against: str, as_json: bool, instance: str | None
) -> None:
    """Grade all kept answers of QUIZ_ID in PACK_ID again and list every difference. Only reads."""
    from elearn.services import replay as service
    from elearn.services.people import OPERATOR

    with house(instance=instance):
        found = service.replay(OPERATOR, pack_id, quiz_id, version=version, against=against)
        for attempt in found.differing_attempts():
            if as_json:
                click.echo(json.dumps(asdict(attempt), ensure_ascii=False))
            else:
                _say(attempt)
    _sum_up(found, as_json=as_json)
    if found.differing:
        raise SystemExit(1)


def _say(attempt: Replayed) -> None:
    for one in attempt.differences:
        new = f"{one.new.points} ({one.new.verdict})" if one.new else "none"
        click.echo(
            f"attempt {attempt.attempt}, {one.question}: {one.old.points} ({one.old.verdict}) "
            f"-> {new}: {_WHY[one.why.value]}"
        )
    if attempt.changes:
        words = [
            f"{percent} % {'passed' if passed else 'not passed'}"
            for percent, passed in zip(attempt.percent, attempt.passed, strict=True)
        ]
        click.echo(f"attempt {attempt.attempt}: the result would change: {words[0]} -> {words[1]}")


def _sum_up(found: Replay, *, as_json: bool) -> None:
    if as_json:
        sums = {
            "pack": found.pack_id,
            "quiz": found.quiz_id,
            "version": found.version,
            "against": found.against,
            "attempts": found.attempts,
            "answers": found.answers,
            "differing": found.differing,
            "results_changed": found.changes,
            "by_question": dict(found.by_question),
        }
        click.echo(json.dumps(sums, ensure_ascii=False))
        return
    click.echo(
        f"{found.pack_id} {found.version}, {found.quiz_id}, graded by {found.against}: "
        f"{found.attempts} attempts, {found.answers} answers; {found.differing} attempts differ, "
        f"{found.changes} results would change."
    )
