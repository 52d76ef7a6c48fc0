"""What is kept of those who let programs act for them."""

from elearn.core.data_groups import N_, DataGroup, Holding

PROGRAMS = DataGroup(
    "programs",
    N_("Programs that act for you"),
    N_(
        "Tokens and clients that you made: name, scopes, end, the day of last use; a hash of the "
        "token, never the token itself. What programs were answered and told lately, by keys."
    ),
    N_("So that a program can act for you, and nobody's program twice for one thing."),
    N_("You; clients also the administrators."),
    N_(
        "Tokens until 30 days after their end, answers for a day, what programs were told for 30 "
        "days, clients for good."
    ),
    (
        Holding(
            "api_tokens",
            ("person_id",),
            ("name", "scopes", "created_at", "expires_at", "withdrawn_at", "used_on"),
            ("key", "token_hash"),
        ),
        Holding("api_clients", ("made_by",), ("scopes", "created_at", "expires_at", "used_on")),
        Holding(
            "api_clients",
            ("person_id",),
            ("created_at",),
            ("key", "secret_hash", "withdrawn_at", "unit_id"),
        ),
        Holding("webhooks", ("made_by",), ("address", "events", "state", "created_at")),
        Holding(
            "webhooks",
            ("client_id", "person_id"),
            ("deleted_at",),
            ("key", "salt", "old_salt", "old_until", "rest_until"),
        ),
        Holding(
            "webhook_deliveries",
            ("webhook_id", "client_id", "person_id"),
            ("event", "state", "tries", "status", "fault", "made_at", "tried_at", "next_at"),
            ("key", "about", "body"),
        ),
        Holding(
            "scim_users",
            ("person_id",),
            ("user_name", "external_id", "at", "deleted_at"),
            ("folded", "email_given", "number_given", "email_type", "email_primary", "unit_id"),
        ),
        Holding("kept_answers", ("person_id",), ("at", "status"), ("key", "asked", "answer")),
    ),
)
