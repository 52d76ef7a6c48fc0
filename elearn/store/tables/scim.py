"""What directories of institutions know people and units by."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.store.db import Instant, Model


class ScimUser(Model):
    """A person in the directory of an institution (`unit_id`).

    `user_name` is as the directory writes it, `folded` as it is looked up. `email_given` and
    `number_given`: whether the directory says these itself. `deleted_at`: it has taken them out.
    """

    __tablename__ = "scim_users"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    external_id: Mapped[str | None] = mapped_column(String(200))
    user_name: Mapped[str] = mapped_column(String(254))
    folded: Mapped[str] = mapped_column(String(254))
    email_given: Mapped[bool]
    number_given: Mapped[bool]
    email_type: Mapped[str | None] = mapped_column(String(40))
    email_primary: Mapped[bool | None]
    at: Mapped[datetime] = mapped_column(Instant)
    deleted_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        UniqueConstraint("unit_id", "person_id"),
        UniqueConstraint("unit_id", "folded"),
        Index("ix_scim_users_external", "unit_id", "external_id"),
    )


class ScimGroup(Model):
    """A unit (`group_id`) that the directory of an institution (`unit_id`) knows as a group."""

    __tablename__ = "scim_groups"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    external_id: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (
        UniqueConstraint("unit_id", "group_id"),
        Index("ix_scim_groups_external", "unit_id", "external_id"),
    )
