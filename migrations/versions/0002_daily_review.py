"""the daily review; self-checks that were answered count"""

from alembic import op
import sqlalchemy as sa


revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_EVENTS = sa.table(
    "events",
    sa.column("id", sa.Integer),
    sa.column("enrolment_id", sa.Integer),
    sa.column("kind", sa.String),
    sa.column("version_id", sa.Integer),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("data", sa.JSON),
)
_STATES = sa.table(
    "item_states",
    sa.column("enrolment_id", sa.Integer),
    sa.column("item_id", sa.String),
    sa.column("state", sa.String),
    sa.column("version_id", sa.Integer),
    sa.column("at", sa.DateTime(timezone=True)),
)


def upgrade():
    op.create_table(
        "daily_reviews",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_daily_reviews_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_daily_reviews")),
        sa.UniqueConstraint("key", name=op.f("uq_daily_reviews_key")),
    )
    op.create_table(
        "review_cards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("pack_id", sa.String(length=64), nullable=False),
        sa.Column("question_id", sa.String(length=64), nullable=False),
        sa.Column("major", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("stability", sa.Double(), nullable=False),
        sa.Column("difficulty", sa.Double(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["pack_id"], ["packs.id"], name=op.f("fk_review_cards_pack_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_review_cards_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_cards")),
        sa.UniqueConstraint(
            "person_id",
            "pack_id",
            "question_id",
            name=op.f("uq_review_cards_person_id_pack_id_question_id"),
        ),
    )
    op.create_table(
        "review_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("raw", sa.JSON(), nullable=False),
        sa.Column("share", sa.String(length=40), nullable=False),
        sa.Column("verdict", sa.String(length=10), nullable=False),
        sa.Column("grader_version", sa.Integer(), nullable=False),
        sa.Column("rating", sa.String(length=10), nullable=False),
        sa.Column("scheduler", sa.String(length=20), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["card_id"], ["review_cards.id"], name=op.f("fk_review_answers_card_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_answers")),
        sa.UniqueConstraint("card_id", "number", name=op.f("uq_review_answers_card_id_number")),
        sa.UniqueConstraint("key", name=op.f("uq_review_answers_key")),
    )
    _count_answered_checks()


def _count_answered_checks():
    """One state for each self-check that somebody answered before, as answering keeps it now."""
    connection = op.get_bind()
    found = {}
    answered = sa.select(_EVENTS).where(_EVENTS.c.kind == "check-answered").order_by(_EVENTS.c.id)
    for event in connection.execute(answered):
        found.setdefault((event.enrolment_id, event.data["check"]), event)
    rows = [
        {
            "enrolment_id": enrolment_id,
            "item_id": check_id,
            "state": "checked",
            "version_id": event.version_id,
            "at": event.at,
        }
        for (enrolment_id, check_id), event in found.items()
    ]
    for start in range(0, len(rows), 1000):
        op.bulk_insert(_STATES, rows[start : start + 1000])


def downgrade():
    op.execute(_STATES.delete().where(_STATES.c.state == "checked"))
    op.drop_table("review_answers")
    op.drop_table("review_cards")
    op.drop_table("daily_reviews")
