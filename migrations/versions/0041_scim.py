"""what directories of institutions know people and units by"""

from alembic import op
import sqlalchemy as sa


revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "scim_users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=True),
        sa.Column("user_name", sa.String(length=254), nullable=False),
        sa.Column("folded", sa.String(length=254), nullable=False),
        sa.Column("email_given", sa.Boolean(), nullable=False),
        sa.Column("number_given", sa.Boolean(), nullable=False),
        sa.Column("email_type", sa.String(length=40), nullable=True),
        sa.Column("email_primary", sa.Boolean(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_scim_users_unit_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_scim_users_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scim_users")),
        sa.UniqueConstraint("unit_id", "person_id", name=op.f("uq_scim_users_unit_id_person_id")),
        sa.UniqueConstraint("unit_id", "folded", name=op.f("uq_scim_users_unit_id_folded")),
    )
    op.create_index(op.f("ix_scim_users_person_id"), "scim_users", ["person_id"])
    op.create_index("ix_scim_users_external", "scim_users", ["unit_id", "external_id"])
    op.create_table(
        "scim_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_scim_groups_unit_id")),
        sa.ForeignKeyConstraint(["group_id"], ["units.id"], name=op.f("fk_scim_groups_group_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scim_groups")),
        sa.UniqueConstraint("unit_id", "group_id", name=op.f("uq_scim_groups_unit_id_group_id")),
    )
    op.create_index(op.f("ix_scim_groups_group_id"), "scim_groups", ["group_id"])
    op.create_index("ix_scim_groups_external", "scim_groups", ["unit_id", "external_id"])


def downgrade():
    op.drop_table("scim_groups")
    op.drop_table("scim_users")
