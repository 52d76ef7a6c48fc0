"""What is kept of how people stand with what is asked of them."""

from elearn.core.data_groups import N_, DataGroup, Holding

COMPLIANCE = DataGroup(
    "compliance",
    N_("How you stand with what is asked of you"),
    N_("For each course that is asked of you: since when it is done, due, late or not asked."),
    N_("So that your unit sees in time what has to be learnt. It follows from other data here."),
    N_("You, and those who lead your unit or coordinate the training."),
    N_("As long as you have an account here. Sums of a unit name nobody."),
    (
        Holding("compliance_spans", ("person_id",), ("pack_id", "from_day", "to_day", "status")),
        Holding("compliance_places", ("person_id",), ("unit_id", "from_day", "to_day")),
    ),
)
