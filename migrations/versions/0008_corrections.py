"""corrections of questions"""

from alembic import op
import sqlalchemy as sa


revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("pack_id", sa.String(length=64), nullable=False),
        sa.Column("versions", sa.JSON(), nullable=False),
        sa.Column("question_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("answer", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("may_lower", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reached", sa.Integer(), server_default="0", nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["people.id"], name=op.f("fk_corrections_decided_by")
        ),
        sa.ForeignKeyConstraint(["pack_id"], ["packs.id"], name=op.f("fk_corrections_pack_id")),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["people.id"], name=op.f("fk_corrections_proposed_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
        sa.UniqueConstraint("key", name=op.f("uq_corrections_key")),
    )
    op.create_index(op.f("ix_corrections_pack_id"), "corrections", ["pack_id"])
    op.create_index(op.f("ix_corrections_state"), "corrections", ["state"])
    op.create_table(
        "correction_results",
        sa.Column("correction_id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("points_before", sa.String(length=40), nullable=False),
        sa.Column("max_before", sa.String(length=40), nullable=False),
        sa.Column("passed_before", sa.Boolean(), nullable=False),
        sa.Column("points_after", sa.String(length=40), nullable=False),
        sa.Column("max_after", sa.String(length=40), nullable=False),
        sa.Column("passed_after", sa.Boolean(), nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name=op.f("fk_correction_results_attempt_id")
        ),
        sa.ForeignKeyConstraint(
            ["correction_id"], ["corrections.id"], name=op.f("fk_correction_results_correction_id")
        ),
        sa.PrimaryKeyConstraint("correction_id", "attempt_id", name=op.f("pk_correction_results")),
    )
    op.create_index(op.f("ix_correction_results_attempt_id"), "correction_results", ["attempt_id"])
    with op.batch_alter_table("marks", schema=None) as batch_op:
        batch_op.add_column(sa.Column("correction_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_marks_correction_id"), "corrections", ["correction_id"], ["id"]
        )


def downgrade():
    with op.batch_alter_table("marks", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_marks_correction_id"), type_="foreignkey")
        batch_op.drop_column("correction_id")
    op.drop_index(op.f("ix_correction_results_attempt_id"), "correction_results")
    op.drop_table("correction_results")
    op.drop_index(op.f("ix_corrections_state"), "corrections")
    op.drop_index(op.f("ix_corrections_pack_id"), "corrections")
    op.drop_table("corrections")
