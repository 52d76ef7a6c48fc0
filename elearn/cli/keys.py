"""`elearn keys …`: the keys that sign records, the log and QR codes."""

from typing import Any

import click

from elearn.cli.house import house, instance_option, moment

PURPOSES = ("record", "log", "qr", "badge-jwt", "badge-proof", "status", "selection")


@click.group()
def keys() -> None:
    """Make, list and revoke the keys that sign records."""


@keys.command("list")
@instance_option
def list_(instance: str | None) -> None:
    """Print every key: what it signs, its name, from when until when."""
    from elearn.services import keys as service

    with house(instance=instance):
        for key in service.every():
            click.echo(f"{key.purpose:11} {key.kid}  {_state(key)}")


def _state(key: Any) -> str:
    since = f"from {key.from_at:%Y-%m-%d}"
    if key.revoked_at:
        return f"{since}, REVOKED {key.revoked_at:%Y-%m-%d}: {key.reason}"
    return f"{since} to {key.until_at:%Y-%m-%d}" if key.until_at else f"{since}, in use"


@keys.command()
@click.argument("purpose", type=click.Choice(PURPOSES))
@instance_option
def new(purpose: str, instance: str | None) -> None:
    """Make a new key for PURPOSE. What the one before it signed stays good."""
    from elearn.services import keys as service
    from elearn.services.transaction import transaction

    with house(instance=instance), transaction():
        kid = service.new(service.Purpose(purpose), now=moment())
    click.echo(f"{kid} signs from now on. Back up instance/keys with the database.")


@keys.command(context_settings={"ignore_unknown_options": True})  # a name may begin with "-"
@click.argument("kid")
@click.option("--reason", required=True, help="Why it is not to be trusted any more.")
@click.option("--anew", is_flag=True, help="Issue the records that end with it anew.")
@instance_option
def revoke(kid: str, reason: str, anew: bool, instance: str | None) -> None:  # click's way
    """Trust the key KID no more, because somebody else may have it.

    Records that it signed end, unless a head of the log that was signed before covers them.
    """
    from elearn.services import key_revocation as service
    from elearn.services.transaction import transaction

    with house(instance=instance), transaction():
        done = service.revoke(kid, reason, anew=anew, now=moment())
    click.echo(f"{kid} is revoked. Where it was in use, the next signature makes a new key.")
    if done.ended:
        click.echo(f"{done.ended} records ended with it; {done.anew} were issued anew.")
