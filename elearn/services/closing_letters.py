"""Letters about law that lapsed: of questions to trainers, of quizzes to learners, too."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from elearn.core.quiz.lapsed import Lapse
from elearn.services import jobs, mail, shelf
from elearn.services.sign_in import Letter
from elearn.store import closings as store
from elearn.store import packs
from elearn.store.closings import Addressee
from elearn.store.packs import KeptVersion

BATCH = 100
"""So many learners are written to in one transaction."""


class About(StrEnum):
    """What a letter is about: questions that lapsed, a quiz that closed, or opened again."""

    LAPSED = "lapsed"
    CLOSED = "closed"
    OPENED = "opened"


@dataclass(frozen=True, slots=True)
class LawTold:
    """What a letter about lapsed law says.

    Attributes:
        about: What happened.
        trainer: Whether it goes to a trainer.
        quiz: Its title; empty with `lapsed`.
        later: With `opened`: the later version in which it is open; empty if it is so in theirs.
        questions: With `lapsed`: the id of each question, and in words what it rests on.
    """

    about: About
    trainer: bool
    language: str | None
    name: str
    pack_id: str
    version: str
    course: str
    item_id: str = ""
    quiz: str = ""
    later: str = ""
    questions: tuple[tuple[str, str], ...] = ()


LawLetters = Callable[[LawTold], Letter]
"""Writes a letter in the reader's language."""


@dataclass(frozen=True, slots=True)
class News:
    """What there is to tell to those on a version.

    `questions` is there with `lapsed`, `item_id` otherwise; `later` as in `LawTold`.
    """

    about: About
    version_id: int
    item_id: str = ""
    later: str = ""
    questions: Mapping[str, Lapse] | None = None


def tell(letters: LawLetters, news: News, *, trainers: bool = True, now: datetime) -> None:
    """Write to all trainers, and ask for the letters to learners. Needs a writing transaction."""
    version = packs.version_by_id(news.version_id)
    assert version is not None
    for to in store.trainers(now.astimezone(UTC).date()) if trainers else ():
        _write(letters, version, news, to, trainer=True, now=now)
    if news.about is not About.LAPSED:
        _ask(news, 0, now)


def _ask(news: News, after: int, now: datetime) -> None:
    payload = {
        "about": news.about.value,
        "version": news.version_id,
        "item": news.item_id,
        "later": news.later,
        "after": after,
    }
    jobs.enqueue("law-letters", payload, now=now)


def handler(letters: LawLetters | None) -> jobs.Handler:
    """The handler of `law-letters` jobs: some learners, then another job."""

    def carry_on(job: jobs.JobRecord, now: datetime) -> None:
        told = job.payload
        about, later = About(told["about"]), str(told["later"])
        news = News(about, int(told["version"]), str(told["item"]), later)
        version = packs.version_by_id(news.version_id)
        if letters is None or version is None:
            return
        after = int(told["after"])
        batch = store.learners_waiting(version.id, news.item_id, after=after, limit=BATCH)
        for to in batch:
            _write(letters, version, news, to, trainer=False, now=now)
        if len(batch) == BATCH:
            _ask(news, batch[-1].id, now)

    return carry_on


def _write(
    letters: LawLetters,
    version: KeptVersion,
    news: News,
    to: Addressee,
    *,
    trainer: bool,
    now: datetime,
) -> None:
    shelved = shelf.take(version.digest)
    language = to.language or version.language
    law = shelf.law_of(shelved.course, now.astimezone(UTC).date())
    letter = letters(
        LawTold(
            about=news.about,
            trainer=trainer,
            language=to.language,
            name=to.name,
            pack_id=version.pack_id,
            version=version.version,
            course=shelved.compiled.plain(language, "pack#title"),
            item_id=news.item_id,
            quiz=shelved.compiled.plain(language, f"{news.item_id}#title") if news.item_id else "",
            later=news.later,
            questions=tuple(
                (name, ", ".join(law.label(c, language) if law else c for c in lapse.cites))
                for name, lapse in (news.questions or {}).items()
            ),
        )
    )
    mail.send(to.email, letter.subject, letter.text, now=now)
