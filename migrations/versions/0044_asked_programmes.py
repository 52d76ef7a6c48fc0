"""a programme is asked as one assignment"""

from alembic import op
import sqlalchemy as sa


revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("assignments") as table:
        table.add_column(sa.Column("version_id", sa.Integer(), nullable=True))
        table.alter_column("pack_id", existing_type=sa.String(length=64), nullable=True)
        table.create_foreign_key(
            op.f("fk_assignments_version_id"), "programme_versions", ["version_id"], ["id"]
        )
        table.create_index(op.f("ix_assignments_version_id"), ["version_id"])


def downgrade():
    # An older program knows no asked programmes: they are asked no more.
    there = op.get_bind()
    rows = sa.table(
        "assignments",
        sa.column("id", sa.Integer()),
        sa.column("pack_id", sa.String()),
        sa.column("replaces_id", sa.Integer()),
    )
    gone = sa.select(rows.c.id).where(rows.c.pack_id.is_(None))
    there.execute(rows.update().where(rows.c.replaces_id.in_(gone)).values(replaces_id=None))
    there.execute(rows.delete().where(rows.c.pack_id.is_(None)))
    with op.batch_alter_table("assignments") as table:
        table.drop_index(op.f("ix_assignments_version_id"))
        table.drop_constraint(op.f("fk_assignments_version_id"), type_="foreignkey")
        table.alter_column("pack_id", existing_type=sa.String(length=64), nullable=False)
        table.drop_column("version_id")
