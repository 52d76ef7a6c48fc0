"""Letters: one Message-ID however often they are sent, and no header slips in."""

import email
import os
import smtplib
import stat
from datetime import UTC, datetime, timedelta
from email import policy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from installation import settings_for

from elearn.core.errors import BadInput
from elearn.core.settings import Settings
from elearn.services import jobs, mail
from elearn.services.transaction import transaction
from elearn.store.db import db
from elearn.store.tables.jobs import Job


def ask(to="ann@example.org", subject="Здраво, Ана", text="Прва линија\n", **more):
    with transaction():
        mail.send(to, subject, text, **more)


def run(instance, now, **given_):
    sender = mail.Sender(settings_for(instance, **given_), instance)
    jobs.run_due({"mail": sender}, now)


def kept(instance):
    return sorted((instance / "mail").glob("*.eml"))


def read(path):
    return email.message_from_bytes(path.read_bytes(), policy=policy.default)


def test_a_letter_becomes_a_file_that_only_its_owner_reads(app, instance, now):
    ask(now=now)
    run(instance, now)
    (path,) = kept(instance)
    letter = read(path)
    assert letter["To"] == "ann@example.org"
    assert letter["Subject"] == "Здраво, Ана"
    assert letter.get_content().splitlines() == ["Прва линија"]
    assert letter["Auto-Submitted"] == "auto-generated"
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_letter_sent_twice_is_the_same_letter(app, instance, now):
    ask(now=now)
    with transaction():
        job = jobs.claim(now)
    sender = mail.Sender(settings_for(instance), instance)
    sender(job, now)
    first = kept(instance)[0].read_bytes()
    sender(job, now + timedelta(hours=3))
    assert [path.read_bytes() for path in kept(instance)] == [first]


def test_two_letters_have_two_message_ids(app, instance, now):
    ask(now=now)
    ask(now=now)
    run(instance, now)
    assert len({read(path)["Message-ID"] for path in kept(instance)}) == 2


def test_a_letter_whose_time_has_passed_is_not_sent(app, instance, now):
    ask(now=now, until=now + timedelta(hours=1))
    run(instance, now + timedelta(hours=2))
    assert kept(instance) == []


def test_after_sending_the_text_is_no_longer_kept(app, instance, now):
    ask(now=now)
    run(instance, now)
    db.session.rollback()
    assert db.session.query(Job).one().payload == {}


@pytest.mark.parametrize(
    "to",
    [
        "",
        "ann",
        "ann@example.org, eve@example.org",
        "ann@example.org\r\nBcc: eve@example.org",
        "ann@example.org\nBcc: eve@example.org",
        "Ann <ann@example.org>",
        "ann@exa mple.org",
        "ann@example.org\x00",
        "ann@@example.org",
        "a" * 300 + "@example.org",
    ],
)
def test_what_is_no_single_address_is_refused(app, now, to):
    with pytest.raises(BadInput):
        mail.send(to, "Hello", "Text", now=now)


@pytest.mark.parametrize(
    "subject", ["Hi\r\nBcc: eve@example.org", "Hi\nX: y", "Hi\x00", "a\u2028b"]
)
def test_a_subject_of_several_lines_is_refused(app, now, subject):
    with pytest.raises(BadInput):
        mail.send("ann@example.org", subject, "Text", now=now)


@given(
    subject=st.text(st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp")), max_size=150),
    text=st.text(st.characters(blacklist_categories=("Cs",)), max_size=400),
)
def test_no_text_ever_adds_a_header_or_an_addressee(subject, text):
    job = jobs.JobRecord(
        id=7,
        kind="mail",
        payload={"to": "ann@example.org", "subject": subject, "text": text},
        state="leased",
        run_at=datetime(2026, 1, 1, tzinfo=UTC),
        lease="x",
        tries=1,
        last_error=None,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        finished_at=None,
    )
    sent = mail.compose(job, Settings(mode="testing")).as_bytes()
    letter = email.message_from_bytes(sent, policy=policy.default)
    assert sorted(letter.keys()) == sorted(
        [
            "From",
            "To",
            "Subject",
            "Date",
            "Message-ID",
            "Auto-Submitted",
            "Content-Type",
            "Content-Transfer-Encoding",
            "MIME-Version",
        ]
    )
    assert letter["To"] == "ann@example.org"


class Server:
    """A mail server that remembers what was done with it."""

    def __init__(self, log, *, starttls=True):
        self.log, self.starts = log, starttls

    def __call__(self, host, port, **_more):
        self.log.append(("connect", host, port))
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.log.append("quit")

    def ehlo(self):
        pass

    def close(self):
        self.log.append("close")

    def has_extn(self, _name):
        return self.starts

    def starttls(self, **_more):
        self.log.append("starttls")

    def login(self, user, password):
        self.log.append(("login", user, password))

    def send_message(self, message):
        self.log.append(("send", message["To"]))


def test_over_smtp_the_line_is_encrypted_before_the_password_is_said(
    app, instance, now, monkeypatch
):
    log = []
    monkeypatch.setattr(smtplib, "SMTP", Server(log))
    ask(now=now)
    run(instance, now, mail="smtp", smtp_url="smtp://us%40er:p%3Aw@mail.example.org:2525")
    assert log == [
        ("connect", "mail.example.org", 2525),
        "starttls",
        ("login", "us@er", "p:w"),
        ("send", "ann@example.org"),
        "quit",
    ]


def test_a_password_is_never_sent_in_the_clear(app, instance, now, monkeypatch):
    log = []
    monkeypatch.setattr(smtplib, "SMTP", Server(log, starttls=False))
    ask(now=now)
    run(instance, now, mail="smtp", smtp_url="smtp://user:pw@mail.example.org")
    assert log == [("connect", "mail.example.org", 587), "close"]
    db.session.rollback()
    assert "STARTTLS" in db.session.query(Job).one().last_error


def test_a_server_that_is_away_is_tried_again(app, instance, now, monkeypatch):
    def away(*_args, **_more):
        raise ConnectionRefusedError("nobody there")

    monkeypatch.setattr(smtplib, "SMTP", away)
    ask(now=now)
    run(instance, now, mail="smtp", smtp_url="smtp://mail.example.org")
    db.session.rollback()
    job = db.session.query(Job).one()
    assert job.state == "waiting"
    assert job.tries == 1
