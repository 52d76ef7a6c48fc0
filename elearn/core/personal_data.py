"""Which personal data is kept, what for, who sees it and how long.

One table. The page on data protection, the export of somebody's own data and
`docs/operations.md` all read it, and a test compares it with the database.
"""

from elearn.core.data_groups import N_, DataGroup, Holding
from elearn.core.personal_data_acts import ACTS
from elearn.core.personal_data_compliance import COMPLIANCE
from elearn.core.personal_data_duties import ASKED, EXCUSED, REMINDED
from elearn.core.personal_data_indicators import COUNTED
from elearn.core.personal_data_invitations import INVITED
from elearn.core.personal_data_programs import PROGRAMS
from elearn.core.personal_data_records import RECORDS
from elearn.core.personal_data_reports import REPORTS
from elearn.core.personal_data_rosters import ROSTERS
from elearn.core.personal_data_shares import SHARES

_ENROLMENT = ("enrolment_id", "person_id")
_ATTEMPT = ("attempt_id", "enrolment_id", "person_id")
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
        "service",
        N_("What your institution says of your service"),
        N_(
            "Your function, your sex and since when you serve, where the roster or those who lead "
            "you say so."
        ),
        N_(
            "Function and years decide which programme fits. The sex is counted only: how many "
            "women and men were trained."
        ),
        N_(
            "You, the administrators, and those who keep the roster of your unit. Sums of few "
            "people are never shown."
        ),
        _WITH_ACCOUNT,
        (Holding("people", ("id",), ("function", "sex", "serves_since")),),
    ),
    DataGroup(
        "sign-in",
        N_("How you sign in"),
        N_(
            "A hash of your password, never the password itself; links and codes to set a new one; "
            "and where you sign in through your institution, what it calls you there."
        ),
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
            Holding("identities", ("person_id",), ("issuer", "subject", "linked_at", "last_at")),
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
                (
                    "line_id",
                    "pinned_version_id",
                    "began_at",
                    "ended_at",
                    "completed_at",
                    "last_item",
                    "last_at",
                ),
                ("key", "moved_from_id"),
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
        N_(
            "Attempts at quizzes and cases, what you answered, how sure you were, the hints you "
            "took, what it was worth."
        ),
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
                    "drawn",
                    "lapsed",
                    "started_at",
                    "deadline_at",
                    "paused_at",
                    "finished_at",
                    "points",
                    "points_max",
                    "passed",
                    "ending",
                ),
                ("key", "seed"),
            ),
            Holding(
                "answers",
                _ATTEMPT,
                ("question_id", "number", "raw", "late", "aside", "at"),
                ("tab",),
            ),
            Holding(
                "question_states", _ATTEMPT, ("question_id", "flagged", "closed_at", "passed_at")
            ),
            Holding(
                "marks",
                _ATTEMPT,
                ("question_id", "share", "points", "verdict", "grader", "judged", "at"),
            ),
            Holding(
                "gains",
                ("post_attempt_id", "enrolment_id", "person_id"),
                ("item_id", "before", "after", "gain", "at"),
            ),
            Holding(
                "correction_results",
                _ATTEMPT,
                (
                    "points_before",
                    "max_before",
                    "passed_before",
                    "points_after",
                    "max_after",
                    "passed_after",
                    "kept",
                    "at",
                ),
            ),
            Holding(
                "impact_results",
                _ATTEMPT,
                ("percent_before", "percent_after", "passed_before", "passed_after"),
            ),
            Holding("case_steps", _ATTEMPT, ("number", "scene_id", "choice_id", "at")),
            Holding("case_seen", _ATTEMPT, ("thing_id", "at")),
        ),
    ),
    DataGroup(
        "reasoning",
        N_("Your reasons in case studies"),
        N_("What you wrote in your own words about why you decided as you did."),
        N_("To show it to you beside the model answer when you look back. Nobody marks it."),
        N_("You alone."),
        N_("As long as you have an account here. It is deleted when your data are erased."),
        (Holding("case_reasonings", ("step_id", *_ATTEMPT), ("text",)),),
    ),
    DataGroup(
        "written-answers",
        N_("What you wrote and people mark"),
        N_("Texts of yours that trainers mark, under a number, and what each marker found."),
        N_("To mark what no machine can, twice where the quiz says so, and to release it at once."),
        N_("You, once it is released. Trainers who mark see the text and a number, not your name."),
        _WITH_ACCOUNT,
        (
            Holding(
                "written_answers",
                _ATTEMPT,
                ("question_id", "number", "item_id", "state", "at", "released_at"),
                ("key",),
            ),
            Holding(
                "human_marks",
                ("written_id", "attempt_id", "enrolment_id", "person_id"),
                withheld=("levels", "share", "comment", "settles"),
            ),
        ),
    ),
    DataGroup(
        "daily-review",
        N_("Your daily review"),
        N_(
            "Whether you take part; if you do, how well you remember each question and when it is "
            "due, and what you answered."
        ),
        N_("To ask you again what you are about to forget."),
        N_("You. Nobody else sees whether you take part."),
        N_("Until you leave the review and have it erased. That you said no is kept."),
        (
            Holding("daily_reviews", ("person_id",), ("active", "since_at"), ("key",)),
            Holding(
                "review_cards",
                ("person_id",),
                (
                    "pack_id",
                    "question_id",
                    "major",
                    "digest",
                    "number",
                    "stability",
                    "difficulty",
                    "last_on",
                    "due_on",
                ),
            ),
            Holding(
                "review_answers",
                ("card_id", "person_id"),
                ("number", "language", "raw", "share", "verdict", "rating", "due_on", "at"),
                ("key",),
            ),
        ),
    ),
    DataGroup(
        "granted",
        N_("What you were granted"),
        N_("Further attempts, more time and other dates for quizzes, each with its reason."),
        N_("So that everybody has the time they need, and it can be said why."),
        N_("You, the trainers, and those who lead your unit or coordinate the training."),
        _WITH_ACCOUNT,
        (
            Holding(
                "quiz_grants",
                _ENROLMENT,
                ("item_id", "kind", "amount", "opens_at", "closes_at", "reason", "at"),
            ),
            Holding(
                "extra_time",
                ("person_id",),
                ("percent", "minutes", "from_day", "to_day", "reason", "at"),
            ),
        ),
    ),
    RECORDS,
    SHARES,
    REPORTS,
    COUNTED,
    DataGroup(
        "reports",
        N_("Mistakes you reported"),
        N_("What you wrote, about which place, when, and what came of it."),
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
    ASKED,
    EXCUSED,
    REMINDED,
    DataGroup(
        "import-drafts",
        N_("Question files you uploaded"),
        N_("The name of a file, when you uploaded it, and what was read from it."),
        N_("To show you what becomes of its questions before they go into a course."),
        N_("Nobody but you."),
        N_("A day, or until you delete it."),
        (
            Holding(
                "import_drafts",
                ("person_id",),
                ("file_name", "pack_id", "version", "questions", "at", "expires_at"),
                ("key",),
            ),
        ),
    ),
    ROSTERS,
    INVITED,
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
    COMPLIANCE,
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
    ACTS,
    PROGRAMS,
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
