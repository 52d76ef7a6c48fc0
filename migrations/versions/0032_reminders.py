"""who was reminded on which day, and who wants no reminders"""

from alembic import op
import sqlalchemy as sa


revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "reminders",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("things", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_reminders_person_id")),
        sa.PrimaryKeyConstraint("person_id", "day", name=op.f("pk_reminders")),
    )
    op.create_index(op.f("ix_reminders_day"), "reminders", ["day"])
    op.create_table(
        "reminder_stops",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_reminder_stops_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_reminder_stops")),
    )


def downgrade():
    op.drop_table("reminder_stops")
    op.drop_table("reminders")
