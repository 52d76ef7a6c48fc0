"""how certificates are signed as PDF files"""

from alembic import op
import sqlalchemy as sa


revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("certificates") as batch:
        batch.add_column(sa.Column("level", sa.String(length=8), server_default="", nullable=False))


def downgrade():
    with op.batch_alter_table("certificates") as batch:
        batch.drop_column("level")
