"""grace periods, notices of renewal"""

from alembic import op
import sqlalchemy as sa


revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "renewal_terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("grace_days", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_renewal_terms_unit_id")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_renewal_terms_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renewal_terms")),
    )
    op.create_index(op.f("ix_renewal_terms_unit_id"), "renewal_terms", ["unit_id"])
    op.create_table(
        "renewal_notices",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["records.id"], name=op.f("fk_renewal_notices_record_id")
        ),
        sa.PrimaryKeyConstraint("record_id", "stage", name=op.f("pk_renewal_notices")),
    )
    with op.batch_alter_table("pack_versions") as batch:
        batch.add_column(sa.Column("records_until", sa.Date(), nullable=True))


def downgrade():
    with op.batch_alter_table("pack_versions") as batch:
        batch.drop_column("records_until")
    op.drop_table("renewal_notices")
    op.drop_table("renewal_terms")
