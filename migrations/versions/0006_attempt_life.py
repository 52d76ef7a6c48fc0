"""deadlines, question states, quiz dates, grants and extra time"""

from alembic import op
import sqlalchemy as sa


revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

OPEN = sa.text("finished_at IS NULL")


def instant(name, nullable=True):
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade():
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.add_column(instant("deadline_at"))
        batch_op.create_index(
            "ix_attempts_due",
            ["deadline_at"],
            unique=False,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        )
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("aside", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(sa.Column("tab", sa.String(length=16), nullable=True))
    op.create_table(
        "question_states",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(length=64), nullable=False),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        instant("closed_at"),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name=op.f("fk_question_states_attempt_id")
        ),
        sa.PrimaryKeyConstraint("attempt_id", "question_id", name=op.f("pk_question_states")),
    )
    op.create_table(
        "quiz_dates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=64), nullable=False),
        instant("opens_at"),
        instant("closes_at"),
        sa.Column("by_id", sa.Integer(), nullable=False),
        instant("at", nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_quiz_dates_by_id")),
        sa.ForeignKeyConstraint(
            ["line_id"], ["release_lines.id"], name=op.f("fk_quiz_dates_line_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_dates")),
    )
    op.create_index("ix_quiz_dates_of", "quiz_dates", ["line_id", "item_id"])
    op.create_table(
        "quiz_grants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=64), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        instant("opens_at"),
        instant("closes_at"),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        instant("at", nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name=op.f("fk_quiz_grants_attempt_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_quiz_grants_by_id")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolments.id"], name=op.f("fk_quiz_grants_enrolment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_grants")),
    )
    op.create_index("ix_quiz_grants_of", "quiz_grants", ["enrolment_id", "item_id"])
    op.create_table(
        "extra_time",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        instant("at", nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_extra_time_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_extra_time_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extra_time")),
    )
    op.create_index(op.f("ix_extra_time_person_id"), "extra_time", ["person_id"])


def downgrade():
    op.drop_index(op.f("ix_extra_time_person_id"), "extra_time")
    op.drop_table("extra_time")
    op.drop_index("ix_quiz_grants_of", "quiz_grants")
    op.drop_table("quiz_grants")
    op.drop_index("ix_quiz_dates_of", "quiz_dates")
    op.drop_table("quiz_dates")
    op.drop_table("question_states")
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.drop_column("tab")
        batch_op.drop_column("aside")
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.drop_index("ix_attempts_due")
        batch_op.drop_column("deadline_at")
