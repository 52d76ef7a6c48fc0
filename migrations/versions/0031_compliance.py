"""how people stand with what is asked of them, on every day, and the sums of it by unit"""

from alembic import op
import sqlalchemy as sa


revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

NUMBERS = ("overdue", "expired", "law_changed", "due_soon", "open", "current", "exempt")


def upgrade():
    op.create_table(
        "compliance_spans",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("pack_id", sa.String(length=64), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_compliance_spans_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["pack_id"], ["packs.id"], name=op.f("fk_compliance_spans_pack_id")
        ),
        sa.PrimaryKeyConstraint(
            "person_id", "pack_id", "from_day", name=op.f("pk_compliance_spans")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "compliance_places",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_compliance_places_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_compliance_places_unit_id")
        ),
        sa.PrimaryKeyConstraint(
            "person_id", "unit_id", "from_day", name=op.f("pk_compliance_places")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_compliance_places_unit", "compliance_places", ["unit_id", "person_id"])
    for name in ("compliance_days", "compliance_quarters"):
        op.create_table(
            name,
            sa.Column("unit_id", sa.Integer(), nullable=False),
            sa.Column("day", sa.Date(), nullable=False),
            sa.Column("pack_id", sa.String(length=64), nullable=False),
            *(sa.Column(number, sa.Integer(), nullable=False) for number in NUMBERS),
            sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f(f"fk_{name}_unit_id")),
            sa.ForeignKeyConstraint(["pack_id"], ["packs.id"], name=op.f(f"fk_{name}_pack_id")),
            sa.PrimaryKeyConstraint("unit_id", "day", "pack_id", name=op.f(f"pk_{name}")),
            sqlite_with_rowid=False,
        )
    people = sa.table("people", sa.column("id"))
    anybody = op.get_bind().execute(sa.select(people.c.id).limit(1)).first()
    if anybody is not None:  # who is here already is worked out by the worker
        op.execute(
            "INSERT INTO jobs (kind, payload, state, run_at, tries, created_at) VALUES "
            "('compliance', '{\"everybody\": true}', 'waiting', CURRENT_TIMESTAMP, 0, "
            "CURRENT_TIMESTAMP)"
        )


def downgrade():
    op.execute("DELETE FROM jobs WHERE kind = 'compliance'")
    op.drop_table("compliance_quarters")
    op.drop_table("compliance_days")
    op.drop_index("ix_compliance_places_unit", "compliance_places")
    op.drop_table("compliance_places")
    op.drop_table("compliance_spans")
