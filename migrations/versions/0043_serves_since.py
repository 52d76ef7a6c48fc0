"""since when somebody serves is one day, not years of a roster and rows beside them"""

from alembic import op
import sqlalchemy as sa


revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

_PEOPLE = sa.table(
    "people",
    sa.column("id", sa.Integer()),
    sa.column("years", sa.Integer()),
    sa.column("years_on", sa.Date()),
    sa.column("serves_since", sa.Date()),
    sa.column("created_at", sa.DateTime(timezone=True)),
)
_STARTS = sa.table(
    "service_starts",
    sa.column("id", sa.Integer()),
    sa.column("person_id", sa.Integer()),
    sa.column("since", sa.Date()),
    sa.column("at", sa.DateTime(timezone=True)),
)


def upgrade():
    with op.batch_alter_table("people") as table:
        table.add_column(sa.Column("serves_since", sa.Date(), nullable=True))
    there = op.get_bind()
    people = sa.select(_PEOPLE.c.id, _PEOPLE.c.years, _PEOPLE.c.years_on)
    known = {
        number: on.replace(year=on.year - years, day=min(on.day, 28))
        for number, years, on in there.execute(
            people.where(_PEOPLE.c.years.is_not(None), _PEOPLE.c.years_on.is_not(None))
        )
    }
    starts = sa.select(_STARTS.c.person_id, _STARTS.c.since).order_by(_STARTS.c.id)
    known.update((number, since) for number, since in there.execute(starts))
    if known:
        there.execute(
            _PEOPLE.update()
            .where(_PEOPLE.c.id == sa.bindparam("number"))
            .values(serves_since=sa.bindparam("since")),
            [{"number": number, "since": since} for number, since in sorted(known.items())],
        )
    op.drop_table("service_starts")
    with op.batch_alter_table("people") as table:
        table.drop_column("years_on")
        table.drop_column("years")
        table.create_index(op.f("ix_people_left_at"), ["left_at"])


def downgrade():
    with op.batch_alter_table("people") as table:
        table.drop_index(op.f("ix_people_left_at"))
        table.add_column(sa.Column("years", sa.Integer(), nullable=True))
        table.add_column(sa.Column("years_on", sa.Date(), nullable=True))
    op.create_table(
        "service_starts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_service_starts_person_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_service_starts_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_starts")),
    )
    op.create_index(op.f("ix_service_starts_person_id"), "service_starts", ["person_id"])
    since = sa.select(_PEOPLE.c.id, _PEOPLE.c.serves_since, _PEOPLE.c.created_at)
    op.get_bind().execute(
        _STARTS.insert().from_select(
            ["person_id", "since", "at"], since.where(_PEOPLE.c.serves_since.is_not(None))
        )
    )
    with op.batch_alter_table("people") as table:
        table.drop_column("serves_since")
