"""Who somebody is at an OpenID provider."""

from datetime import datetime

from sqlalchemy import select, update

from elearn.store.db import begin_write, db
from elearn.store.tables.people import Identity, Person


def person_of(issuer: str, subject: str) -> int | None:
    """The number of the person whom that provider knows by that name; None if nobody is linked."""
    query = select(Identity.person_id).where(Identity.issuer == issuer, Identity.subject == subject)
    return db.session.scalar(query)


def is_linked(person_id: int, issuer: str) -> bool:
    """Whether somebody is known to that provider already, by whatever name."""
    query = select(Identity.id).where(Identity.person_id == person_id, Identity.issuer == issuer)
    return db.session.scalar(query.limit(1)) is not None


def by_email(email: str) -> int | None:
    """The number of the person with that address who has not left; None if there is none."""
    query = select(Person.id).where(Person.email == email, Person.left_at.is_(None))
    return db.session.scalar(query)


def link(person_id: int, issuer: str, subject: str, *, at: datetime) -> None:
    """Keep whom that provider means by that name.

    Raises:
        IntegrityError: If another request linked the name meanwhile.
    """
    begin_write()
    db.session.add(
        Identity(person_id=person_id, issuer=issuer, subject=subject, linked_at=at, last_at=at)
    )
    db.session.flush()  # to meet the constraint here


def touch(issuer: str, subject: str, *, at: datetime) -> None:
    """Keep when the link was last used."""
    begin_write()
    db.session.execute(
        update(Identity)
        .where(Identity.issuer == issuer, Identity.subject == subject)
        .values(last_at=at)
    )
