"""`elearn doctor`: what is wrong with this installation, and how to mend it."""

from pathlib import Path

import click

from elearn.cli.house import application_or_stop, instance_option, moment, settings_or_stop
from elearn.cli.settings import settings_file


@click.command()
@click.option("--mail", is_flag=True, help="Also connect to the mail server and sign in there.")
@instance_option
def doctor(mail: bool, instance: str | None) -> None:
    """Check this installation. Ends with 1 if something is wrong."""
    from elearn.services.doctor import examine

    settings = settings_or_stop(instance=instance)
    app = application_or_stop(settings)
    with app.app_context():
        findings = examine(
            settings,
            Path(app.instance_path),
            settings_file(settings.instance),
            try_mail=mail,
            now=moment(),
        )
    for finding in findings:
        click.echo(f"{'ok   ' if finding.fine else 'WRONG'}  {finding.subject}: {finding.text}")
        if finding.mend:
            click.echo(f"       {finding.mend}")
    wrong = sum(not finding.fine for finding in findings)
    click.echo(f"{wrong} to mend." if wrong else "All is well.")
    raise SystemExit(1 if wrong else 0)
