"""What one certificate looks like: the course's wishes, those of the institution, marks."""

from dataclasses import dataclass, replace
from datetime import date

from elearn.core.learning.record import Facts
from elearn.interop.certificate import Certificate, Mark
from elearn.interop.certificate import mark as marks
from elearn.interop.certificate.mark import BadMark
from elearn.services import shelf
from elearn.store import blobs
from elearn.store import unit_papers as store

_USUAL = "classic"


@dataclass(frozen=True, slots=True)
class _Wishes:
    """The look and the marks that one side wants."""

    look: str
    marks: tuple[Mark, ...]


def dressed(words: Certificate, facts: Facts, person_id: int, day: date) -> Certificate:
    """A certificate with look, marks and the name of the holder's institution.

    The mark of who awards it stands before that of the institution. Where both wish a look, the
    course's holds.
    """
    course = _of_course(facts)
    kept = store.of_person(person_id, day)
    mine: tuple[Mark, ...] = ()
    if kept is not None and kept.mark and kept.ratio:
        mine = (Mark(kept.mark, kept.ratio, kept.name or facts.awarding_body),)
    return replace(
        words,
        look=course.look or (kept.look if kept else "") or _USUAL,
        marks=(*course.marks, *mine),
        institution=kept.name if kept else "",
    )


def _of_course(facts: Facts) -> _Wishes:
    paper = shelf.take(facts.digest).course.paper
    if not paper.mark:
        return _Wishes(paper.look, ())
    try:
        content = blobs.read_member(facts.digest, paper.mark)
        return _Wishes(paper.look, (marks.read(paper.mark, content, facts.awarding_body),))
    except (FileNotFoundError, KeyError, BadMark):
        return _Wishes(paper.look, ())  # the record is not worth less without a picture
