"""Certificates drawn in a process that does nothing else: `python -m bench.draw_run FILE`.

FILE holds their texts, pickled by `bench.record_run`. Prints seconds of each with its QR
code, without the first few, bytes of the last and the largest resident memory as JSON.
"""

import json
import pickle
import sys
import time
from dataclasses import replace
from pathlib import Path

from bench.memory import peak_mb
from elearn.interop import certificate, qr
from elearn.interop.certificate import Certificate

COLD = 3
"""So many are drawn before the measured ones."""

_ADDRESS = "https://learn.example.org/verify"
_RECORD_BYTES = 6000


def main() -> None:
    """Draw each of them once."""
    words: list[Certificate] = pickle.loads(Path(sys.argv[1]).read_bytes())  # our own
    codes, drawn, busy, content = [], [], [], b""
    for number, one in enumerate(words):
        began, before = time.perf_counter(), time.process_time()
        drawing = qr.svg(qr.code(_ADDRESS, str((1 << 1500) + number))).decode()
        codes.append(time.perf_counter() - began)
        content = certificate.draw(_filled(one, drawing))
        drawn.append(time.perf_counter() - began)
        busy.append(time.process_time() - before)
    figures = {
        "codes": codes[COLD:],
        "drawn": drawn[COLD:],
        "busy": busy[COLD:],
        "bytes": len(content),
    }
    print(json.dumps(figures | {"mb": peak_mb()}))


def _filled(words: Certificate, drawing: str) -> Certificate:
    attached = tuple(replace(a, content="x" * _RECORD_BYTES) for a in words.attachments)
    return replace(words, qr=drawing, qr_width=36, attachments=attached)


if __name__ == "__main__":
    main()
