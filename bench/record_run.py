"""Records and certificates in a process of their own: `python -m bench.record_run INSTANCE COUNT`.

Prints seconds of each step as JSON, and leaves the texts of all certificates in the instance
folder. Every record and every certificate is another learner's.
"""

import json
import pickle
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import g

from bench import record_seed
from bench.draw_run import COLD
from elearn.core.access import Actor
from elearn.core.learning import merkle
from elearn.interop.open_badges import jwt, proof
from elearn.services import badges, certificates, keys, record_log, records
from elearn.services.certificates import Place
from elearn.services.transaction import transaction
from elearn.store import records as record_store
from elearn.store.db import begin_write
from elearn.web.learner import certificates as pages
from elearn.web.shared.addresses import issuer

WORDS = "words.pickle"
"""The file with the texts of all certificates."""

CHECKS = 50
Times = list[float]


def main() -> None:
    """Run it and print what it took."""
    instance, count = Path(sys.argv[1]), int(sys.argv[2])
    app = record_seed.opened(instance)
    with app.test_request_context("/", base_url="https://learn.example.org"):
        g.language = "en"
        now = datetime.now(UTC)
        learners = record_seed.learners(count)
        began = time.perf_counter()
        with transaction():
            begin_write()
            for actor, enrolment in learners:
                records.issue(enrolment, actor, now=now)
        issued = time.perf_counter() - began
        with transaction():
            record_log.sign_head(now=now)
        actors = [actor for actor, _enrolment in learners]
        _keep_words(actors, instance / WORDS, now)
        whole = _issue_certificates(actors[: COLD + CHECKS], now)
        checks = _check(actors[:CHECKS], now)
    print(json.dumps({"issued": issued, "kept": whole, **checks}))


def _timed(times: Times, work: Callable[[], Any]) -> Any:
    began = time.perf_counter()
    made = work()
    times.append(time.perf_counter() - began)
    return made


def _keep_words(actors: list[Actor], file: Path, now: datetime) -> None:
    """Keep the texts of each learner's certificate for `bench.draw_run`."""
    words = []
    for actor in actors:
        key = record_store.of_person(actor.person_id or 0)[0].key
        words.append(pages.worded(records.my_record(actor, key, now=now)))
    file.write_bytes(pickle.dumps(words))


def _issue_certificates(actors: list[Actor], now: datetime) -> Times:
    """Seconds for the whole certificate: records, badge, signed code, file on the disk, row."""
    times: Times = []
    for actor in actors:
        key = record_store.of_person(actor.person_id or 0)[0].key
        place = Place("https://learn.example.org/verify", "en", issuer())

        def issue(actor: Actor = actor, key: str = key, place: Place = place) -> None:
            with transaction():
                certificates.my_certificate(actor, key, pages.worded, place, now=now)

        _timed(times, issue)
    return times[COLD:]


def _check(actors: list[Actor], now: datetime) -> dict[str, Times]:
    """Seconds to check a badge with its inclusion proof, and one with a proof within."""
    trusted = [{**key.jwk, "kid": key.kid, "elearn:purpose": key.purpose} for key in keys.every()]
    tokens: Times = []
    proofs: Times = []
    for actor in actors:
        kept = record_store.of_person(actor.person_id or 0)[0]
        with transaction():
            token = badges.my_badge(actor, kept.key, issuer(), now=now)
            document = json.loads(badges.my_badge_document(actor, kept.key, issuer(), now=now))
        found = record_log.proof_of(kept.digest)
        if found is None:
            raise RuntimeError("the log has no signed head")
        _timed(tokens, lambda t=token, k=kept, f=found: _with_inclusion(t, k.digest, f, trusted))  # type: ignore[misc]
        _timed(proofs, lambda d=document: proof.check(d, trusted))  # type: ignore[misc]
    return {"jws": tokens[1:], "di": proofs[1:]}


def _with_inclusion(token: str, digest: str, found: Any, trusted: list[dict[str, Any]]) -> None:
    jwt.check(token, trusted)
    path = [bytes.fromhex(value) for value in found["hashes"]]
    leaf, head = merkle.leaf_hash(bytes.fromhex(digest)), bytes.fromhex(found["head"]["root"])
    if not merkle.verify_inclusion(leaf, found["number"], found["size"], path, head):
        raise RuntimeError("the proof does not hold")


if __name__ == "__main__":
    main()
