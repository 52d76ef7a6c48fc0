"""The log of record digests and the public keys, for programs. Nothing here names anybody."""

from flask import current_app, jsonify, request
from werkzeug.wrappers import Response

from elearn.core.errors import BadInput, NotFound
from elearn.services import keys, record_log
from elearn.services.record_log import Proof
from elearn.web.public import blueprint
from elearn.web.shared.guard import Audience, reachable_by


@blueprint.get("/.well-known/jwks.json")
@reachable_by(Audience.PUBLIC)
def jwks() -> Response:
    """All keys that are trusted, as a JSON Web Key Set (RFC 7517)."""
    found = [
        {**key.jwk, "kid": key.kid, "use": "sig", "elearn:purpose": key.purpose}
        for key in keys.every()
        if key.revoked_at is None
    ]
    return jsonify({"keys": found})


@blueprint.get("/.well-known/did.json")
@reachable_by(Audience.PUBLIC)
def did() -> Response:
    """The site as a decentralised identifier (`did:web`), with its keys."""
    return jsonify(keys.did_document(current_app.config["SETTINGS"].public_url))


@blueprint.get("/log/head.json")
@reachable_by(Audience.PUBLIC)
def log_head() -> Response:
    """The latest signed head of the log."""
    head = record_log.newest_head()
    if head is None:
        raise NotFound("The log has no signed head yet. The site signs one every day.")
    return jsonify(record_log.plain(head))


@blueprint.get("/log/entries.json")
@reachable_by(Audience.PUBLIC)
def log_entries() -> Response:
    """Up to a thousand entries, from a number on."""
    found = record_log.entries(_number("from"))
    return jsonify({"entries": [{"number": e.number, "digest": e.digest} for e in found]})


@blueprint.get("/log/inclusion.json")
@reachable_by(Audience.PUBLIC)
def log_inclusion() -> Response:
    """That a digest is in the log of a size."""
    return _proof(record_log.inclusion(request.args.get("digest", "")[:64], _number("size")))


@blueprint.get("/log/consistency.json")
@reachable_by(Audience.PUBLIC)
def log_consistency() -> Response:
    """That a later log begins with an earlier one."""
    return _proof(record_log.consistency(_number("first"), _number("second")))


def _proof(found: Proof) -> Response:
    return jsonify({"number": found.number, "size": found.size, "hashes": found.hashes})


def _number(name: str) -> int:
    text = request.args.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise BadInput("A whole number is missing in the address.", code="number-missing")
    return int(text)
