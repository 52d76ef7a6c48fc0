"""Letters to people, written in their own language."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import current_app, g, render_template, url_for

from elearn.core.learning.renewal import Stage
from elearn.core.settings import Settings
from elearn.services import endings
from elearn.services.closing_letters import LawTold
from elearn.services.invitations import Told as Invited
from elearn.services.law_impacts import Given
from elearn.services.law_people import Asked
from elearn.services.regrading import Told
from elearn.services.reminders import Told as Reminded
from elearn.services.reminders import stop_token
from elearn.services.renewal_notices import Told as Ending
from elearn.services.revocations import Waiting
from elearn.services.saved_reports import Told as Reported
from elearn.services.sign_in import Letter, ResetLink
from elearn.services.webhook_sending import Told as HookTold
from elearn.web.shared.i18n import current_language
from elearn.web.shared.languages import LANGUAGES


@contextmanager
def spoken_in(code: str | None) -> Iterator[None]:
    """Say everything meanwhile in that language, if the interface has it."""
    before = current_language()
    g.language = code if code in LANGUAGES else before
    try:
        yield
    finally:
        g.language = before


def _address(path: str) -> str:
    """The full address of a page; the configured one, never what the request's Host says."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.public_url.rstrip("/") + path


def reset_letter(link: ResetLink) -> Letter:
    """The letter with the link that sets a password."""
    address = _address(url_for("account.reset_with_token", token=link.token))
    return letter("mail/reset.txt", link.language, name=link.name, address=address)


def code_letter(name: str, language: str | None) -> Letter:
    """The letter that tells somebody that a one-time code for their account was issued."""
    address = _address(url_for("account.profile"))
    return letter("mail/code_issued.txt", language, name=name, address=address)


def invitation_letter(told: Invited) -> Letter:
    """The letter with the link by which somebody joins a unit."""
    # Commands invite, too: no request is there from which addresses could be made.
    template = "mail/registration.txt" if told.asked else "mail/invitation.txt"
    return letter(
        template,
        told.language,
        name=told.name,
        unit=told.unit,
        until=told.expires_at,
        address=_address(f"/invitations/{told.token}"),
    )


def correction_letter(told: Told) -> Letter:
    """The letter that tells somebody that an attempt of theirs was marked again, and why."""
    return letter(
        "mail/correction.txt",
        told.language,
        name=told.name,
        quiz=told.quiz,
        course=told.course,
        kind=told.kind,
        reason=told.reason,
        before=f"{told.before} %",
        after=f"{told.after} %",
        passed_before=told.passed_before,
        passed_after=told.passed_after,
        kept=told.kept,
        address=_address(f"/attempts/{told.attempt_key}/review"),
    )


def law_letter(told: LawTold) -> Letter:
    """The letter that tells somebody of questions or a quiz whose law lapsed."""
    # No request is there from which addresses could be made: the worker writes.
    if told.trainer:
        path = f"/packs/{told.pack_id}/{told.version}"
    elif told.later:
        path = f"/courses/{told.pack_id}/version/changes"
    else:
        path = f"/courses/{told.pack_id}/{told.item_id}"
    return letter(
        f"mail/law_{told.about.value}.txt",
        told.language,
        name=told.name,
        trainer=told.trainer,
        course=told.course,
        version=told.version,
        quiz=told.quiz,
        later=told.later,
        questions=told.questions,
        address=_address(path),
    )


def law_asked_letter(asked: Asked) -> Letter:
    """The letter that asks somebody to learn what changed since they completed a course."""
    return letter(
        "mail/law_asked.txt",
        asked.language,
        name=asked.name,
        course=asked.course,
        due=asked.due,
        address=_address(f"/records/{asked.record_key}"),
    )


def law_given_letter(given: Given) -> Letter:
    """The letter that tells a trainer that a change of law is theirs to work off."""
    return letter(
        "mail/law_given.txt",
        given.language,
        name=given.name,
        source=given.source,
        places=given.places,
        due=given.due,
        address=_address(given.path),
    )


def ending_letter(told: endings.Told) -> Letter:
    """The letter that tells somebody that a version of a course was stopped or withdrawn."""
    return letter(
        "mail/version_ended.txt",
        told.language,
        name=told.name,
        course=told.course,
        version=told.version,
        withdrawn=told.withdrawn,
        reason=told.reason,
        law_note=told.law_note,
        standing=told.standing,
        record=told.record,
        address=_address(f"/courses/{told.pack_id}/version/changes"),
    )


def renewal_letter(told: Ending) -> Letter:
    """The letter that tells somebody that a record of theirs ends, or has ended."""
    return letter(
        "mail/renewal.txt",
        told.language,
        name=told.name,
        course=told.course,
        until=told.until,
        ended=told.stage is Stage.ENDED,
        way=told.renewal.way.value,
        grace_until=told.renewal.grace_until,
        address=_address(f"/records/{told.record_key}"),
    )


def revocation_letter(told: Waiting) -> Letter:
    """The letter that tells somebody that a request to revoke a record waits for them."""
    return letter(
        "mail/revocation.txt",
        told.language,
        name=told.name,
        course=told.course,
        address=_address(f"/revocations/{told.key}"),
    )


def report_letter(told: Reported) -> Letter:
    """The letter that tells somebody that a file of a report can be fetched; never the file."""
    return letter(
        "mail/report.txt",
        told.language,
        name=told.name,
        report=told.report,
        until=told.expires_at,
        address=_address(f"/reports/files/{told.file_key}"),
    )


def webhook_letter(told: HookTold) -> Letter:
    """The letter that tells somebody that a system of theirs cannot be told anything any more."""
    return letter(
        "mail/webhook.txt",
        told.language,
        name=told.name,
        client=told.client,
        receiver=told.address,
        answer=str(told.status or told.fault),
        address=_address(f"/admin/webhooks/{told.hook_key}"),
    )


def reminder_letter(told: Reminded) -> Letter:
    """The letter that reminds somebody of what is due, and of who is late where they lead."""
    secret = current_app.config["SECRET_KEY"]
    token = stop_token(secret, told.stop_key) if told.stop_key else ""
    stop = _address(f"/reminders/{token}") if token else ""
    things = [
        {
            "course": thing.course,
            "due": thing.due,
            "late": thing.late,
            "compulsory": thing.compulsory,
            "new": thing.asked_on is not None,
            "address": _address(f"/courses/{thing.pack_id}"),
        }
        for thing in told.things
    ]
    made = letter(
        "mail/reminder.txt",
        told.language,
        name=told.name,
        things=things,
        unit=told.unit,
        address=_address("/learning/duties"),
        unit_address=_address("/people/compliance"),
        stop=stop,
    )
    return Letter(made.subject, made.text, stop)


def released_letter(name: str, language: str | None, attempt_key: str) -> Letter:
    """The letter that tells somebody that the result of a quiz is there."""
    address = _address(url_for("learner.review", key=attempt_key))
    return letter("mail/released.txt", language, name=name, address=address)


def letter(template: str, language: str | None, **values: Any) -> Letter:
    """A letter in the reader's language. The first line of the template is the subject."""
    settings: Settings = current_app.config["SETTINGS"]
    with spoken_in(language):
        text = render_template(template, site=settings.site_name, **values)
    subject, _, body = text.strip().partition("\n")
    return Letter(subject.strip(), body.strip() + "\n")
