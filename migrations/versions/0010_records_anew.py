"""a record anew after a completion was taken back"""

from alembic import op
import sqlalchemy as sa


revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("records", schema=None) as batch_op:
        batch_op.add_column(sa.Column("issue", sa.Integer(), server_default="1", nullable=False))
        batch_op.drop_constraint(op.f("uq_records_enrolment_id"), type_="unique")
        batch_op.create_unique_constraint(
            op.f("uq_records_enrolment_id_issue"), ["enrolment_id", "issue"]
        )


def downgrade():
    with op.batch_alter_table("records", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("uq_records_enrolment_id_issue"), type_="unique")
        batch_op.create_unique_constraint(op.f("uq_records_enrolment_id"), ["enrolment_id"])
        batch_op.drop_column("issue")
