"""what was gained from a pretest to a post-test"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "gains",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pre_attempt_id", sa.Integer(), nullable=False),
        sa.Column("post_attempt_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("before", sa.String(length=40), nullable=False),
        sa.Column("after", sa.String(length=40), nullable=False),
        sa.Column("gain", sa.String(length=40), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["pre_attempt_id"], ["attempts.id"], name=op.f("fk_gains_pre_attempt_id")
        ),
        sa.ForeignKeyConstraint(
            ["post_attempt_id"], ["attempts.id"], name=op.f("fk_gains_post_attempt_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["pack_versions.id"], name=op.f("fk_gains_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gains")),
    )
    with op.batch_alter_table("gains", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_gains_post_attempt_id"), ["post_attempt_id"], unique=False
        )
        batch_op.create_index("ix_gains_quiz", ["version_id", "item_id"], unique=False)


def downgrade():
    with op.batch_alter_table("gains", schema=None) as batch_op:
        batch_op.drop_index("ix_gains_quiz")
        batch_op.drop_index(batch_op.f("ix_gains_post_attempt_id"))

    op.drop_table("gains")
