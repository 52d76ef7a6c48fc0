"""Runs the pages' own modules outside a browser: in the node that comes with playwright."""

import json
import subprocess
from pathlib import Path

from playwright._impl._driver import compute_driver_executable

STATIC = Path(__file__).parents[1] / "elearn" / "web" / "static"

_READS = (
    'import { readFileSync } from "node:fs";'
    'const given = JSON.parse(readFileSync(0, "utf8"));'
    "const answer = async () => { %s };"
    "console.log(JSON.stringify(await answer()));"
)


def run(module, names, body, given):
    """What some lines of script return that use functions of a module.

    Args:
        module: Its file, below the folder of static files.
        names: The names that it exports and that are used.
        body: The lines; `given` is what was given, as JSON has it, and they return their answer.
        given: What they work on.
    """
    address = (STATIC / module).as_uri()
    script = f'import {{ {names} }} from "{address}";' + _READS % body
    done = subprocess.run(
        [compute_driver_executable()[0], "--input-type=module", "-e", script],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
