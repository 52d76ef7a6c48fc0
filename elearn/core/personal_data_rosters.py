"""What is kept of rosters that coordinators import."""

from elearn.core.data_groups import N_, DataGroup, Holding

ROSTERS = DataGroup(
    "roster-imports",
    N_("Rosters you imported"),
    N_("The name of a file, for which unit, when, and how many of its rows did what."),
    N_("To show you what would become of each row before anything is changed."),
    N_("Nobody but you."),
    N_("A day, or until you delete it. The file itself is deleted when it was applied."),
    (
        Holding(
            "roster_imports",
            ("person_id",),
            ("unit_id", "file_name", "state", "done", "total", "counts", "at", "expires_at"),
            ("key", "settings"),
        ),
    ),
)
