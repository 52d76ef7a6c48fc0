"""questions that were passed for good"""

from alembic import op
import sqlalchemy as sa


revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("question_states", schema=None) as batch_op:
        batch_op.add_column(sa.Column("passed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade():
    with op.batch_alter_table("question_states", schema=None) as batch_op:
        batch_op.drop_column("passed_at")
