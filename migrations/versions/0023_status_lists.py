"""places in status lists"""

from alembic import op
import sqlalchemy as sa


revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "status_places",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("list_number", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["records.id"], name=op.f("fk_status_places_record_id")
        ),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_status_places")),
        sa.UniqueConstraint(
            "list_number", "place", name=op.f("uq_status_places_list_number_place")
        ),
    )


def downgrade():
    op.drop_table("status_places")
