"""The verifier in the browser: from print, picture, camera and file, with the network cut."""

import struct
import zlib
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import certifying
import numpy as np
import photos
import pytest
import wholes
from playwright.sync_api import Error, expect
from visitor import Visitor

from elearn.core.learning import essentials as core
from elearn.core.learning import record
from elearn.core.learning.essentials import Essentials
from elearn.interop import certificate, essentials, qr
from elearn.services import keys
from elearn.services.transaction import transaction
from elearn.store.db import begin_write

NAME = "Јелена Ђорђевић"
DIGEST = bytes(range(16))
LOOKS = (("en", 1280), ("sr", 360))


@pytest.fixture(scope="module")
def digits(site):
    """What stands in the QR code of a record that this site signed."""
    today = datetime.now(UTC).date()
    facts = Essentials(
        digest=DIGEST,
        pack="border-checks",
        version="1.2.0",
        kind="completion",
        language="sr",
        issued=today,
        valid_until=today + timedelta(days=700),
        law_checked=date(2026, 6, 12),
        name=core.commit_name(NAME, DIGEST),
    )
    with site.app_context(), transaction():
        begin_write()
        signer = keys.signer(keys.Purpose.QR, now=datetime.now(UTC))
        return essentials.sign(facts, signer.kid, signer.sign)


@pytest.fixture(scope="module")
def whole(site):
    """A record that this site signed, as a file."""
    made = wholes.whole(proven=False)
    with site.app_context(), transaction():
        begin_write()
        statement = record.statement(made["commitments"], made["digest"])
        signed = keys.sign(keys.Purpose.RECORD, statement, now=datetime.now(UTC))
    return {**made, "kid": signed.kid, "signature": signed.signature}


