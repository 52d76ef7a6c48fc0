"""who was told that a course is asked of them"""

from alembic import op
import sqlalchemy as sa


revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "duty_letters",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("pack_id", sa.String(length=64), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_duty_letters_person_id")
        ),
        sa.ForeignKeyConstraint(["pack_id"], ["packs.id"], name=op.f("fk_duty_letters_pack_id")),
        sa.PrimaryKeyConstraint("person_id", "pack_id", "asked_on", name=op.f("pk_duty_letters")),
    )
    op.create_index(op.f("ix_duty_letters_at"), "duty_letters", ["at"])


def downgrade():
    op.drop_table("duty_letters")
