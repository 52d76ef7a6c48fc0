"""acts upon versions, sunsets, held learners, and what a version would do to results"""

from alembic import op
import sqlalchemy as sa


revision = "0015"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("pack_versions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("ended_by", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("end_reason", sa.String(length=1000), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("law_note", sa.String(length=1000), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("sunset_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("bridge_due_on", sa.Date(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_pack_versions_ended_by"), "people", ["ended_by"], ["id"]
        )
    with op.batch_alter_table("release_lines", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sunset_on", sa.Date(), nullable=True))
    with op.batch_alter_table("enrolments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("pinned_version_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("moved_from_id", sa.Integer(), nullable=True))
        batch_op.create_index(op.f("ix_enrolments_pinned_version_id"), ["pinned_version_id"])
        batch_op.create_index(op.f("ix_enrolments_moved_from_id"), ["moved_from_id"])
        batch_op.create_foreign_key(
            op.f("fk_enrolments_pinned_version_id"), "pack_versions", ["pinned_version_id"], ["id"]
        )
        batch_op.create_foreign_key(
            op.f("fk_enrolments_moved_from_id"), "enrolments", ["moved_from_id"], ["id"]
        )
    op.create_table(
        "publications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(length=1000), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["people.id"], name=op.f("fk_publications_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["people.id"], name=op.f("fk_publications_proposed_by")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["pack_versions.id"], name=op.f("fk_publications_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publications")),
        sa.UniqueConstraint("key", name=op.f("uq_publications_key")),
    )
    op.create_index(op.f("ix_publications_version_id"), "publications", ["version_id"])
    op.create_index(op.f("ix_publications_state"), "publications", ["state"])
    op.create_index(
        "uq_publications_open",
        "publications",
        ["version_id"],
        unique=True,
        sqlite_where=sa.text("state = 'proposed'"),
        postgresql_where=sa.text("state = 'proposed'"),
    )
    op.create_table(
        "impacts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reached", sa.Integer(), server_default="0", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("differing", sa.Integer(), server_default="0", nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["version_id"], ["pack_versions.id"], name=op.f("fk_impacts_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impacts")),
        sa.UniqueConstraint("version_id", name=op.f("uq_impacts_version_id")),
    )
    op.create_table(
        "impact_results",
        sa.Column("impact_id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("percent_before", sa.Integer(), nullable=False),
        sa.Column("percent_after", sa.Integer(), nullable=False),
        sa.Column("passed_before", sa.Boolean(), nullable=False),
        sa.Column("passed_after", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name=op.f("fk_impact_results_attempt_id")
        ),
        sa.ForeignKeyConstraint(
            ["impact_id"], ["impacts.id"], name=op.f("fk_impact_results_impact_id")
        ),
        sa.PrimaryKeyConstraint("impact_id", "attempt_id", name=op.f("pk_impact_results")),
    )
    op.create_index(op.f("ix_impact_results_attempt_id"), "impact_results", ["attempt_id"])


def downgrade():
    op.drop_index(op.f("ix_impact_results_attempt_id"), "impact_results")
    op.drop_table("impact_results")
    op.drop_table("impacts")
    op.drop_index("uq_publications_open", "publications")
    op.drop_index(op.f("ix_publications_state"), "publications")
    op.drop_index(op.f("ix_publications_version_id"), "publications")
    op.drop_table("publications")
    with op.batch_alter_table("enrolments", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_enrolments_moved_from_id"), type_="foreignkey")
        batch_op.drop_constraint(op.f("fk_enrolments_pinned_version_id"), type_="foreignkey")
        batch_op.drop_index(op.f("ix_enrolments_moved_from_id"))
        batch_op.drop_index(op.f("ix_enrolments_pinned_version_id"))
        batch_op.drop_column("moved_from_id")
        batch_op.drop_column("pinned_version_id")
    with op.batch_alter_table("release_lines", schema=None) as batch_op:
        batch_op.drop_column("sunset_on")
    with op.batch_alter_table("pack_versions", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_pack_versions_ended_by"), type_="foreignkey")
        batch_op.drop_column("bridge_due_on")
        batch_op.drop_column("sunset_on")
        batch_op.drop_column("law_note")
        batch_op.drop_column("end_reason")
        batch_op.drop_column("ended_by")
        batch_op.drop_column("ended_at")
