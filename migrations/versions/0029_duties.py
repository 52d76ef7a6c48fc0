"""what is asked of units, roles and people; exemptions; prior learning"""

from alembic import op
import sqlalchemy as sa


revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "assignments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=30), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("pack_id", sa.String(length=64), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_days", sa.Integer(), nullable=True),
        sa.Column("renew_months", sa.Integer(), nullable=True),
        sa.Column("on_law_change", sa.Boolean(), nullable=False),
        sa.Column("compulsory", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_assignments_unit_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_assignments_person_id")
        ),
        sa.ForeignKeyConstraint(["pack_id"], ["packs.id"], name=op.f("fk_assignments_pack_id")),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["assignments.id"], name=op.f("fk_assignments_replaces_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_assignments_by_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["people.id"], name=op.f("fk_assignments_ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
        sa.UniqueConstraint("key", name=op.f("uq_assignments_key")),
    )
    op.create_index(op.f("ix_assignments_unit_id"), "assignments", ["unit_id"])
    op.create_index(op.f("ix_assignments_role"), "assignments", ["role"])
    op.create_index(op.f("ix_assignments_person_id"), "assignments", ["person_id"])
    op.create_index(op.f("ix_assignments_pack_id"), "assignments", ["pack_id"])
    op.create_index(op.f("ix_assignments_replaces_id"), "assignments", ["replaces_id"])
    op.create_table(
        "exemptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("pack_id", sa.String(length=64), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_exemptions_person_id")),
        sa.ForeignKeyConstraint(["pack_id"], ["packs.id"], name=op.f("fk_exemptions_pack_id")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_exemptions_by_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["people.id"], name=op.f("fk_exemptions_ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemptions")),
        sa.UniqueConstraint("key", name=op.f("uq_exemptions_key")),
    )
    op.create_index(op.f("ix_exemptions_person_id"), "exemptions", ["person_id"])
    op.create_index(op.f("ix_exemptions_pack_id"), "exemptions", ["pack_id"])
    op.create_table(
        "prior_learning",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("pack_id", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("awarding_body", sa.String(length=200), nullable=False),
        sa.Column("awarded_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("seen", sa.String(length=1000), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_because", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_prior_learning_person_id")
        ),
        sa.ForeignKeyConstraint(["pack_id"], ["packs.id"], name=op.f("fk_prior_learning_pack_id")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_prior_learning_by_id")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"], ["people.id"], name=op.f("fk_prior_learning_withdrawn_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prior_learning")),
        sa.UniqueConstraint("key", name=op.f("uq_prior_learning_key")),
    )
    op.create_index(op.f("ix_prior_learning_person_id"), "prior_learning", ["person_id"])
    op.create_index(op.f("ix_prior_learning_pack_id"), "prior_learning", ["pack_id"])


def downgrade():
    op.drop_table("prior_learning")
    op.drop_table("exemptions")
    op.drop_table("assignments")
