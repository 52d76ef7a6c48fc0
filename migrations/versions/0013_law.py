"""citations, and changes of law that are worked off"""

from alembic import op
import sqlalchemy as sa


revision = "0013"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "cited_provisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("ref", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cited_provisions")),
        sa.UniqueConstraint("name", "ref", name=op.f("uq_cited_provisions_name_ref")),
    )
    op.create_table(
        "citations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        *_place("citations"),
    )
    op.create_index(
        "ix_citations_provision_id_version_id", "citations", ["provision_id", "version_id"]
    )
    op.create_index("ix_citations_version_id_item", "citations", ["version_id", "item"])
    op.create_table(
        "version_laws",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("register_id", sa.String(length=64), nullable=False),
        sa.Column("register_version", sa.String(length=60), nullable=False),
        sa.Column("checked", sa.Date(), nullable=True),
        sa.Column("index_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["pack_versions.id"], name=op.f("fk_version_laws_version_id")
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_version_laws")),
    )
    op.create_index(op.f("ix_version_laws_register_id"), "version_laws", ["register_id"])
    op.create_table(
        "law_impacts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("register_id", sa.String(length=64), nullable=False),
        sa.Column("from_version", sa.String(length=60), nullable=False),
        sa.Column("to_version", sa.String(length=60), nullable=False),
        sa.Column("provision", sa.String(length=150), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("opened_by", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["people.id"], name=op.f("fk_law_impacts_opened_by")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_law_impacts_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_law_impacts")),
        sa.UniqueConstraint("key", name=op.f("uq_law_impacts_key")),
    )
    op.create_table(
        "law_touches",
        sa.Column("impact_id", sa.Integer(), nullable=False),
        sa.Column("provision_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("nearness", sa.String(length=10), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["impact_id"], ["law_impacts.id"], name=op.f("fk_law_touches_impact_id")
        ),
        sa.ForeignKeyConstraint(
            ["provision_id"], ["cited_provisions.id"], name=op.f("fk_law_touches_provision_id")
        ),
        sa.PrimaryKeyConstraint("impact_id", "provision_id", name=op.f("pk_law_touches")),
    )
    op.create_table(
        "law_impact_versions",
        sa.Column("impact_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["impact_id"], ["law_impacts.id"], name=op.f("fk_law_impact_versions_impact_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["people.id"], name=op.f("fk_law_impact_versions_owner_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["pack_versions.id"], name=op.f("fk_law_impact_versions_version_id")
        ),
        sa.PrimaryKeyConstraint("impact_id", "version_id", name=op.f("pk_law_impact_versions")),
    )
    op.create_table(
        "law_hits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("impact_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        *_place("law_hits"),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("in_version", sa.String(length=60), server_default="", nullable=False),
        sa.Column("note", sa.String(length=1000), server_default="", nullable=False),
        sa.Column("handled_by", sa.Integer(), nullable=True),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["handled_by"], ["people.id"], name=op.f("fk_law_hits_handled_by")),
        sa.ForeignKeyConstraint(
            ["impact_id"], ["law_impacts.id"], name=op.f("fk_law_hits_impact_id")
        ),
    )
    op.create_index(
        "ix_law_hits_impact_id_version_id", "law_hits", ["impact_id", "version_id", "item"]
    )
    op.create_index("ix_law_hits_version_id_state", "law_hits", ["version_id", "state", "item"])
    op.create_table(
        "law_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_law_requests_by_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_law_requests_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["records.id"], name=op.f("fk_law_requests_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_law_requests")),
        sa.UniqueConstraint("record_id", name=op.f("uq_law_requests_record_id")),
    )
    op.create_index(op.f("ix_law_requests_person_id"), "law_requests", ["person_id"])
    # Who holds a record on a version is counted from the index alone.
    op.create_index("ix_records_version_id_valid_until", "records", ["version_id", "valid_until"])
    op.drop_index("ix_records_version_id", "records")


def _place(table):
    """What names a place that cites, in both tables."""
    return (
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("part", sa.String(length=140), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("mark", sa.String(length=12), nullable=False),
        sa.Column("provision_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provision_id"], ["cited_provisions.id"], name=op.f(f"fk_{table}_provision_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["pack_versions.id"], name=op.f(f"fk_{table}_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def downgrade():
    op.create_index("ix_records_version_id", "records", ["version_id"])
    op.drop_index("ix_records_version_id_valid_until", "records")
    op.drop_index(op.f("ix_law_requests_person_id"), "law_requests")
    op.drop_table("law_requests")
    op.drop_index("ix_law_hits_version_id_state", "law_hits")
    op.drop_index("ix_law_hits_impact_id_version_id", "law_hits")
    op.drop_table("law_hits")
    op.drop_table("law_impact_versions")
    op.drop_table("law_touches")
    op.drop_table("law_impacts")
    op.drop_index(op.f("ix_version_laws_register_id"), "version_laws")
    op.drop_table("version_laws")
    op.drop_index("ix_citations_version_id_item", "citations")
    op.drop_index("ix_citations_provision_id_version_id", "citations")
    op.drop_table("citations")
    op.drop_table("cited_provisions")
