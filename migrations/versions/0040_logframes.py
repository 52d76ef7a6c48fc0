"""logframes with their figures, and frozen figures with what they were drawn from"""

from alembic import op
import sqlalchemy as sa


revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "logframes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=True),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_logframes")),
        sa.UniqueConstraint("key", name=op.f("uq_logframes_key")),
    )
    op.create_index(op.f("ix_logframes_title"), "logframes", ["title"])
    op.create_table(
        "snapshots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("logframe_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("bounds", sa.JSON(), nullable=False),
        sa.Column("versions", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("people_digest", sa.String(length=64), nullable=False),
        sa.Column("derived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("differs", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["logframe_id"], ["logframes.id"], name=op.f("fk_snapshots_logframe_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshots")),
        sa.UniqueConstraint("key", name=op.f("uq_snapshots_key")),
    )
    op.create_index(op.f("ix_snapshots_logframe_id"), "snapshots", ["logframe_id"])
    op.create_table(
        "snapshot_people",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("country", sa.String(length=10), nullable=False),
        sa.Column("institution", sa.String(length=200), nullable=False),
        sa.Column("sex", sa.String(length=10), nullable=False),
        sa.Column("function", sa.String(length=64), nullable=False),
        sa.Column("moves", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["snapshots.id"], name=op.f("fk_snapshot_people_snapshot_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_snapshot_people_person_id")
        ),
        sa.PrimaryKeyConstraint("snapshot_id", "person_id", name=op.f("pk_snapshot_people")),
    )
    op.create_index(op.f("ix_snapshot_people_person_id"), "snapshot_people", ["person_id"])


def downgrade():
    op.drop_table("snapshot_people")
    op.drop_table("snapshots")
    op.drop_table("logframes")
