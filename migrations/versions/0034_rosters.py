"""rosters that are imported; function, sex and years of experience of people"""

from alembic import op
import sqlalchemy as sa


revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("people", sa.Column("function", sa.String(length=100), nullable=True))
    op.add_column("people", sa.Column("sex", sa.String(length=1), nullable=True))
    op.add_column("people", sa.Column("years", sa.Integer(), nullable=True))
    op.add_column("people", sa.Column("years_on", sa.Date(), nullable=True))
    op.create_table(
        "roster_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_roster_imports_person_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_roster_imports_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_imports")),
        sa.UniqueConstraint("key", name=op.f("uq_roster_imports_key")),
    )
    with op.batch_alter_table("roster_imports") as batch:
        for name in ("expires_at", "person_id", "unit_id"):
            batch.create_index(op.f(f"ix_roster_imports_{name}"), [name], unique=False)


def downgrade():
    op.drop_table("roster_imports")
    # Not as a batch: that would make the table of people anew, to which most others point.
    for name in ("years_on", "years", "sex", "function"):
        op.drop_column("people", name)
