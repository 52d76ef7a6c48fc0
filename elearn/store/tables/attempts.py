"""Goes at a quiz or a case, what was answered and what it was worth. Append-only but the end."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from elearn.store.db import Instant, Model


class Attempt(Model):
    """One go, with the seed that replays it. Points are exact fractions as text: `7/2`.

    `drawn` is what the quiz's rules got from the banks (`core.quiz.blueprint.to_text`); empty of
    attempts that began before draw version 2, and where nothing is drawn. `deadline_at` follows
    from what `core.quiz.policy.deadline` is told; it is worked out anew when something of that
    changes, so that saving an answer needs to look at nothing else. `paused_at` is since when its
    time stands still, its quiz being closed since law lapsed. `lapsed` is what lapsed of it
    (`core.quiz.lapsed.KeptLapses`). `ending` is that of a case; of a quiz it is `law` where the
    attempt was set aside, its quiz having closed for good: it counts for nothing; `crowd` where it
    was handed in while very many were: that moment is then its deadline.
    """

    __tablename__ = "attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    item_id: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(5))
    number: Mapped[int]
    version_id: Mapped[int] = mapped_column(ForeignKey("pack_versions.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(10))
    seed: Mapped[str] = mapped_column(String(32))
    draw_version: Mapped[int]
    drawn: Mapped[str | None] = mapped_column(Text)
    lapsed: Mapped[str | None] = mapped_column(Text)
    started_at: Mapped[datetime] = mapped_column(Instant)
    deadline_at: Mapped[datetime | None] = mapped_column(Instant)
    paused_at: Mapped[datetime | None] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    points: Mapped[str | None] = mapped_column(String(40))
    points_max: Mapped[str | None] = mapped_column(String(40))
    passed: Mapped[bool | None]
    ending: Mapped[str | None] = mapped_column(String(64))

    __table_args__ = (
        UniqueConstraint("enrolment_id", "item_id", "number"),
        Index(
            "uq_attempts_open",
            "enrolment_id",
            "item_id",
            unique=True,
            sqlite_where=text("finished_at IS NULL"),
            postgresql_where=text("finished_at IS NULL"),
        ),
        Index(
            "ix_attempts_due",
            "deadline_at",
            sqlite_where=text("finished_at IS NULL"),
            postgresql_where=text("finished_at IS NULL"),
        ),
    )


class AnswerRow(Model):
    """An answer as it was given; a later one with a higher number stands above it.

    Late ones and those put aside count for nothing: late came after the end or after the question
    was closed; put aside was given without having seen what another tab had saved. `tab` names the
    tab that sent it, where script runs.
    """

    __tablename__ = "answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"))
    question_id: Mapped[str] = mapped_column(String(64))
    number: Mapped[int]
    raw: Mapped[dict[str, Any]] = mapped_column(JSON)
    late: Mapped[bool] = mapped_column(default=False)
    aside: Mapped[bool] = mapped_column(default=False, server_default=false())
    tab: Mapped[str | None] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (UniqueConstraint("attempt_id", "question_id", "number"),)


class QuestionState(Model):
    """What a learner did with a question beside answering it; no row means nothing yet.

    `closed_at`: its answer is final, since it was passed or shown; `passed_at`: there is no way
    back to it.
    """

    __tablename__ = "question_states"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"), primary_key=True)
    question_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    flagged: Mapped[bool] = mapped_column(default=False)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    passed_at: Mapped[datetime | None] = mapped_column(Instant)


class MarkRow(Model):
    """What an answer was worth, by which grader, and because of which correction if of any.

    `grader` is `machine`, or `human` with what people judged.
    """

    __tablename__ = "marks"

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"), index=True)
    question_id: Mapped[str] = mapped_column(String(64))
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answers.id"))
    share: Mapped[str] = mapped_column(String(40))
    points: Mapped[str] = mapped_column(String(40))
    verdict: Mapped[str] = mapped_column(String(10))
    grader_version: Mapped[int]
    correction_id: Mapped[int | None] = mapped_column(ForeignKey("corrections.id"))
    grader: Mapped[str] = mapped_column(String(10), default="machine", server_default="machine")
    judged: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    at: Mapped[datetime] = mapped_column(Instant)


class CaseStep(Model):
    """A choice made in a case."""

    __tablename__ = "case_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"))
    number: Mapped[int]
    scene_id: Mapped[str] = mapped_column(String(64))
    choice_id: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (UniqueConstraint("attempt_id", "number"),)


class CaseReasoning(Model):
    """Why, in the learner's own words, at a step of a case. Erasure deletes the row."""

    __tablename__ = "case_reasonings"

    step_id: Mapped[int] = mapped_column(
        ForeignKey("case_steps.id"), primary_key=True, autoincrement=False
    )
    text: Mapped[str] = mapped_column(Text)


class CaseSeen(Model):
    """An exhibit that was opened in a case, or a message that was read; the first time counts."""

    __tablename__ = "case_seen"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"), primary_key=True)
    thing_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
