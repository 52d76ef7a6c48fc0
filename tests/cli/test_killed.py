"""Two servers on one file, twenty people saving at once, and then the power fails."""

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

import learning
import make
import pytest

from elearn.core.quiz.questions import ShortText
from elearn.services import attempts, enrolments
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
def servers(instance, sitting):
    """Two servers on the same instance: process and port."""
    code = "from elearn.cli.main import main; main()"
    environment = {k: v for k, v in os.environ.items() if not k.startswith("ELEARN_")} | {
        "ELEARN_MODE": "testing",
        "ELEARN_INSTANCE": str(instance),
        "ELEARN_SECRET_KEY": SECRET,
        "PYTHONUNBUFFERED": "1",
    }
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code, "serve", "--port", "0", "--threads", "4", *more],
            env=environment,
            cwd=Path(__file__).parent.parent.parent,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        for more in ((), ("--no-worker",))
    ]
    try:
        yield [(process, int(_said(process).rpartition(":")[2])) for process in started]
    finally:
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

    def ask(self, method, path, form=None):
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        with contextlib.closing(line):
            cookie = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
            headers = {"Cookie": cookie} | (FORM if form else {})
            line.request(method, path, urlencode(form or {}), headers)
            answer = line.getresponse()
            for name, value in answer.getheaders():
                if name == "Set-Cookie":
                    self.cookies.update([value.partition(";")[0].split("=", 1)])
            return answer.status, answer.read().decode()


def test_what_was_acknowledged_is_there_after_the_servers_are_killed(app, servers, sitting):
    key, number, field = sitting
    visitors = [Visitor(port) for _process, port in servers]
    acknowledged, others, until = [], [], time.monotonic() + 20

    def save(who):
        visitor, said = visitors[who % 2], 0
        while time.monotonic() < until:
            said += 1
            words = f"words {who} {said}"
            form = {"csrf_token": visitor.token, field: words}
            try:
                status, _ = visitor.ask("POST", f"/attempts/{key}/{number}/save", form)
            except (OSError, http.client.HTTPException):
                return  # the server is gone
            (acknowledged if status == 204 else others).append(words if status == 204 else status)

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