def kept_page(page, language="en", width=1280):
    """The verify page, after its worker has kept everything."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/verify")
    Visitor(page).speak(language)
    page.goto("/verify")
    page.wait_for_function(
        "async (language) => { const kept = await caches.match('/verify/kept');"
        " return navigator.serviceWorker.controller?.state === 'activated'"
        " && kept?.url.endsWith(language); }",
        arg=f"/{language}",
    )
    return Visitor(page)


def again(page):
    """Open the page anew; some more times where a crowded machine starts its worker too late."""
    for _ in range(9):
        with suppress(Error):
            page.goto("/verify")
            return
        page.wait_for_timeout(1000)
    page.goto("/verify")


def png(grey):
    """A picture as a file."""
    rows = np.clip(grey, 0, 255).astype(np.uint8)

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", rows.shape[1], rows.shape[0], 8, 0, 0, 0, 0)
    lines = b"".join(b"\0" + row.tobytes() for row in rows)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def choose(page, name, kind, content):
    page.locator("#file").set_input_files({"name": name, "mimeType": kind, "buffer": content})
    page.locator("#check button:not([type=button])").click()


def verdict(page):
    return page.locator("#answer section")


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_a_printed_certificate_is_read_and_verified_without_a_network(
    page, context, digits, base_url, language, width
):
    made = qr.code(f"{base_url}/verify", digits)
    printed = certificate.picture(certifying.worded("{}", made), dots_per_inch=200)[0]
    visitor = kept_page(page, language, width)
    context.set_offline(True)
    again(page)
    page.locator("#check-name").fill("Djordjević Jelena")
    choose(page, "print.png", "image/png", printed)
    expect(verdict(page)).to_have_attribute("data-status", "valid")
    expect(verdict(page).locator(".names")).to_have_class("names note note-ok")
    expect(verdict(page)).to_contain_text("border-checks 1.2.0")
    expect(verdict(page).locator(".since")).to_contain_text(str(datetime.now(UTC).year))
    expect(verdict(page).locator("h2")).to_be_focused()
    visitor.check()
    page.locator("#check-name").fill("Ana Ilić")
    page.locator("#check button:not([type=button])").click()
    expect(verdict(page).locator(".names")).to_have_class("names note note-bad")


def test_the_address_in_a_qr_code_opens_its_verdict_without_a_network(page, context, digits):
    visitor = kept_page(page)
    context.set_offline(True)
    page.goto(f"/verify#{digits}")
    expect(verdict(page)).to_have_attribute("data-status", "valid")
    last = str((int(digits[-1]) + 1) % 10)
    page.goto(f"/verify#{digits[:-1]}{last}")
    expect(verdict(page)).to_have_attribute("data-status", "refused")
    assert visitor.complaints == []


def test_what_is_checked_in_the_page_is_sent_nowhere(page, digits, whole):
    kept_page(page)
    asked = []
    page.on("request", lambda request: asked.append((request.method, request.url)))
    page.goto(f"/verify#{digits}")
    expect(verdict(page)).to_have_attribute("data-status", "valid")
    choose(page, "record.json", "application/json", wholes.written(whole).encode())
    expect(verdict(page)).to_contain_text(NAME)
    assert all(method == "GET" and digits[:20] not in url for method, url in asked)


def test_a_photograph_taken_askew_is_read(page, digits, base_url):
    kept_page(page)
    sheet = photos.printed(f"{base_url}/verify", digits, 5)
    view = [[1, 0.05, 80], [0.03, 1, 80], [4e-4, 2e-4, 1]]
    photo = photos.in_bad_light(photos.seen(sheet, view, 700, 700), 1)
    choose(page, "photo.png", "image/png", png(photo))
    expect(verdict(page)).to_have_attribute("data-status", "valid")
    choose(page, "wall.png", "image/png", png(np.full((300, 300), 200)))
    expect(verdict(page)).to_have_attribute("data-status", "unreadable")
    choose(page, "broken.png", "image/png", b"no picture")
    expect(verdict(page)).to_have_attribute("data-status", "unreadable")


def test_a_certificate_as_a_file_shows_what_was_signed(page, context, whole):
    visitor = kept_page(page, "sr", 360)
    context.set_offline(True)
    again(page)
    good = certifying.certificate(wholes.written(whole))
    choose(page, "certificate.pdf", "application/pdf", good)
    expect(verdict(page)).to_have_attribute("data-status", "valid")
    expect(verdict(page)).to_contain_text(NAME)
    visitor.check()
    changed = certifying.certificate(wholes.written(whole).replace("Јелена", "Милена"))
    choose(page, "certificate.pdf", "application/pdf", changed)
    expect(verdict(page)).to_have_attribute("data-status", "refused")


def camera_film(path, grey):
    """A film of one still picture, as Chromium's pretended camera plays it (YUV4MPEG2)."""
    luma = np.clip(grey, 16, 235).astype(np.uint8)
    height, width = luma.shape
    chroma = bytes([128]) * (width * height // 2)
    frame = b"FRAME\n" + luma.tobytes() + chroma
    path.write_bytes(b"YUV4MPEG2 W%d H%d F10:1 Ip A1:1 C420jpeg\n" % (width, height) + 3 * frame)


def test_the_camera_reads_a_code(
    browser_type, browser_type_launch_args, base_url, digits, tmp_path
):
    sheet = np.full((480, 640), 200.0)
    code = photos.printed(f"{base_url}/verify", digits, 6)[:480, :480]
    sheet[: code.shape[0], 80 : 80 + code.shape[1]] = code
    camera_film(tmp_path / "camera.y4m", sheet)
    pretended = [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={tmp_path / 'camera.y4m'}",
    ]
    args = {**browser_type_launch_args, "args": [*browser_type_launch_args["args"], *pretended]}
    browser = browser_type.launch(**args)
    try:
        page = browser.new_page(base_url=base_url)
        visitor = Visitor(page)
        page.goto("/verify")
        page.locator("[data-camera]").click()
        expect(verdict(page)).to_have_attribute("data-status", "valid")
        expect(page.locator("video")).to_be_hidden()
        assert visitor.complaints == []
    finally:
        browser.close()


def test_the_verifier_as_one_file_needs_no_site(browser, page, digits, whole, tmp_path, base_url):
    page.goto("/verify")
    with page.expect_download() as download:
        page.locator("a[href='/verify/verifier.html']").click()
    kept = tmp_path / "verifier.html"
    download.value.save_as(kept)
    context = browser.new_context(offline=True, viewport={"width": 360, "height": 740})
    alone = context.new_page()
    visitor = Visitor(alone)
    alone.goto(kept.as_uri())
    sheet = np.pad(photos.printed(f"{base_url}/verify", digits, 4), 40, constant_values=240)
    choose(alone, "print.png", "image/png", png(sheet))
    expect(verdict(alone)).to_have_attribute("data-status", "valid")
    choose(alone, "record.json", "application/json", wholes.written(whole).encode())
    expect(verdict(alone)).to_contain_text(NAME)
    choose(alone, "text.txt", "text/plain", f"{digits[:-2]}{(int(digits[-2:]) + 1) % 100}".encode())
    expect(verdict(alone)).to_have_attribute("data-status", "refused")
    visitor.check()
    context.close()


def test_without_script_the_form_asks_the_site(browser, base_url, digits):
    context = browser.new_context(java_script_enabled=False, base_url=base_url)
    page = context.new_page()
    page.goto("/verify")
    expect(page.locator("[data-camera]")).to_be_hidden()
    page.locator("#text").fill(digits)
    page.locator("#check-name").fill(NAME)
    page.locator("#check button:not([type=button])").click()
    expect(page.locator(".verdict-ok")).to_be_visible()
    expect(page.locator(".note-ok")).to_be_visible()
    context.close()
