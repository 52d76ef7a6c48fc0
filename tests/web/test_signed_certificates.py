"""Certificates that are signed as PDF files: at once, made to last by the worker, and said so."""

import os
from dataclasses import replace
from pathlib import Path

import learning
import make
import pytest
from client import text_of
from flask import current_app

from elearn.services import doctor, jobs, pdf_signing
from elearn.store import certificates as store

pdf_authority = pytest.importorskip("pdf_authority", reason="pyHanko is missing")


@pytest.fixture(scope="module")
def authority():
    return pdf_authority.Authority()


@pytest.fixture
def set_up(app, authority):
    """Let the site have a certificate; `set_up(timestamp_url=…)` for more."""
    file = Path(app.instance_path, "centre.p12")
    file.write_bytes(authority.identity)
    file.chmod(0o600)
    Path(app.instance_path, "roots.pem").write_bytes(authority.roots)

    def change(**more):
        given = {"pdf_certificate": "centre.p12", "pdf_passphrase": pdf_authority.PASSPHRASE}
        app.config["SETTINGS"] = replace(app.config["SETTINGS"], **given, **more)

    return change


@pytest.fixture
def record(app, cast, now):
    """Ann's record."""
    learning.publish("pages", now)
    return learning.record_of(cast.ann, now)


def worked(now):
    """Let the worker do what certificates asked for; how many jobs of theirs were begun."""
    begun = []

    def handler(job, now):
        begun.append(job.id)
        pdf_signing.handler(job, now)

    jobs.run_due({pdf_signing.JOB: handler, "law": lambda _job, _now: None}, now)
    return len(begun)


def test_a_certificate_is_signed_at_once_and_the_page_says_how(client_for, cast, record, set_up):
    set_up()
    browser = client_for(cast.ann)
    page = f"/records/{record.key}"
    assert "PAdES" not in text_of(browser.get(page))
    file = browser.post(f"{page}/certificate.pdf").data
    assert b"/ETSI.CAdES.detached" in file
    assert browser.post(f"{page}/certificate.pdf").data == file
    assert "English: signed as a PDF (PAdES B-B)." in text_of(browser.get(page))
    assert b"/ETSI.CAdES.detached" in browser.get("/records/transcript.pdf").data


def test_the_worker_makes_it_last_and_keeps_what_was_signed(
    client_for, cast, record, set_up, authority, now
):
    with authority.serving() as address:
        set_up(timestamp_url=address, timestamp_roots="roots.pem")
        browser = client_for(cast.ann)
        page = f"/records/{record.key}"
        file = browser.post(f"{page}/certificate.pdf").data
        assert worked(now) == 1
        lasting = browser.post(f"{page}/certificate.pdf").data
    assert lasting.startswith(file)
    assert lasting.count(b"/ETSI.RFC3161") == 2
    assert "PAdES B-LTA" in text_of(browser.get(page))
    folder = Path(current_app.instance_path, "certificates")
    assert len(list(folder.glob("*.pdf"))) == 1
    assert worked(now) == 0


def test_while_the_service_is_away_the_file_stays_and_the_job_waits(
    client_for, cast, record, set_up, now
):
    set_up(timestamp_url="http://127.0.0.1:9/", timestamp_roots="roots.pem")
    browser = client_for(cast.ann)
    address = f"/records/{record.key}/certificate.pdf"
    file = browser.post(address).data
    assert worked(now) == 1
    assert browser.post(address).data == file
    assert store.signed(record.id, "en").level == "b-b"
    (job,) = [j for j in jobs.list_jobs(make.actor(cast.ana)) if j.kind == pdf_signing.JOB]
    assert (job.state, job.tries) == ("waiting", 1)


def test_without_a_certificate_nothing_is_signed_and_nothing_asked(client_for, cast, record, now):
    file = client_for(cast.ann).post(f"/records/{record.key}/certificate.pdf").data
    assert b"/ByteRange" not in file
    assert worked(now) == 0


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps other rights")
def test_a_key_that_others_could_read_signs_nothing(
    client_for, cast, record, set_up, now, instance
):
    set_up()
    Path(instance, "centre.p12").chmod(0o644)
    answer = client_for(cast.ann).post(f"/records/{record.key}/certificate.pdf")
    assert answer.status_code == 500
    settings = current_app.config["SETTINGS"]
    found = doctor.examine(settings, instance, instance / "x", try_mail=False, now=now)
    (finding,) = [f for f in found if f.subject == "Signing of PDF files"]
    assert not finding.fine
    assert "chmod 600" in finding.text


def test_the_doctor_says_with_what_files_are_signed(set_up, app, now, instance):
    for given, said in (({}, "not set up"), ({"x": 1}, "Test centre")):
        if given:
            set_up()
        settings = app.config["SETTINGS"]
        found = doctor.examine(settings, instance, instance / "x", try_mail=False, now=now)
        (finding,) = [f for f in found if f.subject == "Signing of PDF files"]
        assert finding.fine
        assert said in finding.text
