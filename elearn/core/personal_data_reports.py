"""What is kept of reports that somebody takes away."""

from elearn.core.data_groups import N_, DataGroup, Holding

REPORTS = DataGroup(
    "reports",
    N_("Reports you take away"),
    N_("Reports that you keep under a name, and files that were made for you."),
    N_("So that you need not ask for the same report again, and can fetch large ones later."),
    N_("You. The files name people whom you lead; each of them can read that you looked."),
    N_("Reports until you delete them; files for a week."),
    (
        Holding(
            "saved_reports",
            ("person_id",),
            ("name", "asked", "form", "rhythm", "next_on", "made_at"),
            ("key",),
        ),
        Holding(
            "report_files",
            ("person_id",),
            ("name", "asked", "form", "state", "asked_at", "made_at", "expires_at", "rows", "size"),
            ("key", "digest", "units"),
        ),
    ),
)
