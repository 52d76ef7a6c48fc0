"""What is kept of people in their completion records, and of where these went."""

from elearn.core.data_groups import N_, DataGroup, Holding

_RECORD = ("record_id", "person_id")

RECORDS = DataGroup(
    "records",
    N_("Your completion records"),
    N_("What you completed, on which version, when, until when it holds, and its code."),
    N_("So that you can prove it, and your institution can rely on it."),
    N_("You and your institution. Whoever has the code sees no name, only the standing."),
    N_("As long as the record may have to be checked. It names you by a sealed hash only."),
    (
        Holding(
            "records",
            ("person_id",),
            (
                "version_id",
                "kind",
                "language",
                "law_checked",
                "issued_at",
                "valid_until",
                "digest",
            ),
            ("key", "code_hash", "commitments", "renews_id", "kid", "signature"),
        ),
        Holding("log_entries", _RECORD, ("number", "digest")),
        Holding("record_secrets", _RECORD, ("code", "facts", "salts")),
        Holding("record_statuses", _RECORD, ("status", "reason", "at")),
        Holding(
            "wallet_offers",
            _RECORD,
            ("made_at", "until_at", "taken_at"),
            ("code_hash", "pin_hash", "tries", "token_hash", "token_until_at"),
        ),
        Holding("status_places", _RECORD, ("list_number", "place")),
        Holding("renewal_notices", _RECORD, ("stage", "at")),
        Holding(
            "revocation_requests",
            _RECORD,
            ("state", "reason", "asked_at", "decided_at", "note"),
            ("key",),
        ),
        Holding("certificates", _RECORD, ("language", "digest", "level", "program", "made_at")),
    ),
)
