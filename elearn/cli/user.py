"""`elearn user …`: people, by whoever runs the machine."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import click

from elearn.cli.house import house, instance_option, moment, stop
from elearn.core.access import Role
from elearn.core.errors import BadInput
from elearn.core.passwords import LONGEST, SHORTEST

_ROLES = click.Choice([role.value for role in Role])


def password_words(error: BadInput | Exception) -> str:
    """What is wrong with a password, in a sentence."""
    reasons = {
        "password-short": f"A password needs at least {SHORTEST} characters.",
        "password-long": f"A password has at most {LONGEST} characters.",
        "password-simple": "This password has too few different characters.",
        "password-name": "This password is built from the person's own name.",
        "password-common": "Many people use this password. Choose another.",
    }
    return reasons.get(getattr(error, "code", ""), str(error))


@contextmanager
def _changing(instance: str | None) -> Iterator[None]:
    from elearn.services.transaction import transaction

    with house(instance=instance):
        try:
            with transaction():
                yield
        except BadInput as error:
            stop(password_words(error), 1)


@click.group()
def user() -> None:
    """People: add, list, set a password, give and end roles, note that somebody left."""


@user.command()
@click.argument("name")
@click.option("--email", default="", help="E-mail address, to sign in with.")
@click.option("--service-number", default="", help="Service number, to sign in with.")
@click.option("--language", help="Code of their language, such as sr.")
@click.option("--country", help="Two letters, such as BA.")
@click.option("--password", help="Else they begin with a code or a mailed link.")
@instance_option
def add(
    *,
    name: str,
    email: str,
    service_number: str,
    language: str | None,
    country: str | None,
    password: str | None,
    instance: str | None,
) -> None:
    """Add somebody called NAME."""
    from elearn.services import people

    form = people.PersonForm(
        name=name,
        email=email,
        service_number=service_number,
        language=language,
        country=country.upper() if country else None,
    )
    with _changing(instance):
        person = people.add_person(people.OPERATOR, form, now=moment(), password=password)
    click.echo(f"{person.name} signs in with {person.email or person.service_number}.")


@user.command(name="list")
@click.argument("text", default="")
@click.option("--limit", default=1000, show_default=True, type=click.IntRange(1, 1000))
@instance_option
def list_(text: str, limit: int, instance: str | None) -> None:
    """List people; TEXT is part of a name, or a sign-in name."""
    from elearn.services import people

    with house(instance=instance):
        for person in people.list_people(people.OPERATOR, text, limit=limit):
            names = " ".join(n for n in (person.email, person.service_number) if n)
            left = "  left" if person.left_at else ""
            click.echo(f"{person.key}  {person.name}  {names}{left}")


@user.command()
@click.argument("who")
@click.option("--password", help="Else one is made up and printed.")
@instance_option
def password(who: str, password: str | None, instance: str | None) -> None:
    """Set the password of WHO (sign-in name or key); they change it when they sign in."""
    from elearn.services import people

    made = password or "-".join(secrets.token_hex(3) for _ in range(3))
    with _changing(instance):
        person = people.find_person(people.OPERATOR, who)
        people.set_password(people.OPERATOR, person.key, made, now=moment())
    click.echo(f"The password of {person.name} is set; it must be changed at the next sign-in.")
    if password is None:
        click.echo(made)


@user.command()
@click.argument("who")
@click.argument("role", type=_ROLES)
@click.option("--unit", metavar="KEY", help="For which unit and below; a manager needs one.")
@click.option("--end", is_flag=True, help="End the role instead.")
@instance_option
def role(who: str, role: str, unit: str | None, end: bool, instance: str | None) -> None:
    """Give WHO (sign-in name or key) a ROLE from today on."""
    from elearn.services import people

    change = people.end_role if end else people.grant_role
    with _changing(instance):
        person = people.find_person(people.OPERATOR, who)
        changed = change(people.OPERATOR, person.key, Role(role), now=moment(), unit_key=unit)
    done = "ended" if end else "given"
    click.echo(f"{role}: {done}." if changed else f"{role}: nothing to change.")


@user.command()
@click.argument("who")
@instance_option
def leave(who: str, instance: str | None) -> None:
    """WHO (sign-in name or key) left: sessions, roles and memberships end, records stay."""
    from elearn.services import people

    with _changing(instance):
        person = people.find_person(people.OPERATOR, who)
        people.leave(people.OPERATOR, person.key, now=moment())
    click.echo(f"{person.name} has left.")
