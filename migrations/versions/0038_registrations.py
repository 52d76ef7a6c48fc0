"""units to which people may register themselves"""

from alembic import op
import sqlalchemy as sa


revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "registration_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.Column("set_by", sa.Integer(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_registration_rules_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["set_by"], ["people.id"], name=op.f("fk_registration_rules_set_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_rules")),
        sa.UniqueConstraint("unit_id", name=op.f("uq_registration_rules_unit_id")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_registration_rules_code_hash")),
    )
    op.create_table(
        "registration_domains",
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("domain", sa.String(length=253), nullable=False),
        sa.ForeignKeyConstraint(
            ["rule_id"],
            ["registration_rules.id"],
            name=op.f("fk_registration_domains_rule_id"),
        ),
        sa.PrimaryKeyConstraint("rule_id", "domain", name=op.f("pk_registration_domains")),
    )
    op.create_index(op.f("ix_registration_domains_domain"), "registration_domains", ["domain"])


def downgrade():
    op.drop_table("registration_domains")
    op.drop_table("registration_rules")
