"""Which personal data is kept, what for, who sees it and how long.

One table. The page on data protection, the export of somebody's own data and
`docs/operations.md` all read it, and a test compares it with the database.
"""

from dataclasses import dataclass, field


def N_(text: str) -> str:  # noqa: N802  # the name by which texts for translation are found
    """Mark a text for translation; the page translates it."""
    return text


@dataclass(frozen=True, slots=True)
class Holding:
    """Columns of one table.

    Attributes:
        table: The table.
        owner: The way from a row to the person: a column, and through foreign keys further ones.
            Empty where no row can be traced to a person without the secret key.
        columns: What the person gets in an export.
        withheld: Personal too, but never exported, since it would help to sign in as the person.
    """

    table: str
    owner: tuple[str, ...]
    columns: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DataGroup:
    """What belongs together: for one purpose, seen by the same people, kept for the same time."""

    key: str
    title: str
    what: str
    purpose: str
    seen_by: str
    kept: str
    holdings: tuple[Holding, ...] = field(default=())


_ENROLMENT = ("enrolment_id", "person_id")
_ATTEMPT = ("attempt_id", "enrolment_id", "person_id")
_RECORD = ("record_id", "person_id")
_WITH_ACCOUNT = N_("As long as you have an account here.")

DATA_GROUPS: tuple[DataGroup, ...] = (
    DataGroup(
        "identity",
        N_("Who you are"),
        N_("Name, e-mail address or service number, country, language, since when you are here."),
        N_("To know whose account it is, and whose name stands on a completion record."),
        N_("You, the administrators, and those who lead your unit or coordinate the training."),
        _WITH_ACCOUNT,
        (
            Holding(
                "people",
                ("id",),
                ("name", "email", "service_number", "country", "language", "created_at", "left_at"),
                ("key", "name_fold"),
            ),
            Holding(
                "name_changes",
                ("person_id",),
                ("name", "reason", "asked_at", "decided_at", "accepted"),
            ),
        ),
    ),
    DataGroup(
        "sign-in",
        N_("How you sign in"),
        N_("A hash of your password, never the password itself; links and codes to set a new one."),
        N_("To let you in and nobody else."),
        N_("Nobody."),
        N_("The hash until you change the password; links and codes until a day after they end."),
        (
            Holding(
                "people",
                ("id",),
                ("must_change_password",),
                ("password_hash", "session_epoch"),
            ),
            Holding(
                "reset_tokens",
                ("person_id",),
                ("channel", "created_at", "expires_at", "used_at"),
                ("token_hash",),
            ),
        ),
    ),
    DataGroup(
        "failed-sign-ins",
        N_("Failed sign-ins"),
        N_(
            "How often signing in failed for an account, a device or a network, under a keyed "
            "hash that names nobody."
        ),
        N_("To slow down those who guess passwords."),
        N_("Nobody."),
        N_("Until a day after the last failure."),
        (Holding("sign_in_guards", (), withheld=("subject", "failures", "last_at")),),
    ),
    DataGroup(
        "place",
        N_("Your unit and your roles"),
        N_("The units you belong to, roles you hold and nominations, each with its dates."),
        N_("So that your institution sees its own people and nobody else's."),
        N_("You, the administrators, and those who lead your unit or coordinate the training."),
        _WITH_ACCOUNT,
        (
            Holding("memberships", ("person_id",), ("unit_id", "from_day", "to_day")),
            Holding("roles", ("person_id",), ("role", "unit_id", "from_day", "to_day")),
            Holding(
                "nominations",
                ("person_id",),
                ("unit_id", "pack_id", "at", "state", "decided_at", "note"),
                ("key",),
            ),
        ),
    ),
    DataGroup(
        "learning",
        N_("Your way through courses"),
        N_("Courses you take, which lessons you opened and finished, and when."),
        N_("To show your progress and to continue where you left off."),
        N_("You. Your institution sees only what you completed or are taking; trainers see sums."),
        _WITH_ACCOUNT,
        (
            Holding(
                "enrolments",
                ("person_id",),
                ("line_id", "began_at", "ended_at", "completed_at", "last_item", "last_at"),
                ("key",),
            ),
            Holding(
                "events",
                _ENROLMENT,
                ("kind", "item_id", "version_id", "at", "data"),
                ("client_id",),
            ),
            Holding("item_states", _ENROLMENT, ("item_id", "state", "version_id", "at")),
        ),
    ),
    DataGroup(
        "answers",
        N_("Your answers"),
        N_("Attempts at quizzes and cases, what you answered, what it was worth."),
        N_("To mark them, to show you the review, and to mark again if a key was wrong."),
        N_("You. Nobody at your institution sees answers or marks."),
        _WITH_ACCOUNT,
        (
            Holding(
                "attempts",
                _ENROLMENT,
                (
                    "item_id",
                    "kind",
                    "number",
                    "version_id",
                    "language",
                    "started_at",
                    "finished_at",
                    "points",
                    "points_max",
                    "passed",
                    "ending",
                ),
                ("key", "seed"),
            ),
            Holding("answers", _ATTEMPT, ("question_id", "number", "raw", "late", "at")),
            Holding("marks", _ATTEMPT, ("question_id", "share", "points", "verdict", "at")),
            Holding("case_steps", _ATTEMPT, ("number", "scene_id", "choice_id", "at")),
        ),
    ),
    DataGroup(
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
                ("key", "code_hash", "commitments"),
            ),
            Holding("record_secrets", _RECORD, ("code", "facts", "salts")),
            Holding("record_statuses", _RECORD, ("status", "reason", "at")),
        ),
    ),
    DataGroup(
        "reports",
        N_("Mistakes you reported"),
        N_("What you wrote, about which block, when, and what came of it."),
        N_("To mend the course."),
        N_("You and the trainers."),
        _WITH_ACCOUNT,
        (
            Holding(
                "mistake_reports",
                ("person_id",),
                ("version_id", "item_id", "block", "language", "text", "at", "state", "note"),
                ("key",),
            ),
        ),
    ),
    DataGroup(
        "alumni",
        N_("Your alumni profile"),
        N_("What you chose to write, and for each field who may see it."),
        N_("So that colleagues can find you, if you want that."),
        N_("Field by field as you decide; nobody by default."),
        N_("Until you take it back."),
        (
            Holding(
                "alumni_profiles",
                ("person_id",),
                ("joined_at", "left_at", "fields", "visibility", "listed"),
            ),
        ),
    ),
    DataGroup(
        "looks",
        N_("Who looked at your data"),
        N_("Each time somebody else opened, listed or exported data about you, and who it was."),
        N_("So that looking at data without need is noticed."),
        N_("You, and the administrators."),
        _WITH_ACCOUNT,
        (
            Holding("look_people", ("person_id",), ("look_id",)),
            Holding("looks", ("actor_id",), ("at", "page", "filter")),
        ),
    ),
    DataGroup(
        "acts",
        N_("What you did for others"),
        N_("Changes that you made to people, units, roles, packs and records, with the time."),
        N_("So that it can be said who changed what."),
        N_("You, and the administrators."),
        N_("For good: a trail with holes proves nothing. It names you by a number only."),
        (
            Holding("audit", ("actor_id",), ("at", "action", "subject", "details")),
            Holding("roles", ("granted_by",), ("role", "from_day")),
            Holding("reset_tokens", ("issued_by",), ("channel", "created_at")),
            Holding("name_changes", ("decided_by",), ("decided_at", "accepted")),
            Holding("nominations", ("by_id",), ("unit_id", "pack_id", "at")),
            Holding("nominations", ("decided_by",), ("unit_id", "pack_id", "decided_at", "state")),
            Holding("pack_versions", ("installed_by",), ("pack_id", "version", "installed_at")),
            Holding("pack_versions", ("published_by",), ("pack_id", "version", "published_at")),
            Holding("mistake_reports", ("handled_by",), ("item_id", "block", "handled_at")),
            Holding("record_statuses", ("by_id",), ("status", "at")),
        ),
    ),
    DataGroup(
        "letters",
        N_("Letters to you"),
        N_("E-mail that waits to be sent: your address and the text."),
        N_("To send it."),
        N_("The administrators, where sending failed."),
        N_(
            "Until it is sent; 30 days at most if it cannot be. Copies in files are up to the host."
        ),
        (Holding("jobs", (), withheld=("payload",)),),
    ),
)

IMPERSONAL = frozenset({"packs", "pack_versions", "release_lines", "units", "unit_parents"})
"""Tables with nothing about a person but, in `pack_versions`, who installed and published."""
