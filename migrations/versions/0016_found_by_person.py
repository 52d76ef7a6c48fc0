"""enrolments are found by their person, looks by their people"""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade():
    op.create_index(op.f("ix_enrolments_person_id"), "enrolments", ["person_id"])
    op.create_index(op.f("ix_look_people_look_id"), "look_people", ["look_id"])


def downgrade():
    op.drop_index(op.f("ix_look_people_look_id"), "look_people")
    op.drop_index(op.f("ix_enrolments_person_id"), "enrolments")
