"""`elearn quiz correct …`: propose, look at, confirm and decline corrections of questions."""

import json
from dataclasses import asdict

import click

from elearn.cli.house import house, instance_option, moment
from elearn.core.quiz.correct import CorrectionKind

_KINDS = ("key", "also", "withdrawn", "everybody")
_name_option = click.option("--name", required=True, help="Who does this; kept in the audit trail.")


@click.group()
def correct() -> None:
    """Correct a question that was published with a fault: one proposes, another one confirms."""


@correct.command()
@click.argument("pack_id")
@click.argument("question_id")
@click.option("--kind", required=True, type=click.Choice(_KINDS), help="What follows from it.")
@click.option("--answer", default="", help="With key and also: what is right (see docs/cli.md).")
@click.option("--reason", required=True, help="Learners read it.")
@click.option("--version", default="", help="Where to look at it; else the newest published.")
@click.option("--only", multiple=True, help="Only this version; may be repeated.")
@click.option("--may-lower", is_flag=True, help="Results may fall. Otherwise none does.")
@_name_option
@instance_option
def propose(  # noqa: PLR0917  # click passes them by name
    pack_id: str,
    question_id: str,
    kind: str,
    answer: str,
    reason: str,
    version: str,
    only: tuple[str, ...],
    may_lower: bool,
    name: str,
    instance: str | None,
) -> None:
    """Propose a correction of QUESTION_ID in PACK_ID. Prints its key and what it would do."""
    from elearn.services import correction_pages, corrections
    from elearn.services.people import OPERATOR
    from elearn.services.transaction import transaction

    with house(instance=instance):
        wanted = corrections.Proposal(
            pack_id=pack_id,
            version=version,
            question_id=question_id,
            kind=CorrectionKind(kind),
            reason=reason,
            answer=correction_pages.read_key(pack_id, version, question_id, answer),
            may_lower=may_lower,
            versions=only,
            by=name,
        )
        with transaction():
            key = corrections.propose(OPERATOR, wanted, now=moment())
        click.echo(f"Proposed: {key}")
        _preview(key)


def _preview(key: str) -> None:
    from elearn.services import corrections, regrading
    from elearn.services.people import OPERATOR

    kept = corrections.require(OPERATOR, key)
    seen = regrading.preview(kept)
    click.echo(
        f"{kept.pack_id} {', '.join(kept.versions)}: {kept.question_id}, {kept.kind}, "
        f"{kept.state}. {seen.concerned} attempts concerned, {seen.marks} marks change; results: "
        f"{seen.up} better, {seen.down} worse, {seen.kept} kept from falling; {seen.passes} pass "
        f"now, {seen.fails} do not any more."
    )


@correct.command()
@click.argument("key")
@instance_option
def preview(key: str, instance: str | None) -> None:
    """Say in numbers what the correction KEY would do. Only reads."""
    with house(instance=instance):
        _preview(key)


@correct.command()
@click.argument("key")
@_name_option
@instance_option
def confirm(key: str, name: str, instance: str | None) -> None:
    """Confirm the correction KEY and mark again what was handed in."""
    from elearn.services import corrections, regrading
    from elearn.services.people import OPERATOR
    from elearn.services.transaction import transaction

    with house(instance=instance) as app:
        letters = app.extensions["correction_letter"]
        with transaction():
            kept = corrections.confirm(OPERATOR, key, now=moment(), by=name)
        done = False
        while not done:
            with transaction():
                done = regrading.work_through(kept.id, letters, now=moment())
        found = regrading.done(kept)
    click.echo(
        f"Confirmed. {found.marks} attempts have another mark, {found.passes} pass now, "
        f"{found.kept} results were kept from falling."
    )


@correct.command()
@click.argument("key")
@_name_option
@instance_option
def decline(key: str, name: str, instance: str | None) -> None:
    """Decline the correction KEY."""
    from elearn.services import corrections
    from elearn.services.people import OPERATOR
    from elearn.services.transaction import transaction

    with house(instance=instance), transaction():
        corrections.decline(OPERATOR, key, now=moment(), by=name)
    click.echo("Declined.")


@correct.command(name="list")
@click.argument("pack_id", default="")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@instance_option
def list_(pack_id: str, as_json: bool, instance: str | None) -> None:
    """List corrections, of one pack or of all."""
    from elearn.services import correction_pages
    from elearn.services.people import OPERATOR

    with house(instance=instance):
        page = correction_pages.corrections_page(OPERATOR, pack_id, now=moment())
    for line in page.corrections:
        if as_json:
            click.echo(json.dumps(asdict(line), ensure_ascii=False, default=str))
        else:
            click.echo(
                f"{line.key}  {line.state:<9}  {line.pack_id} {', '.join(line.versions)}  "
                f"{line.question_id}  {line.kind}: {line.reason}"
            )
