"""`elearn pack import` and `elearn pack export`: questions from and for other systems."""

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from elearn.cli.house import stop
from elearn.core.errors import ElearnError
from elearn.core.said import said
from elearn.core.script import template_to_latin
from elearn.interop.notes import ImportNote

_FORMATS = ("gift", "moodle-xml")


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--into", "pack", required=True, type=click.Path(path_type=Path), metavar="PACK",
    help="The folder of the pack.",
)  # fmt: skip
@click.option("--as", "quiz_id", metavar="QUIZ-ID", help="Id of the new quiz.")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.pass_context
def import_(
    ctx: click.Context, file: Path, pack: Path, quiz_id: str | None, *, dry_run: bool
) -> None:
    """Read questions of FILE (GIFT, Moodle XML, Aiken or the filled-in template) into a new quiz.

    Says of each item whether it was read, changed or left out, and why, before anything is
    written. Exits with 1 if no question could be read.
    """
    from elearn.services.imports import carry_out, plan_import
    from elearn.services.packs_check import file_cache

    try:
        plan = plan_import(
            file, pack, quiz_id=quiz_id, headings=_headings(file), cache=file_cache()
        )
        _print_notes(plan.notes)
        for problem in plan.warnings:
            click.echo(f"{pack}/{problem.path}:{problem.line}: {problem.code}: {problem.text}")
        click.echo(f"Questions for the quiz {plan.quiz.id!r}: {len(plan.quiz.questions)}.")
        if not plan.files:
            ctx.exit(1)
        if dry_run:
            click.echo(f"Nothing was written. It would be: {', '.join(sorted(plan.files))}.")
            return
        for path in carry_out(plan, pack):
            click.echo(f"Written: {path}")
    except ElearnError as error:
        stop(error.message, 2)


@click.command("import-template")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def import_template(file: Path) -> None:
    """Write the spreadsheet template (.xlsx), which `elearn pack import` reads, to FILE."""
    from elearn.services.import_template import write_template

    try:
        write_template(file)
    except ElearnError as error:
        stop(error.message, 2)
    click.echo(f"{file} is there. Fill it in, then: elearn pack import {file} --into PACK")


@click.command()
@click.argument("pack", type=click.Path(path_type=Path))
@click.argument("quiz")
@click.option("--format", "form", type=click.Choice(_FORMATS), required=True)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="The file to write; printed if left out.",
)  # fmt: skip
def export(pack: Path, quiz: str, form: str, output: Path | None) -> None:
    """Write the questions of QUIZ, a quiz or a bank of the pack at PACK, for other systems.

    What the format cannot hold is said, question by question, on the error stream.
    """
    from elearn.services.imports import export_quiz, write_export
    from elearn.services.packs_check import file_cache

    try:
        made = export_quiz(pack, quiz, form, cache=file_cache())
        if output is None:
            click.echo(made.data, nl=False)
        else:
            write_export(made, output)
    except ElearnError as error:
        stop(error.message, 2)
    _print_notes(made.notes, kept="written", err=True)


def _headings(file: Path) -> dict[str, str]:
    """Headings of the template in every language with a catalogue, for a spreadsheet."""
    if file.suffix.lower() != ".xlsx":
        return {}
    from elearn.cli import translations
    from elearn.services.import_template import headings

    def teller(language: str, change: Callable[[str], str] = str) -> Callable[[str], str]:
        translated = translations.translator(language)

        def tell(text: str) -> str:
            own = said(text)
            words = change(translated(own.template))
            return words % own.values if own.values else words

        return tell

    latin = teller("sr", template_to_latin)
    return headings([latin, *map(teller, translations.PLURALS)])


def _print_notes(notes: Iterable[ImportNote], *, kept: str = "read", err: bool = False) -> None:
    counts: Counter[str] = Counter()
    for note in notes:
        counts[note.state] += 1
        title = f" {note.title}" if note.title else ""
        reason = f" - {note.reason}" if note.reason else ""
        state = kept if note.state == "read" else note.state
        click.echo(_plain(f"{state:<8}  {note.place}:{title}{reason}"), err=err)
    click.echo(
        f"{counts['read']} as they were, {counts['changed']} changed, "
        f"{counts['left-out']} left out.",
        err=err,
    )


def _plain(text: str) -> str:
    """A line that cannot disturb a terminal, whatever stood in the file."""
    return "".join(c if c.isprintable() else " " for c in text)
