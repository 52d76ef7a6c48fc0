"""Who signs in with what, and how often that failed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, or_, select, update

from elearn.core.sign_in import Failures
from elearn.store.db import begin_write, db
from elearn.store.tables.people import Person, SignInGuard
from elearn.store.upsert import insert_or_skip


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a sign-in is checked against. `password_hash` None means: no password yet."""

    person_id: int
    key: str
    name: str
    email: str | None
    service_number: str | None
    language: str | None
    password_hash: str | None
    epoch: int

    @property
    def names(self) -> tuple[str, ...]:
        """What a password must not be."""
        return tuple(n for n in (self.name, self.email, self.service_number) if n)


_COLUMNS = (
    Person.id,
    Person.key,
    Person.name,
    Person.email,
    Person.service_number,
    Person.language,
    Person.password_hash,
    Person.session_epoch,
)


def credentials_by_name(name: str) -> Credentials | None:
    """The person with that sign-in name (normalised), unless they left."""
    row = db.session.execute(
        select(*_COLUMNS).where(
            or_(Person.email == name, Person.service_number == name), Person.left_at.is_(None)
        )
    ).first()
    return Credentials(*row) if row else None


def credentials_by_id(person_id: int) -> Credentials | None:
    """The same by number."""
    row = db.session.execute(
        select(*_COLUMNS).where(Person.id == person_id, Person.left_at.is_(None))
    ).first()
    return Credentials(*row) if row else None


def set_password(person_id: int, password_hash: str, *, must_change: bool) -> int:
    """Keep a new password and end every session; the new epoch."""
    begin_write()
    return db.session.execute(
        update(Person)
        .where(Person.id == person_id)
        .values(
            password_hash=password_hash,
            must_change_password=must_change,
            session_epoch=Person.session_epoch + 1,
        )
        .returning(Person.session_epoch)
    ).scalar_one()


def refresh_hash(person_id: int, old: str, new: str) -> None:
    """Keep the same password under today's hashing cost; sessions stay."""
    begin_write()
    db.session.execute(
        update(Person)
        .where(Person.id == person_id, Person.password_hash == old)
        .values(password_hash=new)
    )


def failures_of(subjects: Iterable[str]) -> dict[str, Failures]:
    """What is kept about those subjects; nothing means no failure."""
    rows = db.session.execute(
        select(SignInGuard.subject, SignInGuard.failures, SignInGuard.last_at).where(
            SignInGuard.subject.in_(list(subjects))
        )
    )
    return {subject: Failures(count, last_at) for subject, count, last_at in rows}


def hold_failures(subjects: Iterable[str], now: datetime) -> dict[str, Failures]:
    """The same, held until the commit, so that parallel tries are counted one after another."""
    begin_write()
    wanted = sorted(subjects)
    for subject in wanted:
        insert_or_skip(SignInGuard, {"subject": subject, "failures": 0, "last_at": now})
    rows = db.session.execute(
        select(SignInGuard.subject, SignInGuard.failures, SignInGuard.last_at)
        .where(SignInGuard.subject.in_(wanted))
        .order_by(SignInGuard.subject)
        .with_for_update()
    )
    return {s: Failures(count, last_at if count else None) for s, count, last_at in rows}


def keep_failures(changed: Mapping[str, Failures]) -> None:
    """Keep counts; a count of 0 is forgotten."""
    begin_write()
    for subject, failures in changed.items():
        if failures.count == 0:
            db.session.execute(delete(SignInGuard).where(SignInGuard.subject == subject))
        else:
            db.session.execute(
                update(SignInGuard)
                .where(SignInGuard.subject == subject)
                .values(failures=failures.count, last_at=failures.last_at)
            )


def forget_failures_before(moment: datetime) -> int:
    """Delete counts whose last failure is older; how many."""
    begin_write()
    done = db.session.execute(delete(SignInGuard).where(SignInGuard.last_at < moment))
    return int(done.rowcount)  # type: ignore[attr-defined]  # a delete's result counts rows
