"""answers that people mark"""

from alembic import op
import sqlalchemy as sa


revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "written_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(length=64), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("leased_by", sa.Integer(), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answers.id"], name=op.f("fk_written_answers_answer_id")
        ),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name=op.f("fk_written_answers_attempt_id")
        ),
        sa.ForeignKeyConstraint(
            ["leased_by"], ["people.id"], name=op.f("fk_written_answers_leased_by")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["pack_versions.id"], name=op.f("fk_written_answers_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_written_answers")),
        sa.UniqueConstraint(
            "attempt_id", "question_id", name=op.f("uq_written_answers_attempt_id_question_id")
        ),
        sa.UniqueConstraint("key", name=op.f("uq_written_answers_key")),
        sa.UniqueConstraint(
            "version_id",
            "item_id",
            "number",
            name=op.f("uq_written_answers_version_id_item_id_number"),
        ),
    )
    op.create_index(
        "ix_written_answers_queue",
        "written_answers",
        ["released_at", "version_id", "item_id", "at"],
    )
    op.create_table(
        "human_marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("written_id", sa.Integer(), nullable=False),
        sa.Column("marker_id", sa.Integer(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("share", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.String(length=4000), nullable=False),
        sa.Column("settles", sa.String(length=1000), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["marker_id"], ["people.id"], name=op.f("fk_human_marks_marker_id")
        ),
        sa.ForeignKeyConstraint(
            ["written_id"], ["written_answers.id"], name=op.f("fk_human_marks_written_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_human_marks")),
    )
    op.create_index(op.f("ix_human_marks_marker_id"), "human_marks", ["marker_id"])
    op.create_index(op.f("ix_human_marks_written_id"), "human_marks", ["written_id"])
    with op.batch_alter_table("marks", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("grader", sa.String(length=10), server_default="machine", nullable=False)
        )
        batch_op.add_column(sa.Column("judged", sa.JSON(none_as_null=True), nullable=True))


def downgrade():
    with op.batch_alter_table("marks", schema=None) as batch_op:
        batch_op.drop_column("judged")
        batch_op.drop_column("grader")
    op.drop_index(op.f("ix_human_marks_written_id"), "human_marks")
    op.drop_index(op.f("ix_human_marks_marker_id"), "human_marks")
    op.drop_table("human_marks")
    op.drop_index("ix_written_answers_queue", "written_answers")
    op.drop_table("written_answers")
