"""Whole records as files, with keys of their own: what a certificate brings along."""

import json
import secrets
from datetime import date

from elearn.core.learning import merkle, record
from elearn.core.learning.canonical import canonical
from elearn.core.learning.record import Facts
from elearn.interop import keys
from elearn.interop.keys import Algorithm, b64url

RECORD_KEY = keys.make(Algorithm.ED25519)
LOG_KEY = keys.make(Algorithm.ED25519)
QR_KEY = keys.make(Algorithm.ES256)
PURPOSES = {"record": RECORD_KEY, "log": LOG_KEY, "qr": QR_KEY}
OTHERS = [bytes(range(n, n + 32)) for n in range(3)]
"""Digests of other records in the log."""

FACTS = Facts(
    name="Јелена Ђорђевић",
    title="Border checks: who may enter",
    kind="completion",
    awarding_body="School for Border Services",
    awarding_country="BA",
    issued=date(2026, 11, 30),
    valid_until=date(2029, 11, 30),
    outcomes=("Decides on entry", "Gives „reasons“"),
    hours={"reading": 3, "cases": 2},
    eqf=4,
    assessment="quizzes-and-case-studies",
    participation="online-self-paced",
    quality="versioned-pack-checked-against-register",
    pack="border-checks",
    version="1.2.0",
    digest="ab" * 32,
    language="sr",
    law_register="law",
    law_version="1.0.0",
    law_digest="cd" * 32,
    law_checked=date(2026, 6, 12),
)


def key_set(**revoked):
    """The issuer's keys; for a purpose the moment at which its key was revoked."""
    return [
        {
            **key.public_jwk,
            "kid": key.kid,
            "elearn:purpose": purpose,
            **({"elearn:revoked": revoked[purpose]} if purpose in revoked else {}),
        }
        for purpose, key in PURPOSES.items()
    ]


def trust(withdrawn=(), superseded=(), law=None, **revoked):
    """The issuer's `trust.json`; `law` has the last day of records by pack and version."""
    return {
        "type": "elearn-trust-1",
        "at": "2026-12-01T05:00:00Z",
        "keys": key_set(**revoked),
        "withdrawn": [digest[:16] for digest in withdrawn],
        "superseded": [digest[:16] for digest in superseded],
        "law": [
            {"pack": pack, "version": version, "until": until}
            for (pack, version), until in (law or {}).items()
        ],
    }


def whole(*, proven=True, facts=FACTS):
    """A record as it is attached to a certificate."""
    salts = {key: secrets.token_hex(16) for key in record.keys_of(facts)}
    commitments = record.commitments(facts, salts)
    digest = record.record_digest(commitments.values())
    made = {
        "type": "elearn-record-1",
        "code": "0000-0000-0000-0000-0",
        "facts": record.to_raw(facts),
        "salts": salts,
        "commitments": commitments,
        "digest": digest,
        "kid": RECORD_KEY.kid,
        "key": RECORD_KEY.public_jwk,
        "signature": b64url(RECORD_KEY.sign(record.statement(commitments, digest))),
    }
    return {**made, "proof": proof(digest)} if proven else made


def proof(digest):
    """That a record is the last of four in a log, under a signed head."""
    leaves = [merkle.leaf_hash(entry) for entry in (*OTHERS, bytes.fromhex(digest))]
    left, right = (merkle.node_hash(*leaves[at : at + 2]) for at in (0, 2))
    root = merkle.node_hash(left, right).hex()
    head = {"at": "2026-12-01T03:00:00Z", "log": "elearn-records-1", "root": root, "size": 4}
    signed = canonical(head)
    return {
        "number": 3,
        "size": 4,
        "hashes": [leaves[2].hex(), left.hex()],
        "head": {
            **head,
            "kid": LOG_KEY.kid,
            "signature": b64url(LOG_KEY.sign(signed)),
            "signed": signed.decode(),
        },
    }


def written(made):
    """As a file."""
    return json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True)
