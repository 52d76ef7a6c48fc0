"""What is kept of those who act for others: changes, and marks of answers."""

from elearn.core.data_groups import N_, DataGroup, Holding
from elearn.core.personal_data_duties import DUTY_ACTS

ACTS = DataGroup(
    "acts",
    N_("What you did for others"),
    N_("Changes that you made to people, units, roles, packs and records, with the time."),
    N_("So that it can be said who changed what."),
    N_("You, and the administrators."),
    N_("For good: a trail with holes proves nothing. It names you by a number only."),
    (
        Holding("written_answers", ("leased_by",), ("leased_until",)),
        Holding("human_marks", ("marker_id",), ("levels", "share", "comment", "settles", "at")),
        Holding("audit", ("actor_id",), ("at", "action", "subject", "details")),
        Holding("roles", ("granted_by",), ("role", "from_day")),
        Holding("reset_tokens", ("issued_by",), ("channel", "created_at")),
        Holding("invitations", ("by_id",), ("unit_id", "role", "at", "sent_at")),
        Holding("name_changes", ("decided_by",), ("decided_at", "accepted")),
        Holding("nominations", ("by_id",), ("unit_id", "pack_id", "at")),
        Holding("nominations", ("decided_by",), ("unit_id", "pack_id", "decided_at", "state")),
        Holding("pack_versions", ("installed_by",), ("pack_id", "version", "installed_at")),
        Holding("pack_versions", ("published_by",), ("pack_id", "version", "published_at")),
        Holding("pack_versions", ("ended_by",), ("pack_id", "version", "ended_at", "end_reason")),
        Holding(
            "publications",
            ("proposed_by",),
            ("version_id", "act", "state", "reason", "settings", "proposed_at"),
            ("key",),
        ),
        Holding(
            "publications",
            ("decided_by",),
            ("version_id", "act", "state", "note", "decided_at"),
        ),
        Holding("mistake_reports", ("handled_by",), ("item_id", "block", "handled_at")),
        Holding("record_statuses", ("by_id",), ("status", "at")),
        Holding("renewal_terms", ("by_id",), ("grace_days", "at")),
        Holding("revocation_requests", ("asked_by",), ("reason", "asked_at")),
        Holding("revocation_requests", ("decided_by",), ("state", "note", "decided_at")),
        Holding("quiz_dates", ("by_id",), ("item_id", "opens_at", "closes_at", "at")),
        Holding("quiz_grants", ("by_id",), ("item_id", "kind", "at")),
        Holding("extra_time", ("by_id",), ("percent", "minutes", "at")),
        Holding(
            "corrections",
            ("proposed_by",),
            ("pack_id", "question_id", "kind", "reason", "state", "proposed_at"),
            ("key",),
        ),
        Holding(
            "corrections",
            ("decided_by",),
            ("pack_id", "question_id", "kind", "state", "decided_at"),
        ),
        Holding(
            "law_impacts",
            ("opened_by",),
            ("register_id", "to_version", "provision", "day", "reason", "opened_at"),
            ("key",),
        ),
        Holding("law_impacts", ("owner_id",), ("register_id", "to_version", "provision", "due")),
        Holding("law_touches", ()),
        Holding("law_impact_versions", ("owner_id",), ("version_id", "due")),
        Holding(
            "law_hits",
            ("handled_by",),
            ("version_id", "item", "part", "state", "in_version", "note", "handled_at"),
        ),
        Holding("unit_papers", ("set_by",), ("unit_id", "name", "look", "set_at")),
        *DUTY_ACTS,
    ),
)
