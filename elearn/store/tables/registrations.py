"""Which institutions let people register themselves, and how they know their own."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from elearn.store.db import Instant, Model


class RegistrationRule(Model):
    """A unit to which people may come by themselves: with a code, if it has one."""

    __tablename__ = "registration_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), unique=True)
    code_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    set_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    set_at: Mapped[datetime] = mapped_column(Instant)


class RegistrationDomain(Model):
    """A mail domain of whoever may come; a rule with none takes any address."""

    __tablename__ = "registration_domains"

    rule_id: Mapped[int] = mapped_column(ForeignKey("registration_rules.id"), primary_key=True)
    domain: Mapped[str] = mapped_column(String(253), primary_key=True, index=True)
