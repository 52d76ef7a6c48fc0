"""What is kept of what an institution asks of people, and of what excuses or replaces it."""

from elearn.core.data_groups import N_, DataGroup, Holding

_SEEN = N_("You, and those who lead your unit or coordinate the training.")
_KEPT = N_("As long as you have an account here.")

ASKED = DataGroup(
    "asked",
    N_("What your institution asks of you"),
    N_("What you are asked to learn, by when, and to learn anew after the law changed."),
    N_("So that everybody has been trained for what they do, by the law in force."),
    _SEEN,
    _KEPT,
    (
        Holding("law_requests", ("person_id",), ("due", "at"), ("record_id",)),
        Holding(
            "assignments",
            ("person_id",),
            (
                "pack_id",
                "version_id",
                "from_day",
                "to_day",
                "first_day",
                "due_on",
                "due_days",
                "renew_months",
                "on_law_change",
                "compulsory",
                "note",
                "at",
            ),
            ("key", "unit_id", "role", "replaces_id"),
        ),
    ),
)

REMINDED = DataGroup(
    "reminders",
    N_("Reminders you got"),
    N_(
        "On which days a reminder left for you, of how many things, of which courses you were told "
        "that they are asked of you, and whether you ended reminders."
    ),
    N_("So that nobody gets more than one a day, and nobody gets what they do not want."),
    N_("Nobody but you."),
    N_("A year."),
    (
        Holding("reminders", ("person_id",), ("day", "things", "at")),
        Holding("reminder_stops", ("person_id",), ("at",)),
        Holding("duty_letters", ("person_id",), ("pack_id", "asked_on", "at")),
    ),
)

EXCUSED = DataGroup(
    "excused",
    N_("Exemptions, and what you learnt elsewhere"),
    N_("Courses that are not asked of you and why; certificates of others that count instead."),
    N_("So that nobody is asked for what they need not do or know already."),
    _SEEN,
    _KEPT,
    (
        Holding(
            "exemptions",
            ("person_id",),
            ("pack_id", "from_day", "to_day", "reason", "at", "ended_at"),
            ("key",),
        ),
        Holding(
            "prior_learning",
            ("person_id",),
            (
                "pack_id",
                "title",
                "awarding_body",
                "awarded_on",
                "valid_until",
                "seen",
                "at",
                "withdrawn_at",
                "withdrawn_because",
            ),
            ("key",),
        ),
    ),
)

DUTY_ACTS = (
    Holding("programme_versions", ("by_id",), ("title", "number", "at")),
    Holding("law_requests", ("by_id",), ("due", "at")),
    Holding("assignments", ("by_id",), ("unit_id", "role", "pack_id", "from_day", "at")),
    Holding("assignments", ("ended_by",), ("unit_id", "role", "pack_id", "ended_at")),
    Holding("exemptions", ("by_id",), ("pack_id", "from_day", "to_day", "at")),
    Holding("exemptions", ("ended_by",), ("pack_id", "ended_at")),
    Holding("prior_learning", ("by_id",), ("pack_id", "title", "at")),
    Holding("prior_learning", ("withdrawn_by",), ("pack_id", "title", "withdrawn_at")),
)
"""What those did who asked, excused and recognised."""
