"""What frozen figures of programmes keep of the people whom they count."""

from elearn.core.data_groups import N_, DataGroup, Holding

COUNTED = DataGroup(
    "counted",
    N_("Figures of programmes in which you are counted"),
    N_("For frozen figures: your country, institution, sex, function and moves as they were then."),
    N_("So that figures told to a funder can be derived again, whatever was corrected since."),
    N_("You. Others see sums, rounded, and never of few people."),
    N_("As long as the figures must be accounted for."),
    (
        Holding(
            "snapshot_people",
            ("person_id",),
            ("snapshot_id", "country", "institution", "sex", "function", "moves"),
        ),
    ),
)
