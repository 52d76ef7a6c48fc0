"""What is kept of those who are invited by mail."""

from elearn.core.data_groups import N_, DataGroup, Holding

INVITED = DataGroup(
    "invitations",
    N_("Invitations by mail"),
    N_("Name and e-mail address of somebody invited to a unit, and the role and courses there."),
    N_("So that a link by mail lets them in, and nobody else."),
    N_("Those who may add people to the unit."),
    N_("Until it is accepted or withdrawn; 30 days after its link ends at the latest."),
    (
        Holding(
            "invitations",
            ("person_id",),
            ("unit_id", "name", "email", "role", "language", "courses", "at", "expires_at"),
            ("key", "token_hash"),
        ),
    ),
)
