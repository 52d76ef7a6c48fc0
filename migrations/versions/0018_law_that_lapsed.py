"""law that lapsed: what of it attempts keep, and the quizzes that closed for it"""

from alembic import op
import sqlalchemy as sa


revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

OPEN = sa.text("until_at IS NULL")


def instant(name, nullable=True):
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade():
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("lapsed", sa.Text(), nullable=True))
        batch_op.add_column(instant("paused_at"))
    for table in ("quiz_dates", "quiz_grants"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column("by_id", existing_type=sa.Integer(), nullable=True)
    op.create_table(
        "lapsed_questions",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(length=64), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("cites", sa.JSON(), nullable=False),
        instant("at", nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["pack_versions.id"], name=op.f("fk_lapsed_questions_version_id")
        ),
        sa.PrimaryKeyConstraint("version_id", "question_id", name=op.f("pk_lapsed_questions")),
    )
    op.create_table(
        "quiz_closings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=12), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        instant("from_at", nullable=False),
        instant("until_at"),
        sa.Column("opened_in", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["opened_in"], ["pack_versions.id"], name=op.f("fk_quiz_closings_opened_in")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["pack_versions.id"], name=op.f("fk_quiz_closings_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_closings")),
    )
    op.create_index(
        "uq_quiz_closings_open",
        "quiz_closings",
        ["version_id", "item_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def downgrade():
    op.drop_index("uq_quiz_closings_open", "quiz_closings")
    op.drop_table("quiz_closings")
    op.drop_table("lapsed_questions")
    for table in ("quiz_grants", "quiz_dates"):
        op.execute(f"DELETE FROM {table} WHERE by_id IS NULL")
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column("by_id", existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.drop_column("paused_at")
        batch_op.drop_column("lapsed")
