"""bridges between versions, and records that renew others"""

from alembic import op
import sqlalchemy as sa


revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "bridges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_digest", sa.String(length=64), nullable=False),
        sa.Column("to_digest", sa.String(length=64), nullable=False),
        sa.Column("from_version_id", sa.Integer(), nullable=False),
        sa.Column("to_version_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["from_version_id"],
            ["pack_versions.id"],
            name=op.f("fk_bridges_from_version_id_pack_versions"),
        ),
        sa.ForeignKeyConstraint(
            ["to_version_id"],
            ["pack_versions.id"],
            name=op.f("fk_bridges_to_version_id_pack_versions"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["pack_versions.id"], name=op.f("fk_bridges_version_id_pack_versions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bridges")),
        sa.UniqueConstraint(
            "from_digest", "to_digest", name=op.f("uq_bridges_from_digest_to_digest")
        ),
        sa.UniqueConstraint("version_id", name=op.f("uq_bridges_version_id")),
    )
    with op.batch_alter_table("bridges", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bridges_to_version_id"), ["to_version_id"], unique=False
        )
    with op.batch_alter_table("records", schema=None) as batch_op:
        batch_op.add_column(sa.Column("renews_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_records_renews_id_records"), "records", ["renews_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_records_renews_id"), ["renews_id"], unique=False)


def downgrade():
    with op.batch_alter_table("records", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_records_renews_id"))
        batch_op.drop_constraint(op.f("fk_records_renews_id_records"), type_="foreignkey")
        batch_op.drop_column("renews_id")
    with op.batch_alter_table("bridges", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bridges_to_version_id"))
    op.drop_table("bridges")
