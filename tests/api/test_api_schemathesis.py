"""Schemathesis asks the running server everything that the description allows, and what it forbids.

It asks from a process of its own, over the network of this machine, as a program would.
"""

import os
import subprocess
import sysconfig
import threading
from dataclasses import replace
from pathlib import Path

import learning
import make
import waitress.server
from programs import client_token

from elearn.store.db import db

CONFIG = Path(__file__).with_name("schemathesis.toml")
PROGRAM = Path(sysconfig.get_path("scripts")) / "schemathesis"


def ask(server: str, token: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Let Schemathesis ask, with the same questions each time."""
    command = [
        str(PROGRAM),
        f"--config-file={CONFIG}",
        "run",
        f"{server}/api/openapi.json",
        f"--url={server}",
        f"--header=Authorization: Bearer {token}",
        "--phases=examples,coverage,fuzzing",
        "--max-examples=4",
        "--seed=1",
        "--no-shrink",
        "--workers=1",  # with two, Python 3.11 loses count of its depth (SystemError in ast.parse)
        "--warnings=off",
        "--no-color",
    ]
    return subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=900,  # only that it ends: a slow machine takes minutes
        check=False,
        env=os.environ | {"HYPOTHESIS_STORAGE_DIRECTORY": str(folder / "hypothesis")},
    )


def test_schemathesis_finds_no_fault(app, cast, now, tmp_path):
    learning.publish("kinds", now)
    make.record(cast.ann, make.course("other"))
    token = client_token(cast, now)
    db.session.remove()
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], api_rate=100_000)
    server = waitress.server.create_server(app, host="127.0.0.1", port=0, threads=4)
    threading.Thread(target=server.run, daemon=True).start()
    try:
        found = ask(f"http://127.0.0.1:{server.effective_port}", token, tmp_path)
    finally:
        server.close()
    assert found.returncode == 0, found.stdout[-8000:] + found.stderr[-2000:]
    assert "Tested: 27" in found.stdout
