"""Servers that are killed while people save: what was acknowledged is there, and a quiz goes on."""

import contextlib
import http.client
import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

import html5lib
import learning
import make
import pytest

from elearn.core.quiz.questions import ShortText
from elearn.services import attempts, enrolments
from elearn.store import people as people_store
from elearn.store.db import db
from elearn.store.tables.attempts import AnswerRow

SAVERS = 20
SECRET = "a secret that only the tests know"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def sitting(app, now):
    """Ann's open attempt: its key, and number and field of a question that takes words."""
    learning.publish("kinds", now)
    ann = make.person("Ann", email="ann@example.org")
    actor = make.actor(ann)
    enrolments.enrol(actor, "kinds", now=now)
    key = attempts.begin(actor, "kinds", "quiz", "en", now=now)
    paper = attempts.require_sitting(actor, key).paper
    number, asked = next(
        (n, q) for n, q in enumerate(paper.questions, 1) if isinstance(q.question, ShortText)
    )
    db.session.commit()
    db.session.remove()
    return key, number, asked.token


@pytest.fixture
def start(instance, sitting):
    """`start(*options)`: a server on this instance; its process and port."""
    code = "from elearn.cli.main import main; main()"
    environment = {k: v for k, v in os.environ.items() if not k.startswith("ELEARN_")} | {
        "ELEARN_MODE": "testing",
        "ELEARN_INSTANCE": str(instance),
        "ELEARN_SECRET_KEY": SECRET,
        "PYTHONUNBUFFERED": "1",
    }
    started = []

    def started_with(*more):
        process = subprocess.Popen(
            [sys.executable, "-c", code, "serve", "--port", "0", "--threads", "4", *more],
            env=environment,
            cwd=Path(__file__).parent.parent.parent,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        started.append(process)
        return process, int(_said(process).rpartition(":")[2])

    yield started_with
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def _said(process):
    for line in process.stdout:
        found = re.search(rb"http://[\d.]+:\d+", line)
        if found:
            return found[0].decode()
    raise AssertionError("the server did not start")


class Visitor:
    """Somebody who has signed in at that port."""

    def __init__(self, port):
        self.port, self.cookies = port, {}
        page = self.ask("GET", "/sign-in")[1]
        form = {"csrf_token": self._token(page), "name": "ann@example.org"}
        status = self.ask("POST", "/sign-in", form | {"password": make.PASSWORD})[0]
        assert status == 303, status
        self.token = self._token(self.ask("GET", "/learning")[1])

    @staticmethod
    def _token(page):
        return re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page)[1]

    def save(self, key, number, form):
        """Save an answer as the page's script does; the status."""
        path = f"/attempts/{key}/{number}/save"
        return self.ask("POST", path, {**form, "csrf_token": self.token})[0]

    def ask(self, method, path, form=None):
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        with contextlib.closing(line):
            cookie = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
            headers = {"Cookie": cookie} | (FORM if form else {})
            line.request(method, path, urlencode(form or {}, doseq=True), headers)
            answer = line.getresponse()
            for name, value in answer.getheaders():
                if name == "Set-Cookie":
                    self.cookies.update([value.partition(";")[0].split("=", 1)])
            return answer.status, answer.read().decode()


def filled(page):
    """What the fields of a page hold, as a browser would send it."""
    tree, found = html5lib.parse(page, namespaceHTMLElements=False), {}
    for field in tree.iter("input"):
        if field.get("type") not in ("radio", "checkbox") or field.get("checked") is not None:
            found.setdefault(field.get("name"), []).append(field.get("value"))
    for field in tree.iter("select"):
        chosen = [o for o in field.iter("option") if o.get("selected") is not None]
        found[field.get("name")] = [option.get("value") for option in chosen]
    return found


def test_what_was_acknowledged_is_there_after_the_servers_are_killed(app, start, sitting):
    key, number, field = sitting
    servers = [start(), start("--no-worker")]
    visitors = [Visitor(port) for _process, port in servers]
    acknowledged, others, until = [], [], time.monotonic() + 20

    def save(who):
        visitor, said = visitors[who % 2], 0
        while time.monotonic() < until:
            said += 1
            words = f"words {who} {said}"
            try:
                status = visitor.save(key, number, {field: words})
            except (OSError, http.client.HTTPException):
                return  # the server is gone
            (acknowledged if status == 200 else others).append(words if status == 200 else status)

    threads = [threading.Thread(target=save, args=(who,)) for who in range(SAVERS)]
    for thread in threads:
        thread.start()
    while len(acknowledged) < 5 * SAVERS and time.monotonic() < until:
        time.sleep(0.05)
    for process, _port in servers:
        process.kill()
    for thread in threads:
        thread.join()

    assert others == []
    assert len(acknowledged) >= 5 * SAVERS
    assert db.session.scalar(db.text("PRAGMA integrity_check")) == "ok"
    kept = {row.raw["text"] for row in db.session.query(AnswerRow)}
    assert set(acknowledged) <= kept


def test_somebody_goes_on_after_the_server_was_killed_in_the_middle_of_a_quiz(
    app, now, start, sitting
):
    key, _number, _field = sitting
    with app.app_context():
        actor = people_store.actor_by_id(
            people_store.by_name("ann@example.org").id, now.date()
        ).actor
        forms = learning.truth_forms(actor, key)
    process, port = start()
    visitor = Visitor(port)
    half = len(forms) // 2
    for number, form in list(forms.items())[:half]:
        assert visitor.save(key, number, form) == 200
    process.kill()
    process.wait()
    with pytest.raises(OSError, match="refused"):
        visitor.save(key, half + 1, forms[half + 1])

    visitor.port = start()[1]
    for number, form in list(forms.items())[:half]:
        shown = filled(visitor.ask("GET", f"/attempts/{key}/{number}")[1])
        assert {name: sorted(shown[name]) for name in form} == {
            n: sorted(v) for n, v in form.items()
        }
    for number, form in list(forms.items())[half:]:
        assert visitor.save(key, number, form) == 200
    status, _ = visitor.ask("POST", f"/attempts/{key}/finish", {"csrf_token": visitor.token})
    assert status == 302
    assert re.search(r'class="big">100\s%', visitor.ask("GET", f"/attempts/{key}/review")[1])
