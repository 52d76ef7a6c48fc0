"""What is kept of those who are invited by mail, or registered and have not confirmed it."""

from elearn.core.data_groups import N_, DataGroup, Holding

INVITED = DataGroup(
    "invitations",
    N_("Invitations and registrations by mail"),
    N_(
        "Name and e-mail address of somebody invited to a unit, and the role and courses there; "
        "and of somebody who registered and has not confirmed the address yet."
    ),
    N_("So that a link by mail lets them in, and nobody else."),
    N_("Those who may add people to the unit see invitations; nobody sees registrations."),
    N_(
        "Until it is accepted or withdrawn; 30 days after its link ends at the latest, of a "
        "registration a day."
    ),
    (
        Holding(
            "invitations",
            ("person_id",),
            ("unit_id", "name", "email", "role", "language", "courses", "at", "expires_at"),
            ("key", "token_hash"),
        ),
    ),
)
