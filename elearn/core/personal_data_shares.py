"""What is kept of links by which people show their records to others."""

from elearn.core.data_groups import N_, DataGroup, Holding

_RECORD = ("record_id", "person_id")

SHARES = DataGroup(
    "shares",
    N_("Links to your records"),
    N_("What a link shows, until when, for whom you noted it down, and when it was opened."),
    N_("So that you decide who sees what, and know when it was looked at."),
    N_("You. Whoever has the link sees what you chose, until its last day."),
    N_("Until half a year after the last day of the link."),
    (
        Holding(
            "shares",
            _RECORD,
            ("chosen", "until", "label", "made_at", "taken_back_at"),
            ("key", "token"),
        ),
        Holding("share_openings", ("share_id", *_RECORD), ("at",)),
    ),
)
