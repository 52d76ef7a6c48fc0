"""what is kept of a case beside its choices: reasons, and what was looked at"""

from alembic import op
import sqlalchemy as sa


revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "case_reasonings",
        sa.Column("step_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["step_id"], ["case_steps.id"], name=op.f("fk_case_reasonings_step_id")
        ),
        sa.PrimaryKeyConstraint("step_id", name=op.f("pk_case_reasonings")),
    )
    op.create_table(
        "case_seen",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("thing_id", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name=op.f("fk_case_seen_attempt_id")
        ),
        sa.PrimaryKeyConstraint("attempt_id", "thing_id", name=op.f("pk_case_seen")),
    )


def downgrade():
    op.drop_table("case_seen")
    op.drop_table("case_reasonings")
