"""`elearn pack publish|stop|withdraw|sunset|retire|roll-back|impact`: acts upon versions.

The operator acts at once; in the browser somebody else confirms.
"""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from elearn.cli.house import house, instance_option, moment

if TYPE_CHECKING:
    from elearn.services.impacts import People, Results
    from elearn.services.publishing import Act, Settings

Command = Callable[..., Any]


def _day(_ctx: click.Context, _param: click.Parameter, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is no day; write it as 2027-03-31.") from None


def _version(command: Command) -> Command:
    """The arguments that all of them have: which version, and who acts."""
    for wrap in (
        instance_option,
        click.option("--second", default="", help="Who else looked at it."),
        click.option("--name", default="", help="Who does this; kept with the act."),
        click.argument("version"),
        click.argument("pack_id", metavar="ID"),
    ):
        command = wrap(command)
    return command


_reason = click.option("--reason", required=True, help="Those concerned read it.")
_law = click.option("--law-note", default="", help="What has changed in the law; learners read it.")


def _act(
    act: "Act", which: tuple[str, str], settings: "Settings", reason: str, instance: str | None
) -> None:
    from elearn.services import publications
    from elearn.services.people import OPERATOR
    from elearn.services.publications import Proposal
    from elearn.services.transaction import transaction

    pack_id, version = which
    proposal = Proposal(act=act, pack_id=pack_id, version=version, reason=reason, settings=settings)
    with house(instance=instance), transaction():
        publications.act_at_once(OPERATOR, proposal, now=moment())


@click.command()
@_version
@click.option("--urgent", is_flag=True, help="The law has changed: earlier versions stop.")
@_law
@click.option(
    "--sunset",
    callback=_day,
    metavar="DAY",
    help="Earlier ones can be finished before.",
)
@click.option("--bridge-due", callback=_day, metavar="DAY", help="When the bridge is due.")
@click.option(
    "--meaning-compared", is_flag=True, help="What is declared to mean the same was compared."
)
def publish(  # noqa: PLR0917  # click passes them by name
    pack_id: str,
    version: str,
    urgent: bool,  # as above
    law_note: str,
    sunset: date | None,
    bridge_due: date | None,
    meaning_compared: bool,  # as above
    name: str,
    second: str,
    instance: str | None,
) -> None:
    """Offer a version to new learners; what happens to the others, its pack decides."""
    from elearn.services import packs
    from elearn.services.people import OPERATOR
    from elearn.services.publishing import Settings
    from elearn.services.transaction import transaction

    settings = Settings(
        urgent=urgent,
        law_note=law_note,
        sunset_on=sunset,
        bridge_due_on=bridge_due,
        meaning_same=meaning_compared,
        by=name,
        second=second,
    )
    with house(instance=instance), transaction():
        packs.publish(OPERATOR, pack_id, version, settings=settings, now=moment())
    click.echo(f"{pack_id} {version} is published.")


@click.command("stop")
@_version
@_reason
@_law
def stop_(  # noqa: PLR0917  # click passes them by name
    pack_id: str,
    version: str,
    reason: str,
    law_note: str,
    name: str,
    second: str,
    instance: str | None,
) -> None:
    """The law has changed: a version can be read and completes nothing any more."""
    from elearn.services.publishing import Act, Settings

    settings = Settings(law_note=law_note, by=name, second=second)
    _act(Act.STOP, (pack_id, version), settings, reason, instance)
    click.echo(f"{pack_id} {version} is stopped. The worker tells those concerned.")


@click.command()
@_version
@_reason
@_law
def withdraw(  # noqa: PLR0917  # click passes them by name
    pack_id: str,
    version: str,
    reason: str,
    law_note: str,
    name: str,
    second: str,
    instance: str | None,
) -> None:
    """A version taught something wrong: it can be read and completes nothing, for good."""
    from elearn.services.publishing import Act, Settings

    settings = Settings(law_note=law_note, by=name, second=second)
    _act(Act.WITHDRAW, (pack_id, version), settings, reason, instance)
    click.echo(f"{pack_id} {version} is withdrawn. The worker tells those concerned.")


@click.command()
@_version
@click.argument("day", callback=_day, required=False)
def sunset(  # click passes them by name
    pack_id: str, version: str, day: date | None, name: str, second: str, instance: str | None
) -> None:
    """A version can be finished before DAY; without DAY, without end."""
    from elearn.services.publishing import Act, Settings

    settings = Settings(sunset_on=day, by=name, second=second)
    _act(Act.SUNSET, (pack_id, version), settings, "", instance)
    click.echo(f"{pack_id} {version} can be finished {f'before {day}' if day else 'without end'}.")


@click.command()
@_version
def retire(pack_id: str, version: str, name: str, second: str, instance: str | None) -> None:
    """Offer a version to nobody new; whoever is taking it can finish."""
    from elearn.services.publishing import Act, Settings

    _act(Act.RETIRE, (pack_id, version), Settings(by=name, second=second), "", instance)
    click.echo(f"{pack_id} {version} is retired.")


@click.command("roll-back")
@_version
@_reason
@click.option("--as", "number", default="", help="The new number; else the lowest that fits.")
@click.option("--urgent", is_flag=True, help="The versions since stop.")
def roll_back(  # noqa: PLR0917  # click passes them by name
    pack_id: str,
    version: str,
    reason: str,
    number: str,
    urgent: bool,  # as above
    name: str,
    second: str,
    instance: str | None,
) -> None:
    """Publish the content of an earlier version under a new number."""
    from elearn.services import rolling_back
    from elearn.services.people import OPERATOR
    from elearn.services.publishing import Settings
    from elearn.services.rolling_back import Back
    from elearn.services.transaction import transaction

    settings = Settings(urgent=urgent, meaning_same=True, by=name, second=second)
    back = Back(pack_id=pack_id, version=version, number=number, reason=reason, settings=settings)
    with house(instance=instance), transaction():
        made, _ = rolling_back.roll_back(OPERATOR, back, four_eyes=False, now=moment())
    click.echo(f"{pack_id} {made} is published with the content of {version}.")


@click.command()
@click.argument("pack_id", metavar="ID")
@click.argument("version")
@click.option("--urgent", is_flag=True, help="As if it were published since the law has changed.")
@click.option("--people-only", is_flag=True, help="Do not mark kept answers again.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@instance_option
def impact(  # click passes them by name
    pack_id: str,
    version: str,
    urgent: bool,  # as above
    people_only: bool,  # as above
    as_json: bool,  # as above
    instance: str | None,
) -> None:
    """Say what publishing a version would do: who goes where, whose result would change.

    Kept answers are marked by the questions of that version; no result is changed by that.
    """
    from elearn.services import impacts, publications
    from elearn.services.people import OPERATOR
    from elearn.services.publishing import Settings
    from elearn.services.transaction import transaction

    with house(instance=instance):
        kept = publications.require_version(pack_id, version)
        people = impacts.people(kept, Settings(urgent=urgent), now=moment())
        results = None
        if not people_only:
            with transaction():
                impacts.begin_anew(kept, now=moment())
            done = False
            while not done:
                with transaction():
                    done = impacts.work_through(kept.id, now=moment())
            results = impacts.results(OPERATOR, kept, now=moment())
    if as_json:
        found = {"people": asdict(people), "results": asdict(results) if results else None}
        click.echo(json.dumps(found, ensure_ascii=False, default=str))
        return
    _say_people(people, version)
    if results is not None:
        _say_results(results)


_WAYS = {
    "moves": "go on with {version} at once",
    "after-attempt": "go on with {version} once their attempt has ended",
    "finishes": "may finish what they began{until}",
    "keeps": "stay complete",
    "bridge": "stay complete and are asked to take what has changed{until}",
    "stays": "are not concerned",
}


def _say_people(people: "People", version: str) -> None:
    if people.level is not None:
        click.echo(f"After {people.before}: {people.level.word}.")
    click.echo(
        f"{people.under_way} under way, {people.done} complete, of whom {people.due} are asked to "
        "take what has changed."
    )
    for group in people.groups:
        word = "before" if group.way == "finishes" else "by"
        until = f" {word} {group.until}" if group.until else ""
        words = _WAYS[group.way].format(version=version, until=until)
        click.echo(f"  {group.people} on {group.version}, {group.far}: {words}")


def _say_results(results: "Results") -> None:
    click.echo(
        f"{results.attempts} attempts marked by its questions: {results.changes} results would be "
        f"other ones, {results.passes} would pass, {results.fails} would not any more."
    )
    for line in results.lines:
        before = "passed" if line.passed_before else "not passed"
        after = "passed" if line.passed_after else "not passed"
        click.echo(
            f"  attempt {line.attempt_id}, {line.item_id} on {line.version}: "
            f"{line.percent_before} % {before} -> {line.percent_after} % {after}"
        )
