"""`elearn compliance …`: work everything out anew, and mend sums that disagree."""

from collections.abc import Callable

import click

from elearn.cli.house import house, instance_option, moment


@click.group()
def compliance() -> None:
    """How people stand with what is asked of them: made anew where it disagrees."""


@compliance.command()
@instance_option
def recount(instance: str | None) -> None:
    """Work out everybody anew, then mend the sums of units that disagree with that.

    Changes nothing where all is right. Others go on working meanwhile.
    """
    from datetime import timedelta

    from elearn.services import compliance as service

    with house(instance=instance) as app:
        soon = timedelta(days=app.config["SETTINGS"].due_soon_days)
        people = _in_turn(lambda after: service.refresh_next(after, now=moment(), soon=soon))
        units = _in_turn(service.recount_next)
    click.echo(f"Stood otherwise than was kept: {people}. Units whose sums were wrong: {units}.")


def _in_turn(step: Callable[[int], tuple[int, int | None]]) -> int:
    """Do some at a time until none is left, each time in a transaction; how many were changed."""
    from elearn.services.transaction import transaction

    total, after = 0, 0
    while True:
        with transaction():
            changed, next_ = step(after)
        total += changed
        if next_ is None:
            return total
        after = next_
