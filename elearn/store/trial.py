"""What only a preview's throw-away database may do: put other content behind a version."""

import hashlib
import os
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select, update

from elearn.store import blobs
from elearn.store.db import db
from elearn.store.tables.attempts import (
    AnswerRow,
    Attempt,
    CaseReasoning,
    CaseSeen,
    CaseStep,
    MarkRow,
    QuestionState,
)
from elearn.store.tables.certificates import CertificateRow
from elearn.store.tables.daily_review import DailyReview, ReviewAnswer, ReviewCard
from elearn.store.tables.enrolments import Enrolment, Event, ItemState
from elearn.store.tables.marking import HumanMark, WrittenAnswer
from elearn.store.tables.packs import PackVersion
from elearn.store.tables.records import RecordRow, RecordSecret
from elearn.store.tables.shares import ShareOpening, ShareRow

_DEPTH = 12
_MOST = 50_000


def replace_content(version_id: int, old: str, new: str, **values: Any) -> None:
    """Let a version and the attempts at it be of another content; the old archive goes."""
    db.session.execute(
        update(PackVersion).where(PackVersion.id == version_id).values(digest=new, **values)
    )
    db.session.execute(update(Attempt).where(Attempt.version_id == version_id).values(digest=new))
    if old != new:
        blobs.archive_path(old).unlink(missing_ok=True)


def forget_learning(person_id: int) -> None:
    """Let the learner of a preview have taken nothing yet."""
    mine = select(Enrolment.id).where(Enrolment.person_id == person_id)
    attempts = select(Attempt.id).where(Attempt.enrolment_id.in_(mine))
    steps = select(CaseStep.id).where(CaseStep.attempt_id.in_(attempts))
    records = select(RecordRow.id).where(RecordRow.person_id == person_id)
    shares = select(ShareRow.id).where(ShareRow.record_id.in_(records))
    cards = select(ReviewCard.id).where(ReviewCard.person_id == person_id)
    written = select(WrittenAnswer.id).where(WrittenAnswer.attempt_id.in_(attempts))
    for table, condition in (
        (HumanMark, HumanMark.written_id.in_(written)),
        (WrittenAnswer, WrittenAnswer.attempt_id.in_(attempts)),
        (ReviewAnswer, ReviewAnswer.card_id.in_(cards)),
        (ReviewCard, ReviewCard.person_id == person_id),
        (DailyReview, DailyReview.person_id == person_id),
        (MarkRow, MarkRow.attempt_id.in_(attempts)),
        (AnswerRow, AnswerRow.attempt_id.in_(attempts)),
        (QuestionState, QuestionState.attempt_id.in_(attempts)),
        (CaseReasoning, CaseReasoning.step_id.in_(steps)),
        (CaseSeen, CaseSeen.attempt_id.in_(attempts)),
        (CaseStep, CaseStep.attempt_id.in_(attempts)),
        (Attempt, Attempt.enrolment_id.in_(mine)),
        (ItemState, ItemState.enrolment_id.in_(mine)),
        (Event, Event.enrolment_id.in_(mine)),
        (ShareOpening, ShareOpening.share_id.in_(shares)),
        (ShareRow, ShareRow.record_id.in_(records)),
        (CertificateRow, CertificateRow.record_id.in_(records)),
        (RecordSecret, RecordSecret.record_id.in_(records)),
        (RecordRow, RecordRow.person_id == person_id),
        (Enrolment, Enrolment.person_id == person_id),
    ):
        db.session.execute(delete(table).where(condition))


def stamp(*folders: Path) -> str:
    """A short text that changes when a file in the folders does: names, sizes and times."""
    seen = hashlib.sha256()
    for folder in folders:
        for line in _entries(folder, 0):
            seen.update(line.encode("utf-8", "surrogatepass"))
    return seen.hexdigest()[:16]


def _entries(folder: Path, depth: int) -> list[str]:
    """One line a file; whatever vanishes meanwhile is left out."""
    lines: list[str] = []
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return lines
    for entry in entries[:_MOST]:
        if entry.name.startswith("."):
            continue
        try:
            if entry.is_dir(follow_symlinks=False):
                lines += _entries(Path(entry.path), depth + 1) if depth < _DEPTH else []
            else:
                found = entry.stat(follow_symlinks=False)
                lines.append(f"{entry.path}\0{found.st_size}\0{found.st_mtime_ns}\n")
        except OSError:
            continue
    return lines
